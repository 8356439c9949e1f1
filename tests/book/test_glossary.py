"""The book's own glossary: every term that Lesson 3 needs, each used, each with its code."""

from __future__ import annotations

import tomllib
from pathlib import Path

import press
import pytest
from press.core import chapters, citations, markdown, plain, term_lock, terms, toc

LESSON = "book/foundations/derivatives-and-gradients.md"
# What the lesson is to define, and what it cannot do without.
WANTED = """derivative, slope, rate of change, stationary point, minimum, local minimum,
global minimum,
convex function, chain rule, partial derivative, gradient, loss function, gradient descent,
learning rate, convergence, vanishing gradients, backpropagation, autograd, optimizer,
linear regression, secant line, tangent line, divergence, contour line, residual,
finite difference, computational graph, hyperparameter, saddle point"""
NAMES = [" ".join(name.split()) for name in WANTED.split(",")]


@pytest.fixture(scope="module")
def glossary(root: Path) -> terms.Glossary:
    """The book's glossary."""
    return terms.read(root)


def marks(path: Path) -> set[str]:
    """The names that a page marks as terms."""
    roles = [block for block in markdown.blocks(path.read_text("utf-8"))
             if isinstance(block, markdown.Role) and block.name == "term"]
    return {role.content.rpartition("<")[2].rstrip(">").strip().lower() for role in roles}


@pytest.fixture(scope="module")
def marked(root: Path) -> set[str]:
    """The names that Lesson 3 marks as terms."""
    return marks(root / LESSON)


@pytest.mark.parametrize("name", NAMES)
def test_each_term_of_the_lesson_is_defined_and_marked_in_it(glossary, marked, name):
    term = glossary.by_name[name]
    assert term.definition and plain.count_words(term.definition) <= 40
    assert {term.name, *term.synonyms} & marked


def test_no_term_is_marked_that_is_not_defined(glossary, marked):
    assert marked - set(glossary.by_name) == set()


def test_no_term_is_defined_that_no_lesson_marks(glossary, root):
    lessons = [path for path in toc.sources(root) if chapters.read(path, root).executes]
    everywhere = set().union(*map(marks, lessons))
    assert len(lessons) > 1
    assert [term.name for term in glossary.terms
            if not {name.lower() for name in (term.name, *term.synonyms)} & everywhere] == []


# The conditions without which a definition would be false.
CONDITIONS = {
    "derivative": ["where that limit exists", "from both sides"],
    "local minimum": ["no higher than", "if the function is differentiable there", "inside the"],
    "global minimum": ["need not be unique", "need not exist"],
    "convex function": ["convex domain", "0 ≤ t ≤ 1"],
    "chain rule": ["where g is differentiable at x and f at g(x)"],
    "gradient": ["where they exist"],
    "partial derivative": ["where that limit exists"],
    "stationary point": ["is differentiable and its gradient is zero"],
    "contour line": ["continuously differentiable", "not zero"],
    "tangent line": ["where that derivative exists"],
    "autograd": ["Where these operations are differentiable"],
    "linear map": ["for all vectors"],
    "matrix product": ["with n rows"],
    "adjacency matrix": ["directed graph", "0 if none does"],
    "flop": ["By the usual count"],
    "determinant": ["Of a square matrix", "negative if it flips orientation"],
    "rank": ["linearly independent"],
    "inverse matrix": ["Of a square matrix", "if there is one"],
    "singular matrix": ["A square matrix", "nonzero vector"],
    "saddle point": ["neither a local minimum nor a local maximum"],
}


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_definition_keeps_the_conditions_that_make_it_true(glossary, name):
    text = glossary.by_name[name].text
    assert [words for words in CONDITIONS[name] if words not in text] == []


def test_descent_on_a_convex_function_needs_a_small_step_and_a_minimum_to_go_to(glossary):
    note = glossary.by_name["convex function"].note
    assert "small enough {term}`learning rate`" in note and "if the function has one" in note


def test_every_term_says_where_it_is_explained_and_belongs_to_a_topic(glossary):
    assert [t.name for t in glossary.terms if not (t.list_of("defined") and t.text_of("topic"))] \
        == []


def test_the_lock_holds_every_term_as_it_is(root, glossary):
    lock = term_lock.read(root)
    assert term_lock.outdated(lock, glossary) == []
    assert term_lock.vanished(lock, glossary) == []
    codes = sorted({entry.code for entry in lock.entries.values()})
    assert codes == [f"DH-{number:04}" for number in range(1, len(codes) + 1)]  # none taken away
    assert len({lock.of(term).code for term in glossary.terms}) == len(glossary.terms)


def test_the_book_tells_one_version(root):
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == press.__version__ == citations.read(root).version
