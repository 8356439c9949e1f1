"""Which term needs which: a module's glossary terms, in the order in which its lessons bring them.

A lesson introduces a term in the section that the term's ``:defined:`` names first. A term needs
an earlier one where its definition names it, or where one of the two has the other in ``:see:``.
Needs lead back, never forward, so they go round in no circle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from press.core import plain
from press.core.terms import Glossary, Term

Place = tuple[int, int]  # of a section: which lesson, and which section of it, counted from 0


@dataclass(frozen=True)
class Concept:
    """A term as the map has it.

    Attributes:
        slug: of the term.
        name: of the term.
        lesson: the one that introduces it, counted from 0.
        needs: slugs of the terms that it needs, in the order in which they were introduced.
    """

    slug: str
    name: str
    lesson: int
    needs: tuple[str, ...] = ()


def concepts(glossary: Glossary, place_of: Callable[[str], Place | None]) -> list[Concept]:
    """The terms that some lessons introduce, in the order in which they do.

    ``place_of`` gives the place of a section by its label; None where it stands elsewhere.
    """
    placed: list[tuple[Place, int, Term]] = []
    for number, term in enumerate(glossary.terms):
        first = next(iter(term.list_of("defined")), "")
        place = place_of(first)
        if place is not None:
            placed.append((place, number, term))
    placed.sort(key=lambda one: one[:2])
    related = {frozenset((term.slug, glossary.by_name[name.lower()].slug))
               for term in glossary.terms for name in term.list_of("see")}
    found: list[Concept] = []
    for place, _, term in placed:
        named = named_in(term, glossary)
        needs = tuple(one.slug for one in found
                      if one.slug in named or frozenset((one.slug, term.slug)) in related)
        found.append(Concept(term.slug, term.name, place[0], needs))
    return found


def named_in(term: Term, glossary: Glossary) -> set[str]:
    """The slugs of the terms whose names stand in a term's definition."""
    return {glossary.by_name[" ".join(match[1].split()).lower()].slug
            for match in glossary.pattern.finditer(plain.text(term.definition))}


def most_linked(found: list[Concept], most: int) -> list[Concept]:
    """At most so many concepts, those with the most links, in their old order.

    A need that leads over a concept left out is left out too.
    """
    links = Counter(slug for one in found for need in one.needs for slug in (one.slug, need))
    ranked = sorted(range(len(found)), key=lambda i: (-links[found[i].slug], i))
    kept = {found[i].slug for i in ranked[:most]}
    return [Concept(one.slug, one.name, one.lesson,
                    tuple(need for need in one.needs if need in kept))
            for one in found if one.slug in kept]
