"""Each kind of question has one example file, which is also its test."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from press import build as press_build
from turned import key_of
from whole_page import whole_page

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "tests" / "examples").glob("*.md"))
NAMES = [file.stem for file in EXAMPLES]

pytestmark = pytest.mark.slow

# What the page checks an answer against, worked out by hand.
KEYS = {
    "q-example-number": [10 / 3],
    "q-example-vector": [[2, -1]],
    "q-example-matrix": [[[1, 0], [0, 1]]],
    "q-example-shape": [[3, 2]],
    "q-example-text": [["gradient", "the gradient"]],
    "q-example-trace": ["3\n2\n1"],
    "q-example-choice": [False, True, False],
    "q-example-choice-value": [True, False],
    "q-example-choices": [True, True, False],
    "q-example-order": [0, 1, 2],
    "q-example-predict": [6],
    "q-example-self-check": [2],
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a book of all examples, built."""
    root = tmp_path_factory.mktemp("examples")
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    config["sphinx"]["local_extensions"]["press"] = str(ROOT / "code")
    (root / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    # A map shows what the pages below its own introduce.
    below = {"concept-map": [{"file": "book/self-check"}]}
    chapters = [{"file": f"book/{name}", **({"sections": below[name]} if name in below else {})}
                for name in [*NAMES, "answers"] if name != "self-check"]
    (root / "_toc.yml").write_text(yaml.safe_dump(
        {"format": "jb-book", "root": "book/index", "chapters": chapters}), encoding="utf-8")
    (root / "book").mkdir()
    (root / "book" / "references.bib").touch()
    (root / "book" / "questions.lock").write_text("q-former -> q-example-number\n", "utf-8")
    (root / "book" / "index.md").write_text("# Examples\n\n```{progress}\n```\n", encoding="utf-8")
    (root / "book" / "answers.md").write_text("# Answers\n\n```{answer-key}\n```\n",
                                              encoding="utf-8")
    for file in EXAMPLES:
        (root / "book" / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    result = press_build.build(root, say=lambda _: None)
    assert [str(mistake) for mistake in result.mistakes] == []
    assert result.failure == ""
    return root


@pytest.fixture(scope="module")
def pages(built: Path) -> dict[str, BeautifulSoup]:
    """The pages of that book."""
    site = built / "_build" / "html" / "book"
    return {name: whole_page(site / f"{name}.html")
            for name in [*NAMES, "answers", "index"]}


def test_an_entry_of_the_glossary_has_all_its_fields_and_a_page(pages) -> None:
    entry = pages["glossary"].find("dt", id="term-median")
    assert entry.a["href"] == "../term/median/index.html"
    body = entry.find_next_sibling("dd")
    shown = {dt.get_text().rstrip(": "): dt.find_next_sibling("dd").get_text(" ", strip=True)
             for dt in body.select("dl.term-facts dt")}
    assert list(shown) == ["Symbol", "Also called", "Not", "In code", "See also", "Defined in",
                           "Source"]
    assert shown["See also"] == "average" and shown["In code"] == "np.median"
    assert "middle two" in body.p.get_text()


def key(form) -> list:
    """The decoded key of a form."""
    data = key_of(form)
    for name in ("right", "order"):
        if name in data:
            return data[name]
    return [blank.get("value", blank.get("values")) for blank in data["blanks"]]


def test_every_kind_that_authors_may_write_has_an_example_that_book_readme_links() -> None:
    readme = (ROOT / "book" / "README.md").read_text(encoding="utf-8")
    for name in NAMES:
        assert f"../tests/examples/{name}.md" in readme


@pytest.mark.parametrize("label", KEYS)
def test_the_page_checks_against_the_value_worked_out_by_hand(pages, label) -> None:
    form = next(found for page in pages.values() if (found := page.find("form", id=label)))
    for computed, expected in zip(key(form), KEYS[label], strict=True):
        assert computed == pytest.approx(expected) if isinstance(expected, float) \
            else computed == expected


def test_a_formula_reaches_the_page_as_its_values_at_points(pages) -> None:
    form = pages["formula"].find("form", id="q-example-formula")
    blank = key_of(form)["blanks"][0]
    xs, ys = blank["points"]
    assert blank["variables"] == ["x", "y"]
    assert blank["values"] == pytest.approx([2 * x * y for x, y in zip(xs, ys, strict=True)])
    assert blank["slips"][0] == pytest.approx([x * x for x in xs])
    assert "2*x*y" not in str(key_of(form))


def test_a_form_has_a_legend_labels_a_live_region_and_its_answer_folded(pages) -> None:
    forms = [form for page in pages.values() for form in page.select("form.quiz")]
    # Formula and two that are coded have no value in KEYS; two are reviewed.
    assert len(forms) == len(KEYS) + 3 + 2
    for form in forms:
        assert form.fieldset.legend.get_text(strip=True)
        for field in form.select("input.blank, textarea, .choices input"):
            assert form.find("label", attrs={"for": field["id"]}), field
        assert form.select_one("template.hint").get_text(strip=True)
        assert form.select_one("details.answer > summary").get_text() == "Show the answer"
        assert form.select_one("details.answer p.tests")
        assert form.select_one(".feedback[role=status]").get_text() == ""
        assert form.select_one(".controls")


def test_ids_are_unique_on_each_page(pages) -> None:
    for page in pages.values():
        ids = [node["id"] for node in page.select("[id]")]
        assert len(ids) == len(set(ids))


def test_the_hint_is_the_authors_where_there_is_one(pages) -> None:
    form = pages["number"].find("form", id="q-example-number")
    assert form.select_one("template.hint").get_text(strip=True) == "Divide, and keep four digits."


def test_a_trace_of_three_lines_has_three_lines_to_type_into(pages) -> None:
    assert pages["trace"].select_one("textarea.blank")["rows"] == "3"


def test_a_review_asks_the_same_question_again_and_leads_home(pages) -> None:
    first, second = pages["review"].select("form.quiz")
    original = pages["number"].find("form", id="q-example-number")
    assert first["id"] == "q-example-number-in-review"
    assert first["data-key"] == original["data-key"]
    assert first["data-hash"] == original["data-hash"]
    assert first.select_one("p.tests a")["href"].startswith("number.html#")
    assert second.select_one("p.tests a")["href"] == "self-check.html#sec-example"


def test_a_link_to_a_former_label_leads_to_the_question_that_has_its_answer(pages) -> None:
    form = pages["number"].find("form", id="q-example-number")
    assert form["data-was"] == "q-former"
    assert pages["number"].find("span", id="q-former").find_next_sibling() == form


def test_a_self_check_has_one_place_for_its_result(pages) -> None:
    results = pages["self-check"].select(".self-check-result")
    assert [result["data-for"] for result in results] == ["q-example-self-check"]
    assert results[0].select_one(".result[role=status]")


def test_the_answer_key_lists_each_question_once_with_a_link_back(pages) -> None:
    links = [a["href"] for a in pages["answers"].select("dl.answer-key > dt a")]
    assert sorted(links) == sorted(
        f"{name}.html#{form['id']}" for name in NAMES if name != "review"
        for form in pages[name].select("form.quiz"))


def test_the_front_page_knows_every_question_that_counts(pages) -> None:
    record = json.loads(pages["index"].find(id="downhill-questions").string)
    known = {label for lesson in record.values() for label in lesson["questions"]}
    coded = {"q-example-formula", "q-example-coding", "q-example-coding-key"}
    assert known == (set(KEYS) | coded) - {"q-example-predict"}
    marks = [mark.get_text() for mark in pages["index"].select(".lesson-mark")]
    assert "2 questions" in marks


def test_a_coding_check_has_its_code_its_buttons_and_its_slips_and_hides_its_checks(pages) -> None:
    form = pages["coding"].find("form", id="q-example-coding")
    buttons = [button.get_text() for button in form.select("live-cell .live-controls button")]
    assert buttons[:4] == ["Run", "Check", "Stop", "Reset"]
    assert "np.array_equal" not in form.get_text()
    key = key_of(form)
    assert [check["title"] for check in key["checks"]] == [
        "[3, 4] becomes [0.6, 0.8]", "v stays as it was"]
    assert "def norm" in key["prelude"][-1]
    told = [dt.get_text() for dt in form.select("dl.reasons dt")]
    assert told == ["v itself is divided", "The sum instead of the length"]
    assert not form.select_one("dl.reasons pre")


def test_a_build_that_changes_nothing_writes_no_page_and_a_map_follows_its_lessons(built, pages):
    again = press_build.build(built, say=lambda _: None)
    assert (again.written, again.published) == (set(), [])
    lesson = built / "book" / "self-check.md"
    title = lesson.read_text("utf-8").partition("\n")[0]
    lesson.write_text(lesson.read_text("utf-8").replace(title, "# Renamed for the map", 1), "utf-8")
    press_build.build(built, say=lambda _: None)
    shown = (built / "_build" / "html" / "book" / "concept-map.html").read_text("utf-8")
    assert "Renamed for the map" in BeautifulSoup(shown, "lxml").select_one(".concept-map").text


def test_a_map_of_concepts_says_what_needs_what_in_words_and_draws_it(pages) -> None:
    box = pages["concept-map"].select_one(".concept-map")
    words = [" ".join(item.p.get_text().split()) for item in box.select("details li li")]
    assert words == ["median", "average needs median"]
    assert [a["href"] for a in box.select("svg a")] == [
        "../term/median/index.html", "../term/average/index.html"]
    assert box.svg["aria-hidden"] == "true"
    assert {a["tabindex"] for a in box.select("svg a")} == {"-1"}


def test_a_live_cell_stands_with_its_output_and_its_buttons_and_says_what_it_needs(pages) -> None:
    unseen, shown = pages["live"].select("live-cell")
    assert "data-unseen" in unseen.attrs and not unseen.select_one(".live-controls")
    assert shown["data-needs"] == "1:bowl"
    parts = [part["class"][0] for part in shown.select_one("div.cell").find_all(recursive=False)]
    assert parts == ["cell_input", "controls", "live-result", "cell_output"]
    assert shown.select_one(".cell_output").get_text().split() == [
        "[2500000000]", "np.float64(43.0)"]
    runtime = json.loads(pages["live"].find(id="live-runtime").string)
    assert runtime["imports"] == "import numpy as np"


def test_a_cell_with_torch_says_that_it_runs_on_colab(pages) -> None:
    told = pages["live"].select(".live-elsewhere")
    assert len(told) == 1
    assert "PyTorch" in told[0].get_text() and "Colab" in told[0].get_text()
    assert "torch.tensor" in told[0].find_parent("div", class_="cell").get_text()


def test_a_page_without_live_cells_names_neither_script_nor_runtime(pages) -> None:
    for name, page in pages.items():
        scripts = [script["src"] for script in page.select("script[src]")]
        live = any("/live-" in src for src in scripts)
        described = bool(page.find(id="live-runtime"))
        assert live == bool(page.select_one("live-cell")) == described, name
