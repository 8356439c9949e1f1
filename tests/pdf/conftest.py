"""The real book as PDF and EPUB, each made once, beside its pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from press.build import build
from press.core import toc
from printed import ROOT, Printed


@pytest.fixture(scope="session")
def site() -> dict[str, BeautifulSoup]:
    """The pages of the built site, in reading order, by their names."""
    names = [path.relative_to(ROOT).with_suffix("") for path in toc.sources(ROOT)]
    return {name.as_posix(): BeautifulSoup(
        (ROOT / "_build" / "html" / f"{name}.html").read_text("utf-8"), "lxml") for name in names}


@pytest.fixture(scope="session")
def printed() -> Printed:
    """The real book, set now; `make book` has run its cells."""
    result = build(ROOT, say=lambda _: None, builder="pdf")
    assert result.ok, [str(mistake) for mistake in result.mistakes] or result.failure
    return Printed(ROOT / "_build" / "pdf" / "downhill.pdf")


@pytest.fixture(scope="session")
def ebook() -> Path:
    """The real book for e-readers, made now."""
    result = build(ROOT, say=lambda _: None, builder="epub")
    assert result.ok, [str(mistake) for mistake in result.mistakes] or result.failure
    return ROOT / "_build" / "epub" / "downhill.epub"
