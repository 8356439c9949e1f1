"""A resolved chapter as the cells of a notebook: plain CommonMark, ``$…$``, and code.

Each kind of block has a method ``block_<node>`` that gives cells, each kind of inline a method
``inline_<node>`` that gives Markdown. A node without either stops the build.
"""

from __future__ import annotations

import base64
import mimetypes
import posixpath
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.builders import Builder
from sphinx_exercise.nodes import exercise_enumerable_node, solution_node

from press.core import notebooks, tex, widgets
from press.core.escape import at_start, escaped, indented, one_line, quoted
from press.core.mistakes import Mistake
from press.core.notebooks import Cell
from press.figures import cell_of
from press.notebook.place import line_of, path_of
from press.notebook.questions import SHOW, question_cells
from press.problems import exact_line
from press.questions.nodes import is_question
from press.questions.printed import set_off_title
from press.widget import play, widget

IMAGES = ("image/png", "image/jpeg", "image/gif")


class Writer:
    """Writes one chapter. ``builder`` knows the addresses of the online book.

    ``lines`` are those of the code cells: MyST-NB does not know how long a cell's header is.
    """

    def __init__(self, builder: Builder, docname: str, lines: Iterable[int]):
        self.builder = builder
        self.docname = docname
        self.lines = iter(lines)
        self.numbers = builder.env.toc_fignumbers.get(docname, {})
        self.level = 0
        self.in_table = False
        self.unnumbered = 0  # questions so far that have no number to name their answer by
        self.folds = False  # whether a cell has been made that checks or shows an answer

    def cells(self, children: Iterable[nodes.Node]) -> list[Cell]:
        """Cells of blocks; text between two code cells or headings is one cell."""
        result: list[Cell] = []
        for cell in self.blocks(children):
            last = result[-1] if result else None
            if last is None or {last.kind, cell.kind} != {"markdown"} \
                    or cell.source.startswith("#"):
                result.append(cell)
            else:
                result[-1] = Cell("markdown", f"{last.source}\n\n{cell.source}", last.line)
        return result

    def blocks(self, children: Iterable[nodes.Node]) -> list[Cell]:
        """The cells of each block, not merged."""
        return [cell for child in children for cell in self._method("block", child)(child)]

    def text(self, children: Iterable[nodes.Node], gap: str = "\n\n") -> str:
        """Blocks as Markdown, where no code cell can stand.

        Raises:
            Mistake: one of them is a code cell.
        """
        cells = self.blocks(children)
        for cell in cells:
            if cell.kind != "markdown":
                raise Mistake(path_of(self.builder.env, self.docname), max(cell.line, 1),
                              "a notebook has no cells inside a list, a quote or a callout",
                              "move what runs, or what is folded, out of it")
        return gap.join(cell.source for cell in cells)

    def inline(self, children: Iterable[nodes.Node]) -> str:
        """Inline nodes as Markdown."""
        return "".join(self._method("inline", child)(child) for child in children)

    def _method(self, kind: str, node: nodes.Node) -> Callable[[Any], Any]:
        for cls in type(node).__mro__:
            method = getattr(self, f"{kind}_{cls.__name__}", None)
            if method is not None:
                return method  # type: ignore[no-any-return]
        raise Mistake(path_of(self.builder.env, self.docname), line_of(node),
                      f"`{type(node).__name__}` has no form in a notebook",
                      "write what book/README.md lists, or teach press/notebook/markdown.py")

    def markdown(self, text: str, node: nodes.Node) -> list[Cell]:
        """One Markdown block; none where there is no text."""
        return [Cell("markdown", text, line_of(node))] if text.strip() else []

    def online(self, target: str = "") -> str:
        """The address of this page, or of a target on it; empty where none is known."""
        page = self.builder.get_target_uri(self.docname)
        return "" if "://" not in page else f"{page}#{target}" if target else page

    def link(self, words: str, uri: str) -> str:
        """A link, or its words alone where it would lead nowhere."""
        return f"[{words}]({uri})" if "://" in uri or uri.startswith("mailto:") else words

    # -- Blocks --------------------------------------------------------------------------------

    def block_Invisible(self, node: nodes.Node) -> list[Cell]:
        return []

    block_target = block_index = block_toctree = block_Invisible

    def block_section(self, node: nodes.section) -> list[Cell]:
        self.level += 1
        try:
            return self.blocks(node.children)
        finally:
            self.level -= 1

    def block_title(self, node: nodes.title) -> list[Cell]:
        return self.markdown(f"{'#' * max(self.level, 1)} {self.inline(node.children)}", node)

    def block_rubric(self, node: nodes.rubric) -> list[Cell]:
        return self.markdown(f"**{self.inline(node.children)}**", node)

    def block_paragraph(self, node: nodes.paragraph) -> list[Cell]:
        return self.markdown(at_start(self.inline(node.children)), node)

    def block_bullet_list(self, node: nodes.bullet_list) -> list[Cell]:
        return self.markdown(self._list(node, lambda _: "- "), node)

    def block_enumerated_list(self, node: nodes.enumerated_list) -> list[Cell]:
        start = node.get("start", 1)
        return self.markdown(self._list(node, lambda i: f"{start + i}. "), node)

    def _list(self, node: nodes.Element, mark: Callable[[int], str]) -> str:
        items = [indented(self.text(item.children), mark(i))
                 for i, item in enumerate(node.children)]
        loose = any(len(item.children) > 1 for item in node.children)  # type: ignore[attr-defined]
        return ("\n\n" if loose else "\n").join(items)

    def block_definition_list(self, node: nodes.definition_list) -> list[Cell]:
        items = []
        for item in node.findall(nodes.definition_list_item):
            terms = " · ".join(f"**{self.inline(t.children)}**" for t in item.findall(nodes.term))
            body = self.text(next(item.findall(nodes.definition)).children)
            items.append(indented(f"{terms}: {body}", "- "))
        return self.markdown("\n\n".join(items), node)

    def block_glossary(self, node: nodes.Element) -> list[Cell]:
        return self.blocks(node.children)

    block_compound = block_glossary

    def block_block_quote(self, node: nodes.block_quote) -> list[Cell]:
        return self.markdown(quoted(self.text(node.children)), node)

    def block_Admonition(self, node: nodes.Element) -> list[Cell]:
        """A callout: its title in bold, set off as a quote. Colab has no other box."""
        title, *body = node.children if isinstance(node[0], nodes.title) else (None, *node.children)
        words = self.inline(title.children) if title else type(node).__name__.capitalize()
        return self.markdown(quoted(f"**{words}**\n\n{self.text(body)}"), node)

    block_sidebar = block_topic = block_Admonition

    def block_literal_block(self, node: nodes.literal_block) -> list[Cell]:
        language = node.get("language", "")
        language = "" if language == "none" else language
        return self.markdown(f"```{language}\n{node.astext().rstrip()}\n```", node)

    def block_transition(self, node: nodes.transition) -> list[Cell]:
        return self.markdown("---", node)

    def block_math_block(self, node: nodes.math_block) -> list[Cell]:
        source = tex.display_source(node.astext(), whole=bool(node.get("nowrap")))
        place = self.numbers.get("displaymath", {}).get(next(iter(node["ids"]), ""), ())
        tag = rf" \tag{{{'.'.join(map(str, place))}}}" if place else ""
        return self.markdown(f"$$\n{source}{tag}\n$$", node)

    def block_table(self, node: nodes.table) -> list[Cell]:
        rows = [[self._entry(entry) for entry in row.findall(nodes.entry)]
                for row in node.findall(nodes.row)]
        if not any(node.findall(nodes.thead)):
            rows.insert(0, [""] * len(rows[0]))
        rows.insert(1, ["---"] * len(rows[0]))
        caption = "".join(f"**{self.inline(title.children)}**\n\n"
                          for title in node.children if isinstance(title, nodes.title))
        return self.markdown(caption + "\n".join(f"| {' | '.join(row)} |" for row in rows), node)

    def _entry(self, node: nodes.entry) -> str:
        self.in_table = True
        try:
            return one_line(self.text(node.children, gap=" "))
        finally:
            self.in_table = False

    def block_citation(self, node: nodes.citation) -> list[Cell]:
        # sphinxcontrib-bibtex adds both to the same node again for each builder of a run.
        label, body = node.children[-2:]
        words = f"**{self.inline(label.children)}** {self.text([body])}"
        return self.markdown(indented(words, "- "), node)

    def block_footnote(self, node: nodes.footnote) -> list[Cell]:
        label, *body = node.children
        words = f"**{self.inline(label.children)}** {self.text(body)}"
        return self.markdown(indented(words, "- "), node)

    def block_image(self, node: nodes.image) -> list[Cell]:
        return self.markdown(self.inline_image(node), node)

    def block_figure(self, node: nodes.figure) -> list[Cell]:
        image = [child for child in node.children if not isinstance(child, nodes.caption)]
        return [*self.blocks(image), *self._caption(node)]

    def _caption(self, node: nodes.figure) -> list[Cell]:
        """Number, caption, and in words what is seen: what a cell draws has no other text."""
        number = self.number("figure", node)
        name = f"**Figure {number}.** " if number else ""
        said = [name + self.inline(child.children) for child in node.children
                if isinstance(child, nodes.caption)]
        if node.get("seen"):
            said.append(f"*What it shows:* {escaped(node['seen'])}")
        return self.markdown("\n\n".join(said), node)

    def number(self, kind: str, node: nodes.Element) -> str:
        """The number of a figure or an exercise as the table of contents counts it."""
        places = self.numbers.get(kind, {})
        found: tuple[int, ...] = next((places[i] for i in node["ids"] if i in places), ())
        return ".".join(map(str, found))

    def block_container(self, node: nodes.container) -> list[Cell]:
        if node.get("nb_element") == "cell_code":
            return self._code_cell(node)
        if node.get("design_component") == "dropdown":
            title, *body = node.children
            return [*self.markdown(f"**{self.inline(title.children)}**", node),
                    self.folded("Answer", self.text(body), node)]
        return self.blocks(node.children)

    def _code_cell(self, node: nodes.container) -> list[Cell]:
        code = next(node.findall(nodes.literal_block))
        line = next(self.lines)
        source = code.astext()
        figures = [figure for figure in node.findall(nodes.figure) if cell_of(figure) is node]
        captions = [cell for figure in figures for cell in self._caption(figure)]
        if node.get("hide_mode"):
            number = self.number("figure", figures[0]) if figures else ""
            cell = notebooks.form(f"Figure {number}" if number else "Code", source, line)
        else:
            cell = Cell("code", source, line)
        return [cell, *captions]

    def block_widget(self, node: widget) -> list[Cell]:
        uri = self.online(node["figure"])
        return self.markdown(self.link("This figure moves in the online book.", uri), node) \
            if uri else []

    def block_exercise_node(self, node: nodes.Element) -> list[Cell]:
        set_off_title(node[0])
        number = self.number("exercise", node)
        title = self.inline(node[0].children).strip()
        if isinstance(node, exercise_enumerable_node):
            title = " ".join(part for part in ("Exercise", number, title) if part)
        if not is_question(node):
            return [*self.markdown(f"**{title}**", node), *self.blocks(node.children[1:])]
        self.folds = True
        if not number:
            self.unnumbered += 1
        name = number.replace(".", "_") or f"review_{self.unnumbered}"
        return question_cells(self, node, title, f"answer_{name}")

    block_exercise_enumerable_node = block_exercise_node

    def block_solution_node(self, node: solution_node) -> list[Cell]:
        return [self.folded(node[0].astext(), self.text(node.children[1:]), node)]

    def folded(self, title: str, text: str, node: nodes.Node) -> Cell:
        """A cell that shows a text on request."""
        self.folds = True
        encoded = base64.encodebytes(text.encode()).decode().strip()
        return notebooks.form(title, f'{SHOW}\nreveal_answer("""\n{encoded}\n""", show_answer)',
                              line_of(node))

    # -- Inline ----------------------------------------------------------------------------------

    def inline_Text(self, node: nodes.Text) -> str:
        return escaped(node.astext().replace("\n", " "), in_table=self.in_table)

    def inline_inline(self, node: nodes.Element) -> str:
        return self.inline(node.children)

    inline_generated = inline_abbreviation = inline_inline

    def inline_emphasis(self, node: nodes.Element) -> str:
        return f"*{self.inline(node.children)}*"

    inline_title_reference = inline_emphasis

    def inline_strong(self, node: nodes.Element) -> str:
        return f"**{self.inline(node.children)}**"

    def inline_literal(self, node: nodes.Element) -> str:
        text = node.astext().replace("\n", " ")
        fence = "``" if "`" in text else "`"
        text = f" {text} " if text[:1] == "`" or text[-1:] == "`" else text
        return fence + (text.replace("|", r"\|") if self.in_table else text) + fence

    def inline_math(self, node: nodes.math) -> str:
        source = one_line(node.astext())
        if self.in_table:  # where a bar would end the cell
            source = source.replace("|", r"\vert ")
        return f"${source}$"

    def inline_reference(self, node: nodes.reference) -> str:
        uri = node.get("refuri") or self.online(node.get("refid", ""))
        words = self.inline(node.children)
        if "://" not in uri and "std-ref" in words_classes(node):
            return f"*{words}*"  # a section's title within a sentence
        return self.link(words, uri)

    def inline_play(self, node: play) -> str:
        uri = self.online(widgets.link(node["figure"], node["settings"]))
        return self.link(self.inline(node.children), uri)

    def inline_image(self, node: nodes.image) -> str:
        """The picture itself: Colab shows none of the attachments that Jupyter knows."""
        uri = node["uri"]
        kind = mimetypes.guess_type(uri)[0]
        file = Path(self.builder.srcdir, uri)
        source = Path(self.builder.env.doc2path(self.docname))
        where = (path_of(self.builder.env, self.docname),
                 exact_line(source, line_of(node), f"image: {posixpath.basename(uri)}"))
        if "://" in uri:
            raise Mistake(*where, f"the image {uri} is on another host", "keep it in the book")
        if kind not in IMAGES:
            raise Mistake(*where, f"Colab shows no image such as {uri}", "use PNG or JPEG")
        if not file.is_file():
            raise Mistake(*where, f"the image {uri} is missing",
                          "mend the path, relative to this chapter")
        alt = escaped(one_line(node.get("alt", "")))
        return f"![{alt}](data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()})"

    def inline_footnote_reference(self, node: nodes.Element) -> str:
        return f"[{node.astext()}]"

    def inline_target(self, node: nodes.Node) -> str:
        return ""

    inline_index = inline_comment = inline_target


def words_classes(node: nodes.Element) -> list[str]:
    """The classes of what a reference is written on; they tell what it refers to."""
    return [name for child in node.findall(nodes.inline) for name in child["classes"]]
