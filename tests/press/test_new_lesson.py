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


def test_every_number_and_answer_is_proved_and_no_term_is_missing(begun):
    assert give(begun, "prove") == 0
    assert give(begun, "terms") == 0  # the tiny book keeps no lock yet
    assert give(begun, "terms", "--check") == 0


def test_its_labels_are_in_the_lock_and_its_snippet_is_fresh(begun, capfd):
    give(begun, "labels", "--check")
    give(begun, "snippets", "--check")
    told = capfd.readouterr().out
    assert "slopes.py" in told, "of the tiny book's own chapters there are no snippets"
    assert "slow" not in told


def test_a_second_one_of_the_same_name_is_refused_in_one_line(begun, capfd):
    assert give(begun, "new", "lesson", "Slow slopes", "--after", "slopes") == 1
    assert capfd.readouterr().err == ("book/slow-slopes.md:1: this file is there already; take "
                                      "another title, or move the file away\n")
