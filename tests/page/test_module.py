"""The pages around a module's lessons: its map of concepts, and the sheet for one page of paper."""

from __future__ import annotations

import pikepdf
import pytest
from axe import findings

pytestmark = [pytest.mark.built, pytest.mark.browser]

MODULE = "book/foundations/index.html"
SHEET = "book/foundations/cheat-sheet.html"
SECTIONS = ["Shapes and broadcasting", "Lengths and angles", "Matrices as maps", "Derivatives",
            "Gradient and descent", "Eigenpairs and curvature", "SVD and low rank"]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_cheat_sheet_prints_on_one_page_with_all_its_sections(open_page, tmp_path, paper):
    page = open_page(SHEET)
    titles = page.locator("article h2").all_inner_texts()
    assert [title.rstrip("#¶\n ") for title in titles] == SECTIONS
    page.pdf(path=tmp_path / "sheet.pdf", format=paper)
    with pikepdf.open(tmp_path / "sheet.pdf") as printed:
        assert len(printed.pages) == 1
    page.emulate_media(media="print")
    assert page.locator("article h2:visible").count() == len(SECTIONS)


def test_other_pages_keep_their_margins_in_print(open_page, tmp_path):
    page = open_page(MODULE)
    page.pdf(path=tmp_path / "module.pdf", format="A4")
    with pikepdf.open(tmp_path / "module.pdf") as printed:
        assert len(printed.pages) > 1


def test_each_label_of_the_map_lies_within_its_box_and_covers_no_other(open_page):
    page = open_page(MODULE)
    page.locator("svg.concepts").scroll_into_view_if_needed()
    labels = page.locator("svg.concepts .concept a").evaluate_all("""links => links.map(link => {
        const of = (tag) => { const r = link.querySelector(tag).getBoundingClientRect();
                              return [r.left, r.top, r.right, r.bottom]; };
        return {text: of("text"), box: of("rect")}; })""")
    assert 20 <= len(labels) <= 30
    for label in labels:
        (left, top, right, bottom), box = label["text"], label["box"]
        assert box[0] <= left and right <= box[2] and box[1] <= top and bottom <= box[3]
    for i, one in enumerate(labels):
        for other in labels[i + 1:]:
            a, b = one["box"], other["box"]
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    drawn = page.locator("svg.concepts").evaluate(
        "node => node.getBoundingClientRect().width / node.viewBox.baseVal.width")
    assert drawn > 0.95, "letters of the drawing keep their size"


def test_a_label_of_the_map_leads_to_its_term(open_page):
    page = open_page(MODULE)
    page.locator("svg.concepts a[href*='/gradient-descent/']").click()
    page.wait_for_url("**/term/gradient-descent/**")


def test_on_a_phone_the_list_takes_the_drawings_place(open_page):
    page = open_page(MODULE, width=390)
    assert not page.locator("svg.concepts").is_visible()
    line = page.locator(".concept-list li li", has_text="gradient descent needs")
    assert line.is_visible()
    line.get_by_role("link", name="gradient descent").click()
    page.wait_for_url("**/term/gradient-descent/**")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1400])
def test_the_map_has_no_finding(open_page, width, theme):
    assert findings(open_page(MODULE, width=width, theme=theme), ".concept-map") == []
