"""What the browser remembers of a reader, and what it does where it can't."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.built, pytest.mark.browser]

LABEL = "q-secant-from-2"
LESSON = "book/foundations/derivatives-and-gradients.html"


def live(page: Page) -> None:
    page.locator(f"form#{LABEL}[data-live]").wait_for(state="attached")


def answer(page: Page, text: str = "4.1") -> None:
    live(page)
    form = page.locator(f"#{LABEL}")
    form.locator(".blank").fill(text)
    form.locator("button.check").click()
    page.locator(f"#{LABEL} .feedback:not(:empty)").wait_for()


def typed(page: Page) -> str:
    live(page)
    return page.locator(f"#{LABEL} .blank").input_value()


def legend(page: Page) -> str:
    live(page)
    return page.locator(f"#{LABEL} legend").inner_text()


def test_an_answer_is_there_after_a_reload(open_page) -> None:
    page = open_page()
    answer(page)
    page.reload()
    assert typed(page) == "4.1"
    assert "right" in legend(page)


def test_a_second_profile_imports_what_the_first_exported(open_page, tmp_path) -> None:
    first = open_page()
    answer(first)
    first.goto(first.url.replace(LESSON, "book/index.html"))
    with first.expect_download() as download:
        first.locator(".progress-panel .export").click()
    file = tmp_path / "progress.json"
    download.value.save_as(file)
    assert LABEL in file.read_text(encoding="utf-8")

    second = open_page("book/index.html")
    second.locator(".progress-panel .controls input[type=file]").set_input_files(file)
    second.locator(".progress-panel .result:not(:empty)").wait_for()
    second.goto(second.url.replace("book/index.html", LESSON))
    assert typed(second) == "4.1"
    assert "right" in legend(second)


def test_a_changed_question_is_asked_anew(open_page) -> None:
    page = open_page()
    answer(page)
    page.evaluate("""label => {
        for (const key of Object.keys(localStorage)) {
            if (!key.endsWith(label)) continue;
            const kept = JSON.parse(localStorage[key]);
            localStorage[key] = JSON.stringify({...kept, hash: 'of-another-text'});
        }
    }""", LABEL)
    page.reload()
    assert typed(page) == ""
    assert "right" not in legend(page)


def test_everything_is_forgotten_on_request_and_not_by_one_slip_of_the_finger(open_page) -> None:
    page = open_page()
    answer(page)
    page.goto(page.url.replace(LESSON, "book/index.html"))
    forget = page.locator(".progress-panel .forget")
    forget.click()
    assert page.evaluate("label => Object.keys(localStorage).some(k => k.endsWith(label))", LABEL)
    forget.click()
    assert not page.evaluate(
        "label => Object.keys(localStorage).some(k => k.endsWith(label))", LABEL)


@pytest.mark.parametrize("foreign", [
    "no json", "[]", "null", '{"version": 99, "answers": 3}', '{"downhill": {"q-x": [1]}}',
    json.dumps({"version": 1, "questions": {"<img src=x>": {"hash": 1}}}),
])
def test_a_foreign_file_is_refused_in_words(open_page, tmp_path, foreign) -> None:
    file = tmp_path / "foreign.json"
    file.write_text(foreign, encoding="utf-8")
    page = open_page("book/index.html")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.locator(".progress-panel .controls input[type=file]").set_input_files(file)
    page.locator(".progress-panel .result:not(:empty)").wait_for()
    assert errors == []


@pytest.mark.parametrize("rubbish", ["no json", "[]", "null", "7", '{"hash": 3}', '{"answer": []}'])
def test_rubbish_in_storage_is_ignored(open_page, rubbish) -> None:
    page = open_page()
    answer(page)
    page.evaluate("""([label, rubbish]) => {
        for (const key of Object.keys(localStorage))
            if (key.endsWith(label)) localStorage[key] = rubbish;
    }""", [LABEL, rubbish])
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.reload()
    assert typed(page) == ""
    answer(page)
    assert errors == []


FORBIDDEN = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"


@pytest.mark.parametrize("trouble", [FORBIDDEN, FULL])
def test_where_nothing_can_be_kept_the_page_works_and_says_so_once(open_page, trouble) -> None:
    page = open_page()
    page.context.add_init_script(trouble)
    page.reload()
    answer(page)
    said = page.locator(f"#{LABEL} .feedback").inner_text()
    assert "Right" in said
    assert said.count("remember") == 1
    answer(page, "4")
    page.get_by_text("Not yet").wait_for()
    assert "remember" not in page.locator("body").inner_text()


def test_two_tabs_do_not_overwrite_each_other(open_page) -> None:
    one = open_page()
    two = open_page(context=one.context)
    other = "q-slope-at-3"
    answer(one)
    live(two)
    two.locator(f"#{other} .blank").fill("6")
    two.locator(f"#{other} button.check").click()
    two.locator(f"#{other} .feedback:not(:empty)").wait_for()
    fresh = open_page(context=one.context)
    assert typed(fresh) == "4.1"
    assert fresh.locator(f"#{other} .blank").input_value() == "6"


def test_an_answer_given_in_another_tab_shows_here(open_page) -> None:
    one = open_page()
    two = open_page(context=one.context)
    live(two)
    answer(one)
    expect(two.locator(f"#{LABEL} .blank")).to_have_value("4.1")


def test_progress_shows_by_section_and_by_lesson(open_page) -> None:
    page = open_page()
    answer(page)
    mark = page.locator('#pst-page-toc-nav a[href="#sec-derivative"], '
                        '#pst-page-toc-nav a[href="#the-derivative-from-scratch"]').first
    expect(mark.locator("xpath=ancestor::li[1]")).to_contain_text("1 of")
    page.goto(page.url.replace(LESSON, "book/index.html"))
    page.locator("article").get_by_text("1 of 4", exact=False).first.wait_for()
