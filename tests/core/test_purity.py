"""The core knows neither Sphinx nor docutils, so that it can be tested and reused by itself."""

from __future__ import annotations

import subprocess
import sys

from press import core

PROGRAM = """
import importlib, pkgutil, sys
from press import core
names = [m.name for m in pkgutil.iter_modules(core.__path__)]
for name in names:
    importlib.import_module(f"press.core.{name}")
print(len(names), *sorted({m.partition(".")[0] for m in sys.modules} & {
    "sphinx", "docutils", "myst_parser", "myst_nb", "jupyter_client", "nbclient"}))
"""


def test_importing_all_of_the_core_brings_in_neither_sphinx_nor_docutils(root):
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True,
                         check=True, cwd=root)
    count, *outsiders = ran.stdout.split()
    assert int(count) == len(list((root / "code/press/core").glob("[a-z]*.py")))
    assert outsiders == []


def test_no_module_of_the_core_names_them(root):
    folder = root / "code" / "press" / "core"
    assert core.__file__.startswith(str(folder))
    for path in folder.glob("*.py"):
        imports = [line for line in path.read_text("utf-8").splitlines()
                   if line.lstrip().startswith(("import ", "from "))]
        assert not [line for line in imports if "sphinx" in line or "docutils" in line], path
