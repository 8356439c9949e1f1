"""Figures that move: ``{widget}`` brings a cell's figure to life, ``{play}`` links to its states.

The figure stays where the cell drew it, and every other builder prints it so. On a page a custom
element takes it in, and the script of that name draws over it. What an author may write is
checked by :mod:`press.core.widgets` before Sphinx reads anything.
"""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective, SphinxRole

from press.core import widgets
from press.core.markdown import Role
from press.questions.form import html

PREFIX = "downhill-"  # of the custom elements


class widget(nodes.Invisible, nodes.Element):
    """What a ``{widget}`` says: ``name``, ``figure``, ``settings``. Prints nothing by itself."""


class play(nodes.inline):
    """Words that lead to a ``figure`` with ``settings``; without script, to the figure."""


def setup_widget(app: Sphinx) -> None:
    """Register the directive, the role and their nodes."""
    app.add_node(widget)
    app.add_node(play)
    app.add_directive("widget", Widget)
    app.add_role("play", PlayRole())
    app.add_post_transform(LiveFigures)
    app.add_post_transform(PrintedFigures)


class Widget(SphinxDirective):
    """``{widget} name``: the options are those of the widget's options.json."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {
        "figure": directives.unchanged_required,
        **{name: directives.unchanged for options in widgets.options_of_all().values()
           for name in options},
    }

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        entries = [(key, value) for key, value in self.options.items() if key != "figure"]
        node = widget(name=name, figure=self.options["figure"],
                      settings=widgets.settings(name, entries, self.env.docname, self.lineno))
        self.set_source_info(node)
        return [node]


class PlayRole(SphinxRole):
    """``{play}`words <fig-name eta=0.4>```."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        text, figure, rest = widgets.play(Role("play", self.text, self.lineno), self.env.docname)
        entries = tuple((name, value) for name, _, value in
                        (word.partition("=") for word in rest.split()))
        return [play(self.rawtext, text, figure=figure, settings=entries)], []


class LiveFigures(SphinxPostTransform):
    """HTML: wraps each figure in its custom element, and turns ``{play}`` into links to states.

    Each linked state is an anchor in the element, so that the links lead there without script too.
    """

    default_priority = 40  # after PlacedFigures
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        hosts = {node["figure"]: self.bring_to_life(node)
                 for node in list(self.document.findall(widget))}
        anchors: set[str] = set()
        for node in list(self.document.findall(play)):
            settings = widgets.settings(hosts[node["figure"]]["widget"], node["settings"], "", 0)
            target = widgets.link(node["figure"], settings)
            if target not in anchors:
                anchors.add(target)
                hosts[node["figure"]].insert(0, html("span", id=target, class_="state"))
            node.replace_self(nodes.reference("", "", *node.children, internal=True,
                                              refuri=f"#{target}", classes=["play"]))

    def bring_to_life(self, node: widget) -> Any:
        """Put the custom element around the figure, where the cell drew it."""
        figure = next(f for f in self.document.findall(nodes.figure)
                      if node["figure"] in (*f["ids"], *f["names"]))
        pairs = {f"data_{key}": value for key, value in node["settings"]}
        host = html(PREFIX + node["name"], data_figure=node["figure"], **pairs)
        host["widget"] = node["name"]
        figure.replace_self(host)
        host += figure
        node.parent.remove(node)
        return host


class PrintedFigures(SphinxPostTransform):
    """Every other builder: the figure is the cell's, and the words of a link are words."""

    default_priority = 40

    def run(self, **kwargs: Any) -> None:
        if self.app.builder.format in ("html", "notebook"):  # there a link leads to the online book
            return
        figures = {name: figure for figure in self.document.findall(nodes.figure)
                   for name in (*figure["ids"], *figure["names"])}
        for node in list(self.document.findall(widget)):
            figures[node["figure"]]["widget"] = node["name"]  # the PDF says where it moves
            node.parent.remove(node)
        for node in list(self.document.findall(play)):
            node.replace_self(list(node.children))
