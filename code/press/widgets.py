"""What moves on a page: bundle the TypeScript of ``code/widgets`` and load it where it is needed.

Every page carries ``first``, and loads ``page``. It asks for others by a node: any page with a
question loads ``question``, any page with a figure that moves loads ``widgets``, which fetches each
figure's script when the reader comes near it. The bundles are made by esbuild, kept by a hash of
their sources in ``_build/.press/.widgets``, and never committed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging

from press import npm
from press.questions.form import element
from press.widget import PREFIX

logger = logging.getLogger(__name__)

SOURCES = Path(__file__).resolve().parents[1] / "widgets"
RUNNER = Path(__file__).parent / "core" / "live_runner.py"  # goes into the worker's bundle


def setup_widgets(app: Sphinx) -> None:
    """Bundle before pages are written; name a page's bundles in its head."""
    # A page names its bundle by a hash: another bundle, another page.
    app.add_config_value("press_widgets", digest(), "html", types=str)
    app.connect("env-before-read-docs", begin, priority=300)  # before chapters are run
    app.connect("env-updated", put)
    app.connect("build-finished", settle)
    app.connect("html-page-context", load)


def begin(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Start to make the bundles if their sources changed: it goes on while chapters are read."""
    app.press_bundling = None  # type: ignore[attr-defined]
    made = made_for(app)
    if app.builder.format != "html" or (made / "manifest.json").is_file():
        return
    shutil.rmtree(made.parent, ignore_errors=True)
    made.mkdir(parents=True)
    app.press_bundling = start_esbuild(made)  # type: ignore[attr-defined]


def put(app: Sphinx, env: BuildEnvironment) -> None:
    """Copy the bundles to ``_static/widgets``."""
    if app.builder.format != "html":
        return
    made = made_for(app)
    if app.press_bundling:  # type: ignore[attr-defined]
        finish_esbuild(app.press_bundling, made)  # type: ignore[attr-defined]
        app.press_bundling = None  # type: ignore[attr-defined]
    target = Path(app.outdir) / "_static" / "widgets"
    shutil.rmtree(target, ignore_errors=True)
    bundles = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    # Of two the text is wanted: one stands in each page, which cannot be drawn as it should without
    # it, the other at the top of the site, with a list in it.
    first, worker = bundles["first.js"], bundles["sw.js"]
    app.press_script = (made / first).read_text(encoding="utf-8")  # type: ignore[attr-defined]
    app.press_worker = (made / worker).read_text(encoding="utf-8")  # type: ignore[attr-defined]
    shutil.copytree(made, target, ignore=shutil.ignore_patterns("manifest.json", first, worker))
    app.press_bundles = bundles  # type: ignore[attr-defined]


def settle(app: Sphinx, error: Exception | None) -> None:
    """Let the bundles be finished where a build stops before it needs them: the next one does."""
    if error is not None and app.press_bundling:  # type: ignore[attr-defined]
        app.press_bundling.communicate()  # type: ignore[attr-defined]


def made_for(app: Sphinx) -> Path:
    """Where the bundles wait for the next build."""
    return Path(app.doctreedir).parent / ".widgets" / app.config.press_widgets


def digest() -> str:
    """A hash of everything that the bundles are made from."""
    files = [SOURCES / "build.mjs", npm.ROOT / "package-lock.json", RUNNER,
             *sorted(p for p in (SOURCES / "src").rglob("*") if p.is_file())]
    found = hashlib.sha256()
    for file in files:
        found.update(f"{file.name}\n".encode() + file.read_bytes())
    return found.hexdigest()[:16]


def start_esbuild(folder: Path) -> subprocess.Popen[str]:
    """Start to make the bundles."""
    npm.package("esbuild")
    return subprocess.Popen([npm.node(), str(SOURCES / "build.mjs"), str(folder)],
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                            cwd=npm.ROOT)


def finish_esbuild(process: subprocess.Popen[str], folder: Path) -> None:
    """Wait for the bundles.

    Raises:
        ExtensionError: a source does not compile; esbuild's words are in the message.
    """
    words = process.communicate()[1]
    if process.returncode:
        shutil.rmtree(folder)
        raise ExtensionError(f"the widgets do not compile:\n{words.strip()}")


def load(app: Sphinx, page: str, template: str, context: dict[str, Any],
         doctree: nodes.document | None) -> None:
    """Give a page its script, and have it load others if it needs them."""
    if app.builder is None or app.builder.format != "html":
        return
    context["press_script"] = app.press_script  # type: ignore[attr-defined]
    app.add_js_file(f"widgets/{app.press_bundles['page.js']}")  # type: ignore[attr-defined]
    if doctree is None:
        return
    tags = {node["tag"] for node in doctree.findall(element)}
    needed = ["question.js"] if "form" in tags or context.get("press_lists_lessons") else []
    if any(tag.startswith(PREFIX) for tag in tags):
        needed.append("widgets.js")
    if "live-cell" in tags:
        needed.append("live.js")
    for bundle_name in needed:
        name = app.press_bundles[bundle_name]  # type: ignore[attr-defined]
        app.add_js_file(f"widgets/{name}", type="module")
