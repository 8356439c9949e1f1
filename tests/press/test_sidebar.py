"""The list of pages beside each page is the table of contents, with that page marked."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import synthetic
import yaml
from bs4 import BeautifulSoup, Tag
from press.build import build
from press.sidebar import pages_to_write

pytestmark = pytest.mark.slow

MODULES = {1: range(1, 11), 2: range(11, 13)}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """A book of two modules, built."""
    root = tmp_path_factory.mktemp("modules") / "book"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(synthetic, "SECTIONS", 1)
        synthetic.write(root, 12)
    chapter = root / "book" / "module-01" / "chapter-2.md"
    chapter.write_text(chapter.read_text("utf-8").replace(
        "# Chapter 2: 2 ways down", "# Chapter 2: $x^2$ & two *ways*"), encoding="utf-8")
    result = build(root, say=lambda line: None)
    assert (result.mistakes, result.failure) == ([], "")
    return result.site


def sidebar(site: Path, page: str) -> Tag:
    return BeautifulSoup((site / page).read_text("utf-8"), "lxml").select_one("nav.bd-links")


def listed(site: Path, page: str) -> list[str]:
    """The pages that the sidebar of a page links to, in order, from the root of the site."""
    folder = (site / page).parent
    return [page if link["href"] == "#" else
            (folder / link["href"]).resolve().relative_to(site.resolve()).as_posix()
            for link in sidebar(site, page).select("a")]


@pytest.mark.parametrize("page", ["book/index.html", "book/module-02/chapter-12.html",
                                  "book/glossary.html", "genindex.html"])
def test_it_lists_every_page_in_the_order_of_the_table_of_contents(site, page) -> None:
    toc = yaml.safe_load((site.parents[1] / "_toc.yml").read_text("utf-8"))
    wanted = [toc["root"]]
    for part in toc["parts"]:
        for top in part["chapters"]:
            wanted += [top["file"], *(section["file"] for section in top.get("sections", []))]
    assert listed(site, page) == [f"{name}.html" for name in wanted]


def test_it_marks_the_page_and_opens_its_module_and_no_other(site) -> None:
    found = sidebar(site, "book/module-01/chapter-3.html")
    assert [link.get_text() for link in found.select('a[aria-current="page"]')] == [
        "Chapter 3: 3 ways down"]
    assert [fold.get("open") for fold in found.select("details")] == ["open", None]
    assert [fold.summary["aria-label"] for fold in found.select("details")] == [
        "Pages below Module 1", "Pages below Module 2"]
    current = [item.a.get_text() for item in found.select("li.current")]
    assert current == ["Module 1", "Chapter 3: 3 ways down"]


def test_a_title_keeps_its_markup(site) -> None:
    link = sidebar(site, "book/index.html").find("a", href="module-01/chapter-2.html")
    assert "& two ways" in link.get_text()
    assert link.find("math") is not None and link.find("em") is not None


def test_all_pages_are_written_when_the_books_table_of_contents_has_another_caption(tmp_path):
    env = SimpleNamespace(titles={}, toctree_includes={}, found_docs={"one", "two"})
    app = SimpleNamespace(builder=SimpleNamespace(name="html"), srcdir=str(tmp_path),
                          config=SimpleNamespace(external_toc_path="_toc.yml"))
    written = []
    for caption in ("First", "First", "Second"):
        (tmp_path / "_toc.yml").write_text(f"parts:\n  - caption: {caption}\n", encoding="utf-8")
        written.append(pages_to_write(app, env))
    assert written == [[], [], ["one", "two"]]
