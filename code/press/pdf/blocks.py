"""Blocks of a page: lists, tables, cells, figures, callouts, notes, the bibliography."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.locale import admonitionlabels

from press.core.tex import signs
from press.core.typst import Code, call, column_widths, content, literal, opening, string
from press.figures import cell_of
from press.mathml import formula, key_of
from press.pdf.nodes import hanging
from press.pdf.shared import Listing
from press.pdf.writer import Writer

LETTERS_A_LINE = 84  # in the size of tables
NUMBERINGS = {"arabic": "1", "loweralpha": "a", "upperalpha": "A", "lowerroman": "i",
              "upperroman": "I"}


class Blocks(Writer):
    """Writes what stands by itself on a page."""

    def wrap(self, name: str, node: nodes.Element, *children: nodes.Node, **named: Any) -> None:
        """Write a call around some of a node's children, with its labels; then go on."""
        inside = self.inside(*children)
        self.block(opening(name, **named, labels=self.labels(node)) + inside + "\n];\n", node)
        raise nodes.SkipNode

    # -- Lists -------------------------------------------------------------------------------------

    def items(self, node: nodes.Element) -> list[Code]:
        return [content(self.anchors(item), self.inside(*item.children))
                for item in node.children if isinstance(item, nodes.list_item)]

    def visit_bullet_list(self, node: nodes.bullet_list) -> None:
        self.block(call("list", *self.items(node), tight=is_tight(node)), node)
        raise nodes.SkipNode

    def visit_enumerated_list(self, node: nodes.enumerated_list) -> None:
        form = node.get("prefix", "") + NUMBERINGS[node.get("enumtype", "arabic")] \
            + node.get("suffix", ".")
        self.block(call("enum", *self.items(node), tight=is_tight(node), numbering=form,
                        start=node.get("start", 1)), node)
        raise nodes.SkipNode

    def visit_definition_list(self, node: nodes.definition_list) -> None:
        name = "definitions"
        if "reasons" in node["classes"]:
            name = "reasons"
        elif "glossary" in node["classes"]:
            name = "glossary"
        items = []
        for item in node.children:
            terms = [child for child in item.children if isinstance(child, nodes.term)]
            bodies = [child for child in item.children if isinstance(child, nodes.definition)]
            heads = ", ".join(
                f"#d.term({literal(self.labels(term))})[{self.inside(*term.children)}];"
                if name == "glossary" else self.anchors(term) + self.inside(*term.children)
                for term in terms)
            body = "".join(self.inside(*body.children) for body in bodies)
            if name == "glossary":
                targets = [label for term in terms for label in self.labels(term)]
                body += f"#d.term-pages({literal(tuple(targets))});"
            items.append(Code(literal((content(heads), content(body)))))
        self.block(call(name, *items), node)
        raise nodes.SkipNode

    def visit_glossary(self, node: Any) -> None:
        self.block(self.anchors(node), node)

    def visit_field_list(self, node: nodes.field_list) -> None:
        items = [Code(literal((content(self.inside(*field[0].children)),
                               content(self.inside(*field[1].children)))))
                 for field in node.children if isinstance(field, nodes.field)]
        self.block(call("definitions", *items), node)
        raise nodes.SkipNode

    # -- Tables ------------------------------------------------------------------------------------

    def visit_table(self, node: nodes.table) -> None:
        heads = [row for head in node.findall(nodes.thead) for row in head.children]
        rows = [row for body in node.findall(nodes.tbody) for row in body.children]
        texts = [[self.shown(entry) for entry in row.children] for row in [*heads, *rows]]
        widths = column_widths(texts, LETTERS_A_LINE)
        title = next((c for c in node.children if isinstance(c, nodes.title)), None)
        caption = content(self.inside(*title.children)) if title is not None else None
        number = self.shared.number(self.page.docname, "table", node)
        self.block(call(
            "data-table", *self.cells(rows), columns=Code(literal([Code(w) for w in widths])),
            head=Code(literal(self.cells(heads))), labels=self.labels(node),
            caption=caption, number=number), node)
        raise nodes.SkipNode

    def shown(self, entry: nodes.Element) -> str:
        """A cell's text about as long as it is on paper: a formula has its signs, not its TeX."""
        parts = []
        for node in entry.findall(lambda n: isinstance(n, nodes.Text)):
            if isinstance(node.parent, nodes.math):
                drawn = formula(self.env, self.page.docname, key_of(node.parent)).mathml
                parts.append("x" * signs(drawn))
            else:
                parts.append(node.astext())
        return "".join(parts)

    def cells(self, rows: list[Any]) -> list[Code]:
        result = []
        for row in rows:
            for entry in row.children:
                inside = content(self.inside(*entry.children))
                spans = {"colspan": entry.get("morecols", 0) + 1,
                         "rowspan": entry.get("morerows", 0) + 1}
                wide = {name: size for name, size in spans.items() if size > 1}
                made = call("table.cell", inside, **wide).lstrip("#").rstrip(";")
                result.append(Code(made) if wide else inside)
        return result

    # -- Code --------------------------------------------------------------------------------------

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        self.shared.check_letters(self, node, "code")
        language = {"python": "python", "ipython3": "python", "ipython": "python"}.get(
            node.get("language", ""))
        output = {"output", "stream"} & set(node["classes"]) or (cell_of(node) is not None and \
            not any("cell_input" in above.get("classes", []) for above in above_all(node)))
        self.block(call("printed" if output else "listing", node.astext().rstrip("\n"),
                        lang=None if output else language, labels=self.labels(node)), node)
        raise nodes.SkipNode

    def visit_container(self, node: nodes.container) -> None:
        if node.get("design_component") == "dropdown":
            title, *rest = node.children
            self.wrap("ponder", node, *rest, title=content(self.inside(*title.children)))
        if node.get("design_component"):
            self.unknown_visit(node)
        if node.get("hide_mode") in ("input", "all"):
            self.fold(node)
        if "tag_live" in node["classes"]:
            self.block(self.inside(*node.children), node)
            self.block(call("runs", **self.where(self.section_of(node))), node)
            raise nodes.SkipNode
        if {"answer"} & set(node["classes"]) and self.shared.has_key:
            raise nodes.SkipNode  # it stands in the key
        self.out.append("\n\n" + self.anchors(node))

    def fold(self, cell: nodes.container) -> None:
        """Code that is folded on the site goes to the back; the page says where."""
        source = next(c for c in cell.children if "cell_input" in c["classes"])
        cell.remove(source)
        figure = next(iter(cell.findall(nodes.figure)), None)
        self.shared.check_letters(self, source, "code")
        kept = self.shared.listings.setdefault(self.page.docname, [])
        label = f"code:{self.page.docname}:{len(kept) + 1}"
        number = self.shared.number(self.page.docname, "figure", figure) if figure else ""
        title = f"Figure {number}" if number else "Before the first question" if not kept \
            else "A computation in the text"
        kept.append(Listing(label, f"{label}:back", title, source.astext().rstrip("\n")))
        if figure is not None:
            figure["code"] = label
        else:
            self.block(f"#d.code-elsewhere({string(label)});", cell)

    def visit_code(self, node: nodes.Element) -> None:
        self.visit_literal(node)  # type: ignore[arg-type]

    # -- Figures -----------------------------------------------------------------------------------

    def picture(self, node: nodes.image) -> dict[str, Any]:
        """Path, words and width of a picture."""
        if not node.get("alt", "").strip():
            self.wrong(node, "this image has no alt text, which the PDF needs",
                       "describe what is seen: `:alt: …`, or `mystnb: {image: {alt: …}}`")
        path = Path(self.env.srcdir, node["uri"])
        if not path.is_file():
            self.wrong(node, f"image file not readable: {node['uri']}",
                       "mend the path, relative to this chapter")
            raise nodes.SkipNode
        return {"path": self.shared.picture(path), "alt": " ".join(node.get("alt", "").split())}

    def visit_figure(self, node: nodes.figure) -> None:
        image = next(iter(node.findall(nodes.image)), None)
        if image is None:
            self.unknown_visit(node)
        assert image is not None
        named = self.picture(image)
        number = self.shared.number(self.page.docname, "figure", node)
        named["number"] = self.env.config.numfig_format["figure"] % number if number else ""
        for child in node.children:
            if isinstance(child, nodes.caption):
                named["caption"] = content(self.inside(*child.children))
            elif isinstance(child, nodes.legend):
                named["legend"] = content(self.inside(*child.children))
        if code := node.get("code"):
            named["code"] = code
        if node.get("widget"):
            named |= self.where(node["ids"][0])
        named["early"] = not follows_prediction(node)
        self.block(call("plot", **named, labels=self.labels(node)), node)
        raise nodes.SkipNode

    def where(self, anchor: str) -> dict[str, Any]:
        """The address of a place on the site, with its QR code where the site has an address."""
        address = self.shared.address(self.page.docname, anchor)
        return {"address": address, "qr": self.shared.qr(address) if self.shared.site else None}

    def section_of(self, node: nodes.Element) -> str:
        """The name of the section in which a node stands."""
        return next(name for above in above_all(node) if isinstance(above, nodes.section)
                    for name in above["ids"])

    def visit_image(self, node: nodes.image) -> None:
        if isinstance(node.parent, nodes.paragraph):
            self.out.append(call("picture", **self.picture(node)))
        else:
            self.block(call("plot", **self.picture(node), labels=self.labels(node)), node)
        raise nodes.SkipNode

    # -- Callouts and notes ------------------------------------------------------------------------

    def visit_admonition(self, node: nodes.admonition) -> None:
        title, *rest = node.children
        kind = next((name for name in ("bridge", "worked", "pitfall", "sentence")
                     if name in node["classes"]), "note")
        self.wrap("callout", node, *rest, kind=kind, title=content(self.inside(*title.children)))

    def named_admonition(self, node: nodes.Element) -> None:
        name = type(node).__name__
        self.wrap("callout", node, *node.children, kind="pitfall" if name in (
            "warning", "caution", "danger", "error", "attention") else "note",
            title=content(heading_of(name)))

    visit_note = visit_warning = visit_tip = visit_hint = visit_important = named_admonition
    visit_caution = visit_danger = visit_attention = visit_error = visit_seealso = named_admonition

    def visit_sidebar(self, node: nodes.sidebar) -> None:
        """A margin note: at the foot of the page, if there is a paragraph to hang it on."""
        title = next((c for c in node.children if isinstance(c, nodes.title)), None)
        rest = [c for c in node.children if c is not title]
        head = content(self.inside(*title.children)) if title is not None else None
        self.wrap("aside", node, *rest, title=head)

    visit_topic = visit_sidebar

    def visit_hanging(self, node: hanging) -> None:
        title = next((c for c in node.children if isinstance(c, nodes.title)), None)
        rest = [c for c in node.children if c is not title]
        head = content(self.inside(*title.children)) if title is not None else None
        self.out.append(opening("note", title=head) + self.inside(*rest) + "];")
        raise nodes.SkipNode

    def visit_block_quote(self, node: nodes.block_quote) -> None:
        self.wrap("quoted", node, *node.children)

    def visit_attribution(self, node: nodes.attribution) -> None:
        self.wrap("attribution", node, *node.children)

    def visit_line_block(self, node: nodes.line_block) -> None:
        self.block(self.anchors(node), node)

    def visit_line(self, node: nodes.line) -> None:
        self.out.append(self.inside(*node.children) + " \\\n")
        raise nodes.SkipNode

    def visit_transition(self, node: nodes.transition) -> None:
        self.block("#d.transition();", node)

    def visit_rubric(self, node: nodes.rubric) -> None:
        name = "answers-of" if "answers-of" in node["classes"] else "rubric"
        self.wrap(name, node, *node.children)

    def visit_citation(self, node: nodes.citation) -> None:
        label, *rest = node.children
        self.wrap("entry", node, *rest, label=content(self.inside(*label.children)))


def is_tight(node: nodes.Element) -> bool:
    """Whether no item of a list holds more than a paragraph."""
    return all(len(item.children) <= 1 for item in node.children)


def above_all(node: nodes.Node) -> list[Any]:
    """All nodes around a node."""
    result = []
    while node.parent is not None:
        node = node.parent
        result.append(node)
    return result


def follows_prediction(node: nodes.Element) -> bool:
    """Whether a question asks to predict what this figure shows: then it must not come earlier."""
    cell = cell_of(node) or node
    place = cell.parent.index(cell)
    before = cell.parent[place - 1] if place else None
    return isinstance(before, nodes.Element) and "predict" in before.get("classes", [])


def heading_of(name: str) -> str:
    """The heading of an admonition that has none of its own."""
    return str(admonitionlabels.get(name, name.title()))

