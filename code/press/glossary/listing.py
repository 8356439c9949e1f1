"""The A–Z page: letters to jump to, each entry with its code and a link to its own page."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import relative_uri

from press.glossary import linked_data
from press.glossary.entries import places_of
from press.glossary.links import link, script
from press.glossary.source import has_pages, source_of

# The files beside the page: what they are called there, and where they are.
FILES = {"JSON": "glossary.json", "its schema": "glossary.schema.json", "CSV": "glossary.csv",
         "Anki deck": "glossary.apkg", "JSON-LD": "glossary.jsonld", "objects.inv": "objects.inv"}


class letters(nodes.General, nodes.Element):
    """Links to the first entry of each letter: ``targets``, pairs of a letter and an id."""


def setup_listing(app: Sphinx) -> None:
    """Dress the page where it is the site's."""
    app.add_node(letters, html=(visit_letters, depart_letters))
    app.add_post_transform(Dress)
    app.connect("html-page-context", load)


class Dress(SphinxPostTransform):
    """Letters above the list; at each entry its code, which leads to its page."""

    default_priority = 500  # after Sphinx has sorted the entries
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        if not has_pages(self.app):
            return
        source = source_of(self.app)
        for glossary in list(self.document.findall(addnodes.glossary)):
            items = [item for item in glossary[0] if "slug" in item]
            for item in items:
                term = source.glossary.by_slug[item["slug"]]
                code = source.lock.of(term).code or "its page"
                last = [child for child in item if isinstance(child, nodes.term)][-1]
                to_page = link(self.app, self.env.docname, term, code)
                to_page["classes"] = ["term-code"]
                to_page["reftitle"] = f"{term.name}: its page, and how to cite it"
                del to_page["slug"]  # no preview: the entry stands below
                last += to_page
            first = {letter: next(group) for letter, group in groupby(
                items, lambda item: item[0].astext().strip()[:1].upper())}
            targets = [(letter, item[0]["ids"][0]) for letter, item in first.items()]
            place = glossary.parent.index(glossary)
            glossary.parent.insert(place, letters(targets=targets))
            glossary.parent.insert(place + 2, self.files())

    def files(self) -> nodes.paragraph:
        """What machines, spreadsheets and learners may take with them."""
        assert self.app.builder is not None
        here = self.app.builder.get_target_uri(self.env.docname)
        line = nodes.paragraph("", "Take it with you: ", classes=["term-files"])
        for text, name in FILES.items():
            uri = relative_uri(here, name)
            line += [nodes.reference("", text, refuri=uri, internal=True), nodes.Text(" · ")]
        line.pop()
        return line


def visit_letters(self: Any, node: letters) -> None:
    """Room for the filter, which a script brings, and a navigation of one link a letter."""
    links = "".join(f'<li><a href="#{escape(target)}">{escape(letter)}</a></li>'
                    for letter, target in node["targets"])
    self.body.append('<div class="filter-line"></div>\n'
                     f'<nav class="letters" aria-label="Letters"><ul>{links}</ul></nav>\n')


def depart_letters(self: Any, node: letters) -> None:
    """Nothing to close."""


def load(app: Sphinx, page: str, template: str, context: dict[str, Any],
         doctree: nodes.document | None) -> None:
    """The script that filters and copies, on the glossary, the term pages and the search page."""
    if not has_pages(app) or not source_of(app).glossary.terms:
        return
    listed = page == places_of(app.env).get("docname")
    if listed:
        data = linked_data.term_set(source_of(app))
        context["metatags"] = (context.get("metatags", "")
                               + script("downhill-terms-set", data, "application/ld+json"))
    if listed or "press_term" in context or page == "search":
        app.add_js_file(f"widgets/{app.press_bundles['glossary.js']}")  # type: ignore[attr-defined]
