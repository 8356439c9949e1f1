"""What is written for Typst says what it should: Typst itself reads it back."""

from __future__ import annotations

import re
from html import unescape

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from press.core import tokens
from press.core.typst import Code, call, colors, column_widths, literal, markup, string

PRINTABLE = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp", "Cf"),
                                  blacklist_characters="\u00ad"), max_size=60)


def shown(source: str) -> str:
    """The text that Typst makes of markup."""
    page = typst.compile(source.encode(), format="html", ignore_system_fonts=True)
    assert isinstance(page, bytes)
    body = re.search(r"<body>(.*)</body>", page.decode(), re.DOTALL)
    assert body
    return unescape(re.sub(r"<[^>]*>", "", body[1]))


@given(PRINTABLE)
@settings(max_examples=60)
def test_any_text_stands_in_markup_as_it_is(text: str) -> None:
    assert shown(f"x{markup(text)}x") == "x" + re.sub(r"[ \t\r\n]+", " ", text) + "x"


@pytest.mark.parametrize("text", [
    "1. no list", "- no list", "+ no", "= no heading", "*not bold*", "_not italic_", "`no code`",
    "$x$", "#let x = 1", "a -- b --- c ... d", "https://example.org", "\"quoted\" 'so'", "a\\b",
    "~", "@ref", "// no comment", "/* nor this */", "<label>", "[bracket]", "a/b", "/ term: no",
])
def test_what_typst_would_take_for_its_own_stays_text(text: str) -> None:
    assert shown(markup(text)) == text


@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=60))
@settings(max_examples=40)
def test_any_text_stands_in_a_string_as_it_is(text: str) -> None:
    points = [ord(sign) for sign in text]
    wanted = "(" + "".join(f"{point}, " for point in points) + ")"
    assert shown(f"#({string(text)}.codepoints().map(str.to-unicode) == {wanted})") == "true"


def test_python_values_are_typsts() -> None:
    assert literal(None) == "none"
    assert literal(True) == "true"
    assert literal((1, "a", [2.5])) == '(1, "a", (2.5, ), )'
    assert literal({}) == "(:)"
    assert literal({"text-faces": ["A"]}) == '("text-faces": ("A", ))'
    assert literal(Code("auto")) == "auto"


def test_calls_name_the_designs_functions_by_their_module() -> None:
    assert call("plot", alt="x", early=True) == '#d.plot(alt: "x", early: true);'
    assert call("emph", Code("[a]")) == "#emph([a]);"


def test_every_color_of_the_book_is_typsts_too() -> None:
    written = dict(re.findall(r'#let ([\w-]+) = rgb\("(#\w+)"\)', colors()))
    assert written.pop("text-color") == tokens.TOKENS["text"].light
    assert written.pop("target-color") == tokens.TOKENS["target"].light
    assert written == {role: token.light for role, token in tokens.TOKENS.items()
                       if role not in ("text", "target")}


def test_a_table_that_fits_a_line_is_as_wide_as_its_text() -> None:
    assert column_widths([["a", "bb"], ["cc", "d"]], 80) == ["auto", "auto"]


def test_a_wide_table_gives_each_column_its_longest_word_and_the_rest_to_long_cells() -> None:
    long = "some words that go on and on " * 10
    first, second = (float(width.removesuffix("fr"))
                     for width in column_widths([["hyperparameter", long], ["x", "y"]], 80))
    assert first == pytest.approx(len("hyperparameter") + 2)
    assert first + second == pytest.approx(80, abs=0.2)
