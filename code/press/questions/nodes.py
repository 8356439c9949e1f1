"""The neutral nodes of a question: what every builder sees, and what tests compare."""

from __future__ import annotations

from docutils import nodes
from sphinx_exercise.nodes import exercise_enumerable_node, exercise_node

# Set in a page's metadata where it shows questions of other pages: see press/shown.py.
SHOWS_OTHERS = "press_shows_others"


class choice_list(nodes.General, nodes.Element):
    """The choices of a question."""


class choice(nodes.General, nodes.Element):
    """One choice: its text, then a :class:`feedback`. ``right`` says which it is."""


class feedback(nodes.General, nodes.Element):
    """What to tell a reader who chose this."""


class blank(nodes.General, nodes.Element):
    """A typed answer: ``kind``, ``shown``, ``key``; prompt and unit, then :class:`slip` nodes."""


class slip(nodes.General, nodes.Element):
    """A known wrong answer, and what to tell a reader who gave it.

    ``shown`` is the answer typed into a blank; or, with ``words``, the name of a slip in code.
    """


class steps(nodes.General, nodes.Element):
    """Steps to be ordered; children are list items in the right order."""


class worked(nodes.General, nodes.Element):
    """The content of the ``{solution}``."""


class clue(nodes.General, nodes.Element):
    """What to say after a first wrong answer that is no known slip."""


class tests(nodes.General, nodes.Element):
    """A link to the section that the question tests."""


def is_question(node: nodes.Node) -> bool:
    """Whether a node is an exercise of class ``quiz``."""
    return (isinstance(node, exercise_node | exercise_enumerable_node)
            and "quiz" in node["classes"])


def questions_of(tree: nodes.Element) -> list[nodes.Element]:
    """All questions below a node, in order."""
    return [node for node in tree.findall(nodes.Admonition) if is_question(node)]


def section_around(node: nodes.Element) -> tuple[str, str]:
    """Id and title of the section in which a node stands; an author's label before a made one."""
    place = node.parent
    while place is not None and not (isinstance(place, nodes.section) and place["ids"]):
        place = place.parent
    if place is None:
        return "", "the text above"
    name = next((i for i in place["ids"] if i.startswith("sec-")), place["ids"][0])
    return name, next(place.findall(nodes.title)).astext()
