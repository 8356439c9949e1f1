"""A notebook as data: cells whose ids never change, no outputs, JSON that two builds agree on."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from press.core.mistakes import Mistake

# What every notebook may count on, on Colab and on a reader's machine.
PACKAGES = ("matplotlib", "mpl_toolkits", "numpy", "torch")
HIDDEN = {"cellView": "form", "jupyter": {"source_hidden": True}}


@dataclass(frozen=True)
class Cell:
    """A cell: ``kind`` is ``markdown``, ``code``, or ``form`` for code that is folded away.

    ``line`` is where it stands in its source; 0 where the press made it up.
    """

    kind: str
    source: str
    line: int = 0


def form(title: str, source: str, line: int = 0) -> Cell:
    """A folded cell. Colab shows the title and a button; JupyterLab shows the first line."""
    title = " ".join(title.split())
    return Cell("form", f'#@title {title} {{ display-mode: "form" }}\n{source}', line)


def notebook(name: str, cells: Iterable[Cell], *, gpu: bool = False) -> dict[str, Any]:
    """The notebook called ``name`` in nbformat 4.5. Each id tells the name and the position."""
    metadata: dict[str, Any] = {
        "colab": {"provenance": [], "toc_visible": True},
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    if gpu:
        metadata["accelerator"] = "GPU"
    return {
        "cells": [_cell(cell, f"{_id(name)}-{position:03}")
                  for position, cell in enumerate(cells, start=1)],
        "metadata": metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _id(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]", "-", name)[:56]


def _cell(cell: Cell, name: str) -> dict[str, Any]:
    lines = cell.source.strip("\n").splitlines(keepends=True)
    if cell.kind == "markdown":
        return {"cell_type": "markdown", "id": name, "metadata": {}, "source": lines}
    return {"cell_type": "code", "execution_count": None, "id": name, "outputs": [],
            "metadata": HIDDEN if cell.kind == "form" else {}, "source": lines}


def source_of(file: str) -> str:
    """The code of a module that is copied into notebooks, without the docstring at its head."""
    return Path(file).read_text(encoding="utf-8").partition('"""\n\n')[2].strip()


def to_json(made: dict[str, Any]) -> str:
    """The text of the file, the same at every build."""
    return json.dumps(made, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def foreign_imports(source: str, path: str, line: int) -> list[Mistake]:
    """What a cell imports that Colab need not have. ``line`` is that of its first line of code.

    Raises:
        SyntaxError: the cell is not Python.
    """
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else \
            [alias.name for alias in node.names]
        for name in names:
            package = name.partition(".")[0]
            if package not in sys.stdlib_module_names and package not in PACKAGES:
                found.append(Mistake(
                    path, line + node.lineno - 1,
                    f"a notebook can't count on the package `{package or '.'}`",
                    "use numpy, matplotlib, torch or the standard library"))
    return found
