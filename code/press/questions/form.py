"""Questions on a page: a form that reads well without script, and that a script brings to life.

All HTML of questions is made here. The script is ``code/widgets/src/question``.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from press.questions.nodes import (
    blank,
    choice_list,
    clue,
    questions_of,
    section_around,
    slip,
    steps,
    tests,
    worked,
)
from press.questions.printed import LETTERS, key_of, reasons_of, shuffled
from press.questions.record import encoded, former_labels, key_data

VOID = frozenset({"input"})
INLINE = frozenset({"a", "button", "input", "label", "span"})


class element(nodes.General, nodes.TextElement):
    """An HTML element: ``tag``, and ``attributes`` as (name, value) pairs; True is a bare name."""


def html(tag: str, *children: nodes.Node, **attributes: str | bool) -> element:
    """Make an element. ``class_`` is class, ``for_`` is for, and ``data_key`` is data-key."""
    pairs = [(name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items()
             if value is not False]
    return element("", "", *children, tag=tag, pairs=pairs)


def visit_element(self: Any, node: element) -> None:
    """Write the start tag."""
    written = "".join(f" {name}" if value is True else f' {name}="{escape(str(value))}"'
                      for name, value in node["pairs"])
    self.body.append(f"<{node['tag']}{written}>")


def depart_element(self: Any, node: element) -> None:
    """Write the end tag, if the element has one."""
    if node["tag"] not in VOID:
        self.body.append(f"</{node['tag']}>")
    if node["tag"] not in INLINE:
        self.body.append("\n")


class Forms(SphinxPostTransform):
    """Write each question as a form, and a place for the result below each self-check."""

    default_priority = 30  # after sphinx-exercise has resolved titles, at 20 and 21
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        checks: dict[int, list[nodes.Element]] = {}
        former = former_labels(Path(self.app.srcdir))
        for node in questions_of(self.document):
            parent = node.parent
            old = former.get(node["label"], [])
            made = form(node, self.number(node), old)
            # A link to a former label still leads here.
            node.replace_self([*(html("span", id=label) for label in old), made])
            if "self-check" in node["classes"]:
                checks.setdefault(id(parent), []).append(made)
        for items in checks.values():
            last = items[-1]
            last.parent.insert(last.parent.index(last) + 1, self_check_result(items))

    def number(self, node: nodes.Element) -> str:
        """The exercise's number as the table of contents counts it; empty for a review item."""
        numbers = self.env.toc_fignumbers.get(node["docname"], {}).get("exercise", {})
        return ".".join(str(part) for part in numbers.get(node["label"], ()))


def form(node: nodes.Element, number: str, former: list[str]) -> element:
    """The form of a question that is still in its neutral form."""
    label, kind = node["label"], node["kind"]
    section = section_of(node)
    key = encoded(key_data(node))
    fieldset = html("fieldset", legend(node, number))
    editor: list[element] = []  # of a coding exercise, the code that the reader completes
    for child in list(node.children[1:]):
        if isinstance(child, choice_list):
            fieldset += choices(child, label, kind)
        elif isinstance(child, blank):
            place = list(node.findall(blank)).index(child)
            fieldset += typed(child, label, place)
        elif isinstance(child, steps):
            fieldset += movable(child, label)
        elif isinstance(child, nodes.literal_block) and kind == "coding" and not editor:
            editor.append(html("live-cell", child, data_exercise=True))
            fieldset += editor
        elif not isinstance(child, clue | slip | worked | tests):
            fieldset += child
    result = html("form", fieldset, class_=" ".join(node["classes"]), id=label, data_kind=kind,
                  data_hash=node["hash"], data_section=section["id"], data_key=key,
                  data_was=" ".join(former) or False, autocomplete="off", novalidate=True)
    if kind != "coding":  # its buttons stand at its code
        result += controls(node, label)
    result += html("div", class_="feedback", id=f"{label}-feedback", role="status")
    result += html("template", *next(node.findall(clue)).children, class_="hint")
    result += answer(node, section)
    return result


def legend(node: nodes.Element, number: str) -> element:
    """Number and title; sphinx-exercise has put the title between parentheses."""
    title = node[0].children
    if len(title) > 2 and title[-1].astext() == ")":
        title = title[1:-1]
    name = f"Exercise {number}".strip()
    head = [html("span", nodes.Text(name), class_="caption-number")] if number else []
    dot = [nodes.Text(" · ")] if number and title else []
    return html("legend", *head, *dot, *(child.deepcopy() for child in title))


def choices(node: choice_list, label: str, kind: str) -> element:
    """Radio buttons, or check boxes where several are right."""
    result = html("div", class_="choices")
    for i, one in enumerate(node.children):
        box = html("input", type="checkbox" if kind == "choices" else "radio",
                   id=f"{label}-c{i}", name=label, value=str(i))
        letter = html("span", nodes.Text(LETTERS[i]), class_="letter")
        words = html("span", *one.children[0].children)
        result += html("div", box, html("label", letter, nodes.Text(" "), words,
                                        for_=f"{label}-c{i}"), class_="choice")
    return result


def typed(node: blank, label: str, place: int) -> element:
    """A line to type an answer into."""
    prompt, unit = node.children[:2]
    words = [nodes.Text("Your answer")]
    if prompt.children:
        # A prompt may be nothing but math, which is no name for all who listen.
        words = [html("span", nodes.Text(f"Answer {place + 1}: "), class_="unseen"),
                 *prompt.children]
    name = f"{label}-b{place}"
    attributes: dict[str, str | bool] = {
        "id": name, "class_": "blank", "data_kind": node["kind"],
        "aria_describedby": f"{label}-feedback", "autocomplete": "off", "autocapitalize": "off",
        "spellcheck": "false",
    }
    lines = str(node["key"].get("value", "")).count("\n") + 1 if node["kind"] == "trace" else 1
    field = (html("textarea", rows=str(lines), **attributes) if lines > 1
             else html("input", type="text", **attributes))
    tail = [nodes.Text(" "), html("span", *unit.children, class_="unit")] if unit.children else []
    return html("p", html("label", *words, for_=name), nodes.Text(" "), field, *tail,
                class_="blank-line")


def movable(node: steps, label: str) -> element:
    """The steps, shuffled, each with two buttons that move it."""
    result = html("ol", class_="steps")
    for i in shuffled(node.children, label):
        up = html("button", nodes.Text("↑"), type="button", data_move="-1", aria_label="Move up")
        down = html("button", nodes.Text("↓"), type="button", data_move="1", aria_label="Move down")
        result += html("li", html("div", *node.children[i].children, class_="step"),
                       html("span", up, down, class_="moves"), data_step=str(i))
    return result


def controls(node: nodes.Element, label: str) -> list[element]:
    """The buttons; an item of a self-check is checked with its set, and asks how sure one is."""
    if "self-check" in node["classes"]:
        boxes = [html("label", html("input", type="radio", name=f"{label}-sure", value=value),
                      nodes.Text(f" {words} ")) for value, words in
                 (("sure", "sure"), ("unsure", "not sure"))]
        return [html("p", *boxes, class_="sureness controls")]
    predict = "predict" in node["classes"]
    buttons = [html("button", nodes.Text("Commit" if predict else "Check"), type="submit",
                    class_="check")]
    if predict:
        buttons.append(html("button", nodes.Text("Skip"), type="button", class_="skip"))
    return [html("div", *buttons, class_="controls")]


def answer(node: nodes.Element, section: dict[str, Any]) -> element:
    """Key, worked answer and reasons, folded."""
    result = html("details", html("summary", nodes.Text("Show the answer")), class_="answer")
    key = key_of(node)
    if key:
        result += html("p", *key, class_="key")
    for one in node.findall(worked):
        result += html("div", *one.children, class_="worked")
    reasons = html("dl", class_="reasons")
    for term, body, mark in reasons_of(node):
        reasons += [html("dt", *term), html("dd", *body, **mark)]
    if reasons.children:
        result += reasons
    result += html("p", nodes.Text("Read again: "), section["link"], class_="tests")
    return result


def self_check_result(forms: list[element]) -> element:
    """Where the result of a set of items will stand."""
    attributes = [dict(made["pairs"]) for made in forms]
    labels = [a["id"] for a in attributes]
    button = html("button", nodes.Text("Check my answers"), type="button", class_="check-all")
    return html("section", html("div", button, class_="controls"),
                html("div", class_="result", role="status"),
                class_="self-check-result", data_for=" ".join(labels),
                aria_label="Result of the self-check")


def section_of(node: nodes.Element) -> dict[str, Any]:
    """The id of the section that a question tests, and a link to it."""
    named = next(node.findall(tests), None)
    if named is not None:
        return {"id": node["section"], "link": named.children[0]}
    name, title = section_around(node)
    link = nodes.reference("", title, refid=name, internal=True) if name else nodes.Text(title)
    return {"id": name, "link": link}
