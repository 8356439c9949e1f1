"""What axe-core says of an open page."""

from __future__ import annotations

from pages import ROOT
from playwright.sync_api import Page

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


def findings(page: Page, within: str = "html") -> list[str]:
    """What axe-core finds within an element, one line a place."""
    page.evaluate(AXE.read_text(encoding="utf-8"))  # as no policy of the page forbids
    result = page.evaluate("within => axe.run(within, {resultTypes: ['violations']})", within)
    return [f"{violation['id']} ({violation['impact']}): {node['html'][:120]}"
            for violation in result["violations"] for node in violation["nodes"]]
