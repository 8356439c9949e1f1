"""A second reader of MyST: docutils behind MyST-Parser, which is what Sphinx uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import Directive, directives, roles
from myst_parser.parsers.docutils_ import Parser

EXTENSIONS = ["colon_fence", "deflist", "dollarmath"]
NAMES = ("exercise", "blank", "solution", "admonition", "dropdown", "margin", "code-cell")
OPTIONS = ("label", "class", "key", "section", "kind", "oracle", "tolerance", "variables",
           "unit", "prompt", "tags", "name")
VERBATIM = ("code-cell",)


@dataclass(frozen=True)
class Seen:
    """A directive as docutils was handed it."""

    name: str
    argument: str
    options: tuple[tuple[str, str], ...]
    body: str
    line: int


@dataclass(frozen=True)
class Read:
    """What docutils saw in a text."""

    directives: list[Seen]
    roles: list[tuple[str, str]]
    doctree: nodes.document


@pytest.fixture
def read_by_docutils() -> Iterator[Callable[[str], Read]]:
    """A function that reads MyST with docutils."""
    seen: list[Seen] = []
    found: list[tuple[str, str]] = []

    class Recorder(Directive):
        has_content = True
        optional_arguments = 1
        final_argument_whitespace = True
        option_spec = dict.fromkeys(OPTIONS, directives.unchanged)

        def run(self) -> list[nodes.Node]:
            body = "\n".join(self.content)
            seen.append(Seen(self.name, " ".join(self.arguments),
                             tuple(sorted(self.options.items())), body, self.lineno))
            inside = nodes.container(classes=[self.name])
            if self.name not in VERBATIM:
                self.state.nested_parse(self.content, self.content_offset, inside)
            return [inside]

    def role(name, rawtext, text, lineno, inliner, options=None, content=()):
        found.append((name, " ".join(text.split())))
        return [nodes.inline(rawtext, text)], []

    before = dict(directives._directives), dict(roles._roles)
    for name in NAMES:
        directives.register_directive(name, Recorder)
    for name in ("num", "term", "ref", "numref", "eq"):
        roles.register_local_role(name, role)

    def read(text: str) -> Read:
        seen.clear()
        found.clear()
        doctree = publish_doctree(text, parser=Parser(), settings_overrides={
            "myst_enable_extensions": EXTENSIONS, "report_level": 5, "doctitle_xform": False})
        return Read(list(seen), list(found), doctree)

    yield read
    for registry, kept in zip((directives._directives, roles._roles), before, strict=True):
        registry.clear()
        registry.update(kept)
