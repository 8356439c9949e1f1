"""The head of a lesson: where it stands in its module, how long it takes, how far the reader is."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx_exercise.nodes import exercise_enumerable_node, exercise_node, solution_node

from press.questions.record import scored

WORDS_A_MINUTE = 200  # technical prose, with its formulas and figures
MINUTES_A_QUESTION = 1
APART = (exercise_node, exercise_enumerable_node, solution_node, nodes.literal_block,
         nodes.math_block, nodes.raw, nodes.comment)


class place(nodes.General, nodes.Element):
    """A lesson's module, with the lessons beside it."""


class facts(nodes.General, nodes.Element):
    """A lesson's length, and the reader's progress."""


def setup_lesson(app: Sphinx) -> None:
    app.add_node(place, html=(visit_place, depart))
    app.add_node(facts, html=(visit_facts, depart))
    app.add_post_transform(LessonHead)


class LessonHead(SphinxPostTransform):
    """Sets both round the title of each page that asks questions. HTML only."""

    default_priority = 19  # while questions are still questions, and figures images
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        docname = self.env.docname
        asked = len(scored(self.env, docname))
        section = next(iter(self.document.findall(nodes.section)), None)
        module = module_of(self.env, docname)
        if not asked or section is None or module is None:
            return
        minutes = 5 * round((words(section) / WORDS_A_MINUTE + asked * MINUTES_A_QUESTION) / 5)
        beside = [name for name in self.env.toctree_includes[module] if scored(self.env, name)]
        subtitle = 2 if _is_line(section, 1) else 1
        section.insert(subtitle, facts(minutes=max(minutes, 5), questions=asked))
        section.insert(0, place(module=module, lessons=beside))


def module_of(env: BuildEnvironment, docname: str) -> str | None:
    """The page that lists this one in the table of contents, but for the book's own first page."""
    above = (page for page, below in sorted(env.toctree_includes.items()) if docname in below)
    return next((page for page in above if page != env.config.root_doc), None)


def words(section: nodes.section) -> int:
    """The words that are read: questions and code are counted apart, or not at all."""
    return sum(len(text.split()) for text in section.findall(nodes.Text)
               if not any(isinstance(parent, APART) for parent in _above(text)))


def _above(node: nodes.Node) -> Any:
    while node.parent is not None:
        node = node.parent
        yield node


def _is_line(section: nodes.section, position: int) -> bool:
    """Whether a paragraph in italics stands there: the author's own line below the title."""
    child = section[position] if len(section) > position else None
    return (isinstance(child, nodes.paragraph) and len(child) == 1
            and isinstance(child[0], nodes.emphasis))


def visit_place(self: Any, node: place) -> None:
    """A list of the module's lessons, this one marked; a module of one lesson names itself."""
    builder = self.builder

    here = builder.current_docname

    def link(docname: str) -> str:
        title = self.encode(builder.env.titles[docname].astext().partition(":")[0])
        if docname == here:
            return f'<span aria-current="page">{title}</span>'
        return f'<a href="{builder.get_relative_uri(here, docname)}">{title}</a>'

    lessons = "".join(f"<li>{link(name)}</li>" for name in node["lessons"])
    self.body.append('<nav class="lesson-place" aria-label="Where this lesson stands">'
                     f'{link(node["module"])}<ol>{lessons}</ol></nav>\n')


def visit_facts(self: Any, node: facts) -> None:
    """The length in minutes; the script replaces the number of questions by the progress."""
    asked = node["questions"]
    noun = "question" if asked == 1 else "questions"
    self.body.append(f'<p class="lesson-facts">About {node["minutes"]} minutes'
                     '<span class="dot"> · </span>'
                     f'<span class="lesson-done">{asked} {noun}</span></p>\n')


def depart(self: Any, node: nodes.Element) -> None:
    """Nothing to close."""
