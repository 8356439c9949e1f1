"""The printed book: a Sphinx builder that writes Typst, and Typst's compiler for the rest.

``builder`` walks the pages in the order of ``book`` and has ``writer``, ``blocks`` and
``questions`` write them; ``formulas`` and ``faces`` bring math and fonts; how things look stands
in ``design.typ`` and in what it imports.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.config import Config

from press.pdf.builder import PdfBuilder

# Which of the forms of a cell's output is printed, the first one that there is.
OUTPUTS = ("image/svg+xml", "image/png", "image/jpeg", "text/plain")


def setup_pdf(app: Sphinx) -> None:
    """Register the builder, and say which outputs of cells it prints."""
    app.add_builder(PdfBuilder)
    app.connect("config-inited", choose_outputs, priority=400)


def choose_outputs(app: Sphinx, config: Config) -> None:
    """MyST-NB knows builders by name, and does not know this one."""
    config.nb_mime_priority_overrides = [
        *config.nb_mime_priority_overrides,
        *(("pdf", kind, place) for place, kind in enumerate(OUTPUTS)),
    ]
