"""Addresses that other sites and readers' bookmarks hold: none goes dead unnoticed.

The lock, ``book/addresses.lock``, lists every address ever published: a page, ``book/index.html``,
or a place on one, ``book/index.html#sec-why``. Labels of questions have a lock of their own,
:mod:`press.core.labels`, and its redirects hold for their addresses too.
"""

from __future__ import annotations

import posixpath
from html import escape
from pathlib import Path

from press.core.lock import Lock
from press.core.mistakes import Mistake

LOCK = Lock(
    path=Path("book") / "addresses.lock",
    head="""\
# Every address ever published. `make addresses` adds new ones; nothing is taken away.
# Moved: `book/old.html -> book/new.html`, `book/a.html#sec-old -> book/a.html#sec-new`.
""",
    thing="address",
    successor="its-new-address",
)


def dead(root: Path, present: set[str]) -> list[Mistake]:
    """Addresses of the lock that lead nowhere, and redirects from what still stands."""
    path = LOCK.path.as_posix()
    standing = [Mistake(path, line, f"{old} leads elsewhere, and still stands in the book",
                        "take its arrow away, or the page")
                for old, (line, target) in LOCK.read(root).items()
                if target and old in present]
    return LOCK.vanished(root, present) + standing


def moved_pages(redirects: dict[str, str]) -> dict[str, str]:
    """Pages that are gone, and where their readers go."""
    return {old: new for old, new in redirects.items() if "#" not in old}


def moved_places(redirects: dict[str, str], page: str) -> dict[str, str]:
    """Ids that a page had once, and the address where their readers go."""
    return {old.partition("#")[2]: new for old, new in redirects.items()
            if old.partition("#")[0] == page and "#" in old}


def relative(target: str, page: str) -> str:
    """The link from one page of the site to an address of it."""
    path, hash_, place = target.partition("#")
    return posixpath.relpath(path, posixpath.dirname(page) or ".") + hash_ + place


def redirect_page(old: str, new: str, base: str) -> str:
    """The page at an old address: it leads on at once, without script, and is not indexed."""
    link = escape(relative(new, old))
    canonical = escape(base + new if base else relative(new, old))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>This page has moved</title>"
        f'<meta http-equiv="refresh" content="0; url={link}">'
        '<meta name="robots" content="noindex">'
        f'<link rel="canonical" href="{canonical}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head>\n'
        f'<body><main><h1>This page has moved</h1><p><a href="{link}">Go to its new place</a></p>'
        "</main></body></html>\n"
    )
