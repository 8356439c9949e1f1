"""What an author writes: ``{exercise}``, ``{solution}``, ``{blank}``."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx_exercise.directive import ExerciseDirective, SolutionDirective

from press.execute import answers_of
from press.questions.nodes import (
    blank,
    choice,
    choice_list,
    clue,
    feedback,
    slip,
    steps,
    tests,
    worked,
)
from press.questions.record import remember

# Said after a first wrong answer that is no known slip, where the author gives no hint.
HINTS = {
    "number": "Check the sign and the size, and what exactly is asked.",
    "vector": "Check each entry by itself: its sign, its size, its place.",
    "shape": "Write the shapes of the inputs side by side, and see which axes meet.",
    "formula": "Put in a number or two for the variables, and compare.",
    "text": "Look for the word that the text uses.",
    "trace": "Go line by line, and write down each value as it changes. Mind the format.",
    "order": "Ask of each step what it needs, and which step provides that.",
    "coding": "Take the first check that fails, and follow your code through it line by line.",
    "choice": "Try to say why each of the other choices would be wrong.",
    "choices": "Take each choice by itself: would it be right if it stood alone?",
}


class Exercise(ExerciseDirective):
    """``{exercise}`` with the options that questions need besides."""

    option_spec = {
        **ExerciseDirective.option_spec,
        "section": directives.unchanged_required,
        "key": directives.unchanged_required,
        "hint": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        result = super().run()
        if not result:
            return result
        node = result[0]
        unwrap(node)
        slim(self.env, node)
        if "quiz" in node["classes"]:
            answer = answers_of(self.env, self.env.docname).get(node["label"], {})
            to_question(node, answer)
            node += self.clue(node["kind"])
            if "section" in self.options:
                node["section"] = self.options["section"]
                node += tests("", section_link(self.options["section"], self.env.docname))
            remember(self.env, self.env.docname, node)
            self.env.temp_data.setdefault("press_questions", {})[node["label"]] = node
        return result

    def clue(self, kind: str) -> clue:
        """The author's hint, or one that fits any question of this kind."""
        text = self.options.get("hint", HINTS.get(kind, HINTS["number"]))
        return clue("", nodes.paragraph("", "", *self.state.inline_text(text, self.lineno)[0]))


def section_link(label: str, docname: str) -> addnodes.pending_xref:
    """A reference to a section by its label, shown with the section's title."""
    return addnodes.pending_xref(
        label, nodes.inline("", label), refdomain="std", reftype="ref", reftarget=label,
        refexplicit=False, refwarn=True, refdoc=docname,
    )


class Solution(SolutionDirective):
    """``{solution}``: for a question it is moved into it, else it is folded."""

    def run(self) -> list[nodes.Node]:
        question = self.env.temp_data.get("press_questions", {}).get(self.arguments[0])
        if question is not None:
            content = worked()
            self.state.nested_parse(self.content, self.content_offset, content)
            question += content
            return []
        result = super().run()
        if result:
            unwrap(result[0])
            slim(self.env, result[0])
        return result


class Blank(SphinxDirective):
    """``{blank} expression``: room for a typed answer, with its slips as a definition list."""

    has_content = True
    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = {
        "kind": directives.unchanged_required,
        "tolerance": directives.unchanged_required,
        "oracle": directives.unchanged_required,
        "variables": directives.unchanged_required,
        "unit": directives.unchanged_required,
        "prompt": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        node = blank(kind=self.options.get("kind", "number"), shown="")
        for name in ("prompt", "unit"):
            line = nodes.inline(classes=[name])
            line += self.state.inline_text(self.options.get(name, ""), self.lineno)[0]
            node += line
        content = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, content)
        for item in content.findall(nodes.definition_list_item):
            found = slip(shown=item[0].astext())
            found += next(item.findall(nodes.definition)).children
            node += found
        self.set_source_info(node)
        return [node]


class Check(SphinxDirective):
    """``{check} title``: hidden from the reader; :mod:`press.core.prove` hands its code over."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        return []


class CodeSlip(SphinxDirective):
    """``{slip} title``: what to tell a reader whose code has it. The code is for the proof."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True
    option_spec = {"when": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        node = slip(shown=self.arguments[0], words=True)
        self.state.nested_parse(self.content, self.content_offset, node)
        node.remove(next(node.findall(nodes.literal_block)))
        return [node]


def unwrap(node: nodes.Element) -> None:
    """Lift the content out of sphinx-exercise's section, which repeats one id on a page."""
    # Docutils leaves a note in it where a heading of the page bears the name already.
    title, section = (c for c in node.children if not isinstance(c, nodes.system_message))
    node.children = [title]
    node.extend(section.children)


def slim(env: BuildEnvironment, node: nodes.Element) -> None:
    """Keep only the title in sphinx-exercise's registry, which stores a copy of every node."""
    light = node.copy()
    light += node[0].deepcopy()
    for inner in light.findall():
        inner.document = None  # it would take the whole chapter along
    env.sphinx_exercise_registry[node["label"]]["node"] = light  # type: ignore[attr-defined]


def to_question(node: nodes.Element, answer: dict[str, Any]) -> None:
    """Turn the content of an exercise node into the neutral nodes of a question, in place.

    ``answer`` is what :mod:`press.core.prove` found for it.
    """
    node["kind"] = answer.get("kind", "")
    bullets = next((c for c in node.children if isinstance(c, nodes.bullet_list)), None)
    numbered = next((c for c in node.children if isinstance(c, nodes.enumerated_list)), None)
    if node["kind"] in ("choice", "choices") and bullets is not None:
        node.replace(bullets, to_choices(bullets))
    elif node["kind"] == "order" and numbered is not None:
        node.replace(numbered, steps("", *numbered.children))
    if node["kind"] == "coding":
        node["checks"] = {name: answer[name] for name in ("checks", "slips", "prelude")}
    for found, key in zip(node.findall(blank), answer.get("blanks", []), strict=False):
        found["shown"], found["key"] = key.get("shown", ""), key
        for known, value in zip(found.findall(slip), key.get("slips", []), strict=False):
            known["shown"] = value["shown"]


def to_choices(bullets: nodes.bullet_list) -> choice_list:
    """Read a task list's marks off its items."""
    result = choice_list()
    for item in bullets.children:
        text, *reason = item.children
        first = text[0]
        assert isinstance(first, nodes.Text)
        one = choice(right=first.startswith(("[x]", "[X]")))
        text.replace(first, nodes.Text(first[3:].lstrip()))
        one += text
        one += feedback("", *reason)
        result += one
    return result
