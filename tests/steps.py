"""Runs the cells of an exercise as a reader does, and tells what the checks said."""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from collections.abc import Iterable
from typing import Any

from press.core.notebooks import Cell

CHECK = re.compile(r"@_step\((\d+),")


def run(cells: Iterable[Cell], namespace: dict[str, Any], *, go_on: bool = False) -> str:
    """Run code cells in a namespace; return what they printed.

    With ``go_on`` what a cell raises stops only that cell, as in a notebook run by hand.
    """
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Agg cannot show; a slip may overflow
        for cell in cells:
            if cell.kind == "markdown":
                continue
            try:
                exec(compile(cell.source, "<cell>", "exec"), namespace)
            except Exception:
                if not go_on:
                    raise
    return printed.getvalue()


def verdicts(printed: str) -> dict[int, tuple[bool, str]]:
    """For each step whether it passed, and the sentence that says so."""
    found = {}
    for match in re.finditer(r"^([✓✗]) Step (\d+),.*?(?=\n[■□])", printed, re.M | re.S):
        found[int(match[2])] = (match[1] == "✓", " ".join(match[0].split()))
    return found


def step_of(cell: Cell) -> int:
    """The step that a cell checks; 0 where it checks none."""
    match = CHECK.search(cell.source)
    return int(match[1]) if match and cell.kind == "form" else 0


def slips_told(exercise: Any) -> list[tuple[Any, str]]:
    """Each slip with the line that its reader is told.

    The cells before a slip's own run once; then the slip is made in a copy of that namespace.
    """
    told = []
    ready: dict[str, Any] = {"__name__": "__main__"}
    cells = exercise.cells(answers=True)
    slips = list(exercise.slips())
    for place, cell in enumerate(cells):
        step = step_of(cell)
        if not step:
            run([cell], ready)
            continue
        for _, answered, slip in (one for one in slips if one[0] == step):
            namespace = dict(ready)
            made = [c for c in exercise.slipped(answered, slip) if c.line == answered.line]
            run(made, namespace, go_on=True)
            told.append((slip, verdicts(run([cells[place]], namespace))[step][1]))
    return told
