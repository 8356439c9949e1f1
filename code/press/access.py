"""Where the theme and docutils fall short of WCAG, mended through their documented hooks."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

# Buttons that need the script take no room where there is none.
WITHOUT_SCRIPT = ("<noscript><style>.controls, .moves, .sureness { display: none !important }"
                  "</style></noscript>")


def setup_access(app: Sphinx) -> None:
    """Name what has no name, and drop roles that contradict their elements."""
    app.connect("html-page-context", mend_page, priority=950)  # after the theme's own at 900
    app.add_node(nodes.citation, override=True, html=(visit_citation, depart_citation))


def mend_page(app: Sphinx, page: str, template: str, context: dict[str, Any],
              doctree: nodes.document | None) -> None:
    """Spare readers without script the empty rows."""
    if app.builder is None or app.builder.format != "html":
        return
    context["metatags"] = context.get("metatags", "") + WITHOUT_SCRIPT


def visit_citation(self: Any, node: nodes.citation) -> None:
    """A paragraph of the bibliography, without docutils' list roles that no item answers to."""
    self.body.append(self.starttag(node, "div", CLASS="citation"))


def depart_citation(self: Any, node: nodes.citation) -> None:
    """Close it."""
    self.body.append("</div>\n")
