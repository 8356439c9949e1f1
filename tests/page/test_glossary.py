"""A reader meets a term: in the text, in the list, on its own page, in the search."""

from __future__ import annotations

import re

import pytest
from axe import findings
from pages import ROOT
from playwright.sync_api import Page, expect
from settled import alive, settle

pytestmark = [pytest.mark.built, pytest.mark.browser]

SITE = ROOT / "_build" / "html"
LESSON = "book/foundations/derivatives-and-gradients.html"
MODULE = "book/foundations/index.html"  # short, and it uses terms
LIST = "book/glossary.html"
TERM = "term/gradient-descent/index.html"


def preview_of(page: Page, name: str):
    """The link to a term, and the preview; there is one for all links."""
    link = page.locator(f"article a.term[href*='/{name}/']").first
    link.scroll_into_view_if_needed()
    return link, page.get_by_role("tooltip")


def test_a_pointer_on_a_term_shows_what_it_means_and_may_move_onto_it(open_page):
    page = open_page(MODULE)
    link, preview = preview_of(page, "learning-rate")
    link.hover()
    expect(preview).to_contain_text("learning rate")
    expect(preview).to_contain_text("that scales the gradient in a step")
    expect(preview.locator("math").first).to_be_visible()
    expect(link).to_have_accessible_description(re.compile("that scales the gradient"))
    box = preview.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=8)
    page.wait_for_timeout(600)  # longer than a preview outlasts its link
    expect(preview).to_be_visible()
    page.mouse.move(5, 5)
    expect(page.locator("#term-preview")).to_be_hidden()


def test_escape_dismisses_a_preview_without_moving_pointer_or_focus(open_page):
    page = open_page(MODULE)
    link, preview = preview_of(page, "learning-rate")
    link.hover()
    expect(preview).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#term-preview")).to_be_hidden()
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(preview).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#term-preview")).to_be_hidden()
    expect(link).to_be_focused()


def test_the_preview_of_a_focused_term_stays_until_the_focus_leaves(open_page):
    page = open_page(MODULE)
    link, preview = preview_of(page, "gradient")
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(preview).to_contain_text("vector of all partial derivatives")
    page.mouse.move(700, 20)
    page.wait_for_timeout(600)
    expect(preview).to_be_visible()
    page.keyboard.press("Tab")
    expect(link).not_to_be_focused()
    expect(link).not_to_have_attribute("aria-describedby", "term-preview")


@pytest.mark.parametrize("width", [320, 390, 1400])
def test_a_preview_stays_within_the_window(open_page, width):
    page = open_page(MODULE, width=width)
    for name in ("learning-rate", "gradient", "chain-rule"):
        link, preview = preview_of(page, name)
        link.hover()
        expect(link).to_have_attribute("aria-describedby", "term-preview")
        box = preview.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        assert box["y"] >= 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_tap_goes_to_the_entry_and_shows_no_preview_first(open_page):
    page = open_page(MODULE, width=390, has_touch=True, is_mobile=True)
    link, _ = preview_of(page, "learning-rate")
    link.tap()
    expect(page.locator("article h1")).to_contain_text("Learning rate")


def test_previews_shift_nothing(open_page):
    page = open_page(MODULE)
    settle(page)
    page.evaluate("""() => {
        window.shifted = 0;
        new PerformanceObserver(list => list.getEntries().forEach(entry => {
            window.shifted += entry.value;
        })).observe({type: 'layout-shift'});
    }""")
    for name in ("learning-rate", "gradient"):
        link, _ = preview_of(page, name)
        tops = [link.evaluate("node => node.getBoundingClientRect().top + scrollY")]
        height = page.evaluate("document.documentElement.scrollHeight")
        link.hover()
        expect(link).to_have_attribute("aria-describedby", "term-preview")
        tops.append(link.evaluate("node => node.getBoundingClientRect().top + scrollY"))
        assert tops[0] == tops[1]
        assert page.evaluate("document.documentElement.scrollHeight") == height
    assert page.evaluate("window.shifted") == 0


def test_without_script_a_term_is_a_plain_link(open_page):
    page = open_page(MODULE, java_script_enabled=False)
    link, _ = preview_of(page, "learning-rate")
    link.click()
    expect(page.locator("article h1")).to_contain_text("Learning rate")
    page.get_by_text("Cite this definition").click()
    expect(page.get_by_text("@incollection{downhill-learning-rate")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 1400])
def test_the_filter_comes_to_its_place_and_shifts_nothing(open_page, width):
    page = open_page("book/glossary.html", width=width)
    expect(page.locator(".filter-said")).to_contain_text("terms")
    shifts = page.evaluate("""() => new Promise(done => new PerformanceObserver(list =>
        done(list.getEntries().map(({value, sources}) => [value, ...sources.map(
            ({node}) => node && node.className)])))
        .observe({type: "layout-shift", buffered: true}) || setTimeout(() => done([]), 1000))""")
    assert [shift for shift in shifts if shift[0] > 0.001] == []


def test_a_page_opened_from_a_disk_has_previews_links_and_the_search(chromium):
    page = chromium.new_page()
    try:
        page.goto((SITE / LESSON).as_uri())
        alive(page)
        link, preview = preview_of(page, "learning-rate")
        link.hover()
        expect(preview).to_contain_text("that scales the gradient in a step")
        link.click()
        expect(page.locator("article h1")).to_contain_text("Learning rate")
        page.goto((SITE / "search.html").as_uri() + "?q=learning+rate")
        expect(page.locator(".terms-found dt")).to_have_text("learning rate")
    finally:
        page.close()


def test_nothing_is_asked_of_another_host_and_nothing_is_fetched_for_a_preview(open_page):
    page = open_page(MODULE)
    settle(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    link, preview = preview_of(page, "learning-rate")
    link.hover()
    expect(preview).to_be_visible()
    assert [url for url in asked if "term" in url] == []


# -- The list and the pages ------------------------------------------------------------------------


def test_the_filter_leaves_what_is_typed_and_says_how_much(open_page):
    page = open_page(LIST)
    every = page.locator("dl.glossary > dd").count()
    expect(page.get_by_role("status")).to_have_text(f"{every} terms")
    page.get_by_role("searchbox", name="Filter").fill("rate")
    expect(page.locator("dl.glossary > dt:visible").filter(has_text="learning rate")) \
        .to_have_count(1)
    expect(page.locator("dl.glossary > dt:visible").filter(has_text="autograd")).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text(re.compile(rf"^\d+ of {every} terms$"))
    page.get_by_role("searchbox", name="Filter").fill("")
    expect(page.locator("dl.glossary > dd:visible")).to_have_count(every)


def test_without_script_the_list_is_whole_and_has_no_filter(open_page):
    page = open_page(LIST, java_script_enabled=False)
    expect(page.get_by_role("searchbox", name="Filter")).to_have_count(0)
    assert page.locator("dl.glossary > dd:visible").count() >= 28
    page.get_by_role("navigation", name="Letters").get_by_role("link", name="V").click()
    expect(page.locator("#term-vanishing-gradients")).to_be_in_viewport()


def test_a_key_copies_a_citation_that_names_where_it_is_read(open_page, site):
    page = open_page(TERM, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_text("Cite this definition").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copy as BibTeX")).to_be_visible()
    page.keyboard.press("2")
    expect(page.locator(".cite-said")).to_have_text("Markdown copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"[gradient descent]({site}term/gradient-descent/)"
    page.get_by_role("button", name="Copy as BibTeX").click()
    expect(page.locator(".cite-said")).to_have_text("BibTeX copied")
    assert f"url = {{{site}term/gradient-descent/}}" in page.evaluate(
        "navigator.clipboard.readText()")


def test_a_browser_that_lets_no_page_copy_shows_the_text_selected(open_page):
    page = open_page(TERM)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject() }")
    page.get_by_text("Cite this definition").click()
    page.get_by_role("button", name="Copy as APA").click()
    field = page.get_by_label("To copy by hand")
    expect(field).to_be_focused()
    expect(field).to_have_value(re.compile(r"^The Downhill authors\. \(2026\)"))


def test_a_term_page_leads_to_the_sections_that_use_it_and_to_its_neighbors(open_page):
    page = open_page(TERM)
    page.get_by_role("link", name="Foundations: What you will be able to do").click()
    expect(page.get_by_role("heading", name="What you will be able to do")).to_be_in_viewport()
    page.go_back()
    page.get_by_role("link", name="next Learning rate").click()
    expect(page.locator("article h1")).to_contain_text("Learning rate")


@pytest.mark.parametrize(("query", "term"), [("gradient", "gradient"), ("loss", "loss function"),
                                             ("Learning rates", "learning rate")])
def test_the_search_finds_the_term_first_with_its_definition(open_page, query, term):
    page = open_page(f"search.html?q={query.replace(' ', '+')}")
    first = page.locator(".terms-found dt").first
    expect(first).to_have_text(term)
    expect(page.locator(".terms-found dd").first).to_have_text(re.compile(r"\w+ \w+ \w+ .*\."))
    expect(page.locator("#search-results li").first).to_be_visible()
    above, below = (page.locator(place).first.bounding_box()["y"]
                    for place in (".terms-found", "#search-results li"))
    assert above < below
    first.get_by_role("link").click()
    expect(page.locator("article h1")).to_contain_text(re.compile(term, re.I))


def test_a_search_for_no_term_shows_the_pages_alone(open_page):
    page = open_page("search.html?q=autoscaler")
    expect(page.locator("#search-results li").first).to_be_visible()
    expect(page.locator(".terms-found")).to_have_count(0)


# -- For everyone ----------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_axe_finds_nothing_on_a_term_page_and_its_open_fold(open_page, width, theme):
    page = open_page(TERM, width=width, theme=theme)
    settle(page)
    page.get_by_text("Cite this definition").click()
    expect(page.get_by_role("button", name="Copy as RIS")).to_be_visible()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_an_open_preview(open_page, theme):
    page = open_page(MODULE, theme=theme)
    link, preview = preview_of(page, "learning-rate")
    link.hover()
    expect(preview).to_be_visible()
    assert findings(page) == []


def test_axe_finds_nothing_on_the_search_page(open_page):
    page = open_page("search.html?q=gradient")
    expect(page.locator(".terms-found dt").first).to_be_visible()
    assert findings(page, ".bd-search-container section") == []


def test_buttons_and_letters_are_large_enough_to_hit(open_page):
    for path in (TERM, LIST):
        page = open_page(path, width=390)
        for fold in page.locator("details.cite summary").all():
            fold.click()
        small = page.evaluate("""() => [...document.querySelectorAll(
                '.cite-copy, .cite summary, .letters a, .filter input')]
            .map(node => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)""")
        assert small == []


def test_redirects_lead_a_reader_on(open_page, site):
    page = open_page(MODULE)
    page.goto(site + "term/DH-0001/", wait_until="commit")
    expect(page.locator("article h1")).to_contain_text("Derivative")
