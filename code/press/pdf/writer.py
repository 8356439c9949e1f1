"""From a page's resolved doctree to Typst: text, lists, tables, references.

What Typst sees is calls of the functions in design.typ; how they look is said there alone. Above
each block stands a comment with its place in the chapter, for errors to name it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from press.core.mistakes import Mistake
from press.core.typst import call, literal, markup, opening, string
from press.pdf.book import Page
from press.pdf.shared import Shared
from press.problems import exact_line
from press.questions.nodes import SHOWS_OTHERS
from press.sheet import CLASS as SHEET

FUNCTION = re.compile(r"(?:\w*\.)*(\w+\(\))")  # a name that code calls: for the index


class Writer(nodes.NodeVisitor):
    """Writes one page. Blocks, figures and questions are added by the classes that extend it."""

    def __init__(self, document: nodes.document, page: Page, shared: Shared):
        super().__init__(document)
        self.page = page
        self.shared = shared
        self.env: BuildEnvironment = shared.env
        self.out: list[str] = []
        self.depth = page.level - 1
        self.mistakes: list[Mistake] = []
        self.path = Path(self.env.doc2path(page.docname)).relative_to(self.env.srcdir).as_posix()
        self.line = 1
        # The glossary and the key use terms without being about them.
        self.counts = not (self.env.metadata[page.docname].get(SHOWS_OTHERS)
                           or any(document.findall(addnodes.glossary)))

    # -- Walking -----------------------------------------------------------------------------------

    def text(self) -> str:
        """The page's Typst source, once it has been walked."""
        return "".join(self.out)

    def inside(self, *children: nodes.Node) -> str:
        """What is written for nodes that stand somewhere else, as the words of a caption."""
        kept, self.out = self.out, []
        for child in children:
            child.walkabout(self)
        result, self.out = "".join(self.out), kept
        return result.strip()

    def block(self, source: str, node: nodes.Node | None = None) -> None:
        """Write something that stands by itself, below its place in the chapter."""
        if node is not None and (line := line_of(node)):
            self.line = line
        self.out.append(f"\n\n// {self.path}:{self.line}\n{source}")

    def wrong(self, node: nodes.Node, what: str, instead: str) -> None:
        """Note a mistake of the chapter's; the build tells all of them, and sets nothing."""
        line = exact_line(Path(self.env.srcdir, self.path), line_of(node) or self.line, what)
        self.mistakes.append(Mistake(self.path, line, what, instead))

    def labels(self, node: nodes.Element) -> tuple[str, ...]:
        """The names by which links find a node."""
        return tuple(dict.fromkeys(f"{self.page.docname}#{name}" for name in node["ids"]))

    def anchors(self, node: nodes.Element) -> str:
        return "".join(call("anchor", label) for label in self.labels(node))

    def unknown_visit(self, node: nodes.Node) -> None:
        name = type(node).__name__
        self.wrong(node, f"the PDF cannot print a `{name}`",
                   "write what book/README.md lists, or teach it to code/press/pdf")
        raise nodes.SkipNode

    def unknown_departure(self, node: nodes.Node) -> None:
        """Nothing to close."""

    def visit_document(self, node: nodes.Node) -> None:
        """The sections are all."""

    visit_compound = visit_compact_paragraph = visit_document

    def skip(self, node: nodes.Node) -> None:
        """No reader sees this on the site either."""
        raise nodes.SkipNode

    visit_comment = visit_substitution_definition = visit_pending = visit_tabular_col_spec = skip
    visit_meta = visit_colspec = visit_highlightlang = skip

    def visit_raw(self, node: nodes.raw) -> None:
        """Scripts of the site's are no content; whatever else is raw HTML cannot be printed."""
        if node.get("format") == "typst":
            self.out.append(node.astext())
        elif not (node.get("format") == "html" and node.astext().lstrip().startswith("<script")):
            self.wrong(node, "the PDF cannot print raw HTML", "write Markdown")
        raise nodes.SkipNode

    # -- Sections ----------------------------------------------------------------------------------

    def visit_section(self, node: nodes.section) -> None:
        self.depth += 1
        if SHEET in node["classes"]:
            self.out.append("\n" + opening("sheet"))

    def depart_section(self, node: nodes.section) -> None:
        self.depth -= 1
        if SHEET in node["classes"]:
            self.out.append("];\n")

    def visit_title(self, node: nodes.title) -> None:
        section = node.parent
        first = self.depth == self.page.level
        place = "" if first else f"#{section['ids'][0]}"
        numbers = self.env.toc_secnumbers.get(self.page.docname, {})
        number = ".".join(map(str, numbers.get(place) or (numbers.get("", ()) if first else ())))
        labels = self.labels(section)
        named: dict[str, Any] = {"level": self.depth, "labels": labels, "role": "section"
                                 if self.depth == self.page.level + 1 else "subsection"}
        if first:
            named |= {"role": self.page.role, "labels": (self.page.docname, *labels)}
        self.block(opening("title", **named, number=number) + self.inside(*node.children) + "]",
                   section)
        if self.counts:
            self.out += [f"\n#d.term-mark({string(target)}, main: true);"
                         for target in self.shared.named_in(node.astext())]
        raise nodes.SkipNode

    # -- Paragraphs and words ----------------------------------------------------------------------

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        if is_lead(node) and SHEET not in node.parent["classes"]:
            self.block("#d.lead[" + self.inside(*node.children) + "];\n\n", node)
            raise nodes.SkipNode
        self.block(self.anchors(node), node)

    def depart_paragraph(self, node: nodes.paragraph) -> None:
        self.out.append("\n\n")

    def visit_Text(self, node: nodes.Text) -> None:
        self.shared.check_letters(self, node, "text")
        self.out.append(markup(str(node)))

    def visit_emphasis(self, node: nodes.Element) -> None:
        self.out.append("#emph[")

    def visit_strong(self, node: nodes.Element) -> None:
        self.shared.defined(self, node)
        self.out.append("#strong[")

    def visit_superscript(self, node: nodes.Element) -> None:
        self.out.append("#super[")

    def visit_subscript(self, node: nodes.Element) -> None:
        self.out.append("#sub[")

    def close(self, node: nodes.Node) -> None:
        self.out.append("];")

    depart_emphasis = depart_strong = depart_superscript = depart_subscript = close
    visit_title_reference, depart_title_reference = visit_emphasis, close

    def visit_inline(self, node: nodes.inline) -> None:
        self.out.append(self.anchors(node))

    visit_abbreviation = visit_inline

    def visit_literal(self, node: nodes.literal) -> None:
        self.shared.check_letters(self, node, "code")
        if self.counts and (found := FUNCTION.fullmatch(node.astext())):
            self.shared.indexed.add(found[1])
            self.out.append(call("index-mark", found[1]))
        self.out.append(call("code", node.astext()))
        raise nodes.SkipNode

    def visit_math(self, node: nodes.math) -> None:
        printed = self.shared.formula(self, node)
        self.out.append(f"#d.m({string(printed.spoken)}, ${printed.typst}$);")
        raise nodes.SkipNode

    def visit_math_block(self, node: nodes.math_block) -> None:
        printed = self.shared.formula(self, node)
        number = self.shared.number(self.page.docname, "displaymath", node) \
            if node.get("number") else ""
        spoken = printed.spoken + (f", equation {number}" if number else "")
        self.block(f"#d.display({string(spoken)}, $ {printed.typst} $, "
                   f"number: {string(number)}, labels: {literal(self.labels(node))});", node)
        raise nodes.SkipNode

    def visit_target(self, node: nodes.target) -> None:
        self.out.append(self.anchors(node))

    def visit_problematic(self, node: nodes.Element) -> None:
        """The warning that made it stops the build."""

    # -- References --------------------------------------------------------------------------------

    def visit_reference(self, node: nodes.reference) -> None:
        words = self.inside(*node.children)
        uri = node.get("refuri", "")
        if "refid" in node or uri.startswith("%"):
            target = uri[1:] or f"{self.page.docname}#{node['refid']}"
            kinds = {name for inner in node.findall(nodes.inline) for name in inner["classes"]}
            if "std-term" in kinds and self.counts:
                self.out.append(f"#d.term-use({string(target)})[{words}];")
            else:
                page = bool(kinds & {"std-ref", "std-doc", "doc"})
                self.out.append(opening("to", target=target, page=page) + words + "];")
        elif isinstance(_ancestor(node, nodes.citation), nodes.citation) or node.astext() == uri:
            self.out.append(opening("out", uri=uri) + words + "];")
        else:
            self.out.append(opening("out", uri=uri, noted=True) + words + "];")
        raise nodes.SkipNode

    def visit_number_reference(self, node: Any) -> None:
        self.visit_reference(node)

    def visit_footnote_reference(self, node: nodes.footnote_reference) -> None:
        note = next(n for n in self.document.findall(nodes.footnote) if node["refid"] in n["ids"])
        self.out.append("#footnote[" + self.inside(*note.children[1:]) + "];")
        raise nodes.SkipNode

    visit_footnote = skip  # where it is referred to, at the foot of that page

    def visit_index(self, node: Any) -> None:
        for kind, entry, *_ in node["entries"]:
            if not isinstance(node.parent, nodes.term):  # the glossary's own are the design's
                self.shared.indexed.add(entry)
                self.out.append(call("index-mark", entry, kind=kind))
        raise nodes.SkipNode


def line_of(node: nodes.Node) -> int:
    """The line of a node, or of the nearest that has one around it; 0 if none has."""
    place: nodes.Node | None = node
    while place is not None:
        if getattr(place, "line", None):
            return int(place.line)  # type: ignore[arg-type]
        place = place.parent
    return 0


def is_lead(node: nodes.paragraph) -> bool:
    """Whether a paragraph is the line in italics or bold right below a page's title."""
    section, words = node.parent, [child for child in node.children if child.astext()]
    return (isinstance(section, nodes.section) and isinstance(section.parent, nodes.document)
            and section.index(node) == 1 and len(words) == 1
            and isinstance(words[0], nodes.emphasis | nodes.strong))


def _ancestor(node: nodes.Node, kind: type) -> nodes.Node | None:
    place: nodes.Node | None = node
    while place is not None and not isinstance(place, kind):
        place = place.parent
    return place
