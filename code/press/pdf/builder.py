"""The builder ``pdf``: all pages in the order of the table of contents, set by Typst."""

from __future__ import annotations

import datetime
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typst
from docutils import nodes
from sphinx.builders import Builder
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.osutil import make_filename

from press import mark
from press.core.mistakes import Mistake
from press.core.typst import Code, call, code_theme, colors, content, literal, markup
from press.execute import Stopped
from press.pdf import faces
from press.pdf.book import Page, pages
from press.pdf.formulas import Formulas
from press.pdf.imprint import address, facts
from press.pdf.nodes import hanging
from press.pdf.questions import Questions
from press.pdf.shared import Shared
from press.questions.answers import page_of_key

logger = logging.getLogger(__name__)

DESIGN = ("design.typ", "base.typ", "pages.typ", "code.typ")
_PLACE = re.compile(r"┌─ (?:.*/)?pages/([^:\n]*)\.typ:(\d+):\d+")
_MARK = re.compile(r"// (\S+):(\d+)")
IMPORT = '#import "/design.typ" as d\n'


class PdfBuilder(Builder):
    """Writes Typst below ``_build/.press/.pdf`` and the book's PDF into the output folder."""

    name = "pdf"
    format = "pdf"
    epilog = ""
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg"]

    def init(self) -> None:
        self.work = Path(self.app.doctreedir).parent / ".pdf"

    def get_outdated_docs(self) -> str:
        return "the whole book"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: set[str]) -> None:
        """Nothing to prepare."""

    def write(self, *ignored: Any) -> None:
        start = time.monotonic()
        plan = list(pages(self.env))
        trees = {page.docname: self.tree(page.docname) for page in plan if page.docname}
        source = self.work / "source"
        shutil.rmtree(source, ignore_errors=True)
        (source / "pages").mkdir(parents=True)
        fonts = faces.convert(self.work)
        shared = Shared(self.env, source, fonts,
                        Formulas(self.work, faces.letters(fonts, faces.MATH)),
                        site=address(self.config.html_baseurl),
                        has_key=page_of_key(self.env) is not None)
        shared.terms = dict(terms(trees))
        shared.prepare_formulas(trees)
        mistakes = [mistake for page in plan if page.docname
                    for mistake in self.write_page(page, trees[page.docname], shared)]
        if mistakes:
            raise Stopped(mistakes)
        self.write_book(plan, shared)
        known = facts(self.app)
        target = Path(self.outdir) / f"{make_filename(known['title']).lower()}.pdf"
        compile_book(source, fonts, known["timestamp"], target)
        logger.info("%d formulas, %s: %.1f MB in %.1f s", len(shared.formulas), target.name,
                    target.stat().st_size / 1e6, time.monotonic() - start)

    def tree(self, docname: str) -> nodes.document:
        tree = self.env.get_and_resolve_doctree(docname, self)
        self.post_process_images(tree)
        hang_notes(tree)
        return tree

    def write_page(self, page: Page, tree: nodes.document, shared: Shared) -> list[Mistake]:
        writer = Questions(tree, page, shared)
        tree.walkabout(writer)
        file = shared.folder / "pages" / f"{page.docname}.typ"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(IMPORT + writer.text() + "\n", encoding="utf-8")
        return writer.mistakes

    def write_book(self, plan: list[Page], shared: Shared) -> None:
        """The main file, and what stands beside the pages."""
        folder = shared.folder
        here = Path(__file__).parent
        for name in DESIGN:
            shutil.copyfile(here / name, folder / name)
        (folder / "colors.typ").write_text(colors(), encoding="utf-8")
        (folder / "code.tmTheme").write_text(code_theme(), encoding="utf-8")
        (folder / "mark.svg").write_text(mark.printed(), encoding="utf-8")
        known = {**facts(self.app), "text-faces": faces.chain("STIX Two Text"),
                 "code-faces": faces.chain("Ubuntu Mono"), "math-face": faces.MATH,
                 "primes-face": faces.PRIMES}
        del known["timestamp"]
        (folder / "facts.typ").write_text(f"#let facts = {literal(known)}\n", encoding="utf-8")
        main = [IMPORT, "#show: d.book\n"]
        for page in plan:
            main.append(f'#include "/pages/{page.docname}.typ"\n' if page.docname else
                        call("title", Code(content(markup(page.title))), level=1, role="part")
                        + "\n")
        main += back(shared)
        (folder / "main.typ").write_text("".join(main), encoding="utf-8")


def back(shared: Shared) -> Iterator[str]:
    """What the book has after the site's pages: the folded code, and the index."""
    listings = [(docname, kept) for docname, kept in shared.listings.items() if kept]
    if listings:
        yield call("title", content("Code of the figures"), level=1, role="back",
                   labels=("back:code",)) + "\n"
        for docname, kept in listings:
            title = shared.env.titles[docname].astext()
            yield call("answers-of", content(markup(title))) + "\n"
            for one in kept:
                yield call("back-listing", one.label, content(markup(one.title)), one.code) + "\n"
    if shared.terms or shared.indexed:
        yield call("title", content("Index"), level=1, role="back", labels=("back:index",)) + "\n"
        names = [(name, target) for name, target in shared.terms.items()]
        yield call("index-list", names, sorted(shared.indexed)) + "\n"


def terms(trees: dict[str, nodes.document]) -> Iterator[tuple[str, str]]:
    """The glossary's terms with their targets."""
    for docname, tree in trees.items():
        for one in tree.findall(nodes.term):
            if one["ids"] and one["ids"][0].startswith("term-"):
                yield one.astext(), f"{docname}#{one['ids'][0]}"


def hang_notes(tree: nodes.document) -> None:
    """Make each margin note that follows a paragraph a footnote of it."""
    for note in list(tree.findall(nodes.sidebar)):
        place = note.parent.index(note)
        before = note.parent[place - 1] if place else None
        if isinstance(before, nodes.paragraph):
            foot = hanging("", *note.children)
            note.parent.remove(note)
            before += foot


def compile_book(source: Path, fonts: Path, timestamp: datetime.datetime, target: Path) -> None:
    """Have Typst set the book.

    Raises:
        Stopped: Typst found something wrong in a page; told with the page's place.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        typst.compile(str(source / "main.typ"), output=str(target), root=str(source),
                      font_paths=[str(fonts)], ignore_system_fonts=True, pdf_standards=["ua-1"],
                      timestamp=timestamp)
    except typst.TypstError as error:
        target.unlink(missing_ok=True)
        place = next(places(error, source), None)
        if place is None:
            raise ExtensionError(f"Typst: {error.message}\n{error.diagnostic}") from error
        instead = "; ".join(error.hints or []) or "write this another way"
        what = f"the PDF cannot be set: {error.message}"
        raise Stopped([Mistake(*place, what, instead)]) from error


def places(error: typst.TypstError, source: Path) -> Iterator[tuple[str, int]]:
    """Where in the chapters an error of Typst's may come from: the comment above the place."""
    for name, number in _PLACE.findall("\n".join([error.diagnostic or "", *(error.trace or [])])):
        lines = (source / "pages" / f"{name}.typ").read_text(encoding="utf-8").splitlines()
        for line in reversed(lines[: int(number)]):
            if found := _MARK.match(line):
                yield found[1], int(found[2])
                break

