"""What an author writes wrongly in a question is told at its line, with the cure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from press.core import chapters
from press.core.mistakes import Mistakes
from press.core.quizzes import Kind, Tolerance, duplicate_labels

HEAD = "---\nkernelspec: {name: python3, language: python}\n---\n# T\n\n"

BLANK = """::::{exercise} The secant from 2
:label: q-secant
:class: quiz

What is the slope?

:::{blank} (2.1**2 - 2**2) / 0.1
:oracle: 2 * 2 + 0.1
:tolerance: 0.005
:unit: units
:prompt: $m =$

`2 * 2`
: That is the tangent.

`2.1**2 - 2**2`
: That is the rise alone.
:::
::::

:::{solution} q-secant
It is 4.1.
:::
"""

CHOICE = """::::{exercise} Which way
:label: q-which
:class: quiz idea

Which way do you step?

- [x] Against the gradient.

  It points up.
- [ ] Along it.

  That climbs.
::::

:::{solution} q-which
Against it.
:::
"""

VALUED = """::::{exercise} How much
:label: q-value
:class: quiz
:key: 2 + 2

- [x] {num}`4 <2 * 2>`

  Yes.
- [ ] {num}`6 <2 * 3>`

  Once too often.
::::

:::{solution} q-value
Four.
:::
"""

ORDER = """::::{exercise} In order
:label: q-order
:class: quiz order

1. Forward.
2. Loss.
3. Backward.
::::

:::{solution} q-order
So.
:::
"""

CODING = """:::::{exercise} Write it
:label: q-coding
:class: quiz coding
:key: double(2) == 4

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
"""

TRACE = """::::{exercise} Trace it
:label: q-trace
:class: quiz

```python
print(1 + 1)
```

:::{blank}
:kind: trace

`str(11)`
: Those are numbers, not text.
:::
::::

:::{solution} q-trace
Two.
:::
"""


def read(*questions: str) -> chapters.Chapter:
    return chapters.parse("\n".join(questions), "book/t.md")


def mistakes_of(*questions: str) -> list[tuple[int, str, str]]:
    with pytest.raises(Mistakes) as caught:
        read(*questions)
    return [(m.line, m.what, m.instead) for m in caught.value.found]


def test_a_blank_is_read_as_it_was_written():
    (question,) = read(BLANK).questions
    (blank,) = question.blanks
    assert (question.label, question.title, question.kind) == (
        "q-secant", "The secant from 2", "number")
    assert (blank.expression, blank.oracle) == ("(2.1**2 - 2**2) / 0.1", "2 * 2 + 0.1")
    assert blank.tolerance == Tolerance(0.005, relative=False)
    assert (blank.unit, blank.prompt, blank.kind) == ("units", "$m =$", Kind.NUMBER)
    assert [(s.expression, s.feedback, s.line) for s in blank.slips] == [
        ("2 * 2", "That is the tangent.", 13), ("2.1**2 - 2**2", "That is the rise alone.", 16)]


@pytest.mark.parametrize(("source", "kind"), [
    (BLANK, "number"), (CHOICE, "choice"), (VALUED, "choice"), (ORDER, "order"),
    (CODING, "coding"), (TRACE, "trace"),
    (CHOICE.replace("::::\n\n:::{sol", "- [x] Both.\n\n  Yes.\n::::\n\n:::{sol"), "choices"),
    (BLANK.replace(":oracle:", ":kind: vector\n:oracle:"), "vector"),
])
def test_the_kind_of_a_question_follows_from_what_it_holds(source, kind):
    (question,) = read(source).questions
    assert question.kind == kind


def test_choices_keep_their_marks_their_feedback_and_their_lines():
    (question,) = read(CHOICE).questions
    assert [(c.text, c.right, c.feedback, c.line) for c in question.choices] == [
        ("Against the gradient.", True, "It points up.", 7),
        ("Along it.", False, "That climbs.", 10)]


@pytest.mark.parametrize(("text", "key", "around"), [
    ("0.005", 100, 0.005), ("1%", 200, 2.0), ("1%", -200, 2.0), ("5 %", 2, 0.1),
])
def test_a_tolerance_is_absolute_or_relative_to_the_key(text, key, around):
    (question,) = read(BLANK.replace("0.005", text)).questions
    assert question.blanks[0].tolerance.around(key) == pytest.approx(around)


def test_without_a_word_the_tolerance_is_half_a_percent():
    (question,) = read(BLANK.replace(":tolerance: 0.005\n", "")).questions
    assert question.blanks[0].tolerance.around(200) == pytest.approx(1)


def test_an_exercise_that_is_no_quiz_is_left_alone():
    assert read(CHOICE.replace(":class: quiz idea\n", "")).questions == []


def test_the_examples_of_the_contract_are_questions_without_a_mistake():
    readme = (Path(__file__).parents[2] / "book" / "README.md").read_text("utf-8")
    examples = re.findall(r"^```markdown\n(.*?)^```$", readme, re.M | re.S)
    labels = re.findall(r":label: (q-\S+)", "".join(examples))
    solved = [text if "{solution}" in text else f"{text}\n:::{{solution}} {label}\nSo.\n:::\n"
              for text, label in zip(examples, labels, strict=True)]
    assert [q.label for q in read(*solved).questions] == labels and len(labels) == 2


# (source, what to replace, by what, the line where the author looks, words of the message)
BROKEN = [
    (BLANK, ":label: q-secant\n", "", 1, "no label"),
    (BLANK, ":label: q-secant", ":label: secant", 1, "label is `secant`"),
    (BLANK, ":class: quiz", ":class: quiz self-check", 1, "does not say what it tests"),
    (BLANK, ":class: quiz", ":class: quiz review", 1, "does not say what it tests"),
    (BLANK, ":class: quiz", ":class: quiz\n:sections: sec-a", 1, "no option `:sections:`"),
    (BLANK, ":oracle: 2 * 2 + 0.1\n", "", 7, "no oracle"),
    (BLANK, "2 * 2 + 0.1", "(2.1**2-2**2)/0.1", 7, "repeats the answer"),
    (BLANK, "0.005", "tight", 7, "`tight` is not a tolerance"),
    (BLANK, "0.005", "nan", 7, "`nan` is not a tolerance"),
    (BLANK, "0.005", "-1", 7, "`-1` is not a tolerance"),
    (BLANK, ":unit:", ":units:", 7, "no option `:units:`"),
    (BLANK, ":unit:", ":kind: numbre\n:unit:", 7, "no kind of answer is called `numbre`"),
    (BLANK, ":unit:", ":kind: formula\n:unit:", 7, "no variables"),
    (BLANK, " (2.1**2 - 2**2) / 0.1", "", 7, "no answer"),
    (BLANK, "`2 * 2`\n", "2 * 2\n", 13, "not an expression"),
    (BLANK, "`2 * 2`\n: That", "`2 * 2`\nThat", 13, "this is none"),
    (BLANK, ":::{solution} q-secant\nIt is 4.1.\n:::\n", "", 1, "no solution"),
    (CHOICE, "[x]", "[ ]", 1, "no right choice"),
    (CHOICE, "- [ ]", "- [x]", 1, "every choice of q-which is right"),
    (CHOICE, "- [ ] Along", "- Along", 10, "no box"),
    (CHOICE, "\n  That climbs.\n", "", 10, "no feedback"),
    (CHOICE, "quiz idea", "quiz", 1, "nor the mark of an idea"),
    (CHOICE, "- [ ] Along it.\n\n  That climbs.\n", "", 1, "one choice"),
    (CHOICE, "quiz idea", "quiz idea\n:key: 4", 1, "an idea with a key"),
    (CHOICE, "::::\n\n:::{sol", ":::{blank} 1\n:oracle: 2 - 1\n:::\n::::\n\n:::{sol", 1, "2 ways"),
    (CHOICE, "- [", "[", 1, "0 ways"),
    (VALUED, ":key: 2 + 2\n", "", 1, "neither an expression"),
    (VALUED, "{num}`6 <2 * 3>`", "6", 1, "neither an expression"),
    (ORDER, "2. Loss.\n", "", 1, "fewer than three steps"),
    (CODING, ":key: double(2) == 4\n", "", 1, "cannot be checked"),
    (CODING, "```python\ndef double(x):\n    return ...\n```", "Do it.", 1, "cannot be checked"),
    (TRACE, "```python\nprint(1 + 1)\n```", "Well?", 1, "traces nothing"),
    (TRACE, "{blank}", "{blank} 2", 9, "takes no expression"),
    (BLANK, ":oracle:", ":kind: text\n:section:", 7, "no option `:section:`"),
    (BLANK, ":oracle: 2 * 2 + 0.1", ":kind: text", 1, "neither an oracle nor the mark"),
]


@pytest.mark.parametrize(("source", "old", "new", "line", "says"), BROKEN,
                         ids=[f"{i}-{case[4]}" for i, case in enumerate(BROKEN)])
def test_a_broken_question_is_told_at_its_line(source, old, new, line, says):
    assert read(source).questions  # it is right before it is broken
    assert old in source
    shift = 7  # and its line is told wherever it stands
    found = mistakes_of("\n" * (shift - 1), source.replace(old, new))
    assert [(at, says in what, bool(cure)) for at, what, cure in found] == [
        (line + shift, True, True)], found


def test_all_mistakes_are_told_at_once_in_reading_order():
    found = mistakes_of(BLANK.replace("0.005", "tight"), CHOICE.replace("[x]", "[ ]"))
    assert [what for _, what, _ in found] == ["`tight` is not a tolerance",
                                              "q-which has no right choice"]
    assert found[0][0] < found[1][0]


def test_a_label_is_used_once_in_a_chapter_and_once_in_the_book():
    (found,) = mistakes_of(BLANK, BLANK)
    assert "taken by line 1" in found[1]
    pages = {"book/a.md": read(BLANK).questions, "book/b.md": read(BLANK).questions}
    (mistake,) = duplicate_labels(pages)
    assert (mistake.path, mistake.line) == ("book/b.md", 1)


def test_a_solution_stands_below_its_question():
    question, solution = BLANK.split("\n\n:::{solution}")
    (found,) = mistakes_of(":::{solution}" + solution + "\n" + question)
    assert "q-secant" in found[1] and "above" in found[1]


def test_a_solution_names_an_exercise_of_its_chapter():
    plain = "::::{exercise} By hand\n:label: hand\n\nDo it.\n::::\n\n:::{solution} hand\nSo.\n:::\n"
    assert read(plain).questions == []
    (found,) = mistakes_of(plain.replace("{solution} hand", "{solution} head"))
    assert found[0] == 7 and "called head" in found[1]


CELL = "```{code-cell} python\nx = 1\n```\n"

CHAPTERS = [
    (CELL, 1, "no kernel"),
    (HEAD + "::::{admonition} A\n" + CELL + "::::\n", 7, "does not run"),
    (HEAD + "Text.\n\n{num}`4`\n", 8, "no expression"),
    (HEAD + "```{code-cell} python\n---\ntags: [a\n---\nx = 1\n```\n", 8, "header"),
    (HEAD + "```{code-cell} python\n---\ntags a\n---\nx = 1\n```\n", 8, "no options"),
    (HEAD + "```{code-cell} python\n:tags: [a\n\nx = 1\n```\n", 6, "not a list of tags"),
    (HEAD + ":::::{admonition} A\n::::{note}\n---\nb\n---\nx\n::::\n:::::\n", 9, "no options"),
    ("---\nkernelspec: [\n---\n# T\n", 2, "header"),
    ("---\nkernelspec\n---\n# T\n", 2, "no options"),
]


@pytest.mark.parametrize(("source", "line", "says"), CHAPTERS,
                         ids=[f"{i}-{case[2]}" for i, case in enumerate(CHAPTERS)])
def test_a_broken_chapter_is_told_at_its_line(source, line, says):
    (found,) = mistakes_of(source)
    assert (found[0], says in found[1]) == (line, True), found


@pytest.mark.parametrize(("tags", "read_as"), [
    (":tags: [hide-input, wide]\n", ("hide-input", "wide")),
    (":tags: hide-input\n", ("hide-input",)),
    ("---\ntags: [hide-input]\n---\n", ("hide-input",)), ("", ()),
])
def test_a_cell_has_the_tags_that_its_header_names(tags, read_as):
    (cell,) = read(HEAD + "```{code-cell} python\n" + tags + "x = 1\n```\n").cells
    assert (cell.tags, cell.source) == (read_as, "x = 1")
