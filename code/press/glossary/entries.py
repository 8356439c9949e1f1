"""An entry's fields become what every builder prints: links, and a list of facts."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from press.core.terms import Glossary, Term
from press.glossary.source import source_of

logger = logging.getLogger(__name__)

# What a field is called in print, in this order. The others serve the press alone.
SHOWN = {"symbol": "Symbol", "synonyms": "Also called", "deprecated": "Not", "code": "In code",
         "see": "See also", "defined": "Defined in", "source": "Source"}


def setup_entries(app: Sphinx) -> None:
    """Rework a glossary when its page is read."""
    app.connect("doctree-read", rework)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop the synonyms of a page that is read anew; Sphinx drops the terms."""
    if places_of(env).get("docname") == docname:
        places_of(env).clear()


def merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    """Take over what another process has read."""
    if places_of(other).get("docname") in docnames:
        places_of(env).update(places_of(other))


def places_of(env: BuildEnvironment) -> dict[str, str]:
    """Where the entries stand: the page's name, as ``docname``; empty where there are none."""
    if not hasattr(env, "press_term_places"):
        env.press_term_places = {}  # type: ignore[attr-defined]
    return env.press_term_places  # type: ignore[attr-defined]


def rework(app: Sphinx, doctree: nodes.document) -> None:
    """Give each entry its slug, note its synonyms as targets, and set its fields."""
    glossary = source_of(app).glossary
    warn_of_deprecated(doctree, glossary)
    for item in list(doctree.findall(nodes.definition_list_item)):
        if not isinstance(item.parent.parent, addnodes.glossary):
            continue
        term = glossary.by_name.get(item[0].astext().strip().lower())
        if term is None:
            continue
        item["slug"] = term.slug
        label = item[0]["ids"][0]
        places_of(app.env)["docname"] = app.env.docname
        std = app.env.get_domain("std")
        for name in (*term.list_of("synonyms"), *term.deprecated):
            std._note_term(name, label, location=item)  # type: ignore[attr-defined]
        for written in list(item[-1].findall(nodes.field_list)):
            place = written.parent.index(written)
            written.parent[place : place + 1] = facts(term, written, app.env.docname)


def warn_of_deprecated(doctree: nodes.document, glossary: Glossary) -> None:
    """Tell authors who mark a name that the book does not use."""
    for node in doctree.findall(addnodes.pending_xref):
        name = node["reftarget"] if node["reftype"] == "term" else ""
        term = glossary.by_name.get(name.lower())
        if term and name.lower() in map(str.lower, term.deprecated):
            logger.warning("deprecated name of a term: '%s'; write {term}`%s`", name, term.name,
                           location=node, type="press", subtype="term")


def facts(term: Term, written: nodes.field_list, docname: str) -> list[nodes.Node]:
    """The fields as they are printed; nothing where none is."""
    bodies = {field[0].astext(): field[1] for field in written}
    shown = [fact(SHOWN[name], content(term, name, bodies[name], docname))
             for name in SHOWN if name in bodies]
    return [nodes.field_list("", *shown, classes=["term-facts"])] if shown else []


def fact(name: str, body: list[nodes.Node]) -> nodes.field:
    """A field of the printed list."""
    return nodes.field("", nodes.field_name("", name), nodes.field_body("", *body))


def content(term: Term, name: str, body: nodes.Element, docname: str) -> list[nodes.Node]:
    """What stands in a field: links where it names terms or sections, otherwise as written."""
    if name == "see":
        return [listed([xref("term", other, other, docname) for other in term.list_of(name)])]
    if name == "defined":
        return [listed([xref("ref", label, label, docname) for label in term.list_of(name)])]
    return list(body.children)


def listed(parts: list[nodes.Node]) -> nodes.paragraph:
    """A paragraph of parts with commas between."""
    paragraph = nodes.paragraph()
    for part in parts:
        paragraph += [nodes.Text(", "), part] if len(paragraph) else [part]
    return paragraph


def xref(kind: str, target: str, text: str, docname: str) -> addnodes.pending_xref:
    """A reference that Sphinx resolves: to a ``term``, or by ``ref`` to a section's title."""
    inner = nodes.inline("", text, classes=["xref", "std", f"std-{kind}"])
    return addnodes.pending_xref("", inner, refdomain="std", reftype=kind, reftarget=target,
                                 refexplicit=False, refwarn=True, refdoc=docname)
