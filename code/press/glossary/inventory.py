"""``objects.inv`` gives each term at its own page, so that other books link to what stays."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx.application import Sphinx

from press.glossary.source import has_pages, page_of, source_of
from press.trees import LookingDomain

Row = tuple[str, str, str, str, str, int]


def setup_inventory(app: Sphinx) -> None:
    """Put the domain in the place of Sphinx's own."""
    app.add_domain(TermsAtTheirPages, override=True)


class TermsAtTheirPages(LookingDomain):
    """Sphinx's standard domain, but for where it says that terms stand."""

    def get_objects(self) -> Iterator[Row]:
        """All objects: name, shown name, type, page, anchor, priority in the search."""
        for row in super().get_objects():
            term = None
            if row[2] == "term" and has_pages(self.env.app):
                term = source_of(self.env.app).glossary.by_name.get(row[0].lower())
            yield (*row[:3], page_of(term.slug), "", row[5]) if term else row
