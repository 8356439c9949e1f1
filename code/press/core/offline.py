"""What a reader may keep of a built site: its files, with sizes, hashes and titles.

The service worker keeps a file only when its bytes are those of this list, so that what is kept is
always one build of the book, never a mixture of two.
"""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

LIST = "offline.json"
WORKER = "sw.js"
# What is kept when a page uses it, and offered apart since it is large: a group, and its folder.
OPTIONAL = {"python": "_static/pyodide/"}
# What pages never ask for.
UNUSED = ("_sources/", "cards/", "robots.txt", "sitemap.xml", "objects.inv", LIST, WORKER)
# What is the book once more.
BOOKS = (".pdf", ".epub", ".zip")

_TITLE = re.compile(r"<title>(.*?)</title>", re.S)
_VERSIONED = re.compile(r'\b(?:src|href)="([^"?#:]+)(\?(?:v|digest)=[^"#]+)"')


@dataclass(frozen=True)
class File:
    """A file of the site.

    Attributes:
        path: where it lies, from the site's folder.
        size: bytes, as the browser sees them after unpacking what a host has packed.
        hash: the first 32 hexadecimal digits of the SHA-256 of its bytes.
        query: the version that pages ask for it by, such as ``?v=56ddd82f``; or nothing.
        title: of a page.
    """

    path: str
    size: int
    hash: str
    query: str = ""
    title: str = ""

    @property
    def group(self) -> str:
        """``book``, or the name of what is offered apart."""
        return next((name for name, folder in OPTIONAL.items() if self.path.startswith(folder)),
                    "book")


def files(site: Path) -> list[File]:
    """The files that a reader may keep, in the order of their paths."""
    kept = {path.relative_to(site).as_posix(): _content(path, path.stat())
            for path in sorted(site.rglob("*")) if path.is_file() and _is_kept(path, site)}
    queries = {resolve(page, address): query for page, content in kept.items()
               for address, query in content.asked}
    return [File(name, content.size, content.hash, queries.get(name, ""), content.title)
            for name, content in kept.items()]


@dataclass(frozen=True)
class Content:
    """What the list takes from a file itself: ``asked`` are addresses and versions, of a page."""

    size: int
    hash: str
    title: str = ""
    asked: tuple[tuple[str, str], ...] = ()


def _content(path: Path, stat: os.stat_result) -> Content:
    return _read(path, (stat.st_ino, stat.st_mtime_ns, stat.st_size))


@lru_cache(maxsize=4096)  # files: many times those of a site, of which an edit changes a few
def _read(path: Path, state: tuple[int, int, int]) -> Content:
    content = path.read_bytes()
    known = len(content), hashlib.sha256(content).hexdigest()[:32]
    if path.suffix != ".html":
        return Content(*known)
    text = content.decode("utf-8")
    return Content(*known, title(text), tuple(versioned(text)))


def _is_kept(path: Path, site: Path) -> bool:
    return is_used(path, site) and path.suffix not in BOOKS


def is_used(path: Path, site: Path) -> bool:
    """Whether pages ask for a file of the site, or lead to it."""
    name = path.relative_to(site).as_posix()
    return not (name.startswith(UNUSED) or "/." in f"/{name}")


def versioned(text: str) -> Iterator[tuple[str, str]]:
    """The addresses that a page asks for by a version, and the versions."""
    for address, query in sorted(set(_VERSIONED.findall(text))):
        yield html.unescape(address), html.unescape(query)


def resolve(page: str, address: str) -> str:
    """A page's relative address as a path from the site's folder."""
    parts = list(PurePosixPath(page).parent.parts)
    for part in address.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def title(text: str) -> str:
    """What a page calls itself, without the name of the book behind it."""
    found = _TITLE.search(text)
    words = " ".join(html.unescape(found[1]).split()) if found else ""
    return re.split(r" [—|-] (?=[^—|-]*$)", words)[0]


def build_of(found: list[File]) -> str:
    """The name of a build: a hash of all that it consists of."""
    names = "".join(f"{file.path}{file.query} {file.hash}\n" for file in found)
    return hashlib.sha256(names.encode()).hexdigest()[:16]


def written(found: list[File]) -> str:
    """The list as JSON, one line for each file."""
    rows = []
    for file in found:
        row = {"path": file.path, "size": file.size, "hash": file.hash, "group": file.group}
        row |= {name: value for name in ("query", "title") if (value := getattr(file, name))}
        rows.append(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
    return f'{{"build":"{build_of(found)}","files":[\n' + ",\n".join(rows) + "\n]}\n"


def finish(site: Path, worker: str | None = None) -> None:
    """Write the list and the service worker of a site, after all its other files.

    Args:
        site: the folder; its pages may have changed since the last time.
        worker: the script of the worker; by default the one that is there.
    """
    if worker is None:
        worker = (site / WORKER).read_text("utf-8").partition("\n")[2]
    found = files(site)
    (site / LIST).write_text(written(found), encoding="utf-8")
    # Another build, another script: by this the browser notices that the site has changed.
    head = f'const DOWNHILL_BUILD = "{build_of(found)}";\n'
    (site / WORKER).write_text(head + worker, encoding="utf-8")
