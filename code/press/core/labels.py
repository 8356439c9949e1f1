"""Labels of questions that readers' browsers and other sites know: none vanishes unnoticed.

The lock, ``book/questions.lock``, lists every label ever published, one a line. A label that was
renamed or dropped keeps its line, with where its readers go: ``q-old -> q-new`` or ``q-old ->``.
"""

from __future__ import annotations

from pathlib import Path

from press.core import chapters, toc
from press.core.mistakes import Mistake

LOCK = Path("book") / "questions.lock"
_HEAD = """\
# Every label of a question ever published. `make labels` adds new ones; nothing is taken away.
# Renamed: `q-old -> q-new`. Dropped: `q-old ->`.
"""


def read_lock(root: Path) -> dict[str, tuple[int, str | None]]:
    """For each label its line in the lock, and its redirect: None if it has none."""
    if not (root / LOCK).is_file():
        return {}
    found: dict[str, tuple[int, str | None]] = {}
    for number, line in enumerate((root / LOCK).read_text(encoding="utf-8").splitlines(), 1):
        label, arrow, target = line.partition("->")
        if line.strip() and not line.startswith("#"):
            found[label.strip()] = (number, target.strip() if arrow else None)
    return found


def vanished(root: Path, present: set[str]) -> list[Mistake]:
    """Labels of the lock that the book has no more, and redirects that lead nowhere."""
    mistakes = []
    for label, (line, target) in read_lock(root).items():
        if target is None and label not in present:
            mistakes.append(Mistake(LOCK.as_posix(), line, f"question {label} has vanished",
                                    f"bring it back, or write `{label} -> q-its-successor`"))
        if target and target not in present:
            mistakes.append(Mistake(LOCK.as_posix(), line, f"{label} leads to {target}, "
                                    "which is no question", "name one that stands in the book"))
    return mistakes


def labels_of(root: Path) -> set[str]:
    """All labels of the book. Raises as :func:`chapters.read` does."""
    return {q.label for path in toc.sources(root) for q in chapters.read(path, root).questions}


def missing(root: Path) -> list[str]:
    """Labels of the book that the lock does not list yet."""
    return sorted(labels_of(root) - set(read_lock(root)))


def write(root: Path) -> list[str]:
    """Add what is missing to the lock; return it."""
    added = missing(root)
    if added:
        old = (root / LOCK).read_text(encoding="utf-8") if (root / LOCK).is_file() else _HEAD
        (root / LOCK).write_text(old + "".join(f"{label}\n" for label in added), encoding="utf-8")
    return added
