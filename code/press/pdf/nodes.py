"""The one node that only the printed book has."""

from __future__ import annotations

from docutils import nodes


class hanging(nodes.Inline, nodes.Element):
    """A note that hangs on the end of a paragraph: its title, and what it says."""
