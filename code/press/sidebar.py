"""The list of all pages beside each page: its tree is made once a build, and marked for each page.

The theme resolves, renders and parses that tree for each page anew: at a hundred chapters a sixth
of a build, and the one part that grows with the square of their number. The markup is the theme's,
and so is its style.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from press.questions.record import scored

CHEVRON = ('<span class="toctree-toggle" role="presentation">'
           '<i class="fa-solid fa-chevron-down"></i></span>')


@dataclass(frozen=True)
class Entry:
    """A page in the tree: its name, or a whole address; its title as HTML; what stands below it."""

    page: str
    title: str
    plain: str
    below: tuple[Entry, ...]

    def holds(self, page: str) -> bool:
        """Whether a page is this one, or stands below it."""
        return self.page == page or any(entry.holds(page) for entry in self.below)


Tree = list[tuple[str, tuple[Entry, ...]]]  # parts of the book: caption and pages


def setup_sidebar(app: Sphinx) -> None:
    """Offer ``press_sidebar()`` to the template of the sidebar; write all pages when it changes."""
    app.connect("env-updated", pages_to_write)
    app.connect("html-page-context", offer, priority=400)  # the theme, at 500, renders it once


def pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Every page where a title or the table of contents has changed: all of them show it."""
    app.press_tree = None  # type: ignore[attr-defined]
    if app.builder is None or app.builder.name != "html":
        return []
    # Captions stand in the table of contents alone, and a lesson names those beside it that ask.
    contents = Path(app.srcdir, app.config.external_toc_path).read_text(encoding="utf-8")
    shown = [f"{name} {env.titles[name].pformat()} {bool(scored(env, name))}"
             for name in sorted(env.titles)]
    digest = hashlib.sha256("\n".join([contents, *shown]).encode()).hexdigest()
    before = getattr(env, "press_sidebar", digest)
    env.press_sidebar = digest  # type: ignore[attr-defined]
    return sorted(env.found_docs) if digest != before else []


def offer(app: Sphinx, page: str, template: str, context: dict[str, Any],
          doctree: nodes.document | None) -> None:
    """Give the template what it calls."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder) or "pathto" not in context:
        return
    if app.press_tree is None:  # type: ignore[attr-defined]
        app.press_tree = tree(builder)  # type: ignore[attr-defined]
    html = "".join(parts(app.press_tree, page, context["pathto"]))  # type: ignore[attr-defined]
    context["press_sidebar"] = lambda: html


def tree(builder: StandaloneHTMLBuilder) -> Tree:
    """The pages below the first one, from the table of contents."""
    env = builder.env
    seen = {env.config.root_doc}

    def entries(toctree: addnodes.toctree) -> Iterator[Entry]:
        for given, page in toctree["entries"]:
            if page in seen:
                continue
            seen.add(page)
            known = page in env.titles
            plain = given or (env.titles[page].astext() if known else page)
            title = escape(plain, quote=False) if given or not known \
                else rendered(builder, env.titles[page])
            below = tuple(entry for inner in toctrees(env, page) for entry in entries(inner))
            yield Entry(page, title, plain, below)

    return [(toctree.get("caption") or "", tuple(entries(toctree)))
            for toctree in toctrees(env, env.config.root_doc)]


def toctrees(env: BuildEnvironment, page: str) -> list[addnodes.toctree]:
    """The lists of pages that a page holds."""
    return list(env.tocs[page].findall(addnodes.toctree)) if page in env.tocs else []


def rendered(builder: StandaloneHTMLBuilder, title: nodes.title) -> str:
    """A title as HTML; only one with markup takes Sphinx's writer."""
    if all(isinstance(child, nodes.Text) for child in title.children):
        return escape(title.astext(), quote=False)
    inline = nodes.inline("", "", *(child.deepcopy() for child in title.children))
    return str(builder.render_partial(inline)["fragment"])


def parts(found: Tree, page: str, pathto: Any) -> Iterator[str]:
    """The tree as one page shows it: that page marked, and what holds it open."""
    for caption, entries in found:
        if caption:
            yield ('<p aria-level="2" class="caption" role="heading">'
                   f'<span class="caption-text">{escape(caption, quote=False)}</span></p>\n')
        yield from branch(entries, 1, page, pathto)


def branch(entries: tuple[Entry, ...], level: int, page: str, pathto: Any) -> Iterator[str]:
    """One list of the tree."""
    current = any(entry.holds(page) for entry in entries)
    names = ["current"] * current + ["nav bd-sidenav"] * (level == 1)
    yield f'<ul class="{" ".join(names)}">\n' if names else "<ul>\n"
    for entry in entries:
        inside = current and entry.holds(page)
        kind = (f"toctree-l{level}" + " current active" * inside
                + " has-children" * bool(entry.below))
        yield f'<li class="{kind}">{link(entry, page, pathto)}'
        if entry.below:
            opened = ' open="open"' if inside else ""
            name = escape(f"Pages below {entry.plain}")
            yield f'<details{opened}><summary aria-label="{name}">{CHEVRON}</summary>'
            yield from branch(entry.below, level + 1, page, pathto)
            yield "</details>"
        yield "</li>\n"
    yield "</ul>\n"


def link(entry: Entry, page: str, pathto: Any) -> str:
    """A link to a page of the book, to this very page, or to another site."""
    if entry.page == page:
        return ('<a class="current reference internal" aria-current="page" href="#">'
                f"{entry.title}</a>")
    if "://" in entry.page:
        return f'<a class="reference external" href="{escape(entry.page)}">{entry.title}</a>'
    return f'<a class="reference internal" href="{pathto(entry.page)}">{entry.title}</a>'
