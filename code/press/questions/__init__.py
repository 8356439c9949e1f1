"""Questions: from what an author writes to the form on a page, and to the line in a printed key.

``directives`` reads them into the neutral nodes of ``nodes``. Then either ``form`` makes a form
of them (HTML), or ``printed`` prints them (every other builder). ``answers`` collects the key,
``review`` asks again, ``record`` and ``progress`` serve the reader's memory.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx_exercise.nodes import exercise_enumerable_node, exercise_node

from press.questions import directives, form, nodes, printed
from press.questions.answers import setup_answers
from press.questions.progress import setup_progress
from press.questions.record import setup_record
from press.questions.review import setup_review

__all__ = ["setup_questions"]


def setup_questions(app: Sphinx) -> None:
    """Register questions. Loads sphinx-exercise and replaces its two directives."""
    app.setup_extension("sphinx_exercise")
    app.add_directive("exercise", directives.Exercise, override=True)
    app.add_directive("solution", directives.Solution, override=True)
    app.add_directive("blank", directives.Blank)
    app.add_directive("check", directives.Check)
    app.add_directive("slip", directives.CodeSlip)
    for node in (nodes.choice_list, nodes.choice, nodes.feedback, nodes.blank, nodes.slip,
                 nodes.steps, nodes.worked, nodes.clue, nodes.tests):
        app.add_node(node)
    app.add_node(form.element, html=(form.visit_element, form.depart_element))
    gap = (printed.visit_gap, printed.depart_nothing)
    app.add_node(printed.gap, html=gap, text=gap, latex=gap, man=gap, texinfo=gap)
    plain = (printed.visit_nothing, printed.depart_nothing)
    for exercise in (exercise_node, exercise_enumerable_node):
        app.add_node(exercise, override=True, text=plain, man=plain, texinfo=plain)
    setup_record(app)
    setup_answers(app)
    setup_review(app)
    setup_progress(app)
    app.add_post_transform(form.Forms)
    app.add_post_transform(printed.PrintedForm)
