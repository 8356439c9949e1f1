"""Live cells: a cell tagged ``live``, and the code of a coding exercise, run in the browser.

On a page each stands in an element ``live-cell`` with its buttons; the script is
``code/widgets/src/live``, and the Python that it starts is that of :mod:`press.runtime`. Every
other builder prints an ordinary cell. Before pages are read, the live cells of changed chapters
run once on the files that pages ship, and must print what they print natively.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docutils import nodes
from jupyter_cache import get_cache
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from press import npm, runtime
from press.core import chapters, live, prove
from press.core.chapters import Chapter
from press.core.mistakes import Mistake, Mistakes
from press.core.quizzes import Question
from press.execute import Stopped, notebook_of
from press.notebook.chapters import target
from press.notebook.launch import repository_of
from press.questions.form import element, html
from press.widgets import RUNNER

TAG = "live-cell"
DRIVER = Path(__file__).with_name("live.mjs")
FOLDER = "pyodide"  # below _static
# Nobody waits for the proofs before the end, and then one processor has nothing to do.
NICE = ("nice",) if shutil.which("nice") else ()
ON_COLAB = "This cell needs PyTorch, which does not run in a page."


def setup_live(app: Sphinx) -> None:
    """Prove live cells beside the rest of the build, and bring them to life on pages."""
    app.connect("env-before-read-docs", begin_proofs, priority=400)  # before the native run
    app.connect("build-finished", settle_proofs, priority=950)  # all else has been made
    app.connect("env-updated", ship)
    app.connect("html-page-context", describe_runtime, priority=600)
    app.add_post_transform(LiveCells)


# -- Proofs ----------------------------------------------------------------------------------------


@dataclass
class Proofs:
    """The pages that are read in a build and have live cells, and the run of those that changed."""

    pages: list[tuple[Path, Chapter, str]]  # with the digest of each
    run: Run | None


def begin_proofs(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Start what has changed in the browser's Python: it goes on while the book is built."""
    root = Path(app.srcdir)
    pages: list[tuple[Path, Chapter, str]] = []
    for docname in docnames:
        path = Path(env.doc2path(docname))
        try:
            page = chapters.read(path, root)
        except Mistakes:
            continue  # which run_changed tells
        if runs_in_browser(page):
            pages.append((path, page, digest(page)))
            _pages(env).add(docname)
        else:
            _pages(env).discard(docname)
    changed = [page for _, page, known in pages if stamped(app, page)[:1] != [known]]
    app.press_proofs = Proofs(pages, Run(changed) if changed else None)  # type: ignore[attr-defined]


def settle_proofs(app: Sphinx, error: Exception | None) -> None:
    """Compare with the native run.

    Raises:
        Stopped: a cell fails in the browser's Python, or prints something else there.
    """
    proofs: Proofs = app.press_proofs  # type: ignore[attr-defined]
    if error is not None:
        if proofs.run:
            proofs.run.asked.end()
        return
    assert app.env is not None
    found: list[Mistake] = []
    results = proofs.run.results() if proofs.run else {}
    for path, page, hashed in proofs.pages:
        native = native_outputs(app.env, path, page)
        known = [hashed, digest_of(native)]
        if page.path not in results and stamped(app, page) == known:
            continue
        if page.path not in results:  # another NumPy, say: the same cells print something else
            results |= Run([page]).results()
        wrong = mistakes(page, native, results[page.path])
        found += wrong
        if not wrong:
            stamp_of(app, page).parent.mkdir(parents=True, exist_ok=True)
            stamp_of(app, page).write_text("\n".join(known), encoding="utf-8")
    if found:
        raise Stopped(found)


def stamp_of(app: Sphinx, page: Chapter) -> Path:
    """What of a page has been proved: a hash of its cells, and one of their output."""
    return Path(app.doctreedir).parent / ".live" / f"{page.path}.txt"


def stamped(app: Sphinx, page: Chapter) -> list[str]:
    """The two hashes of the last proof, or none."""
    stamp = stamp_of(app, page)
    return stamp.read_text(encoding="utf-8").split("\n") if stamp.is_file() else []


def runs_in_browser(page: Chapter) -> bool:
    """Whether a chapter has anything that a page runs."""
    return bool(page.live_cells or coding(page))


def coding(page: Chapter) -> list[Question]:
    """The coding exercises of a chapter."""
    return [question for question in page.questions if question.kind == "coding"]


def native_outputs(env: BuildEnvironment, path: Path, page: Chapter) -> list[str]:
    """What each live cell printed in the chapter's own kernel."""
    if not page.live_cells:
        return []
    cache = get_cache(env.mystnb_config.execution_cache_path or ".jupyter_cache")  # type: ignore[attr-defined]
    _, executed = cache.merge_match_into_notebook(notebook_of(env, path, page.source))
    cells = [cell for cell in executed.cells if cell.cell_type == "code"]
    return ["".join(_text(output) for output in cells[i].outputs)
            for i, cell in enumerate(page.cells) if live.TAG in cell.tags]


def _text(output: Any) -> str:
    if output.output_type == "stream":
        return str(output.text)
    return str(output.get("data", {}).get("text/plain", ""))


def digest(page: Chapter) -> str:
    """A hash of all that the run in the browser's Python depends on."""
    return digest_of([runtime.installed().version, RUNNER.read_text("utf-8"),
                      DRIVER.read_text("utf-8"), job(page)])


def digest_of(parts: Any) -> str:
    """A hash of what JSON can hold."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def job(page: Chapter) -> dict[str, Any]:
    """What ``live.mjs`` is to run of a chapter."""
    checks = [{"source": code, "checks": [check.code for check in question.checks],
               "slips": [slip.when for slip in question.mishaps],
               "prelude": live.prelude(page.parts, question)}
              for question in coding(page)
              for code in live.answers(question, prove.finished(question, page) or "")]
    granted = live.imports(cell.source for cell in page.cells if live.TAG not in cell.tags)
    return {"imports": granted, "cells": [{"name": f"cell {i}", "source": cell.source}
                      for i, cell in enumerate(page.live_cells, 1)], "checks": checks}


class Run:
    """Chapters on the files that pages ship, under Node, each in a fresh session."""

    def __init__(self, pages: list[Chapter]):
        self.pages = pages
        self.asked = npm.Asked(
            [*NICE, npm.node(), str(DRIVER), str(runtime.installed().folder), str(RUNNER)],
            [job(page) for page in pages])

    def results(self) -> dict[str, dict[str, Any]]:
        """What each chapter, by its path, gave; waits for it.

        Raises:
            ExtensionError: the runtime itself does not run.
        """
        answer = json.loads(self.asked.answer("the Python of live cells does not run"))
        return dict(zip((page.path for page in self.pages), answer, strict=True))


def mistakes(page: Chapter, native: list[str], result: dict[str, Any]) -> list[Mistake]:
    """What differs between the native run of a chapter and that in the browser's Python."""
    found = []
    for cell, expected, got in zip(page.live_cells, native, result["cells"], strict=True):
        if not got["ok"]:
            error = got["error"]
            line = cell.line - 1 + (error["lines"][-1]["line"] if error["lines"] else 1)
            found.append(Mistake(page.path, line, f"in the browser this live cell raises "
                                 f"{error['type']}: {error['message']}",
                                 "write what runs there too, or drop the tag `live`"))
            continue
        difference = live.difference(expected, got["out"] + (got["value"] or ""))
        if difference:
            found.append(Mistake(page.path, cell.line, f"in the browser this live cell prints "
                                 f"something else: {difference}",
                                 "make it print the same in both, or drop the tag `live`"))
    said = "".join(cell.source for cell in page.live_cells)
    if result["integers"] and "int32" not in said:
        names = ", ".join(f"`{name}`" for name in result["integers"])
        found.append(Mistake(page.path, page.live_cells[0].line, f"the live cells leave arrays of "
                             f"the browser's own integer, which has 32 bits: {names}",
                             live.INSTEAD))
    rest = iter(result["checks"])
    for question in coding(page):
        results = [next(rest) for _ in range(2 + len(question.mishaps))]
        found += live.disagreements(question, results, page.path, "in the browser ")
    return found


# -- Pages -----------------------------------------------------------------------------------------


class LiveCells(SphinxPostTransform):
    """HTML: put each live cell into its element, with its buttons; say which cells run on Colab."""

    default_priority = 45  # after Forms, and after figures have been made
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        cells = cells_of(self.document)
        sources: list[str] = []
        for node in [c for c in cells if "tag_live" in c["classes"]]:
            source = source_of(node)
            host = self.host(source, sources, unseen=f"tag_{live.UNSEEN}" in node["classes"])
            sources.append(source)
            node.replace_self(host)
            host += node
            if "data-unseen" not in dict(host["pairs"]):
                place = node.index(next(inputs(node))) + 1
                node[place:place] = under_code(exercise=False)
        for host in [e for e in self.document.findall(element) if e["tag"] == TAG
                     and ("data-exercise", True) in e["pairs"]]:
            source = source_of(host)
            host["pairs"] += self.host(source, sources, unseen=False)["pairs"]
            host += under_code(exercise=True)
        if sources:
            for node in torch_cells(cells):
                node += html("p", nodes.Text(ON_COLAB), *self.colab(), class_="live-elsewhere")

    def colab(self) -> list[nodes.Node]:
        """Where the chapter runs whole: a link where the repository is known, else words."""
        known = repository_of(self.app)
        if not known:
            return [nodes.Text(" The chapter’s notebook runs it, on Colab for one.")]
        uri = known.colab(self.app.config.notebooks_branch, target(self.env.docname))
        return [nodes.Text(" "), html("a", nodes.Text("Open the chapter in Colab"), href=uri)]

    def host(self, source: str, above: list[str], *, unseen: bool) -> element:
        """The element. ``data-needs`` is "4:bowl,grad_bowl": what it uses, and of which cell."""
        wants = live.wants(above, live.names(source))
        return html(TAG, data_unseen=unseen, data_needs=" ".join(
            f"{place + 1}:{','.join(names)}" for place, names in wants.items()))


def torch_cells(cells: list[nodes.container]) -> list[nodes.container]:
    """The cells that use torch."""
    found = []
    for node in cells:
        names = live.names(source_of(node))
        if "torch" in names.used | names.defined:
            found.append(node)
    return found


def under_code(*, exercise: bool) -> list[element]:
    """Buttons, a line that says how it stands, and room for results."""
    size = f"{runtime.installed().size / 1e6:.0f} MB"
    buttons = [("run", "Run"), *([("check", "Check")] if exercise else []), ("stop", "Stop"),
               ("reset", "Reset"), ("above", "Run all above"), ("copy", "Copy"),
               ("save", "Save as notebook")]
    made = [html("button", nodes.Text(words), type="button", class_=name,
                 hidden=name == "stop") for name, words in buttons]
    note = html("span", nodes.Text(f"Your first Run fetches Python, {size}, once."),
                class_="live-note", role="status")
    return [html("div", *made, note, class_="controls live-controls"),
            html("div", class_="live-result")]


def imports_of(doctree: nodes.document) -> str:
    """What live cells take for granted: the imports of a page's other cells."""
    return live.imports(source_of(node) for node in cells_of(doctree)
                        if "tag_live" not in node["classes"])


def cells_of(doctree: nodes.document) -> list[nodes.container]:
    """The cells of a page that show their code, folded or not."""
    return [node for node in doctree.findall(nodes.container)
            if "cell" in node["classes"] and next(inputs(node), None) is not None]


def inputs(node: nodes.Element) -> Iterator[nodes.container]:
    """The containers of a cell's code."""
    return (part for part in node.findall(nodes.container) if "cell_input" in part["classes"])


def source_of(node: nodes.Element) -> str:
    """The code of a cell, or of an exercise."""
    place = next(inputs(node), node)
    return next(place.findall(nodes.literal_block)).astext()


def ship(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Copy the runtime into the site, where a chapter needs it."""
    pages = env.found_docs & _pages(env)
    if app.builder is not None and app.builder.format == "html" and pages:
        found = runtime.installed()
        runtime.copy(found, Path(app.outdir) / "_static" / FOLDER / found.version)
    return []


def _pages(env: BuildEnvironment) -> set[str]:
    """The pages that hold anything live, as they were read last."""
    found: set[str] = env.__dict__.setdefault("press_live", set())
    return found


def describe_runtime(app: Sphinx, page: str, template: str, context: dict[str, Any],
                     doctree: nodes.document | None) -> None:
    """Tell the page's script where Python is, and what its files must be."""
    if doctree is None or not any(node["tag"] == TAG for node in doctree.findall(element)):
        return
    found = runtime.installed()
    data = {"base": f"_static/{FOLDER}/{found.version}/",
            "imports": imports_of(doctree),
            "files": [[file.name, file.size, file.sha256] for file in found.files]}
    context["body"] += (f'<script type="application/json" id="live-runtime">{json.dumps(data)}'
                        "</script>")
