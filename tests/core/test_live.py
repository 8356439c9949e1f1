"""What live cells may use and need, and how two runs of them are compared."""

from __future__ import annotations

import pytest
from press.core import chapters, live
from press.core.mistakes import Mistakes

HEADER = "---\nkernelspec:\n  name: python3\n  language: python\n---\n# T\n\n"


def cell(code: str, tags: str = "live") -> str:
    return f"```{{code-cell}} python\n:tags: [{tags}]\n\n{code}\n```\n\n"


def mistakes(*blocks: str) -> list[str]:
    """What is told of a chapter of these blocks, without the place."""
    try:
        chapters.parse(HEADER + "".join(blocks), "book/t.md")
    except Mistakes as found:
        return [mistake.what for mistake in found.found]
    return []


NUMPY = cell("import matplotlib.pyplot as plt\nimport numpy as np", "hide-input")


@pytest.mark.parametrize(("code", "defined", "used"), [
    ("a = b + 1", {"a"}, {"b"}),
    ("def f(x):\n    return x + k", {"f"}, {"k"}),
    ("import numpy as np\nx = [np.sin(t) for t in ts]", {"np", "x"}, {"ts"}),
    ("a = 1\nprint(a)", {"a"}, {"print"}),
    ("for i in range(n):\n    total = i", {"i", "total"}, {"n", "range"}),
    ("def f():\n    global g\n    g = h", {"f", "g"}, {"h"}),
    ("class A(B):\n    c = d", {"A"}, {"B", "d"}),
])
def test_the_names_that_code_defines_and_takes_from_outside(code, defined, used):
    names = live.names(code)
    assert (names.defined, names.used) == (defined, used)


def test_a_cell_needs_the_last_cell_that_defines_a_name_and_what_that_one_needs():
    above = ["f = 1", "f = 2\nk = 1", "g = f", "other = 0"]
    assert live.wants(above, live.names("print(g, k)")) == {1: ["k"], 2: ["g"]}
    assert live.needs(above, live.names("g")) == [1, 2]
    assert live.needs(above, live.names("other")) == [3]


def test_a_chapter_in_which_all_is_right_has_no_mistakes():
    assert mistakes(NUMPY, cell("def f(x):\n    return np.sin(x)"), cell("plot(f(1.0))")) == []


@pytest.mark.parametrize(("blocks", "says"), [
    ([NUMPY, cell("np.sin(k)")], "uses `k`, which no live cell above it defines"),
    ([NUMPY, cell("k = 1.0", "hide-output"), cell("np.sin(k)")], "uses `k`"),
    ([cell("np.sin(1.0)")], "uses `np`"),
    ([cell("import torch")], "imports `torch`, which pages do not ship"),
    ([cell("from matplotlib import pyplot")], "imports `matplotlib`"),
    ([cell("import subprocess")], "imports `subprocess`"),
])
def test_what_a_page_does_not_have_is_told(blocks, says):
    assert any(says in what for what in mistakes(*blocks)), mistakes(*blocks)


@pytest.mark.parametrize("code", [
    "np.array([1, 2])", "np.array([[1, 2], [-3, 4]])", "np.arange(5)", "np.full(3, 7)",
    "np.zeros(3, dtype=int)", "np.ones(3).astype(int)", "np.asarray((1, 2))",
    "np.array([1], dtype='int')", "np.arange(2, 9, dtype=np.int_)",
])
def test_an_array_of_integers_that_does_not_say_which_is_told(code):
    assert any("32 bits" in what for what in mistakes(NUMPY, cell(code)))


@pytest.mark.parametrize("code", [
    "np.array([1.0, 2])", "np.array([1, 2], dtype=np.int64)", "np.arange(5.0)", "np.full(3, 7.0)",
    "np.array([True, False])", "np.zeros(3)", "np.array([1, 2], dtype=float)", "np.array([])",
    "np.array([[1, 1], [1, 4.0]])",
])
def test_arrays_of_floats_and_of_named_integers_are_not(code):
    assert mistakes(NUMPY, cell(code)) == []


CODING = """:::::{exercise} Double it
:label: q-double
:class: quiz coding

```python
def double(x):
    ...
```

::::{check} It doubles
double(21) == 42
::::

::::{slip} It squares
:when: double(3) == 9

Squared.

```python
def double(x):
    return x * x
```
::::
:::::

:::{solution} q-double
```python
def double(x):
    return 2 * x
```
:::
"""


def test_checks_and_slips_of_a_coding_exercise_are_read():
    question = chapters.parse(HEADER + CODING, "book/t.md").questions[0]
    assert [(check.title, check.code) for check in question.checks] == [
        ("It doubles", "double(21) == 42")]
    slip, = question.mishaps
    assert (slip.title, slip.when) == ("It squares", "double(3) == 9")
    assert slip.code == "def double(x):\n    return x * x\n"


@pytest.mark.parametrize(("old", "new", "says"), [
    ("::::{check} It doubles", "::::{check}", "no title"),
    (":when: double(3) == 9\n", "", "not complete"),
    ("double(21) == 42", "double(21) == answer", "uses `answer`"),
    (":class: quiz coding", ":class: quiz coding\n:key: True", "both a `:key:` and"),
])
def test_an_exercise_that_cannot_be_checked_is_told(old, new, says):
    assert CODING.count(old) == 1
    assert any(says in what for what in mistakes(CODING.replace(old, new)))


@pytest.mark.parametrize(("native", "browser"), [
    ("1.0000000001", "1.0"), ("[1. 2.]\n", "[1. 2.]"), ("", ""), ("1.89e+07", "1.89e+07"),
    ("a  b", "a b"), ("loss -0.5", "loss -0.50"),
])
def test_outputs_that_differ_by_rounding_or_blanks_agree(native, browser):
    assert live.difference(native, browser) is None


@pytest.mark.parametrize(("native", "browser"), [
    ("1.0", "1.1"), ("1 2", "1"), ("yes", "no"), ("int64", "int32"), ("1\n2", "1"), ("1e7", "1e8"),
])
def test_outputs_that_differ_otherwise_are_told_apart(native, browser):
    assert live.difference(native, browser)


def test_all_checks_in_one_expression_are_true_when_each_is():
    several = live.one_expression(["y = f(2)\ny == 4", "f(3) == 6", "'y' not in globals()"])
    assert eval(several, {"f": lambda x: 2 * x}) is True
    assert not eval(several, {"f": lambda x: x + 2})
    assert live.one_expression(["f(1) == 2"]) == "f(1) == 2"
