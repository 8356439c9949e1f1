"""The zip's pages work from a disk: questions answer, figures move, the search finds, no error."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from on_page import try_figure_and_formula
from pages import PAGES
from playwright.sync_api import Page, expect
from press import zipped
from settled import alive

pytestmark = [pytest.mark.built, pytest.mark.browser]

SITE = Path(__file__).resolve().parents[2] / "_build" / "html"
LESSON = "book/foundations/derivatives-and-gradients.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """A copy of the built site, with the zip in it."""
    folder = tmp_path_factory.mktemp("site") / "html"
    if not list(SITE.glob("*.zip")):
        shutil.copytree(SITE, folder)
        zipped.add(folder)
        return folder
    shutil.copytree(SITE, folder)
    return folder


@pytest.fixture(scope="module")
def book(site, tmp_path_factory) -> Path:
    """What a reader has unpacked, in a folder whose name is awkward in addresses."""
    folder = tmp_path_factory.mktemp("disk") / "my books #1 100%"
    with zipfile.ZipFile(site / f"{zipped.NAME}.zip") as packed:
        packed.extractall(folder)
    [inside] = folder.iterdir()
    assert inside.name == zipped.NAME
    return inside


@pytest.fixture
def page(chromium):
    """A page that fails the test where anything is logged, refused or asked of a host."""
    context = chromium.new_context(viewport={"width": 1400, "height": 900})
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("console", lambda said: wrong.append(said.text)
              if said.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    # A page that is left may not have its icon yet.
    opened.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}")
              if request.failure != "net::ERR_ABORTED" else None)
    opened.on("request", lambda request: None if request.url.startswith(("file:", "data:"))
              else wrong.append(request.url))
    yield opened
    context.close()
    assert wrong == []


def test_every_page_opens_with_its_faces(book, page: Page) -> None:
    for path in ["index.html", *PAGES, "genindex.html", "search.html"]:
        page.goto((book / path).as_uri(), wait_until="load")
        expect(page.locator("h1:visible").first).to_be_visible()
        states = page.evaluate("document.fonts.ready.then(all => [...all].map(f => f.status))")
        assert "loaded" in states and "error" not in states


def test_figures_move_and_formulas_are_judged(book, page: Page) -> None:
    try_figure_and_formula(page, (book / LESSON).as_uri())


def test_the_search_finds_quotes_and_leads_there(book, page: Page) -> None:
    page.goto((book / LESSON).as_uri())
    alive(page)
    page.keyboard.press("Control+k")
    page.keyboard.type("gradient descent")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\.html\?q=gradient\+descent"))
    quotes = page.locator("#search-results li .context")
    expect(quotes.first).to_be_visible()
    expect(page.locator("#search-results")).to_contain_text("Stand somewhere, step against")
    page.locator("#search-results a", has_text="Gradient descent").first.click()
    expect(page.locator("h1:visible").first).to_contain_text("Derivatives and gradients")


def test_every_link_of_the_zip_leads_to_a_file_in_it(book) -> None:
    dead = []
    for path in sorted(book.rglob("*.html")):
        soup = BeautifulSoup(path.read_text("utf-8"), "lxml")
        for tag in soup.select("[href], [src], form[action]"):
            address = tag.get("href") or tag.get("src") or tag.get("action")
            parts = urlsplit(str(address))
            if parts.scheme or parts.netloc or not parts.path:
                continue
            if not (path.parent / unquote(parts.path)).is_file():
                dead.append(f"{path.relative_to(book)}: {address}")
    assert dead == []


def test_the_zip_holds_no_module_no_worker_and_nothing_that_only_a_server_uses(book) -> None:
    names = {path.relative_to(book).as_posix() for path in book.rglob("*")}
    assert not names & {"sw.js", "offline.json", "_sources", "robots.txt", "_static/pyodide"}
    assert not [name for name in names if name.endswith(".zip") and "/notebooks/" not in f"/{name}"]
    for path in PAGES:
        soup = BeautifulSoup((book / path).read_text("utf-8"), "lxml")
        assert soup.select("script[type=module]") == []


def test_the_site_leads_to_the_zip_and_says_its_size(site, book) -> None:
    soup = BeautifulSoup((site / "book" / "index.html").read_text("utf-8"), "lxml")
    [link] = soup.select(".offline-download a")
    target = (site / "book" / link["href"]).resolve()
    assert target.name == f"{zipped.NAME}.zip" and target.is_file()
    assert f"({target.stat().st_size / 1e6:.1f} MB)" in link.parent.get_text()
    unpacked = BeautifulSoup((book / "book" / "index.html").read_text("utf-8"), "lxml")
    assert unpacked.select(".offline-download a") == []


def test_where_there_is_no_zip_nothing_leads_to_it() -> None:
    if not list(SITE.glob("*.zip")):
        page = BeautifulSoup((SITE / "book" / "index.html").read_text("utf-8"), "lxml")
        assert page.select(".offline-download a") == []


def test_the_policy_of_a_page_still_forbids_other_hosts(book, chromium) -> None:
    page = chromium.new_page()
    page.goto((book / "book" / "notation.html").as_uri(), wait_until="load")
    page.evaluate("""() => new Promise(refused => {
        document.addEventListener('securitypolicyviolation', refused, {once: true});
        navigator.sendBeacon('http://127.0.0.1:9/');
    })""")
    page.close()
