"""When a printed or typed number counts as a value: held to exact decimal arithmetic and NumPy."""

from __future__ import annotations

import json
import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from press.core import values
from press.core.quizzes import Kind, Tolerance

numbers = st.floats(-1e6, 1e6, allow_nan=False)
ABSOLUTE, RELATIVE = Tolerance(0.005, relative=False), Tolerance(0.01, relative=True)


def printed(value: Decimal, style: str) -> str:
    """A decimal number as prose may print it."""
    text = {"plain": f"{value:f}", "thousands": f"{value:,f}", "minus": f"{value:f}",
            "unit": f"about {value:f} GB", "degrees": f"{value:f}°", "percent": f"{value:f} %",
            "e": f"{value:e}".replace("e+", "e").replace("E+", "e")}[style]
    return text if style == "e" else text.replace("-", "−" if style == "minus" else "-")


STYLES = st.sampled_from(["plain", "thousands", "minus", "unit", "degrees", "percent", "e"])


@given(numbers, st.integers(0, 4), STYLES, st.sampled_from([1, -1]))
def test_a_number_rounded_to_the_digits_shown_agrees_and_one_unit_off_does_not(
        value, digits, style, bump):
    unit = Decimal(1).scaleb(-digits)
    rounded = Decimal(value).quantize(unit)
    off = abs(Decimal(value) - rounded) / unit
    assert values.disagreement(printed(rounded, style), value) is None
    assume(off < Decimal("0.48"))  # near a tie, rounding error makes both neighbors right
    assert values.disagreement(printed(rounded + bump * unit, style), value) is not None


@given(st.floats(1e-12, 1e12), st.integers(0, 6))
def test_a_number_in_scientific_notation_agrees_in_its_digits(value, digits):
    mantissa, exponent = f"{value:.{digits}e}".split("e")
    assert values.disagreement(f"{mantissa}e{int(exponent)}", value) is None
    bumped = Decimal(mantissa) + Decimal(1).scaleb(-digits)
    tie = abs(abs(Decimal(value).scaleb(-int(exponent)) - Decimal(mantissa))
              - Decimal("0.5").scaleb(-digits)) < Decimal("1e-9")
    assume(not tie)
    assert values.disagreement(f"{bumped}e{int(exponent)}", value) is not None


@pytest.mark.parametrize(("text", "value", "agrees"), [
    ("4.1", 4.1000000000000005, True),
    ("4.10", 4.1, True),
    ("4.10", 4.104, True),
    ("4.10", 4.106, False),
    ("(3.2, 1.2)", np.array([3.2, 1.2]), True),
    ("(3.2, 1.2)", np.array([3.2, 1.3]), False),
    ("(3.2, 1.2)", [3.2, 1.2, 0.0], False),
    ("(100, 5)", (100, 5), True),
    ("1,050", 1050, True),
    ("1,050", 1.05, False),
    ("29.2°", math.degrees(math.acos(0.8729)), True),
    ("1.89e7", 18_934_000.0, True),
    ("1.89e7", 1.899e7, False),
    ("1.447e-6", 1.4468e-6, True),
    ("1.447e−6", 1.4468e-6, True),
    ("2 steps of 3", [2, 3], True),
    ("3eV", 3.0, True),
    ("3ex2", 3.0, False),  # two numbers
    ("inf", math.inf, True),
    ("−inf", -math.inf, True),
    ("inf", -math.inf, False),
    ("nan", math.nan, True),
    ("nan", 1.0, False),
    ("1", math.nan, False),
    ("four", 4, False),
    ("True", True, True),
    ("True", np.True_, True),
    ("False", np.bool_(1 < 2), False),
    ("float32", "float32", True),
    ("float64", "float32", False),
    ("−0", 0.0, True),
])
def test_a_text_agrees_with_a_value(text, value, agrees):
    assert (values.disagreement(text, value) is None) is agrees


@given(numbers, st.floats(0, 3, exclude_max=True), st.sampled_from([1, -1]),
       st.sampled_from([ABSOLUTE, RELATIVE]))
def test_a_typed_number_counts_inside_the_tolerance_and_not_outside(key, steps, sign, tolerance):
    size = tolerance.size * abs(key) if tolerance.relative else tolerance.size
    assume(size > 1e-6 and abs(steps - 1) > 1e-3)
    typed = key + sign * steps * size
    assert values.same(Kind.NUMBER, key, typed, tolerance) is (steps < 1)


@given(st.lists(numbers, min_size=1, max_size=5), st.integers(0, 4), st.floats(0.02, 5))
def test_a_vector_counts_when_every_entry_does(entries, at, shift):
    key = np.array(entries)
    typed = key.copy()
    assert values.same(Kind.VECTOR, key, typed, ABSOLUTE)
    typed[at % len(key)] += shift
    assert not values.same(Kind.VECTOR, key, typed, ABSOLUTE)
    assert values.same(Kind.VECTOR, key, typed, Tolerance(shift * 1.01, relative=False))


@given(st.sampled_from([Kind.NUMBER, Kind.VECTOR, Kind.FORMULA]), numbers, numbers)
def test_sameness_with_an_absolute_tolerance_does_not_ask_which_comes_first(kind, a, b):
    if kind is Kind.FORMULA:
        assert values.same(kind, a, a, ABSOLUTE)
    else:
        assert values.same(kind, a, b, ABSOLUTE) == values.same(kind, b, a, ABSOLUTE)


@pytest.mark.parametrize(("key", "typed", "counts"), [
    (np.ones((2, 1)), np.ones(2), False),
    (np.ones(2), np.ones((1, 2)), False),
    (np.array([1.0, math.inf]), np.array([1.0, math.inf]), True),
    (np.array([1.0, math.nan]), np.array([1.0, math.nan]), True),
    (np.array([1.0, math.nan]), np.array([1.0, 0.0]), False),
])
def test_a_vector_has_the_shape_of_its_key(key, typed, counts):
    assert values.same(Kind.VECTOR, key, typed, RELATIVE) is counts


@given(st.lists(st.integers(1, 9), max_size=3), st.lists(st.integers(1, 9), max_size=3))
def test_a_shape_counts_only_as_itself(a, b):
    assert values.same(Kind.SHAPE, tuple(a), tuple(b), RELATIVE) is (a == b)


@given(st.text("ab \n", min_size=1), st.text("ab \n", min_size=1))
def test_text_counts_whatever_its_case_and_its_spaces(a, b):
    equal = a.split() == b.split()
    assert values.same(Kind.TEXT, [a, "other one"], b.upper(), RELATIVE) is equal


def polynomial(coefficients) -> str:
    return " + ".join(f"({int(c)}) * x**{i}" for i, c in enumerate(coefficients))


small = st.lists(st.integers(-4, 4), min_size=1, max_size=4)


@given(small, small, st.integers(0, 2), st.integers(1, 3))
def test_a_formula_counts_in_every_form_and_no_other_formula_does(p, q, at, off):
    key = values.formula(f"({polynomial(p)}) * ({polynomial(q)})", ("x",), {})
    product = np.polynomial.polynomial.polymul(p, q)
    expanded = values.formula(polynomial(product), ("x",), {})
    other = values.formula(polynomial(product) + f" + {off} * x**{at}", ("x",), {})
    assert values.same(Kind.FORMULA, key, expanded, RELATIVE)
    assert not values.same(Kind.FORMULA, key, other, RELATIVE)


def test_a_formula_may_be_held_to_finite_differences():
    exact = values.formula("3 * x**2 * np.cos(y)", ("x", "y"), {"np": np})
    slope = values.formula("((x + h)**3 - (x - h)**3) * np.cos(y) / (2 * h)", ("x", "y"),
                           {"np": np, "h": 1e-5})
    assert values.same(Kind.FORMULA, exact, slope, RELATIVE)
    assert exact.shape == slope.shape


@given(numbers)
def test_a_shown_number_keeps_four_digits_at_least(value):
    read = float(values.show_number(value).replace("−", "-"))
    assert math.isclose(read, value, rel_tol=5.0001e-4, abs_tol=0)


@given(st.integers(-999_999, 999_999))
def test_a_shown_integer_of_six_digits_is_exact(value):
    assert values.show_number(value).replace("−", "-") == str(value)


@pytest.mark.parametrize(("kind", "value", "text"), [
    (Kind.NUMBER, 0.1 + 0.2, "0.3"),
    (Kind.NUMBER, 1 / 3, "0.3333"),
    (Kind.NUMBER, -1.5e-9, "−1.5e-9"),
    (Kind.VECTOR, [[1, 2], [3, -4]], "[[1, 2], [3, −4]]"),
    (Kind.SHAPE, (100, 5), "(100, 5)"),
    (Kind.TEXT, ["saddle", "saddle point"], "saddle or saddle point"),
    (Kind.NUMBER, math.inf, "inf"),
])
def test_a_value_is_shown_as_the_book_prints_it(kind, value, text):
    assert values.show(kind, value) == text


@given(st.lists(st.floats(), min_size=1, max_size=4))
def test_whatever_a_key_is_json_can_hold_it(entries):
    text = json.dumps(values.plain(Kind.VECTOR, entries), allow_nan=False)
    assert all(float(a) == b or math.isnan(b) for a, b in zip(json.loads(text), entries))


def test_evaluating_leaves_the_chapter_as_it_was():
    namespace = {"x": 2}
    assert values.evaluate("[y := x, x + y][1]", namespace) == 4
    assert namespace == {"x": 2}
