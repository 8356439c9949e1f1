"""Labels of questions that readers' browsers and other sites know: none vanishes unnoticed.

The lock, ``book/questions.lock``, lists every label ever published, one a line. A label that was
renamed or dropped keeps its line, with where its readers go: ``q-old -> q-new`` or ``q-old ->``.
"""

from __future__ import annotations

from pathlib import Path

from press.core import chapters, toc
from press.core.lock import Lock

LOCK = Lock(
    path=Path("book") / "questions.lock",
    head="""\
# Every label of a question ever published. `make labels` adds new ones; nothing is taken away.
# Renamed: `q-old -> q-new`. Dropped: `q-old ->`.
""",
    thing="question",
    successor="q-its-successor",
)


def labels_of(root: Path) -> set[str]:
    """All labels of the book. Raises as :func:`chapters.read` does."""
    return {q.label for path in toc.sources(root) for q in chapters.read(path, root).questions}
