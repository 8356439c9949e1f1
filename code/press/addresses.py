"""Addresses that were published keep leading somewhere: see :mod:`press.core.addresses`.

What stands in the book now is noted as chapters are read. A page that moved leaves a small page
behind, a place that moved an id: at its successor, or at the end of the page that it left.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from press.core import addresses
from press.execute import Stopped
from press.questions.form import html
from press.questions.nodes import is_question

MADE = re.compile(r"id\d+|footnote-.*")  # docutils' own, which nobody may rely on
NOTED = "addresses.json"


def setup_addresses(app: Sphinx) -> None:
    """Note addresses as pages are read, stop where one is lost, lead on from those that moved."""
    app.connect("doctree-read", note)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", check)
    app.add_post_transform(LeadOn)
    app.connect("build-finished", write_moved_pages)


def places(env: BuildEnvironment) -> dict[str, list[str]]:
    """For each page the ids that a link may name, questions apart."""
    found: dict[str, list[str]] = env.__dict__.setdefault("press_places", {})
    return found


def note(app: Sphinx, doctree: nodes.document) -> None:
    """Keep the ids of a page that was read."""
    places(app.env)[app.env.docname] = [
        name for node in doctree.findall(nodes.Element) if not is_question(node)
        for name in node.get("ids", ()) if not MADE.fullmatch(name)]


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop what is known of a page that is gone or read anew."""
    places(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    """Take over the pages that another process has read."""
    places(env).update({name: places(other)[name] for name in docnames if name in places(other)})


def check(app: Sphinx, env: BuildEnvironment) -> None:
    """Stop where an address that was published leads nowhere."""
    assert app.builder is not None
    if app.builder.name != "html":
        return
    present = {app.builder.get_target_uri(page) for page in env.found_docs}
    present |= {f"{app.builder.get_target_uri(page)}#{name}"
                for page, names in places(env).items() for name in names}
    noted = Path(app.doctreedir) / "press" / NOTED
    noted.parent.mkdir(parents=True, exist_ok=True)
    noted.write_text(json.dumps(sorted(present)), encoding="utf-8")
    lost = addresses.dead(Path(app.srcdir), present)
    if lost:
        raise Stopped(lost)


def published(root: Path) -> list[str]:
    """The addresses of the last build."""
    noted = root / "_build" / ".press" / "doctrees" / "press" / NOTED
    return json.loads(noted.read_text(encoding="utf-8"))


class LeadOn(SphinxPostTransform):
    """HTML: sets the ids that a page had once. They lead to what took their place."""

    default_priority = 870
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        assert self.app.builder is not None
        root, page = Path(self.app.srcdir), self.app.builder.get_target_uri(self.env.docname)
        moved = addresses.moved_places(addresses.LOCK.redirects(root), page)
        for old, new in moved.items():
            if new.partition("#")[0] == page:
                self.mark(old, new.partition("#")[2])
            else:
                self.document += self.notice(old, addresses.relative(new, page))

    def mark(self, old: str, new: str) -> None:
        """The id that was, right before what has its place now."""
        for node in self.document.findall(nodes.Element):
            if new in node.get("ids", ()):
                anchor = html("span", id=old)
                if isinstance(node, nodes.section):
                    node.insert(0, anchor)
                else:
                    node.parent.insert(node.parent.index(node), anchor)
                return

    def notice(self, old: str, link: str) -> nodes.Node:
        """A line at the end of the page, for readers who come for what stands elsewhere now."""
        words = nodes.reference("", "Go to its new place", refuri=link, internal=True)
        line = nodes.paragraph("", "", nodes.Text("What stood here has moved. "), words)
        return html("div", line, id=old, class_="moved")


def write_moved_pages(app: Sphinx, error: Exception | None) -> None:
    """A small page at each address that a page has left."""
    if error is not None or app.builder is None or app.builder.name != "html":
        return
    redirects = addresses.moved_pages(addresses.LOCK.redirects(Path(app.srcdir)))
    for old, new in redirects.items():
        place = Path(app.outdir) / old
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(addresses.redirect_page(old, new, base_of(app)), encoding="utf-8")


def base_of(app: Sphinx) -> str:
    """The public address of the site, ending in a slash; empty while it is not known."""
    base = str(app.config.html_baseurl or "").rstrip("/")
    return f"{base}/" if base else ""
