"""The exercise notebooks: one with blanks for learners, one with answers for teachers."""

from __future__ import annotations

from collections.abc import Callable
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
TEACHERS = " · **With answers, for teachers**"
PAGE = "book/exercises/index"  # the page that says what exercises there are


def notebooks_of(root: Path, book: str, address: str, page: str, colab: Callable[[str], str]
                 ) -> dict[str, str]:
    """Paths and texts of all exercise notebooks.

    ``address`` is that of the online book, ``page`` that of its page of exercises, and ``colab``
    gives that of a notebook by its path; all are empty where they are not known.

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
            where = f"*{book}* · Exercises{TEACHERS if answers else ''}"
            title, _, words = cells[0].source.partition("\n")
            opening = front.opening(root, title, where, page, colab(path), HOW)
            cells[0] = Cell("markdown", f"{opening}\n\n{words.strip()}", cells[0].line)
            result[path] = notebooks.to_json(notebooks.notebook(exercise.name, cells))
    return result


def learners(exercise: Exercise) -> str:
    """Where the notebook with blanks stands among the notebooks."""
    return f"exercises/{exercise.name}.ipynb"


def teachers(exercise: Exercise) -> str:
    """Where the notebook with answers stands."""
    return f"exercises/{exercises.ANSWERS}/{exercise.name}.ipynb"
