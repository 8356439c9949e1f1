"""The authoring guide's rules that a machine can check: words to avoid, choices that give away."""

from __future__ import annotations

import re

from press.core.markdown import Words
from press.core.mistakes import Mistake
from press.core.quizzes import Question

# Each word with what to do instead: they tell readers how hard a thing should be for them.
BANNED = ("simply", "just", "obviously", "clearly", "trivially", "easy")
_BANNED = re.compile(rf"\b({'|'.join(BANNED)})\b", re.IGNORECASE)

# Below this many questions with one right choice, "most of them" says nothing.
ENOUGH = 6


def words_to_avoid(words: list[Words], path: str) -> list[Mistake]:
    """Where the prose uses a word of the ban list."""
    return [
        Mistake(path, part.line, f"the word `{match[1]}` is on the ban list",
                "leave it out, or say what makes it so")
        for part in words for match in _BANNED.finditer(part.text)
    ]


def longest_is_right(questions: list[Question], path: str) -> list[Mistake]:
    """Where the right choice is the longest in most of a chapter's questions with one right."""
    single = [q for q in questions if sum(choice.right for choice in q.choices) == 1]
    telling = [q for q in single if _longest(q)]
    if len(single) < ENOUGH or len(telling) * 2 <= len(single):
        return []
    return [Mistake(path, telling[0].line,
                    f"the right choice is the longest in {len(telling)} of {len(single)} questions",
                    "shorten right choices or lengthen wrong ones: "
                    + ", ".join(q.label for q in telling))]


def right_at_one_place(questions: list[Question], path: str) -> list[Mistake]:
    """Where most of a chapter's questions with one right choice have it at the same place.

    Of two choices one place has half by itself, so those do not count.
    """
    places: dict[int, list[Question]] = {}
    for q in questions:
        right = [place for place, choice in enumerate(q.choices) if choice.right]
        if len(right) == 1 and len(q.choices) > 2:
            places.setdefault(right[0], []).append(q)
    counted = sum(map(len, places.values()))
    place, most = max(places.items(), key=lambda one: len(one[1]), default=(0, []))
    if counted < ENOUGH or len(most) * 2 <= counted:
        return []
    return [Mistake(path, most[0].line,
                    f"the right choice is number {place + 1} in {len(most)} of {counted} questions",
                    "move some to other places: " + ", ".join(q.label for q in most))]


def _longest(q: Question) -> bool:
    right = max(len(choice.shown) for choice in q.choices if choice.right)
    return right > max(len(choice.shown) for choice in q.choices if not choice.right)
