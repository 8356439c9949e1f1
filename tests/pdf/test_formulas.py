"""Every formula of the book, as tex2typst and as pandoc convert it, shows what Temml shows."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

import pypandoc
import pytest
from press.core.signs import difference, leaves
from press.mathml import TEMML
from press.pdf.formulas import Printed, check, convert, draw
from printed import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.built]

Key = tuple[str, bool]
ALL = frozenset(range(0x20, 0x1FFFF))  # the letters of a font that has all of them
DATA = re.compile(r"<script.*?</script>", re.DOTALL)  # previews have formulas without their source
DRAWN = re.compile(r"<math.*?</math>", re.DOTALL)
SOURCE = re.compile(r'<annotation encoding="application/x-tex">(.*?)</annotation>', re.DOTALL)
# How pandoc writes what Typst has given up, and the sizes that only pandoc keeps.
SCALED = re.compile(r"#scale\(x: [\d.]+%, y: [\d.]+%\)\[([^\]]+)\]")


@pytest.fixture(scope="module")
def formulas() -> dict[Key, str]:
    """The TeX of all formulas on the built pages, with what the page shows for it."""
    found = {}
    for page in sorted((ROOT / "_build" / "html" / "book").rglob("*.html")):
        text = DATA.sub("", page.read_text("utf-8"))
        for drawn in DRAWN.findall(text):
            tex = unescape(SOURCE.search(drawn)[1])
            found[tex, "display=" in drawn] = drawn
    assert len(found) > 300
    return found


@pytest.fixture(scope="module")
def converted(formulas: dict[Key, str]) -> dict[Key, Printed]:
    made = dict(zip(formulas, convert(formulas), strict=True))
    return check(made, formulas, ALL)


def one(tex: str) -> tuple[Printed, str]:
    """A formula as it is printed, and as the page shows it."""
    key, drawn = (tex, False), TEMML.convert(tex, display=False).mathml
    return check({key: convert({key: drawn})[0]}, {key: drawn}, ALL)[key], drawn


def test_nothing_of_any_formula_is_lost(converted: dict[Key, Printed]) -> None:
    assert {key[0]: printed.error for key, printed in converted.items() if printed.error} == {}


def test_pandoc_reads_every_formula_the_same(
    formulas: dict[Key, str], converted: dict[Key, Printed]
) -> None:
    text = "\n\n".join(f"\\[{tex}\\]" for tex, _ in formulas)
    written = pypandoc.convert_text(text, "typst", format="latex", extra_args=["--wrap=none"])
    second = [SCALED.sub(r"\1", " ".join(part.split())).replace("dot.circle", "dot.o")
              for part in re.findall(r"^\$ (.*?) \$$", written, re.MULTILINE | re.DOTALL)]
    assert len(second) == len(formulas)
    drawn = draw(second)
    first = draw([converted[key].typst for key in formulas])
    for key, ours, theirs in zip(formulas, first, drawn, strict=True):
        assert difference(ours, theirs) == "", key[0]


def test_every_formula_has_words(converted: dict[Key, Printed]) -> None:
    assert {key[0] for key, printed in converted.items() if not printed.spoken.strip()} == set()


@pytest.mark.parametrize(("tex", "words"), [
    (r"x^2", "x squared"),
    (r"\frac{1}{2}", "one half"),
    (r"\sqrt{x}", "the square root of x"),
    (r"\nabla L(\mathbf{w})", "nabla L of bold w"),
    (r"10^{-8}", "10 to the negative 8 power"),
])
def test_formulas_are_spoken_as_one_says_them(tex: str, words: str) -> None:
    assert one(tex)[0].spoken == words


@pytest.mark.parametrize(("tex", "order"), [
    (r"\lVert \mathbf{w} \rVert", "‖w‖"),
    (r"\begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}", "{1x>00x≤0"),
    (r"\left.\frac{d}{x}\right|_{t=1}", "dx|t=1"),
    (r"\begin{bmatrix} 2 & 0 \\ 0 & 6 \end{bmatrix}", "[2006]"),
    (r"(f \circ g)(x)", "(f∘g)(x)"),
    (r"\operatorname{relu}'(0)", "relu′(0)"),
])
def test_what_converters_are_known_to_lose_is_there(tex: str, order: str) -> None:
    printed, _ = one(tex)
    assert printed.error == ""
    shown = "".join("".join(leaves(draw([printed.typst])[0])).split())
    assert unicodedata.normalize("NFKD", shown).replace("∥", "‖") == order


@pytest.mark.parametrize("tex", [r"\color{red} x", r"\phantom{x} y"])
def test_what_cannot_be_converted_is_an_error_and_no_guess(tex: str) -> None:
    printed, drawn = one(tex)
    assert drawn
    assert printed.error


def test_a_sign_that_no_font_has_is_an_error() -> None:
    key = (r"\alpha", False)
    drawn = TEMML.convert(*key[:1], display=False).mathml
    made = check({key: convert({key: drawn})[0]}, {key: drawn}, frozenset({ord("a")}))
    assert "no font has" in made[key].error
