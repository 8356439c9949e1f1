"""What several tests do on an open page, and what they measure there."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


def try_figure_and_formula(page: Page, lesson: str) -> None:
    """A figure moves and a formula is judged: both come by scripts that are fetched late.

    ``lesson`` is the address of the derivatives lesson.
    """
    page.goto(f"{lesson}#fig-descent-playground~1~eta=0.4&steps=3", wait_until="load")
    figure = page.locator("[data-figure=fig-descent-playground]")
    said = figure.locator(".seen")
    expect(said).to_contain_text("3")
    before = said.inner_text()
    figure.get_by_role("button", name="Step", exact=True).click()
    expect(said).not_to_have_text(before)
    form = page.locator("form.quiz:has(.blank[data-kind=formula]):has(button.check:visible)").first
    form.locator(".blank").first.fill("x + 12345")
    form.locator("button.check").click()
    expect(form.locator(".feedback")).not_to_be_empty()


def sticking_out(figure: Locator, size: str) -> list[str]:
    """What of a figure that moves leaves the window at a size of letters, such as ``200%``."""
    figure.page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
    figure.page.wait_for_timeout(200)
    return figure.evaluate("""box => [...box.querySelectorAll('.live *')]
        .filter(node => !node.closest('svg, .unseen, .exact .name'))
        .filter(node => node.getBoundingClientRect().right > document.documentElement.clientWidth)
        .map(node => node.outerHTML.slice(0, 80))""")


def too_small(figure: Locator) -> list[str]:
    """What of it is pressed or dragged, and is narrower or lower than 24 pixels (WCAG 2.5.8)."""
    return figure.evaluate("""box => [...box.querySelectorAll('button, input, select, .handle')]
        .map(node => [node.outerHTML.slice(0, 80), (node.type === 'checkbox'
            ? node.closest('label') : node).getBoundingClientRect()])
        .filter(([, r]) => r.width < 24 || r.height < 24).map(([html]) => html)""")
