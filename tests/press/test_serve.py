"""An author saves, and the browser shows it; a mistake is told, and the last good page stays."""

from __future__ import annotations

import gc
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import browser as browser_program
import psutil
import pytest
from playwright.sync_api import expect, sync_playwright
from press import cli, npm, serve
from press.publish import SERVED
from press.serve import MOST, Builder, build_when_asked
from sphinx.errors import ExtensionError

SLOPES = "book/slopes.html"
PATIENCE = 120  # seconds until something that never comes is a failure


class Terminal:
    """`press serve` for a book, and what it writes."""

    def __init__(self, root, *options):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "press", "--root", str(root), "serve", *options], cwd=root,
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


@pytest.fixture
def reader(served):
    """A browser with a page of the book, and what the page's policy has refused it."""
    program = browser_program.chromium()
    assert program, browser_program.HELP
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = chromium.new_context().new_page()
        page.set_default_timeout(PATIENCE * 1000)
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text)
                if "Content Security Policy" in message.text else None)
        page.goto(served[2] + "book/slopes.html")
        page.wait_for_function("() => document.documentElement.dataset.whole !== undefined")
        expect.set_options(timeout=PATIENCE * 1000)
        try:
            yield page
        finally:
            expect.set_options(timeout=5000)
            chromium.close()
        assert refused == []


def remember(page) -> None:
    """Leave a mark in a page, which is gone when it is loaded again."""
    page.evaluate("() => { window.marked = true }")


def is_the_same(page) -> bool:
    return page.evaluate("() => window.marked === true")


@pytest.mark.slow
@pytest.mark.browser
def test_the_page_follows_each_save_and_outlives_a_mistake(served, reader):
    book, terminal, _ = served
    article = reader.locator("article")
    remember(reader)

    book.edit("slopes", "The end.", "The first edit.\n\nA paragraph more.")
    expect(article).to_contain_text("The first edit.")
    expect(article.locator("p", has_text="A paragraph more.")).to_have_count(1)
    assert is_the_same(reader)
    terminal.wait_for("0 chapters executed")

    book.edit("slopes", "The first edit.", "See {ref}`sec-nowhere`.")
    line = book.line("slopes", "sec-nowhere")
    terminal.wait_for(rf"^book/slopes\.md:{line}: .*sec-nowhere")
    terminal.wait_for("the last good site is still there")
    assert is_the_same(reader)
    reader.reload()
    expect(article).to_contain_text("The first edit.")
    remember(reader)

    book.edit("slopes", "See {ref}`sec-nowhere`.", "The second edit.")
    expect(article).to_contain_text("The second edit.")
    assert is_the_same(reader)
    terminal.wait_for("0 chapters executed")

    book.edit("slopes", '"the secant\'s slope is"', '"the slope of the secant is"')
    expect(article).to_contain_text("the slope of the secant is 4.1")
    assert not is_the_same(reader)
    _, before = terminal.wait_for("1 chapters executed")
    assert not any("steps.md: executing" in line for line in before)


@pytest.mark.slow
@pytest.mark.browser
def test_a_page_is_loaded_again_where_something_that_it_shows_has_changed(served, reader):
    book, _, _ = served
    drawing = book.root / "book" / "schräg.svg"
    draw(drawing, width=20)
    long_ago = time.time() - 100 * 24 * 3600  # a browser believes that such a file stays
    os.utime(drawing, (long_ago, long_ago))
    remember(reader)
    book.edit("slopes", "The end.", "```{image} schräg.svg\n:alt: A square.\n```\n\nThe end.")
    square = reader.locator("article img[alt='A square.']")
    expect(square).to_have_js_property("naturalWidth", 20)
    remember(reader)
    draw(drawing, width=30)  # the page's own words stay
    expect(square).to_have_js_property("naturalWidth", 30)
    assert not is_the_same(reader)


@pytest.mark.slow
@pytest.mark.browser
def test_a_page_catches_up_with_what_was_saved_while_nobody_served_it(served, reader):
    book, terminal, address = served
    remember(reader)
    terminal.end()
    book.edit("slopes", "The end.", "Said to nobody.")
    again = Terminal(book.root, "--port", address.strip("/").rpartition(":")[2])
    try:
        expect(reader.locator("article")).to_contain_text("Said to nobody.")
        assert is_the_same(reader)
    finally:
        again.end()


@pytest.mark.slow
@pytest.mark.browser
def test_a_page_shows_what_was_saved_while_it_was_loaded(served, reader):
    book, terminal, _ = served

    def hold_back(route) -> None:
        """The server has another page by the time that the script asks it for this one."""
        book.edit("slopes", "The end.", "Saved meanwhile.")
        terminal.wait_for("Open _build")
        route.continue_()

    reader.route("**/_news.js", hold_back, times=1)
    reader.reload()
    expect(reader.locator("article")).to_contain_text("Saved meanwhile.")


@pytest.mark.slow
@pytest.mark.browser
def test_after_a_request_that_failed_the_next_save_is_shown(served, reader):
    book, terminal, _ = served
    article = reader.locator("article")
    asked: list[str] = []

    def fail(route) -> None:
        asked.append(route.request.url)
        route.abort()

    reader.wait_for_timeout(1000)
    reader.route("**/slopes.html", fail)
    book.edit("slopes", "The end.", "Saved once.")
    terminal.wait_for("Open _build")
    reader.wait_for_timeout(1000)
    assert asked
    reader.unroute("**/slopes.html")
    book.edit("slopes", "Saved once.", "Saved twice.")
    expect(article).to_contain_text("Saved twice.")


@pytest.mark.slow
@pytest.mark.browser
def test_a_page_that_nobody_sees_leaves_its_connection_to_others_and_follows_later(served, reader):
    book, _, address = served
    pages = [reader.context.new_page() for _ in range(7)]  # six are the most to one server
    for page in pages:
        page.goto(address + SLOPES)
        page.evaluate(HIDE, True)
    book.edit("slopes", "The end.", "Saved for eight.")
    expect(reader.locator("article")).to_contain_text("Saved for eight.")
    expect(pages[0].locator("article")).not_to_contain_text("Saved for eight.")
    pages[0].evaluate(HIDE, False)
    expect(pages[0].locator("article")).to_contain_text("Saved for eight.")


HIDE = """hidden => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.mark.slow
@pytest.mark.browser
def test_a_search_finds_what_was_saved_after_it(served, reader):
    book, _, address = served
    reader.goto(address + "search.html?q=zweibein")
    results = reader.locator("#search-results")
    expect(results).to_contain_text("did not match")
    book.edit("slopes", "The end.", "A zweibein.")
    expect(results.locator("li a")).to_have_attribute("href", re.compile("slopes.html"))


def test_a_script_that_does_not_compile_is_told(monkeypatch, tmp_path):
    (tmp_path / "src" / "serve").mkdir(parents=True)
    (tmp_path / "src" / "serve" / "index.ts").write_text("let let = 1", encoding="utf-8")
    shutil.copy(serve.SOURCES / "script.mjs", tmp_path)
    (tmp_path / "node_modules").symlink_to(npm.NODE_MODULES)
    monkeypatch.setattr(serve, "SOURCES", tmp_path)
    with pytest.raises(ExtensionError, match="does not compile"):
        serve.script()


def draw(file: Path, width: int) -> None:
    file.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{width}"/>',
                    encoding="utf-8")


def told_by(builder: Builder, *changed: Path) -> list[str]:
    """The files that it tells of when some paths have changed."""
    told: list[str] = []
    builder(changed, told.extend)
    return told


@pytest.mark.slow
def test_a_change_of_the_press_itself_starts_a_fresh_builder_and_an_edit_does_not(book):
    builder = Builder(book.root)
    try:
        book.edit("slopes", "The end.", "One.")
        assert SLOPES in told_by(builder, book.page("slopes"))
        first = builder.process.pid
        assert told_by(builder, book.page("slopes")) == []  # nothing has changed
        book.edit("slopes", "One.", "Two.")
        assert SLOPES in told_by(builder, book.page("slopes"))
        assert builder.process.pid == first
        told_by(builder, (book.root / "code" / "press" / "theme" / "prose.css").resolve())
        assert builder.process.pid != first
    finally:
        builder.stop()


class Node:
    """An object in a circle, as the nodes of a tree are: only the collector frees it."""

    def __init__(self) -> None:
        self.itself = self


class Pipe:
    """Asks for builds one after the other, and ends; before some it lets the builder rest."""

    def __init__(self, *rests: bool):
        self.rests = rests
        self.asked = 0

    def recv(self) -> str:
        if self.asked == len(self.rests):
            raise EOFError
        self.asked += 1
        return "build"

    def poll(self, timeout: float) -> bool:
        return not self.rests[self.asked - 1]

    def send(self, answer: object) -> None:
        """It is of no interest here."""


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_the_end_of_the_server_is_the_end_of_its_builder(book, how):
    terminal = Terminal(book.root)
    terminal.wait_for("Open http")
    builders = [child for child in psutil.Process(terminal.process.pid).children()
                if "spawn_main" in " ".join(child.cmdline())]
    assert builders
    book.edit("slopes", "The end.", "The end of all.")
    terminal.process.send_signal(how)
    terminal.process.wait(timeout=PATIENCE)
    assert not [child for child in builders if child.is_running()]


@pytest.mark.parametrize(("rests", "freed"), [
    ([True, True, True], [True, True, False]),
    ([True, False, True], [True, True, False]),
    ([False, False], [False, False]),
    ([False] * MOST, [True] * (MOST - 1) + [False]),
])
def test_what_a_build_kept_is_freed_when_the_next_one_has_replaced_it_and_nobody_waits(
        monkeypatch, tmp_path, rests, freed):
    kept: list[Node] = []
    made: list[weakref.ref[Node]] = []

    def build(root: Path, shown: Callable[[list[str]], None]) -> list[str]:
        kept[:] = [Node()]
        made.append(weakref.ref(kept[0]))
        return []

    monkeypatch.setattr(cli, "build_and_tell", build)
    try:
        build_when_asked(tmp_path, Pipe(*rests))
        assert [node() is None for node in made] == freed
    finally:
        gc.unfreeze()
        gc.enable()


@pytest.mark.slow
def test_a_builder_that_died_is_replaced(book, capfd):
    builder = Builder(book.root)
    try:
        told_by(builder)
        builder.process.kill()
        builder.process.join()
        book.edit("slopes", "The end.", "Three.")
        assert SLOPES in told_by(builder, book.page("slopes"))
        assert "Three." in (book.root / SERVED / "book" / "slopes.html").read_text("utf-8")
    finally:
        builder.stop()
