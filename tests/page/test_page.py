"""What every page does: colors, search, sidebars, contents, boxes that scroll."""

from __future__ import annotations

from pathlib import Path

import pytest
from pages import LESSONS, PAGES
from playwright.sync_api import Page, expect
from settled import quiet, settle

pytestmark = [pytest.mark.built, pytest.mark.browser]

LESSON = "book/foundations/derivatives-and-gradients.html"
SITE = Path(__file__).resolve().parents[2] / "_build" / "html"


@pytest.fixture
def plain(chromium, site):
    """Open a page as a new reader does, who has chosen nothing."""
    contexts = []

    def opener(path: str = LESSON, *, script: str = "", **options) -> Page:
        context = chromium.new_context(viewport={"width": 1400, "height": 900}, **options)
        context.add_init_script(script)
        contexts.append(context)
        page = context.new_page()
        page.goto(site + path)
        return page

    yield opener
    for context in contexts:
        context.close()


def theme(page: Page) -> str:
    return page.evaluate("document.documentElement.dataset.theme")


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_colors_are_the_systems_until_the_reader_chooses(plain, system):
    page = plain("book/notation.html", color_scheme=system)
    assert theme(page) == system
    other = "dark" if system == "light" else "light"
    page.emulate_media(color_scheme=other)
    expect(page.locator(f"html[data-theme={other}]")).to_have_count(1)
    page.emulate_media(color_scheme=system)
    settle(page)
    button = page.get_by_role("button", name="Color mode")
    for wanted in (other, system):
        button.click()
        assert theme(page) == wanted
        page.reload()
        assert theme(page) == wanted
        settle(page)
    button.click()
    page.emulate_media(color_scheme=other)
    expect(page.locator(f"html[data-theme={other}]")).to_have_count(1)


@pytest.mark.parametrize("keys", ["/", "Control+k"])
def test_search_opens_by_a_key_and_closes_by_escape_and_by_a_press_beside_it(plain, keys):
    page = plain("book/notation.html")
    settle(page)
    dialog = page.locator("#pst-search-dialog")
    page.keyboard.press(keys)
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    page.get_by_role("button", name="Search").first.click()
    expect(dialog).to_be_visible()
    page.mouse.click(5, 890)
    expect(dialog).not_to_be_visible()


def test_a_slash_that_is_typed_into_a_field_stays_there(plain):
    page = plain()
    settle(page)
    field = page.locator("#q-secant-from-2 .blank")
    field.fill("1")
    field.press("/")
    expect(field).to_have_value("1/")
    expect(page.locator("#pst-search-dialog")).not_to_be_visible()


def test_a_search_finds_a_page_and_says_where(plain):
    page = plain("book/notation.html")
    settle(page)
    page.keyboard.press("/")
    page.keyboard.type("secant")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=secant")
    expect(page.locator("#search-results li a", has_text="Derivatives and gradients").first
           ).to_be_visible()
    expect(page.locator(".bd-search-container").get_by_role("searchbox")).to_be_focused()


@pytest.mark.parametrize("which", ["primary", "secondary"])
def test_a_sidebar_opens_over_a_narrow_page_and_gives_the_focus_back(plain, which):
    page = plain()
    page.set_viewport_size({"width": 390, "height": 800})
    settle(page)
    button = page.locator(f".{which}-toggle")
    dialog = page.locator(f"#pst-{which}-sidebar-modal")
    for leave in ("Escape", "outside"):
        button.click()
        expect(dialog.get_by_role("link").first).to_be_visible()
        if leave == "Escape":
            page.keyboard.press("Escape")
        else:
            box = dialog.bounding_box()
            page.mouse.click(385 if box["x"] < 10 else 5, 400)
        expect(dialog).not_to_be_visible()
        expect(button).to_be_focused()
    assert page.locator(f"#pst-{which}-sidebar").get_by_role("link", include_hidden=True).count()


def test_the_list_of_contents_marks_the_section_that_is_read(plain):
    page = plain()
    settle(page)
    links = page.locator("#pst-page-toc-nav a[href^='#']")
    for name in ("The chain rule", "Self-check", "The limit", "Vectorized gradients"):
        links.filter(has_text=name).click()
        current = page.locator("#pst-page-toc-nav a[aria-current=true]")
        expect(current).to_contain_text(name)
        heading = page.get_by_role("heading", name=name).first
        expect(heading).to_be_in_viewport()
        top = heading.bounding_box()["y"]
        assert -5 <= top < 270, (name, top)


def test_a_link_to_a_place_far_down_leads_there(plain):
    for anchor in ("q-clear-gradients", "sec-autograd", "fig-descent-playground", "eq-derivative"):
        page = plain(f"{LESSON}#{anchor}")
        settle(page)
        if page.locator(f"[id='{anchor}']").count():
            expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()


def scrolled(page):
    page.mouse.wheel(0, 300)


def key(page):
    page.keyboard.press("Shift")


def printed(page):
    page.evaluate("dispatchEvent(new Event('beforeprint'))")


@pytest.fixture
def cut(plain):
    """A page of which only the first screens stand: the browser never comes to rest."""
    page = plain(script="window.requestIdleCallback = () => 0", service_workers="block")
    page.wait_for_load_state("load")
    quiet(page)
    return page


def test_what_is_below_the_first_screens_comes_back_in_its_place(plain, cut, open_page):
    written = open_page(java_script_enabled=False).locator(".bd-article > section *").count()
    few = cut.locator(".bd-article > section *").count()
    page = plain()
    expect(page.locator("html[data-whole]")).to_have_count(1)
    assert few < written / 3 < page.locator(".bd-article > section *").count()
    whole = open_page()  # as it was parsed
    order = """[...document.querySelectorAll('.bd-article > section :is(section, form, p, pre)')]
        .map(node => node.localName)"""
    assert page.evaluate(order) == whole.evaluate(order)


@pytest.mark.parametrize("leap", [key, printed])
def test_a_reader_who_may_go_anywhere_has_the_whole_page_at_once(cut, leap):
    assert cut.locator("html[data-arriving]").count() == 1
    leap(cut)
    assert cut.locator("html[data-whole]").count() == 1
    assert cut.locator("#references").count() == 1


def test_whoever_scrolls_finds_text_ahead(cut):
    room = """() => document.querySelector('.bd-article > section').getBoundingClientRect().bottom
        / innerHeight"""
    for _ in range(4):
        scrolled(cut)
        cut.wait_for_function(f"({room})() >= 2.9")
    assert cut.locator("html[data-arriving]").count() == 1


def test_the_first_screen_asks_for_nothing_but_the_page(plain):
    page = plain()
    settle(page)
    drawn, *asked = page.evaluate("""() => [
        performance.getEntriesByName('first-contentful-paint')[0].startTime,
        ...performance.getEntriesByType('resource').filter(({name}) => !name.startsWith('data:'))
            .map(({name, startTime}) => [name, startTime])]""")
    assert len(asked) > 15
    assert [name for name, start in asked if start < drawn] == []


@pytest.mark.parametrize("size", [(390, 844), (1400, 900)])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_still_comes_fills_the_first_screen(plain, path, size):
    page = plain("book/notation.html")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    written = (SITE / path).read_text("utf-8")
    if 'class="below' not in written and ' below"' not in written:
        return
    coming = written[:written.rindex("<script>")]
    page.route(f"**/{path}", lambda route: route.fulfill(body=coming, content_type="text/html"))
    page.goto(page.url.replace("book/notation.html", path))
    text, foot = page.evaluate("""() => {
        const blocks = [...document.querySelectorAll('.bd-article > section :is(p, li, pre, td)')]
            .filter(block => block.checkVisibility());
        const bottom = node => node.getBoundingClientRect().bottom;
        return [Math.max(...blocks.map(bottom)), bottom(document.querySelector('.bd-article'))];
    }""")
    assert text >= size[1]
    assert foot >= size[1]


@pytest.mark.parametrize("name", ["primary", "secondary"])
def test_a_drawer_hides_what_it_lies_on_and_keeps_its_words_from_its_edge(plain, name):
    page = plain()
    page.set_viewport_size({"width": 390, "height": 844})
    settle(page)
    page.locator(f".{name}-toggle").click()
    drawer = page.locator(f"#pst-{name}-sidebar-modal")
    expect(drawer).to_be_visible()
    behind = page.evaluate("getComputedStyle(document.body).backgroundColor")
    expect(drawer).to_have_css("background-color", behind)
    left = drawer.evaluate("""drawer => Math.min(...[...drawer.querySelectorAll('a')].map(link => {
        const words = new Range();
        words.selectNodeContents(link);
        return words.getBoundingClientRect().x;
    }).filter(x => x))""")
    assert left >= drawer.bounding_box()["x"] + 15


def test_a_page_that_stops_coming_is_unfolded_as_soon_as_a_reader_moves_on(plain):
    page = plain("book/notation.html")
    written = (SITE / LESSON).read_text("utf-8")
    half = written[:len(written) // 2]
    page.route(f"**/{LESSON}", lambda route: route.fulfill(body=half, content_type="text/html"))
    page.goto(page.url.replace("book/notation.html", LESSON))
    last = page.locator(".bd-article > section > section p").first
    expect(last).to_be_hidden()
    page.mouse.wheel(0, 200)
    expect(last).to_be_visible()


def test_search_opens_before_the_whole_text_is_there(cut):
    expect(cut.locator("script[src*='/page-']:not([type])")).to_have_count(1)
    assert cut.locator("html[data-arriving]").count() == 1
    cut.evaluate("document.querySelector('.search-button__button').click()")
    expect(cut.locator("#pst-search-dialog")).to_have_attribute("open", "")


def test_a_question_whose_script_is_still_to_come_shows_no_button_and_sends_nothing(plain):
    held = []
    page = plain("book/notation.html")
    page.route("**/widgets/question-*.js*", lambda route: held.append(route))
    page.goto(page.url.replace("book/notation.html", LESSON), wait_until="domcontentloaded")
    form = page.locator("form.quiz:has(button.check):has(input.blank)").first
    form.locator("input.blank").first.fill("4")
    form.locator("input.blank").first.press("Enter")
    page.wait_for_timeout(500)
    expect(form.locator("button.check")).to_be_hidden()
    assert page.url.endswith(LESSON)
    for route in held:
        route.continue_()
    form.locator("button.check").click()
    expect(form.locator(".feedback")).not_to_be_empty()


def test_code_that_scrolls_has_a_tab_stop_and_code_that_fits_has_none(plain):
    page = plain()
    settle(page)
    boxes = page.locator("pre[tabindex]")
    for width in (1400, 320):
        page.set_viewport_size({"width": width, "height": 900})
        for i in range(0, boxes.count(), 7):
            box = boxes.nth(i)
            if box.is_visible():
                box.scroll_into_view_if_needed()
                expect(page.locator("html[data-whole]")).to_have_count(1)
                scrolls = box.evaluate("box => box.scrollWidth > box.clientWidth")
                expect(box).to_have_attribute("tabindex", "0" if scrolls else "-1")


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_note_in_the_margin_touches_neither_the_text_nor_the_contents(plain, lesson):
    page = plain(lesson)
    page.keyboard.press("Shift")
    expect(page.locator("html[data-whole]")).to_have_count(1)
    for width in (390, 1200, 1400, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        text, contents = (page.locator(name).bounding_box() for name in (
            ".bd-article > section", "#pst-page-toc-nav"))
        notes = page.locator("aside.margin.sidebar").all()
        assert notes
        for note in (one.bounding_box() for one in notes):
            beside = note["x"] >= text["x"] + text["width"]
            assert beside == (width >= 1400)
            if beside:
                assert note["x"] + note["width"] <= contents["x"]
            else:
                assert text["x"] <= note["x"] and note["width"] <= text["width"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_figure_stands_on_the_page_s_own_ground(open_page, theme):
    page = open_page(theme=theme)
    figures = page.locator(".plot img:visible")
    expect(figures.first).to_be_visible()
    grounds = figures.evaluate_all("all => all.map(img => getComputedStyle(img).backgroundColor)")
    assert set(grounds) == {"rgba(0, 0, 0, 0)"}
