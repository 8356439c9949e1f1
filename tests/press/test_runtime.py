"""The Python of live cells: where it comes from, and that compiling it has changed nothing."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from press import cache, live, npm, runtime
from sphinx.errors import ExtensionError

pytestmark = pytest.mark.slow


# -- Getting the runtime ---------------------------------------------------------------------------


def instead_of_pip(monkeypatch, download: Callable[[list[str]], None]) -> None:
    """What else the press starts is started."""
    run = subprocess.run
    monkeypatch.setattr("press.runtime.subprocess.run", lambda command, **options:
                        download(command) if "pip" in command else run(command, **options))


@pytest.fixture
def empty_cache(tmp_path, monkeypatch) -> Path:
    """No file of the runtime is on this machine yet, and none can be fetched."""
    monkeypatch.setenv("DOWNHILL_CACHE", str(tmp_path / "cache"))
    runtime.installed.cache_clear()

    def closed(*_: object, **__: object) -> None:
        raise OSError("the network is closed")

    def failed(command: list[str]) -> None:
        raise subprocess.CalledProcessError(1, command[:4])

    monkeypatch.setattr("urllib.request.urlopen", closed)
    instead_of_pip(monkeypatch, failed)
    yield tmp_path / "cache"
    runtime.installed.cache_clear()


@pytest.fixture(scope="module")
def wheel() -> bytes:
    """NumPy's wheel as `make setup` has fetched it."""
    return next(path.read_bytes() for name, path in runtime.originals().items()
                if name.endswith(".whl"))


def test_where_nothing_can_be_fetched_the_error_says_how_to_get_it(empty_cache):
    with pytest.raises(ExtensionError, match="run make setup"):
        runtime.installed()
    with pytest.raises(ExtensionError) as told:
        runtime.fetch()
    message = str(told.value)
    lock = json.loads((npm.package("pyodide") / "pyodide-lock.json").read_text("utf-8"))
    entry = lock["packages"]["numpy"]
    assert entry["sha256"] in message
    assert str(empty_cache / entry["file_name"]) in message
    assert "the network is closed" in message


def test_a_file_put_there_by_hand_is_taken_if_its_checksum_is_right(empty_cache, wheel):
    lock = json.loads((npm.package("pyodide") / "pyodide-lock.json").read_text("utf-8"))
    place = empty_cache / lock["packages"]["numpy"]["file_name"]
    place.parent.mkdir()
    place.write_bytes(wheel[:-1] + b"?")
    with pytest.raises(ExtensionError, match="could not be fetched"):
        runtime.fetch()
    place.write_bytes(wheel)
    assert runtime.fetch().size == sum(f.stat().st_size for f in runtime.fetch().folder.iterdir())


def test_the_second_source_is_asked_when_the_first_sends_something_else(
    empty_cache, wheel, monkeypatch
):
    monkeypatch.setattr("urllib.request.urlopen", lambda *_, **__: io.BytesIO(b"a login page"))

    def downloaded(command: list[str]) -> None:
        assert "--require-hashes" in command and "--no-deps" in command
        folder = Path(command[command.index("--dest") + 1])
        name = json.loads((npm.package("pyodide") / "pyodide-lock.json").read_text("utf-8"))[
            "packages"]["numpy"]["file_name"]
        with zipfile.ZipFile(folder / "carrier.whl", "w") as archive:
            archive.writestr(runtime.CARRIED.format(name=name), wheel)

    instead_of_pip(monkeypatch, downloaded)
    name = next(file.name for file in runtime.fetch().files if file.name.endswith(".whl"))
    assert (empty_cache / name).read_bytes() == wheel


# -- Compiling it ----------------------------------------------------------------------------------

# A cell: of all modules that a start imports from files, the code down to the last constant, with
# the file and the lines that tracebacks name; which of them had to be compiled; all that NumPy
# says of itself.
SAYS = """
import json, sys, types, numpy

def parts(code):
    constants = [parts(c) if isinstance(c, types.CodeType)
                 else sorted(map(repr, c)) if isinstance(c, frozenset) else repr(c)
                 for c in code.co_consts]
    return [code.co_filename, code.co_qualname, code.co_code.hex(), code.co_linetable.hex(),
            code.co_exceptiontable.hex(), code.co_names, code.co_varnames, code.co_freevars,
            code.co_cellvars, code.co_flags, code.co_stacksize, constants]

specs = {module.__spec__.name: module.__spec__ for module in list(sys.modules.values())
         if getattr(module, "__spec__", None)
         and (module.__spec__.origin or "").endswith((".py", ".pyc"))}
code = {name: parts(spec.loader.get_code(name)) for name, spec in specs.items()}
spaces = [numpy, numpy.linalg, numpy.fft, numpy.random, numpy.polynomial, numpy.ma, numpy.testing]
docs = {f"{space.__name__}.{name}": getattr(space, name).__doc__
        for space in spaces for name in space.__all__}
with open("/said.json", "w") as file:
    json.dump({"code": code, "docs": docs,
               "sources": [name for name, spec in specs.items() if spec.origin.endswith(".py")]},
              file)
"""
READ = """
with open("/said.json") as file:
    file.seek(PLACE)
    print(end=file.read(90_000))
"""


def said(folder: Path) -> dict:
    """What it prints in the Python of a folder; a cell may print only so much at once."""
    cells = [SAYS, *(READ.replace("PLACE", str(90_000 * n)) for n in range(300))]
    jobs = [{"imports": "", "checks": [],
             "cells": [{"name": f"cell {n}", "source": cell} for n, cell in enumerate(cells)]}]
    ran = subprocess.run([npm.node(), str(live.DRIVER), str(folder), str(live.RUNNER)], check=True,
                         input=json.dumps(jobs), capture_output=True, text=True)
    results = json.loads(ran.stdout)[0]["cells"]
    assert results[0]["ok"], results[0]
    return json.loads("".join(result["out"] for result in results[1:]))


def test_what_is_shipped_is_what_pyodide_distributes_and_a_start_compiles_nothing(tmp_path):
    for name, path in runtime.originals().items():
        shutil.copyfile(path, tmp_path / name)
    distributed, shipped = said(tmp_path), said(runtime.installed().folder)
    assert len(distributed["code"]) == len(distributed["sources"]) > 200
    assert "arithmetic mean" in distributed["docs"]["numpy.mean"]
    assert shipped["code"] == distributed["code"]
    assert shipped["docs"] == distributed["docs"]
    assert shipped["sources"] == []


def test_two_caches_hold_the_same_bytes_and_what_is_damaged_is_made_anew(
    wheel, tmp_path, monkeypatch
):
    here = runtime.installed()
    monkeypatch.setenv("DOWNHILL_CACHE", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    place = cache.folder() / next(f.name for f in here.files if f.name.endswith(".whl"))
    place.parent.mkdir()
    place.write_bytes(wheel)
    runtime.installed.cache_clear()
    there = runtime.installed()
    assert (there.version, there.files) == (here.version, here.files)
    assert there.folder != here.folder
    library = there.folder / "python_stdlib.zip"
    whole = library.read_bytes()
    library.write_bytes(whole[:-1])
    runtime.installed.cache_clear()
    assert runtime.installed() == there
    assert library.read_bytes() == whole
    runtime.installed.cache_clear()
