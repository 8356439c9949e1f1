"""Reading without a network: the list of what may be kept, the service worker, the control.

Each page loads a small script that has the browser keep what the reader opens. ``{offline}`` puts
the control there that fetches the whole book, and the link to the zip where there is one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from press.core import offline, standalone

# The section with the control. Each page's foot leads to it.
LABEL = "read-offline"


class panel(nodes.General, nodes.Element):
    """Where the control stands."""


class Panel(SphinxDirective):
    """``{offline}``: a control that fetches the whole book. The site only; print has nothing."""

    def run(self) -> list[nodes.Node]:
        return [panel()]


def setup_offline(app: Sphinx) -> None:
    """Everything of it, last: nothing may write into the site after the list of its files."""
    app.add_node(panel, html=(visit_panel, depart))
    app.add_directive("offline", Panel)
    app.add_post_transform(SiteOnly)
    app.connect("env-updated", pages_to_write)
    app.connect("html-page-context", load)
    app.connect("build-finished", finish, priority=990)


def is_site(app: Sphinx) -> bool:
    """Whether pages for a browser are made, rather than those of an EPUB, or none."""
    return app.builder.format == "html" and app.builder.name != "epub"


class SiteOnly(SphinxPostTransform):
    """Takes the control out of everything that is not the site."""

    default_priority = 40

    def run(self, **kwargs: Any) -> None:
        if not is_site(self.app):
            for node in list(self.document.findall(panel)):
                node.parent.remove(node)


def place_of(env: BuildEnvironment) -> tuple[str, str] | None:
    """The page and the id of the section with the control, if the book has one."""
    return env.get_domain("std").anonlabels.get(LABEL)  # type: ignore[attr-defined,no-any-return]


def pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Every page where that section is elsewhere now: all of them lead to it."""
    place = place_of(env)
    before = getattr(env, "press_offline_place", place)
    env.press_offline_place = place  # type: ignore[attr-defined]
    return sorted(env.found_docs) if is_site(app) and place != before else []


def load(app: Sphinx, page: str, template: str, context: dict[str, Any],
         doctree: nodes.document | None) -> None:
    """Load the script on every page, and lead from its foot to the control."""
    if not is_site(app):
        return
    app.add_js_file(f"widgets/{bundle(app, 'offline.js')}", type="module")
    if place := place_of(app.env):
        context["press_offline"] = f"{app.builder.get_relative_uri(page, place[0])}#{place[1]}"


def bundle(app: Sphinx, name: str) -> str:
    """The file that a bundle became."""
    return str(app.press_bundles[name])  # type: ignore[attr-defined]


def finish(app: Sphinx, error: Exception | None) -> None:
    """Write the list and the worker. The worker lies at the top, since it sees what is below it."""
    if error is None and is_site(app):
        offline.finish(Path(app.outdir), app.press_worker)  # type: ignore[attr-defined]


def visit_panel(self: Any, node: panel) -> None:
    """An empty place, which the script fills; and a mark, which `press zip` makes a link."""
    self.body.append('<div class="offline-panel" hidden></div>\n'
                     f'<div class="offline-download">{standalone.MARK}</div>\n')


def depart(self: Any, node: panel) -> None:
    """Nothing to close."""
