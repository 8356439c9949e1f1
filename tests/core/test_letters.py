"""The letters of the book, against the fonts themselves and against Unicode."""

from __future__ import annotations

import unicodedata

import pytest
from fontTools.ttLib import TTFont
from press import fonts
from press.core import letters

CUTS = [(face, file) for face in fonts.FACES for file in face.files]


@pytest.mark.parametrize(("face", "file"), CUTS, ids=[file for _, file in CUTS])
def test_each_font_draws_each_letter_that_it_is_to_ship(face: fonts.Face, file: str) -> None:
    drawn = TTFont(face.source(file)).getBestCmap()
    assert [letter for letter in face.files[file] if ord(letter) not in drawn] == []


def test_ranges_are_what_css_reads() -> None:
    assert letters.ranges("cbaηx") == "U+61-63, U+78, U+3B7"
    assert letters.ranges("") == ""


@pytest.mark.parametrize(("text", "face", "lost"), [
    ("a ≈ η", "text", []), ("x ⟿ y ⟿", "text", ["⟿"]), ("日本", "code", ["日", "本"]),
    ("𝐱ᵀ", "math", ["ᵀ"])])
def test_a_letter_that_no_face_draws_is_named_once(text: str, face: str, lost: list[str]) -> None:
    assert letters.missing(text, face) == lost


def test_every_letter_of_math_that_a_browser_slants_by_itself_is_there() -> None:
    # What a browser draws for <mi>x</mi>: MATHEMATICAL ITALIC, by its Unicode decomposition.
    for code in [*range(0x1D434, 0x1D455), *range(0x1D456, 0x1D468), *range(0x1D6E2, 0x1D6FA)]:
        plain = unicodedata.normalize("NFKD", chr(code))
        assert plain in letters.DRAWN["math"] or plain in "ϴ"
        assert chr(code) in letters.DRAWN["math"]
