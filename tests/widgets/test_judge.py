"""The page's judge against Python: no crash, no wrong answer accepted, no right one refused."""

from __future__ import annotations

import json
import math
import re
import subprocess
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from press import npm
from press.core import values
from press.core.quizzes import Kind, Tolerance

ROOT = Path(__file__).resolve().parents[2]
Judge = Callable[[dict[str, Any], str], str]

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: float(f"{x:.6g}"))
TOLERANCES = st.builds(lambda size, relative: {"size": size, "relative": relative},
                       st.sampled_from([1e-6, 0.001, 0.005, 0.05]), st.booleans())
# Signs of which typed numbers, vectors and shapes are made, and some that they are not made of.
SIGNS = "0123456789.,-−+eE/*^·×() []infatn'\"<>&;xyπ%_"


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    """Ask the page's own judge, in a Node process that stays."""
    process = subprocess.Popen(
        [npm.node(), "code/widgets/test/judge.mjs"], cwd=ROOT, text=True, encoding="utf-8",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(blank: dict[str, Any], typed: str) -> str:
        assert process.stdin and process.stdout
        process.stdin.write(json.dumps({"blank": blank, "typed": typed}) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())["verdict"]

    yield ask
    process.stdin.close()
    process.wait(timeout=10)
    process.stdout.close()


def number_blank(value: float, tolerance: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "number", "value": value, "tolerance": tolerance, "slips": []}


def allowed(value: float, tolerance: dict[str, Any]) -> float:
    """How far off an answer may be, by the words of book/README.md."""
    size = tolerance["size"] * (abs(value) if tolerance["relative"] else 1)
    return max(size, 1e-9 * max(1.0, abs(value)))


def read_by_python(typed: str) -> Fraction | None:
    """An independent, strict reading of what may count as a number."""
    text = re.sub(r"\s", "", typed.replace("−", "-"))
    text = re.sub(r"(\d),(?=\d{3}(\D|$))", r"\1", text)
    power = re.fullmatch(r"(.+?)[*·×]10(?:\^|\*\*)\(?([-+]?\d+)\)?", text)
    try:
        if power:
            return Fraction(power[1]) * Fraction(10) ** int(power[2])
        above, slash, below = text.partition("/")
        return Fraction(above) / Fraction(below) if slash else Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None


@settings(max_examples=300, deadline=None)
@given(value=NUMBERS, tolerance=TOLERANCES, part=st.floats(-3, 3))
def test_a_number_is_right_within_the_tolerance_and_wrong_beyond_it(
    judge: Judge, value: float, tolerance: dict[str, Any], part: float
) -> None:
    typed = value + part * allowed(value, tolerance)
    gap = abs(Fraction(repr(typed)) - Fraction(value)) / Fraction(allowed(value, tolerance))
    if Fraction("0.999") < gap < Fraction("1.001"):
        return  # on the border, where rounding decides
    verdict = judge(number_blank(value, tolerance), repr(typed))
    assert verdict == ("right" if gap < 1 else "wrong")


@settings(max_examples=300, deadline=None)
@given(value=NUMBERS, typed=st.text(SIGNS, max_size=14))
def test_no_text_counts_as_right_that_python_reads_as_another_number(
    judge: Judge, value: float, typed: str
) -> None:
    tolerance = {"size": 0.005, "relative": False}
    if judge(number_blank(value, tolerance), typed) == "right":
        read = read_by_python(typed)
        assert read is not None, typed
        assert abs(read - Fraction(value)) <= Fraction(allowed(value, tolerance)) * Fraction("1.01")


@settings(max_examples=300, deadline=None)
@given(kind=st.sampled_from(["number", "vector", "shape", "formula", "text", "trace"]),
       typed=st.one_of(st.text(max_size=200), st.text(SIGNS, max_size=60)))
def test_no_text_brings_the_judge_down_or_counts_as_an_answer_it_is_not(
    judge: Judge, kind: str, typed: str
) -> None:
    blank = {
        "number": number_blank(math.pi * 1e7, {"size": 1e-9, "relative": True}),
        "vector": {"kind": "vector", "value": [1.23456, 2.34567], "slips": [],
                   "tolerance": {"size": 1e-9, "relative": True}},
        "shape": {"kind": "shape", "value": [31, 41, 59], "slips": []},
        "formula": {"kind": "formula", "variables": ["x"], "points": [[0.5, 1.5, 2.5]],
                    "values": [0.1234, 5.4321, -7.7], "slips": []},
        "text": {"kind": "text", "value": ["a sentence nobody types"], "slips": []},
        "trace": {"kind": "trace", "value": "3.14159 [2 7 1 8]", "slips": []},
    }[kind]
    assert judge(blank, typed) in {"wrong", "syntax", "empty"}


@settings(max_examples=150, deadline=None)
@given(value=st.lists(NUMBERS, min_size=1, max_size=5), data=st.data())
def test_a_vector_may_be_spelled_in_many_ways(
    judge: Judge, value: list[float], data: st.DataObject
) -> None:
    blank = {"kind": "vector", "value": value, "slips": [],
             "tolerance": {"size": 1e-6, "relative": True}}
    separator = data.draw(st.sampled_from([", ", ",", " ", "  ,  "]))
    open_, close = data.draw(st.sampled_from([("[", "]"), ("(", ")"), ("[ ", " ]")]))
    typed = open_ + separator.join(repr(x) for x in value) + close
    assert judge(blank, typed) == "right"
    if len(value) > 1:
        swapped = [*value[1:], value[0]]
        expected = np.allclose(swapped, value, rtol=1e-6, atol=1e-9)
        assert (judge(blank, str(swapped)) == "right") == expected


@settings(max_examples=150, deadline=None)
@given(shape=st.lists(st.integers(0, 10_000), min_size=1, max_size=4),
       other=st.lists(st.integers(0, 10_000), min_size=1, max_size=4))
def test_a_shape_is_right_as_python_writes_it_and_no_other_tuple_is(
    judge: Judge, shape: list[int], other: list[int]
) -> None:
    blank = {"kind": "shape", "value": shape, "slips": []}
    assert judge(blank, repr(tuple(shape))) == "right"
    assert (judge(blank, repr(tuple(other))) == "right") == (shape == other)
    assert judge(blank, str(shape[0])) != "right", "a number is not a shape"


COEFFICIENTS = st.integers(-9, 9)
NONZERO = COEFFICIENTS.filter(bool)  # nobody writes 0x, which begins a hexadecimal number


@settings(max_examples=150, deadline=None)
@given(a=NONZERO, b=NONZERO, c=COEFFICIENTS, d=st.integers(-3, 3))
@pytest.mark.parametrize("spelling", ["{a}*x**2 + {b}*x*y + {c}", "{a}x^2+{b}x y+{c}",
                                      "({c}) + ({b})*y*x + ({a})*x*x"])
def test_a_formula_is_compared_as_a_function(
    judge: Judge, spelling: str, a: int, b: int, c: int, d: int
) -> None:
    x, y = np.array([0.5, 1.25, 2.0, 2.6]), np.array([2.1, 0.4, 1.7, 0.9])
    values = a * x**2 + b * x * y + c
    blank = {"kind": "formula", "variables": ["x", "y"], "points": [x.tolist(), y.tolist()],
             "values": values.tolist(), "slips": []}
    typed = spelling.format(a=a, b=b, c=c + d).replace("+ -", "- ").replace("+-", "-")
    assert judge(blank, typed) == ("right" if d == 0 else "wrong")


WORDS = st.text("aB .,'\"`‘’“”„É\u0301é[](){}\n−-", max_size=12)


@settings(max_examples=400, deadline=None)
@given(key=WORDS, typed=WORDS)
@pytest.mark.parametrize("kind", ["text", "trace"])
def test_the_build_and_the_page_agree_on_which_texts_are_the_same(
    judge: Judge, kind: str, key: str, typed: str
) -> None:
    blank = {"kind": kind, "value": [key] if kind == "text" else key, "slips": []}
    if not key.strip() or not typed.strip():
        return
    here = values.same(Kind(kind), key, typed, Tolerance(0, False))
    assert (judge(blank, typed) == "right") == here
