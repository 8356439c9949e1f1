"""What moves on a page: bundle the TypeScript of ``code/widgets`` and load it where it is needed.

Every page loads ``page``. A page asks for others by a node: any page with a question loads
``question``, any page with a figure that moves loads ``widgets``, which fetches each figure's
script when the reader comes near it. The bundles are made by esbuild, kept by a hash of their
sources in ``_build/.press/.widgets``, and never committed.
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
    app.connect("builder-inited", bundle)
    app.connect("html-page-context", load)


def bundle(app: Sphinx) -> None:
    """Copy the bundles to ``_static/widgets``, after making them if their sources changed."""
    if app.builder.format != "html":
        return
    made = Path(app.doctreedir).parent / ".widgets" / digest()
    if not (made / "manifest.json").is_file():
        shutil.rmtree(made.parent, ignore_errors=True)
        made.mkdir(parents=True)
        run_esbuild(made)
    target = Path(app.outdir) / "_static" / "widgets"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(made, target, ignore=shutil.ignore_patterns("manifest.json"))
    app.press_bundles = json.loads(  # type: ignore[attr-defined]
        (made / "manifest.json").read_text(encoding="utf-8"))


def digest() -> str:
    """A hash of everything that the bundles are made from."""
    files = [SOURCES / "build.mjs", npm.ROOT / "package-lock.json", RUNNER,
             *sorted(p for p in (SOURCES / "src").rglob("*") if p.is_file())]
    found = hashlib.sha256()
    for file in files:
        found.update(f"{file.name}\n".encode() + file.read_bytes())
    return found.hexdigest()[:16]


def run_esbuild(folder: Path) -> None:
    """Make the bundles.

    Raises:
        ExtensionError: a source does not compile; esbuild's words are in the message.
    """
    npm.package("esbuild")
    done = subprocess.run([npm.node(), str(SOURCES / "build.mjs"), str(folder)], check=False,
                          capture_output=True, text=True, cwd=npm.ROOT)
    if done.returncode:
        shutil.rmtree(folder)
        raise ExtensionError(f"the widgets do not compile:\n{done.stderr.strip()}")


def load(app: Sphinx, page: str, template: str, context: dict[str, Any],
         doctree: nodes.document | None) -> None:
    """Load the script of every page, and others on pages that need them, nowhere else."""
    if app.builder is None or app.builder.format != "html":
        return
    app.add_js_file(f"widgets/{app.press_bundles['page.js']}",  # type: ignore[attr-defined]
                    type="module")
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
