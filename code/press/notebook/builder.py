"""The Sphinx builder ``notebooks``: one notebook for each chapter that runs or asks."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.transforms.post_transforms import SphinxPostTransform

from press.core import chapters, notebook_lint, notebooks
from press.core.mistakes import Mistake, Mistakes
from press.core.notebooks import Cell
from press.execute import Stopped
from press.lesson import module_of
from press.notebook import front, handson, launch
from press.notebook.chapters import chapters_of, target
from press.notebook.inline import IMAGES
from press.notebook.markdown import Writer
from press.notebook.place import path_of


def setup_builder(app: Sphinx) -> None:
    """Register the builder and what goes with it."""
    app.add_builder(NotebookBuilder)
    app.add_post_transform(DropOutputs)
    app.connect("build-finished", drop_style_sheets, priority=900)


class NotebookBuilder(Builder):
    """Writes notebooks. Links lead to the online book, where its address is known."""

    name = "notebooks"
    format = "notebook"
    supported_image_types = list(IMAGES)

    def init(self) -> None:
        self.address = launch.address_of(self.app)

    def colab(self, path: str) -> str:
        """The address that opens a notebook in Colab; empty where it is not known."""
        known = launch.repository_of(self.app)
        return known.colab(self.config.notebooks_branch, path) if known else ""

    def get_outdated_docs(self) -> set[str]:
        return set(self.env.found_docs)

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return f"{self.address}{docname}.html"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return self.get_target_uri(to)

    def write(self, build_docnames: Any, updated_docnames: Sequence[str],
              method: str = "update") -> None:
        """Write the notebooks of some chapters, or of all, and those of the exercises; none of a
        chapter that is gone is left.

        Raises:
            Stopped: something has no form in a notebook; with its line.
        """
        folder = Path(self.outdir)
        chapters = list(chapters_of(self.env))
        made = {target(docname): self.chapter(docname) for docname in chapters
                if build_docnames is None or docname in build_docnames}
        known = bool(self.address) and handson.PAGE in self.env.found_docs
        page = self.get_target_uri(handson.PAGE) if known else ""
        try:
            made |= handson.notebooks_of(Path(self.srcdir), self.config.html_title, self.address,
                                         page, self.colab)
        except Mistakes as mistakes:
            raise Stopped(mistakes.found) from mistakes
        wanted = {folder / path for path in (*map(target, chapters), *made)}
        for old in folder.rglob("*.ipynb"):
            if old not in wanted:
                old.unlink()
        for path, text in made.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

    def chapter(self, docname: str) -> str:
        """The text of a chapter's notebook."""
        path = path_of(self.env, docname)
        doctree = self.env.get_and_resolve_doctree(docname, self)
        try:
            cells = self.cells(docname, doctree)
            for cell in cells:
                if cell.kind != "markdown" and cell.line:
                    check_imports(cell, path)
        except Mistake as mistake:
            raise Stopped([mistake]) from mistake
        gpu = self.env.metadata[docname].get("accelerator") == "gpu"
        made = notebooks.notebook(docname.rpartition("/")[2], cells, gpu=gpu)
        found = notebook_lint.in_notebook(made)
        if found:
            raise Stopped([Mistake(path, max(cells[position - 1].line, 1),
                                   f"the notebook would show {what}",
                                   "write what Sphinx resolves, or code between backticks")
                           for position, what in found])
        return notebooks.to_json(made)

    def cells(self, docname: str, doctree: nodes.document) -> list[Cell]:
        """The cells of a chapter: what every notebook begins with, then the chapter's own."""
        source = chapters.read(Path(self.env.doc2path(docname)), Path(self.srcdir))
        writer = Writer(self, docname, [cell.line for cell in source.cells])
        section = next(iter(doctree.findall(nodes.section)))
        body = writer.cells([section])
        module = module_of(self.env, docname)
        title, _, words = body[0].source.partition("\n")
        named = [f"*{self.config.html_title}*", self.env.titles[module].astext() if module else ""]
        opening = front.opening(Path(self.srcdir), title,
                                " · ".join(part for part in named if part), writer.online(),
                                self.colab(target(docname)))
        plots = any("matplotlib" in cell.source for cell in body if cell.kind != "markdown")
        return [Cell("markdown", opening, body[0].line), *front.tools(writer.folds, plots),
                *([Cell("markdown", words, body[0].line)] if words.strip() else []), *body[1:]]


def drop_style_sheets(app: Sphinx, error: Exception | None) -> None:
    """Notebooks have no use for what other extensions copy for pages, whoever builds."""
    if error is None and app.builder.name == NotebookBuilder.name:
        shutil.rmtree(Path(app.outdir) / "_static", ignore_errors=True)


def check_imports(cell: Cell, path: str) -> None:
    """Raises the first import that Colab need not have."""
    above = 1 if cell.kind == "form" else 0  # the title, which the chapter does not have
    try:
        found = notebooks.foreign_imports(cell.source, path, cell.line - above)
    except SyntaxError:  # a starter may be anything
        return
    if found:
        raise found[0]


class DropOutputs(SphinxPostTransform):
    """Notebooks: takes away what cells printed and drew, and keeps the words for a drawing."""

    default_priority = 3  # before MyST-NB chooses among the formats of an output

    def run(self, **kwargs: Any) -> None:
        if self.app.builder.format != NotebookBuilder.format:
            return
        for bundle in list(self.document.findall(nodes.container)):
            if bundle.get("nb_element") != "mime_bundle":
                continue
            image = next(bundle.findall(nodes.image), None)
            if image is not None and isinstance(bundle.parent, nodes.figure):
                bundle.parent["seen"] = image.get("alt", "")
            bundle.parent.remove(bundle)
