"""A reader opens the pages: nothing is asked of other hosts, cut off, or lost without script."""

from __future__ import annotations

import pytest
from pages import LESSONS, PAGES
from playwright.sync_api import Page
from press.core.tokens import ROLES
from settled import settle

pytestmark = [pytest.mark.built, pytest.mark.browser]

LESSON = "book/foundations/derivatives-and-gradients.html"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_no_other_host_and_logs_no_error(open_page, site, path) -> None:
    page: Page = open_page("book/index.html")
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text)
            if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(site + path)
    settle(page)
    assert [url for url in asked if not url.startswith((site, "data:", "blob:"))] == []
    assert errors == []


@pytest.mark.parametrize("width", [320, 390, 1400])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_its_window(open_page, path, width) -> None:
    page = open_page(path, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 1400])
@pytest.mark.parametrize("lesson", LESSONS)
def test_code_and_tables_scroll_in_their_own_box_and_can_be_reached_by_keyboard(
    open_page, lesson, width
) -> None:
    page = open_page(lesson, width=width)
    cut = page.evaluate("""() => [...document.querySelectorAll('article pre, article table')]
        .filter(box => {
            for (let up = box; up && up.tagName !== 'ARTICLE'; up = up.parentElement) {
                const style = getComputedStyle(up);
                if (/auto|scroll/.test(style.overflowX))
                    return up.scrollWidth > up.clientWidth && up.tabIndex < 0;
                if (up.scrollWidth > up.clientWidth + 1 && style.overflowX !== 'visible')
                    return true;
            }
            return box.getBoundingClientRect().right > innerWidth;
        }).map(box => box.textContent.slice(0, 60))""")
    assert cut == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_lines_of_code_fit_the_column_on_a_desk(open_page, lesson) -> None:
    page = open_page(lesson, width=1400)
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    wide = page.evaluate("""() => [...document.querySelectorAll('article pre')]
        .filter(pre => pre.textContent.split('\\n').every(line => line.length <= 62)
                       && pre.scrollWidth > pre.clientWidth + 1)
        .map(pre => pre.textContent.slice(0, 80))""")
    assert wide == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lesson", LESSONS)
def test_every_figure_is_a_drawing_with_words_for_those_who_cannot_see_it(
    open_page, lesson, theme
) -> None:
    # Without script nothing moves, so all of them stand.
    page = open_page(lesson, theme=theme, java_script_enabled=False)
    figures = page.query_selector_all("article figure")
    assert len(figures) >= 3
    for figure in figures:
        [drawing] = [image for image in figure.query_selector_all("img") if image.is_visible()]
        assert len(drawing.get_attribute("alt") or "") > 40
        assert len(figure.query_selector("figcaption").text_content()) > 40
        assert drawing.bounding_box()["width"] > 300


def test_a_figure_takes_its_ink_from_the_theme_and_is_fetched_once(open_page) -> None:
    def inks(theme: str) -> set[str]:
        page = open_page(theme=theme)
        fetched = []
        page.on("request", lambda asked: fetched.append(asked.url.partition("#")[0]))
        found = set(page.evaluate("""async () => {
            const inks = [];
            for (const image of document.querySelectorAll('article figure img')) {
              if (!image.checkVisibility()) continue;
              image.scrollIntoView();
              await image.decode();
              const board = document.createElement('canvas');
              [board.width, board.height] = [image.width, image.height];
              const pen = board.getContext('2d');
              pen.drawImage(image, 0, 0, board.width, board.height);
              const {data} = pen.getImageData(0, 0, board.width, board.height);
              for (let i = 0; i < data.length; i += 4) {
                if (data[i + 3] === 255) inks.push(`${data[i]} ${data[i + 1]} ${data[i + 2]}`);
              }
            }
            return inks;
        }"""))
        drawings = [url for url in fetched if "/_images/" in url]
        assert len(drawings) == len(set(drawings)) >= 5
        return found

    for theme in ("light", "dark"):
        wanted = {" ".join(str(int(getattr(token, theme)[i:i + 2], 16)) for i in (1, 3, 5))
                  for token in ROLES.values()}
        other = {" ".join(str(int(getattr(token, "dark" if theme == "light" else "light")
                                  [i:i + 2], 16)) for i in (1, 3, 5)) for token in ROLES.values()}
        found = inks(theme)
        assert len(found & wanted) >= 5
        assert not found & other


@pytest.mark.parametrize("lesson", LESSONS)
def test_without_script_every_question_is_readable_and_every_answer_reachable(
    open_page, lesson
) -> None:
    page = open_page(lesson, java_script_enabled=False)
    seen = """forms => forms.map(form => [form.id, ...['legend', 'details.answer .tests',
        'button.check'].map(part => form.querySelector(part)?.checkVisibility() ?? false)])"""
    folded = page.locator("form.quiz").evaluate_all(seen)
    assert len(folded) >= 25
    assert [form for form in folded if form[1:] != [True, False, False]] == []
    page.locator("form.quiz details.answer summary").first.click()
    assert page.locator("form.quiz .tests").first.is_visible()
    page.locator("details.answer").evaluate_all("all => all.forEach(box => { box.open = true })")
    opened = page.locator("form.quiz").evaluate_all(seen)
    assert [form for form in opened if form[1:] != [True, True, False]] == []
