"""Build the site aside, and put it in place only when nothing is wrong with it."""

from __future__ import annotations

import io
import logging as python_logging
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from jupyter_book.config import get_final_config
from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from press import page_data
from press.core import toc
from press.core.mistakes import Mistake, Mistakes
from press.execute import Stopped
from press.problems import Collector
from press.publish import PAGES_ARE_RIGHT, SERVED, publish

Say = Callable[[str], None]
# What a reader gets of a builder's output, where that is one file.
BOOKS = {"pdf": "*.pdf", "epub": "*.epub"}


@dataclass
class Result:
    """What came of a build. ``site`` is the folder that a reader opens, ``written`` its pages."""

    site: Path
    seconds: float = 0.0
    written: set[str] = field(default_factory=set)
    published: list[str] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    failure: str = ""

    @property
    def ok(self) -> bool:
        """Whether the site was built and put in place."""
        return not self.mistakes and not self.failure


class Progress(python_logging.Handler):
    """Passes on what the press itself says of each chapter."""

    def __init__(self, say: Say):
        super().__init__(python_logging.INFO)
        self.say = say

    def emit(self, record: python_logging.LogRecord) -> None:
        if record.name.startswith("sphinx.press.") and record.levelno == python_logging.INFO:
            self.say("  " + record.getMessage())


def build(root: Path, say: Say = print, builder: str = "html", jobs: int = 0,
          shown: Callable[[list[str]], None] | None = None) -> Result:
    """Build the book below ``root`` into ``_build/html``, with so many processes; 0: one a core.

    The work happens in ``_build/.press``; the last good site stays until this one is whole. Where
    an author waits for the pages, ``shown`` is called with the files that changed once the pages
    are right and in :data:`SERVED`, and once more with what is made after that: the search, the
    notebooks, the list for reading offline.
    """
    work = root / "_build" / ".press"
    result = Result(root / "_build" / builder)

    def show() -> None:
        if (changed := publish(work / builder, root / SERVED)) and shown:
            shown(changed)

    start = time.monotonic()
    if was_interrupted(work):
        forget_all(work, builder)
    touched: set[str] = set()
    try:
        result.mistakes = _run_sphinx(root, work, builder, say, jobs or os.cpu_count() or 1,
                                      touched, result, show if shown else None)
    except Stopped as stop:
        result.mistakes = stop.found
    except Mistakes as found:
        result.mistakes = found.found
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        result.mistakes = [Mistake("_config.yml", line, f"it cannot be read: {error.problem}",
                                   "write `key: value` lines")]
    except (SphinxError, OSError) as error:
        result.failure = f"{error}"
    if result.ok:
        keep(work)
        result.published = publish(work / builder, result.site, BOOKS.get(builder, "*"))
        if shown:
            show()
    elif result.failure:
        forget_all(work, builder)
    else:
        forget(work, builder, touched)
    result.seconds = time.monotonic() - start
    return result


def _run_sphinx(root: Path, work: Path, builder: str, say: Say, jobs: int, touched: set[str],
                result: Result, show: Callable[[], None] | None) -> list[Mistake]:
    """Run Sphinx; note in ``touched`` the pages that it read or wrote.

    ``show`` is called when all pages are right; without it, when everything is.
    """
    config, _ = get_final_config(user_yaml=root / "_config.yml", sourcedir=root,
                                 cli_config={"latex_individualpages": False})
    config["external_toc_path"] = str(root / "_toc.yml")
    if config.pop("external_toc_exclude_missing", False):
        # Its way to find what is not in the table of contents walks through all of the folder.
        config["include_patterns"] = [path.relative_to(root).as_posix()
                                      for path in toc.sources(root)]
    # The theme adds to this list. Sphinx's own default is one for all builds of a process.
    config["templates_path"] = [*config.get("templates_path", [])]
    with patch_docutils(), docutils_namespace():
        app = Sphinx(srcdir=str(root), confdir=None, outdir=str(work / builder),
                     doctreedir=str(work / "doctrees"), buildername=builder, confoverrides=config,
                     status=None, warning=io.StringIO(), freshenv=False, parallel=jobs)
        logger = python_logging.getLogger("sphinx")
        collector, progress = Collector(app), Progress(say)
        app.press_problems = collector.found  # type: ignore[attr-defined]
        logger.addHandler(collector)
        logger.addHandler(progress)
        app.connect("env-get-outdated", remove_pages_that_are_gone)
        # A page is resolved in this process, but may be read or written in another.
        app.connect("env-purge-doc", lambda app, env, docname: touched.add(docname))
        app.connect("doctree-resolved", lambda app, tree, docname: touched.add(docname))
        app.connect("doctree-resolved", lambda app, tree, docname: result.written.add(docname)
                    if app.builder.name == builder else None)  # for pages, not for notebooks
        app.press_hurries = show is not None  # type: ignore[attr-defined]
        if show:
            app.connect("build-finished", lambda app, error: None if error or collector.found
                        else show(), priority=PAGES_ARE_RIGHT)
        try:
            app.build()
        finally:
            logger.removeHandler(collector)
            logger.removeHandler(progress)
    return collector.found


def remove_pages_that_are_gone(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Sphinx forgets a page that left the book, but leaves its files in the site."""
    for docname in removed:
        page = Path(app.outdir) / app.builder.get_target_uri(docname)
        page.unlink(missing_ok=True)
        page_data.remove(page)
        for suffix in app.config.source_suffix:
            Path(app.outdir, "_sources", f"{docname}{suffix}").unlink(missing_ok=True)
    return []


# -- A build that fails leaves no trace: what it read is read again --------------------------------

GOOD = "environment.good.pickle"


def keep(work: Path) -> None:
    """Keep what Sphinx knows of the book, now that all of it is right."""
    if was_interrupted(work):
        shutil.copy2(work / "doctrees" / ENV_PICKLE_FILENAME, work / GOOD)


def was_interrupted(work: Path) -> bool:
    """Whether Sphinx knows something that was never kept, since its build did not end."""
    environment, good = work / "doctrees" / ENV_PICKLE_FILENAME, work / GOOD
    return environment.is_file() and not (
        good.is_file() and good.stat().st_mtime_ns == environment.stat().st_mtime_ns)


def forget(work: Path, builder: str, touched: set[str]) -> None:
    """Go back to the last good build, but for the pages that this one read or wrote.

    Sphinx warns of a page only when it reads or writes it, and would say nothing the next time.
    """
    if not (work / GOOD).is_file():
        forget_all(work, builder)
        return
    shutil.copy2(work / GOOD, work / "doctrees" / ENV_PICKLE_FILENAME)
    for docname in touched:
        (work / "doctrees" / f"{docname}.doctree").unlink(missing_ok=True)
        (work / builder / f"{docname}.html").unlink(missing_ok=True)
    if builder != "html":
        shutil.rmtree(work / builder, ignore_errors=True)


def forget_all(work: Path, builder: str) -> None:
    """Begin anew, where nobody knows how far the build came. What has been executed is kept."""
    for folder in (work / "doctrees", work / builder):
        shutil.rmtree(folder, ignore_errors=True)
    (work / GOOD).unlink(missing_ok=True)
