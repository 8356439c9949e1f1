"""Wait until a page has what it asked for."""

from __future__ import annotations

from playwright.sync_api import Page, TimeoutError

ENOUGH = 20_000  # ms


def settle(page: Page) -> None:
    """Wait for the page's files, and for the network to be idle.

    Beside another browser Chromium may count a request as open for good, though its file is
    there. So the second wait ends; what a test then asserts holds all the same.
    """
    page.wait_for_load_state("load")
    try:
        page.wait_for_load_state("networkidle", timeout=ENOUGH)
    except TimeoutError:
        page.evaluate("document.fonts.ready.then(() => true)")
