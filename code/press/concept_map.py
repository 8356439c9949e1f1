"""``{concept-map}``: the terms that the lessons below a page bring, and which needs which.

On a wide screen it is a drawing that follows the theme, with a list of the same folded below it.
Everywhere else, on a phone, on paper, in a notebook, to a screen reader, it is that list.
"""

from __future__ import annotations

from html import escape
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from press import trees
from press.core import svg
from press.core.concept_layout import COLUMN, GAP, LINE, PADDING, Map, Row, lay_out, wrapped
from press.core.concepts import Concept, Place, concepts, most_linked
from press.glossary.entries import xref
from press.glossary.source import has_pages, page_of, source_of

logger = logging.getLogger(__name__)

MOST = 30  # concepts, unless the author says otherwise


class concept_map(nodes.General, nodes.Element):
    """Where the map will stand: ``most``, how many concepts it may have."""


def setup_concept_map(app: Sphinx) -> None:
    """Register the directive; its map is made when all pages have been read."""
    app.add_directive("concept-map", ConceptMap)
    app.add_node(concept_map)
    app.add_post_transform(DrawMap)


class ConceptMap(SphinxDirective):
    """``{concept-map}``, and ``:most: 20`` for a smaller one."""

    option_spec: ClassVar[dict[str, Any]] = {"most": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        most = self.options.get("most", str(MOST)).strip()
        if not most.isdecimal() or int(most) < 2:
            logger.warning("`:most: %s` is no whole number from 2 on; write `:most: 30`, or leave "
                           "it out", most, location=self.get_location(), type="press",
                           subtype="concept-map")
            return []
        node = concept_map(most=int(most))
        self.set_source_info(node)
        return [node]


class DrawMap(SphinxPostTransform):
    """Replace each ``concept_map`` by a drawing and a list, or by the list alone."""

    default_priority = 5  # before terms and other references are resolved

    def run(self, **kwargs: Any) -> None:
        for place in list(self.document.findall(concept_map)):
            lessons = list(self.env.toctree_includes.get(self.env.docname, []))
            found = most_linked(
                concepts(source_of(self.app).glossary, Sections(self.env, lessons)),
                place["most"])
            if not found:
                logger.warning(
                    "{concept-map} finds no concepts: no page below this one introduces a term; "
                    "put it on a module's first page, and write `:defined: sec-…` in the glossary",
                    location=place, type="press", subtype="concept-map")
                place.parent.remove(place)
                continue
            place.replace_self(self.shown(found, lessons))

    def shown(self, found: list[Concept], lessons: list[str]) -> list[nodes.Node]:
        """The nodes that stand for the map in this builder."""
        listed = as_list(found, lessons, self.env)
        if not has_pages(self.app):
            return [listed]
        builder, here = self.app.builder, self.env.docname
        assert builder is not None
        drawing = drawn(found, [short(self.env, name) for name in lessons],
                        lambda slug: builder.get_relative_uri(here, page_of(slug)))
        opening = (f'{drawing}<details class="concept-list"><summary>The map as a list</summary>\n')
        return [nodes.container("", raw(opening), listed, raw("</details>\n"),
                                classes=["concept-map", "no-terms"])]


class Sections:
    """The places of sections: which lesson, and where in it."""

    def __init__(self, env: BuildEnvironment, lessons: list[str]):
        self.lessons = lessons
        self.labels = env.get_domain("std").labels  # type: ignore[attr-defined]
        self.orders = {name: {label: i for i, section in enumerate(
            trees.look(env, name).findall(nodes.section)) for label in section["ids"]}
            for name in lessons}

    def __call__(self, label: str) -> Place | None:
        docname, anchor, _ = self.labels.get(label, ("", "", ""))
        if docname not in self.lessons:
            return None
        return self.lessons.index(docname), self.orders[docname].get(anchor, 0)


def short(env: BuildEnvironment, docname: str) -> str:
    """A lesson's title up to its colon."""
    return env.titles[docname].astext().partition(":")[0]


def raw(text: str) -> nodes.raw:
    """HTML as it stands."""
    return nodes.raw("", text, format="html")


def as_list(found: list[Concept], lessons: list[str], env: BuildEnvironment) -> nodes.bullet_list:
    """Lessons, below each its concepts, and after each concept what it needs."""
    names = {one.slug: one.name for one in found}
    result = nodes.bullet_list(bullet="-")
    for number, lesson in enumerate(lessons):
        inner = nodes.bullet_list(bullet="-")
        for one in found:
            if one.lesson != number:
                continue
            line = nodes.paragraph()
            line += xref("term", one.name, one.name, env.docname)
            if one.needs:
                line += nodes.Text(" needs " + ", ".join(names[need] for need in one.needs))
            inner += nodes.list_item("", line)
        if len(inner):
            result += nodes.list_item("", nodes.paragraph("", short(env, lesson)), inner)
    return result


# -- The drawing -----------------------------------------------------------------------------------


def drawn(found: list[Concept], lessons: list[str], address: Any) -> str:
    """The map as SVG; its links are for the pointer, those of the list for everybody."""
    plan = lay_out(found)
    columns = sorted({one.lesson for one in found})
    heads = "".join(_head(lessons[lesson], i) for i, lesson in enumerate(columns))
    # What leads to a concept stands in its group: a style sheet can light both up.
    groups = "".join(_group(plan, plan.rows[one.slug], address(one.slug)) for one in found)
    passing = "".join(_passing(plan, row) for row in plan.rows.values() if not row.lines)
    return (f'<svg class="concepts" viewBox="-2 0 {plan.width + 4:g} {plan.height:g}" '
            f'width="{plan.width + 4:g}" height="{plan.height:g}" aria-hidden="true">'
            f"{heads}{passing}{groups}</svg>\n")


def _head(title: str, column: int) -> str:
    left = column * (COLUMN + GAP)
    lines = "".join(f'<tspan x="{left:g}" dy="{LINE if i else 0}">{escape(line)}</tspan>'
                    for i, line in enumerate(wrapped(title)))
    return f'<text class="lesson" x="{left:g}" y="14">{lines}</text>'


def _group(plan: Map, row: Row, address: str) -> str:
    lines = "".join(_line(plan.rows[last], row) for last in plan.needs.get(row.key, []))
    top = row.top + PADDING + 0.74 * LINE
    words = "".join(f'<tspan x="{row.left + 7:g}" y="{svg.rounded(f"{top + i * LINE:.3f}")}">'
                    f"{escape(line)}</tspan>" for i, line in enumerate(row.lines))
    return (f'<g class="concept">{lines}<a href="{escape(address)}" tabindex="-1">'
            f'<rect x="{row.left:g}" y="{svg.rounded(f"{row.top:.3f}")}" width="{COLUMN}" '
            f'height="{row.height:g}" rx="4"/><text>{words}</text></a></g>')


def _passing(plan: Map, row: Row) -> str:
    """A line through the empty row of a column, and what leads to it."""
    before = "".join(_line(plan.rows[key], row) for key in row.before)
    y = svg.rounded(f"{row.middle:.3f}")
    return f'{before}<path d="M{row.left:g} {y}h{COLUMN}"/>'


def _line(start: Row, end: Row) -> str:
    """A curve over the gap, level at both ends."""
    x, to = start.left + COLUMN, end.left
    half = (x + to) / 2
    d = f"M{x:g} {start.middle:.3f} C{half:g} {start.middle:.3f} {half:g} {end.middle:.3f} " \
        f"{to:g} {end.middle:.3f}"
    return f'<path d="{svg.rounded(d)}"/>'
