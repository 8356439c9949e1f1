"""A small page for each term at its permanent address, and redirects from every former one."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import new_document

from press import trees
from press.core.policy import guarded
from press.core.terms import Term
from press.glossary import linked_data
from press.glossary.cite import cite_box
from press.glossary.entries import fact, places_of
from press.glossary.links import entry_of, linked, render, script
from press.glossary.listing import FILES
from press.glossary.source import FOLDER, Source, has_pages, page_of, source_of
from press.glossary.uses import Use, uses
from press.questions.nodes import questions_of

logger = logging.getLogger(__name__)

Page = tuple[str, dict[str, Any], str]


def setup_pages(app: Sphinx) -> None:
    """Write the pages after the book's own."""
    app.connect("html-collect-pages", term_pages)


def term_pages(app: Sphinx) -> Iterator[Page]:
    """The pages of all terms, for Sphinx to write, unless they are as they were."""
    if not has_pages(app) or not places_of(app.env):
        return
    source = source_of(app)
    kept = Path(app.doctreedir) / "press" / "terms.txt"
    read = digest([trees.stamps(app.env, sorted(app.env.all_docs)), sidebar_of(app)])
    before = kept_stamps(app, kept)
    if before and read == before[0]:
        return  # no page has been read anew
    used, asked = uses(app, app.env), questions(app)
    shown = digest([sorted(used.items()), sorted(asked.items()), sidebar_of(app)])
    if before and shown == before[1]:
        kept.write_text(f"{read}\n{shown}\n", encoding="utf-8")
        return
    app.press_uses, app.press_questions = used, asked  # type: ignore[attr-defined]
    shutil.rmtree(Path(app.outdir) / FOLDER, ignore_errors=True)
    if not source.base:
        logger.info("`html: baseurl:` of _config.yml is empty: citations name a term by its path")
    for term in source.glossary.terms:
        yield page(app, source, term)
    assert app.builder is not None
    home = app.builder.get_target_uri(places_of(app.env)["docname"])
    write_redirects(Path(app.outdir), source, home)
    kept.write_text(f"{read}\n{shown}\n", encoding="utf-8")


def digest(parts: list[Any]) -> str:
    """A hash of what has a stable ``repr``."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def sidebar_of(app: Sphinx) -> str:
    """What the pages show and the glossary's own page does not depend on."""
    return str(getattr(app.env, "press_sidebar", ""))


def kept_stamps(app: Sphinx, kept: Path) -> list[str] | None:
    """Of what the pages were read from and what they showed, if they and the files are still there.

    None if the glossary's own page has been written since: theirs are as old as that.
    """
    builder: Any = app.builder
    place = builder.get_outfilename
    pages = (Path(place(page_of(term.slug))) for term in source_of(app).glossary.terms)
    made = [*pages, *(Path(app.outdir) / name for name in FILES.values())]
    home = Path(place(places_of(app.env)["docname"]))
    there = all(path.is_file() for path in (kept, home, *made)) \
        and home.stat().st_mtime_ns < kept.stat().st_mtime_ns
    return kept.read_text(encoding="utf-8").split() if there else None


def questions(app: Sphinx) -> dict[str, tuple[str, str]]:
    """The page and the title of each question."""
    found = {}
    for docname in sorted(app.env.all_docs):
        titles = trees.derive(app.env, docname, "questions", partial(titles_of, app, docname))
        found.update({label: (docname, title) for label, title in titles})
    return found


def titles_of(app: Sphinx, docname: str) -> list[tuple[str, str]]:
    """The labels and the titles of the questions of a page."""
    return [(node["label"], node[0][-1].astext())
            for node in questions_of(trees.look(app.env, docname))]


def page(app: Sphinx, source: Source, term: Term) -> Page:
    """One page: its name, what stands on it, and its template."""
    assert app.builder is not None
    name = page_of(term.slug)
    document = contents(app, source, term, name)
    app.env.apply_post_transforms(document, name)
    body = render(app, document[0])
    before, after = source.glossary.beside(term)
    data = linked_data.term(source, term)
    return name, {
        "title": term.title,
        "pagetitle": term.title,
        "body": body + cite_box(source.cited(term)),
        "metatags": (f'<meta name="description" content="{escape(term.text)}">\n'
                     + script("downhill-term", data, "application/ld+json")),
        "prev": beside(app, name, before),
        "next": beside(app, name, after),
        "press_term": term.slug,
        "press_linked": linked(document),
    }, "page.html"


def beside(app: Sphinx, here: str, term: Term | None) -> dict[str, str] | None:
    """The theme's link to the term before or after."""
    if term is None:
        return None
    assert app.builder is not None
    return {"link": app.builder.get_relative_uri(here, page_of(term.slug)),
            "title": escape(term.title)}


def contents(app: Sphinx, source: Source, term: Term, name: str) -> nodes.document:
    """The entry with all that leads to it, unresolved."""
    document = new_document("")
    section = nodes.section("", nodes.title("", term.title), ids=[term.slug], classes=["term-page"])
    document += section
    section += nodes.paragraph("", "", *place(app, source, term, name), classes=["term-place"])
    entry = entry_of(app, term.slug)
    for child in entry.children if entry is not None else ():
        for reference in child.findall(addnodes.pending_xref):
            reference["refdoc"] = name
        section += child
    section += nodes.field_list("", *backlinks(app, term, name), classes=["term-facts"])
    return document


def place(app: Sphinx, source: Source, term: Term, name: str) -> list[nodes.Node]:
    """The line above: the glossary, the topic, the code, the versions."""
    assert app.builder is not None
    entry = source.lock.of(term)
    home = app.builder.get_relative_uri(name, places_of(app.env)["docname"])
    parts: list[nodes.Node] = [nodes.reference("", "Glossary", refuri=home, internal=True)]
    if term.text_of("topic"):
        parts.append(nodes.Text(term.text_of("topic")))
    if entry.code:
        parts.append(nodes.inline("", entry.code, classes=["term-code"]))
    if entry.versions:
        since, last = entry.versions[0], entry.versions[-1]
        changed = f", changed in {last}" if last != since else ""
        parts.append(nodes.Text(f"since version {since}{changed}"))
    return [piece for part in parts for piece in (nodes.Text(" · "), part)][1:]


def backlinks(app: Sphinx, term: Term, name: str) -> Iterator[nodes.field]:
    """The sections that use the term, and the questions that test it."""
    used: list[Use] = app.press_uses[term.slug]  # type: ignore[attr-defined]
    if used:
        yield fact("Used in", [bullets([to_section(app, use, name) for use in used])])
    asked = [label for label in term.list_of("questions")
             if label in app.press_questions]  # type: ignore[attr-defined]
    if asked:
        yield fact("Tested by", [bullets([to_question(app, label, name) for label in asked])])


def bullets(links: list[nodes.Node]) -> nodes.bullet_list:
    """A list of links."""
    return nodes.bullet_list("", *(nodes.list_item("", nodes.paragraph("", "", one))
                                   for one in links))


def to_section(app: Sphinx, use: Use, here: str) -> nodes.reference:
    """A link back to a section that uses a term."""
    assert app.builder is not None
    uri = app.builder.get_relative_uri(here, use.docname)
    title = app.env.titles[use.docname].astext().partition(":")[0]
    text = title if use.title.startswith(title) else f"{title}: {use.title}"
    return nodes.reference("", text, refuri=f"{uri}#{use.section}", internal=True)


def to_question(app: Sphinx, label: str, here: str) -> nodes.reference:
    """A link to a question."""
    assert app.builder is not None
    docname, title = app.press_questions[label]  # type: ignore[attr-defined]
    uri = app.builder.get_relative_uri(here, docname)
    return nodes.reference("", title, refuri=f"{uri}#{label}", internal=True)


# -- Redirects -------------------------------------------------------------------------------------


def write_redirects(site: Path, source: Source, home: str) -> None:
    """A page without script at each former address, at each code (term/DH-0012/), and at term/."""
    write_redirect(site / FOLDER, "Glossary", f"../{home}", "")
    for old, slug in source.lock.addresses.items():
        folder = site / FOLDER / old
        if slug in source.glossary.by_slug and not folder.exists():
            term = source.glossary.by_slug[slug]
            write_redirect(folder, term.name, f"../{slug}/index.html",
                           source.address(term) if source.base else "")


def write_redirect(folder: Path, title: str, target: str, canonical: str) -> None:
    """A page that leads on to another; ``canonical`` is that one's full address, if known."""
    link = f'<link rel="canonical" href="{escape(canonical)}">\n' if canonical else ""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(guarded(
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<title>{escape(title)}</title>\n{link}<meta http-equiv="refresh" '
        f'content="0; url={target}">\n</head>\n<body>\n'
        f'<p>This stands at <a href="{target}">{escape(title)}</a>.</p>\n</body>\n</html>\n'),
        encoding="utf-8")
