"""``{answer-key}``: every question of the book with its answer, chapter by chapter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from press import trees
from press.questions.nodes import SHOWS_OTHERS, questions_of
from press.questions.printed import answer_of

# Set in the metadata of the page that has the key.
HAS_KEY = "press_has_key"


def setup_answers(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("answer-key", AnswerKey)
    app.add_node(answer_key)
    app.add_post_transform(CollectAnswers)


class answer_key(nodes.General, nodes.Element):
    """Where the answers will stand."""


class AnswerKey(SphinxDirective):
    """Mark the place, and remember the page."""

    def run(self) -> list[nodes.Node]:
        self.env.metadata[self.env.docname][SHOWS_OTHERS] = True
        self.env.metadata[self.env.docname][HAS_KEY] = True
        return [answer_key()]


def page_of_key(env: BuildEnvironment) -> str | None:
    """The page that collects the answers, if the book has one."""
    return next((name for name, data in sorted(env.metadata.items()) if data.get(HAS_KEY)), None)


class CollectAnswers(SphinxPostTransform):
    """Fill the key from the doctrees of all chapters, before references are resolved."""

    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        for place in list(self.document.findall(answer_key)):
            place.replace_self(self.chapters())

    def chapters(self) -> list[nodes.Node]:
        result: list[nodes.Node] = []
        for docname in in_reading_order(self.env):
            entries = self.entries(docname)
            if entries:
                title = self.env.titles[docname].astext()
                result.append(nodes.rubric("", title, classes=["answers-of"]))
                result.append(nodes.definition_list("", *entries, classes=["answer-key"]))
        return result

    def entries(self, docname: str) -> list[nodes.Node]:
        questions = questions_of(trees.look(self.env, docname))
        return [self.entry(node.deepcopy(), docname) for node in questions]

    def entry(self, node: nodes.Element, docname: str) -> nodes.definition_list_item:
        body = nodes.definition("", *answer_of(node))
        for reference in body.findall(addnodes.pending_xref):
            reference["refdoc"] = self.env.docname
        for inner in body.findall(nodes.Element):
            inner["ids"] = []
        term = nodes.term("", "", self.link(node, docname), ids=[f"answer-{node['label']}"])
        return nodes.definition_list_item("", term, body)

    def link(self, node: nodes.Element, docname: str) -> nodes.Node:
        """A link back to the question, with its number and its title."""
        numbers = self.env.toc_fignumbers.get(docname, {}).get("exercise", {})
        number = ".".join(str(part) for part in numbers.get(node["ids"][0], ()))
        title = node[0].children[1].astext() if len(node[0].children) > 1 else ""
        text = f"Exercise {number}".strip() + (f": {title}" if title else "")
        assert self.app.builder is not None
        uri = self.app.builder.get_relative_uri(self.env.docname, docname)
        return nodes.reference("", text, refuri=f"{uri}#{node['label']}", internal=True)


def in_reading_order(env: BuildEnvironment) -> Iterator[str]:
    """All pages as the table of contents lists them, each once."""
    seen: set[str] = set()

    def walk(docname: str) -> Iterator[str]:
        if docname in seen:
            return
        seen.add(docname)
        yield docname
        for child in env.toctree_includes.get(docname, []):
            yield from walk(child)

    yield from walk(env.config.root_doc)
