"""How the book is found and shown elsewhere: descriptions, Open Graph, sitemap, robots.txt.

All addresses come from one setting, ``html: baseurl:`` in ``_config.yml``. While it is empty,
nothing is made that would need one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from press.addresses import base_of
from press.card import SIZE, card
from press.core import describe
from press.glossary.source import source_of
from press.questions.answers import in_reading_order


def setup_metadata(app: Sphinx) -> None:
    """Describe each page in its head, and all of them in two files."""
    app.connect("html-page-context", describe_page, priority=910)
    app.connect("build-finished", write_files)


def describe_page(app: Sphinx, page: str, template: str, context: dict[str, Any],
                  doctree: nodes.document | None) -> None:
    """A page of the book says what it is, and so does a term's; others ask not to be listed."""
    if "press_term" in context:
        return
    context["metatags"] = context.get("metatags", "") + (
        describe.tags(tags(app, page, doctree)) if doctree is not None
        else describe.tags([("robots", "noindex")]))


def tags(app: Sphinx, page: str, doctree: nodes.document) -> list[tuple[str, str]]:
    """Names and contents of a page's meta tags."""
    assert app.builder is not None and app.env is not None
    base, own = base_of(app), authors(doctree)
    said = own or describe.description(opening(doctree))
    title = app.env.titles[page].astext()
    found = [("description", "" if own else said),
             ("og:title", title), ("og:description", said), ("og:site_name", app.config.html_title),
             ("og:type", "website" if page == app.config.root_doc else "article")]
    if base:
        (width, height), picture = SIZE, card(app, page, title)
        found += [("og:url", base + app.builder.get_target_uri(page)),
                  ("og:image", base + picture.path), ("og:image:alt", picture.alt),
                  ("og:image:width", str(width)), ("og:image:height", str(height)),
                  ("twitter:card", "summary_large_image")]
    return found


def authors(doctree: nodes.document) -> str:
    """The author's own ``myst: html_meta: description:``, which Sphinx prints by itself."""
    return next((node.get("content", "") for node in doctree.findall(nodes.meta)
                 if node.get("name") == "description"), "")


def opening(doctree: nodes.document) -> list[str]:
    """The paragraphs of its sections, but for lines in italics: they say where a page stands."""
    return [node.astext() for node in doctree.findall(nodes.paragraph)
            if isinstance(node.parent, nodes.section)
            and not (len(node) == 1 and isinstance(node[0], nodes.emphasis))]


def write_files(app: Sphinx, error: Exception | None) -> None:
    """``robots.txt``, and ``sitemap.xml`` where the site's address is known."""
    if error is not None or app.builder is None or app.builder.name != "html":
        return
    base, site = base_of(app), Path(app.outdir)
    (site / "robots.txt").write_text(describe.robots(base), encoding="utf-8")
    if base:
        pages = [base + app.builder.get_target_uri(name) for name in in_reading_order(app.env)]
        pages += [source_of(app).address(term) for term in source_of(app).glossary.terms]
        (site / "sitemap.xml").write_text(describe.sitemap(pages), encoding="utf-8")
