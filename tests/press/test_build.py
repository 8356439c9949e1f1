"""A build runs what changed and nothing else, and its pages hold all that the sources say."""

from __future__ import annotations

import gc
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import press.figures
import pytest
from bs4 import BeautifulSoup, Tag
from whole_page import data_of

pytestmark = pytest.mark.slow

PAGES = ("index", "glossary", "answers", "slopes", "steps")
WRITTEN = re.compile(r"^(\d+) pages written", re.M)


def executed(told) -> str:
    """What the command says of running."""
    return re.search(r"(\d+ chapters executed, \d+ unchanged)", told.out)[1]


def words(node: Tag) -> str:
    return " ".join(node.get_text(" ").split())


@pytest.fixture
def counted(fresh_book):
    """A book whose chapters leave a mark on disk whenever their cells run, built once."""
    book = fresh_book()
    tally = book.root / "tally"
    for name in ("slopes", "steps"):
        cell = f'with open({str(tally)!r}, "a") as file:\n    file.write("{name}\\n")\n'
        source = book.page(name).read_text("utf-8")
        book.page(name).write_text(source.replace("{code-cell} python\n", "{code-cell} python\n"
                                                  + cell, 1), "utf-8")
    assert book.press().status == 0

    def runs() -> list[str]:
        found = tally.read_text().split() if tally.exists() else []
        tally.unlink(missing_ok=True)
        return sorted(found)

    assert runs() == ["slopes", "steps"]
    return book, runs


def test_an_edit_of_prose_runs_no_cell_and_says_so(counted):
    book, runs = counted
    book.edit("slopes", "The end.", "The very end.\n\n$x^2$ and {num}`4.1 <total>` again.")
    book.edit("slopes", "{num}`4.1 <total>` again.", "no number again.")
    told = book.press()
    assert executed(told).startswith("0 chapters executed")
    assert runs() == []
    assert "The very end." in words(book.html("slopes"))


def test_an_edit_of_a_cell_runs_its_chapter_and_no_other(counted):
    book, runs = counted
    book.edit("steps", "w = 4.0 - 0.1 * 8.0", "w = 3.2")
    told = book.press()
    assert executed(told).startswith("1 chapters executed")
    assert "book/steps.md" in told.out and "book/slopes.md" not in told.out
    assert runs() == ["steps"]


def test_an_edit_of_what_an_expression_proves_proves_it_anew(counted):
    book, runs = counted
    book.edit("slopes", "`2 * 2`", "`2 * 2 + 3`")
    assert book.press().status == 0
    assert runs() == ["slopes"]
    assert "If you got 7" in words(book.html("answers"))
    book.edit("slopes", "`2 * 2 + 3`", "`2 * 2 + 0.1`")
    assert book.press().status == 1


def test_a_build_without_a_change_runs_nothing_and_writes_no_page(counted):
    book, runs = counted
    assert book.command().status == 0
    before = book.fingerprint()
    told = book.command()
    assert WRITTEN.search(told.out)[1] == "0"
    assert runs() == []
    assert book.fingerprint() == before


def test_a_failed_build_does_not_forget_what_has_run(counted):
    book, runs = counted
    book.edit("slopes", "The end.", "See {ref}`sec-nowhere`.")
    assert book.press().status == 1
    book.edit("slopes", "See {ref}`sec-nowhere`.", "The end.")
    assert book.press().status == 0
    assert runs() == []


def test_another_style_of_plots_runs_the_chapters_again(counted, monkeypatch):
    book, runs = counted
    style = press.figures.matplotlibrc()
    monkeypatch.setattr(press.figures, "matplotlibrc", lambda: style + "lines.linewidth: 9\n")
    for name in ("slopes", "steps"):
        source = book.page(name).read_text("utf-8")
        book.page(name).write_text(source + "\nMore.\n", "utf-8")
    assert book.press().status == 0
    assert runs() == ["slopes", "steps"]


def test_a_chapter_that_leaves_the_book_leaves_the_site(fresh_book):
    book = fresh_book()
    assert book.press().status == 0
    assert (book.site / "book" / "steps.html").is_file()
    toc = (book.root / "_toc.yml").read_text()
    (book.root / "_toc.yml").write_text(toc.replace("  - file: book/steps\n", ""))
    book.edit("slopes", "\nand [the next chapter](steps.md)", "")
    told = book.press()
    assert (told.status, told.err) == (0, "")
    assert not (book.site / "book" / "steps.html").exists()
    assert "How far" not in words(book.html("answers"))


def test_the_output_of_a_cell_stands_in_its_page_below_the_cell(good_book):
    page = good_book.html("slopes")
    outputs = [words(node) for node in page.select(".cell .cell_output")]
    assert outputs == ["the secant's slope is 4.1"]
    assert "round(total, 6)" in page.select(".cell .cell_input")[1].get_text()


def test_a_line_that_is_printed_in_two_moments_is_one_line(fresh_book):
    book = fresh_book()
    book.edit("slopes", "\nThe end.\n", "\n```{code-cell} python\nimport time\n"
              "print('first', end=' ', flush=True)\ntime.sleep(0.5)\nprint('second')\n```\n"
              "\nThe end.\n")
    assert book.press().status == 0
    assert "first second\n" in "".join(pre.get_text() for pre in book.html("slopes")("pre"))


def test_a_proven_number_shows_its_text_and_not_its_expression(good_book):
    shown = [words(node) for node in good_book.html("slopes").select(".num")]
    assert shown == ["4.1"]
    article = words(good_book.html("index").find("article"))
    assert "43" in article and "4**2" not in article and "{num}" not in article


def labels_in(source: str) -> list[str]:
    return re.findall(r"\{exercise\}.*\n:label: (\S+)", source)


@pytest.mark.parametrize("name", ["slopes", "steps"])
def test_every_exercise_of_a_source_stands_once_on_its_page(good_book, name):
    ids = Counter(node["id"] for node in good_book.html(name).select("article [id]"))
    labels = labels_in(good_book.page(name).read_text("utf-8"))
    assert labels and [ids[label] for label in labels] == [1] * len(labels)


@pytest.mark.parametrize("name", PAGES)
def test_an_id_stands_once_on_a_page(good_book, name):
    ids = Counter(node["id"] for node in good_book.html(name).select("[id]"))
    assert [identifier for identifier, count in ids.items() if count > 1] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_link_within_the_site_leads_somewhere(good_book, name):
    page = good_book.site / "book" / f"{name}.html"
    for link in good_book.html(name).select("article a[href]"):
        path, _, fragment = link["href"].partition("#")
        if "://" in path or path.startswith("mailto:"):
            continue
        target = (page.parent / path).resolve() if path else page
        assert target.is_file(), link
        if fragment:
            goal = BeautifulSoup(target.read_text("utf-8"), "lxml")
            assert goal.find(id=fragment) is not None, link


def test_the_answers_page_lists_every_question_once_with_a_link_back(good_book):
    key = good_book.html("answers")
    links = [a["href"] for a in key.select("dl.answer-key > dt a")]
    wanted = [f"{name}.html#{label}" for name in ("slopes", "steps")
              for label in labels_in(good_book.page(name).read_text("utf-8")) if label != "q-hand"]
    assert links == wanted


def test_the_answers_page_says_what_each_answer_is(good_book):
    entries = {dt.a["href"].partition("#")[2]: words(dt.find_next_sibling("dd"))
               for dt in good_book.html("answers").select("dl.answer-key > dt")}
    assert entries["q-secant"].startswith("4.1") and "That is the tangent." in entries["q-secant"]
    assert entries["q-which"].startswith("A") and "That climbs." in entries["q-which"]
    assert entries["q-far"].startswith("A") and "Uphill." in entries["q-far"]


def test_the_letters_that_put_steps_in_order_do_so(good_book):
    question = good_book.html("slopes").find(id="q-order")
    shown = [words(li.select_one(".step") or li) for li in question.select("ol.steps > li")]
    letters = words(question.select_one("details .key")).split(", ")
    right = ["Forward.", "Loss.", "Backward.", "Step."]
    assert [shown["ABCD".index(letter.strip())] for letter in letters] == right
    assert shown != right and sorted(shown) == sorted(right)


ANSWERS = ["That is the tangent.", "The rise is", "It points up.", "That climbs.",
           "That stays level.", "Against it."]


def test_answers_and_reasons_stand_folded_and_nowhere_else(good_book):
    article = good_book.html("slopes").find("article")
    folded = [details.extract() for details in article.find_all("details")]
    assert all(not details.has_attr("open") for details in folded)
    inside, outside = " ".join(map(words, folded)), words(article)
    assert [text for text in ANSWERS if text not in inside] == []
    assert [text for text in ANSWERS if text in outside] == []


def test_nothing_outside_the_fold_tells_the_right_choice_from_the_wrong_ones(good_book):
    question = good_book.html("slopes").find(id="q-which")
    choices = question.select(".choices > *")
    assert len(choices) == 3
    shapes = {re.sub(r"q-which-c\d|\d|[A-C]\b", "", str(one).partition("<span class=\"letter\"")[0])
              for one in choices}
    assert len(shapes) == 1


@pytest.mark.parametrize("name", PAGES)
def test_no_task_list_leaks_onto_a_page(good_book, name):
    article = good_book.html(name).find("article")
    assert article.select('[type="checkbox"], .contains-task-list') == []
    assert not re.search(r"\[[xX ]\]", article.get_text())


@pytest.mark.parametrize("flags", [[], ["-n", "-W"]], ids=["plain", "-n -W"])
def test_jupyter_book_alone_builds_the_book_too(fresh_book, flags):
    book = fresh_book()
    program = Path(sys.executable).with_name("jupyter-book")
    ran = subprocess.run([program, "build", ".", *flags], cwd=book.root, capture_output=True,
                         text=True, env={**os.environ, "NO_COLOR": "1"})
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert words(book.html("slopes").select_one(".cell_output")) == "the secant's slope is 4.1"
    assert len(book.html("answers").select("dl.answer-key > dt")) == 4


def test_no_foot_leads_to_a_control_that_the_book_does_not_have(good_book):
    page = good_book.html("steps")
    assert page.select("script[src*='widgets/offline-']")
    assert page.select(".component-read-offline, a[href*='read-offline']") == []


def test_an_edit_of_a_reason_reaches_the_answers_page(book):
    book.edit("slopes", "That is the tangent.", "That is the slope of the tangent line.")
    assert book.press().status == 0
    assert "the slope of the tangent line" in book.html("answers").get_text()


def test_a_build_leaves_the_collector_of_garbage_as_it_was(book):
    assert gc.isenabled()
    book.press()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_a_command_ends_without_tidying_up_its_memory(book):
    code = ("import atexit, gc; atexit.register(lambda: print(gc.get_freeze_count() > 0)); "
            f"from press.cli import main; main(['--root', {str(book.root)!r}, 'labels'])")
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split()[-1] == "True"


def test_a_page_carries_its_style_and_the_sheets_that_it_is_made_of_are_not_shipped(good_book):
    assert [*(good_book.site / "_static").rglob("*.css")] == []
    page = good_book.html("steps")
    assert page.select("link[rel=stylesheet]") == []
    style = max((sheet.string for sheet in page.select("style")), key=len)
    assert ".bd-article" in style
    assert "@font-face" in style
    assert style.count("url(data:font/woff2;base64,") == 2  # text and icons


def test_the_keys_of_all_questions_are_beside_their_page(good_book):
    for name in ("slopes", "steps"):
        file = good_book.site / "book" / f"{name}.html"
        labels = [form["id"] for form in good_book.html(name).select("form.quiz")]
        assert labels and [*data_of(file)["keys"]] == labels
        assert good_book.html(name).select("form[data-key]") == []
