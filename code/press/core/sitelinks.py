"""What a built page holds and where it leads: its ids, those used twice, its links."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml import html

LINKS = ("href", "src", "poster", "{http://www.w3.org/1999/xlink}href", "xlink:href")


@dataclass(frozen=True)
class Page:
    """One page. ``links`` are addresses as they are written, each once, in order."""

    ids: tuple[str, ...]
    repeated: tuple[str, ...]
    links: tuple[str, ...]


@dataclass(frozen=True)
class Dead:
    """A link that leads nowhere: the page it stands on, itself, and what is missing."""

    page: str
    link: str
    missing: str


def read(source: bytes) -> Page:
    """Read a page of HTML."""
    tree = html.document_fromstring(source, parser=html.HTMLParser(encoding="utf-8"))
    ids = [element.get("id") for element in tree.iter("*") if element.get("id")]
    links = [element.get(name) for element in tree.iter("*") for name in LINKS
             if element.get(name) is not None]
    return Page(tuple(dict.fromkeys(ids)),
                tuple(name for name, count in Counter(ids).items() if count > 1),
                tuple(dict.fromkeys(links)))


def dead(pages: Mapping[str, Page], files: Collection[str]) -> Iterator[Dead]:
    """Links within the site that lead to no file of it, or to no id of that file.

    ``pages`` and ``files`` are named by their paths within the site.
    """
    ids = {name: set(page.ids) for name, page in pages.items()}
    for name, page in sorted(pages.items()):
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            path = unquote(parts.path)
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) \
                if path else name
            if path.endswith("/"):
                target = posixpath.normpath(posixpath.join(target, "index.html"))
            place = unquote(parts.fragment)
            if target not in files:
                yield Dead(name, link, f"no page or file {target}")
            elif place and target in ids and place not in ids[target]:
                yield Dead(name, link, f"no id {place} on {target}")
