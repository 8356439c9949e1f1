"""An exercise is one file; two notebooks are made of it, and each mistake is told at its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import steps
from press.core import exercises
from press.core.mistakes import Mistakes

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "tests" / "examples" / "exercises" / "exercise-double.md"


@pytest.fixture(scope="module")
def example() -> exercises.Exercise:
    return exercises.read(EXAMPLE, ROOT)


def sources(cells, kind="code"):
    return [cell.source for cell in cells if cell.kind == kind]


def test_the_readme_for_authors_shows_the_example():
    readme = (ROOT / "book" / "README.md").read_text("utf-8")
    assert "../tests/examples/exercises/exercise-double.md" in readme


def test_a_learner_gets_three_dots_in_place_of_each_answer(example):
    cell = sources(example.cells(answers=False))[1]
    assert "    return ...  # twice x\n" in cell
    assert "halves = ...\n" in cell
    assert "    for x in xs:\n        ...  # append twice x\n    return result" in cell


def test_a_teacher_gets_the_answers_without_a_mark(example):
    cell = sources(example.cells(answers=True))[1]
    assert "    return 2 * x\n" in cell and "result.append(y)" in cell
    assert "SOLUTION" not in cell and "..." not in cell


def test_a_learner_gets_the_starter_of_a_bug_and_a_teacher_the_mended_cell(example):
    assert "x // 2" in sources(example.cells(answers=False))[2]
    assert "x / 2" in sources(example.cells(answers=True))[2]


def test_slips_stand_in_no_notebook_and_prose_in_both(example):
    for answers in (True, False):
        cells = example.cells(answers=answers)
        assert "x ** 2" not in "".join(sources(cells))
        assert any("with math: $2x$" in text for text in sources(cells, "markdown"))


def test_with_answers_every_check_passes_and_the_line_shows_how_far_one_is(example):
    printed = steps.run(example.cells(answers=True), {})
    assert "✓ Step 1, double\n■□ 1 of 2 steps" in printed
    assert "■■ 2 of 2 steps  All done." in printed
    assert printed.endswith("8\n")


def test_with_blanks_every_check_fails_and_no_cell_raises(example):
    printed = steps.run(example.cells(answers=False), {})
    assert [ok for ok, _ in steps.verdicts(printed).values()] == [False, False]
    assert "still a blank" in steps.verdicts(printed)[1][1] and "□□ 0 of 2 steps" in printed
    assert printed.endswith("not yet\n")


def test_each_slip_is_told_by_name(example):
    told = steps.slips_told(example)
    assert len(told) == 2
    assert all(slip.says in line for slip, line in told)


def test_a_step_that_is_undone_counts_no_more(example):
    namespace: dict = {}
    cells = example.cells(answers=True)
    steps.run(cells, namespace)
    check = next(cell for cell in cells if steps.step_of(cell) == 1)
    namespace["double"] = lambda x: x
    assert "■□ 1 of 2 steps" in steps.run([check], namespace)


def test_an_error_in_the_readers_code_is_told_and_stops_nothing(example):
    namespace: dict = {}
    cells = example.cells(answers=True)
    steps.run(cells, namespace)
    check = next(cell for cell in cells if steps.step_of(cell) == 1)
    exec("def double(x):\n    return x + undefined", namespace)
    told = steps.verdicts(steps.run([check], namespace))[1][1]
    assert "your code raised NameError: name 'undefined' is not defined" in told


def test_a_reader_may_use_the_names_of_the_helpers(example):
    namespace: dict = {}
    cells = example.cells(answers=True)
    steps.run(cells[:2], namespace)
    namespace.update(expect=1, slip=2, close=3, step=4)
    assert all(ok for ok, _ in steps.verdicts(steps.run(cells[2:], namespace)).values())


BAD = [
    ("no title", "# Exercise · Double", "Exercise · Double", "Exercise · Double", "no title"),
    ("an unknown directive", "```{check} half", "```{chekc} half", "```{chekc}", "no `{chekc}`"),
    ("a check without a blank", "  # SOLUTION: twice x", "", "value = double(21)",
     "no blank to check"),
    ("a check without a name", "```{check} half", "```{check}", "slip(half(3)", "no name"),
    ("a slip that says nothing", "```{slip} drops the remainder", "```{slip}", "int(x / 2)",
     "says nothing"),
    ("a starter below no cell", "```{starter}\n", "Words.\n\n```{starter}\n", "```{starter}",
     "below no cell"),
    ("code that is no Python", "return x ** 2", "return x ** ", "return x **", "not Python"),
    ("a package that Colab lacks", "import numpy as np", "import numpy as np\nimport polars",
     "import polars", "`polars`"),
    ("MyST that nobody resolves", "with math: $2x$", "with {term}`math`", "Prose is plain",
     "a role"),
    ("a word of the ban list", "Prose is plain", "Prose is simply", "Prose is simply", "simply"),
]


@pytest.mark.parametrize(("what", "old", "new", "at", "says"), BAD, ids=[bad[0] for bad in BAD])
def test_a_mistake_is_told_at_its_line(what, old, new, at, says):
    text = EXAMPLE.read_text("utf-8")
    assert old in text
    text = text.replace(old, new, 1)
    if what == "a check without a blank":
        for mark in (r"  # SOLUTION$", r"\n *# (BEGIN|END) SOLUTION.*"):
            text = re.sub(mark, "", text, flags=re.MULTILINE)
    line = text[: text.index(at)].count("\n") + 1
    with pytest.raises(Mistakes) as found:
        exercises.parse(text, "book/exercises/exercise-double.md")
    told = [mistake for mistake in found.value.found if says in mistake.what]
    assert told and told[0].path == "book/exercises/exercise-double.md"
    assert abs(told[0].line - line) <= (1 if what == "a slip that says nothing" else 0)
