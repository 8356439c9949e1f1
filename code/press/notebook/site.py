"""The notebooks within the site: made with it, so that no link to one is dead."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from press.core import citation, exercises
from press.notebook import archive
from press.notebook.builder import NotebookBuilder
from press.notebook.chapters import chapters_of, target
from press.notebook.launch import FOLDER, address_of, repository_of


def setup_site(app: Sphinx) -> None:
    """Add the notebooks once the pages are written, before whoever follows their links."""
    app.connect("env-before-read-docs", note_reading)
    app.connect("build-finished", add_notebooks, priority=400)
    app.connect("build-finished", add_late, priority=970)


def note_reading(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Remember whether any chapter is read in this build."""
    app.press_reads = bool(docnames)  # type: ignore[attr-defined]


def add_notebooks(app: Sphinx, error: Exception | None) -> None:
    """Write the notebooks and their archives, but let pages go first where the same ones stay."""
    if error is None and app.builder.name == "html" and not (hurries(app) and all_there(app)):
        bring_up_to_date(app)


def add_late(app: Sphinx, error: Exception | None) -> None:
    """Bring them up to date after the pages."""
    if error is None and app.builder.name == "html" and hurries(app):
        bring_up_to_date(app)


def hurries(app: Sphinx) -> bool:
    """Whether somebody waits for the pages."""
    return bool(getattr(app, "press_hurries", False))


def all_there(app: Sphinx) -> bool:
    """Whether every notebook is there, if perhaps an old one."""
    assert app.env is not None
    return stamped(app) == stamp(app) and all(
        (Path(app.outdir) / FOLDER / target(docname)).is_file()
        for docname in chapters_of(app.env))


def bring_up_to_date(app: Sphinx) -> None:
    """Write the notebooks and their archives into the site, as far as something has changed."""
    folder = Path(app.outdir) / FOLDER
    known = stamp(app)
    same = stamped(app) == known
    if same and folder.is_dir() and not app.press_reads:  # type: ignore[attr-defined]
        return
    write(app, folder, stale(app, folder) if same else None)
    archive.write(folder)
    stamp_file(app).write_text(known, encoding="utf-8")


def stamped(app: Sphinx) -> str:
    """The stamp of the last notebooks, or nothing."""
    kept = stamp_file(app)
    return kept.read_text(encoding="utf-8") if kept.is_file() else ""


def stamp_file(app: Sphinx) -> Path:
    """Where that waits for the next build."""
    return Path(app.doctreedir) / "press" / "notebooks.txt"


def stamp(app: Sphinx) -> str:
    """A hash of what notebooks depend on besides the chapters, which Sphinx watches."""
    root = Path(app.srcdir)
    files = [*exercises.sources(root), root / citation.FILE]
    assert app.env is not None
    known = [app.config.press_sources, app.config.html_title, app.config.notebooks_branch,
             address_of(app), repository_of(app), *sorted(app.env.found_docs)]
    parts = [repr(known).encode(), *(file.read_bytes() for file in files if file.is_file())]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def stale(app: Sphinx, folder: Path) -> list[str]:
    """The chapters whose page is newer than their notebook: Sphinx knows what a page depends on."""
    assert app.env is not None and app.builder is not None
    found = []
    for docname in chapters_of(app.env):
        page = Path(app.builder.get_outfilename(docname))  # type: ignore[attr-defined]
        notebook = folder / target(docname)
        if not notebook.is_file() or notebook.stat().st_mtime_ns <= page.stat().st_mtime_ns:
            found.append(docname)
    return found


def write(app: Sphinx, folder: Path, docnames: list[str] | None) -> None:
    """Write the notebooks of some chapters, or of all, from the doctrees of this very build.

    What is resolved for a builder asks the application which one it is: so for as long as this
    takes, it is the one of the notebooks.
    """
    assert app.env is not None
    builder = app.builder
    app.builder = NotebookBuilder(app, app.env)
    app.builder.outdir = type(app.outdir)(folder)
    app.builder.init()
    try:
        app.builder.write(docnames, [])
    finally:
        app.builder = builder
