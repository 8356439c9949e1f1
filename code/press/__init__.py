"""The press: Sphinx extensions that print the book, and the command ``press``."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # importing press.core brings in no Sphinx
    from sphinx.application import Sphinx

__version__ = "0.1.0"


def setup(app: Sphinx) -> dict[str, object]:
    """Everything the press adds to Sphinx, feature by feature."""
    from press.access import setup_access
    from press.addresses import setup_addresses
    from press.concept_map import setup_concept_map
    from press.downloads import setup_downloads
    from press.epub import setup_epub
    from press.execute import setup_execute
    from press.figures import setup_figures
    from press.first_screen import setup_first_screen
    from press.glossary import setup_glossary
    from press.glyphs import setup_glyphs
    from press.lesson import setup_lesson
    from press.links import setup_links
    from press.live import setup_live
    from press.mathml import setup_mathml
    from press.metadata import setup_metadata
    from press.notebook import setup_notebooks
    from press.numbers import setup_numbers
    from press.offline import setup_offline
    from press.pdf import setup_pdf
    from press.questions import setup_questions
    from press.reproducible import setup_reproducible
    from press.sheet import setup_sheet
    from press.shown import setup_shown
    from press.sidebar import setup_sidebar
    from press.site import setup_site
    from press.speed import setup_speed
    from press.theme import setup_theme
    from press.whole import setup_whole
    from press.widget import setup_widget
    from press.widgets import setup_widgets

    # A page that another press has read is read again.
    app.add_config_value("press_sources", digest(), "env", types=str)
    setup_reproducible(app)
    setup_speed(app)
    setup_figures(app)
    setup_execute(app)
    setup_questions(app)
    setup_glossary(app)
    setup_concept_map(app)
    setup_lesson(app)
    setup_sheet(app)
    setup_live(app)
    setup_numbers(app)
    setup_mathml(app)
    setup_glyphs(app)
    setup_theme(app)
    setup_first_screen(app)
    setup_whole(app)
    setup_sidebar(app)
    setup_shown(app)
    setup_site(app)
    setup_access(app)
    setup_widget(app)
    setup_widgets(app)
    setup_offline(app)
    setup_addresses(app)
    setup_metadata(app)
    setup_links(app)
    setup_notebooks(app)
    setup_pdf(app)
    setup_epub(app)
    setup_downloads(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}


def digest() -> str:
    """A hash of the press's own sources."""
    found = hashlib.sha256()
    folder = Path(__file__).parent
    for file in sorted([*folder.rglob("*.py"), *folder.rglob("*.mjs")]):
        found.update(file.read_bytes())
    return found.hexdigest()[:16]
