"""A lock: a committed file that lists all that was ever published, so that nothing vanishes.

One entry a line. What was renamed or dropped keeps its line, with where its readers go:
``old -> new``, or ``old ->``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from press.core.mistakes import Mistake


@dataclass(frozen=True)
class Lock:
    """A lock file. ``path`` is relative to the book's root; ``head`` begins a new file.

    ``thing`` is what an entry is called in a mistake, ``successor`` an example of a redirect.
    """

    path: Path
    head: str
    thing: str
    successor: str

    def read(self, root: Path) -> dict[str, tuple[int, str | None]]:
        """For each entry its line, counted from 1, and its redirect: None if it has none."""
        if not (root / self.path).is_file():
            return {}
        found: dict[str, tuple[int, str | None]] = {}
        for number, line in enumerate((root / self.path).read_text("utf-8").splitlines(), 1):
            entry, arrow, target = line.partition("->")
            if line.strip() and not line.startswith("#"):
                found[entry.strip()] = (number, target.strip() if arrow else None)
        return found

    def redirects(self, root: Path) -> dict[str, str]:
        """For each entry that leads elsewhere, where."""
        return {entry: target for entry, (_, target) in self.read(root).items() if target}

    def vanished(self, root: Path, present: Collection[str]) -> list[Mistake]:
        """Entries that are no longer there, and redirects that lead nowhere."""
        mistakes = []
        for entry, (line, target) in self.read(root).items():
            if target is None and entry not in present:
                mistakes.append(Mistake(
                    self.path.as_posix(), line, f"{self.thing} {entry} has vanished",
                    f"bring it back, write `{entry} -> {self.successor}`, or take this line away "
                    "if it was never published"))
            if target and target not in present:
                mistakes.append(Mistake(
                    self.path.as_posix(), line, f"{entry} leads to {target}, which is no "
                    f"{self.thing}", "name one that stands in the book"))
        return mistakes

    def missing(self, root: Path, present: Collection[str]) -> list[str]:
        """What is there and not listed yet, in order."""
        return sorted(set(present) - set(self.read(root)))

    def add(self, root: Path, present: Collection[str]) -> list[str]:
        """Write down what is missing; return it."""
        added = self.missing(root, present)
        if added:
            file = root / self.path
            old = file.read_text("utf-8") if file.is_file() else self.head
            file.write_text(old + "".join(f"{entry}\n" for entry in added), encoding="utf-8")
        return added
