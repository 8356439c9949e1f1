"""The exercise notebooks: one with blanks for learners, one with answers for teachers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from press.core import exercises, notebooks
from press.core.exercises import Exercise
from press.core.notebooks import Cell
from press.notebook import front
from press.notebook.links import resolved

HOW = (
    "Run the cells from the top with Shift+Enter. Where you find `...`, write your code in its "
    "place and run the cell; then run the folded check below it. A check answers at once and needs "
    "no network."
)


def notebooks_of(root: Path, book: str, address: str) -> dict[str, str]:
    """Paths and texts of all exercise notebooks.

    Raises:
        Mistakes: an exercise breaks the rules of ``book/README.md``.
    """
    result = {}
    for file in exercises.sources(root):
        exercise = exercises.read(file, root)
        for path, answers in ((learners(exercise), False), (teachers(exercise), True)):
            cells = [replace(cell, source=resolved(cell.source, exercise.path, address))
                     if cell.kind == "markdown" else cell
                     for cell in exercise.cells(answers=answers)]
            cells[0] = with_opening(cells[0], root, book, answers=answers)
            result[path] = notebooks.to_json(notebooks.notebook(exercise.name, cells))
    return result


def learners(exercise: Exercise) -> str:
    """Where the notebook with blanks stands among the notebooks."""
    return f"exercises/{exercise.name}.ipynb"


def teachers(exercise: Exercise) -> str:
    """Where the notebook with answers stands."""
    return f"exercises/{exercises.ANSWERS}/{exercise.name}.ipynb"


def with_opening(first: Cell, root: Path, book: str, *, answers: bool) -> Cell:
    """The title and what every notebook says of itself, then the exercise's own first words."""
    title, _, words = first.source.partition("\n")
    where = f"*{book}* · Exercises" + (" · **With answers, for teachers**" if answers else "")
    opening = front.opening(root, title, where, "", HOW)
    return Cell("markdown", f"{opening}\n\n{words.strip()}", first.line)
