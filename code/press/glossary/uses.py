"""Where the book uses a term: what authors mark, and the first plain use in each section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx_exercise.nodes import exercise_enumerable_node, exercise_node, solution_node

from press import trees
from press.core.terms import Glossary, Term
from press.glossary.entries import xref
from press.glossary.source import source_of
from press.questions.answers import in_reading_order
from press.widget import play

# Words here are not linked unless the author marks them. A question is to be answered first.
LEFT_ALONE = (nodes.title, nodes.subtitle, nodes.rubric, nodes.caption, nodes.literal,
              nodes.literal_block, nodes.math, nodes.math_block, nodes.reference, nodes.raw,
              nodes.strong, nodes.term, nodes.thead, nodes.field_list, nodes.citation,
              nodes.comment, nodes.footnote, addnodes.glossary, addnodes.pending_xref,
              addnodes.download_reference, play, exercise_node, exercise_enumerable_node,
              solution_node)
OFF = "no-terms"  # the class that turns it off for what bears it, and the field of a page


def setup_uses(app: Sphinx) -> None:
    """Link first uses before references are resolved, for every builder."""
    app.add_post_transform(LinkFirstUses)


@dataclass(frozen=True)
class Use:
    """A section that uses a term: its page, its id there, and its title with the page's."""

    docname: str
    section: str
    title: str


class LinkFirstUses(SphinxPostTransform):
    """Marks the first use of a term in a section as the author would with ``{term}``."""

    default_priority = 6  # before references are resolved, at 10

    def run(self, **kwargs: Any) -> None:
        here = self.env.docname
        # A term's own page is made, not read: what it links is what its entry says.
        if here in self.env.all_docs and OFF not in self.env.metadata.get(here, {}):
            link_first_uses(self.document, source_of(self.app).glossary, here)


Mark = tuple[nodes.Element, str]  # a section, and the slug of a term that it uses


@dataclass(frozen=True)
class Run:
    """Running text: adjacent children of a node. MyST parts a paragraph's text at ends of lines."""

    parent: nodes.Element
    children: slice
    text: str


def link_first_uses(document: nodes.document, glossary: Glossary, docname: str) -> None:
    """Wrap first uses in references to their terms, in place."""
    # From the last to the first: the places of those before stay as they are.
    found = list(first_uses(document, glossary, marks(document, glossary)))
    for run, matches in reversed(found):
        parts: list[nodes.Node] = []
        end = 0
        for match in matches:
            link = xref("term", named(match[1], glossary).name, match[0], docname)
            link["refexplicit"] = True
            parts += [nodes.Text(run.text[end : match.start()]), link]
            end = match.end()
        parts.append(nodes.Text(run.text[end:]))
        run.parent[run.children] = [part for part in parts if part.astext()]


def first_uses(document: nodes.document, glossary: Glossary, already: set[Mark],
               ) -> Iterator[tuple[Run, list[re.Match[str]]]]:
    """The texts with the first use of a term in a section, but for what is marked already."""
    if not glossary.terms or next(document.findall(addnodes.glossary), None):
        return
    used = set(already)
    for run in readable(document):
        section = section_of(run.parent)
        found = []
        for match in glossary.pattern.finditer(run.text):
            term = named(match[1], glossary)
            if term.linked and (section, term.slug) not in used:
                used.add((section, term.slug))
                found.append(match)
        if found:
            yield run, found


def marks(document: nodes.document, glossary: Glossary) -> set[Mark]:
    """The sections in which the author marks a term."""
    return {(section_of(node), term.slug) for node, term in marked(document, glossary)}


def marked(document: nodes.document,
           glossary: Glossary) -> Iterator[tuple[addnodes.pending_xref, Term]]:
    """References to terms, with the terms they name."""
    for node in document.findall(addnodes.pending_xref):
        if node.get("refdomain") == "std" and node.get("reftype") == "term":
            term = glossary.by_name.get(" ".join(node["reftarget"].split()).lower())
            if term:
                yield node, term


def readable(node: nodes.Element) -> Iterator[Run]:
    """The running text below a node, in reading order."""
    if isinstance(node, LEFT_ALONE) or OFF in node.get("classes", ()):
        return
    if isinstance(node, nodes.TextElement):
        start = 0
        for is_text, group in groupby(node.children, lambda child: isinstance(child, nodes.Text)):
            children = list(group)
            end = start + len(children)
            if is_text:
                yield Run(node, slice(start, end), "".join(child.astext() for child in children))
            start = end
    for child in node.children:
        if isinstance(child, nodes.Element):
            yield from readable(child)


def named(text: str, glossary: Glossary) -> Term:
    """The term that a match names."""
    return glossary.by_name[" ".join(text.split()).lower()]


def section_of(node: nodes.Element) -> nodes.Element:
    """The section around a node; where there is none, the whole."""
    while node.parent is not None and not isinstance(node, nodes.section):
        node = node.parent
    return node


def uses(app: Sphinx, env: BuildEnvironment) -> dict[str, list[Use]]:
    """For each term the sections that use it, in reading order."""
    glossary = source_of(app).glossary
    found: dict[str, list[Use]] = {term.slug: [] for term in glossary.terms}
    known = repr(glossary.terms)
    for docname in in_reading_order(env):
        here = trees.derive(env, docname, known, partial(uses_on, env, docname, glossary))
        for slug, use in here:
            found[slug].append(use)
    return found


def uses_on(env: BuildEnvironment, docname: str, glossary: Glossary) -> list[tuple[str, Use]]:
    """The sections of a page that use a term, with its slug; each once, in reading order."""
    document = trees.look(env, docname)
    if next(document.findall(addnodes.glossary), None):
        return []
    found = marks(document, glossary)
    if OFF not in env.metadata.get(docname, {}):
        found |= {(section_of(run.parent), named(match[1], glossary).slug)
                  for run, matches in first_uses(document, glossary, found) for match in matches}
    places = {section: place for place, section in enumerate(document.findall(nodes.Element))}
    return [(slug, _use(docname, section))
            for section, slug in sorted(found, key=lambda mark: (places[mark[0]], mark[1]))]


def _use(docname: str, section: nodes.Element) -> Use:
    ids = section.get("ids", [])
    label = next((i for i in ids if i.startswith("sec-")), next(iter(ids), ""))
    title = next(section.findall(nodes.title), None)
    return Use(docname, label, title.astext() if title else "")
