"""On the site, a term in the text leads to its page, and says what it means on the way."""

from __future__ import annotations

import json
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from press import trees
from press.core import tex
from press.core.terms import Term
from press.glossary.entries import places_of
from press.glossary.source import has_pages, page_of, source_of
from press.glossary.uses import marked

LINK = "term"  # the class of such a link


def setup_links(app: Sphinx) -> None:
    """Lead links to the term pages, and put the previews into the pages."""
    app.add_post_transform(LeadToPages)
    app.connect("env-updated", find_definitions)
    app.connect("html-page-context", preview, priority=800)


class LeadToPages(SphinxPostTransform):
    """References to terms become links to their pages. Only where there are such pages."""

    default_priority = 8  # after first uses are marked, before references are resolved

    def run(self, **kwargs: Any) -> None:
        if not has_pages(self.app) or not places_of(self.env):
            return
        for node, term in list(marked(self.document, source_of(self.app).glossary)):
            at_home = page_of(term.slug) == self.env.docname
            node.replace_self(nodes.Text(node.astext()) if at_home else
                              link(self.app, self.env.docname, term, node.astext()))


def link(app: Sphinx, here: str, term: Term, text: str = "") -> nodes.reference:
    """A link from a page to a term's own."""
    assert app.builder is not None
    uri = app.builder.get_relative_uri(here, page_of(term.slug))
    return nodes.reference("", text or term.name, refuri=uri, internal=True, classes=[LINK],
                           slug=term.slug)


def find_definitions(app: Sphinx, env: Any) -> None:
    """Take the definitions out of the glossary's page: previews and term pages show them."""
    app.press_entries = {}  # type: ignore[attr-defined]
    docname = places_of(env).get("docname")
    if docname is None or not has_pages(app):
        return
    tree = trees.look(env, docname)
    app.press_entries = {item["slug"]: item[-1]  # type: ignore[attr-defined]
                         for item in tree.findall(nodes.definition_list_item) if "slug" in item}
    # They are the same in all builds of a process, as long as the page is.
    app.press_previews = trees.derive(env, docname, "previews", dict)  # type: ignore[attr-defined]


def entry_of(app: Sphinx, slug: str) -> nodes.definition | None:
    """A copy of a term's entry, as read; None where its page has not been read."""
    found = app.press_entries.get(slug)  # type: ignore[attr-defined]
    return found.deepcopy() if found is not None else None


def preview(app: Sphinx, page: str, template: str, context: dict[str, Any],
            doctree: nodes.document | None) -> None:
    """Put the definitions of a page's linked terms into it, and the script that shows them."""
    if not has_pages(app):
        return
    slugs = context.get("press_linked") or (linked(doctree) if doctree is not None else [])
    if not slugs:
        return
    data = {slug: shown(app, slug) for slug in slugs}
    context["body"] = context.get("body", "") + script("downhill-terms", data)
    app.add_js_file(f"widgets/{app.press_bundles['term.js']}")  # type: ignore[attr-defined]


def linked(tree: nodes.Element) -> list[str]:
    """The slugs of the terms that a resolved tree links, in alphabetical order."""
    return sorted({node["slug"] for node in tree.findall(nodes.reference) if "slug" in node})


def shown(app: Sphinx, slug: str) -> list[str]:
    """What a preview says: a definition in HTML, its symbol, and a name that is not its slug."""
    known: dict[str, list[str]] = app.press_previews  # type: ignore[attr-defined]
    if slug not in known:
        term = source_of(app).glossary.by_slug[slug]
        entry = entry_of(app, slug)
        definition = next((c for c in entry or [] if isinstance(c, nodes.paragraph)), None)
        symbol = symbol_of(entry)
        name = "" if term.name == slug.replace("-", " ") else term.name
        parts = [tex.lean(html(app, definition)), tex.lean(html(app, symbol)), name]
        while not parts[-1]:
            parts.pop()
        known[slug] = parts
    return known[slug]


def symbol_of(entry: nodes.definition | None) -> nodes.paragraph | None:
    """The paragraph that shows a term's symbol."""
    for field in entry.findall(nodes.field) if entry is not None else ():
        if field[0].astext() == "Symbol":
            return next(field[1].findall(nodes.paragraph), None)
    return None


def html(app: Sphinx, paragraph: nodes.paragraph | None) -> str:
    """A paragraph's inside in HTML, its links as plain words."""
    if paragraph is None:
        return ""
    inside = nodes.inline("", "", *(child.deepcopy() for child in paragraph.children))
    for reference in list(inside.findall(addnodes.pending_xref)):
        reference.replace_self(nodes.Text(reference.astext()))
    return " ".join(render(app, inside).split())


def render(app: Sphinx, node: nodes.Element) -> str:
    """A resolved node in HTML, as the site's builder writes it."""
    return app.builder.render_partial(node)["fragment"]  # type: ignore[union-attr,attr-defined]


def script(name: str, data: object, kind: str = "application/json") -> str:
    """Data for a script on the page; nothing in it can end the element that holds it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f'<script type="{kind}" id="{name}">{_harmless(text)}</script>\n'


def _harmless(text: str) -> str:
    """JSON in which neither a script's end nor a comment's beginning can stand."""
    return text.replace("</s", r"<\/s").replace("</S", r"<\/S").replace("<!", r"\u003c!")
