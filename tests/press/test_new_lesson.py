"""`press new lesson` in the tiny book: what it writes builds without a word, and is proved."""

from __future__ import annotations

import nbformat
import pytest
from press.build import build
from press.cli import main

pytestmark = pytest.mark.slow


def give(book, *words: str) -> int:
    """The status of `press` with these words."""
    try:
        main(["--root", str(book.root), *words])
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


@pytest.fixture(scope="module")
def begun(new_book):
    """The tiny book with a lesson begun in it, as the command leaves it."""
    book = new_book()
    assert give(book, "new", "lesson", "Slow slopes: a start", "--after", "slopes") == 0
    return book


@pytest.fixture(scope="module")
def built(begun):
    result = build(begun.root, say=lambda _: None)
    assert [str(mistake) for mistake in result.mistakes] == []
    assert result.failure == ""
    return begun


def test_it_builds_without_a_warning_and_its_page_has_all_its_parts(built):
    page = built.html("slow-slopes")
    assert page.h1.get_text().startswith("Slow slopes: a start")
    assert len(page.select("form.quiz")) == 7
    assert page.select(".bridge") and page.select("figure figcaption") and page.select("table")
    assert page.select(".self-check-result")
    assert "for authors" not in page.get_text()


def test_its_pdf_and_its_notebook_are_made_without_a_warning(built):
    for kind in ("pdf", "notebooks"):
        result = build(built.root, say=lambda _: None, builder=kind)
        assert [str(mistake) for mistake in result.mistakes] == [] and not result.failure
    made = next((built.root / "_build" / "notebooks").rglob("slow-slopes.ipynb"))
    nbformat.validate(nbformat.read(made, as_version=4))


def test_every_number_and_answer_is_proved_and_no_term_is_missing(begun, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "Agg")  # else the command sets it, for later tests too
    assert give(begun, "prove") == 0
    assert give(begun, "terms") == 0  # the tiny book keeps no lock yet
    assert give(begun, "terms", "--check") == 0


def test_the_last_lines_say_what_comes_next(new_book, capfd):
    book = new_book()
    give(book, "new", "lesson", "Steeper", "--after", "slopes")
    told = capfd.readouterr().out
    assert told.startswith("book/steeper.md\n_toc.yml\nNext:\n")
    assert "`make serve`" in told and "book/exercises/" in told
    assert "`make snippets labels terms addresses`" in told


def test_a_label_of_it_may_be_renamed_before_the_locks_know_it_and_not_after(new_book, capfd):
    book = new_book()
    give(book, "new", "lesson", "Steeper", "--after", "slopes")
    for old, new in (("q-steeper-first", "q-mean-size"), ("q-mean-size", "q-mean-gb")):
        text = book.page("steeper").read_text("utf-8")
        book.page("steeper").write_text(text.replace(old, new), encoding="utf-8")
        assert give(book, "labels") == (1 if new == "q-mean-gb" else 0)
    told = capfd.readouterr().err
    assert "question q-mean-size has vanished; bring it back, write `q-mean-size -> q-" in told
    assert told.endswith("or take this line away if it was never published\n")


def test_a_second_one_of_the_same_name_is_refused_in_one_line(begun, capfd):
    assert give(begun, "new", "lesson", "Slow slopes", "--after", "slopes") == 1
    assert capfd.readouterr().err == ("book/slow-slopes.md:1: this file is there already; take "
                                      "another title, or move the file away\n")
