"""``{answer-key}``: every question of the book with its answer, chapter by chapter."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from press import trees
from press.questions.nodes import questions_of
from press.questions.printed import answer_of

# Set in a page's metadata where it shows what other pages say, so that it is written with them.
SHOWS_OTHERS = "press_shows_others"
# Set in the metadata of the page that has the key.
HAS_KEY = "press_has_key"


def setup_answers(app: Sphinx) -> None:
    """Register the directive, and write its page anew when what it shows has changed."""
    app.add_directive("answer-key", AnswerKey)
    app.add_node(answer_key)
    app.add_post_transform(CollectAnswers)
    app.connect("doctree-read", note_page)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", pages_to_write)


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


def shown(env: BuildEnvironment) -> dict[str, str]:
    """For each page a hash of what other pages may show of it."""
    found: dict[str, str] = env.__dict__.setdefault("press_shown", {})
    return found


def note_page(app: Sphinx, doctree: nodes.document) -> None:
    """Its questions, and the titles that they stand below."""
    titles = [title.astext() for title in doctree.findall(nodes.title)]
    parts = [*titles, *(node.pformat() for node in questions_of(doctree))]
    shown(app.env)[app.env.docname] = hashlib.sha256("\n".join(parts).encode()).hexdigest()


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop what is known of a page that is gone or read anew."""
    shown(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    """Take over the pages that another process has read."""
    shown(env).update({name: shown(other)[name] for name in docnames if name in shown(other)})


def pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages that show what others say, where that has changed since they were written."""
    if app.builder is None or app.builder.name != "html":
        return []
    everything = hashlib.sha256(repr(sorted(shown(env).items())).encode()).hexdigest()
    before = env.__dict__.get("press_all_shown")
    env.press_all_shown = everything  # type: ignore[attr-defined]
    if everything == before:
        return []
    return [name for name, data in env.metadata.items() if data.get(SHOWS_OTHERS)]


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
