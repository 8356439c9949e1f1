"""TeX becomes MathML at build; an error names the formula, the place and the cure."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont
from lxml import etree
from press import fonts
from press.core import letters, tex
from press.core.signs import leaves
from press.mathml import TEMML
from press.pdf import formulas
from sphinx.application import Sphinx
from sphinx.util.console import nocolor

CONF = """
extensions = ["myst_parser"]
# Given, since MyST-NB adds its own to Sphinx's default for all that run in this process.
source_suffix = {".md": "markdown"}
myst_enable_extensions = ["amsmath", "dollarmath"]
myst_update_mathjax = False
html_math_renderer = "mathml"
numfig = True
math_numfig = True
def setup(app):
    from press.mathml import setup_mathml
    setup_mathml(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""


class Book:
    """A book in a folder, with one chapter or more, built afresh or once more."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "conf.py").write_text(CONF)

    def build(self, parallel: int = 0, **chapters: str) -> tuple[BeautifulSoup, str]:
        """The first chapter's page, and the warnings."""
        for name, text in chapters.items():
            file = self.folder / f"{name}.md"
            if not file.exists() or file.read_text() != text:
                file.write_text(text)
        nocolor()
        log = self.folder / "warnings"
        with log.open("w") as warnings:
            out = self.folder / "_build"
            app = Sphinx(
                self.folder, self.folder, out / "html", out / "doctrees", "html",
                status=None, warning=warnings, parallel=parallel,
            )
            app.build()
        page = (self.folder / "_build" / "html" / "index.html").read_text()
        # A second Sphinx in one process finds its own nodes registered, and says so.
        told = [line for line in log.read_text().splitlines() if "already registered" not in line]
        return BeautifulSoup(page, "lxml"), "\n".join(told)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


def shape(element: etree._Element) -> str:
    """An element without its attributes: `msup(mi:x mn:2)`."""
    name = etree.QName(element).localname
    if len(element):
        return f"{name}({' '.join(shape(child) for child in element)})"
    return f"{name}:{element.text}" if element.text else name


def converted(source: str, display: bool = False) -> etree._Element:
    made = TEMML.convert(source, display=display)
    assert not made.error
    return etree.fromstring(made.mathml)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # Trees as MathML 3's own examples and Presentation MathML's definitions give them.
        ("x^2", "msup(mi:x mn:2)"),
        (r"\frac{1}{n}", "mfrac(mn:1 mi:n)"),
        (r"\sqrt{2}", "msqrt(mn:2)"),
        (r"w_i", "msub(mi:w mi:i)"),
        (r"\mathbb{R}", "mi:ℝ"),
        (r"\mathbf{w}", "mi:𝐰"),
        (r"a + b", "mrow(mi:a mo:+ mi:b)"),
    ],
)
def test_a_formula_becomes_the_tree_that_mathml_defines(source: str, expected: str) -> None:
    semantics = converted(source)[0]
    assert shape(semantics[0]) == expected


def set_in_print(source: str, drawn: str) -> formulas.Printed:
    """A formula for the PDF, checked with the letters of the whole math font."""
    key = (source, False)
    face = next(face for face in fonts.FACES if face.family == "STIX Two Math")
    whole = frozenset(TTFont(face.source(next(iter(face.files)))).getBestCmap())
    [printed] = formulas.convert({key: drawn})
    return formulas.check({key: printed}, {key: drawn}, whole)[key]


@pytest.mark.parametrize("accent", ["bar", "hat", "tilde", "vec", "dot", "ddot", "overline",
                                    "underline", "widehat", "widetilde"])
def test_an_accent_is_in_the_sites_font_and_in_print(accent: str) -> None:
    source = rf"\{accent}{{x}}"
    drawn = TEMML.convert(source, display=False).mathml
    shown = "".join(leaves(drawn))
    assert "x" in shown and letters.missing(shown, "math") == []
    assert set_in_print(source, drawn).error == ""


@pytest.mark.parametrize("accent", ["acute", "breve", "grave", "check", "mathring"])
def test_an_accent_that_print_would_set_beside_its_letter_is_refused(accent: str) -> None:
    source = rf"\{accent}{{x}}"
    assert set_in_print(source, TEMML.convert(source, display=False).mathml).error


def test_a_stroke_that_browsers_do_not_draw_is_told(book: Book) -> None:
    _, warnings = book.build(index="# A\n\nSee $\\overline{xy} + \\underline{z}$.\n")
    assert warnings == ""
    _, warnings = book.build(index="# A\n\nSee $\\cancel{xy}$.\n")
    assert r'index.md:3: WARNING: the stroke in "\cancel{xy}" is not drawn' in warnings


def test_the_formula_keeps_its_tex_as_an_annotation() -> None:
    annotation = converted(r"\nabla L(\mathbf{w})").find(".//annotation")
    assert annotation is not None
    assert annotation.get("encoding") == "application/x-tex"
    assert annotation.text == r"\nabla L(\mathbf{w})"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (r"\frac{1", "expected '}'; close the brace"),
        (r"\foo{x}", r"unknown command \foo; check its spelling"),
        (r"x^2^3", "two superscripts on one base; write {x^a}^b"),
        (r"\left( x", r"\left has no \right; add \right) or \right."),
        (r"x }", "'}' closes nothing; remove it, or open a brace before it"),
        (r"\begin{matrix} 1", r"an environment is not closed; add its \end"),
        (r"x_", "it ends too early; finish it, as in x_1"),
    ],
)
def test_an_error_says_what_is_wrong_and_what_to_write(source: str, words: str) -> None:
    error = TEMML.convert(source, display=False).error
    assert tex.complaint(source, error) == f'TeX error in "{source}": {words}'


def test_node_goes_on_after_an_error() -> None:
    assert TEMML.convert(r"\frac{1", display=False).error
    assert shape(converted("x")[0][0]) == "mi:x"


@pytest.mark.parametrize(
    ("source", "wrapped"),
    [
        ("a = b", False),
        (r"a &= b \\ &= c", True),
        ("a = b\n\nc = d", True),
        (r"\begin{bmatrix} 1 \\ 2 \end{bmatrix}", False),
        (r"\begin{cases} x & y \\ z & w \end{cases}", False),
        (r"\begin{bmatrix} 1 \\ 2 \end{bmatrix} \\ x", True),
    ],
)
def test_lines_are_aligned_only_where_no_environment_aligns_them(
    source: str, wrapped: bool
) -> None:
    set_as = tex.display_source(source, whole=False)
    assert set_as.startswith(r"\begin{aligned}") is wrapped
    assert not TEMML.convert(set_as, display=True).error


def test_tex_numbers_nothing_by_itself() -> None:
    source = r"\begin{align} a &= b \\ c &= d \end{align}"
    set_as = tex.display_source(source, whole=True)
    assert set_as == r"\begin{align*} a &= b \\ c &= d \end{align*}"
    assert not converted(set_as, display=True).findall(".//{*}span")


@pytest.mark.parametrize(
    ("text", "split"),
    [
        (", then", (",", " then")),
        ("-vector", ("-vector", "")),
        (" and", ("", " and")),
        ("", ("", "")),
    ],
)
def test_what_is_written_against_a_formula_stays_with_it(
    text: str, split: tuple[str, str]
) -> None:
    assert tex.tied_after(text) == split


def test_an_opening_bracket_stays_with_its_formula() -> None:
    assert tex.tied_before("as in (") == ("as in ", "(")
    assert tex.tied_before("as in ") == ("as in ", "")


CHAPTER = r"""
# Slopes of $x^2$

The slope is $2x$.

$$
f'(x) = 2x
$$ (eq-slope)

By {eq}`eq-slope` it is so.
"""


def test_a_page_holds_mathml_and_no_script_for_it(book: Book) -> None:
    page, warnings = book.build(index=CHAPTER)
    assert warnings == ""
    assert len(page.select("math")) >= 3
    assert "mathjax" not in str(page).lower()


def test_an_equation_is_named_numbered_and_referred_to_by_one_number(book: Book) -> None:
    page, _ = book.build(index=CHAPTER)
    (box,) = page.select(".math-block")
    (shown,) = page.select(".eqno")
    number = str(shown.contents[0]).strip("()")
    assert box["aria-label"] == f"Equation {number}"
    assert (box["role"], box["tabindex"]) == ("group", "0")
    assert shown.select("a")[0]["aria-label"] == f"Link to equation {number}"
    (reference,) = page.select("p a[href='#equation-eq-slope']")
    assert reference.text == f"({number})"
    assert page.select("#equation-eq-slope")


def test_a_tex_error_is_reported_with_its_line_by_every_build(book: Book) -> None:
    faulty = "# Title\n\nA paragraph.\n\nA broken $\\frac{1$ formula.\n"
    for _ in range(2):
        _, warnings = book.build(index=faulty)
        assert "index.md:5: WARNING: TeX error in \"\\frac{1\": expected '}'" in warnings
    _, warnings = book.build(index=faulty.replace("{1$", "{1}{2}$"))
    assert warnings == ""


def test_a_number_under_a_random_label_is_refused(book: Book) -> None:
    _, warnings = book.build(index="# T\n\n\\begin{align}\na &= b\n\\end{align}\n")
    assert "numbered equation without a label" in warnings


def test_a_warm_build_starts_no_node(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    book.build(index=CHAPTER)
    monkeypatch.setattr(TEMML, "convert", lambda *_, **__: pytest.fail("converted once more"))
    (book.folder / "_build" / "html" / "index.html").unlink()
    page, _ = book.build(index=CHAPTER)
    assert page.select("math")


def test_parallel_readers_agree_with_a_single_one(book: Book, tmp_path: Path) -> None:
    chapters = {f"c{n}": f"# Chapter {n}\n\nOf $x_{{{n}}}^2$ and $y$.\n" for n in range(12)}
    toc = "# Index\n\n```{toctree}\n" + "\n".join(chapters) + "\n```\n"
    pages = []
    for jobs in (1, 4):
        folder = tmp_path / f"jobs-{jobs}"
        folder.mkdir()
        _, warnings = Book(folder).build(parallel=jobs, index=toc, **chapters)
        assert "not safe for parallel" not in warnings
        html_folder = folder / "_build" / "html"
        pages.append([(html_folder / f"{name}.html").read_text() for name in chapters])
    assert pages[0] == pages[1]


def test_a_formulas_signs_are_what_it_shows_not_its_tex() -> None:
    assert tex.signs(TEMML.convert(r"\nabla L(\mathbf{w})", display=False).mathml) == 5
