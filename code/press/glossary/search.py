"""The search page shows terms before all else: their names and definitions travel with the page."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from press.glossary.links import script
from press.glossary.source import has_pages, page_of, source_of


def setup_search(app: Sphinx) -> None:
    """Put the terms into the search page. The script that finds them is loaded by ``listing``."""
    app.connect("html-page-context", hand_over)


def hand_over(app: Sphinx, page: str, template: str, context: dict[str, Any],
              doctree: object) -> None:
    """For each term its names, its definition, and its page, in alphabetical order."""
    if page != "search" or not has_pages(app):
        return
    terms = source_of(app).glossary.alphabetical()
    data = [{"names": [term.name, *term.synonyms, *term.deprecated], "text": term.text,
             "href": context["pathto"](page_of(term.slug))} for term in terms]
    context["metatags"] = context.get("metatags", "") + script("downhill-glossary", data)
