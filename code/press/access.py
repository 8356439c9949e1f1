"""Where the theme and docutils fall short of WCAG, mended through their documented hooks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup
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
    """Name the sidebar's folds; spare readers without script the empty rows."""
    context["metatags"] = context.get("metatags", "") + WITHOUT_SCRIPT
    if "generate_toctree_html" in context:
        context["generate_toctree_html"] = name_folds(context["generate_toctree_html"])


def name_folds(generate: Callable[..., Any]) -> Callable[..., str]:
    """Wrap the theme's maker of the sidebar: each fold says whose pages it holds."""
    def named(*arguments: Any, **options: Any) -> str:
        soup = BeautifulSoup(str(generate(*arguments, **options)), "html.parser")
        for summary in soup.find_all("summary"):
            link = summary.find_previous("a")
            title = link.get_text(" ", strip=True) if link else "this page"
            summary["aria-label"] = f"Pages below {title}"
        return str(soup)

    return named


def visit_citation(self: Any, node: nodes.citation) -> None:
    """A paragraph of the bibliography, without docutils' list roles that no item answers to."""
    self.body.append(self.starttag(node, "div", CLASS="citation"))


def depart_citation(self: Any, node: nodes.citation) -> None:
    """Close it."""
    self.body.append("</div>\n")
