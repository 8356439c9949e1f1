"""A page with the rules that it carries looks as with all rules of all sheets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from gallery_page import STYLE
from pages import LESSONS
from playwright.sync_api import Page
from press.theme import style_sheet
from settled import settle
from sphinx.application import Sphinx

pytestmark = [pytest.mark.built, pytest.mark.browser]

LESSON = "book/foundations/derivatives-and-gradients.html"
SITE = Path(__file__).resolve().parents[2] / "_build" / "html"
# In the order of the cascade, below the `_static` of a stock site.
STOCK = ("basic.css", "styles/pydata-sphinx-theme.css", "styles/sphinx-book-theme.css",
         "copybutton.css", "mystnb.*.css", "exercise.css", "sphinx-design.min.css")
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


WEIGHTS = """() => [...document.querySelectorAll('body, body *')]
    .map(node => getComputedStyle(node))
    .filter(({ fontFamily }) => fontFamily.startsWith('"STIX Two Text"'))
    .map(({ fontWeight }) => fontWeight)"""
FACE = r"@font-face\s*\{[^}]*\}"


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
    sheets = [file.read_text("utf-8") for name in STOCK for file in sorted(static.glob(name))]
    assert len(sheets) == len(STOCK)
    return re.sub(FACE, "", "\n".join([*sheets, style_sheet()]))


def looks(page: Page, path: str, address: str, uncut: str, media: str, act: str) -> list[str]:
    """What a page looks like after an action; every face is waited for, as no reader has to.

    With ``uncut`` it has all the rules there are, and the faces that it carries itself.
    """
    written = (SITE / path).read_text("utf-8")
    sheet = STYLE.search(written)
    faces = "".join(re.findall(FACE, sheet[0]))
    style = f"{faces}{uncut}" if uncut else sheet[0].removeprefix("<style>")[:-len("</style>")]
    style = re.sub(r"font-display: ?optional", "font-display:swap", style) + STILL
    body = written[:sheet.start()] + f"<style>{style}</style>" + written[sheet.end():]
    page.route(f"**/{path}*", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.evaluate("localStorage.clear()")  # no answers from the last time
    page.goto(address)
    page.unroute(f"**/{path}*")
    page.emulate_media(media=media)
    settle(page)
    page.evaluate("""async () => {
        document.querySelectorAll('details').forEach(box => box.open = true);
        await Promise.all([...document.fonts].map(face => face.load().catch(() => {})));
        await document.fonts.ready; }""")
    if act:
        page.evaluate(act)
    # What scripts make of the whole page: figures, progress, a list of contents.
    page.wait_for_function("""() => { const now = document.querySelectorAll('*').length;
        const before = window.counted; window.counted = now; return now === before; }""",
                           polling=400)
    found: list[str] = page.evaluate(LOOKS)
    return found


CHECKED = """() => document.querySelectorAll('form.quiz').forEach((form, place) => {
    const field = form.querySelector('input.blank, textarea.blank');
    if (field) field.value = place % 2 ? '1' : 'nothing of the kind';
    form.querySelectorAll('input[type=radio], input[type=checkbox]').forEach(one => one.click());
    form.querySelector('button.check')?.click(); })"""
SEARCHING = """() => [...document.querySelectorAll('.search-button__button')].find(
    button => button.offsetParent).click()"""
DRAWER = "() => document.querySelector('.primary-toggle').click()"
PREVIEW = "() => document.querySelector('a.term').focus()"


@pytest.mark.parametrize(("path", "width", "media", "act"), [
    *((lesson, 1400, "screen", "") for lesson in LESSONS),
    *((LESSON, 390, "screen", act) for act in ("", CHECKED, SEARCHING, DRAWER, PREVIEW)),
    (LESSON, 1400, "print", ""), ("book/foundations/cheat-sheet.html", 1400, "print", ""),
    ("book/index.html", 1400, "screen", ""), ("book/foundations/index.html", 1400, "screen", ""),
    ("book/notation.html", 390, "screen", ""), ("book/glossary.html", 390, "screen", ""),
    ("term/gradient/index.html", 1400, "screen", ""), ("genindex.html", 1400, "screen", ""),
    ("search.html?q=gradient", 390, "screen", "")])
def test_the_rules_that_a_page_does_without_change_no_element_of_it(
        open_page, site, uncut, path, width, media, act):
    page = open_page(path, width=width)
    file = path.partition("?")[0]
    ours, all_of_them = (looks(page, file, site + path, rules, media, act) for rules in ("", uncut))
    assert len(ours) > 40
    assert [pair for pair in zip(ours, all_of_them, strict=True) if pair[0] != pair[1]][:5] == []


@pytest.mark.parametrize("path", [LESSON, "book/index.html", "book/glossary.html",
                                  "term/norm/index.html", "search.html"])
def test_text_has_no_weight_between_the_two_of_its_face(open_page, path):
    """The letters that a page carries would have it, and those that come later would not."""
    asked = set(open_page(path).evaluate(WEIGHTS))
    assert {"400"} < asked <= {"400", "600", "700"}  # of two faces, 600 is the bold one too


@pytest.mark.parametrize("path", [LESSON, "book/index.html", "search.html"])
def test_icons_are_drawn_by_the_cut_font(open_page, path):
    page = open_page(path)
    settle(page)
    drawn = page.evaluate("""async () => { await document.fonts.ready;
        return [...document.querySelectorAll('i.fa-solid')].filter(i => i.offsetParent)
            .map(i => [i.className, document.fonts.check('900 16px "Font Awesome 6 Free"',
                getComputedStyle(i, '::before').content.slice(1, -1)), i.offsetWidth]); }""")
    assert len(drawn) >= 2
    assert [icon for icon in drawn if not icon[1] or icon[2] < 8] == []


def test_a_page_loads_no_style_sheet_and_no_script_that_nothing_uses(open_page):
    page = open_page(LESSON)
    sheets = page.eval_on_selector_all("link[rel=stylesheet]", "all => all.map(one => one.href)")
    scripts = page.eval_on_selector_all("script", "all => all.map(one => one.src + one.text)")
    assert sheets == []
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
