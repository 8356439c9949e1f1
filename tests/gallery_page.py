"""Any state of any widget as a page of the book: the built lesson's page with that figure in it.

So what every widget promises can be tested wherever a chapter uses it, and before one does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

from bs4 import BeautifulSoup
from playwright.sync_api import Locator, Page
from press.core import widgets
from press.stylesheet import PLACE, styled
from press.widget import PREFIX

ROOT = Path(__file__).resolve().parents[1]
LESSON = "book/foundations/derivatives-and-gradients.html"
STYLE = re.compile(r"<style>[^<]{9999,}</style>")  # what a page carries; others are a line long
DRAWN = "fig-tangent-explorer"  # its picture stands for any that a cell draws


def states(name: str) -> list[dict[str, str]]:
    """The settings of the gallery's states of a widget."""
    file = widgets.FOLDER / name / "gallery.json"
    return list(json.loads(file.read_text(encoding="utf-8")).values())


def label(name: str, place: int) -> str:
    """The figure's id, as the links to it write it."""
    return f"fig-{name}-{place}"


def lesson() -> BeautifulSoup:
    """The built lesson, to be changed and restyled."""
    return BeautifulSoup((ROOT / "_build/html" / LESSON).read_text(encoding="utf-8"), "lxml")


def page(chosen: Iterable[tuple[str, int, dict[str, str]]]) -> str:
    """The page with these figures: a widget, the figure's place, its settings."""
    soup = lesson()
    drawing = str(soup.select_one(f"#{DRAWN} > .plot"))
    article = soup.select_one("article.bd-article")
    assert article is not None
    cells = "".join(
        f'<div class="cell"><div class="cell_output">{host(name, place, settings, drawing)}</div>'
        "</div>" for name, place, settings in chosen)
    article.clear()
    article.append(BeautifulSoup(f"<section><h1>Figures</h1>{cells}</section>", "html.parser"))
    return restyled(str(soup))


def restyled(page: str) -> str:
    """A lesson that has been changed, with the rules that it needs now."""
    [rules] = (ROOT / "_build/.press/.styles").glob("rules-*.json")
    unstyled, count = STYLE.subn(PLACE, page)
    assert count == 1
    return styled(unstyled, rules, "../../_static/")


def host(name: str, place: int, settings: dict[str, str], drawing: str) -> str:
    """The custom element around a figure, as the press writes it."""
    checked = widgets.settings(name, settings.items(), "gallery.json", 1)
    data = "".join(f' data-{key}="{escape(value)}"' for key, value in checked)
    of = label(name, place)
    return (f'<{PREFIX}{name} data-figure="{of}"{data}><figure class="align-default" id="{of}">'
            f"{drawing}<figcaption><p>What this figure shows, in a line.</p></figcaption>"
            f"</figure></{PREFIX}{name}>")


class Figure:
    """One figure on an open page."""

    def __init__(self, page: Page, label: str) -> None:
        self.page, self.label = page, label
        self.box: Locator = page.locator(f"[data-figure={label}]")

    @property
    def sentence(self) -> str:
        """What is said of the state, when it has come to rest."""
        self.page.wait_for_timeout(260)
        return self.box.locator(".seen").inner_text()

    def press(self, name: str) -> None:
        """Press a button."""
        self.box.get_by_role("button", name=name, exact=True).click()

    def change(self) -> None:
        """Do something by keys: the first point, else the first slider, else the main button."""
        for selector in (".handle", "input[type=range]", "button.main"):
            found = self.box.locator(selector)
            if found.count():
                found.first.focus()
                break
        self.page.keyboard.press("Enter" if selector == "button.main" else "ArrowLeft")
