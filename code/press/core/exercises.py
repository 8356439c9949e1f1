"""Hands-on exercises: prompt, answer and checks in one file; two notebooks made of it.

What an author may write is in ``book/README.md``, with an example that is a test.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from press.core import figure_style, markdown, notebook_lint, notebook_steps, notebooks, style
from press.core.markdown import Directive, Words
from press.core.mistakes import Mistake, Mistakes
from press.core.notebooks import Cell

FOLDER = Path("book") / "exercises"
ANSWERS = "answers"  # the folder of the teacher's notebooks, beside the learner's
_LINE = re.compile(r"^(?P<code>.*\S)\s+# SOLUTION(?:: (?P<hint>.*))?$")
_BEGIN = re.compile(r"^(?P<indent>\s*)# BEGIN SOLUTION(?:: (?P<hint>.*))?$")
_END = re.compile(r"^\s*# END SOLUTION$")


@dataclass(frozen=True)
class Prose:
    """Markdown that stands in both notebooks."""

    text: str
    line: int


@dataclass(frozen=True)
class Code:
    """A code cell. Where it has blanks, ``source`` holds their answers between marks."""

    source: str
    line: int
    title: str = ""  # of a cell that is folded
    starter: str = ""  # what a learner gets instead, where three dots are not enough

    @property
    def has_blanks(self) -> bool:
        """Whether there is something to fill in or to mend."""
        return self.blank != self.answered

    @property
    def answered(self) -> str:
        """The teacher's cell: the answers, without their marks."""
        lines = [line for line in self.source.splitlines()
                 if not _BEGIN.match(line) and not _END.match(line)]
        return "\n".join(match["code"] if (match := _LINE.match(line)) else line
                         for line in lines)

    @property
    def blank(self) -> str:
        """The learner's cell: the starter, or three dots in place of each answer."""
        if self.starter:
            return self.starter
        result: list[str] = []
        inside = False
        for line in self.source.splitlines():
            if match := _BEGIN.match(line):
                inside = True
                result.append(_dots(match["indent"], match["hint"]))
            elif _END.match(line):
                inside = False
            elif not inside:
                match = _LINE.match(line)
                result.append(_dots(_kept(match["code"]), match["hint"]) if match else line)
        return "\n".join(result)


@dataclass(frozen=True)
class Check:
    """What a step is held to: Python that calls ``expect``, ``slip`` and ``close``."""

    title: str
    source: str
    line: int


@dataclass(frozen=True)
class Slip:
    """A wrong answer: what differs from the cell above, and words of what its reader must be told.

    It stands in no notebook. The tests run it after the answers of its cell.
    """

    says: str
    source: str
    line: int


Part = Prose | Code | Check | Slip


@dataclass(frozen=True)
class Exercise:
    """A source file, read. ``path`` is relative to the book's root."""

    path: str
    title: str
    parts: tuple[Part, ...]

    @property
    def name(self) -> str:
        """The name of the notebooks, without an ending."""
        return Path(self.path).stem

    @property
    def checks(self) -> list[Check]:
        """The checks; the first belongs to step 1."""
        return [part for part in self.parts if isinstance(part, Check)]

    def slips(self) -> Iterator[tuple[int, Code, Slip]]:
        """Each slip with its step, counted from 1, and the cell in which it is made."""
        step, cell = 0, None
        for part in self.parts:
            if isinstance(part, Code) and part.has_blanks:
                cell = part
            elif isinstance(part, Check):
                step += 1
            elif isinstance(part, Slip) and cell is not None:
                yield step, cell, part

    def slipped(self, cell: Code, slip: Slip) -> list[Cell]:
        """The teacher's notebook, but for one cell in which a slip has been made."""
        made = replace(cell, source=f"{cell.answered}\n\n{slip.source}", starter="")
        parts = tuple(made if part is cell else part for part in self.parts)
        return replace(self, parts=parts).cells(answers=True)

    def cells(self, *, answers: bool) -> list[Cell]:
        """The cells of a notebook, with the title's words as the first."""
        result: list[Cell] = []
        step = 0
        for part in self.parts:
            if isinstance(part, Prose):
                result.append(Cell("markdown", part.text, part.line))
            elif isinstance(part, Code):
                source = part.answered if answers else part.blank
                result.append(notebooks.form(part.title, source, part.line) if part.title
                              else Cell("code", source, part.line))
            elif isinstance(part, Check):
                step += 1
                result.append(notebooks.form(f"Check step {step}", check(step, part), part.line))
        return [result[0], self.tools(), *result[1:]]

    def tools(self) -> Cell:
        """The folded cell with the figures' style and what the checks need."""
        plots = any("matplotlib" in part.source for part in self.parts if isinstance(part, Code))
        source = [*([figure_style.for_notebooks()] if plots else []),
                  notebooks.source_of(notebook_steps.__file__), f"_TOTAL = {len(self.checks)}"]
        return notebooks.form("Run this cell first: it checks your steps", "\n\n".join(source))


def check(step: int, part: Check) -> str:
    """The code of a check: a function, so that its names do not get in the reader's way."""
    body = textwrap.indent(part.source.strip(), "    ")
    return f"@_step({step}, {part.title!r})\ndef _(expect, slip, close):\n{body}"


def _kept(code: str) -> str:
    """What remains of a line before its answer: ``return``, or a name and its sign."""
    match = re.match(r"\s*(?:return\b|[\w\[\], .]+?\s*[-+*/]?=(?!=))", code)
    indent = code[: len(code) - len(code.lstrip())]
    return f"{match[0]} " if match else indent


def _dots(before: str, hint: str | None) -> str:
    return f"{before}...{f'  # {hint}' if hint else ''}"


def sources(root: Path) -> list[Path]:
    """The exercises of the book, by name."""
    return sorted((root / FOLDER).glob("exercise-*.md"))


def read(path: Path, root: Path) -> Exercise:
    """Read an exercise from disk.

    Raises:
        Mistakes: it breaks the rules of ``book/README.md``; all that is wrong, with lines.
    """
    return parse(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())


@lru_cache(maxsize=64)  # a build that follows another finds most as they were
def parse(text: str, path: str) -> Exercise:
    """Parse the text of an exercise. Raises as :func:`read` does."""
    mistakes: list[Mistake] = []
    parts: list[Part] = []
    for block in _blocks(text):
        try:
            if isinstance(block, Directive) and block.name == "starter":
                parts.append(_started(parts.pop() if parts else None, block, path))
            else:
                parts.append(block if isinstance(block, Prose) else _part(block, path))
        except Mistake as mistake:
            mistakes.append(mistake)
    words = [block for block in markdown.blocks(text) if isinstance(block, Words)]
    mistakes += style.words_to_avoid(words, path)
    mistakes += [*_order(parts, path), *_code(parts, path), *_left(parts, path)]
    if mistakes:
        raise Mistakes(mistakes)
    title = markdown.title(text)
    assert title is not None  # or `_order` has told of it
    return Exercise(path, title, tuple(parts))


def _blocks(text: str) -> Iterator[Prose | Directive]:
    """Directives, and the stretches of prose between them."""
    lines = text.splitlines()
    begin = 0
    for token in markdown.tokens(text):
        if token.level or not token.map:
            continue
        directive = markdown.directive_of(token, 1)
        if directive is None:
            continue
        yield from _prose(lines, begin, token.map[0])
        yield directive
        begin = token.map[1]
    yield from _prose(lines, begin, len(lines))


def _prose(lines: list[str], begin: int, end: int) -> Iterator[Prose]:
    text = "\n".join(lines[begin:end])
    if text.strip():
        blank = len(text) - len(text.lstrip("\n"))
        yield Prose(text.strip("\n"), begin + blank + 1)


def _part(block: Directive, path: str) -> Part:
    if block.name == "code-cell":
        return Code(block.body, block.body_line, str(block.options.get("fold", "")))
    if block.name == "check":
        return Check(block.argument, block.body, block.body_line)
    if block.name == "slip":
        return Slip(block.argument, block.body, block.body_line)
    raise Mistake(path, block.line, f"an exercise has no `{{{block.name}}}`",
                  "write `{code-cell} python`, `{starter}`, `{check}` or `{slip}`")


def _started(cell: Part | None, block: Directive, path: str) -> Code:
    if not isinstance(cell, Code):
        raise Mistake(path, block.line, "a starter stands below no cell",
                      "put it right below the `{code-cell}` that holds the answer")
    return replace(cell, starter=block.body)


def _order(parts: list[Part], path: str) -> Iterator[Mistake]:
    """Whether each check has a cell to check, and each slip a check that must tell it."""
    if not parts or not isinstance(parts[0], Prose) or not parts[0].text.startswith("# "):
        yield Mistake(path, 1, "the exercise has no title", "begin it with `# …`")
    cell: Code | None = None
    checked = False
    for part in parts:
        if isinstance(part, Code) and part.has_blanks:
            cell, checked = part, False
        elif isinstance(part, Check):
            if cell is None or checked:
                yield Mistake(path, part.line, "a check has no blank to check",
                              "mark the answer in the cell above with `# SOLUTION`")
            if not part.title:
                yield Mistake(path, part.line, "a check has no name",
                              "name the step: `{check} the loss`")
            checked = True
        elif isinstance(part, Slip) and not (cell and checked and part.says):
            yield Mistake(path, part.line, "a slip belongs to no check, or says nothing",
                          "put it below its check, with words of what the reader is told")


def _code(parts: list[Part], path: str) -> Iterator[Mistake]:
    """Whether all code is Python, and imports what a notebook may count on."""
    for part in parts:
        if isinstance(part, Prose):
            continue
        versions = [part.answered, part.blank] if isinstance(part, Code) else [part.source]
        for source in versions:
            try:
                yield from notebooks.foreign_imports(source, path, part.line)
            except SyntaxError as error:
                yield Mistake(path, part.line + (error.lineno or 1) - 1,
                              f"this is not Python: {error.msg}", "correct it")
                break


def _left(parts: list[Part], path: str) -> Iterator[Mistake]:
    for part in parts:
        if isinstance(part, Prose):
            for line, what in notebook_lint.leftovers(part.text):
                yield Mistake(path, part.line + line, f"the notebook would show {what}",
                              "write plain Markdown; Sphinx does not read an exercise")
