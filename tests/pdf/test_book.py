"""The PDF is the site's book: its words, its order, its numbers; every link lands."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

import pikepdf
import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from pdfminer.layout import LTPage
from press.build import build
from printed import LOCK, MM, ROOT, Printed, site_words, squeeze, words

pytestmark = [pytest.mark.slow, pytest.mark.built]

BACK = ["Code of the figures", "Index"]  # what only paper needs


def heading(tag: Tag) -> str:
    """A heading's words, without the site's link to itself."""
    copy = BeautifulSoup(str(tag), "lxml")
    for link in copy.select(".headerlink"):
        link.decompose()
    return " ".join(copy.get_text().split())


def expected_outline(site: dict[str, BeautifulSoup]) -> list[tuple[int, str]]:
    """Levels and titles by `_toc.yml` and the pages' headings."""
    tree = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    found: list[tuple[int, str]] = []

    def add(name: str, level: int) -> None:
        found.extend((level + int(tag.name[1]) - 1, heading(tag))
                     for tag in site[name].select("article :is(h1, h2, h3)"))

    def walk(entry: dict, level: int) -> None:
        add(entry["file"], level)
        for child in entry.get("sections", []):
            walk(child, level + 1)

    add(tree["root"], 1)
    for part in tree["parts"]:
        first, *rest = part["chapters"]
        if heading(site[first["file"]].h1) == part["caption"]:
            walk(first, 1)
        else:
            found.append((1, part["caption"]))
            rest = part["chapters"]
        for chapter in rest:
            walk(chapter, 2)
    return [*found, *((1, title) for title in BACK)]


def test_the_bookmarks_are_the_table_of_contents(
    printed: Printed, site: dict[str, BeautifulSoup]
) -> None:
    def walk(items: list[pikepdf.OutlineItem], level: int) -> Iterator[tuple[int, str]]:
        for item in items:
            yield level, " ".join(str(item.title).split())
            yield from walk(item.children, level + 1)

    with printed.pdf.open_outline() as outline:
        assert list(walk(outline.root, 1)) == expected_outline(site)


def test_all_words_of_the_site_are_in_print(
    printed: Printed, site: dict[str, BeautifulSoup]
) -> None:
    there = words(printed.text)
    wanted = site_words(site)
    assert sum(wanted.values()) > 5000
    assert wanted - there == Counter()


def test_figures_have_the_sites_numbers_and_captions(
    printed: Printed, site: dict[str, BeautifulSoup]
) -> None:
    text = printed.squeezed()
    captions = [caption for page in site.values() for caption in page.select("figcaption")]
    assert captions
    for caption in captions:
        number = caption.select_one(".caption-number").get_text()
        opening = caption.select_one(".caption-text").contents[0].get_text()
        assert text.count(squeeze(number + opening)) == 1, number


def test_exercises_have_the_sites_numbers_and_titles_and_so_has_the_key(
    printed: Printed, site: dict[str, BeautifulSoup]
) -> None:
    text = printed.squeezed()
    asked = {form["id"]: heading(form.legend) for page in site.values()
             for form in page.select("form.quiz") if form["id"] in LOCK}
    assert sorted(asked) == sorted(LOCK)
    for label, legend in asked.items():
        number, title = legend.split(" · ", 1)
        assert text.count(squeeze(f"{number} · {title}")) == 1, f"{label} in the body"
        assert text.count(squeeze(f"{number}: {title}")) == 1, f"{label} in the key"


def test_equations_have_the_sites_numbers(
    printed: Printed, site: dict[str, BeautifulSoup]
) -> None:
    numbers = [re.search(r"\((.+?)\)", mark.get_text())[1] for page in site.values()
               for mark in page.select(".eqno")]
    assert numbers
    said = [re.search(r", equation (\S+)$", str(node.Alt)) for node in printed.elements("/Formula")]
    assert [match[1] for match in said if match] == numbers
    for number in numbers:
        assert any(line.rstrip().endswith(f"({number})") for line in printed.text.splitlines())


def boxes(printed: Printed) -> Iterator[tuple[int, pikepdf.Dictionary]]:
    for number, page in enumerate(printed.pdf.pages):
        for note in page.get("/Annots", []):
            yield number, note


def landing(printed: Printed, note: pikepdf.Dictionary) -> tuple[int, float] | None:
    """The page and the height that a link leads to; None if it leads out of the book."""
    goal = note.get("/Dest") or note.get("/A", {}).get("/D")
    if goal is None:
        return None
    if isinstance(goal, pikepdf.String | pikepdf.Name):
        tree = pikepdf.NameTree(printed.pdf.Root.Names.Dests)
        goal = tree[str(goal)]
        goal = goal.get("/D", goal) if isinstance(goal, pikepdf.Dictionary) else goal
    return printed.pdf.pages.index(pikepdf.Page(goal[0])), float(goal[3])


def test_every_link_inside_the_book_lands_on_a_page(printed: Printed) -> None:
    landed = 0
    for number, note in boxes(printed):
        place = landing(printed, note)
        if place is None:
            assert str(note.A.URI).startswith(("https://", "http://")), f"page {number + 1}"
            continue
        height = float(printed.pdf.pages[place[0]].mediabox[3])
        assert -1 <= place[1] <= height + 1
        landed += 1
    assert landed > 3 * len(LOCK)


def test_a_question_and_its_answer_name_each_others_pages(printed: Printed) -> None:
    folios = [re.sub(r"\D", "", page_label) for page_label in labels(printed)]
    asked, answered = [], []
    for folio, page in zip(folios, printed.pages, strict=True):
        for row in printed.rows(page):
            if found := re.search(r"^Exercise(\d+)·.*answer:page(\d+)$", row):
                asked.append((found[1], folio, found[2]))
            elif found := re.search(r"^Exercise(\d+):.*page(\d+)$", row):
                answered.append((found[1], folio, found[2]))
    assert len(asked) == len(answered) == len(LOCK)
    back = {number: (here, said) for number, here, said in answered}
    for number, here, said in asked:
        assert back[number] == (said, here), f"Exercise {number}"


def labels(printed: Printed) -> list[str]:
    return [page.label for page in printed.pdf.pages]


def is_sheet(printed: Printed, page: LTPage) -> bool:
    """Whether a page is the cheat sheet, by what its two columns begin and end with."""
    body = " ".join(printed.body(page).split())
    return all(words in body for words in ("Shapes and broadcasting", "Eigenpairs",
                                           "SVD and low rank", "PCA: center the columns"))


def test_no_text_stands_in_the_margins(printed: Printed) -> None:
    for number, page in enumerate(printed.pages, 1):
        side = (14 if is_sheet(printed, page) else 24) * MM
        for char in printed.chars(page):
            # Stops and hyphens hang out of a justified line by a part of their width.
            hang = 3 if char.get_text() in ".,:;-‐’”" else 0.5
            assert char.x0 >= side - 0.5, f"page {number}: {char}"
            assert char.x1 <= page.width - side + hang, f"page {number}: {char}"
            assert char.y0 >= 10 * MM, f"page {number}: {char}"
            assert char.y1 <= page.height - 10 * MM, f"page {number}: {char}"


def test_no_heading_is_the_last_on_its_page(printed: Printed) -> None:
    def walk(items: list[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
        for item in items:
            yield item
            yield from walk(item.children)

    with printed.pdf.open_outline() as outline:
        headings = list(walk(outline.root))
    assert len(headings) > 20
    for item in headings:
        goal = item.destination
        page = printed.pages[printed.pdf.pages.index(pikepdf.Page(goal[0]))]
        rows = printed.rows(page, above=20 * MM)
        # Hyphens count: the last row may be an address, broken before the name of a section.
        title, last = ("".join(unicodedata.normalize("NFKC", text).split())
                       for text in (str(item.title), rows[-1]))
        assert not title.endswith(last) or len(rows) == 1, item.title


def test_a_second_build_gives_the_same_bytes(printed: Printed) -> None:
    first = printed.path.read_bytes()
    result = build(ROOT, say=lambda _: None, builder="pdf")
    assert result.ok
    assert printed.path.read_bytes() == first


def test_the_cheat_sheet_has_one_page_in_the_book(printed: Printed) -> None:
    assert len([page for page in printed.pages if is_sheet(printed, page)]) == 1
