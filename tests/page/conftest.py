"""The built site on a free port of this machine, and Chromium to read it with."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import browser as browser_program
import gallery_page
import pytest
from live_page import PATIENCE
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from settled import alive, settle

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "_build" / "html"
LESSON = "book/foundations/derivatives-and-gradients.html"

# No test depends on how fast the machine is.
expect.set_options(timeout=PATIENCE)

# Without these, Chromium asks hosts of its maker at every start.
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--no-first-run"]


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Tests print enough."""


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the built site."""
    assert (SITE / LESSON).is_file(), "the book is not built; run `make book`"
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Silent, directory=SITE))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the tests of a file.

    Its event loop must not outlive them: a build that comes after has one of its own.
    """
    program = browser_program.chromium()
    assert program, browser_program.HELP
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


Opener = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, site: str) -> Iterator[Opener]:
    """Open a page of the site in a context of its own: ``open_page(path, width=390, …)``.

    Without a path, an empty one, for a test that has something to arrange before.
    """
    contexts: list[BrowserContext] = []

    def opener(path: str | None = LESSON, *, width: int = 1400, height: int = 900,
               theme: str = "light", context: BrowserContext | None = None,
               **options: object) -> Page:
        if context is None:
            context = chromium.new_context(
                viewport={"width": width, "height": height}, color_scheme=theme,
                # What a worker asks for, a test cannot route: test_offline.py has one.
                **{"service_workers": "block", **options})
            context.add_init_script(
                f"try {{ localStorage.setItem('mode', '{theme}');"
                f"localStorage.setItem('theme', '{theme}') }} catch {{}}")
            context.set_default_timeout(PATIENCE)
            # As after the reader's first move: see layout.css.
            context.add_init_script("document.addEventListener('DOMContentLoaded', "
                                    "() => { document.documentElement.dataset.whole = ''; })")
            contexts.append(context)
        page = context.new_page()
        if path is not None:
            page.goto(site + path)
            alive(page)
        return page

    yield opener
    for context in contexts:
        context.close()


@pytest.fixture
def show(open_page, site):
    """Open states of a widget: ``show("map-grid", [0, 2], width=390)``; the first is returned."""
    errors: list[str] = []

    def opener(name: str, places=(0,), state: str = "", script: bool = True,
               **options) -> gallery_page.Figure:
        page = open_page(None, **options)
        page.on("pageerror", lambda error: errors.append(str(error)))
        states = gallery_page.states(name)
        html = gallery_page.page([(name, place, states[place]) for place in places])
        page.route(f"**/{gallery_page.LESSON}*",
                   lambda route: route.fulfill(body=html, content_type="text/html"))
        if not script:
            page.route("**/figure-*.js", lambda route: route.abort())
        label = gallery_page.label(name, places[0])
        target = f"#{label}~1~{state}" if state else ""
        page.goto(f"{site}{gallery_page.LESSON}{target}")
        settle(page)
        figure = gallery_page.Figure(page, label)
        if script:
            for place in places:
                box = page.locator(f"[data-figure={gallery_page.label(name, place)}]")
                box.scroll_into_view_if_needed()
                box.locator(".live").wait_for()
            figure.box.scroll_into_view_if_needed()
        return figure

    yield opener
    assert errors == []
