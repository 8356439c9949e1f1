"""What a page says of itself where only its address is shown: a search result, a message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

LENGTH = 160  # search engines show about so many characters
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\S)")
_TEX = re.compile(r"[\\{}]")


def description(paragraphs: Iterable[str]) -> str:
    """The first sentences of a page, as many as fit; those with TeX commands are passed over."""
    found = ""
    for paragraph in paragraphs:
        for sentence in _SENTENCE.split(" ".join(paragraph.split())):
            if _TEX.search(sentence) or not sentence:
                continue
            longer = f"{found} {sentence}".strip()
            if len(longer) > LENGTH:
                return found or shortened(sentence)
            found = longer
        if found:
            return found
    return found


def shortened(sentence: str) -> str:
    """As many whole words as fit, and an ellipsis."""
    if len(sentence) <= LENGTH:
        return sentence
    return sentence[: LENGTH - 1].rpartition(" ")[0].rstrip(",;:—–-") + "…"


def tags(pairs: Sequence[tuple[str, str]]) -> str:
    """Meta tags for (name, content) pairs; Open Graph's are properties. Empty ones are left out."""
    return "".join(
        f'<meta {"property" if name.startswith("og:") else "name"}="{name}"'
        f' content="{escape(content)}">' for name, content in pairs if content)


def sitemap(addresses: Iterable[str]) -> str:
    """https://www.sitemaps.org/protocol.html"""
    entries = "".join(f"<url><loc>{escape(address)}</loc></url>\n" for address in addresses)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n'
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
            f"{entries}</urlset>\n")


def robots(base: str) -> str:
    """Everything may be read; where the site's address is known, so is its map."""
    known = f"Sitemap: {base}sitemap.xml\n" if base else ""
    return f"User-agent: *\nAllow: /\n{known}"
