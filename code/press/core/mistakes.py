"""What an author reads when something is wrong: one line, with the place and the cure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake(Exception):
    """A problem in a source file.

    Attributes:
        path: the file, relative to the book's root.
        line: the line in it, counted from 1.
        what: what is wrong.
        instead: what to write instead.
    """

    path: str
    line: int
    what: str
    instead: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}; {self.instead}"


class Mistakes(Exception):
    """All mistakes found in one pass, in reading order."""

    def __init__(self, found: list[Mistake]):
        self.found = sorted(found, key=lambda mistake: (mistake.path, mistake.line))
        super().__init__("\n".join(str(mistake) for mistake in self.found))
