"""The links to the book as PDF and as EPUB, at the foot of every page.

They lead to copies of what `make pdf` and `make epub` made last. Where a file is not there its link
is not either; where one has changed, the pages are written anew, for they say how large it is.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from press.build import BOOKS

FOLDER = "_downloads"


def setup_downloads(app: Sphinx) -> None:
    """Look for the files before pages are written, and copy them once all are."""
    app.add_config_value("press_books", "", "html", str)
    app.connect("config-inited", find_books)
    app.connect("html-page-context", offer)
    app.connect("build-finished", copy_books)


def books(root: Path) -> dict[str, Path]:
    """The files that there are, by what a reader calls their kind."""
    found = {kind.upper(): sorted((root / "_build" / kind).glob(pattern))
             for kind, pattern in BOOKS.items()}
    return {kind: files[0] for kind, files in found.items() if files}


def find_books(app: Sphinx, config: Config) -> None:
    """A config value that changes with the files makes Sphinx write every page again."""
    config.press_books = " ".join(hashlib.sha256(file.read_bytes()).hexdigest()
                                  for file in books(Path(app.srcdir)).values())


def offer(app: Sphinx, page: str, template: str, context: dict[str, Any],
          doctree: nodes.document | None) -> None:
    """Give the page's footer the addresses and the sizes."""
    context["press_books"] = [
        {"kind": kind, "path": f"{FOLDER}/{file.name}", "size": size(file.stat().st_size)}
        for kind, file in books(Path(app.srcdir)).items()]


def size(octets: int) -> str:
    """A file's size as readers know it: `1.5 MB`, `840 kB`."""
    return f"{octets / 1e6:.1f} MB" if octets >= 1e6 else f"{max(octets / 1e3, 1):.0f} kB"


def copy_books(app: Sphinx, error: Exception | None) -> None:
    """Put the files beside the pages; one that is gone leaves the site too."""
    if error is not None or app.builder is None or app.builder.format != "html":
        return
    folder = Path(app.outdir) / FOLDER
    kept = books(Path(app.srcdir)).values()
    for old in [file for pattern in BOOKS.values() for file in folder.glob(pattern)]:
        old.unlink()
    for file in kept:
        folder.mkdir(exist_ok=True)
        shutil.copyfile(file, folder / file.name)
