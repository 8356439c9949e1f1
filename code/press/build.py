"""Build the site aside, and put it in place only when nothing is wrong with it."""

from __future__ import annotations

import io
import logging as python_logging
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from jupyter_book.config import get_final_config
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from press.core.mistakes import Mistake, Mistakes
from press.execute import Stopped
from press.problems import Collector

Say = Callable[[str], None]


@dataclass
class Result:
    """What came of a build. ``site`` is the folder that a reader opens."""

    site: Path
    seconds: float = 0.0
    written: int = 0
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


def build(root: Path, say: Say = print, builder: str = "html") -> Result:
    """Build the book below ``root`` into ``_build/html``.

    The work happens in ``_build/.press``; the last good site stays until this one is whole.
    """
    work = root / "_build" / ".press"
    doctrees = work / "doctrees"
    result = Result(root / "_build" / builder)
    start = time.monotonic()
    try:
        result.mistakes = _run_sphinx(root, work / builder, doctrees, builder, say, result)
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
        publish(work / builder, result.site)
    else:
        # Sphinx reports a page's warnings only when it reads the page: forget that it did.
        for folder in (doctrees, work / builder):
            shutil.rmtree(folder, ignore_errors=True)
    result.seconds = time.monotonic() - start
    return result


def _run_sphinx(
    root: Path, outdir: Path, doctrees: Path, builder: str, say: Say, result: Result
) -> list[Mistake]:
    config, _ = get_final_config(user_yaml=root / "_config.yml", sourcedir=root,
                                 cli_config={"latex_individualpages": False})
    config["external_toc_path"] = str(root / "_toc.yml")
    with patch_docutils(), docutils_namespace():
        app = Sphinx(srcdir=str(root), confdir=None, outdir=str(outdir), doctreedir=str(doctrees),
                     buildername=builder, confoverrides=config, status=None,
                     warning=io.StringIO(), freshenv=False)
        logger = python_logging.getLogger("sphinx")
        collector, progress = Collector(app), Progress(say)
        logger.addHandler(collector)
        logger.addHandler(progress)
        app.connect("env-get-outdated", remove_pages_that_are_gone)
        app.connect("html-page-context", lambda *_: _count(result))
        try:
            app.build()
        finally:
            logger.removeHandler(collector)
            logger.removeHandler(progress)
    return collector.found


def remove_pages_that_are_gone(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Sphinx forgets a page that left the book, but leaves its file in the site."""
    for docname in removed:
        page = Path(app.outdir) / app.builder.get_target_uri(docname)
        page.unlink(missing_ok=True)
    return []


def _count(result: Result) -> None:
    result.written += 1


def publish(fresh: Path, site: Path) -> None:
    """Replace ``site`` by a copy of ``fresh`` in two renames."""
    coming, going = site.with_name(f".{site.name}.new"), site.with_name(f".{site.name}.old")
    for folder in (coming, going):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(fresh, coming, ignore=shutil.ignore_patterns(".buildinfo*", ".doctrees"))
    if site.exists():
        site.rename(going)
    coming.rename(site)
    shutil.rmtree(going, ignore_errors=True)
