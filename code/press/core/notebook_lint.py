"""What must not be left in a notebook: MyST that only Sphinx reads, and what Colab drops."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

# The notebook's Markdown: CommonMark, tables, and formulas between dollars.
_PARSER = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin, double_inline=True)
_LEFT = [
    (re.compile(r"\{[\w:.-]+\}$"), "a role"),
    (re.compile(r":::"), "a directive's fence"),
    (re.compile(r"^\([\w:.-]+\)=", re.MULTILINE), "a target"),
    (re.compile(r"\{\{.*?\}\}"), "a substitution"),
]


def leftovers(markdown: str) -> list[tuple[int, str]]:
    """What a Markdown cell holds that no notebook shows as it is meant.

    Each is a phrase, with the line of its block, counted from 0.
    """
    return list(_leftovers(_PARSER.parse(markdown), markdown.splitlines()))


def _leftovers(tokens: list[Token], lines: list[str]) -> Iterator[tuple[int, str]]:
    line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        if token.type == "fence" and token.info.lstrip().startswith("{"):
            yield line, f"a directive: ```{token.info.strip()}"
        elif token.type == "html_block":
            yield line, f"HTML, which Colab strips: {_short(token.content)}"
        elif token.type == "table_open" and token.map:
            for place, row in enumerate(lines[slice(*token.map)], start=line):
                if _splits_a_formula(row):
                    yield place, f"a bar in a formula, which splits its cell: {_short(row)}"
        children = token.children or []
        for child, following in zip(children, [*children[1:], None], strict=False):
            for what in _in_line(child, following):
                yield line, what


def _in_line(child: Token, following: Token | None) -> Iterator[str]:
    if child.type == "html_inline":
        yield f"HTML, which Colab strips: {_short(child.content)}"
    elif child.type == "text":
        for pattern, name in _LEFT:
            match = pattern.search(child.content)
            named = following is not None and following.type == "code_inline"
            if match and (name != "a role" or named):
                yield f"{name}: {_short(match[0])}"


def _splits_a_formula(row: str) -> bool:
    """Whether a bar of a table's row stands between two dollars of one formula."""
    inside = False
    for sign in re.findall(r"\\.|[$|]", row):
        if sign == "|" and inside:
            return True
        inside ^= sign == "$"
    return False


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"


def in_notebook(made: dict[str, Any]) -> list[tuple[int, str]]:
    """All leftovers of a notebook, with the positions of their cells, counted from 1."""
    return [(position, what) for position, cell in enumerate(made["cells"], start=1)
            if cell["cell_type"] == "markdown" for _, what in leftovers("".join(cell["source"]))]
