"""Every question of the book, answered in Chromium by keyboard alone: wrong, then right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from pages import LESSONS, PAGES, ROOT
from playwright.sync_api import Locator, Page
from turned import key_of
from whole_page import whole_page

pytestmark = [pytest.mark.built, pytest.mark.browser]

SITE = ROOT / "_build" / "html"


@dataclass
class Asked:
    """A question as the file of its page has it."""

    page: str
    label: str
    kind: str
    classes: list[str]
    key: dict
    shown: str
    worked: str
    hint: str
    reasons: dict[str, str] = field(default_factory=dict)


def words(node: Tag | str) -> str:
    """Text with single spaces; math as its TeX is left out of comparisons."""
    tag = BeautifulSoup(str(node), "lxml")
    for math in tag.find_all("math"):
        math.replace_with(" ")
    return " ".join(tag.get_text(" ").split())


def questions() -> list[Asked]:
    """All questions of all pages, from the built files."""
    found = []
    for path in PAGES:
        file = SITE / path
        if not file.is_file():
            continue
        soup = whole_page(file)
        for form in soup.select("form.quiz"):
            found.append(Asked(
                page=path, label=form["id"], kind=form["data-kind"], classes=form["class"],
                key=key_of(form),
                shown=(form.select_one("p.key") or form).get_text().strip(),
                worked=words(form.select_one(".worked") or ""),
                hint=words(form.select_one("template.hint") or ""),
                reasons={dd.get("data-choice") or dd.get("data-slip"): words(dd)
                         for dd in form.select("dl.reasons dd")},
            ))
    return found


ALL = questions()
PLAIN = [q for q in ALL if q.kind != "coding" and not {"predict", "self-check"} & set(q.classes)]
PREDICT = [q for q in ALL if "predict" in q.classes]
SELF_CHECK = [q for q in ALL if "self-check" in q.classes and q.kind != "coding"]


def label(q: Asked) -> str:
    return q.label


def spelled(kind: str, value: object) -> str:
    """A value as a reader would type it."""
    if kind in ("text", "trace"):
        return value if isinstance(value, str) else value[0]
    if kind == "shape":
        return str(tuple(value)) if isinstance(value, list) else str(value)
    return json.dumps(value)


def right_text(q: Asked, place: int) -> str:
    blank = q.key["blanks"][place]
    if blank["kind"] == "formula":
        return q.shown  # the page knows a formula's values alone; the key prints its source
    return spelled(blank["kind"], blank["value"])


def feedback(form: Locator) -> str:
    """What the form says, once it says something: the reader of formulas is fetched first."""
    form.locator(".feedback:not(:empty)").wait_for()
    return words(form.locator(".feedback").inner_html())


def type_into(page: Page, form: Locator, texts: list[str]) -> None:
    """Fill the blanks and press the button, without the pointer."""
    blanks = form.locator(".blank")
    blanks.nth(0).focus()
    for i, text in enumerate(texts):
        if i:
            page.keyboard.press("Tab")
        page.keyboard.press("Control+a")
        page.keyboard.type(text)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def choose(page: Page, form: Locator, wanted: set[int]) -> None:
    """Mark these choices and press the button, without the pointer."""
    boxes = form.locator(".choices input")
    if boxes.nth(0).get_attribute("type") == "radio":
        boxes.nth(0).focus()
        page.keyboard.press("Space")
        for _ in range(min(wanted)):
            page.keyboard.press("ArrowDown")
    else:
        for i in range(boxes.count()):
            boxes.nth(i).focus()
            if boxes.nth(i).is_checked() != (i in wanted):
                page.keyboard.press("Space")
    form.locator("button.check").focus()
    page.keyboard.press("Enter")


def sort_steps(page: Page, form: Locator, order: list[int]) -> None:
    """Bring the steps into an order with the arrow keys alone, and press the button."""
    bring_into_order(page, form, order)
    form.locator("button.check").focus()
    page.keyboard.press("Enter")


def bring_into_order(page: Page, form: Locator, order: list[int]) -> None:
    """Move the steps with the arrow keys alone."""
    for place, step in enumerate(order):
        item = form.locator(f'li[data-step="{step}"]')
        here = item.evaluate("node => [...node.parentNode.children].indexOf(node)")
        item.locator('button[data-move="-1"]').focus()
        for _ in range(here - place):
            page.keyboard.press("ArrowUp")
        now = item.evaluate("node => [...node.parentNode.children].indexOf(node)")
        assert now == place


@pytest.fixture(scope="module")
def reader(chromium) -> Iterator[Page]:
    """One reader for all questions: each is answered once, on a page that stays open."""
    context = chromium.new_context(viewport={"width": 1400, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def ask(reader, site, open_page):
    """The page of a question and its form, ready to be answered; ``fresh`` for a new reader."""
    def opener(q: Asked, fresh: bool = False) -> tuple[Page, Locator]:
        page = open_page(q.page) if fresh else reader
        if not page.url.startswith(site + q.page):
            page.goto(site + q.page)
        form = page.locator(f"form#{q.label}[data-live]")
        form.wait_for(state="attached")
        return page, form

    return opener


@pytest.mark.parametrize("q", [q for q in PLAIN if "blanks" in q.key], ids=label)
def test_a_typed_answer_is_told_its_slip_then_helped_then_accepted(ask, q: Asked) -> None:
    page, form = ask(q)
    rights = [right_text(q, i) for i in range(len(q.key["blanks"]))]
    for place, blank in enumerate(q.key["blanks"]):
        if blank["kind"] == "formula":
            continue  # a slip's source is not in the page; the comparison is tested with others
        for i, slip in enumerate(blank["slips"]):
            texts = list(rights)
            texts[place] = spelled(blank["kind"], slip)
            type_into(page, form, texts)
            assert q.reasons[f"{place}.{i}"] in feedback(form)
    unknown = {"number": "987654", "vector": "[987, 654]", "shape": "(9, 8, 7)",
               "formula": "98765", "text": "no such word", "trace": "no such line"}
    wrong = [unknown[q.key["blanks"][0]["kind"]], *rights[1:]]
    type_into(page, form, rights)
    assert "Right" in feedback(form)
    type_into(page, form, wrong)
    assert "Right" not in feedback(form)


@pytest.mark.parametrize("q", [q for q in PLAIN if "right" in q.key], ids=label)
def test_each_wrong_choice_is_told_why_and_the_right_one_too(ask, q: Asked) -> None:
    page, form = ask(q)
    right = {i for i, is_right in enumerate(q.key["right"]) if is_right}
    for wrong in set(range(len(q.key["right"]))) - right:
        choose(page, form, {wrong} if len(right) == 1 else right | {wrong})
        assert q.reasons[str(wrong)] in feedback(form)
        assert "Right." not in feedback(form)
    choose(page, form, right)
    said = feedback(form)
    assert "Right" in said
    assert all(q.reasons[str(i)] in said for i in right)


@pytest.mark.parametrize("q", [q for q in PLAIN if q.kind == "order"], ids=label)
def test_steps_are_ordered_with_the_arrow_keys(ask, q: Asked) -> None:
    page, form = ask(q)
    form.locator("button.check").focus()
    page.keyboard.press("Enter")
    assert "Right" not in feedback(form)
    sort_steps(page, form, q.key["order"])
    assert "Right" in feedback(form)


def seen_below(form: Locator) -> str:
    """Whether what stands right below a question can be seen."""
    below = form.locator("xpath=following-sibling::*[1]")
    return below.evaluate("node => getComputedStyle(node).visibility")


@pytest.mark.parametrize("path", sorted({q.page for q in PREDICT}))
def test_predictions_hide_what_follows_until_they_are_made_and_are_not_scored(ask, path) -> None:
    mine = [q for q in PREDICT if q.page == path]
    page, _ = ask(mine[0])
    for q in mine:
        _, form = ask(q)
        assert seen_below(form) == "hidden", q.label
        if "right" in q.key:
            choose(page, form, {q.key["right"].index(False)})
        else:
            type_into(page, form, ["987654"] * len(q.key["blanks"]))
        assert seen_below(form) == "visible", q.label
        said = feedback(form)
        assert said and "wrong" not in said.split()[:4], q.label
    page.reload()
    for q in mine:
        _, form = ask(q)
        assert seen_below(form) == "visible", q.label


@pytest.mark.parametrize("q", PREDICT[:1], ids=label)
def test_a_prediction_may_be_skipped(ask, q: Asked) -> None:
    page, form = ask(q, fresh=True)
    form.locator("button.skip").focus()
    page.keyboard.press("Enter")
    assert seen_below(form) == "visible"


def test_an_unknown_wrong_answer_gets_a_hint_first_and_the_worked_reason_second(ask) -> None:
    q = next(q for q in PLAIN if q.kind == "number")
    page, form = ask(q, fresh=True)
    type_into(page, form, ["987654"])
    assert q.hint in feedback(form)
    assert q.worked not in feedback(form)
    type_into(page, form, ["987655"])
    assert q.worked in feedback(form)


def test_a_slip_of_the_keyboard_is_not_counted_as_wrong(ask) -> None:
    q = next(q for q in PLAIN if q.kind == "number")
    page, form = ask(q, fresh=True)
    type_into(page, form, ["four point one"])
    assert "Not yet" not in feedback(form)
    type_into(page, form, ["987654"])
    assert q.hint in feedback(form), "the first wrong answer still gets the hint"


@pytest.mark.parametrize("typed", ["<img src=x onerror=document.title='owned'>",
                                   "<script>document.title='owned'</script>"])
@pytest.mark.parametrize("kind", ["number", "vector", "shape", "formula", "trace"])
def test_markup_typed_as_an_answer_stays_text(ask, kind, typed) -> None:
    q = next(q for q in PLAIN if q.kind == kind)
    page, form = ask(q)
    type_into(page, form, [typed] * len(q.key["blanks"]))
    page.wait_for_timeout(100)
    assert page.title() != "owned"
    assert form.locator(".feedback img, .feedback script").count() == 0


def answer_rightly(page: Page, form: Locator, q: Asked) -> None:
    """Enter the right answer of a self-check item; its set is checked elsewhere."""
    if "right" in q.key:
        for i, right in enumerate(q.key["right"]):
            if right:
                form.locator(".choices input").nth(i).check()
    elif q.kind == "order":
        bring_into_order(page, form, sorted(range(form.locator("li[data-step]").count())))
    else:
        for i in range(len(q.key["blanks"])):
            form.locator(".blank").nth(i).fill(right_text(q, i))


def answer_with_a_slip(form: Locator, q: Asked) -> str:
    """Enter a wrong answer of a self-check item; what is to be told."""
    if "right" in q.key:
        wrong = q.key["right"].index(False)
        form.locator(".choices input").nth(wrong).check()
        return q.reasons[str(wrong)]
    blank = q.key["blanks"][0]
    form.locator(".blank").nth(0).fill(spelled(blank["kind"], blank["slips"][0]))
    return q.reasons["0.0"]


def solve_the_coding_exercises(page: Page) -> int:
    """Say of each what its run in the browser's Python says when all is right; their number."""
    return page.evaluate("""() => { const forms = document.querySelectorAll(
            "form.self-check[data-kind='coding']");
        for (const form of forms) form.dispatchEvent(new CustomEvent('downhill:checked',
            {detail: {code: 'w', right: true}}));
        return forms.length; }""")


CHECKED = [items for path in PAGES if (items := [q for q in SELF_CHECK if q.page == path])]


def page_of(items: list[Asked]) -> str:
    return Path(items[0].page).stem


@pytest.mark.parametrize("items", CHECKED, ids=page_of)
def test_a_self_check_lists_what_to_read_again_the_sure_and_wrong_first(ask, items) -> None:
    page, form = ask(items[0], fresh=True)
    # Not a formula: the page knows its slips by their values alone.
    unsure, sure = [q for q in items if q.kind != "formula"][-2:]
    for item in items:
        if item not in (unsure, sure):
            answer_rightly(page, page.locator(f"#{item.label}"), item)
    told = {}
    for item, box in ((unsure, "unsure"), (sure, "sure")):
        form = page.locator(f"#{item.label}")
        told[item.label] = answer_with_a_slip(form, item)
        form.locator(f'.sureness input[value="{box}"]').check()
    total = len(items) + solve_the_coding_exercises(page)
    page.locator(".check-all").focus()
    page.keyboard.press("Enter")
    result = page.locator(".self-check-result .result")
    page.locator(".self-check-result .result:not(:empty)").wait_for()
    assert f"{total - 2} of {total}" in words(result.inner_html())
    links = [a.get_attribute("href") for a in result.locator("a").all()]
    sections = [page.locator(f"#{item.label} details p.tests a").get_attribute("href")
                for item in (sure, unsure)]
    assert links.index(sections[0]) < links.index(sections[1])
    for label, reason in told.items():
        assert reason in feedback(page.locator(f"#{label}"))


@pytest.mark.parametrize("items", CHECKED, ids=page_of)
def test_a_self_check_with_all_right_says_so(ask, items) -> None:
    page, _ = ask(items[0], fresh=True)
    for item in items:
        answer_rightly(page, page.locator(f"#{item.label}"), item)
    total = len(items) + solve_the_coding_exercises(page)
    page.locator(".check-all").click()
    page.locator(".self-check-result .result:not(:empty)").wait_for()
    said = words(page.locator(".self-check-result .result").inner_html())
    assert f"All {total} right" in said


@pytest.mark.parametrize("path", LESSONS)
def test_a_lesson_asks_in_at_least_five_ways_and_from_start_to_end(path) -> None:
    mine = [q for q in ALL if q.page == path]
    assert len({q.kind for q in mine}) >= 5
    assert len(mine) >= 25
    assert len([q for q in mine if "self-check" in q.classes]) >= 8
    assert len([q for q in mine if "predict" in q.classes]) >= 3


def test_every_question_of_the_book_is_driven_here() -> None:
    driven = {q.label for q in [*PLAIN, *PREDICT, *SELF_CHECK]}
    assert {q.label for q in ALL} - driven == {q.label for q in ALL if q.kind == "coding"}
    assert {q.page for q in ALL} >= set(LESSONS)
    assert {items[0].page for items in CHECKED} >= set(LESSONS)
