"""The book's own answers, slips and numbers are right; and were one wrong, it would be told.

Each chapter runs once. At every question and number the prover is asked twice: about what the
author wrote, and about copies in which one thing has another value. It must be silent about the
first and complain about each of the others.
"""

from __future__ import annotations

import contextlib
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pytest
from press.core import chapters, prove, toc
from press.core.chapters import Cell, Number
from press.core.mistakes import Mistake
from press.core.quizzes import Blank, Kind, Question

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Examined:
    """A chapter after its one run."""

    chapter: chapters.Chapter
    mistakes: list[Mistake] = field(default_factory=list)
    mutants: int = 0
    survivors: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def proved(request) -> Examined:
    """The chapter, run once and examined."""
    matplotlib.use("Agg")
    result = Examined(chapters.read(ROOT / request.param, ROOT))
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for part in result.chapter.parts:
        if isinstance(part, Cell):
            prove.run(part, result.chapter.path, namespace)
        elif isinstance(part, Question | Number):
            examine(part, namespace, result)
    return result


def examine(part: Question | Number, namespace: dict[str, Any], result: Examined) -> None:
    """Ask the prover about a part and about its mutants, with the namespace as it stands."""
    def ask(about: Question | Number) -> list[Mistake]:
        proof = prove.Proof()
        prove.prove_part(about, result.chapter, namespace, proof)
        return proof.mistakes

    result.mistakes += ask(part)
    mutate = mutants_of_number if isinstance(part, Number) else mutants_of_question
    for what, line, mutant in mutate(part, namespace):
        result.mutants += 1
        if not any(mistake.line == line for mistake in ask(mutant)):
            result.survivors.append(f"{result.chapter.path}:{line}: {what}")


Mutant = tuple[str, int, Question | Number]


def value(expression: str, namespace: dict[str, Any]) -> Any:
    """An expression's value as plain Python or NumPy."""
    found = eval(expression, dict(namespace))
    return found.detach().numpy() if hasattr(found, "detach") else found


def literal(entry: Any) -> str:
    """An expression for a value."""
    if isinstance(entry, list):
        return f"[{', '.join(map(literal, entry))}]"
    return repr(entry) if not isinstance(entry, float) or math.isfinite(entry) \
        else f"float('{entry}')"


def moved(found: Any, by: Any) -> str:
    """An expression for a number or an array of which the last entry is another."""
    array = np.array(found, dtype=float)
    last = array[(-1,) * array.ndim]
    array[(-1,) * array.ndim] = last + by(float(last)) if np.isfinite(last) else 0.0
    return literal(array.tolist())


def mutants_of_number(number: Number, namespace: dict[str, Any]) -> Iterator[Mutant]:
    """The expression gives something else than the text says."""
    found = value(number.expression, namespace)
    if isinstance(found, bool | np.bool_):
        other = repr(not found)
    elif isinstance(found, str):
        other = repr(f"not {found}")
    else:
        other = moved(found, lambda entry: 10 * (abs(entry) + 1))
    yield f"{number.text} <{other}>", number.line, replace(number, expression=other)


def mutants_of_question(q: Question, namespace: dict[str, Any]) -> Iterator[Mutant]:
    """Each key, each slip and each mark in turn says something else."""
    for i, blank in enumerate(q.blanks):
        for what, line, other in mutants_of_blank(blank, q, namespace):
            blanks = (*q.blanks[:i], other, *q.blanks[i + 1:])
            yield f"{q.label}: {what}", line, replace(q, blanks=blanks)
    if q.key and q.choices:
        for i, choice in enumerate(q.choices):
            other = replace(choice, right=not choice.right)
            yield (f"{q.label}: the mark of {choice.expression}", choice.line,
                   replace(q, choices=(*q.choices[:i], other, *q.choices[i + 1:])))
            if not choice.right:
                yield (f"{q.label}: the key {choice.expression}", choice.line,
                       replace(q, key=choice.expression))


def mutants_of_blank(blank: Blank, q: Question, namespace: dict[str, Any]
                     ) -> Iterator[tuple[str, int, Blank]]:
    """The key has another value than the oracle; or a slip has the value of the key."""
    for other in other_keys(blank, namespace):
        yield f"the key {other}", blank.line, replace(blank, expression=other)
    answer = blank.expression if blank.kind is not Kind.TRACE else repr(printed_by(q, namespace))
    for i, slip in enumerate(blank.slips):
        twin = replace(slip, expression=answer)
        yield (f"the slip {answer}", slip.line,
               replace(blank, slips=(*blank.slips[:i], twin, *blank.slips[i + 1:])))


def other_keys(blank: Blank, namespace: dict[str, Any]) -> list[str]:
    """Expressions whose value is not that of the blank; none where it has no oracle."""
    if not blank.oracle:
        return []
    if blank.kind is Kind.FORMULA:
        return [f"({blank.expression}) + 1", f"({blank.expression}) + 0.1 * {blank.variables[-1]}",
                f"1.1 * ({blank.expression}) + 0.1"]
    if blank.kind is Kind.TEXT:
        return ["'surely not this'"]
    if blank.kind is Kind.TRACE:
        return []
    found = value(blank.expression, namespace)
    if blank.kind is Kind.SHAPE:
        sizes = tuple(found) if isinstance(found, tuple | list) else (found,)
        return [repr((*sizes[:-1], sizes[-1] + 1)) if sizes else "(1,)", repr((*sizes, 1))]
    tolerance = blank.tolerance

    def beyond(entry: float) -> float:
        return 3 * (tolerance.size * abs(entry) if tolerance.relative else tolerance.size) + 1e-6

    keys = [moved(found, beyond), moved(found, lambda entry: -beyond(entry)),
            moved(found, lambda entry: 1 + beyond(entry))]
    return keys if blank.kind is Kind.NUMBER else [*keys, f"[{keys[0]}]"]


def printed_by(q: Question, namespace: dict[str, Any]) -> str:
    """What a question's own block prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(q.code, dict(namespace))
    return out.getvalue()


def test_every_answer_slip_and_number_of_a_chapter_agrees_with_its_oracle(proved):
    assert [str(mistake) for mistake in proved.mistakes] == []


def test_every_answer_slip_and_number_of_a_chapter_would_be_told_if_it_were_wrong(proved):
    assert proved.survivors == []
    blanks = sum(len(q.blanks) for q in proved.chapter.questions)
    assert proved.mutants >= blanks + len(proved.chapter.numbers)


def test_every_question_of_a_chapter_that_names_a_section_names_one_that_exists(proved):
    targets = {target for path in toc.sources(ROOT)
               for target in re.findall(r"^\(([\w-]+)\)=$", path.read_text("utf-8"), re.M)}
    lost = {q.label: q.section for q in proved.chapter.questions
            if q.section and q.section not in targets}
    assert lost == {}
