"""Where the concepts of a map stand, and how its lines run: pure, and the same on every machine.

Each lesson is a column, and a line runs from a concept to one that needs it in a later column. The
lines go only through the gaps between columns and through empty rows, as in Sugiyama's method: a
line over a column in between has a row of its own there, shared by all lines from one concept. So
none crosses a label. The order within a column is that of the barycenter of what is linked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from press.core.concepts import Concept

COLUMN, GAP = 120, 27  # widths in CSS pixels: of a column of labels, and between two
LETTERS = 15  # of a line of a label, at most, unless a word is longer
LINE, PADDING = 16, 4  # heights: of a line of text, and above and below it
BETWEEN, PASSAGE = 9, 10  # between two rows, and of a row through which lines pass
HEAD = 44  # for the names of the lessons
ROUNDS = 12


@dataclass
class Row:
    """A concept in its column, or, without a name, a passage for the lines from one."""

    key: str
    column: int
    lines: tuple[str, ...] = ()
    before: list[str] = field(default_factory=list)  # keys of rows in the column before
    after: list[str] = field(default_factory=list)  # … and in the column after
    top: float = 0.0

    @property
    def height(self) -> float:
        """The height of the label, or of the passage."""
        return len(self.lines) * LINE + 2 * PADDING if self.lines else PASSAGE

    @property
    def middle(self) -> float:
        """Where lines begin and end."""
        return self.top + self.height / 2

    @property
    def left(self) -> float:
        """The left edge of the column."""
        return self.column * (COLUMN + GAP)


@dataclass
class Map:
    """A drawing: rows in columns, and the lines between them."""

    rows: dict[str, Row]
    columns: int
    needs: dict[str, list[str]]  # for each concept, the ways that lead to it: their last rows
    ways: list[tuple[str, str]]  # all pieces of lines, from a row to one in the next column

    @property
    def width(self) -> float:
        return self.columns * (COLUMN + GAP) - GAP

    @property
    def height(self) -> float:
        return max(row.top + row.height for row in self.rows.values()) + BETWEEN

    def boxes(self) -> list[tuple[float, float, float, float]]:
        """Left, top, right and bottom of each label."""
        return [(row.left, row.top, row.left + COLUMN, row.top + row.height)
                for row in self.rows.values() if row.lines]

    def crossings(self) -> int:
        """How many pairs of lines cross."""
        ends = [(self.rows[start], self.rows[end]) for start, end in self.ways]
        return sum((a.middle - c.middle) * (b.middle - d.middle) < 0
                   for (a, b), (c, d) in combinations(ends, 2) if a.column == c.column)


def wrapped(name: str) -> tuple[str, ...]:
    """A name in lines of about equal length that fit a label."""
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= LETTERS:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def lay_out(found: list[Concept]) -> Map:
    """Place concepts. Lessons without any have no column; needs within a lesson have no line."""
    lessons = sorted({one.lesson for one in found})
    rows = {one.slug: Row(one.slug, lessons.index(one.lesson), wrapped(one.name))
            for one in found}
    ways: dict[tuple[str, str], None] = {}
    needs: dict[str, list[str]] = {}
    for one in found:
        for need in one.needs:
            if rows[need].column < rows[one.slug].column:
                last = _passages(rows, ways, need, rows[one.slug].column)
                ways[last, one.slug] = None
                needs.setdefault(one.slug, []).append(last)
    for start, end in ways:
        rows[start].after.append(end)
        rows[end].before.append(start)
    columns = [[row for row in rows.values() if row.column == i] for i in range(len(lessons))]
    result = Map(rows, len(lessons), needs, list(ways))
    _order(columns, result)
    return result


def _passages(rows: dict[str, Row], ways: dict[tuple[str, str], None], start: str,
              column: int) -> str:
    """Lead a line from a concept to the gap before a column; the key of the row it leaves from."""
    here = start
    for between in range(rows[start].column + 1, column):
        passage = f"{start}>{between}"
        rows.setdefault(passage, Row(passage, between))
        ways[here, passage] = None
        here = passage
    return here


def _order(columns: list[list[Row]], drawn: Map) -> None:
    """Sort each column by barycenters, from left to right and back; keep the best order met."""
    tallest = max((_height(column) for column in columns), default=0.0)
    _stack(columns, tallest)
    best = [list(column) for column in columns]
    fewest = drawn.crossings()
    for number in range(ROUNDS):
        forward = number % 2 == 0
        for column in columns if forward else reversed(columns):
            middles = {row.key: _barycenter(row, drawn.rows, forward) for row in column}
            column.sort(key=lambda row, by=middles: by[row.key])  # type: ignore[misc]
            _stack(columns, tallest)
        if drawn.crossings() < fewest:
            fewest, best = drawn.crossings(), [list(column) for column in columns]
    _stack(best, tallest)


def _barycenter(row: Row, rows: dict[str, Row], forward: bool) -> float:
    beside = (row.before if forward else row.after) or row.before or row.after
    return sum(rows[key].middle for key in beside) / len(beside) if beside else row.middle


def _height(column: Iterable[Row]) -> float:
    return sum(row.height + BETWEEN for row in column) - BETWEEN


def _stack(columns: list[list[Row]], tallest: float) -> None:
    """Give each row its place: a column stands in the middle of the height."""
    for column in columns:
        top = HEAD + (tallest - _height(column)) / 2
        for row in column:
            row.top = top
            top += row.height + BETWEEN
