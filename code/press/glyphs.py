"""Every letter of a page must be in a font that the site ships; a letter that is not is named."""

from __future__ import annotations

import re
from html import unescape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from press.core import letters
from press.mathml import formula, key_of

logger = logging.getLogger(__name__)

CODE = (nodes.literal, nodes.literal_block)
UNPRINTED = (nodes.raw, nodes.comment, nodes.math, nodes.math_block)


def setup_glyphs(app: Sphinx) -> None:
    app.connect("doctree-read", look)


def look(app: Sphinx, doctree: nodes.document) -> None:
    """Warn of each letter that no shipped face draws, at its line."""
    for text in doctree.findall(nodes.Text):
        parent = text.parent
        if not isinstance(parent, UNPRINTED):
            warn(text.astext(), "code" if isinstance(parent, CODE) else "text", parent)
    for node in doctree.findall(lambda n: isinstance(n, nodes.math | nodes.math_block)):
        assert isinstance(node, nodes.math | nodes.math_block)
        made = formula(app.env, app.env.docname, key_of(node)).mathml
        drawn = re.sub(r"<annotation.*?</annotation>", "", made, flags=re.DOTALL)
        warn(unescape(re.sub(r"<[^>]+>", "", drawn)), "math", node)


def warn(text: str, face: str, node: nodes.Element) -> None:
    """Warn of the letters of a text that ``face``, as in ``letters.DRAWN``, does not draw."""
    for letter in letters.missing(text, face):
        logger.warning(f"no font of the book draws '{letter}' (U+{ord(letter):04X}) in {face}; "
                       "write another sign, or add it to code/press/core/letters.py",
                       location=node, type="press", subtype="glyph")
