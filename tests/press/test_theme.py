"""The look: colors that can be read, fonts that hold the letters, boxes that can be reached."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docutils import nodes
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from jupyter_book.config import get_default_sphinx_config, get_final_config
from lxml import etree
from press import fonts, mark, npm
from press.core import tokens
from press.theme import SHEETS, THEME, style_sheet
from sphinx.errors import ExtensionError

ROOT = Path(__file__).resolve().parents[2]
ROLES = list(tokens.ROLES)


def test_the_extensions_are_jupyter_books_but_for_those_that_no_page_uses() -> None:
    config, _ = get_final_config(user_yaml=ROOT / "_config.yml", sourcedir=ROOT,
                                 cli_config={"latex_individualpages": False})
    without = {"sphinx_thebe", "sphinx_togglebutton", "sphinx.ext.intersphinx"}
    theirs = set(get_default_sphinx_config()["extensions"])
    assert without < theirs
    assert set(config["extensions"]) == theirs - without | {"press", "sphinxcontrib.bibtex"}


def test_contrast_is_the_ratio_that_wcag_defines() -> None:
    # WCAG 2.2, "contrast ratio": black on white is 21, and #767676 is known as just passing AA.
    assert tokens.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert tokens.contrast("#ffffff", "#ffffff") == pytest.approx(1)
    assert tokens.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("ground", ["background", "surface"])
@pytest.mark.parametrize("role", ROLES)
def test_every_color_reads_as_text_by_day_and_by_night(role: str, ground: str) -> None:
    color, behind = tokens.ROLES[role], tokens.SURFACES[ground]
    assert tokens.contrast(color.light, behind.light) >= 4.5
    assert tokens.contrast(color.dark, behind.dark) >= 4.5


@pytest.mark.parametrize("ground", ["background", "surface"])
@pytest.mark.parametrize("role", ROLES)
def test_readers_who_ask_for_more_contrast_get_7_to_1(role: str, ground: str) -> None:
    color, behind = tokens.HIGH[role], tokens.HIGH[ground]
    assert set(tokens.HIGH) == set(tokens.TOKENS)
    assert tokens.contrast(color.light, behind.light) >= 7
    assert tokens.contrast(color.dark, behind.dark) >= 7


def test_each_theme_defines_every_token() -> None:
    css = tokens.css()
    for role, token in tokens.TOKENS.items():
        assert css.count(f"--{role}: {token.dark};") == 2  # chosen, or the system's
        assert css.count(f"--{role}: {token.light};") == 2  # the default, and paper


def test_hand_written_sheets_name_no_color() -> None:
    for name in SHEETS:
        text = re.sub(r"/\*.*?\*/", "", (THEME / name).read_text(), flags=re.DOTALL)
        assert not re.search(r"#[0-9a-fA-F]{3,8}\s*[;,)]|rgba?\(", text), name


def test_every_custom_property_of_ours_is_defined() -> None:
    css = style_sheet()
    used = set(re.findall(r"var\(--([a-z-]+)", css))
    defined = set(re.findall(r"--([a-z-]+):", css)) | {"columns"}  # set on each table
    assert used <= defined


def test_the_site_asks_no_other_host() -> None:
    assert not re.search(r"https?://|//[a-z]", re.sub(r"/\*.*?\*/", "", style_sheet(), flags=re.S))


def test_braces_of_the_style_sheet_balance() -> None:
    assert style_sheet().count("{") == style_sheet().count("}")


def test_every_font_file_that_the_sheet_names_is_shipped(tmp_path: Path) -> None:
    fonts.write(tmp_path / "fonts", tmp_path / "cache", fonts.cuts())
    named = set(re.findall(r'url\("fonts/([^"]+)"\)', fonts.css()))
    assert named == {file.name for file in (tmp_path / "fonts").iterdir()}


def test_fonts_that_setup_has_cut_are_cut_for_every_copy_of_the_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOWNHILL_CACHE", str(tmp_path))
    cutting = fonts.begin()
    assert cutting is not None
    cutting.join()
    made = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.woff2")}
    assert len(made) == len(fonts.cuts())
    fonts.prepare()
    assert fonts.begin() is None
    assert {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.woff2")} == made


def test_a_cut_font_keeps_its_letters_and_their_shapes_and_loses_the_rest(tmp_path: Path) -> None:
    face = fonts.FACES[4]
    file, kept = next(iter(face.files.items()))
    fonts.write(tmp_path, tmp_path / "cache", [fonts.Cut(face.source(file), file, kept)])
    cut, whole = TTFont(tmp_path / file), TTFont(face.source(file))
    assert set(kept) <= {chr(code) for code in cut.getBestCmap()}
    assert (tmp_path / file).stat().st_size < face.source(file).stat().st_size / 4
    assert cut["MATH"].table.MathConstants.AxisHeight.Value == \
        whole["MATH"].table.MathConstants.AxisHeight.Value
    for letter in "∇∑√(":
        pens = []
        for font in (cut, whole):
            pen = RecordingPen()
            glyphs = font.getGlyphSet()
            glyphs[font.getBestCmap()[ord(letter)]].draw(pen)
            pens.append(pen.value)
        assert pens[0] == pens[1]


def test_a_letter_that_the_font_lacks_stops_the_cut(tmp_path: Path) -> None:
    face = fonts.FACES[5]
    file = next(iter(face.files))
    with pytest.raises(ExtensionError, match=r"ubuntu-mono.*has no ⟿ \(U\+27FF\)"):
        fonts.write(tmp_path, tmp_path, [fonts.Cut(face.source(file), file, "a⟿")])


def test_the_math_font_has_a_math_table_and_the_books_letters() -> None:
    # The same font as WOFF, which needs no decoder beside the standard library's.
    folder = npm.package("@fontsource/stix-two-math") / "files"
    font = TTFont(folder / "stix-two-math-latin-400-normal.woff")
    assert "MATH" in font
    letters = "∇∂∑∏∫√∞≈≤≥≠∈→←↦×·−±‖ℝℒ𝒩ηθλσαβεπ𝑥𝑓𝑤𝜂𝐰𝐱𝐠𝟎⊤⊙∘′"
    assert {letter for letter in letters if ord(letter) not in font.getBestCmap()} == set()


def test_the_code_font_tells_zero_from_o_and_one_from_l() -> None:
    folder = npm.package("@fontsource/ubuntu-mono") / "files"
    font = TTFont(folder / "ubuntu-mono-latin-400-normal.woff")
    glyphs, names = font["glyf"], font.getBestCmap()
    shapes = [glyphs[names[ord(letter)]] for letter in "0Ol1I"]
    outlines = [tuple(map(tuple, shape.getCoordinates(glyphs)[0])) for shape in shapes]
    assert len(set(outlines)) == 5
    # 80 characters fit into the column and its overhang: half an em each.
    assert font["hmtx"][names[ord("n")]][0] / font["head"].unitsPerEm == 0.5


def test_the_mark_is_the_books_own_descent() -> None:
    # Closed form: each step multiplies x by 1 - 2η and y by 1 - 6η.
    for k, (x, y) in enumerate(mark.path(5)):
        assert x == pytest.approx(4 * 0.8**k)
        assert y == pytest.approx(3 * 0.4**k)


@pytest.mark.parametrize("drawing", [mark.inline(), mark.favicon()])
def test_the_mark_is_well_formed_svg(drawing: str) -> None:
    root = etree.fromstring(drawing)
    assert etree.QName(root).localname == "svg"
    assert len(root.findall(".//{*}ellipse")) >= 2


def test_a_tables_box_is_named_after_its_caption_or_its_columns() -> None:
    from press.theme import _name_of

    def cell(text: str) -> nodes.entry:
        return nodes.entry("", nodes.paragraph("", text))

    head = nodes.thead("", nodes.row("", cell("step"), cell("loss")))
    table = nodes.table("", nodes.tgroup("", head))
    assert _name_of(table) == "step, loss"
    table.insert(0, nodes.title("", "Six numbers"))
    assert _name_of(table) == "Six numbers"
