"""Wait until a page has what it asked for."""

from __future__ import annotations

from playwright.sync_api import Page, TimeoutError

ENOUGH = 20_000  # ms


def alive(page: Page) -> None:
    """Wait for the scripts that a page runs when it is drawn; without script, it waits for none."""
    page.wait_for_selector("html:not([data-waiting])", state="attached")


def settle(page: Page) -> None:
    """Wait for the page's files and scripts, and for the network to be idle."""
    page.wait_for_load_state("load")
    alive(page)
    quiet(page)


def quiet(page: Page) -> None:
    """Wait for the network to be idle.

    Beside another browser Chromium may count a request as open for good, though its file is
    there. So this wait ends; what a test then asserts holds all the same.
    """
    try:
        page.wait_for_load_state("networkidle", timeout=ENOUGH)
    except TimeoutError:
        page.evaluate("document.fonts.ready.then(() => true)")
