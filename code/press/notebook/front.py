"""What each notebook begins with: where it comes from, how to cite it, what checks its answers."""

from __future__ import annotations

from pathlib import Path

from press.core import figure_style, notebook_answers, notebooks
from press.core.citation import citation, licence, read_cff
from press.core.notebooks import Cell

HOW = (
    "Run the cells from the top: click into one and press Shift+Enter. A question has a cell for "
    "your answer, in place of `...`. The folded cell below checks it and names the slip that it "
    "knows. Tick `show_answer` to see the answer; outside of Colab, unfold the cell and set it to "
    "`True`."
)


def opening(root: Path, title: str, where: str, page: str, colab: str, how: str = HOW) -> str:
    """The first cell: title, place in the book, links, how to use it, licence, citation.

    ``page`` and ``colab`` are addresses, empty where they are not known.
    """
    cff = read_cff(root)
    links = "".join(f" · [{words}]({uri})" for words, uri in
                    (("Read it online", page), ("Open in Colab", colab)) if uri)
    parts = (title, where + links, how, " ".join((licence(cff), citation(cff, page))).strip())
    return "\n\n".join(part for part in parts if part)


def tools(asks: bool, plots: bool) -> list[Cell]:
    """The folded cell that everything after it needs: the checker, and the figures' style."""
    parts = []
    if plots:
        parts.append(figure_style.for_notebooks())
    if asks:
        parts.append(notebooks.source_of(notebook_answers.__file__))
    return [notebooks.form("Run this cell first", "\n\n".join(parts))] if parts else []
