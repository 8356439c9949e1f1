"""``{num}`4.1 <expression>```: a number in the prose that :mod:`press.core.prove` has proved."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole

from press.core.chapters import split_number


def setup_numbers(app: Sphinx) -> None:
    """Register the role."""
    app.add_role("num", Num())


class Num(SphinxRole):
    """Print the text before the angle bracket; the proof has happened before."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        text, _ = split_number(self.text.replace("\n", " ")) or (self.text, "")
        return [nodes.inline(self.rawtext, text, classes=["num"])], []
