"""The one style sheet looks like the dozen that it was cut from; a page loads nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pages import LESSONS
from playwright.sync_api import Page
from press.stylesheet import FOREIGN
from press.theme import style_sheet
from settled import settle
from sphinx.application import Sphinx

pytestmark = [pytest.mark.built, pytest.mark.browser]

LESSON = "book/foundations/derivatives-and-gradients.html"
SITE = Path(__file__).resolve().parents[2] / "_build" / "html"
CONF = """
extensions = ["myst_nb", "sphinx_design", "sphinx_copybutton", "sphinx_exercise"]
html_theme = "sphinx_book_theme"
"""
STILL = "* { transition: none !important; animation: none !important }"
# Place, size, and what the eye sees of every element.
LOOKS = """() => [...document.querySelectorAll('body *:not(script, style, noscript)')].map(node => {
    const box = node.getBoundingClientRect(), style = getComputedStyle(node);
    const edge = getComputedStyle(node, '::before');
    return [node.localName, node.className.baseVal ?? node.className,
        ...[box.x, box.y, box.width, box.height].map(Math.round), style.color, style.display,
        style.backgroundColor, style.fontFamily, style.fontSize, style.fontWeight, style.fontStyle,
        style.border, style.visibility, style.opacity, style.textDecorationLine, edge.content,
        edge.color].join(' | '); })"""


@pytest.fixture(scope="module")
def uncut(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What a stock site loads: the sheets as the packages have them, and the book's own at the end.

    Less what no page takes from them: fonts, which are cut apart, and the colors of code.
    """
    folder = tmp_path_factory.mktemp("stock")
    (folder / "conf.py").write_text(CONF)
    (folder / "index.md").write_text("# One page\n")
    Sphinx(folder, folder, folder / "html", folder / "doctrees", "html", status=None,
           warning=None).build()
    static = folder / "html" / "_static"
    sheets = [file.read_text("utf-8") for name in FOREIGN for file in sorted(static.glob(name))]
    assert len(sheets) == len(FOREIGN)
    foreign = re.sub(r"@font-face\s*\{[^}]*\}", "", "\n".join(sheets))
    return foreign + style_sheet()


def looks(page: Page, address: str, sheet: str) -> list[str]:
    """What a page looks like with a sheet; every face is waited for, as no reader has to."""
    sheet = re.sub(r"font-display: ?optional", "font-display:swap", sheet) + STILL
    page.route("**/press.css*", lambda route: route.fulfill(body=sheet, content_type="text/css"))
    page.goto(address)
    settle(page)
    page.evaluate("""async () => {
        document.querySelectorAll('details').forEach(box => box.open = true);
        await Promise.all([...document.fonts].map(face => face.load().catch(() => {})));
        await document.fonts.ready; }""")
    found: list[str] = page.evaluate(LOOKS)
    page.unroute("**/press.css*")
    return found


@pytest.mark.parametrize(("path", "width"), [
    *((lesson, 1400) for lesson in LESSONS), (LESSON, 390), ("book/index.html", 1400),
    ("book/glossary.html", 390), ("search.html", 390)])
def test_what_was_cut_away_changes_no_element_of_a_page(open_page, site, uncut, path, width):
    page = open_page(path, width=width)
    ours = looks(page, site + path, (SITE / "_static" / "press.css").read_text("utf-8"))
    stock = looks(page, site + path, uncut)
    assert len(ours) > 40
    assert [pair for pair in zip(ours, stock, strict=True) if pair[0] != pair[1]][:5] == []


def test_icons_are_drawn_by_the_cut_font(open_page):
    page = open_page(LESSON)
    settle(page)
    drawn = page.evaluate("""async () => { await document.fonts.ready;
        return [...document.querySelectorAll('i.fa-solid')].filter(i => i.offsetParent)
            .map(i => [i.className, document.fonts.check('900 16px "Font Awesome 6 Free"',
                getComputedStyle(i, '::before').content.slice(1, -1)), i.offsetWidth]); }""")
    assert len(drawn) >= 2
    assert [icon for icon in drawn if not icon[1] or icon[2] < 8] == []


def test_a_page_loads_one_style_sheet_and_no_script_that_nothing_uses(open_page):
    page = open_page(LESSON)
    sheets = page.eval_on_selector_all("link[rel=stylesheet]", "all => all.map(one => one.href)")
    scripts = page.eval_on_selector_all("script", "all => all.map(one => one.src + one.text)")
    assert [re.sub(r".*/|\?.*", "", sheet) for sheet in sheets] == ["press.css"]
    needless = "bootstrap|fontawesome|thebe|toggle|searchtools|searchindex|require|mathjax"
    assert [script for script in scripts if re.search(needless, script, re.I)] == []


def test_a_page_refuses_what_another_host_or_a_stranger_puts_into_it(open_page):
    page = open_page(LESSON)
    refused = page.evaluate("""() => new Promise(done => {
        const seen = [];
        addEventListener('securitypolicyviolation', event => {
            seen.push(event.effectiveDirective);
            if (seen.length === 3) done(seen.sort());
        });
        const script = document.createElement('script');
        script.text = 'window.ran = true';
        document.body.append(script);
        const far = document.createElement('script');
        far.src = 'http://127.0.0.2:9/far.js';
        document.body.append(far);
        fetch('http://127.0.0.2:9/data').catch(() => {});
    })""")
    assert refused == ["connect-src", "script-src-elem", "script-src-elem"]
    assert page.evaluate("window.ran") is None


def test_every_page_has_its_policy_before_anything_is_loaded():
    for file in SITE.rglob("*.html"):
        head = re.sub(r"<!--.*?-->", "", file.read_text("utf-8"), flags=re.S)
        if file.parent == SITE and file.name == "index.html":
            assert re.fullmatch(r'<meta http-equiv="Refresh" [^>]*>\s*', head)
            continue
        assert head.count("Content-Security-Policy") == 1, file
        loading = [head.index(tag) for tag in ("<script", "<link", "<style") if tag in head]
        assert head.index("Content-Security-Policy") < min(loading, default=len(head)), file
