"""A question in a notebook: its words, a cell for the answer, a folded cell that checks it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes

from press.core import live, notebooks
from press.core.escape import indented
from press.core.notebooks import Cell
from press.notebook.place import line_of
from press.questions.nodes import (
    blank,
    choice,
    choice_list,
    clue,
    section_around,
    slip,
    steps,
    tests,
    worked,
)
from press.questions.printed import LETTERS, key_of, reasons_of, shuffled

if TYPE_CHECKING:
    from press.notebook.markdown import Writer

SHOW = 'show_answer = False  #@param {type:"boolean"}'
EMPTY = "No answer yet: write it into the cell above, run that cell, then this one."

# What a reader writes in place of the three dots.
WANTED = {
    "number": "a number",
    "vector": "a list of numbers, as in [0.5, 2]",
    "matrix": "a list of rows, as in [[1, 2], [3, 4]]",
    "shape": "a shape, as in (2, 3)",
    "text": "words between quotes",
    "trace": "what it prints, between quotes",
    "lines": 'what it prints, between three quotes: """…"""',
    "formula": "a formula in Python, as in x**2 + 1",
    "choice": "a letter between quotes",
    "choices": 'letters between quotes, as in "A, B"',
    "order": 'letters between quotes, as in "A, B, C"',
    "coding": "code that runs, and run its cell",
}


def question_cells(writer: Writer, node: nodes.Element, title: str, name: str) -> list[Cell]:
    """The cells of a question in its neutral form; ``name`` is the variable of its answer."""
    line = line_of(node)
    body, starter = _words(writer, node)
    blanks = list(_blanks(writer, node))
    answer = Cell("code", starter if starter is not None else _answer_cell(name, node, blanks),
                  line)
    typed = "[globals()]" if node["kind"] == "coding" else \
        name if len(blanks) > 1 else f"[{name}]"
    guess = "your guess" if "predict" in node["classes"] else "your answer"
    short = title.partition(" · ")[0]
    check = (f'{SHOW}\ncheck_answer("""\n{encoded(_known(writer, node, blanks))}\n""", '
             f"{typed}, show_answer)")
    return [Cell("markdown", "\n\n".join([f"**{title}**", *body]), line), answer,
            notebooks.form(f"{short}: check {guess}", check, line)]


def encoded(known: dict[str, Any]) -> str:
    """JSON in base64, in lines: not a secret, but not read by accident."""
    text = json.dumps(known, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return base64.encodebytes(text.encode()).decode().strip()


def _words(writer: Writer, node: nodes.Element) -> tuple[list[str], str | None]:
    """The question's text, and the starter of a coding question."""
    body: list[str] = []
    starter = None
    blanks = 0
    for child in node.children[1:]:
        if isinstance(child, choice_list):
            body.append(_lettered(writer, [[one.children[0]] for one in child.children]))
        elif isinstance(child, steps):
            order = shuffled(child.children, node["label"])
            body.append(_lettered(writer, [child.children[i].children for i in order]))
        elif isinstance(child, blank):
            blanks += 1
            body += _prompt(writer, child, blanks, len(list(node.findall(blank))))
        elif node["kind"] == "coding" and isinstance(child, nodes.literal_block):
            starter = child.astext()
        elif not isinstance(child, clue | slip | worked | tests):
            body.append(writer.text([child]))
    return [part for part in body if part], starter


def _lettered(writer: Writer, items: list[Any]) -> str:
    return "\n".join(indented(f"**{letter}.** {writer.text(item)}", "- ")
                     for letter, item in zip(LETTERS, items, strict=False))


def _prompt(writer: Writer, node: nodes.Element, place: int, count: int) -> list[str]:
    """The line with prompt and unit, where an author gave either or there are several blanks."""
    prompt, unit = (writer.inline(part.children) for part in node.children[:2])  # type: ignore[attr-defined]
    if not prompt and not unit and count == 1:
        return []
    return [" ".join(part for part in
                     (f"({place})" if count > 1 else "", prompt, "…", unit) if part)]


def _answer_cell(name: str, node: nodes.Element, blanks: list[dict[str, Any]]) -> str:
    if node["kind"] == "choice":
        letters = ", ".join(f'"{letter}"' for letter in
                            LETTERS[:len(list(node.findall(choice)))])
        return f'{name} = ""  #@param ["", {letters}]'
    if node["kind"] in ("choices", "order"):
        return f'{name} = ""  # {blanks[0]["wanted"]}'
    if len(blanks) == 1:
        return f"{name} = {_dots(blanks[0])}  # {blanks[0]['wanted']}"
    lines = [f"    {_dots(one)},  # ({i}) {one['wanted']}" for i, one in enumerate(blanks, 1)]
    return "\n".join([f"{name} = [", *lines, "]"])


def _dots(one: dict[str, Any]) -> str:
    return f"lambda {', '.join(one['variables'])}: ..." if one["kind"] == "formula" else "..."


def _blanks(writer: Writer, node: nodes.Element) -> Iterator[dict[str, Any]]:
    """What the notebook compares each answer with."""
    kind = node["kind"]
    if kind in ("choice", "choices"):
        yield _choices(writer, node)
    elif kind == "order":
        yield _unslipped(kind, key_of(node)[0].astext())
    elif kind == "coding":
        yield _unslipped(kind, live.one_expression(
            [check["code"] for check in node["checks"]["checks"]]))
    for field in node.findall(blank):
        key = field["key"]
        slips = [{"value": known["value"], "says": writer.text(one.children)}
                 for one, known in zip(field.findall(slip), key.get("slips", []), strict=False)]
        known = {"kind": key["kind"], "value": key.get("values", key.get("value")), "slips": slips,
                 "wanted": WANTED[_form(key)]}
        yield known | {name: key[name] for name in ("tolerance", "variables", "points")
                       if name in key}


def _unslipped(kind: str, value: str) -> dict[str, Any]:
    return {"kind": kind, "value": value, "slips": [], "wanted": WANTED[kind]}


def _form(key: dict[str, Any]) -> str:
    """The key of :data:`WANTED` for a blank."""
    if key["kind"] == "vector" and isinstance(key["value"][0], list):
        return "matrix"
    return "lines" if key["kind"] == "trace" and "\n" in key["value"] else str(key["kind"])


def _choices(writer: Writer, node: nodes.Element) -> dict[str, Any]:
    found = list(zip(LETTERS, node.findall(choice), strict=False))
    says = {letter: writer.text(one.children[1].children) for letter, one in found}
    right = [letter for letter, one in found if one["right"]]
    wrong = [letter for letter, one in found if not one["right"]]
    return {"kind": node["kind"], "value": ", ".join(right), "wanted": WANTED[node["kind"]],
            "why": "\n\n".join(says[letter] for letter in right),
            "slips": [{"value": letter, "says": says[letter]} for letter in wrong]}


def _known(writer: Writer, node: nodes.Element, blanks: list[dict[str, Any]]) -> dict[str, Any]:
    why = "\n\n".join(writer.text(one.children) for one in node.findall(worked))
    key = writer.inline(key_of(node))
    reasons = [indented(f"*{writer.inline(term)}.* {writer.text(body)}", "- ")
               for term, body, _ in reasons_of(node)]
    parts = [f"**Answer:** {key}" if key else "**Answer**", why, "\n".join(reasons)]
    again = f"Read again: {_section(writer, node)}"
    parts.append(again)
    hint = writer.text(next(node.findall(clue)).children)
    if {"self-check", "review"} & set(node["classes"]):
        hint = f"{hint} {again}"
    return {"blanks": blanks, "empty": EMPTY, "hint": hint, "why": why,
            "answer": "\n\n".join(part for part in parts if part)}


def _section(writer: Writer, node: nodes.Element) -> str:
    """The section that a question tests, as a link where the book is online."""
    named = next(node.findall(tests), None)
    if named is not None:
        return writer.inline(named.children)
    name, title = section_around(node)
    return writer.link(title, writer.online(name))
