"""What a stock Jupyter Book needs to print the book's chapters: the press's own words, as text.

`stock.py` puts this file into a copy of the book, as an extension of that copy.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from sphinx.application import Sphinx
from sphinx_exercise.directive import ExerciseDirective

CONTENT = ("blank",)
NOTHING = ("widget", "review", "answer-key", "progress")
ROLES = ("num", "play")
OPTIONS = ("section", "key", "hint", "oracle", "starter")


class AnyOption(dict[str, Callable[[str], Any]]):
    """Options by whatever name."""

    def __contains__(self, name: object) -> bool:
        return True

    def __getitem__(self, name: str) -> Callable[[str], Any]:
        return directives.unchanged


class Content(Directive):
    """Prints what stands in it."""

    has_content = True
    optional_arguments = 99
    final_argument_whitespace = True
    option_spec = AnyOption()

    def run(self) -> list[nodes.Node]:
        box = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, box)
        return [box]


class Nothing(Content):
    """Prints nothing."""

    def run(self) -> list[nodes.Node]:
        return []


def words(name: str, raw: str, text: str, line: int, inliner: object,
          options: object = None, content: object = None) -> tuple[list[nodes.Node], list[Any]]:
    """A role as its words, without the expression behind them."""
    return [nodes.Text(text.rpartition(" <")[0] or text)], []


def setup(app: Sphinx) -> dict[str, bool]:
    ExerciseDirective.option_spec |= dict.fromkeys(OPTIONS, directives.unchanged)
    for name in CONTENT:
        app.add_directive(name, Content)
    for name in NOTHING:
        app.add_directive(name, Nothing)
    for name in ROLES:
        app.add_role(name, words)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
