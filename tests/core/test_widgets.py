"""What a chapter says to a widget is checked where it is read, and told at its line."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from press.core import chapters, widgets
from press.core.mistakes import Mistake, Mistakes

HEADER = "---\nkernelspec: {name: python3}\n---\n"
CELL = """```{code-cell} python
---
mystnb:
  image: {alt: A bowl.}
  figure: {name: fig-bowl, caption: It goes down.}
---
draw()
```

"""
GOOD = """```{widget} descent-playground
:figure: fig-bowl
:eta: 0.4
:start: 4 3
:flip:
```

See {play}`the limit <fig-bowl eta=1/3 start=4,-3 steps=12>`.
"""


def read(text: str) -> chapters.Chapter:
    return chapters.parse(HEADER + text, "book/slopes.md")


def told(text: str) -> list[str]:
    with pytest.raises(Mistakes) as caught:
        read(text)
    return [str(mistake) for mistake in caught.value.found]


def test_a_widget_is_read_with_its_figure_and_its_settings_as_links_write_them():
    [found] = read(CELL + GOOD).widgets
    assert (found.name, found.figure) == ("descent-playground", "fig-bowl")
    assert found.settings == (("eta", "0.4"), ("start", "4,3"), ("flip", "1"))
    assert found.line == (HEADER + CELL).count("\n") + 1


def test_a_matrix_is_read_row_by_row_with_or_without_brackets():
    for text in ("4 2 2 4", "[[4, 2], [2, 4]]", "4,2;2,4"):
        assert widgets.settings("spin-vector", [("matrix", text)], "", 0) == (
            ("matrix", "4,2,2,4"),)


@pytest.mark.parametrize("text", ["4 2 2", "4 2 2 4 1", "4 2 2 x", "4 2 2 nan", "4 2 2 21", ""])
def test_what_is_no_matrix_is_told_with_an_example(text):
    with pytest.raises(Mistake) as caught:
        widgets.settings("spin-vector", [("matrix", text)], "book/a.md", 7)
    assert "write 4 numbers from -20 to 20: `:matrix: 1 1 1 1`" in str(caught.value)


def test_a_link_to_a_state_is_its_figure_the_version_and_the_settings():
    settings = (("eta", "1/3"), ("steps", "12"))
    assert widgets.link("fig-bowl", settings) == "fig-bowl~1~eta=1/3&steps=12"


@pytest.mark.parametrize(("old", "new", "says"), [
    ("descent-playground", "descent-playgruond", "no widget is called `descent-playgruond`"),
    (":figure: fig-bowl\n", "", "the widget descent-playground has no figure"),
    (":figure: fig-bowl", ":figure: fig-bole", "no cell draws the figure `fig-bole`"),
    (":eta: 0.4", ":eat: 0.4", "descent-playground has no option `eat`"),
    (":eta: 0.4", ":eta: fast", "`fast` is no eta for descent-playground"),
    (":eta: 0.4", ":eta: -1", "`-1` is no eta for descent-playground"),
    (":eta: 0.4", ":eta: 1/0", "`1/0` is no eta"),
    (":start: 4 3", ":start: 4", "`4` is no start"),
    (":start: 4 3", ":start: 4 nan", "`4 nan` is no start"),
    (":flip:", ":flip: no", "`no` is no flip"),
    (":flip:", ":surface: volcano", "`volcano` is no surface"),
    (":flip:", ":steps: 10001", "`10001` is no steps"),
    (":flip:", ":steps: -1", "`-1` is no steps"),
    (":flip:\n", ":flip:\n\nWords.\n", "has content"),
    ("<fig-bowl eta=1/3", "<fig-bole eta=1/3", "no widget of this chapter has the figure"),
    ("eta=1/3 start", "eta=third start", "`third` is no eta"),
    (" <fig-bowl eta=1/3 start=4,-3 steps=12>", "", "no figure in {play}`the limit`"),
])
def test_a_mistake_is_told_at_its_line_with_what_to_write_instead(old, new, says):
    assert GOOD.count(old) == 1
    text = HEADER + CELL + GOOD.replace(old, new)
    lines = text.splitlines()
    place = next(i for i, line in enumerate(lines, 1)
                 if line.startswith("See" if old in GOOD.splitlines()[-1] else "```{widget}"))
    first = told(CELL + GOOD.replace(old, new))[0]
    assert first.startswith(f"book/slopes.md:{place}: "), first
    assert says in first.partition("; ")[0]
    assert first.partition("; ")[2]


def test_a_widget_above_its_figure_is_told():
    assert "drawn further down" in told(GOOD + "\n" + CELL)[0]


def test_two_widgets_of_one_figure_are_told():
    assert "has a widget already" in told(CELL + GOOD + "\n" + GOOD)[0]


@pytest.mark.parametrize(("text", "value"), [
    ("0.4", 0.4), ("1/3", 1 / 3), ("−1.5", -1.5), (" 1e-3 ", 0.001), (".5", 0.5), ("2.", 2.0)])
def test_a_number_is_read_as_the_page_reads_it(text, value):
    assert widgets.number(text) == value


@pytest.mark.parametrize("text", ["", "abc", "NaN", "inf", "1/0", "1e999", "0x10", "1 2", "--1"])
def test_what_the_page_would_not_read_is_no_number(text):
    assert widgets.number(text) is None


@given(st.text())
def test_no_text_at_all_breaks_the_reader_of_numbers(text):
    value = widgets.number(text)
    assert value is None or abs(value) < float("inf")


def settings(name: str, **entries: str) -> tuple[tuple[str, str], ...]:
    return widgets.settings(name, entries.items(), "book/a.md", 1)


@pytest.mark.parametrize(("name", "key", "text", "value"), [
    ("map-grid", "matrix", "1 1 0 1", "1,1,0,1"), ("map-grid", "matrix", "[1, -1/2, 0, .5]",
                                                   "1,-1/2,0,.5"),
    ("multiplication-order", "sizes", "1000 1000 1000 1", "1000,1000,1000,1"),
    ("dot-product-dial", "a", "(3, 4)", "3,4"), ("shape-predictor", "a", "100000 1", "100000,1"),
    ("shape-predictor", "a", "(3,)", "3"), ("shape-predictor", "b", "scalar", "scalar"),
    ("shape-predictor", "b", "()", "scalar"), ("shape-predictor", "b", "(0, 3)", "0,3")])
def test_several_numbers_and_shapes_are_written_as_links_write_them(name, key, text, value):
    assert settings(name, **{key: text}) == ((key, value),)


@pytest.mark.parametrize(("name", "key", "text", "instead"), [
    ("map-grid", "matrix", "1 1 0", "write 4 numbers from -10 to 10"),
    ("map-grid", "matrix", "1 1 0 11", "write 4 numbers"),
    ("map-grid", "matrix", "1 1 0 nan", "write 4 numbers"),
    ("multiplication-order", "sizes", "10 10 10 0", "write 4 whole numbers from 1 to 1000000"),
    ("multiplication-order", "sizes", "10 10 10 1.5", "write 4 whole numbers"),
    ("shape-predictor", "a", "1 2 3 4 5", "write at most 4 lengths"),
    ("shape-predictor", "a", "3 -1", "write at most 4 lengths"),
    ("shape-predictor", "a", "", "or `scalar`"), ("shape-predictor", "op", "subtract", "`matmul`")])
def test_numbers_and_shapes_that_are_none_are_told_with_what_to_write(name, key, text, instead):
    with pytest.raises(Mistake, match=re.escape(instead)):
        settings(name, **{key: text})


@given(st.text())
def test_no_text_at_all_breaks_the_readers_of_numbers_and_shapes(text):
    for name, key in [("map-grid", "matrix"), ("shape-predictor", "a")]:
        try:
            [(_, value)] = settings(name, **{key: text})
        except Mistake:
            continue
        assert re.fullmatch(r"scalar|[-+−.,/\deE]+", value)
