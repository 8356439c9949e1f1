"""Run a chapter and hold every answer, slip and number in it to its oracle."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import traceback
import warnings
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from press.core import chapters, live, live_runner, markdown, values
from press.core.chapters import Cell, Chapter, Number
from press.core.mistakes import Mistake, Mistakes
from press.core.quizzes import Blank, Choice, Kind, Question, Solution

Namespace = dict[str, Any]
Answer = dict[str, Any]


@dataclass
class Proof:
    """What running a chapter shows.

    Attributes:
        answers: for each question's label, what its key prints and what a page checks against.
        outputs: what each cell printed, in order.
        mistakes: everything that does not agree.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    outputs: list[str] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


def prove(chapter: Chapter) -> Proof:
    """Run the chapter's cells in one namespace and evaluate all that stands between them.

    Raises:
        Mistakes: a cell raised; nothing below it can be proved.
    """
    proof = Proof()
    namespace: Namespace = {"__name__": "__main__"}
    for part in chapter.parts:
        if isinstance(part, Cell):
            proof.outputs.append(run(part, chapter.path, namespace))
        else:
            prove_part(part, chapter, namespace, proof)
    return proof


def run(cell: Cell, path: str, namespace: Namespace) -> str:
    """Run one cell; return what it printed.

    Raises:
        Mistakes: the cell raised; the mistake names the line of the chapter.
    """
    printed = io.StringIO()
    try:
        # The empty lines make Python count as the chapter does.
        code = compile("\n" * (cell.line - 1) + cell.source, path, "exec")
        with contextlib.redirect_stdout(printed), warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*non-interactive.*")
            exec(code, namespace)
    except SyntaxError as error:
        raise Mistakes([_raised(error, path, error.lineno or cell.line)]) from error
    except (Exception, SystemExit) as error:
        lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == path]
        raise Mistakes([_raised(error, path, lines[-1] if lines else cell.line)]) from error
    finally:
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].close("all")
    return printed.getvalue()


def _raised(error: BaseException, path: str, line: int | None) -> Mistake:
    first = str(error).splitlines()[0] if str(error) else ""
    return Mistake(path, line or 1, f"this cell raised {type(error).__name__}: {first}",
                   "correct the cell so that it runs after those above it")


def prove_part(part: Any, chapter: Chapter, namespace: Namespace, proof: Proof) -> None:
    """Prove one question or number as the namespace stands; other parts prove nothing."""
    examiner = _Examiner(chapter.path, namespace, proof.mistakes)
    if isinstance(part, Number):
        examiner.number(part)
    elif isinstance(part, Question):
        answer = examiner.question(part, solution_of(part, chapter))
        if part.kind == "coding":
            answer["prelude"] = live.prelude(chapter.parts, part)
        proof.answers[part.label] = answer


def finished(question: Question, chapter: Chapter) -> str | None:
    """The finished code of a coding exercise."""
    return markdown.code_block(solution_of(question, chapter), "python")


def solution_of(question: Question, chapter: Chapter) -> str:
    """The source of the question's ``{solution}``."""
    return next(
        (p.body for p in chapter.parts
         if isinstance(p, Solution) and p.label == question.label), ""
    )


@dataclass
class _Examiner:
    """Evaluates one part and writes down what does not agree."""

    path: str
    namespace: Namespace
    mistakes: list[Mistake]

    def wrong(self, line: int, what: str, instead: str) -> None:
        self.mistakes.append(Mistake(self.path, line, what, instead))

    def attempt(self, line: int, expression: str, compute: Callable[[], Any]) -> Any:
        """The value, or None with a mistake written down where computing it raises."""
        try:
            value = compute()
            if value is None:
                raise TypeError("it gives no value")
            return value
        except (Exception, SystemExit) as error:  # noqa: BLE001 - an author's expression may raise anything
            self.wrong(line, f"`{expression}` raised {type(error).__name__}: {error}",
                       "write an expression of names that the cells above define")
            return None

    def number(self, number: Number) -> None:
        value = self.evaluate(number.line, number.expression)
        if value is None:
            return
        difference = self.attempt(number.line, number.expression,
                                  lambda: values.disagreement(number.text, value) or "")
        if difference:
            self.wrong(number.line,
                       f"the text says {number.text}, but of `{number.expression}` {difference}",
                       "correct the text or the expression")

    def evaluate(self, line: int, expression: str) -> Any:
        """The value of an expression, or None with a mistake written down."""
        return self.attempt(line, expression, lambda: values.evaluate(expression, self.namespace))

    def question(self, q: Question, solution: str) -> Answer:
        answer: Answer = {"kind": q.kind}
        if q.kind == "coding":
            self.coding(q, solution)
            answer["checks"] = [{"title": check.title, "code": check.code} for check in q.checks]
            answer["slips"] = [{"shown": slip.title, "when": slip.when} for slip in q.mishaps]
        elif q.kind == "order":
            answer["steps"] = len(q.steps)
        elif q.choices:
            answer["right"] = [choice.right for choice in q.choices]
            if q.key:
                self.choices(q)
        else:
            answer["blanks"] = [self.blank(blank, q) for blank in q.blanks]
        return answer

    def choices(self, q: Question) -> None:
        key = self.evaluate(q.line, q.key)
        seen: list[tuple[Any, Choice]] = []
        for choice in q.choices:
            value = self.evaluate(choice.line, choice.expression)
            if value is None or key is None:
                continue
            if _alike(value, key) != choice.right:
                self.wrong(choice.line,
                           f"`{choice.expression}` is {value} and the key {key}, yet the choice "
                           f"is marked {'right' if choice.right else 'wrong'}",
                           "correct the mark, the key or the choice")
            twin = next((c for v, c in seen if _alike(v, value)), None)
            if twin:
                self.wrong(choice.line, f"this choice and that of line {twin.line} are both "
                           f"{value}", "change one of them")
            seen.append((value, choice))

    def blank(self, blank: Blank, q: Question) -> Answer:
        if blank.kind is Kind.TRACE:
            key: Any = self.attempt(q.line, "the traced code", lambda: self.trace(q))
        else:
            key = self.value(blank, blank.expression, blank.line)
        if key is None:
            return {}
        if blank.oracle:
            self.oracle(blank, key)
        slips = self.slips(blank, key)
        answer: Answer = {
            "kind": str(blank.kind),
            "shown": blank.expression if blank.kind is Kind.FORMULA
            else values.show(blank.kind, key),
            "value": values.plain(blank.kind, key),
            "slips": slips,
        }
        if blank.kind in (Kind.NUMBER, Kind.VECTOR):
            answer["tolerance"] = {"size": blank.tolerance.size,
                                   "relative": blank.tolerance.relative}
        if blank.kind is Kind.FORMULA:
            answer["values"] = answer.pop("value")
            answer["variables"] = list(blank.variables)
            answer["points"] = values.sample_points(blank.variables).tolist()
        return answer

    def value(self, blank: Blank, expression: str, line: int) -> Any:
        return self.attempt(line, expression,
                            lambda: values.value_of(blank, expression, self.namespace))

    def trace(self, q: Question) -> str:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(q.code or "", "<question>", "exec"), dict(self.namespace))
        return printed.getvalue().strip()

    def oracle(self, blank: Blank, key: Any) -> None:
        if blank.kind is Kind.TRACE:
            expected: Any = self.attempt(blank.line, blank.oracle, lambda: str(
                values.evaluate(blank.oracle, self.namespace)))
        else:
            expected = self.value(blank, blank.oracle, blank.line)
        if expected is None or values.same(blank.kind, expected, key, blank.tolerance):
            return
        if blank.kind is Kind.FORMULA:
            detail = "differ at some of the points where they are compared"
        else:
            detail = (f"give {values.show(blank.kind, key)} "
                      f"and {values.show(blank.kind, expected)}")
        self.wrong(blank.line, f"the answer `{blank.expression}` and its oracle "
                   f"`{blank.oracle}` {detail}", "correct the one that is wrong")

    def slips(self, blank: Blank, key: Any) -> list[Answer]:
        kept: list[Answer] = []
        seen: list[tuple[Any, int]] = []
        for slip in blank.slips:
            value = self.value(_as_typed(blank), slip.expression, slip.line)
            if value is None:
                continue
            if values.same(blank.kind, key, value, blank.tolerance):
                self.wrong(slip.line, f"the slip `{slip.expression}` counts as the right answer",
                           "remove it, or narrow `:tolerance:`")
            twin = next((line for v, line in seen
                         if values.same(blank.kind, v, value, blank.tolerance)), None)
            if twin:
                self.wrong(slip.line, f"the slip `{slip.expression}` cannot be told from that of "
                           f"line {twin}", "remove one of them")
            seen.append((value, slip.line))
            shown = (slip.expression if blank.kind is Kind.FORMULA
                     else values.show(blank.kind, value))
            kept.append({"shown": shown, "value": values.plain(blank.kind, value)})
        return kept

    def coding(self, q: Question, solution: str) -> None:
        finished = markdown.code_block(solution, "python")
        if finished is None:
            self.wrong(q.line, f"the solution of {q.label} has no `python` block",
                       "put the finished code there")
            return
        results = [live_runner.checked(code, [check.code for check in q.checks],
                                       [slip.when for slip in q.mishaps], self.namespace)
                   for code in live.answers(q, finished)]
        self.mistakes += live.disagreements(q, results, self.path)


def _as_typed(blank: Blank) -> Blank:
    """A trace's slips are expressions that give text."""
    if blank.kind is not Kind.TRACE:
        return blank
    return Blank(blank.expression, Kind.TEXT, "", blank.tolerance, (), "", "", (), blank.line)


def _alike(a: Any, b: Any) -> bool:
    """Whether two choices' values are the same; those of different shapes never are."""
    try:
        x, y = values.array(a), values.array(b)
    except (TypeError, ValueError):
        return bool(a == b)
    return x.shape == y.shape and np.allclose(x, y, rtol=1e-3, atol=1e-9, equal_nan=True)


def between(page: Chapter, count: int) -> list[Number | Question]:
    """What is to be proved after the first ``count`` cells and before the next."""
    seen = 0
    parts: list[Number | Question] = []
    for part in page.parts:
        if isinstance(part, Cell):
            seen += 1
        elif seen == count and isinstance(part, Number | Question):
            parts.append(part)
    return parts


def in_kernel(namespace: Namespace, text: str, path: str, count: int) -> str:
    """Prove one stretch of a chapter, inside the kernel that runs it. JSON out.

    The text is handed over, since the file may have been saved again while its cells run.
    """
    page = _parsed(text, path)
    proof = Proof()
    for part in between(page, count):
        prove_part(part, page, namespace, proof)
    mistakes = [asdict(mistake) for mistake in proof.mistakes]
    return json.dumps({"answers": proof.answers, "mistakes": mistakes})


@lru_cache(maxsize=1)
def _parsed(text: str, path: str) -> Chapter:
    return chapters.parse(text, path)
