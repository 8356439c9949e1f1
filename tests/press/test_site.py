"""A page is written when it shows something else, and then shows what a fresh build would."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import press
import pytest
from press import build as press_build
from press.publish import SERVED

pytestmark = pytest.mark.slow

WRITTEN = re.compile(r"^(\d+) pages written", re.M)
TOC = """format: jb-book
root: book/index
chapters:
  - file: book/slopes
    sections:
      - file: book/steps
  - file: book/glossary
  - file: book/answers
"""


@pytest.fixture(scope="module")
def listing(new_book):
    """A book whose first page lists its chapters two deep and shows the reader's progress."""
    book = new_book()
    (book.root / "_toc.yml").write_text(TOC, encoding="utf-8")
    first = book.page("index")
    first.write_text(first.read_text("utf-8") + "\n```{tableofcontents}\n```\n\n"
                     "```{progress}\n```\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "press", "--root", str(book.root), "book"], check=True)
    return book


BOTH = {"search.html", "genindex.html"}


@pytest.mark.parametrize(("page", "old", "new", "written", "made"), [
    pytest.param("steps", "Uphill.", "Up the hill.", 4, set(), id="the reason of a choice, which "
                 "the pages that collect and that list may show"),
    pytest.param("steps", "# Steps", "# Strides\n\n## Of the walk", 6, BOTH, id="a title, which "
                 "all sidebars have"),
    pytest.param("slopes", "## The slope of a secant", "## A secant's slope", 5, set(),
                 id="a heading, which links show, and lists, and a term's page"),
    pytest.param("steps", "# Steps\n", "# Steps\n\n(read-offline)=\n## Without a network\n", 6,
                 BOTH, id="the section that the foot of every page leads to"),
    pytest.param("slopes", "The end.", "```{index} zweibein\n```\n\nThe end.", 4,
                 {"genindex.html"}, id="an entry of the index, which has an id"),
    pytest.param("slopes", "The end.", "The very end.", 1, set(), id="prose"),
    pytest.param("steps", "# Steps\n", "# Steps\n\nOne sentence.\n", 1, set(),
                 id="prose elsewhere"),
    pytest.param("steps", "How far\n:label: q-far\n:class: quiz\n",
                 "How far down\n:label: q-far\n:class: quiz\n", 5, set(), id="a question, which "
                 "lists of lessons know by its hash, and a term's page by its title"),
])
def test_an_edit_writes_the_pages_that_show_it_and_leaves_the_site_as_if_built_anew(
        listing, tmp_path, capfd, page, old, new, written, made):
    for name in ("edited", "anew"):
        shutil.copytree(listing.root, tmp_path / name)
    book, anew = (type(listing)(tmp_path / name, capfd) for name in ("edited", "anew"))
    book.press()  # at its new place every page is written
    for one in (book, anew):
        one.edit(page, old, new)
    before = {name: times(book, name) for name in BOTH}
    told = book.press()
    assert int(WRITTEN.search(told.out)[1]) == written, told.out
    assert {name for name in BOTH if times(book, name) != before[name]} == made
    for folder in (".press/doctrees", ".press/html", "html"):
        shutil.rmtree(anew.root / "_build" / folder)
    assert anew.command().status == 0
    ours, theirs = book.fingerprint(), anew.fingerprint()
    differing = sorted(name for name in ours.keys() | theirs.keys()
                       if ours.get(name) != theirs.get(name))
    assert differing == []


def times(book, page: str) -> int:
    """When the builder last wrote a page."""
    return (book.root / "_build" / ".press" / "html" / page).stat().st_mtime_ns


def test_a_page_that_leaves_while_the_press_changes_leaves_nothing_behind(
        book, tmp_path, monkeypatch):
    contents, page = book.root / "_toc.yml", book.page("gone")
    old = contents.read_text("utf-8")
    page.write_text("# Gone\n\n(sec-gone)=\n## Far\n\nThe {term}`gradient`, a zweibein.\n",
                    encoding="utf-8")
    contents.write_text(old + "  - file: book/gone\n", encoding="utf-8")
    assert press_build.build(book.root, say=lambda line: None).ok
    assert "book/gone.html" in book.fingerprint()
    contents.write_text(old, encoding="utf-8")
    page.unlink()
    monkeypatch.setattr(press, "digest", lambda: "another press")
    assert press_build.build(book.root, say=lambda line: None).ok
    left = book.fingerprint()
    for folder in (".press/doctrees", ".press/html", "html"):
        shutil.rmtree(book.root / "_build" / folder)
    assert press_build.build(book.root, say=lambda line: None).ok
    assert left == book.fingerprint()


def test_the_search_follows_once_an_author_has_seen_the_page(listing, tmp_path, capfd):
    for name in ("edited", "anew"):
        shutil.copytree(listing.root, tmp_path / name)
    book, anew = (type(listing)(tmp_path / name, capfd) for name in ("edited", "anew"))
    book.press()
    served = book.root / SERVED / "searchindex.js"
    old = (book.site / "searchindex.js").read_bytes()
    seen = []
    for one in (book, anew):
        one.edit("slopes", "The end.", "A word that is new: zweibein.")
    result = press_build.build(book.root, say=lambda line: None,
                               shown=lambda _: seen.append(served.read_bytes()))
    assert (result.ok, seen[0]) == (True, old)
    for folder in (".press/doctrees", ".press/html", "html"):
        shutil.rmtree(anew.root / "_build" / folder)
    anew.press()
    fresh = (anew.site / "searchindex.js").read_bytes()
    assert b"zweibein" in fresh and b"zweibein" not in old
    assert served.read_bytes() == (book.site / "searchindex.js").read_bytes() == fresh


def test_pages_are_in_place_while_their_notebooks_are_still_made(book):
    served = book.root / SERVED

    def build() -> list[bool]:
        page, notebook = served / "book" / "slopes.html", served / "notebooks" / "slopes.ipynb"
        seen: list[bool] = []
        result = press_build.build(book.root, say=lambda line: None, shown=lambda _: seen.extend(
            "The very end." in file.read_text("utf-8") for file in (page, notebook)))
        assert result.ok == ("sec-nowhere" not in book.page("slopes").read_text("utf-8"))
        for place in (served, book.site) if result.ok else ():
            text = (place / "notebooks" / "slopes.ipynb").read_text("utf-8")
            assert ("The very end." in text) == ("The very end." in page.read_text("utf-8"))
        return seen

    book.press()
    build()
    book.edit("slopes", "The end.", "The very end.")
    assert build() == [True, False, True, True]
    assert build() == []  # nothing has changed
    book.edit("slopes", "The very end.", "See {ref}`sec-nowhere`.")
    assert build() == []  # nothing is right


def test_what_a_notebook_forbids_is_told_and_the_last_good_site_stays(book):
    book.press()
    book.edit("slopes", "def slope(x, h):", "import sphinx\ndef slope(x, h):")
    book.edit("slopes", "The end.", "The very end.")
    seen: list[str] = []
    result = press_build.build(book.root, say=lambda line: None, shown=seen.extend)
    assert "book/slopes.html" in seen
    assert [mistake.line for mistake in result.mistakes] == [book.line("slopes", "import sphinx")]
    assert "The very end." not in book.html("slopes").get_text()
    assert press_build.build(book.root, say=lambda line: None).mistakes == result.mistakes
