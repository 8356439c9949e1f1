"""``{review}``: ask questions of earlier lessons again, by label, without writing them again."""

from __future__ import annotations

from collections import Counter
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx_exercise.nodes import exercise_node

from press import trees
from press.questions.nodes import SHOWS_OTHERS, questions_of, section_around, tests

logger = logging.getLogger(__name__)


def setup_review(app: Sphinx) -> None:
    """Register the directive, and bring the questions before references are resolved."""
    app.add_directive("review", Review)
    app.add_node(review)
    app.add_post_transform(BringQuestions)


class review(nodes.General, nodes.Element):
    """Where questions of other pages will stand: ``labels``."""


class Review(SphinxDirective):
    """``{review} q-one q-two``: the labels of questions that stand elsewhere."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        node = review(labels=self.arguments[0].split())
        self.set_source_info(node)
        self.env.metadata[self.env.docname][SHOWS_OTHERS] = True
        return [node]


class BringQuestions(SphinxPostTransform):
    """Replace each ``review`` by copies of the questions it names."""

    default_priority = 4  # before references are resolved, at 10

    def run(self, **kwargs: Any) -> None:
        page = self.env.docname.rpartition("/")[2]
        asked: Counter[str] = Counter()
        for place in list(self.document.findall(review)):
            copies = []
            for label in place["labels"]:
                asked[label] += 1
                again = f"-{asked[label]}" if asked[label] > 1 else ""
                copies += self.bring(label, f"{label}-in-{page}{again}", place)
            place.replace_self(copies)

    def bring(self, label: str, name: str, place: review) -> list[nodes.Node]:
        """The question of a label under another name, as a list; empty where there is none."""
        registry = self.env.sphinx_exercise_registry  # type: ignore[attr-defined]
        home = registry.get(label, {}).get("docname")
        found = questions_of(trees.look(self.env, home)) if home else []
        original = next((q for q in found if q["label"] == label), None)
        if original is None:
            logger.warning("no question is labelled %s; name an exercise of class `quiz`", label,
                           location=place, type="press", subtype="review")
            return []
        assert self.app.builder is not None
        uri = self.app.builder.get_relative_uri(self.env.docname, home)
        return [copy_of(original, name, self.env.docname, uri)]


def copy_of(question: nodes.Element, name: str, here: str, home: str) -> nodes.Element:
    """A question as it stands on another page: unnumbered, with a name of its own.

    ``here`` is that page, and ``home`` the address from it to the question's own.
    """
    source = question.deepcopy()
    result = exercise_node("", **source.attributes)
    result += nodes.title("", "", *source[0][-1].children)
    result.extend(source.children[1:])
    result["classes"] = [*source["classes"], "review"]
    result["label"], result["ids"], result["names"] = name, [name], []
    for inner in result.findall(nodes.Element):
        if inner is not result:
            inner["ids"] = []
        if isinstance(inner, addnodes.pending_xref):
            inner["refdoc"] = here
    if next(result.findall(tests), None) is None:
        result["section"], title = section_around(question)
        uri = f"{home}#{result['section']}"
        result += tests("", nodes.reference("", title, refuri=uri, internal=True))
    return result
