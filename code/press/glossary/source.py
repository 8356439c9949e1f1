"""The glossary as a build sees it: read once, checked against its lock, and with its addresses."""

from __future__ import annotations

import hashlib
import posixpath
from dataclasses import dataclass
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from press import __version__ as press_version
from press.core import citations, labels, term_lock, terms
from press.core.mistakes import Mistake, Mistakes
from press.execute import Stopped

logger = logging.getLogger(__name__)

FOLDER = "term"  # of the site: a page a term


@dataclass(frozen=True)
class Source:
    """What the press knows of the terms. ``base`` is the site's address, or empty."""

    glossary: terms.Glossary
    lock: term_lock.Lock
    work: citations.Work
    base: str = ""

    def address(self, term: terms.Term) -> str:
        """The permanent address of a term; without a base, its path on the site."""
        return f"{self.base or '/'}{FOLDER}/{term.slug}/"

    def cited(self, term: terms.Term) -> citations.Entry:
        """A term as citations name it."""
        return citations.Entry(term.name, self.lock.of(term).code, self.address(term), self.work,
                               term.text)


def setup_source(app: Sphinx) -> None:
    """Read the glossary first: everything else of it hangs on that."""
    # Pages hold definitions: another glossary, other pages.
    app.add_config_value("press_terms", digest(Path(app.srcdir)), "html", types=str)
    app.connect("builder-inited", read)
    app.connect("env-check-consistency", check_labels)


def digest(root: Path) -> str:
    """A hash of all that term pages are made from, besides the chapters."""
    found = hashlib.sha256()
    for path in (terms.SOURCE, term_lock.LOCK, citations.SOURCE):
        found.update((root / path).read_bytes() if (root / path).is_file() else b"-")
    return found.hexdigest()[:16]


def read(app: Sphinx) -> None:
    """Read glossary, lock and citation data.

    Raises:
        Stopped: one of them has mistakes.
    """
    root = Path(app.srcdir)
    base = app.config.html_baseurl
    try:
        found = Source(
            terms.read(root), term_lock.read(root),
            citations.read(root, app.config.project, app.config.author, press_version),
            posixpath.join(base, "") if base else "")
    except Mistakes as error:
        raise Stopped(error.found) from error
    gone = term_lock.vanished(found.lock, found.glossary)
    if gone:
        raise Stopped(gone)
    app.press_source = found  # type: ignore[attr-defined]


def source_of(app: Sphinx) -> Source:
    """What :func:`read` has read."""
    return app.press_source  # type: ignore[attr-defined]


def check_labels(app: Sphinx, env: BuildEnvironment) -> None:
    """Stop where an entry names a section or a question that the book does not have.

    Raises:
        Stopped: it does.
    """
    glossary = source_of(app).glossary
    sections = env.get_domain("std").labels  # type: ignore[attr-defined]
    questions = set(getattr(env, "sphinx_exercise_registry", {}))
    former = labels.LOCK.redirects(Path(app.srcdir))
    found = []
    for term in glossary.terms:
        for field, known, kind in (("defined", sections, "section"),
                                   ("questions", questions | set(former), "question")):
            found += [Mistake(glossary.path, term.fields[field].line,
                              f"`{term.name}` names {name}, which is no {kind}",
                              "write a label that stands in the book")
                      for name in term.list_of(field) if name not in known]
    if found:
        raise Stopped(found)


def has_pages(app: Sphinx) -> bool:
    """Whether this builder writes a page for each term; others lead to the glossary's entries."""
    return app.builder is not None and app.builder.name in ("html", "dirhtml")


def page_of(slug: str) -> str:
    """The name of a term's page, as Sphinx names pages."""
    return f"{FOLDER}/{slug}/index"
