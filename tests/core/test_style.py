"""The authoring guide's rules that a machine can check."""

from __future__ import annotations

import pytest
from press.core import chapters
from press.core.mistakes import Mistakes

QUESTION = """
::::{{exercise}} Number {n}
:label: q-{n}
:class: quiz idea

Which?

- [x] {right}

  Because.
- [ ] {wrong}

  Because not.
::::

:::{{solution}} q-{n}
So.
:::
"""


def mistakes(text: str) -> list[tuple[int, str]]:
    """Line and message of what the press finds wrong with a chapter."""
    try:
        chapters.parse(text, "book/a.md")
    except Mistakes as found:
        return [(m.line, m.what) for m in found.found]
    return []


def book_of(*rights: str) -> str:
    """A chapter of questions whose wrong choice is eight letters long."""
    return "# A\n" + "".join(
        QUESTION.format(n=n, right=right, wrong="x" * 8) for n, right in enumerate(rights))


@pytest.mark.parametrize("word", ["simply", "just", "obviously", "clearly", "trivially", "easy"])
def test_a_word_of_the_ban_list_is_found_at_its_line(word: str) -> None:
    assert mistakes(f"# A\n\nOne line.\nThis is {word.capitalize()} so.\n") == [
        (4, f"the word `{word.capitalize()}` is on the ban list")]


def test_a_banned_word_is_found_inside_a_callout_and_in_a_title() -> None:
    text = "# A\n\n:::{admonition} An easy title\nThis is clearly so.\n:::\n"
    assert [line for line, _ in mistakes(text)] == [3, 4]


@pytest.mark.parametrize("innocent", ["adjust", "justify", "uneasy", "`just`", "$just$",
                                      "```python\njust = 1\n```"])
def test_other_words_code_and_math_are_left_alone(innocent: str) -> None:
    assert mistakes(f"# A\n\n{innocent}\n") == []


def test_a_chapter_whose_right_choices_are_mostly_the_longest_is_refused() -> None:
    long, short = "y" * 12, "y" * 4
    found = mistakes(book_of(long, long, long, long, short, short))
    assert [what for _, what in found] == [
        "the right choice is the longest in 4 of 6 questions"]


def test_half_of_the_right_choices_may_be_the_longest() -> None:
    long, short = "y" * 12, "y" * 4
    assert mistakes(book_of(long, long, long, short, short, short)) == []


def placed(*places: str) -> str:
    """A chapter of questions whose choices are `x`, for right, and others, all as long."""
    text = "# A\n"
    for n, place in enumerate(places):
        one = QUESTION.format(n=n, right="", wrong="")
        head, tail = one[:one.index("- [x]")], one[one.index("\n::::\n"):]
        choices = (f"- [{mark if mark == 'x' else ' '}] Some {i}.\n\n  Why.\n"
                   for i, mark in enumerate(place))
        text += head + "".join(choices) + tail
    return text


@pytest.mark.parametrize(("places", "told"), [
    (["-x-", "-x-", "-x--", "x--", "--x", "-x-"],
     ["the right choice is number 2 in 4 of 6 questions"]),
    (["-x-", "-x-", "-x--", "x--", "--x", "x--"], []),  # half of them
    (["-x-", "-x-", "-x-", "-x-", "-x-"], []),  # too few
    (["-x", "-x", "-x", "-x", "-x", "-x", "-x"], []),  # a coin has no more sides
    (["-x-", "-x-", "-x-", "-xx", "-xx", "-xx"], []),  # more than one right
])
def test_a_chapter_whose_right_choices_are_mostly_at_one_place_is_refused(places, told) -> None:
    assert [what for _, what in mistakes(placed(*places))] == told
