"""An author saves, and the browser shows it; a mistake is told, and the last good page stays."""

from __future__ import annotations

import gc
import queue
import re
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import browser as browser_program
import pytest
from playwright.sync_api import expect, sync_playwright
from press import cli
from press.publish import SERVED
from press.serve import Builder, build_when_asked

PATIENCE = 120  # seconds until something that never comes is a failure


class Terminal:
    """`press serve` for a book, and what it writes."""

    def __init__(self, root):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "press", "--root", str(root), "serve"], cwd=root,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.rstrip())

    def wait_for(self, pattern: str) -> tuple[re.Match[str], list[str]]:
        """The first line to come that matches, and the lines before it."""
        before: list[str] = []
        while True:
            line = self.lines.get(timeout=PATIENCE)
            found = re.search(pattern, line)
            if found:
                return found, before
            before.append(line)

    def end(self) -> int:
        self.process.terminate()
        return self.process.wait(timeout=PATIENCE)


@pytest.fixture
def served(book) -> Iterator[tuple[object, Terminal, str]]:
    """A copy of the tiny book that is being served, its terminal, and its address."""
    terminal = Terminal(book.root)
    try:
        address = terminal.wait_for(r"Open (http://127\.0\.0\.1:\d+/)")[0][1]
        yield book, terminal, address
    finally:
        terminal.end()


@pytest.mark.slow
@pytest.mark.browser
def test_the_page_follows_each_save_and_outlives_a_mistake(served):
    book, terminal, address = served
    program = browser_program.chromium()
    assert program, browser_program.HELP
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = chromium.new_page()
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text)
                if "Content Security Policy" in message.text else None)
        page.goto(address + "book/slopes.html")
        article = page.locator("article")

        book.edit("slopes", "The end.", "The first edit.")
        expect(article).to_contain_text("The first edit.", timeout=PATIENCE * 1000)
        terminal.wait_for("0 chapters executed")

        book.edit("slopes", "The first edit.", "See {ref}`sec-nowhere`.")
        line = book.line("slopes", "sec-nowhere")
        terminal.wait_for(rf"^book/slopes\.md:{line}: .*sec-nowhere")
        terminal.wait_for("the last good site is still there")
        page.reload()
        expect(article).to_contain_text("The first edit.")

        book.edit("slopes", "See {ref}`sec-nowhere`.", "The second edit.")
        expect(article).to_contain_text("The second edit.", timeout=PATIENCE * 1000)
        terminal.wait_for("0 chapters executed")

        book.edit("slopes", '"the secant\'s slope is"', '"the slope of the secant is"')
        expect(article).to_contain_text("the slope of the secant is 4.1", timeout=PATIENCE * 1000)
        _, before = terminal.wait_for("1 chapters executed")
        assert not any("steps.md: executing" in line for line in before)
        assert refused == []
        chromium.close()


@pytest.mark.slow
def test_a_change_of_the_press_itself_starts_a_fresh_builder_and_an_edit_does_not(book):
    builder = Builder(book.root)
    try:
        book.edit("slopes", "The end.", "One.")
        assert builder([book.page("slopes")]) is True
        first = builder.process.pid
        assert builder([book.page("slopes")]) is False  # nothing has changed
        book.edit("slopes", "One.", "Two.")
        assert builder([book.page("slopes")]) is True
        assert builder.process.pid == first
        builder([(book.root / "code" / "press" / "theme" / "prose.css").resolve()])
        assert builder.process.pid != first
    finally:
        builder.stop()


class Node:
    """An object in a circle, as the nodes of a tree are: only the collector frees it."""

    def __init__(self) -> None:
        self.itself = self


class Pipe:
    """Asks for so many builds, and ends."""

    def __init__(self, builds: int):
        self.builds = builds

    def recv(self) -> str:
        if not self.builds:
            raise EOFError
        self.builds -= 1
        return "build"

    def send(self, published: bool) -> None:
        """The answer is of no interest here."""


def test_what_a_build_kept_is_freed_when_the_next_one_replaces_it(monkeypatch, tmp_path):
    kept: list[Node] = []
    made: list[weakref.ref[Node]] = []

    def build(root: Path, shown: Callable[[], None]) -> bool:
        kept[:] = [Node()]
        made.append(weakref.ref(kept[0]))
        return True

    monkeypatch.setattr(cli, "build_and_tell", build)
    try:
        build_when_asked(tmp_path, Pipe(3))
    finally:
        gc.unfreeze()
        gc.enable()
    assert [node() is None for node in made] == [True, True, False]


@pytest.mark.slow
def test_a_builder_that_died_is_replaced(book, capfd):
    builder = Builder(book.root)
    try:
        builder([])
        builder.process.kill()
        builder.process.join()
        book.edit("slopes", "The end.", "Three.")
        assert builder([book.page("slopes")]) is True
        assert "Three." in (book.root / SERVED / "book" / "slopes.html").read_text("utf-8")
    finally:
        builder.stop()
