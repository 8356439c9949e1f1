"""Which term needs which, and a drawing of it in which nothing covers anything else."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from press.core import terms
from press.core.concept_layout import COLUMN, GAP, LETTERS, Map, lay_out, wrapped
from press.core.concepts import Concept, concepts, most_linked

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = """# Glossary

```{glossary}
walk
  Steps against the {term}`gradient`.

  :defined: sec-walks

slope
  Rise over run.

  :synonyms: steepness
  :see: walk
  :defined: sec-slopes

gradient
  The steepness along each axis.

  :defined: sec-gradients

elsewhere
  A slope that no lesson explains.
```
"""
PLACES = {"sec-slopes": (0, 1), "sec-gradients": (0, 4), "sec-walks": (1, 0)}


def small() -> list[Concept]:
    return concepts(terms.parse(GLOSSARY, "glossary.md"), PLACES.get)


def the_books() -> list[Concept]:
    """All terms of the real glossary; a label says by itself which lesson it is of."""
    def place(label: str) -> tuple[int, int]:
        return ({"sec-l1": 0, "sec-l2": 1, "sec-l4": 3}.get(label[:6], 2), 0)

    return concepts(terms.read(ROOT), place)


def test_terms_come_in_the_order_of_sections_and_need_what_they_name_or_see() -> None:
    assert small() == [Concept("slope", "slope", 0), Concept("gradient", "gradient", 0, ("slope",)),
                       Concept("walk", "walk", 1, ("slope", "gradient"))]


def test_a_smaller_map_keeps_the_most_linked_terms_and_no_need_of_one_left_out() -> None:
    chain = [Concept("a", "a", 0), Concept("b", "b", 0, ("a",)), Concept("c", "c", 1, ("b",)),
             Concept("d", "d", 1, ("b", "c"))]
    assert most_linked(chain, 3) == [Concept("b", "b", 0), Concept("c", "c", 1, ("b",)),
                                     Concept("d", "d", 1, ("b", "c"))]
    assert most_linked(chain, 9) == chain


def test_each_need_of_the_real_book_leads_back() -> None:
    seen: set[str] = set()
    for one in the_books():
        assert set(one.needs) <= seen
        seen.add(one.slug)
    assert len(seen) > 40


def overlaps(drawn: Map) -> list[tuple]:
    """Pairs of labels of which one covers a part of the other."""
    return [(a, b) for a, b in combinations(drawn.boxes(), 2)
            if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]


def covered(drawn: Map) -> list[tuple]:
    """Lines that pass a column where a label of it stands: pieces span one gap, or a passage."""
    found = [way for way in drawn.ways
             if drawn.rows[way[1]].column != drawn.rows[way[0]].column + 1]
    passages = [row for row in drawn.rows.values() if not row.lines]
    return found + [(row.key, box) for row in passages for box in drawn.boxes()
                    if box[0] == row.left and box[1] <= row.middle <= box[3]]


def test_in_the_real_book_no_label_covers_another_and_no_line_runs_through_one() -> None:
    for most in (10, 30, 100):
        drawn = lay_out(most_linked(the_books(), most))
        assert drawn.columns == 4
        assert drawn.width == 4 * COLUMN + 3 * GAP
        assert overlaps(drawn) == [] and covered(drawn) == []
        assert all(bottom <= drawn.height for *_, bottom in drawn.boxes())


@st.composite
def books(draw: st.DrawFn) -> list[Concept]:
    """Concepts of up to six lessons, each needing any earlier ones."""
    lessons = sorted(draw(st.lists(st.integers(0, 5), min_size=1, max_size=24)))
    found: list[Concept] = []
    for number, lesson in enumerate(lessons):
        name = draw(st.sampled_from(["rank", "dot product", "singular value decomposition",
                                     "principal component analysis"])) + f" {number}"
        needs = draw(st.lists(st.sampled_from([one.slug for one in found]), unique=True,
                              max_size=4)) if found else []
        found.append(Concept(f"t{number}", name, lesson, tuple(needs)))
    return found


@given(books())
def test_in_no_book_does_a_label_cover_another_or_a_line_run_through_one(book) -> None:
    drawn = lay_out(book)
    assert len(drawn.boxes()) == len(book)
    assert overlaps(drawn) == [] and covered(drawn) == []
    assert drawn == lay_out(book), "the same each time"
    later = {one.slug: one.lesson for one in book}
    lines = sum(len(lasts) for lasts in drawn.needs.values())
    assert lines == sum(later[need] < one.lesson for one in book for need in one.needs)


def test_two_lines_that_need_not_cross_do_not() -> None:
    crossed = [Concept("a", "a", 0), Concept("b", "b", 0), Concept("c", "c", 1, ("b",)),
               Concept("d", "d", 1, ("a",))]
    assert lay_out(crossed).crossings() == 0


def test_a_long_name_stands_in_lines_that_fit_its_label() -> None:
    assert wrapped("singular value decomposition") == ("singular value", "decomposition")
    assert wrapped("rank") == ("rank",)
    longest = max((line for one in the_books() for line in wrapped(one.name)), key=len)
    assert len(longest) <= LETTERS
