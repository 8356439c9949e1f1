"""The prover complains about whatever is wrong, at its line, and about nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from press.core import chapters, prove
from press.core.mistakes import Mistake, Mistakes

RIGHT = """---
kernelspec: {name: python3, language: python}
---
# A chapter in which everything is right

The sum is {num}`6 <1 + 2 + 3>` before any cell.

```{code-cell} python
import numpy as np
def f(x):
    return x**2
w = np.array([4.0, 3.0])
print(f(3))
```

The slope is {num}`4.1 <(f(2.1) - f(2)) / 0.1>`, the walk leads to
{num}`(3.2, 1.2) <w - 0.1 * np.array([2, 6]) * w>`.

::::{exercise} A number
:label: q-number
:class: quiz

:::{blank} (f(2.1) - f(2)) / 0.1
:oracle: 2 * 2 + 0.1
:tolerance: 0.005

`2 * 2`
: The tangent.

`f(2.1) - f(2)`
: The rise.
:::
::::

:::{solution} q-number
So.
:::

::::{exercise} A vector
:label: q-vector
:class: quiz

:::{blank} np.array([2, 6]) * w
:kind: vector
:oracle: [2 * 4, 6 * 3]

`w`
: The point.
:::
::::

:::{solution} q-vector
So.
:::

::::{exercise} A shape
:label: q-shape
:class: quiz

:::{blank} (w[:, None] - w).shape
:kind: shape
:oracle: (2, 2)

`w.shape`
: No broadcasting.
:::
::::

:::{solution} q-shape
So.
:::

::::{exercise} A formula
:label: q-formula
:class: quiz

:::{blank} 2 * x
:kind: formula
:variables: x
:oracle: (f(x + 1e-5) - f(x - 1e-5)) / 2e-5

`x`
: Half of it.
:::
::::

:::{solution} q-formula
So.
:::

::::{exercise} A word
:label: q-text
:class: quiz idea

:::{blank} ["saddle", "saddle point"]
:kind: text

`"minimum"`
: No.
:::
::::

:::{solution} q-text
So.
:::

::::{exercise} A trace
:label: q-trace
:class: quiz

```python
for i in range(2):
    print(f(i))
```

:::{blank}
:kind: trace

`"0\\n2"`
: Doubled, not squared.
:::
::::

:::{solution} q-trace
So.
:::

::::{exercise} A choice of numbers
:label: q-choice
:class: quiz
:key: f(3)

- [x] {num}`9 <3 * 3>`

  Yes.
- [ ] {num}`6 <2 * 3>`

  Doubled.
- [ ] {num}`8 <2**3>`

  Turned round.
::::

:::{solution} q-choice
So.
:::

::::{exercise} A choice of shapes
:label: q-shapes
:class: quiz
:key: (np.ones(100) - np.ones((100, 1))).shape

- [x] {num}`(100, 100) <(100, 100)>`

  Yes.
- [ ] {num}`(100,) <(100,)>`

  No broadcasting.
- [ ] {num}`(100, 1) <(100, 1)>`

  No.
::::

:::{solution} q-shapes
So.
:::

:::::{exercise} A program
:label: q-coding
:class: quiz coding
:key: double(4) == 8

```python
def double(x):
    return ...
```
:::::

::::{solution} q-coding
```python
def double(x):
    return 2 * x
```
::::

```{code-cell} python
w = w - 0.1 * np.array([2, 6]) * w
```

Now the point is {num}`(3.2, 1.2) <w>`.
"""


def proof_of(text: str) -> prove.Proof:
    return prove.prove(chapters.parse(text, "book/t.md"))


def line_of(text: str, marker: str) -> int:
    assert text.count(marker) == 1, marker
    return text[: text.index(marker)].count("\n") + 1


def test_a_chapter_in_which_everything_is_right_has_no_mistakes():
    proof = proof_of(RIGHT)
    assert proof.mistakes == []
    assert proof.outputs == ["9\n", ""]


def test_the_answers_are_the_values_of_the_expressions():
    answers = proof_of(RIGHT).answers
    assert answers["q-number"]["blanks"][0]["value"] == pytest.approx(4.1)
    assert answers["q-number"]["blanks"][0]["shown"] == "4.1"
    assert [s["value"] for s in answers["q-number"]["blanks"][0]["slips"]] == pytest.approx(
        [4, 0.41])
    assert answers["q-vector"]["blanks"][0]["value"] == list(np.array([8.0, 18.0]))
    assert answers["q-shape"]["blanks"][0]["value"] == [2, 2]
    assert answers["q-formula"]["blanks"][0]["shown"] == "2 * x"
    assert answers["q-text"]["blanks"][0]["value"] == ["saddle", "saddle point"]
    assert answers["q-trace"]["blanks"][0]["value"] == "0\n1"
    assert answers["q-choice"]["right"] == [True, False, False]
    assert answers["q-coding"]["checks"] == [
        {"title": "It does what is asked", "code": "double(4) == 8"}]


# (what is right, what it is corrupted to, where the complaint stands, words of the complaint)
CORRUPTIONS = [
    # a number in the prose
    ("{num}`6 <1 + 2 + 3>`", "{num}`7 <1 + 2 + 3>`", "{num}`7 <", "it is 6"),
    ("{num}`4.1 <(f", "{num}`4.2 <(f", "{num}`4.2 <", "it is 4.1"),
    ("<(f(2.1) - f(2)) / 0.1>", "<(f(2.1) - f(2)) / 0.2>", "/ 0.2>", "it is 2.05"),
    ("{num}`(3.2, 1.2) <w - 0", "{num}`(3.2, 1.3) <w - 0", "{num}`(3.2, 1.3)", "it is 1.2"),
    ("{num}`(3.2, 1.2) <w>", "{num}`(3.2) <w>", "{num}`(3.2) <w>", "2 numbers, and the text 1"),
    ("w = w - 0.1 *", "w = w - 0.2 *", "{num}`(3.2, 1.2) <w>`", "it is 2.4"),
    ("<1 + 2 + 3>", "<f(2)>", "{num}`6 <f(2)>", "NameError"),  # no cell has defined it yet
    ("<1 + 2 + 3>", "<print(6)>", "<print(6)>", "no value"),
    # keys
    ("{blank} (f(2.1) - f(2)) / 0.1", "{blank} (f(2.1) - f(2)) / 0.2", "/ 0.2",
     "give 2.05 and 4.1"),
    ("{blank} np.array([2, 6]) * w", "{blank} np.array([2, 5]) * w", "[2, 5]", "[8, 15]"),
    ("{blank} (w[:, None] - w).shape", "{blank} (w - w[:, None, None]).shape", "None, None",
     "(2, 1, 2)"),
    ("{blank} 2 * x", "{blank} 2 * x + 0.01", "+ 0.01", "differ"),
    ("{blank} 2 * x", "{blank} 2 * xx", "{blank} 2 * xx", "NameError"),
    ("{blank} 2 * x", "{blank} f(", "{blank} f(", "SyntaxError"),
    ("{blank} np.array([2, 6]) * w", "{blank} 'eight'", "'eight'", "ValueError"),
    # oracles
    (":oracle: 2 * 2 + 0.1", ":oracle: 2 * 2 + 0.2", "(f(2.1) - f(2)) / 0.1\n:",
     "give 4.1 and 4.2"),
    (":oracle: [2 * 4, 6 * 3]", ":oracle: [2 * 4, 6 * 4]", "{blank} np.array", "[8, 24]"),
    (":oracle: [2 * 4, 6 * 3]", ":oracle: [[2 * 4, 6 * 3]]", "{blank} np.array", "[[8, 18]]"),
    (":oracle: (2, 2)", ":oracle: (2,)", "{blank} (w[:", "give (2, 2) and (2,)"),
    (") / 2e-5", ") / 1e-5", "{blank} 2 * x", "differ"),
    (":oracle: (2, 2)", ":oracle: (2, 2", "{blank} (w[:", "SyntaxError"),
    # slips
    ("`2 * 2`\n", "`2 * 2 + 0.1`\n", "`2 * 2 + 0.1`\n", "counts as the right answer"),
    ("`2 * 2`\n", "`2 * 2 + 0.104`\n", "`2 * 2 + 0.104`", "counts as the right answer"),
    ("`f(2.1) - f(2)`\n: The rise", "`4.001`\n: The rise", "`4.001`", "cannot be told"),
    ("`2 * 2`\n", "`2 * two`\n", "`2 * two`", "NameError"),
    ("`w`\n", "`np.array([8, 18])`\n", "`np.array([8, 18])`", "counts as the right answer"),
    ("`w.shape`\n", "`(2, 2)`\n", "`(2, 2)`", "counts as the right answer"),
    ("`x`\n", "`x + x`\n", "`x + x`", "counts as the right answer"),
    ('`"minimum"`', '`" Saddle  Point"`', '`" Saddle', "counts as the right answer"),
    ('`"0\\n2"`', '`"0\\n1"`', '`"0\\n1"`', "counts as the right answer"),
    (":tolerance: 0.005", ":tolerance: 3%", "`2 * 2`\n", "counts as the right answer"),
    # choices
    ("- [x] {num}`9 <3", "- [ ] {num}`9 <3", "{exercise} A choice of n", "no right choice"),
    ("- [ ] {num}`8 <2", "- [x] {num}`8 <2", "{num}`8 <2", "marked right"),
    ("{num}`8 <2**3>`", "{num}`9 <3**2>`", "{num}`9 <3**2>`", "marked wrong"),
    ("{num}`8 <2**3>`", "{num}`6 <3 + 3>`", "{num}`6 <3 + 3>`", "are both 6"),
    ("{num}`9 <3 * 3>`", "{num}`10 <3 * 3>`", "{num}`10 <3", "it is 9"),
    (":key: f(3)", ":key: f(4)", "{num}`9 <3 * 3>`", "marked right"),
    (":key: f(3)", ":key: g(3)", "{exercise} A choice of n", "NameError"),
    (":key: f(3)", ":key: print(9)", "{exercise} A choice of n", "no value"),
    (":key: (np.ones(100) - np", ":key: (np.ones((100, 1)) - np", "{num}`(100, 100)",
     "marked right"),
    # programs
    ("return 2 * x\n", "return 3 * x\n", "{exercise} A program", "fails its own check"),
    ("    return ...\n", "    return x + x\n", "{exercise} A program", "passes its check already"),
    ("```python\ndef double(x):\n    return 2 * x\n```", "It is.", "{exercise} A program",
     "no `python` block"),
    # traced code
    ("    print(f(i))", "    print(g(i))", "{exercise} A trace", "NameError"),
    # the contract
    (":label: q-text\n:class: quiz idea", ":label: q-text\n:class: quiz", "{exercise} A word",
     "neither an oracle"),
    (":class: quiz\n:key: f(3)", ":class: quiz", "{exercise} A choice of n",
     "neither an expression"),
    (":label: q-number\n:class: quiz", ":label: q-number\n:class: quiz self-check",
     "{exercise} A number", "does not say what it tests"),
]


@pytest.mark.parametrize(("right", "wrong", "where", "says"), CORRUPTIONS,
                         ids=[f"{i}-{c[3]}" for i, c in enumerate(CORRUPTIONS)])
def test_one_corruption_is_told_at_its_line(right, wrong, where, says):
    assert RIGHT.count(right) == 1, "the corruption must hit one place"
    text = RIGHT.replace(right, wrong)
    try:
        found = proof_of(text).mistakes
    except Mistakes as refused:
        found = refused.found
    where = wrong if text.count(where) != 1 else where
    told = [(m.line, m.what) for m in found]
    assert any(line == line_of(text, where) and says in what for line, what in told), told
    assert all(m.path == "book/t.md" and m.instead for m in found)


@pytest.mark.parametrize(("right", "wrong"), [c[:2] for c in CORRUPTIONS if c[3] in (
    "it is 6", "counts as the right answer", "marked right", "differ", "fails its own check")])
def test_a_chapter_with_one_corruption_is_otherwise_left_in_peace(right, wrong):
    text = RIGHT.replace(right, wrong)
    lines = {m.line for m in proof_of(text).mistakes}
    # A key that is wrong is seen at the marked choice and at the one it now equals, no farther.
    assert 1 <= len(lines) <= 2
    assert max(lines) - min(lines) < 10


def test_two_choices_that_evaluate_alike_are_told_with_each_others_line():
    text = RIGHT.replace("{num}`8 <2**3>`", "{num}`6 <12 / 2>`")
    (mistake,) = proof_of(text).mistakes
    assert f"that of line {line_of(text, '{num}`6 <2 * 3>`')}" in mistake.what


@pytest.mark.parametrize(("source", "line", "says"), [
    ("total = 1\ntotal / 0", 9, "ZeroDivisionError: division by zero"),
    ("def g(x):\n    return x / 0\n\ng(1)", 9, "ZeroDivisionError"),
    ("x = 1\nx = = 2", 9, "SyntaxError"),
    ("import json\njson.loads('{')", 9, "JSONDecodeError"),
])
def test_a_cell_that_raises_is_told_at_the_chapters_own_line(source, line, says):
    head = "---\nkernelspec: {name: python3}\n---\n\n# T\n\n"
    text = f"{head}```{{code-cell}} python\n{source}\n```\n"
    with pytest.raises(Mistakes) as caught:
        proof_of(text)
    (mistake,) = caught.value.found
    assert isinstance(mistake, Mistake)
    assert (mistake.line, says in mistake.what) == (line, True), mistake


def test_an_error_in_a_function_of_an_earlier_cell_is_told_there():
    text = ("---\nkernelspec: {name: python3}\n---\n# T\n\n```{code-cell} python\ndef g(x):\n"
            "    return x / 0\n```\n\n```{code-cell} python\ng(1)\n```\n")
    with pytest.raises(Mistakes) as caught:
        proof_of(text)
    assert [m.line for m in caught.value.found] == [8]


def test_a_choice_may_be_a_tensor_that_tracks_gradients():
    text = RIGHT.replace("import numpy as np\n", "import numpy as np\nimport torch\n").replace(
        ":key: f(3)", ":key: torch.tensor([9.0], requires_grad=True)[0]")
    assert proof_of(text).mistakes == []


@pytest.mark.parametrize("value", [
    "torch.tensor([4.0], requires_grad=True)[0]", "torch.tensor(4.0, requires_grad=True)",
    "torch.tensor(4.0)", "np.float32(4)", "4"])
def test_a_value_may_come_from_torch_or_numpy(value):
    cell = "```{code-cell} python\nimport numpy as np\nimport torch\n"
    text = f"---\nkernelspec: {{name: python3}}\n---\n\n{cell}v = {value}\n```\n\n{{num}}`4 <v>`\n"
    assert proof_of(text).mistakes == []
    (mistake,) = proof_of(text.replace("`4 <v>", "`5 <v>")).mistakes
    assert "it is 4" in mistake.what


def test_proving_a_question_changes_nothing_that_later_cells_see():
    text = RIGHT.replace("print(f(i))", "print(f(i))\nw = None").replace(
        "return 2 * x", "return 2 * x\nf = None")
    assert proof_of(text).mistakes == []
