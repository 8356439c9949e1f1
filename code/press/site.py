"""The builder of the site: Sphinx's, but it writes what has changed and copies what is loaded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment.adapters.indexentries import IndexEntries
from sphinx.search import IndexBuilder, js_index
from sphinx.util.fileutil import copy_asset
from sphinx.util.matching import Matcher

from press.publish import PAGES_ARE_RIGHT

FEW = 3  # pages: to have another process write them takes longer than to write them
# What no page loads of that which Sphinx brings beside its scripts.
UNUSED = Matcher(["*.png", "*.css*"])



def setup_site(app: Sphinx) -> None:
    app.add_builder(SiteBuilder, override=True)
    app.connect("build-finished", finish_search, priority=PAGES_ARE_RIGHT + 1)


class SiteBuilder(StandaloneHTMLBuilder):
    """Writes the pages that are older than their sources, and those that extensions name.

    Sphinx adds the first page and every page that lists one of them. Here ``press.shown`` says
    which of those show something else than before.
    """

    def init(self) -> None:
        super().init()
        self.searched_later: list[tuple[str, nodes.document, str]] = []

    def write(self, build_docnames: Iterable[str] | None, updated_docnames: Sequence[str],
              method: Any = "update") -> None:
        named = list(build_docnames or [])
        everything = build_docnames is None or named == ["__all__"]
        self.wanted = self.env.found_docs if everything else {*named, *updated_docnames}
        self.all_wanted = self.wanted >= self.env.found_docs
        self.parallel_ok &= len(self.wanted) > FEW
        super().write(build_docnames, updated_docnames, method)

    def prepare_writing(self, docnames: set[str]) -> None:
        super().prepare_writing(docnames & self.wanted)

    def _write_serial(self, docnames: Sequence[str]) -> None:
        super()._write_serial(self._wanted_of(docnames))

    def _write_parallel(self, docnames: Sequence[str], nproc: int) -> None:
        super()._write_parallel(self._wanted_of(docnames), nproc)

    def _wanted_of(self, docnames: Collection[str]) -> list[str]:
        return [docname for docname in docnames if docname in self.wanted]

    def gen_additional_pages(self) -> None:
        """Write the search's page with all others: a change of the terms on it writes them too."""
        if self.all_wanted or not self._is_there("search.html"):
            super().gen_additional_pages()

    def write_genindex(self) -> None:
        """Write the index with all pages, and where its entries have changed."""
        kept = Path(self.doctreedir) / "press" / "index.txt"
        entries = repr(IndexEntries(self.env).create_index(self))
        if self.all_wanted or not self._is_there("genindex.html") or not kept.is_file() \
                or kept.read_text(encoding="utf-8") != entries:
            super().write_genindex()
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(entries, encoding="utf-8")

    def _is_there(self, file: str) -> bool:
        return Path(self.outdir, file).is_file()

    def index_page(self, pagename: str, doctree: nodes.document, title: str) -> None:
        """Take a page into the search: where an author waits for it, once it is shown."""
        if self._search_can_wait():
            self.searched_later.append((pagename, doctree, title))
        else:
            super().index_page(pagename, doctree, title)

    def handle_finish(self) -> None:
        self.finish_tasks.add_task(self.dump_inventory)
        if not self._search_can_wait():
            self.finish_tasks.add_task(self.dump_search_index)

    def _search_can_wait(self) -> bool:
        return getattr(self.app, "press_hurries", False) \
            and self._is_there(self.searchindex_filename)

    def finish_search(self) -> None:
        """Take in the pages that have been shown."""
        for page in self.searched_later:
            super().index_page(*page)
        if self.searched_later:
            self.dump_search_index()

    def dump_search_index(self) -> None:
        if self.indexer is not None:
            drop_words_that_are_gone(self.indexer)
            keep_entries_of_pages_not_written(self.indexer, self.env.found_docs,
                                              Path(self.outdir) / self.searchindex_filename)
        super().dump_search_index()

    def copy_theme_static_files(self, context: dict[str, Any]) -> None:
        """Sphinx's own scripts. Of what its themes bring, 5 MB, pages load nothing."""
        copy_asset(Path(str(files("sphinx"))) / "themes" / "basic" / "static",
                   Path(self.outdir) / "_static", excluded=UNUSED, context=context,
                   renderer=self.templates)


def finish_search(app: Sphinx, error: Exception | None) -> None:
    """Bring the search up to date, where it has waited and nothing is wrong with the pages."""
    wrong = error or getattr(app, "press_problems", [])
    if not wrong and isinstance(app.builder, SiteBuilder):
        app.builder.finish_search()


def drop_words_that_are_gone(indexer: IndexBuilder) -> None:
    """Sphinx keeps in its search index, without a page, each word that an edit has removed."""
    for words in (indexer._mapping, indexer._title_mapping):
        for word in [word for word, pages in words.items() if not pages]:
            del words[word]


def keep_entries_of_pages_not_written(indexer: IndexBuilder, docnames: set[str], last: Path,
                                      ) -> None:
    """Index entries of a page that is not written: Sphinx forgets them, its last index does not."""
    if not last.is_file():
        return
    frozen = js_index.loads(last.read_text(encoding="utf-8"))
    found: dict[str, list[tuple[str, str, str]]] = {}
    for entry, places in frozen.get("indexentries", {}).items():
        for number, target, main in places:
            found.setdefault(frozen["docnames"][number], []).append(
                (entry, target, "main" if main else ""))
    known = indexer._index_entries
    for docname in sorted(found.keys() & docnames - known.keys()):
        known[docname] = sorted(found[docname])
