"""Compiles what a start of Python imports, so that no reader's browser has to.

It runs in Pyodide itself, under ``bytecode.mjs``: the bytecode is of the right version, and the
compiler and zlib are the same WebAssembly on every machine, so that all get the same bytes.
"""

from __future__ import annotations

import importlib.util
import io
import marshal
import sys
import zipfile
from collections.abc import Callable, Container

# https://peps.python.org/pep-0552: named by a hash of its source, which is not looked for.
UNCHECKED = (0b01).to_bytes(4, "little")


def imported() -> set[str]:
    """The source files of all modules that have been imported so far."""
    specs = (getattr(module, "__spec__", None) for module in list(sys.modules.values()))
    return {spec.origin for spec in specs if spec and (spec.origin or "").endswith(".py")}


def compiled(archive: bytes, folder: str, sources: Container[str],
             keep: Callable[[str], bool] = lambda name: True) -> bytes:
    """A zip, which Python finds at ``folder``, with bytecode in the place of some sources.

    Tracebacks name the source as before; its docstrings stay.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w") as new:
        for member in old.infolist():
            if not keep(member.filename):
                continue
            data, source = old.read(member), folder + member.filename
            if source in sources:
                data = bytecode(data, source)
                member.filename += "c"
            new.writestr(member, data, compresslevel=9)
    return made.getvalue()


def bytecode(source: bytes, file: str) -> bytes:
    """What a ``.pyc`` holds."""
    code = compile(source, file, "exec", dont_inherit=True, optimize=0)
    # What is shared is marked, and while it is compiled others may share it too. Read back, it is
    # shared within this code alone.
    body = marshal.dumps(marshal.loads(marshal.dumps(code)))
    return b"".join((importlib.util.MAGIC_NUMBER, UNCHECKED, importlib.util.source_hash(source),
                     body))


def serves(name: str) -> bool:
    """Whether a file of a wheel is of use in a page, where no C is compiled and no type checked."""
    if ".dist-info/" in name:
        return not name.endswith("/RECORD")  # of what the wheel held before
    return name.endswith((".py", ".so"))
