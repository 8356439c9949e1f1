"""The PDF reads aloud: tagged, with a language, a title, bookmarks, words for all that is drawn."""

from __future__ import annotations

import re
from itertools import pairwise

import pikepdf
import pytest
import yaml
from bs4 import BeautifulSoup
from printed import ROOT, Printed

pytestmark = [pytest.mark.slow, pytest.mark.built]

OURS = re.compile(r"\+(STIXTwo(Text|Math)|UbuntuMono|TemmlScript)\b")


def fonts(printed: Printed) -> list[pikepdf.Dictionary]:
    """All fonts of the file, each once."""
    found = {}
    for page in printed.pdf.pages:
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            found[font.objgen] = font
    return list(found.values())


def test_it_is_tagged_and_says_its_language_and_its_title(printed: Printed) -> None:
    root = printed.pdf.Root
    assert root.MarkInfo.Marked
    assert str(root.Lang).startswith("en")
    assert root.ViewerPreferences.DisplayDocTitle
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    with printed.pdf.open_metadata() as meta:
        assert meta["dc:title"] == cited["title"]
        assert meta["pdfuaid:part"] == "1"


def test_every_figure_says_what_is_seen(printed: Printed, site: dict[str, BeautifulSoup]) -> None:
    drawn = [image["alt"] for page in site.values() for image in page.select(".plot .by-day")]
    assert drawn
    said = [str(figure.Alt) for figure in printed.elements("/Figure")]
    assert [text for text in said if not text.startswith("QR code")] == \
        [" ".join(text.split()) for text in drawn]


def test_every_formula_says_how_it_is_read(
    printed: Printed, site: dict[str, BeautifulSoup]
) -> None:
    formulas = printed.elements("/Formula")
    assert all(str(formula.get("/Alt", "")).strip() for formula in formulas)
    # On the site a question's answer stands with the question and in the key; here in the key.
    shown = sum(len(page.select("article math")) for page in site.values())
    folded = sum(len(page.select("article .quiz details.answer math, article .quiz template math"))
                 for page in site.values())
    assert len(formulas) >= shown - folded


def test_every_font_is_the_books_own_and_embedded(printed: Printed) -> None:
    assert fonts(printed)
    for font in fonts(printed):
        assert OURS.search(str(font.BaseFont)), font.BaseFont
        for inner in font.get("/DescendantFonts", [font]):
            assert set(inner.FontDescriptor.keys()) & {"/FontFile", "/FontFile2", "/FontFile3"}


def test_no_letter_is_missing(printed: Printed) -> None:
    for number, page in enumerate(printed.pages, 1):
        for char in printed.chars(page):
            assert "(cid:" not in char.get_text(), f"page {number}: {char.fontname}"
    for number, page in enumerate(printed.pdf.pages, 1):
        for operands, operator in pikepdf.parse_content_stream(page, "Tj TJ"):
            for text in operands[0] if str(operator) == "TJ" else operands:
                if isinstance(text, pikepdf.String):  # the others move what follows
                    glyphs = bytes(text)
                    codes = {glyphs[i : i + 2] for i in range(0, len(glyphs), 2)}
                    assert b"\0\0" not in codes, f"page {number} draws a missing glyph"


def test_headings_step_down_one_level_at_a_time(printed: Printed) -> None:
    levels = [int(match[1]) for node in printed.elements_of(r"/H(\d)")
              for match in [re.fullmatch(r"/H(\d)", str(node.S))] if match]
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
