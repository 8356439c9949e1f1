"""The code that checks answers in a notebook agrees with the press, and names slips."""

from __future__ import annotations

import base64
import json
import subprocess
import sys

import numpy as np
import pytest
import torch
from press.core import notebook_answers, values
from press.core.quizzes import Kind, Tolerance


@pytest.fixture
def told(monkeypatch):
    """Ask a question of one blank, and get what the reader is told."""
    said: list[str] = []
    monkeypatch.setattr(notebook_answers, "_tell", said.append)

    def ask(answer, show_answer=False, **blank):
        blank = {"kind": "number", "slips": [], "wanted": "a number",
                 "tolerance": {"size": 0.005, "relative": False}, **blank}
        question = {"blanks": [blank], "empty": "EMPTY", "hint": "HINT", "why": "WHY",
                    "answer": "ANSWER"}
        said.clear()
        notebook_answers.check_answer(base64.b64encode(json.dumps(question).encode()), [answer],
                                      show_answer)
        return " | ".join(said)

    return ask


@pytest.mark.parametrize("answer", [..., None, "", "  "])
def test_an_empty_blank_is_told_as_one(told, answer):
    assert told(answer, value=4.1) == "EMPTY"


def test_a_right_answer_gets_its_reason_and_the_key_only_on_request(told):
    assert told(4.1, value=4.1) == "✓ **Right.** WHY"
    assert told(4.1, show_answer=True, value=4.1) == "✓ **Right.** WHY | ANSWER"


def test_a_slip_is_named_and_another_wrong_answer_gets_the_hint(told):
    slips = [{"value": 4.0, "says": "the tangent"}]
    assert told(4.0, value=4.1, slips=slips) == "✗ **Not yet.** the tangent"
    assert told(9.0, value=4.1, slips=slips) == "✗ **Not yet.** HINT"


def test_what_cannot_be_read_is_told_and_raises_nothing(told):
    assert "Write a number" in told("four", value=4.1)
    assert "Write a formula" in told(lambda x: x + y, kind="formula", value=[1.0],  # noqa: F821
                                     points=[[1.0]], variables=["x"], wanted="a formula")


@pytest.mark.parametrize(("typed", "right"), [
    (4.1, True), (4.1049, True), (4.1051, False), (4.094, False), (float("nan"), False),
    (np.float64(4.1), True), (torch.tensor(4.1), True), ([4.1], False)])
def test_a_number_is_right_within_its_tolerance(told, typed, right):
    assert told(typed, value=4.1).startswith("✓") is right


@pytest.mark.parametrize("key", [2.001, -3.0, 0.0, 1e-9, 1.89e7])
@pytest.mark.parametrize("relative", [True, False])
@pytest.mark.parametrize("off", [0, 0.4, 0.99, 1.01, 3])
def test_it_judges_numbers_as_the_press_does(told, key, relative, off):
    tolerance = Tolerance(0.01, relative)
    typed = key + off * tolerance.around(key)
    expected = values.same(Kind.NUMBER, key, typed, tolerance)
    blank = {"tolerance": {"size": 0.01, "relative": relative}}
    assert told(typed, value=key, **blank).startswith("✓") is expected


@pytest.mark.parametrize(("key", "typed", "right"), [
    ("inf", float("inf"), True), ("inf", 1e300, False), ("-inf", float("inf"), False),
    ("nan", float("nan"), True)])
def test_infinite_and_missing_values_are_told_apart(told, key, typed, right):
    assert told(typed, value=key).startswith("✓") is right


@pytest.mark.parametrize(("typed", "right"), [
    ([1.8, 3.4], True), ((1.8, 3.4), True), (np.array([1.8, 3.4]), True),
    (torch.tensor([1.8, 3.4], requires_grad=True), True), ([3.4, 1.8], False), ([1.8], False),
    ([[1.8, 3.4]], False), ([1.8, 3.4, 0], False)])
def test_a_vector_is_right_by_shape_and_entries(told, typed, right):
    assert told(typed, kind="vector", value=[1.8, 3.4]).startswith("✓") is right


@pytest.mark.parametrize(("typed", "right"), [
    ((5,), True), ([5], True), (5, False), ((5, 1), False), (np.ones(5).shape, True)])
def test_a_shape_of_one_axis_is_no_number(told, typed, right):
    assert told(typed, kind="shape", value=[5]).startswith("✓") is right


def test_a_formula_is_compared_at_points(told):
    points = [[0.5, -1.5, 2.0], [1.0, 2.0, -0.7]]
    blank = {"kind": "formula", "variables": ["x", "y"], "points": points,
             "value": [2 * x * y for x, y in zip(*points)],
             "slips": [{"value": points[0], "says": "y is missing"}]}
    assert told(lambda x, y: 2 * x * y, **blank).startswith("✓")
    assert told(lambda x, y: y * x * np.float64(2), **blank).startswith("✓")
    assert told(lambda x, y: x, **blank) == "✗ **Not yet.** y is missing"
    assert told(lambda x, y: ..., **blank) == "EMPTY"


def test_a_formula_without_a_value_at_a_point_agrees_with_a_key_without_one(told):
    import math

    blank = {"kind": "formula", "variables": ["x"], "points": [[2.0, -1.0]],
             "value": [math.log(2.0), "nan"]}
    assert told(lambda x: math.log(x), **blank).startswith("✓")


TEXTS = ["gradient", "Gradient.", " 'gradient' ", "the  gradient", "gradients", '"gradient"']


@pytest.mark.parametrize("typed", TEXTS)
def test_it_judges_words_as_the_press_does(told, typed):
    expected = values.same(Kind.TEXT, ["gradient", "the gradient"], typed, Tolerance(0, False))
    assert told(typed, kind="text", value=["gradient", "the gradient"]).startswith("✓") is expected


PRINTS = ["[ 2.  -1.5] 10.75", "[2. -1.5] 10.75", "[ 2.  -1.5]  10.75\n", "[2, -1.5] 10.75",
          "[ 2. −1.5 ] 10.75", "( 1, 2 )", "(1,2)", "True", "true", "3\n2\n1", "3 2 1"]


@pytest.mark.parametrize("key", PRINTS)
@pytest.mark.parametrize("typed", PRINTS)
def test_it_judges_prints_as_the_press_does(told, key, typed):
    expected = values.same(Kind.TRACE, key, typed, Tolerance(0, False))
    assert told(typed, kind="trace", value=key).startswith("✓") is expected


@pytest.mark.parametrize(("kind", "key", "typed", "right"), [
    ("choice", "B", "b", True), ("choice", "B", "A", False), ("choices", "A, C", "c a", True),
    ("choices", "A, C", "A", False), ("order", "B, A, C", "BAC", True),
    ("order", "B, A, C", "A, B, C", False)])
def test_letters_may_be_typed_in_any_manner(told, kind, key, typed, right):
    assert told(typed, kind=kind, value=key).startswith("✓") is right


def test_code_is_held_to_an_expression_over_what_the_notebook_defines(told):
    names = {"double": lambda x: 2 * x}
    assert told(names, kind="coding", value="double(21) == 42").startswith("✓")
    assert told({"double": abs}, kind="coding", value="double(21) == 42").startswith("✗")
    assert "NameError" in told({}, kind="coding", value="double(21) == 42", wanted="code")


def test_an_answer_is_shown_only_on_request(monkeypatch):
    said: list[str] = []
    monkeypatch.setattr(notebook_answers, "_tell", said.append)
    text = base64.b64encode("because 1 − 6η".encode())
    notebook_answers.reveal_answer(text, False)
    notebook_answers.reveal_answer(text, True)
    assert "show_answer" in said[0] and said[1] == "because 1 − 6η"


@pytest.mark.parametrize("name", ["notebook_answers", "notebook_steps"])
def test_what_is_copied_into_notebooks_needs_nothing_but_numpy(root, name):
    program = f"import sys; sys.path.insert(0, 'code/press/core'); import {name}; " \
              "print(*sorted({m.partition('.')[0] for m in sys.modules} & " \
              "{'press', 'sphinx', 'markdown_it', 'yaml', 'torch', 'matplotlib'}))"
    ran = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True,
                         text=True, check=True)
    assert ran.stdout.strip() == ""
