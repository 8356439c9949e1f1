"""``{progress}``: the reader's own record, and what a page needs to show it.

The record is in the reader's browser. A page that lists lessons carries the labels and hashes of
their questions, so that the script can say how many of them are answered.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from press.questions.nodes import SHOWS_OTHERS
from press.questions.record import scored

NOTE = ("Your answers stay in this browser, and nowhere else. Take them along in a file, "
        "or have them forgotten.")


def setup_progress(app: Sphinx) -> None:
    """Register the directive, and give pages that list lessons the record of their questions."""
    app.add_directive("progress", Progress)
    quiet = (skip, depart_progress)
    app.add_node(progress, html=(visit_progress, depart_progress), text=quiet, latex=quiet,
                 man=quiet, texinfo=quiet, epub=quiet)
    app.connect("html-page-context", list_questions)


class progress(nodes.General, nodes.Element):
    """The panel. Print has nothing to show for it."""


class Progress(SphinxDirective):
    """``{progress}``: the lessons with how far the reader is, and buttons for the record."""

    def run(self) -> list[nodes.Node]:
        self.env.metadata[self.env.docname][SHOWS_OTHERS] = True
        return [progress()]


def visit_progress(self: Any, node: nodes.Element) -> None:
    """Write the panel; its buttons are invisible until the script runs."""
    builder = self.builder
    lessons = "".join(
        f'<li data-lesson="{builder.get_target_uri(name)}">'
        f'<a href="{builder.get_relative_uri(builder.current_docname, name)}">'
        f"{escape(builder.env.titles[name].astext())}</a>"
        f' <span class="lesson-mark">{len(scored(builder.env, name))} questions</span></li>'
        for name in lessons_below(builder.env, builder.current_docname)
    )
    self.body.append(
        '<section class="progress-panel" aria-label="Your progress">'
        f'<ul class="lessons">{lessons}</ul>'
        f'<p class="progress-note">{NOTE}</p><div class="controls">'
        '<button type="button" class="export">Export</button>'
        '<button type="button" class="import">Import</button>'
        '<input type="file" hidden accept="application/json" aria-label="File to import">'
        '<button type="button" class="forget">Forget everything</button></div>'
        '<div class="result" role="status"></div></section>\n'
    )


def depart_progress(self: Any, node: nodes.Element) -> None:
    """Nothing to close."""


def skip(self: Any, node: nodes.Element) -> None:
    """Nothing outside a browser."""
    raise nodes.SkipNode


def list_questions(app: Sphinx, page: str, template: str, context: dict[str, Any],
                   doctree: nodes.document | None) -> None:
    """Add the record of all lessons below this page, where there are any, to its body."""
    assert app.builder is not None and app.env is not None
    if doctree is None or app.builder.format != "html":
        return
    lessons = {
        app.builder.get_target_uri(name): {"title": app.env.titles[name].astext(),
                                           "questions": scored(app.env, name)}
        for name in lessons_below(app.env, page)
    }
    if lessons:
        record = json.dumps(lessons, sort_keys=True).replace("<", "\\u003c")
        context["body"] += (f'<script type="application/json" id="downhill-questions">{record}'
                            "</script>")
        context["press_lists_lessons"] = True


def lessons_below(env: BuildEnvironment, docname: str) -> Iterator[str]:
    """All pages below a page in the table of contents that ask questions."""
    for child in env.toctree_includes.get(docname, []):
        if scored(env, child):
            yield child
        yield from lessons_below(env, child)
