"""Pages for everyone: axe-core finds nothing, with all folded parts open and all answers given."""

from __future__ import annotations

import pytest
from axe import findings
from pages import LESSONS, PAGES
from playwright.sync_api import Page
from settled import settle

pytestmark = [pytest.mark.built, pytest.mark.browser]


def answer_and_unfold_everything(page: Page) -> None:
    """Press every button that checks, and open every fold."""
    page.evaluate("""() => {
        document.querySelectorAll('details').forEach(box => { box.open = true });
        document.querySelectorAll('form.quiz').forEach(form => {
            form.querySelector('.choices input')?.click();
            form.querySelectorAll('.blank').forEach(blank => { blank.value = '(987, 654)' });
            form.querySelector('button.check')?.click();
        });
        document.querySelectorAll('.check-all').forEach(button => button.click());
    }""")
    page.wait_for_timeout(300)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(open_page, path, width, theme) -> None:
    page = open_page(path, width=width, theme=theme)
    settle(page)
    answer_and_unfold_everything(page)
    assert findings(page) == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_taking_over_the_forms_shifts_nothing(open_page, site, lesson) -> None:
    page = open_page("book/index.html")
    page.context.add_init_script("""
        window.shifted = 0;
        new PerformanceObserver(list => list.getEntries().forEach(entry => {
            if (!entry.hadRecentInput) window.shifted += entry.value;
        })).observe({type: 'layout-shift', buffered: true});""")
    page.goto(site + lesson)
    settle(page)
    for place in (0, 0.3, 0.6, 0.95):
        page.evaluate(f"scrollTo(0, document.body.scrollHeight * {place})")
        page.wait_for_timeout(150)
    page.reload()
    settle(page)
    page.wait_for_timeout(300)
    assert page.evaluate("window.shifted") < 0.01


@pytest.mark.parametrize("lesson", LESSONS)
def test_targets_are_at_least_24_pixels_wide_and_high(open_page, lesson) -> None:
    page = open_page(lesson, width=390)
    settle(page)
    small = page.evaluate("""() => [...document.querySelectorAll(
            'form.quiz button, form.quiz input, form.quiz summary, .self-check-result button')]
        .filter(node => node.offsetParent !== null)
        .map(node => [node.outerHTML.slice(0, 80),
                      (/radio|checkbox/.test(node.type) ? node.closest('.choice, label') : node)
                          .getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)""")
    assert small == []


def test_under_reduced_motion_a_preview_stands_at_its_link_from_the_first(open_page) -> None:
    page = open_page(reduced_motion="reduce")
    settle(page)
    apart = []
    for _ in range(60):
        page.keyboard.press("Tab")
        apart += [gap for gap in [page.evaluate("""() => {
            const link = document.activeElement, box = document.getElementById('term-preview');
            if (!link.matches('a.term') || box.hidden) return null;
            const line = link.getClientRects()[0], {top, bottom} = box.getBoundingClientRect();
            return Math.min(Math.abs(top - line.bottom), Math.abs(line.top - bottom)); }""")]
                  if gap is not None]
    assert len(apart) >= 3
    assert max(apart) < 10


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_can_be_tabbed_through_without_losing_the_focus_under_the_header(
    open_page, lesson
) -> None:
    page = open_page(lesson, reduced_motion="reduce")
    settle(page)
    hidden = []
    for _ in range(120):
        page.keyboard.press("Tab")
        seen = page.evaluate("""() => {
            // Of a link that is broken over two lines, the first part.
            const node = document.activeElement, box = node.getClientRects()[0];
            if (node === document.body || !box?.width || !box.height) return null;
            const middle = Math.min(box.top + box.height / 2, innerHeight - 1);
            const top = document.elementFromPoint(box.left + box.width / 2, middle);
            const covered = top && !node.contains(top) && !top.contains(node)
                && !node.labels?.[0]?.contains(top);
            return covered ? node.outerHTML.slice(0, 100) : null;
        }""")
        hidden += [seen] if seen else []
    assert hidden == []
