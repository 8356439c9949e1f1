"""What a reader sees first is drawn first: the page fetches no more for it than it needs.

The faces of the first words come with the page, or are asked for at once. What stands below the
first screen is marked, so that a browser that draws a page while it still comes lays out nothing
of it, and fetches no face for it. ``code/widgets/src/page/arrival.ts`` brings it in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from press import fonts
from press.questions.form import element

# So many characters of a page's source are its first screen, or a little more.
SOURCE = 3000
# A screen shows fewer letters of text; a block takes the room of some.
SCREEN = 1600
BLOCK = 60
FORMULA = 6  # its source is longer than what is seen of it
BELOW = "below"
# Blocks that are printed with their classes.
MARKED = (nodes.paragraph, nodes.bullet_list, nodes.enumerated_list, element)
# Of these a reader sees nothing yet.
CLOSED = ("details", "template")


def setup_first_screen(app: Sphinx) -> None:
    app.connect("html-page-context", ask_for_faces)
    app.add_post_transform(MarkBelow)


def ask_for_faces(app: Sphinx, page: str, template: str, context: dict[str, Any],
                  doctree: nodes.document | None) -> None:
    """Fetch the faces of the first screen with the page: text that waits for them would move.

    The page carries those of nearly all text. Those of what stands below the first screen would
    come before the text on a slow network, and hold it up.
    """
    if app.builder.format != "html" or "pathto" not in context:
        return
    first = context.get("body", "")[:SOURCE]
    context["metatags"] = context.get("metatags", "") + "".join(
        f'<link rel="preload" as="font" type="font/woff2" crossorigin'
        f' href="{context["pathto"](f"_static/fonts/{face}", resource=True)}">'
        for face, sign in fonts.AHEAD.items() if re.search(sign, first))


class MarkBelow(SphinxPostTransform):
    """Marks the block that begins below the first screen; all that follows it is below too."""

    default_priority = 900  # when blocks are what is printed
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        top = next(iter(self.document.findall(nodes.section)), None)
        room = SCREEN
        for block in blocks(top) if top is not None else ():
            if room < 0 and isinstance(block, MARKED):
                mark(block)
                return
            room -= letters(block) + BLOCK


def blocks(section: nodes.Element) -> Iterator[nodes.Element]:
    """The blocks of a section and of those in it, in their order; a section before its own."""
    for child in section.children:
        if isinstance(child, nodes.section):
            yield from blocks(child)
        elif isinstance(child, nodes.Element):
            yield child


def letters(node: nodes.Node) -> int:
    """How many letters of a block are seen."""
    if isinstance(node, nodes.Text):
        return len(node)
    if isinstance(node, nodes.math):
        return FORMULA
    if isinstance(node, HideCodeCellNode) or (isinstance(node, element) and node["tag"] in CLOSED):
        return 0
    return sum(letters(child) for child in node.children)


def mark(block: nodes.Element) -> None:
    """Mark a block, and what follows each section that it stands in."""
    add_class(block)
    section = block.parent
    while isinstance(section.parent, nodes.section):
        following = section.next_node(descend=False, siblings=True)
        if following is not None:
            add_class(following)
        section = section.parent


def add_class(node: nodes.Element) -> None:
    """Mark a node of docutils', or an element of HTML."""
    if isinstance(node, element):
        pairs = dict(node["pairs"])
        node["pairs"] = [*{**pairs, "class": f"{pairs.get('class', '')} {BELOW}".strip()}.items()]
    else:
        node["classes"].append(BELOW)
