"""The builder of the site: Sphinx's, but it writes what has changed and copies what is loaded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.fileutil import copy_asset
from sphinx.util.matching import Matcher

FEW = 3  # pages: to have another process write them takes longer than to write them
# What no page loads of that which Sphinx brings beside its scripts.
UNUSED = Matcher(["*.png", "*.css*"])


def setup_site(app: Sphinx) -> None:
    app.add_builder(SiteBuilder, override=True)


class SiteBuilder(StandaloneHTMLBuilder):
    """Writes the pages that are older than their sources, and those that extensions name.

    Sphinx adds the first page and every page that lists one of them. Here ``press.shown`` says
    which of those show something else than before.
    """

    def write(self, build_docnames: Iterable[str] | None, updated_docnames: Sequence[str],
              method: Any = "update") -> None:
        named = list(build_docnames or [])
        everything = build_docnames is None or named == ["__all__"]
        self.wanted = self.env.found_docs if everything else {*named, *updated_docnames}
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

    def copy_theme_static_files(self, context: dict[str, Any]) -> None:
        """Sphinx's own scripts. Of what its themes bring, 5 MB, pages load nothing."""
        copy_asset(Path(str(files("sphinx"))) / "themes" / "basic" / "static",
                   Path(self.outdir) / "_static", excluded=UNUSED, context=context,
                   renderer=self.templates)
