"""Every link within the site leads to a page and an id that are there, and no id stands twice.

Sphinx looks after references between chapters. This looks at the pages themselves, as they will be
served: at links of any origin, and at pages that were not written again when another one changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

from press.core import sitelinks
from press.publish import files

logger = logging.getLogger(__name__)


def setup_links(app: Sphinx) -> None:
    """Look when all is written; what is wrong with an unchanged page is told each time."""
    app.connect("build-finished", check, priority=955)


def check(app: Sphinx, error: Exception | None) -> None:
    """Warn of each dead link, and of each id that a page has twice, at its line in the chapter.

    Where Sphinx has warned already, a reference that it could not resolve is a dead link too.
    """
    if error is not None or app.builder is None or app.builder.name != "html":
        return
    if getattr(app, "press_problems", []):
        return
    site = Path(app.outdir)
    there = {path.as_posix() for path in files(site)}
    pages = read_pages(site, filter(is_page, there), Path(app.doctreedir) / "press" / "pages.json")
    for name, page in sorted(pages.items()):
        for repeated in page.repeated:
            logger.warning("id twice on a page: %s; give one of the two another name", repeated,
                           location=place(app, name, repeated, last=True), type="press",
                           subtype="id")
    for lost in sitelinks.dead(pages, there):
        named = lost.link.partition("#")[2] or Path(lost.link).stem
        logger.warning("link to nowhere: %s (%s); mend the link, or bring back what it names",
                       lost.link, lost.missing, location=place(app, lost.page, named),
                       type="press", subtype="link")


def read_pages(site: Path, names: Iterable[str], cache: Path) -> dict[str, sitelinks.Page]:
    """Pages of the site by name; those that are as old as they were are taken from the cache."""
    kept = json.loads(cache.read_text("utf-8")) if cache.is_file() else {}
    found = {}
    for name in names:
        path = site / name
        stat = path.stat()
        mark = [stat.st_mtime_ns, stat.st_size]
        if kept.get(name, [None])[0] != mark:
            page = sitelinks.read(path.read_bytes())
            kept[name] = [mark, page.ids, page.repeated, page.links]
        found[name] = sitelinks.Page(*(tuple(part) for part in kept[name][1:]))
    cache.parent.mkdir(parents=True, exist_ok=True)
    cache.write_text(json.dumps({name: kept[name] for name in found}), encoding="utf-8")
    return found


def is_page(name: str) -> bool:
    """Whether a file of the site is a page: not what lies in folders of Sphinx's own."""
    return name.endswith(".html") and not name.startswith(("_", "."))


def place(app: Sphinx, page: str, words: str, *, last: bool = False) -> str:
    """Where the chapter of a page says these words: ``path:line``."""
    docname = page.removesuffix(".html")
    if docname not in app.env.found_docs:
        return f"{page}:1"
    source = Path(app.env.doc2path(docname))
    lines = source.read_text("utf-8").splitlines()
    said = [number for number, line in enumerate(lines, 1) if words in line] or [1]
    return f"{source}:{said[-1 if last else 0]}"
