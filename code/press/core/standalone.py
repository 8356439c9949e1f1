"""A page that works from a disk: where ``file://`` forbids what a server allows.

A browser takes each file for a site of its own. So it loads no module, fetches nothing, and shows
the list of a folder where a server would show its ``index.html``. The text of a page is left
as it is, but for the tags named here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from html.parser import HTMLParser

from press.core.offline import resolve
from press.core.policy import on_disk

Attributes = list[tuple[str, str | None]]
Change = Callable[[str, Attributes], Attributes | None]

# What tells live cells where their Python is. From a disk a browser starts no worker, so in the zip
# they find nothing, and stay as they are printed.
RUNTIME = "live-runtime"
# Of a script that is run later, and as a module: see code/widgets/src/page/later.ts.
LATER_MODULE = "data-module"
MARK = "<!-- press: download -->"
_OUTSIDE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.I)
_REFRESH = re.compile(r"^(\s*[\d.]+\s*;\s*url\s*=\s*['\"]?)([^'\"]*)(.*)$", re.I | re.S)


def page(text: str, path: str, files: Collection[str]) -> str:
    """A page of the site as it stands in the zip.

    Args:
        text: the page.
        path: where it lies, from the site's folder.
        files: all paths of the site.
    """
    def change(tag: str, attributes: Attributes) -> Attributes | None:
        named = {name: value or "" for name, value in attributes}
        if tag == "meta" and named.get("http-equiv", "").lower() == "content-security-policy":
            return [(name, on_disk(value or "") if name == "content" else value)
                    for name, value in attributes]
        if tag == "link" and named.get("rel") in ("preload", "modulepreload"):
            return None  # a browser fetches a face ahead of its use from a server only
        if tag == "script" and named.get("id") == RUNTIME:
            return [(name, value) for name, value in attributes if name != "id"]
        if tag == "script":
            attributes = [a for a in attributes if a[0] != LATER_MODULE]
        return [(name, _local(tag, name, value, named, path, files))
                for name, value in attributes if name not in ("crossorigin", "integrity")]

    return retagged(text.replace(MARK, ""), change)


def modules(text: str, path: str) -> list[str]:
    """The module scripts that a page loads, as paths from the site's folder."""
    found: list[str] = []

    def look(tag: str, attributes: Attributes) -> Attributes:
        named = dict(attributes)
        if tag == "script" and LATER_MODULE in named and named.get("src"):
            found.append(resolve(path, str(named["src"]).partition("?")[0]))
        return attributes

    retagged(text, look)
    return found


def _local(tag: str, name: str, value: str | None, named: dict[str, str], path: str,
           files: Collection[str]) -> str | None:
    """An attribute whose address names a file, where it named a folder."""
    if value is None:
        return value
    if name in ("href", "action") or (name == "src" and tag == "iframe"):
        return to_file(value, path, files)
    if tag == "meta" and name == "content" and named.get("http-equiv", "").lower() == "refresh":
        return _REFRESH.sub(lambda m: m[1] + to_file(m[2], path, files) + m[3], value)
    return value


def to_file(address: str, page: str, files: Collection[str]) -> str:
    """An address of the site with ``index.html`` where it named the folder; others unchanged."""
    where, mark, rest = re.match(r"([^?#]*)([?#]?)(.*)", address, re.S).groups()  # type: ignore[union-attr]
    if not where or _OUTSIDE.match(where):
        return address
    if where.startswith("/"):  # from the site's root, where the site has a host to itself
        up = "../" * page.count("/")
        where = up + where[1:] or "./"
    if where in (".", "..") or where.endswith(("/.", "/..")):
        where += "/"
    target = resolve(page, where).rstrip("/")
    if where.endswith("/"):
        where += "index.html"
    elif f"{target}/index.html" in files and target not in files:
        where += "/index.html"
    return where.removeprefix("./") + mark + rest


def retagged(text: str, change: Change) -> str:
    """A page in which each start tag is what ``change`` makes of it; None drops the tag."""
    parser = _Tags()
    parser.feed(text)
    parser.close()
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    parts: list[str] = []
    done = 0
    for (row, column), source, tag, attributes in parser.found:
        changed = change(tag, attributes)
        if changed == attributes:
            continue
        start = starts[row - 1] + column
        parts += [text[done:start], "" if changed is None else _written(source, tag, changed)]
        done = start + len(source)
    return "".join([*parts, text[done:]])


class _Tags(HTMLParser):
    """Each start tag of a page, with its place and its source."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[tuple[int, int], str, str, Attributes]] = []

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.found.append((self.getpos(), self.get_starttag_text() or "", tag, attrs))


def _written(source: str, tag: str, attributes: Attributes) -> str:
    words = [tag, *(name if value is None else f'{name}="{_quoted(value)}"'
                    for name, value in attributes)]
    return f"<{' '.join(words)}{' /' if source.endswith('/>') else ''}>"


def _quoted(value: str) -> str:
    return value.replace("&", "&amp;").replace('"', "&quot;")
