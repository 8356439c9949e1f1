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


def leftovers(markdown: str) -> list[str]:
    """What a Markdown cell holds that no notebook shows as it is meant, each as a phrase."""
    return list(_leftovers(_PARSER.parse(markdown)))


def _leftovers(tokens: list[Token]) -> Iterator[str]:
    in_table = False
    for token in tokens:
        in_table = (in_table or token.type == "table_open") and token.type != "table_close"
        if token.type == "fence" and token.info.lstrip().startswith("{"):
            yield f"a directive: ```{token.info.strip()}"
        elif token.type == "html_block":
            yield f"HTML, which Colab strips: {_short(token.content)}"
        for place, child in enumerate(token.children or []):
            yield from _in_line(child, (token.children or [])[place + 1:place + 2], in_table)


def _in_line(child: Token, following: list[Token], in_table: bool) -> Iterator[str]:
    if child.type == "html_inline":
        yield f"HTML, which Colab strips: {_short(child.content)}"
    elif child.type.startswith("math") and in_table and "|" in child.content:
        yield f"a bar in a formula of a table, which splits the cell: {_short(child.content)}"
    elif child.type == "text":
        for pattern, name in _LEFT:
            match = pattern.search(child.content)
            if match and (name != "a role" or [t.type for t in following] == ["code_inline"]):
                yield f"{name}: {_short(match[0])}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"


def in_notebook(made: dict[str, Any]) -> list[tuple[int, str]]:
    """All leftovers of a notebook, with the positions of their cells, counted from 1."""
    return [(position, what) for position, cell in enumerate(made["cells"], start=1)
            if cell["cell_type"] == "markdown" for what in leftovers("".join(cell["source"]))]
