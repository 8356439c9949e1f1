"""A chapter as data: its cells, questions, proven numbers and headings, in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import yaml

from press.core import live, markdown, quizzes, style, widgets
from press.core.mistakes import Mistake, Mistakes


@dataclass(frozen=True)
class Cell:
    """A code cell. ``line`` is that of its first line of code, counted from 1."""

    source: str
    line: int
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Number:
    """A number in the prose and the expression that proves it."""

    text: str
    expression: str
    line: int


Part = Cell | Number | quizzes.Question | quizzes.Solution | widgets.Widget | markdown.Heading


@dataclass(frozen=True)
class Chapter:
    """A source file, read. ``path`` is relative to the book's root, with forward slashes."""

    path: str
    header: dict[str, object]
    parts: tuple[Part, ...]
    source: str = field(default="", repr=False)

    @cached_property
    def cells(self) -> list[Cell]:
        """The code cells, in order."""
        return [part for part in self.parts if isinstance(part, Cell)]

    @cached_property
    def questions(self) -> list[quizzes.Question]:
        """The checkable questions, in order."""
        return [part for part in self.parts if isinstance(part, quizzes.Question)]

    @cached_property
    def numbers(self) -> list[Number]:
        """The proven numbers, in order."""
        return [part for part in self.parts if isinstance(part, Number)]

    @cached_property
    def widgets(self) -> list[widgets.Widget]:
        """The figures that move, in order."""
        return [part for part in self.parts if isinstance(part, widgets.Widget)]

    @cached_property
    def live_cells(self) -> list[Cell]:
        """The cells that run in the reader's browser, in order."""
        return [cell for cell in self.cells if live.TAG in cell.tags]

    @property
    def executes(self) -> bool:
        """Whether the chapter has cells, or expressions to prove."""
        return bool(self.cells)


def read(path: Path, root: Path) -> Chapter:
    """Read a chapter from disk.

    Raises:
        Mistakes: the chapter breaks the contract with its readers; all of them, with lines.
    """
    name = path.relative_to(root).as_posix()
    try:
        return parse(path.read_text(encoding="utf-8"), name)
    except UnicodeDecodeError as error:
        raise Mistakes([Mistake(name, 1, f"byte {error.start} of the file is not UTF-8",
                                "save the file as UTF-8")]) from error


@lru_cache(maxsize=256)
def parse(text: str, path: str) -> Chapter:
    """Parse the text of a chapter: once, though many ask. Raises as :func:`read` does."""
    mistakes: list[Mistake] = []
    parts: list[Part] = []
    try:
        header = _header(text)
        found = list(markdown.blocks(text))
    except markdown.BadHeader as error:
        raise Mistakes([Mistake(path, error.line, f"this header cannot be read: {error}",
                                "write `key: value` lines between two lines of `---`")]) from error
    words = [block for block in found if isinstance(block, markdown.Words)]
    mistakes += style.words_to_avoid(words, path)
    for block in found:
        try:
            part = _part(block, path)
        except Mistake as mistake:
            mistakes.append(mistake)
        else:
            if part is not None:
                parts.append(part)
    chapter = Chapter(path, header, tuple(parts), text)
    solutions = [part for part in parts if isinstance(part, quizzes.Solution)]
    mistakes += quizzes.mistakes_together(chapter.questions, solutions, path)
    mistakes = (mistakes or _stray_solutions(found, path) + _widgets_together(found, chapter)
                + live.mistakes(parts, path))
    mistakes += style.longest_is_right(chapter.questions, path)
    mistakes += style.right_at_one_place(chapter.questions, path)
    if chapter.cells and "kernelspec" not in chapter.header:
        mistakes.append(Mistake(path, 1, "the chapter has cells but no kernel",
                                "begin it with the header that book/README.md shows"))
    if mistakes:
        raise Mistakes(mistakes)
    return chapter


def _stray_solutions(found: list[markdown.Block], path: str) -> list[Mistake]:
    """Solutions that name no exercise of the chapter, checkable or not."""
    blocks = [block for block in found if isinstance(block, markdown.Directive)]
    labels = {block.options.get("label") for block in blocks if block.name == "exercise"}
    return [Mistake(path, block.line, f"no exercise of this chapter is called {block.argument}",
                    "name the `:label:` of the exercise above this solution")
            for block in blocks if block.name == "solution" and block.argument not in labels]


def _widgets_together(found: list[markdown.Block], chapter: Chapter) -> list[Mistake]:
    """Widgets without a figure, and links to what is no widget."""
    roles = [b for b in found if isinstance(b, markdown.Role) and b.name == "play"]
    if not chapter.widgets and not roles:
        return []
    mistakes = widgets.together(chapter.widgets, _figures(found), chapter.path)
    for role in roles:
        try:
            widgets.plays([role], chapter.widgets, chapter.path)
        except Mistake as mistake:
            mistakes.append(mistake)
    return mistakes


def _figures(found: list[markdown.Block]) -> list[tuple[str, int]]:
    """The names of the figures that cells draw, with the cells' lines."""
    named = []
    for block in found:
        options = block.options.get("mystnb") if isinstance(block, markdown.Directive) else None
        figure = options.get("figure") if isinstance(options, dict) else None
        if isinstance(figure, dict) and isinstance(block, markdown.Directive):
            named.append((str(figure.get("name", "")), block.line))
    return named


def _header(text: str) -> dict[str, object]:
    match = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    return markdown.read_header(match[1], 2) if match else {}


def _part(block: markdown.Block, path: str) -> Part | None:
    if isinstance(block, markdown.Words):
        return None
    if isinstance(block, markdown.Role):
        return _number(block, path) if block.name == "num" else None
    if not isinstance(block, markdown.Directive):
        return block
    if block.name == "code-cell":
        if block.nested:
            raise Mistake(path, block.line, "a cell inside another directive does not run",
                          "move it out, or show the code in a plain ```python block")
        return _cell(block, path)
    if block.name == "widget":
        return widgets.widget(block, path)
    if block.name == "exercise":
        return quizzes.question(block, path)
    if block.name == "solution":
        return quizzes.Solution(block.argument, block.body, block.line, block.body_line)
    return None


def _tags(block: markdown.Directive, path: str) -> tuple[str, ...]:
    tags = block.options.get("tags", [])
    try:
        tags = yaml.safe_load(tags) if isinstance(tags, str) else tags
    except yaml.YAMLError:
        raise Mistake(path, block.line, f"`{tags}` is not a list of tags",
                      "write `:tags: [hide-input]`") from None
    return (tags,) if isinstance(tags, str) else tuple(tags or ())


def _cell(block: markdown.Directive, path: str) -> Cell:
    tags = _tags(block, path)
    strange = sorted({"raises-exception", "skip-execution"} & set(tags))
    if strange:
        raise Mistake(path, block.line, f"a cell is tagged `{strange[0]}`",
                      "show code that does not run in a plain ```python block")
    if not block.body.strip():
        raise Mistake(path, block.line, "a cell is empty", "write code into it, or remove it")
    return Cell(block.body, block.body_line, tags)


def split_number(content: str) -> tuple[str, str] | None:
    """The text and the expression of a ``{num}`` role: ``4.1 <slope(2, 0.1)>``."""
    match = re.fullmatch(r"(.*?\d.*?|.+?)\s*<(.+)>", content)
    return (match[1], match[2]) if match else None


def _number(role: markdown.Role, path: str) -> Number:
    halves = split_number(role.content)
    if not halves:
        raise Mistake(path, role.line, f"no expression in {{num}}`{role.content}`",
                      "write {num}`4.1 <expression>`")
    return Number(*halves, role.line)

