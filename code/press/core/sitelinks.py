"""What a built page holds and where it leads: its ids, those used twice, its links."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from lxml import etree, html

_IDS = etree.XPath("//@id[. != '']", smart_strings=False)
_LINKS = etree.XPath("//@href | //@src | //@poster | //@*[name() = 'xlink:href']",
                     smart_strings=False)


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
    ids = Counter(_IDS(tree))
    return Page(tuple(ids), tuple(name for name, count in ids.items() if count > 1),
                tuple(dict.fromkeys(_LINKS(tree))))


def dead(pages: Mapping[str, Page], files: Collection[str]) -> Iterator[Dead]:
    """Links within the site that lead to no file of it, or to no id of that file.

    ``pages`` and ``files`` are named by their paths within the site.
    """
    ids = {name: set(page.ids) for name, page in pages.items()}
    for name, page in sorted(pages.items()):
        for link in page.links:
            goal = goal_of(link, name)
            if goal is None:
                continue
            file, place = goal
            if file not in files:
                yield Dead(name, link, f"no page or file {file}")
            elif place and file in ids and place not in ids[file]:
                yield Dead(name, link, f"no id {place} on {file}")


@lru_cache(maxsize=1 << 16)  # the next build asks again
def goal_of(link: str, page: str) -> tuple[str, str] | None:
    """The file and the id to which a link on a page leads; None: it leads out of the site."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    file = posixpath.join(posixpath.dirname(page), path) if path else page
    if path.endswith("/"):
        file = posixpath.join(file, "index.html")
    return posixpath.normpath(file), unquote(parts.fragment)
