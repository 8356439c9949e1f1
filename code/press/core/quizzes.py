"""Questions: what an author writes, parsed and checked. Answers are expressions."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from types import MappingProxyType

from press.core import markdown
from press.core.markdown import Directive
from press.core.mistakes import Mistake

_MARK = re.compile(r"\[([ xX])\]\s+")
_NUM = re.compile(r"\{num\}`(.+?)\s*<(.+?)>`", re.DOTALL)
_SLIP = re.compile(r"`+(.+?)`+")


class Kind(StrEnum):
    """What a reader types into a blank."""

    NUMBER = "number"
    VECTOR = "vector"
    SHAPE = "shape"
    FORMULA = "formula"
    TEXT = "text"
    TRACE = "trace"


# Kinds whose key must be reached in a second, independent way.
NEEDS_ORACLE = frozenset({Kind.NUMBER, Kind.VECTOR, Kind.SHAPE, Kind.FORMULA})

_BLANK_OPTIONS = frozenset({"kind", "tolerance", "oracle", "variables", "unit", "prompt"})
_EXERCISE_OPTIONS = frozenset({"label", "class", "section", "key", "hint", "nonumber"})


@dataclass(frozen=True)
class Tolerance:
    """How far a typed number may be off: absolute, or relative to the key."""

    size: float
    relative: bool

    def around(self, key: float) -> float:
        """The tolerance in units of the key, never below rounding error."""
        size = self.size * abs(key) if self.relative else self.size
        return max(size, 1e-9 * max(1.0, abs(key)))


@dataclass(frozen=True)
class Slip:
    """A wrong answer that readers do give, and what to tell them."""

    expression: str
    feedback: str
    line: int


@dataclass(frozen=True)
class Blank:
    """A typed answer: an expression, a second way to it, and the known slips."""

    expression: str
    kind: Kind
    oracle: str
    tolerance: Tolerance
    variables: tuple[str, ...]
    unit: str
    prompt: str
    slips: tuple[Slip, ...]
    line: int


@dataclass(frozen=True)
class Choice:
    """One choice. ``expression`` is empty for an idea."""

    text: str
    right: bool
    feedback: str
    expression: str
    line: int

    @property
    def shown(self) -> str:
        """The text as a reader sees it: of a proven number its digits alone."""
        return _NUM.sub(r"\1", self.text)


@dataclass(frozen=True)
class Check:
    """What a reader's code must do: Python whose last expression is true when it does."""

    title: str
    code: str
    line: int


@dataclass(frozen=True)
class Mishap:
    """A slip that readers do make in code.

    ``when`` is true of a reader's code that has it; ``code`` is an answer that has it, for the
    proof.
    """

    title: str
    when: str
    code: str
    line: int


@dataclass(frozen=True)
class Question:
    """An exercise of class ``quiz``, with what it takes to check an answer to it."""

    label: str
    title: str
    classes: frozenset[str]
    section: str
    key: str
    choices: tuple[Choice, ...]
    blanks: tuple[Blank, ...]
    steps: tuple[str, ...]
    code: str | None
    line: int
    checks: tuple[Check, ...] = ()
    mishaps: tuple[Mishap, ...] = ()

    @property
    def kind(self) -> str:
        """``choice``, ``choices``, ``order``, ``coding``, or the kind of the first blank."""
        for name in ("order", "coding"):
            if name in self.classes:
                return name
        if self.choices:
            return "choices" if sum(choice.right for choice in self.choices) > 1 else "choice"
        return str(self.blanks[0].kind)


@dataclass(frozen=True)
class Solution:
    """The worked answer that stands below its question."""

    label: str
    body: str
    line: int
    body_line: int


def question(directive: Directive, path: str) -> Question | None:
    """Parse an ``{exercise}``; None where it is not of class ``quiz``.

    Raises:
        Mistake: the first thing in it that breaks the rules of ``book/README.md``.
    """
    classes = frozenset(str(directive.options.get("class", "")).split())
    if "quiz" not in classes:
        return None
    unknown = sorted(set(directive.options) - _EXERCISE_OPTIONS)
    if unknown:
        raise Mistake(path, directive.line, f"an exercise has no option `:{unknown[0]}:`",
                      "use " + ", ".join(f"`:{name}:`" for name in sorted(_EXERCISE_OPTIONS)))
    parsed = Question(
        label=str(directive.options.get("label", "")),
        title=directive.argument,
        classes=classes,
        section=str(directive.options.get("section", "")),
        key=str(directive.options.get("key", "")),
        choices=_choices(directive, path),
        blanks=_blanks(directive, path),
        steps=_steps(directive) if "order" in classes else (),
        code=markdown.code_block(directive.body, "python"),
        line=directive.line,
        checks=_checks(directive, path),
        mishaps=_mishaps(directive, path),
    )
    _check(parsed, path)
    return parsed


def _choices(directive: Directive, path: str) -> tuple[Choice, ...]:
    found = []
    items = markdown.list_items(directive.body, directive.body_line, "bullet")
    marks = [_MARK.match(item.first) for item in items]
    if not any(marks):
        return ()
    for item, mark in zip(items, marks, strict=True):
        if not mark:
            raise Mistake(path, item.line, "a choice has no box",
                          "begin it with `[ ]`, or with `[x]` if it is right")
        text = item.first[mark.end():]
        if not item.rest:
            raise Mistake(path, item.line, "a choice has no feedback",
                          "say why below it, indented, after an empty line")
        values = _NUM.findall(text)
        expression = values[0][1] if len(values) == 1 else ""
        found.append(Choice(text, mark[1] != " ", item.rest, expression, item.line))
    return tuple(found)


def _steps(directive: Directive) -> tuple[str, ...]:
    items = markdown.list_items(directive.body, directive.body_line, "ordered")
    return tuple(item.first + item.rest for item in items)


def _inside(directive: Directive, name: str) -> list[Directive]:
    """The directives of a name that stand right inside another."""
    inner = (markdown.directive_of(t, directive.body_line) for t in markdown.tokens(directive.body))
    return [block for block in inner if block and block.name == name]


def _blanks(directive: Directive, path: str) -> tuple[Blank, ...]:
    return tuple(_blank(block, path) for block in _inside(directive, "blank"))


def _checks(directive: Directive, path: str) -> tuple[Check, ...]:
    """The checks of a coding exercise; `:key:` is the short form of a single one."""
    found = [_check_of(block, path) for block in _inside(directive, "check")]
    key = str(directive.options.get("key", ""))
    if key and "coding" in str(directive.options.get("class", "")).split():
        if found:
            raise Mistake(path, directive.line, "an exercise has both a `:key:` and a `{check}`",
                          "keep the checks, each with its title")
        found = [Check("It does what is asked", key, directive.line)]
    return tuple(found)


def _check_of(block: Directive, path: str) -> Check:
    if not block.argument or not block.body.strip():
        raise Mistake(path, block.line, "a check has no title, or no code",
                      "write `:::{check} What the answer must do`, and below it Python that ends "
                      "in an expression")
    return Check(block.argument, block.body, block.line)


def _mishaps(directive: Directive, path: str) -> tuple[Mishap, ...]:
    found = []
    for block in _inside(directive, "slip"):
        when = str(block.options.get("when", ""))
        code = markdown.code_block(block.body, "python")
        if not (block.argument and when and code):
            raise Mistake(path, block.line, "a slip is not complete",
                          "write `:::{slip} Its name`, `:when:` with an expression that is true of "
                          "code with the slip, what to tell the reader, and such code in a "
                          "```python block")
        found.append(Mishap(block.argument, when, code, block.line))
    return tuple(found)


def _blank(block: Directive, path: str) -> Blank:
    def wrong(what: str, instead: str, line: int = block.line) -> Mistake:
        return Mistake(path, line, what, instead)

    unknown = sorted(set(block.options) - _BLANK_OPTIONS)
    if unknown:
        raise wrong(f"a blank has no option `:{unknown[0]}:`",
                    "use " + ", ".join(f"`:{name}:`" for name in sorted(_BLANK_OPTIONS)))
    name = str(block.options.get("kind", "number"))
    if name not in set(Kind):
        raise wrong(f"no kind of answer is called `{name}`",
                    "write one of " + ", ".join(f"`{kind}`" for kind in Kind))
    kind = Kind(name)
    oracle = str(block.options.get("oracle", ""))
    if kind is Kind.TRACE and block.argument:
        raise wrong("a trace takes no expression",
                    "leave it out: the key is what the question's `python` block prints")
    if kind is not Kind.TRACE and not block.argument:
        raise wrong("a blank has no answer",
                    "write the expression that computes it: `:::{blank} 2 * 3`")
    if kind in NEEDS_ORACLE and not oracle:
        raise wrong("a blank has no oracle",
                    "add `:oracle:` with a second, independent expression for the same answer")
    if kind in NEEDS_ORACLE and oracle.replace(" ", "") == block.argument.replace(" ", ""):
        raise wrong("the oracle repeats the answer", "reach the same value in another way")
    variables = tuple(str(block.options.get("variables", "")).split())
    if kind is Kind.FORMULA and not variables:
        raise wrong("a formula has no variables", "name them: `:variables: x y`")
    slips = []
    for term, feedback, line in markdown.definitions(block.body, block.body_line):
        match = _SLIP.fullmatch(term.strip())
        if not match:
            raise wrong(f"a slip is not an expression: {term}",
                        "write the wrong answer's expression between backticks", line)
        slips.append(Slip(match[1].strip(), feedback, line))
    stray = next((token.map[0] for token in markdown.tokens(block.body)
                  if token.map and token.level == 0 and token.type != "dl_open"), None)
    if stray is not None:
        raise wrong("a blank's body holds slips, and this is none", "write each as "
                    "`` `expression` `` with `: feedback` below it", block.body_line + stray)
    return Blank(block.argument, kind, oracle, _tolerance(block, path), variables,
                 str(block.options.get("unit", "")), str(block.options.get("prompt", "")),
                 tuple(slips), block.line)


def _tolerance(block: Directive, path: str) -> Tolerance:
    text = str(block.options.get("tolerance", "0.5%")).strip()
    relative = text.endswith("%")
    try:
        size = float(text.removesuffix("%"))
    except ValueError:
        size = math.nan
    if not 0 <= size < math.inf:
        raise Mistake(path, block.line, f"`{text}` is not a tolerance",
                      "write `0.005` for absolute, `1%` for relative")
    return Tolerance(size / 100 if relative else size, relative)


def _check(q: Question, path: str) -> None:
    def wrong(what: str, instead: str, line: int = q.line) -> Mistake:
        return Mistake(path, line, what, instead)

    if not q.label.startswith("q-"):
        raise wrong(f"the question's label is `{q.label}`" if q.label else
                    "the question has no label", "write `:label: q-…`, unique in the book")
    answers = [bool(q.choices), bool(q.blanks), bool(q.steps), "coding" in q.classes]
    if sum(answers) != 1:
        raise wrong(f"{q.label} asks in {sum(answers)} ways",
                    "give it choices, or blanks, or (class `order`) a numbered list, "
                    "or (class `coding`) a starter")
    if not q.section and q.classes & {"self-check", "review"}:
        raise wrong(f"{q.label} does not say what it tests", "add `:section: sec-…`")
    if q.choices:
        _check_choices(q, wrong)
    if "order" in q.classes and len(q.steps) < 3:
        raise wrong(f"{q.label} has fewer than three steps to order", "add steps")
    if len(set(q.steps)) < len(q.steps):
        raise wrong(f"two steps of {q.label} are the same", "make each step differ")
    if "coding" in q.classes and not (q.code and q.checks):
        raise wrong(f"{q.label} cannot be checked",
                    "give it a starter `python` block and a `{check}`, or a `:key:`")
    if "coding" not in q.classes and (q.checks or q.mishaps):
        raise wrong(f"{q.label} is checked by running it, but is no coding exercise",
                    "add `coding` to its class")
    if any(blank.kind is Kind.TEXT and not blank.oracle for blank in q.blanks) \
            and "idea" not in q.classes:
        raise wrong(f"{q.label} has neither an oracle nor the mark of an idea",
                    "add `:oracle:` to the blank, or `idea` to the class")
    if any(blank.kind is Kind.TRACE for blank in q.blanks) and not q.code:
        raise wrong(f"{q.label} traces nothing", "give it a `python` block")


def _check_choices(q: Question, wrong: Callable[..., Mistake]) -> None:
    if len(q.choices) < 2:
        raise wrong(f"{q.label} has one choice", "add the slips as further choices")
    right = sum(choice.right for choice in q.choices)
    if right == 0:
        raise wrong(f"{q.label} has no right choice", "mark it with `[x]`")
    if right == len(q.choices):
        raise wrong(f"every choice of {q.label} is right", "mark the wrong ones with `[ ]`")
    valued = [bool(choice.expression) for choice in q.choices]
    if "idea" in q.classes:
        if q.key:
            raise wrong(f"{q.label} is an idea with a key", "drop `:key:` or `idea`")
    elif not all(valued) or not q.key:
        raise wrong(f"{q.label} has neither an expression for each choice and a key, "
                    "nor the mark of an idea",
                    "write {num}`4 <2 * 2>` in each choice and `:key:`, or `idea` in the class")


def mistakes_together(
    questions: list[Question], solutions: list[Solution], path: str
) -> list[Mistake]:
    """What is wrong between the questions and solutions of one chapter."""
    found = []
    seen: dict[str, int] = {}
    for q in questions:
        if q.label in seen:
            found.append(Mistake(path, q.line, f"label {q.label} is taken by line {seen[q.label]}",
                                 "choose another"))
        seen[q.label] = q.line
    solved = {solution.label: solution.line for solution in solutions}
    for q in questions:
        if q.label not in solved:
            found.append(Mistake(path, q.line, f"{q.label} has no solution",
                                 f"add `:::{{solution}} {q.label}` below it"))
        elif solved[q.label] < q.line:
            found.append(Mistake(path, solved[q.label], f"the solution stands above {q.label}",
                                 "move it below the question"))
    return found


def duplicate_labels(
    questions: dict[str, list[Question]], taken: Mapping[str, str] = MappingProxyType({})
) -> list[Mistake]:
    """Labels that two chapters share.

    ``questions`` maps a chapter's path to its questions; ``taken``, the labels of chapters that
    have not been read again to their paths.
    """
    found = []
    owner = dict(taken)
    for path in sorted(questions, key=PurePosixPath):
        for q in questions[path]:
            if q.label in owner and owner[q.label] != path:
                found.append(Mistake(path, q.line,
                                     f"label {q.label} is taken in {owner[q.label]}",
                                     "choose another"))
            owner.setdefault(q.label, path)
    return found
