"""Links from an exercise to pages of the book, made to lead to the book online."""

from __future__ import annotations

import posixpath

from press.core import markdown


def resolved(text: str, path: str, address: str) -> str:
    """Markdown whose links to ``….md`` lead online, or are plain words where no address is known.

    ``path`` is the source's, relative to the book's root; ``address`` that of the online book.
    """
    found = [child for token in markdown.tokens(text) for child in token.children or []]
    for place, child in enumerate(found):
        href = str(child.attrs.get("href", ""))
        page, _, target = href.partition("#")
        if child.type != "link_open" or not page.endswith(".md") or "://" in page:
            continue
        words = found[place + 1].content
        docname = posixpath.normpath(posixpath.join(posixpath.dirname(path), page[:-3]))
        online = f"{address}{docname}.html" + (f"#{target}" if target else "")
        text = text.replace(f"[{words}]({href})", f"[{words}]({online})" if address else words)
    return text
