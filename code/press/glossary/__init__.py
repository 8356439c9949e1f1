"""The glossary: from ``book/glossary.md`` to links, previews, a page a term, citations, data files.

``source`` reads and checks it; ``entries`` makes neutral nodes of its fields, which every builder
prints; ``uses`` finds where the book uses a term, and links it. The rest is the site's:
``links`` leads to the term pages and previews them, ``pages`` writes them, ``cite`` says how to
cite them, ``listing`` dresses the A–Z page, ``files`` writes what machines read,
``inventory`` tells other books, and ``search`` hands the terms to the search page.

Other builders meet plain Sphinx: references to terms that lead to the glossary's entries, and
entries that are definition lists, each item with the ``slug`` of its term and a list of facts.
"""

from __future__ import annotations

from sphinx.application import Sphinx

from press.glossary import (
    entries,
    files,
    inventory,
    links,
    listing,
    pages,
    search,
    source,
    uses,
)

__all__ = ["setup_glossary"]


def setup_glossary(app: Sphinx) -> None:
    """Register all of it, in the order in which a build comes to it."""
    source.setup_source(app)
    entries.setup_entries(app)
    inventory.setup_inventory(app)
    uses.setup_uses(app)
    links.setup_links(app)
    listing.setup_listing(app)
    pages.setup_pages(app)
    files.setup_files(app)
    search.setup_search(app)
