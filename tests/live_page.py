"""A reader's hands on the live cells of an open page."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

LESSON = "book/foundations/derivatives-and-gradients.html"
PATIENCE = 180_000  # ms: Python may have to start, on a busy machine


@dataclass
class Cell:
    """One live cell."""

    page: Page
    box: Locator

    @property
    def note(self) -> Locator:
        """The line that says how it stands, without what is only read out."""
        return self.box.locator(".live-note")

    @property
    def editor(self) -> Locator:
        return self.box.locator(".cm-content")

    def button(self, name: str) -> Locator:
        return self.box.get_by_role("button", name=name, exact=True)

    def press(self, name: str) -> None:
        self.button(name).click()

    def open(self) -> None:
        """By a click into the code, unless the editor stands already."""
        if not self.editor.is_visible():
            self.box.locator("pre").first.click()
        expect(self.editor).to_be_visible()

    def code(self) -> str:
        self.open()
        return "\n".join(self.editor.locator(".cm-line").all_text_contents())

    def write(self, code: str) -> None:
        """Replace the code, as a paste does."""
        self.open()
        self.editor.focus()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(code)
        first = code.strip().splitlines()[0]
        expect(self.editor).to_contain_text(first)

    def good(self, text: str) -> None:
        """Wait for a result."""
        expect(self.box.locator(".live-good")).to_contain_text(text)


@dataclass
class Live:
    """A page with live cells."""

    page: Page

    def cell(self, text: str) -> Cell:
        """The cell whose code, as it was when asked for, holds a text."""
        number = self.page.locator("live-cell").evaluate_all(
            "(hosts, text) => hosts.findIndex(host => { const pre = host.querySelector('pre');"
            "return pre.textContent.includes(text) || pre.dataset.built?.includes(text) })", text)
        assert number >= 0, text
        return Cell(self.page, self.page.locator("live-cell").nth(number))

    def exercise(self, label: str) -> Cell:
        return Cell(self.page, self.page.locator(f"#{label} live-cell"))


def live(page: Page, address: str) -> Live:
    """Open a page and skip its predictions, so that no cell is hidden."""
    page.goto(address)
    page.keyboard.press("Shift")  # with a reader's first move the whole page stands
    expect(page.locator("live-cell[data-live]").first).to_be_attached()
    page.locator("form.predict .skip").evaluate_all("all => all.forEach(one => one.click())")
    return Live(page)
