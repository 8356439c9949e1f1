"""Where a node stands in its source."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.environment import BuildEnvironment


def path_of(env: BuildEnvironment, docname: str) -> str:
    """The source of a page, relative to the book's root."""
    return Path(env.doc2path(docname)).relative_to(env.srcdir).as_posix()


def line_of(node: nodes.Node) -> int:
    """The line of a node, or of the nearest around it that knows its own."""
    place: nodes.Node | None = node
    while place is not None and not place.line:
        place = place.parent
    return place.line or 1 if place is not None else 1
