"""Without a network a reader has what was opened, or the whole book: one build of it, never two."""

from __future__ import annotations

import contextlib
import functools
import http.server
import json
import re
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from axe import findings
from on_page import try_figure_and_formula
from pages import PAGES
from playwright.sync_api import BrowserContext, Page, expect
from press.core import offline

pytestmark = [pytest.mark.built, pytest.mark.browser]

SITE = Path(__file__).resolve().parents[2] / "_build" / "html"
LESSON = "book/foundations/derivatives-and-gradients.html"
HOME = "book/index.html"
WHERE = "books/downhill"  # the site need not have a host to itself


class Host:
    """A copy of the built site at a path of a host, which can be changed, held up and shut."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / WHERE
        shutil.copytree(SITE, self.folder, ignore=shutil.ignore_patterns("*.zip"))
        self.asked: list[str] = []
        self.held: set[str] = set()  # what is not answered until `release` is set
        self.release = threading.Event()
        self.open = True
        outer = self

        class Handler(http.server.SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.partition("?")[0].removeprefix(f"/{WHERE}/")
                outer.asked.append(path)
                if path in outer.held:
                    outer.release.wait(60)
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    super().do_GET()

            def log_message(self, *args: object) -> None:
                """Tests print enough."""

        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(Handler, directory=folder))
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/{WHERE}/"

    def shut(self) -> None:
        if self.open:
            self.open = False
            self.release.set()
            self.server.shutdown()
            self.thread.join()
            self.server.server_close()

    def write(self, path: str, change: Callable[[str], str]) -> None:
        file = self.folder / path
        file.write_text(change(file.read_text("utf-8")), encoding="utf-8")

    def finish(self) -> None:
        """What a build does last."""
        offline.finish(self.folder)

    def size(self) -> int:
        """The bytes of the whole book, by the files themselves."""
        rows = json.loads((self.folder / "offline.json").read_text("utf-8"))["files"]
        return sum((self.folder / row["path"]).stat().st_size for row in rows
                   if row["group"] == "book")


@pytest.fixture
def host(tmp_path):
    running = Host(tmp_path)
    yield running
    running.shut()


@pytest.fixture
def context(chromium):
    opened = chromium.new_context(viewport={"width": 1400, "height": 900})
    yield opened
    opened.close()


# The names of the shelves, and what is on each.
KEPT = """async () => {
    const kept = {};
    for (const name of await caches.keys()) {
        const requests = await (await caches.open(name)).keys();
        kept[name] = requests.map(({url}) => url.split('/books/downhill/')[1]);
    }
    return kept;
}"""


def wait_until(page: Page, holds: Callable[[], bool]) -> None:
    """Playwright's own way to wait evaluates strings, which the pages' policy forbids."""
    for _ in range(600):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError(kept(page))


def control(context: BrowserContext, host: Host) -> Page:
    """The page with the control, once what it has loaded is kept."""
    page = context.new_page()
    page.add_init_script("addEventListener('downhill-kept', () => { window.settled = true })")
    page.goto(host.address + HOME)
    expect(page.locator(".offline-go")).to_be_visible()
    wait_until(page, lambda: page.evaluate("window.settled === true"))
    return page


def kept(page: Page) -> dict[str, list[str]]:
    """The names of the shelves, and what is on each."""
    return page.evaluate(KEPT)


def wait_for(page: Page, holds: Callable[[dict[str, list[str]]], bool]) -> None:
    """Wait until the shelves are as they should be."""
    wait_until(page, lambda: holds(kept(page)))


def wait_for_kept(page: Page, path: str) -> None:
    wait_for(page, lambda shelves: any(path in paths for paths in shelves.values()))


def take_the_book(page: Page) -> None:
    page.get_by_role("button", name="Read offline").click()
    expect(page.locator(".offline-status")).to_contain_text("Done")


def cut(context: BrowserContext, host: Host) -> None:
    host.shut()
    context.set_offline(True)


def megabytes(count: int) -> str:
    return f"{count / 1e6:.1f} MB"


def test_after_read_offline_every_page_opens_with_its_figures_and_its_scripts(
    host, context
) -> None:
    page = control(context, host)
    expect(page.locator(".offline-size")).to_contain_text(megabytes(host.size()))
    take_the_book(page)
    expect(page.locator(".offline-size")).to_contain_text(f"All of it, {megabytes(host.size())}")
    cut(context, host)
    failed, errors = [], []
    # A page that is left may not have its icon yet.
    page.on("requestfailed", lambda request: failed.append(request.url)
            if request.failure != "net::ERR_ABORTED" else None)
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    for path in [*PAGES, "genindex.html", "search.html"]:
        page.goto(host.address + path, wait_until="load")
        expect(page.locator("h1:visible").first).to_be_visible()
    try_figure_and_formula(page, f"{host.address}{LESSON}")
    page.goto(host.address + "search.html?q=gradient", wait_until="load")
    expect(page.locator("#search-results li .context").first).to_be_visible()
    assert page.evaluate("[...document.fonts].filter(face => face.status === 'error').length") == 0
    assert (failed, errors) == ([], [])


def test_what_was_opened_is_kept_and_a_page_that_was_not_says_so(host, context) -> None:
    page = control(context, host)
    page.goto(host.address + "book/notation.html")
    wait_for_kept(page, "book/notation.html")
    cut(context, host)
    page.goto(host.address + "book/notation.html")
    expect(page.locator("h1:visible")).to_contain_text("Notation")
    page.goto(host.address + LESSON)
    expect(page.locator("h1:visible")).to_have_text("This page is not kept on this device")
    assert findings(page) == []
    page.get_by_role("link", name="Notation").click()
    # Loaded: before its style sheet is there, the heading for print counts as visible too.
    page.wait_for_url("**/book/notation.html")
    expect(page.locator("h1:visible")).to_contain_text("Notation")


def test_a_network_that_does_not_answer_gives_way_to_what_is_kept(host, context) -> None:
    page = control(context, host)
    page.goto(host.address + "book/notation.html")
    wait_for_kept(page, "book/notation.html")
    host.held = {"book/notation.html"}
    # As a reader who comes back tomorrow: the browser's own cache has forgotten the page.
    context.new_cdp_session(page).send("Network.clearBrowserCache")
    page.goto(host.address + "book/notation.html")
    expect(page.locator("h1:visible")).to_contain_text("Notation")
    assert host.asked.count("book/notation.html") > 1 and not host.release.is_set()


def test_a_new_build_replaces_the_old_one_whole_and_fetches_only_what_differs(
    host, context
) -> None:
    page = control(context, host)
    take_the_book(page)
    [before] = kept(page)
    host.write("book/glossary.html", lambda text: text.replace("</h1>", " anew</h1>"))
    host.write(LESSON, lambda text: text.replace("</h1>", " anew</h1>"))
    shutil.copy(host.folder / "book/notation.html", host.folder / "book/added.html")
    (host.folder / "book/answers.html").unlink()
    host.finish()
    host.asked.clear()
    page.goto(host.address + HOME)
    wait_for(page, lambda shelves: before not in shelves)
    [after] = kept(page)
    paths = kept(page)[after]
    assert "book/added.html" in paths and "book/answers.html" not in paths
    fetched = [path for path in host.asked if path.endswith(".html") and path != HOME]
    assert sorted(fetched) == ["book/added.html", LESSON, "book/glossary.html"]
    cut(context, host)
    for path in ("book/glossary.html", LESSON):
        page.goto(host.address + path)
        expect(page.locator("h1:visible").first).to_contain_text("anew")


def test_what_differs_is_not_kept_until_all_of_its_build_is(host, context) -> None:
    page = control(context, host)
    worker = (host.folder / "sw.js").read_text("utf-8")
    host.write("book/glossary.html", lambda text: text.replace("</h1>", " anew</h1>"))
    host.finish()
    (host.folder / "sw.js").write_text(worker, encoding="utf-8")  # half of the new site is there
    page.goto(host.address + "book/glossary.html")
    expect(page.locator("h1:visible")).to_contain_text("anew")  # the network is asked first
    page.goto(host.address + "book/notation.html")
    wait_for_kept(page, "book/notation.html")
    [paths] = kept(page).values()
    assert "book/glossary.html" not in paths


def test_a_host_that_alters_pages_on_their_way_does_not_hinder_keeping_them(host, context) -> None:
    host.write("book/glossary.html", lambda text: text.replace("</h1>", " altered</h1>"))
    page = control(context, host)
    page.goto(host.address + "book/glossary.html")
    wait_for_kept(page, "book/glossary.html")


def test_fetching_can_be_stopped_and_goes_on_where_it_stopped(host, context) -> None:
    page = control(context, host)
    host.held = {LESSON}
    page.get_by_role("button", name="Read offline").focus()
    page.keyboard.press("Enter")
    bar = page.get_by_role("progressbar")
    wait_for_kept(page, "book/notation.html")
    assert 0 < bar.evaluate("bar => bar.value / bar.max") < 1
    expect(page.locator(".offline-far")).to_have_text(
        re.compile(rf"^(\d\.\d M|\d+ k)B of {megabytes(host.size())}$"))
    expect(page.get_by_role("button", name="Stop")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".offline-status")).to_contain_text("Stopped")
    host.release.set()
    [there] = kept(page).values()
    assert LESSON not in there
    host.asked.clear()
    take_the_book(page)
    assert LESSON in host.asked and set(host.asked) & set(there) == set()


def test_python_is_offered_apart_with_its_size_and_fetched_only_when_asked(host, context) -> None:
    shutil.rmtree(host.folder / "_static" / "pyodide", ignore_errors=True)
    (host.folder / "_static" / "pyodide").mkdir()
    (host.folder / "_static" / "pyodide" / "python.wasm").write_bytes(b"\0asm" * 600_000)
    host.finish()
    page = control(context, host)
    take_the_book(page)
    assert "_static/pyodide/python.wasm" not in host.asked
    choice = page.get_by_role("checkbox", name="Python")
    expect(page.locator(".offline-panel label")).to_contain_text("2.4 MB more")
    choice.check()
    take_the_book(page)
    wait_for_kept(page, "_static/pyodide/python.wasm")
    cut(context, host)
    page.goto(host.address + "book/notation.html")
    got = page.evaluate("""async () =>
        (await (await fetch('../_static/pyodide/python.wasm')).arrayBuffer()).byteLength""")
    assert got == 2_400_000


def test_it_says_beforehand_that_there_is_no_room(host, context) -> None:
    context.add_init_script("navigator.storage.estimate = async () => ({quota: 1e6, usage: 9e5})")
    page = control(context, host)
    page.get_by_role("button", name="Read offline").click()
    expect(page.locator(".offline-status")).to_contain_text("more than the browser lets this site")


def test_it_says_when_the_storage_fills_on_the_way(host, context) -> None:
    context.add_init_script("""
        const put = Cache.prototype.put;
        Cache.prototype.put = function (request, response) {
            return String(request).endsWith('.woff2')
                ? Promise.reject(new DOMException('no room', 'QuotaExceededError'))
                : put.call(this, request, response);
        };""")
    page = control(context, host)
    page.get_by_role("button", name="Read offline").click()
    expect(page.locator(".offline-status")).to_contain_text("storage is full")
    expect(page.get_by_role("button", name="Read offline")).to_be_enabled()


@pytest.mark.parametrize("forbidding", [
    "delete Navigator.prototype.serviceWorker",
    "ServiceWorkerContainer.prototype.register = () =>"
    " Promise.reject(new DOMException('insecure', 'SecurityError'))",
])
def test_it_says_when_the_browser_keeps_nothing(host, context, forbidding) -> None:
    context.add_init_script(forbidding)
    page = context.new_page()
    page.goto(host.address + HOME)
    expect(page.locator(".offline-status")).to_contain_text("This browser keeps nothing")
    expect(page.locator(".offline-panel button")).to_have_count(0)


def test_what_is_kept_can_be_removed(host, context) -> None:
    page = control(context, host)
    page.get_by_role("button", name="Remove what is kept").click()
    expect(page.locator(".offline-status")).to_have_text("Removed.")
    expect(page.locator(".offline-size")).not_to_contain_text("on this device")
    assert all(paths == ["offline.json"] for paths in kept(page).values())


def test_without_script_there_is_no_control(host, chromium) -> None:
    plain = chromium.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(host.address + HOME)
    expect(page.locator(".offline-panel")).to_be_hidden()
    plain.close()


def test_the_foot_of_a_page_leads_to_the_control(open_page) -> None:
    page = open_page(LESSON)
    page.locator(".bd-footer-content").get_by_role("link", name="Read offline").click()
    expect(page).to_have_url(re.compile(r"book/index\.html#read-offline$"))
    expect(page.locator("#read-offline")).to_be_in_viewport()


def test_axe_finds_nothing_in_the_control_at_work(open_page) -> None:
    page = open_page(HOME, width=390, theme="dark", service_workers="allow")
    expect(page.locator(".offline-go")).to_be_visible()
    page.evaluate("document.querySelector('.offline-progress').hidden = false")
    assert findings(page) == []
