"""The glossary's file is read as Sphinx reads it, and what is wrong in it is told at its line."""

from __future__ import annotations

import pytest
from press.core import terms
from press.core.mistakes import Mistakes

ENTRY = """\
gradient descent
steepest descent
  A method that takes steps against the gradient.

  It may stop early.

  :symbol: $\\eta$
  :synonyms: batch descent,
    full descent
  :see: gradient
  :topic: Training

gradient
  All slopes at once.

  :topic: Slopes
"""


def glossary(body: str) -> terms.Glossary:
    """A glossary of a page whose entries begin in line 4."""
    return terms.parse(f"# Glossary\n\n```{{glossary}}\n{body}```\n", "book/glossary.md")


def told(body: str) -> list[tuple[int, str]]:
    """Line and message of what is wrong."""
    with pytest.raises(Mistakes) as found:
        glossary(body)
    return [(mistake.line, mistake.what) for mistake in found.value.found]


def test_an_entry_has_names_a_definition_a_note_and_fields():
    one = glossary(ENTRY).terms[0]
    assert (one.name, one.line, one.definition_line) == ("gradient descent", 4, 6)
    assert one.synonyms == ["steepest descent", "batch descent", "full descent"]
    assert one.definition == "A method that takes steps against the gradient."
    assert one.note == "It may stop early."
    assert one.text_of("symbol") == "$\\eta$"
    assert one.fields["see"].line == 13


def test_every_name_leads_to_its_term_in_whatever_case():
    by_name = glossary(ENTRY).by_name
    assert {by_name[name].name for name in ("gradient descent", "steepest descent",
                                            "full descent")} == {"gradient descent"}


@pytest.mark.parametrize(("name", "address"), [
    ("Gradient descent", "gradient-descent"), ("L2 penalty", "l2-penalty"),
    ("Poincaré's map", "poincare-s-map"), ("  k-means  ", "k-means")])
def test_an_address_holds_letters_digits_and_hyphens(name, address):
    assert terms.slug(name) == address


def test_topics_follow_each_other_in_the_order_of_their_first_terms():
    body = "".join(f"{name}\n  It is {name}.\n\n  :topic: {topic}\n\n" for name, topic in
                   [("b", "One"), ("d", "Two"), ("a", "One"), ("c", "Two")])
    found = glossary(body)
    names = [term.name for term in found.by_topic]
    assert names == ["b", "a", "d", "c"]
    before, after = found.beside(found.by_name["d"])
    assert (before and before.name, after and after.name) == ("a", "c")
    assert found.beside(found.by_name["b"])[0] is None
    assert found.beside(found.by_name["c"])[1] is None
    assert [term.name for term in found.alphabetical()] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(("text", "match"), [
    ("Gradient descent works.", "Gradient descent"), ("two gradients", "gradients"),
    ("by steepest\ndescent", "steepest\ndescent"), ("the gradient's norm", "gradient"),
    ("gradienty", None), ("a gradient-like thing", None), ("a pre-gradient", None)])
def test_whole_words_and_plurals_are_found_and_longer_names_come_first(text, match):
    found = glossary(ENTRY).pattern.search(text)
    assert (found and found[0]) == match


FORTY = " ".join(["word"] * 38) + " $x + y$ end"


def test_a_definition_of_forty_words_is_short_enough_and_a_formula_is_one_word():
    assert len(glossary(f"a\n  {FORTY}\n").terms) == 1
    assert told(f"a\n  {FORTY} more\n") == [
        (5, "the definition of `a` has 41 words, over 40")]


@pytest.mark.parametrize(("body", "line", "says"), [
    ("a\n  One.\n\nb\n  Two.\n\nA\n  Three.\n", 10,
     "`A` is defined twice: as `a` in line 4 too"),
    ("a\n  One.\n\nb\nA\n  Two.\n", 7, "`A` is defined twice: as `a` in line 4 too"),
    ("a\n  One.\n\nb\n  Two.\n\n  :deprecated: c, a\n", 10,
     "`a` is defined twice: as `a` in line 4 too"),
    ("a c\n  One.\n\na-c\n  Two.\n", 7, "`a-c` is defined twice: as `a c` in line 4 too"),
    ("a\n  One.\n\n  :see: b\n", 7, "`a` says to see `b`, which is no term"),
    ("a\n\nb\n  Two.\n", 4, "`a` has no definition"),
    ("a\n  One.\n\n  :sea: b\n", 7, "an entry has no field `:sea:`"),
    ("a\n  One.\n\n  :topic: b\n  :topic: c\n", 8, "the entry has `:topic:` twice"),
    ("a\n  One.\n\n  :topic: b\n\n  More.\n", 9, "text stands below an entry's fields"),
])
def test_what_is_wrong_is_told_at_its_line(body, line, says):
    if says == "`a` has no definition":
        body = "a\n  :topic: x\n\nb\n  Two.\n"
    assert told(body) == [(line, says)]


def cyclic(*links: tuple[str, str]) -> str:
    return "".join(f"{name}\n  It is {name}.\n\n  :synonyms: {other}\n\n" for name, other in links)


def test_two_entries_that_call_each_other_synonyms_are_a_cycle():
    assert told(cyclic(("a", "b"), ("b", "a"))) == [(7, "a cycle of synonyms: a → b → a")]


def test_a_longer_cycle_is_told_once():
    found = told(cyclic(("a", "b"), ("b", "c"), ("c", "a")))
    assert found == [(7, "a cycle of synonyms: a → b → c → a")]


def test_the_book_without_a_glossary_has_no_terms(tmp_path):
    assert terms.read(tmp_path).terms == ()
