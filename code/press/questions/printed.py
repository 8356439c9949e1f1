"""Questions as they stand on paper: lettered choices, gaps, and the answer with its reasons."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from press.questions.nodes import (
    blank,
    choice,
    choice_list,
    clue,
    questions_of,
    slip,
    steps,
    tests,
    worked,
)

FORMS = ("html", "notebook")  # where a question is no print, but is answered
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class gap(nodes.Inline, nodes.Element):
    """The line on which a printed page leaves room for an answer."""


class PrintedForm(SphinxPostTransform):
    """Print questions wherever no form can be filled in."""

    default_priority = 30  # after sphinx-exercise has resolved titles, at 20 and 21

    def run(self, **kwargs: Any) -> None:
        if self.app.builder.format in FORMS:
            return
        for node in questions_of(self.document):
            print_question(node)


def print_question(node: nodes.Element) -> None:
    """Replace a question's neutral nodes by the printed form, in place."""
    set_off_title(node[0])
    answer = nodes.container(classes=["answer"])
    answer += answer_of(node)
    for found in [child for child in node if isinstance(child, worked | clue | tests | slip)]:
        node.remove(found)
    for found in list(node.findall(choice_list)):
        found.replace_self(lettered([one.children[0] for one in found.children], "choices"))
    for found in list(node.findall(steps)):
        order = shuffled(found.children, node["label"])
        found.replace_self(lettered([found.children[i] for i in order], "steps"))
    for found in list(node.findall(blank)):
        found.replace_self(room(found))
    node += answer


def set_off_title(title: nodes.title) -> None:
    """Write "Exercise 7 · Title" where sphinx-exercise writes "Exercise 7 (Title)"."""
    if len(title.children) > 2 and title[0].astext() == " (":
        title[0] = nodes.Text("· ")
        del title[-1]


def answer_of(node: nodes.Element) -> list[nodes.Node]:
    """Key, worked solution and reasons of a question that is still in its neutral form."""
    result: list[nodes.Node] = []
    key = key_of(node)
    if key:
        result.append(nodes.paragraph("", "", *key, classes=["key"]))
    for one in node.findall(worked):
        result += [child.deepcopy() for child in one.children]
    reasons = nodes.definition_list(classes=["reasons"])
    for term, body, _ in reasons_of(node):
        reasons += reason(term, body)
    if reasons.children:
        result.append(reasons)
    return result


def reasons_of(
    node: nodes.Element,
) -> Iterator[tuple[list[nodes.Node], list[nodes.Node], dict[str, str]]]:
    """For each choice and slip its heading, what to tell its reader, and the mark of its place."""
    for i, one in enumerate(node.findall(choice)):
        verdict = "right" if one["right"] else "wrong"
        yield ([nodes.Text(f"{LETTERS[i]} is {verdict}")], one.children[1].children,
               {"data_choice": str(i)})
    for place, field in enumerate(node.findall(blank)):
        for i, one in enumerate(field.findall(slip)):
            yield ([nodes.Text("If you got "), nodes.literal("", one["shown"])], one.children,
                   {"data_slip": f"{place}.{i}"})
    for i, one in enumerate(child for child in node.children if isinstance(child, slip)):
        yield [nodes.Text(one["shown"])], one.children, {"data_slip": f"0.{i}"}


def key_of(node: nodes.Element) -> list[nodes.Node]:
    """The right answer in one line, as inline nodes; empty where there is none to print."""
    found = list(node.findall(choice))
    if found:
        letters = [letter for letter, one in zip(LETTERS, found, strict=False) if one["right"]]
        return [nodes.strong("", ", ".join(letters))]
    ordered = next(node.findall(steps), None)
    if ordered is not None:
        places = shuffled(ordered.children, node["label"])
        letters = [LETTERS[places.index(i)] for i in range(len(places))]
        return [nodes.strong("", ", ".join(letters))]
    result: list[nodes.Node] = []
    for one in node.findall(blank):
        if result:
            result.append(nodes.Text("; "))
        prompt, unit = one.children[:2]
        result += [child.deepcopy() for child in prompt.children]
        if prompt.children:
            result.append(nodes.Text(" "))
        result.append(nodes.strong("", "", nodes.literal("", one["shown"])))
        if unit.children:
            result += [nodes.Text(" "), *(child.deepcopy() for child in unit.children)]
    return result


def reason(term: list[nodes.Node], body: list[nodes.Node]) -> nodes.definition_list_item:
    """One entry of the reasons."""
    definition = nodes.definition("", *(child.deepcopy() for child in body))
    return nodes.definition_list_item("", nodes.term("", "", *term), definition)


def lettered(items: list[nodes.Node], name: str) -> nodes.enumerated_list:
    """A list with letters. An item may be a list item already."""
    result = nodes.enumerated_list(enumtype="upperalpha", prefix="", suffix=".", classes=[name])
    for item in items:
        result += item if isinstance(item, nodes.list_item) else nodes.list_item("", item)
    return result


def shuffled(items: list[nodes.Node], label: str) -> list[int]:
    """Indices of the items in an order that is fixed by the label, and is not the right one."""
    def rank(i: int) -> str:
        return hashlib.sha256(f"{label}/{i}/{items[i].astext()}".encode()).hexdigest()

    order = sorted(range(len(items)), key=rank)
    return order if order != sorted(order) else order[1:] + order[:1]


def room(node: nodes.Element) -> nodes.paragraph:
    """The line with a gap that stands for a blank."""
    prompt, unit = node.children[:2]
    line = nodes.paragraph(classes=["blank-line"])
    line += prompt.children
    line += [nodes.Text(" "), gap()] if prompt.children else [gap()]
    line += [nodes.Text(" "), *unit.children] if unit.children else []
    return line


def visit_gap(self: Any, node: nodes.Element) -> None:
    """A line of underscores, which every format can set."""
    self.visit_Text(nodes.Text("________"))


def visit_nothing(self: Any, node: nodes.Element) -> None:
    """Print the children alone."""


def depart_nothing(self: Any, node: nodes.Element) -> None:
    """Nothing to close."""
