"""Run the chapters that changed, and prove them, before Sphinx reads them.

Each chapter runs once, in its own kernel, several side by side; :mod:`press.forkserver` makes them
begin fast. Between two cells the kernel evaluates what stands between them in the text. The outputs
go to jupyter-cache, where myst-nb finds them; the proofs go to ``.proofs`` beside it. Both are
keyed by what was run, so an edit to prose runs nothing.
"""

from __future__ import annotations

import ast
import asyncio
import hashlib
import json
import logging as python_logging
import os
import re
import time
from pathlib import Path
from typing import Any

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from myst_nb.core.read import create_nb_reader
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util import logging

from press import kernels
from press.core import chapters, prove, toc, versions
from press.core.chapters import Cell, Chapter, Number
from press.core.mistakes import Mistake, Mistakes
from press.core.quizzes import Question, duplicate_labels
from press.reproducible import hide_addresses

logger = logging.getLogger(__name__)

FORMAT = 5  # raise it when the answers that prove gives change their form
_SILENT = python_logging.getLogger("press.silent")  # what nbclient says, mistakes say better
_SILENT.addHandler(python_logging.NullHandler())
_SILENT.propagate = False
_FRAME = re.compile(r"Cell In\[(\d+)\](?:, line |:)(\d+)")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Stopped(SphinxError):
    """The book has mistakes; nothing is written."""

    category = "The book has mistakes"

    def __init__(self, found: list[Mistake]):
        self.found = Mistakes(found).found
        super().__init__("\n".join(str(mistake) for mistake in self.found))


def setup_execute(app: Sphinx) -> None:
    """Run and prove chapters before they are read."""
    app.connect("config-inited", warm_up, priority=900)  # the cache has been named
    app.connect("build-finished", cool_down, priority=100)
    app.connect("env-before-read-docs", run_changed)
    app.connect("env-purge-doc", purge)
    app.connect("env-merge-info", merge)


def answers_of(env: BuildEnvironment, docname: str) -> dict[str, Any]:
    """What the proofs say of each question of a page, by label."""
    return _store(env).get(docname, {})


def _store(env: BuildEnvironment) -> dict[str, dict[str, Any]]:
    if not hasattr(env, "press_answers"):
        env.press_answers = {}  # type: ignore[attr-defined]
    return env.press_answers  # type: ignore[attr-defined]


def purge(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget the questions of a page that is gone."""
    if docname not in env.found_docs:
        _store(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    """Nothing to take over: the answers are there before reading forks."""


def warm_up(app: Sphinx, config: Config) -> None:
    """While Sphinx starts, import what chapters will, where one seems to have changed.

    This guesses from the files. What it misses, :func:`run_changed` makes up for.
    """
    app.press_forkserver = None  # type: ignore[attr-defined]
    root = Path(app.srcdir)
    try:
        paths = toc.sources(root)
    except (Mistakes, OSError):
        return  # Sphinx tells what is wrong
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in paths
             if seems_changed(path, root, proofs_file(config, path.relative_to(root)))]
    with_cells = [text for text in texts if "{code-cell}" in text]
    if with_cells:
        app.press_forkserver = kernels.warm(with_cells)  # type: ignore[attr-defined]


def seems_changed(path: Path, root: Path, proofs: Path) -> bool:
    """Whether a chapter has other code than what was proved last; prose does not count."""
    try:
        if proofs.stat().st_mtime > path.stat().st_mtime:
            return False
        return load_answers(proofs, chapters.read(path, root)) is None
    except OSError:
        return True
    except Mistakes:
        return False


def cool_down(app: Sphinx, error: Exception | None = None) -> None:
    """End the warm process, with whatever still runs in it."""
    if app.press_forkserver:  # type: ignore[attr-defined]
        app.press_forkserver.end()  # type: ignore[attr-defined]
        app.press_forkserver = None  # type: ignore[attr-defined]


def proofs_file(config: Config, page: Path) -> Path:
    """Where the answers of a page are kept: beside the outputs of all."""
    cache = Path(config.nb_execution_cache_path or ".jupyter_cache")
    return cache.parent / ".proofs" / page.with_suffix(".json")


def load_answers(proofs: Path, page: Chapter) -> dict[str, Any] | None:
    """The answers of the last run, if it ran the very code of this page."""
    try:
        kept = json.loads(proofs.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return kept["answers"] if kept.get("digest") == digest(page) else None


def run_changed(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Prove the pages that will be read.

    Raises:
        Stopped: a page breaks the contract, a cell raised or ran too long, or a proof failed.
    """
    root = Path(app.srcdir)
    mistakes: list[Mistake] = []
    pages: dict[str, Chapter] = {}
    for docname in docnames:
        try:
            pages[docname] = chapters.read(Path(env.doc2path(docname)), root)
        except Mistakes as error:
            mistakes += error.found
    taken = {label: Path(env.doc2path(docname)).relative_to(root).as_posix()
             for docname, answers in _store(env).items() if docname not in docnames
             for label in answers}
    questions = {page.path: page.questions for page in pages.values()}
    mistakes += duplicate_labels(questions, taken)
    if mistakes:
        raise Stopped(mistakes)
    jobs = [Job(app, env, docname, page) for docname, page in pages.items()]
    # The longest first, or one of them is left over at the end.
    waiting = sorted((job for job in jobs if not job.is_cached()),
                     key=lambda job: len(job.page.cells), reverse=True)
    executed = [job for job in waiting if job.page.cells]
    if executed and app.press_forkserver is None:  # type: ignore[attr-defined]
        app.press_forkserver = kernels.warm(  # type: ignore[attr-defined]
            job.page.source for job in executed)
    try:
        # One more than there are processors: while a kernel begins or ends, it mostly waits.
        asyncio.run(_run_all(waiting, (os.cpu_count() or 1) + 1))
    finally:
        cool_down(app)
    cached = [job for job in jobs if job.page.cells and job not in executed]
    if executed or cached:
        logger.info("%d chapters executed, %d unchanged", len(executed), len(cached))
    found = [mistake for job in jobs for mistake in job.mistakes]
    if found:
        raise Stopped(found)
    _store(env).update({job.docname: job.answers for job in jobs})


async def _run_all(jobs: list[Job], width: int) -> None:
    gate = asyncio.Semaphore(width)

    async def run(job: Job) -> None:
        async with gate:
            await job.run()

    await asyncio.gather(*(run(job) for job in jobs))


class Job:
    """One page: whether it must run, running it, and what came of it."""

    def __init__(self, app: Sphinx, env: BuildEnvironment, docname: str, page: Chapter):
        self.docname = docname
        self.page = page
        self.root = Path(app.srcdir)
        self.path = Path(env.doc2path(docname))
        self.limit = float(env.mystnb_config.execution_timeout)  # type: ignore[attr-defined]
        self.answers: dict[str, Any] = {}
        self.mistakes: list[Mistake] = []
        self._app = app
        self._proofs = proofs_file(app.config, Path(page.path))
        if page.cells:
            self._cache: JupyterCacheAbstract = get_cache(app.config.nb_execution_cache_path)
            self._notebook = notebook_of(env, self.path, page.source)

    def is_cached(self) -> bool:
        """Load the answers from the last run, if it ran the very same code."""
        if self.page.cells:
            try:
                self._cache.match_cache_notebook(self._notebook)
            except KeyError:
                return False
        answers = load_answers(self._proofs, self.page)
        if answers is None:
            return False
        self._proofs.touch()  # it is newer than the page, whose prose was edited
        self.answers = answers
        return True

    async def run(self) -> None:
        """Run and prove the page; keep the result where nothing is wrong."""
        start = time.monotonic()
        if self.page.cells:
            logger.info("%s: executing %d cells", self.page.path, len(self.page.cells))
            try:
                await self._run_cells(start)
            except Mistakes as found:
                self.mistakes += found.found
        else:
            proof = prove.prove(self.page)
            self.answers, self.mistakes = proof.answers, proof.mistakes
        if self.mistakes:
            return
        seconds = time.monotonic() - start
        if self.page.cells:
            hide_addresses(self._notebook)
            logger.info("%s: executed in %.1f s", self.page.path, seconds)
            self._cache.cache_notebook_bundle(
                CacheBundleIn(self._notebook, str(self.path), data={"execution_seconds": seconds}),
                check_validity=False, overwrite=True,
            )
        self._proofs.parent.mkdir(parents=True, exist_ok=True)
        kept = {"digest": digest(self.page), "answers": self.answers}
        self._proofs.write_text(json.dumps(kept, indent=1), encoding="utf-8")

    async def _run_cells(self, start: float) -> None:
        # Timing would go into the cells' metadata, and change what the cache looks them up by.
        client = NotebookClient(
            self._notebook, record_timing=False, shutdown_kernel="immediate", log=_SILENT,
            coalesce_streams=True,  # a slow moment would part a line in two
            extra_arguments=["--IPKernelApp.log_level=ERROR"],  # no word of TCP and encryption
            timeout_func=lambda _: self._rest(start),
        )
        if self._app.press_forkserver:  # type: ignore[attr-defined]
            kernels.use(self._app.press_forkserver, client)  # type: ignore[attr-defined]
        count = 0
        async with client.async_setup_kernel(cwd=str(self.path.parent),
                                             env=kernels.environment()):
            await self._prove_after(client, 0, start)
            for index, cell in enumerate(self._notebook.cells):
                if cell.cell_type != "code":
                    continue
                count += 1
                try:
                    await client.async_execute_cell(cell, index, execution_count=count)
                except CellTimeoutError:
                    raise Mistakes([self._too_long(self.page.cells[count - 1].line)]) from None
                except DeadKernelError:
                    raise Mistakes([self._died(self.page.cells[count - 1].line)]) from None
                except CellExecutionError as error:
                    raise Mistakes([self._raised(error, count)]) from None
                await self._prove_after(client, count, start)

    async def _prove_after(self, client: NotebookClient, count: int, start: float) -> None:
        """Have the kernel evaluate what the text says between this cell and the next."""
        parts = prove.between(self.page, count)
        if not parts:
            return
        arguments = f"globals(), {self.page.source!r}, {self.page.path!r}, {count}"
        expression = f"__import__('press.core.prove', fromlist=['x']).in_kernel({arguments})"
        assert client.kc is not None
        message = client.kc.execute("", silent=True, user_expressions={"proof": expression})
        try:
            reply = await asyncio.wait_for(client.async_wait_for_reply(message), self._rest(start))
        except TimeoutError:
            raise Mistakes([self._too_long(parts[0].line)]) from None
        except DeadKernelError:
            raise Mistakes([self._died(parts[0].line)]) from None
        assert reply is not None
        answer = reply["content"]["user_expressions"]["proof"]
        if answer["status"] != "ok":
            raise RuntimeError("\n".join(answer["traceback"]))
        proof = json.loads(ast.literal_eval(answer["data"]["text/plain"]))
        self.answers.update(proof["answers"])
        self.mistakes += [Mistake(**mistake) for mistake in proof["mistakes"]]

    def _rest(self, start: float) -> float:
        """The seconds that the chapter may still run."""
        return max(0.01, self.limit - (time.monotonic() - start))

    def _too_long(self, line: int) -> Mistake:
        return Mistake(self.page.path, line,
                       f"the chapter ran past its limit of {self.limit:g} s here",
                       "make this cheaper, or raise `execute: timeout:` in _config.yml")

    def _died(self, line: int) -> Mistake:
        return Mistake(self.page.path, line, "the chapter's Python stopped here without an error",
                       "make this use less memory, and end no process")

    def _raised(self, error: CellExecutionError, count: int) -> Mistake:
        """The mistake of a cell that raised, at the last line of the chapter in its traceback."""
        cell, offset = count, 1
        for number, line in _FRAME.findall(_ANSI.sub("", error.traceback)):
            cell, offset = int(number), int(line)
        line = self.page.cells[cell - 1].line + offset - 1
        first = error.evalue.splitlines()[0] if error.evalue else ""
        return Mistake(self.page.path, line, f"this cell raised {error.ename}: {first}",
                       "correct the cell so that it runs after those above it")


def digest(page: Chapter) -> str:
    """A hash of all that a run depends on; prose and line numbers are not in it."""
    parts = [FORMAT, versions.running(), *_what_runs(page)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _what_runs(page: Chapter) -> list[Any]:
    result: list[Any] = []
    for part in page.parts:
        if isinstance(part, Cell):
            result.append(part.source)
        elif isinstance(part, Number):
            result.append([part.text, part.expression])
        elif isinstance(part, Question):
            blanks = [[b.expression, b.kind, b.oracle, b.tolerance.size, b.tolerance.relative,
                       b.variables, [s.expression for s in b.slips]] for b in part.blanks]
            choices = [[c.right, c.expression] for c in part.choices]
            result.append([part.label, part.kind, part.key, part.code, len(part.steps),
                           blanks, choices])
            if part.kind == "coding":
                result += [prove.solution_of(part, page), [[c.title, c.code] for c in part.checks],
                           [[m.title, m.when, m.code] for m in part.mishaps]]
    return result


def notebook_of(env: BuildEnvironment, path: Path, text: str) -> nbformat.NotebookNode:
    """The notebook exactly as myst-nb will read it, so that both ask the cache the same."""
    reader = create_nb_reader(
        str(path), env.myst_config, env.mystnb_config, text  # type: ignore[attr-defined]
    )
    assert reader is not None
    return reader.read(text)
