"""What a chapter may not hold, and what is read as data or left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from press.core import chapters, prove, values
from press.core.mistakes import Mistakes

HEADER = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n\n# A\n\n"


def cell(code: str, options: str = "") -> str:
    return f"```{{code-cell}} python\n{options}{code}\n```\n\n"


def told(text: str) -> list[tuple[int, str]]:
    """Line and message of what is wrong with a chapter, run and proved."""
    try:
        return [(m.line, m.what)
                for m in prove.prove(chapters.parse(text, "book/a.md")).mistakes]
    except Mistakes as found:
        return [(m.line, m.what) for m in found.found]


def test_a_cell_that_leaves_python_is_told_and_nothing_below_it_passes() -> None:
    text = HEADER + cell("import sys\nsys.exit()") + "{num}`5 <2 + 2>`\n"
    assert told(text) == [(11, "this cell raised SystemExit: ")]


def test_an_expression_that_leaves_python_is_told() -> None:
    text = HEADER + cell("import sys") + "{num}`5 <sys.exit()>`\n"
    assert [line for line, _ in told(text)] == [13]


@pytest.mark.parametrize("tag", ["raises-exception", "skip-execution"])
def test_a_tag_that_makes_build_and_proof_differ_is_refused(tag: str) -> None:
    assert told(HEADER + cell("1 / 0", f":tags: [{tag}]\n")) == [(9, f"a cell is tagged `{tag}`")]


def test_an_empty_cell_is_refused() -> None:
    assert told(HEADER + cell("")) == [(9, "a cell is empty")]


def test_comments_are_not_prose() -> None:
    assert told("# A\n\n% clearly {num}`5 <2 + 2>`\n\nText.\n") == []


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"# A\n\ncaf\xe9\n")
    with pytest.raises(Mistakes, match=r"a\.md:1: byte 8 of the file is not UTF-8; .+"):
        chapters.read(tmp_path / "a.md", tmp_path)


@pytest.mark.parametrize(("content", "text", "expression"), [
    ("4.1 <slope(2, 0.1)>", "4.1", "slope(2, 0.1)"),
    ("< 0.5 <x>", "< 0.5", "x"),
    ("4 <1 if 2 < 3 else 0>", "4", "1 if 2 < 3 else 0"),
    ("True <a < b>", "True", "a < b"),
])
def test_a_number_is_split_from_its_expression(content: str, text: str, expression: str) -> None:
    assert chapters.split_number(content) == (text, expression)


def test_the_letters_of_a_unit_are_not_read_as_a_number() -> None:
    assert values.disagreement("3 nanoseconds of information", 3.0) is None
    assert values.disagreement("inf", float("inf")) is None


ORDER = """::::{{exercise}} Steps
:label: q-steps
:class: quiz order
{option}
1. `x -= 1`
2. `y = x`
3. `{last}`
::::

:::{{solution}} q-steps
So.
:::
"""


def test_two_equal_steps_cannot_be_ordered() -> None:
    assert told(ORDER.format(option="", last="print(y)")) == []
    assert told(ORDER.format(option="", last="x -= 1")) == [
        (1, "two steps of q-steps are the same")]


def test_a_question_cannot_be_hidden() -> None:
    found = told(ORDER.format(option=":hidden:\n", last="print(y)"))
    assert (1, "an exercise has no option `:hidden:`") in found


def test_a_proven_number_is_as_long_as_what_is_shown_of_it() -> None:
    choice = chapters.quizzes.Choice("about {num}`4.1 <(f(2.1) - f(2)) / 0.1>`", True, "", "", 1)
    assert choice.shown == "about 4.1"
