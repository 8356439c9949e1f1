"""Math at build: TeX becomes MathML while chapters are read, so that a page needs no script.

Every formula is converted once, when its chapter is read; the results travel in Sphinx's own
environment, which merges what parallel readers found and lasts until the next build. A warm build
starts no Node.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from press import npm
from press.core import tex

logger = logging.getLogger(__name__)


def setup_mathml(app: Sphinx) -> None:
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
    # A new Temml means new MathML: as a configuration value, its version makes Sphinx read again.
    app.add_config_value("press_temml", _temml_version(), "env", str)
    app.connect("env-get-outdated", read_faulty_again)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("doctree-read", convert_all)
    app.add_post_transform(KeepTogether)
    app.connect("build-finished", lambda *_: TEMML.close())


# -- The converter ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Formula:
    """What Temml made of a formula: MathML, or the message of the error."""

    mathml: str = ""
    error: str = ""


class Temml:
    """One Node process that lives as long as there is math to convert."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._owner = 0

    def convert(self, source: str, *, display: bool) -> Formula:
        """Convert a formula without its dollar signs.

        Raises:
            ExtensionError: Node has stopped.
        """
        process = self._running()
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(json.dumps({"tex": source, "display": display}) + "\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        if not answer:
            raise ExtensionError(f"Node stopped while it converted {source!r}; run make setup")
        return Formula(**json.loads(answer))

    def close(self) -> None:
        """End the process, if this one has started it."""
        if self._process is not None and self._owner == os.getpid():
            self._process.communicate()  # closes its input, which ends it
        self._process = None

    def _running(self) -> subprocess.Popen[str]:
        # Sphinx forks its parallel readers and writers; in a shared pipe answers would mix.
        if self._process is None or self._owner != os.getpid():
            npm.package("temml")
            self._owner = os.getpid()
            self._process = subprocess.Popen(
                [npm.node(), str(Path(__file__).with_name("tex.mjs"))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
            )
        return self._process


TEMML = Temml()
atexit.register(TEMML.close)


def _temml_version() -> str:
    manifest = npm.NODE_MODULES / "temml" / "package.json"
    return json.loads(manifest.read_text())["version"] if manifest.is_file() else "missing"


# -- The cache: formulas by chapter, in the environment --------------------------------------------

Key = tuple[str, bool]
Cache = dict[str, dict[Key, Formula]]


def cache_of(env: BuildEnvironment) -> Cache:
    """The formulas of each chapter."""
    cache: Cache = env.__dict__.setdefault("press_mathml", {})
    return cache


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop a chapter's formulas, but for this build: most of them stand in it again."""
    dropped(app).update(cache_of(env).pop(docname, {}))


def dropped(app: Sphinx) -> dict[Key, Formula]:
    """Formulas of the chapters that this build reads anew."""
    found: dict[Key, Formula] = app.__dict__.setdefault("press_dropped_formulas", {})
    return found


def merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    """Take over what a parallel reader has converted."""
    found = cache_of(other)
    cache_of(env).update({name: found[name] for name in docnames if name in found})


def read_faulty_again(app: Sphinx, env: BuildEnvironment, *_: object) -> Sequence[str]:
    """A chapter with a TeX error is read by every build, or its warning would show only once."""
    return [name for name, found in cache_of(env).items() if any(f.error for f in found.values())]


def formula(env: BuildEnvironment, docname: str, key: Key) -> Formula:
    """A formula from the cache; a chapter's titles also stand on other chapters' pages."""
    cache = cache_of(env)
    own = cache.setdefault(docname, {})
    if key not in own:
        others = (found[key] for found in (dropped(env.app), *cache.values()) if key in found)
        own[key] = next(others, None) or TEMML.convert(key[0], display=key[1])
    return own[key]


def key_of(node: nodes.math | nodes.math_block) -> Key:
    """The TeX to convert, and whether it is displayed."""
    if isinstance(node, nodes.math):
        return node.astext(), False
    return tex.display_source(node.astext(), whole=bool(node.get("nowrap"))), True


def convert_all(app: Sphinx, doctree: nodes.document) -> None:
    """Converts a chapter's formulas as it is read, so that every builder hears of an error."""
    for node in doctree.findall(lambda n: isinstance(n, (nodes.math, nodes.math_block))):
        assert isinstance(node, (nodes.math, nodes.math_block))
        made = formula(app.env, app.env.docname, key_of(node))
        if made.error:
            message = tex.complaint(node.astext(), made.error)
            logger.warning(message, location=node, type="press", subtype="tex")
        elif tex.undrawn(made.mathml):
            logger.warning(
                'the stroke in "%s" is not drawn by every browser; write it without',
                " ".join(node.astext().split()), location=node, type="press", subtype="tex",
            )
        elif "amsmath" in node.get("classes", []) and node.get("number"):
            # MyST gives it a random label: no reference finds that, and no two builds agree.
            logger.warning(
                "numbered equation without a label; write $$ … $$ (eq-name), or align*",
                location=node,
                type="press",
                subtype="tex",
            )


# -- HTML ------------------------------------------------------------------------------------------


# Signs of an inline formula beyond which it may be wider than a small phone.
LONG = 24


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    drawn = _html(self, node)
    # On a phone a long one scrolls in a box of its own, which the keyboard reaches.
    long = 'class="math long" role="group" tabindex="0" aria-label="Formula"'
    marks = long if tex.signs(drawn) > LONG else 'class="math"'
    self.body.append(f"<span {marks}>{drawn}</span>")
    raise nodes.SkipNode


def visit_math_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """The formula scrolls in a box of its own, which the keyboard reaches; its number stays put."""
    number = get_node_equation_number(self, node) if node.get("number") else ""
    name = f"Equation {number}".strip()
    self.body.append(self.starttag(node, "div", CLASS="equation"))
    self.body.append(f'<div class="math-block" role="group" tabindex="0" aria-label="{name}">')
    self.body.append(f"{_html(self, node)}</div>")
    if number:
        self.body.append(f'<span class="eqno">({number})')
        if node["ids"] and self.config.html_permalinks and self.builder.add_permalinks:
            self.body.append(
                f'<a class="headerlink" href="#{node["ids"][0]}"'
                f' aria-label="Link to equation {number}">{self.config.html_permalinks_icon}</a>'
            )
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


class KeepTogether(SphinxPostTransform):
    """HTML only: ties a formula to what is written against it, as the full stop in "…is $x$."

    A browser may break a line on either side of a formula, even before a comma or after a bracket.
    """

    default_priority = 860
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(nodes.math)):
            parent, place = node.parent, node.parent.index(node)
            before, opening = tex.tied_before(_text(parent, place - 1))
            closing, after = tex.tied_after(_text(parent, place + 1))
            if not opening and not closing:
                continue
            tied = nodes.inline(classes=["unbroken"])
            if closing:
                parent[place + 1] = nodes.Text(after)
            parent[place] = tied
            if opening:
                parent[place - 1] = nodes.Text(before)
            tied += [nodes.Text(opening), node, nodes.Text(closing)]


def _text(parent: nodes.Element, place: int) -> str:
    inside = 0 <= place < len(parent)
    return parent[place].astext() if inside and isinstance(parent[place], nodes.Text) else ""


def _html(self: HTML5Translator, node: nodes.math | nodes.math_block) -> str:
    made = formula(self.builder.env, self.builder.current_docname or "", key_of(node))
    return made.mathml or f'<code class="tex-error">{escape(node.astext())}</code>'
