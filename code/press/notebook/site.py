"""The notebooks within the site: made with it, so that no link to one is dead."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from press.notebook import archive
from press.notebook.builder import NotebookBuilder
from press.notebook.launch import FOLDER


def setup_site(app: Sphinx) -> None:
    """Add the notebooks once the pages are written, before whoever lists the site's files."""
    app.connect("build-finished", add_notebooks, priority=400)


def add_notebooks(app: Sphinx, error: Exception | None) -> None:
    """Write all notebooks and their archives into the site."""
    if error is not None or app.builder.name != "html":
        return
    folder = Path(app.outdir) / FOLDER
    write(app, folder)
    archive.write(folder)


def write(app: Sphinx, folder: Path) -> None:
    """Write the notebooks from the doctrees of this very build.

    What is resolved for a builder asks the application which one it is: so for as long as this
    takes, it is the one of the notebooks.
    """
    assert app.env is not None
    builder = app.builder
    app.builder = NotebookBuilder(app, app.env)
    app.builder.outdir = type(app.outdir)(folder)
    app.builder.init()
    try:
        app.builder.write(None, [])
    finally:
        app.builder = builder
