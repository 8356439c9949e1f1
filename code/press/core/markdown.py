"""Reading MyST: blocks, directives and roles with their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

_DIRECTIVE = re.compile(r"\{([\w-]+)\}\s*(.*)", re.DOTALL)
_OPTION = re.compile(r":([\w-]+):\s*(.*)")

# Directives whose body is code or data, not Markdown.
VERBATIM = frozenset({"bibliography", "check", "code", "code-block", "code-cell", "math", "raw"})


class BadHeader(ValueError):
    """The lines between two `---` cannot be read; ``line`` is the one to look at."""

    def __init__(self, line: int, problem: str):
        self.line = line
        super().__init__(problem)


@dataclass(frozen=True)
class Directive:
    """A directive as it stands in the source.

    ``line`` is that of the opening fence and ``body_line`` that of the body's first line,
    both counted from 1.
    """

    name: str
    argument: str
    options: dict[str, Any]
    body: str
    line: int
    body_line: int
    nested: bool = False


@dataclass(frozen=True)
class Role:
    """An inline role: ``{name}`content```."""

    name: str
    content: str
    line: int


@dataclass(frozen=True)
class Heading:
    """A section heading."""

    level: int
    text: str
    line: int


@dataclass(frozen=True)
class Words:
    """A line of running text, without code, math and roles."""

    text: str
    line: int


Block = Directive | Role | Heading | Words


def parser() -> MarkdownIt:
    """A CommonMark parser with the MyST constructs that the press reads."""
    return (
        MarkdownIt("commonmark")
        .enable("table")
        .use(front_matter_plugin)
        .use(colon_fence_plugin)
        .use(deflist_plugin)
        .use(dollarmath_plugin)
        .use(myst_role_plugin)
        .use(myst_block_plugin)
    )


_PARSER = parser()


@lru_cache(maxsize=1 << 13)  # many ask of the same text, and the next build asks again
def tokens(text: str) -> tuple[Token, ...]:
    """The markdown-it tokens of ``text``, shared: not to be changed."""
    return tuple(_PARSER.parse(text))


def directive_of(token: Token, first_line: int) -> Directive | None:
    """The directive that a fence token holds, or None for an ordinary fence.

    Raises:
        BadHeader: the directive's header is not YAML, or not options.
    """
    if token.type not in ("fence", "colon_fence"):
        return None
    match = _DIRECTIVE.fullmatch(token.info.strip())
    if not match:
        return None
    assert token.map is not None
    line = first_line + token.map[0]
    options, body, skipped = split_options(token.content, line + 1)
    return Directive(match[1], match[2].strip(), options, body, line, line + 1 + skipped)


def split_options(content: str, first_line: int = 1) -> tuple[dict[str, Any], str, int]:
    """Split a directive's content into its options, its body, and the lines before the body."""
    lines = content.splitlines()
    options: dict[str, Any] = {}
    used = 0
    if lines and lines[0].strip() == "---":
        end = next((i for i, s in enumerate(lines[1:], 1) if s.strip() == "---"), None)
        if end is not None:
            options = read_header("\n".join(lines[1:end]), first_line + 1)
            used = end + 1
    else:
        while used < len(lines) and (match := _OPTION.fullmatch(lines[used].strip())):
            options[match[1]] = match[2].strip()
            used += 1
    while used < len(lines) and not lines[used].strip():
        used += 1
    return options, "\n".join(lines[used:]), used


def read_header(source: str, first_line: int) -> dict[str, Any]:
    """The options between two lines of ``---``; ``source`` begins at ``first_line``.

    Raises:
        BadHeader: it is not YAML, or not options.
    """
    try:
        options = yaml.safe_load(source) or {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        raise BadHeader(first_line + line, error.problem or "it is not YAML") from error
    if not isinstance(options, dict):
        raise BadHeader(first_line, "it holds no options")
    return options


def blocks(text: str, first_line: int = 1, nested: bool = False) -> Iterator[Block]:
    """All blocks of ``text`` in reading order; a directive comes before what it contains."""
    found = tokens(text)
    for i, token in enumerate(found):
        line = first_line + (token.map[0] if token.map else 0)
        directive = directive_of(token, first_line)
        if directive:
            yield replace(directive, nested=nested)
            yield from _inside_header(directive)
            if directive.name not in VERBATIM:
                yield from blocks(directive.body, directive.body_line, nested=True)
        elif token.type == "heading_open":
            yield Heading(int(token.tag[1]), found[i + 1].content, line)
        if token.type == "inline":
            yield from _inside(token, first_line + _inline_line(found, i))


def title(text: str) -> str | None:
    """The text of the first heading, or None."""
    return next((block.text for block in blocks(text) if isinstance(block, Heading)), None)


def _inline_line(found: Sequence[Token], i: int) -> int:
    """The line of an inline token; a table cell has that of its row."""
    return next((t.map[0] for t in reversed(found[: i + 1]) if t.map), 0)


def _inside(inline: Token, line: int) -> Iterator[Role | Words]:
    """Roles and running text of an inline token, each at its line; ``line`` is the token's."""
    position = 0
    for child in inline.children or []:
        role = child.type == "myst_role"
        start = inline.content.find(
            f"{{{child.meta['name']}}}`" if role else child.content, position)
        position = max(position, start)
        here = line + inline.content.count("\n", 0, position)
        if role:
            yield Role(child.meta["name"], child.content.replace("\n", " "), here)
            position += 1
        elif child.type == "text" and child.content:
            yield Words(child.content, here)


def _inside_header(directive: Directive) -> Iterator[Role | Words]:
    """What stands in a title, a caption or an alternative text, at the directive's line."""
    for value in _strings([directive.argument, directive.options]):
        for token in tokens(value):
            if token.type == "inline":
                yield from _inside(token, directive.line)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _strings(list(value.values()))
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def code_block(body: str, language: str) -> str | None:
    """The first plain fenced block of ``language`` in ``body``."""
    for token in tokens(body):
        if token.type == "fence" and token.info.strip() == language:
            return token.content
    return None


@dataclass
class Item:
    """A list item: its first paragraph, and the source of what follows it."""

    first: str
    rest: str
    line: int
    lines: list[str] = field(default_factory=list, repr=False)


def list_items(body: str, first_line: int, kind: str) -> list[Item]:
    """The items of the first top-level list of a ``kind``: ``bullet`` or ``ordered``."""
    found = tokens(body)
    source = body.splitlines()
    items: list[Item] = []
    inside = False
    for i, token in enumerate(found):
        if token.type == f"{kind}_list_open" and token.level == 0:
            inside = True
        elif token.type == f"{kind}_list_close" and token.level == 0:
            break
        elif inside and token.type == "list_item_open" and token.level == 1 and token.map:
            start, end = token.map
            inline = found[i + 2] if found[i + 1].type == "paragraph_open" else None
            stop = inline.map[1] if inline and inline.map else start + 1
            first = inline.content if inline else source[start]
            rest = "\n".join(source[stop:end]).strip()
            items.append(Item(first, rest, first_line + start, source[start:end]))
    return items


def definitions(body: str, first_line: int) -> list[tuple[str, str, int]]:
    """The (term, definition, line) triples of a definition list."""
    found = tokens(body)
    result: list[tuple[str, str, int]] = []
    term, line = "", first_line
    for i, token in enumerate(found):
        if token.type == "dt_open":
            term = found[i + 1].content
            line = first_line + (token.map[0] if token.map else 0)
        elif token.type == "dd_open":
            text = " ".join(t.content for t in _until(found, i, "dd_close") if t.type == "inline")
            result.append((term, text.strip(), line))
    return result


def _until(found: Sequence[Token], start: int, kind: str) -> Iterator[Token]:
    for token in found[start:]:
        if token.type == kind:
            return
        yield token
