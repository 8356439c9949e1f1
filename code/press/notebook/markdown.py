"""A resolved chapter as the cells of a notebook: plain CommonMark, ``$…$``, and code.

Each kind of block has a method ``block_<node>`` that gives cells. A node without one stops the
build.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable

from docutils import nodes
from sphinx.builders import Builder
from sphinx_exercise.nodes import exercise_enumerable_node, solution_node

from press.core import notebooks, tex
from press.core.escape import at_start, escaped, indented, one_line, quoted
from press.core.mistakes import Mistake
from press.core.notebooks import Cell
from press.figures import cell_of
from press.notebook.inline import Inline
from press.notebook.place import line_of, path_of
from press.notebook.questions import SHOW, question_cells
from press.questions.nodes import is_question
from press.questions.printed import set_off_title
from press.widget import widget


class Writer(Inline):
    """Writes the blocks of one chapter.

    ``lines`` are those of the code cells: MyST-NB does not know how long a cell's header is.
    """

    def __init__(self, builder: Builder, docname: str, lines: Iterable[int]):
        super().__init__(builder, docname)
        self.lines = iter(lines)
        self.numbers = builder.env.toc_fignumbers.get(docname, {})
        self.level = 0
        self.quotes = 0  # around what is being written
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

    def markdown(self, text: str, node: nodes.Node) -> list[Cell]:
        """One Markdown block; none where there is no text."""
        return [Cell("markdown", text, line_of(node))] if text.strip() else []

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
        return self.markdown(self._quoted(node.children), node)

    def _quoted(self, children: Iterable[nodes.Node], title: str = "") -> str:
        self.quotes += 1
        try:
            return quoted(title + self.text(children))
        finally:
            self.quotes -= 1

    def block_Admonition(self, node: nodes.Element) -> list[Cell]:
        """A callout: its title in bold, set off as a quote. Colab has no other box."""
        title, *body = node.children if isinstance(node[0], nodes.title) else (None, *node.children)
        words = self.inline(title.children) if title else type(node).__name__.capitalize()
        return self.markdown(self._quoted(body, f"**{words}**\n\n"), node)

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
        if self.quotes:  # Jupyter would take the marks of the quote's lines into the formula
            return self.markdown(f"$$ {one_line(source + tag)} $$", node)
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
