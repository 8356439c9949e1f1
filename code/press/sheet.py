"""A page whose header says ``sheet: true`` is a summary that prints on one sheet of paper.

The site's style for paper (``sheet.css``) and the PDF (``d.sheet``) set it small and in two
columns; both know it by the class of its section.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

FIELD = CLASS = "sheet"


def setup_sheet(app: Sphinx) -> None:
    """Mark such a page when it is read."""
    app.connect("doctree-read", mark)


def mark(app: Sphinx, doctree: nodes.document) -> None:
    """Give the page's first section the class, for every builder."""
    section = next(iter(doctree.findall(nodes.section)), None)
    if section is not None and app.env.metadata[app.env.docname].get(FIELD):
        section["classes"].append(CLASS)
