"""Serve the site, build it again on every save, and have the browser show what is new.

Two processes share the work. This one serves and watches. The other builds: it keeps Sphinx and
the chapters' formulas in memory from one build to the next, so that an edit of prose takes about a
second. It holds the press as it was when it started, and a change of the press starts a fresh one.
"""

from __future__ import annotations

import asyncio
import gc
import json
import multiprocessing
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path

import uvicorn
import watchfiles
from sphinx_autobuild.middleware import JavascriptInjectorMiddleware
from sphinx_autobuild.utils import find_free_port
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from press import npm
from press.publish import files
from press.widgets import SOURCES

HOST = "127.0.0.1"
REST = 10.0  # seconds without a save: then somebody reads or writes, and the builder tidies up
MOST = 10  # builds without it: each leaves some 50 MB
NOT_YET = "<!doctype html><title>Not built yet</title><p>Not built yet: the terminal says why."

# From the paths that changed to the files of the site that did.
Rebuild = Callable[[Sequence[Path]], Sequence[str]]


def serve(root: Path, site: Path, port: int | None, rebuild: Rebuild) -> None:
    """Serve ``site`` until interrupted; call ``rebuild`` whenever a source changes."""
    port = port or find_free_port()
    watched = [root / "book", root / "_config.yml", root / "_toc.yml", root / "code" / "press",
               root / "code" / "widgets" / "src"]
    news = News()

    async def watch() -> None:
        there = (path for path in watched if path.exists())
        async for changes in watchfiles.awatch(*there, step=20):  # ms; editors save in two steps
            paths = [Path(path).resolve() for _, path in changes]
            if site_files := await asyncio.to_thread(rebuild, paths):
                news.tell(site_files)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(watch())
        yield
        task.cancel()

    app = Starlette(
        # No service worker here: it would keep each of the states that the author looks at.
        routes=[Route("/sw.js", lambda _: Response(status_code=404)),
                Route("/_news", news.stream), Route("/_news.js", script),
                Mount("/", StaticFiles(directory=site, html=True, check_dir=False))],
        middleware=[Middleware(Injector)], lifespan=lifespan, exception_handlers={404: not_yet},
    )
    print(f"Open http://{HOST}:{port}/ — Ctrl+C ends it", flush=True)
    # A browser holds its connection to the news open; at the end nobody waits for it.
    uvicorn.run(app, host=HOST, port=port, log_level="critical", timeout_graceful_shutdown=1)


# -- The browser -----------------------------------------------------------------------------------


class News:
    """Tells every open page which files of the site have changed, as server-sent events."""

    def __init__(self) -> None:
        self.pages: set[asyncio.Queue[Sequence[str]]] = set()

    def tell(self, files: Sequence[str]) -> None:
        for page in self.pages:
            page.put_nowait(files)

    async def stream(self, request: Request) -> StreamingResponse:
        async def events() -> AsyncIterator[str]:
            page: asyncio.Queue[Sequence[str]] = asyncio.Queue()
            self.pages.add(page)
            try:
                yield ": listening\n\n"
                while True:
                    yield f"data: {json.dumps(await page.get())}\n\n"
            finally:
                self.pages.remove(page)

        return StreamingResponse(events(), media_type="text/event-stream")


class Injector(JavascriptInjectorMiddleware):
    """Adds the script to each page, as a file: a page's policy forbids what stands inline."""

    def __init__(self, app: ASGIApp):
        super().__init__(app, ws_url="")
        self.script = b'<script src="/_news.js"></script>'


def script(request: Request) -> Response:
    return Response(bundle(), media_type="text/javascript")


@cache
def bundle() -> bytes:
    """What shows the news in a page. A change of it needs another start."""
    npm.package("esbuild")
    command = [npm.node(), str(SOURCES / "script.mjs"), str(SOURCES / "src/serve/index.ts")]
    return subprocess.run(command, check=True, capture_output=True, cwd=npm.ROOT).stdout


async def not_yet(request: Request, error: Exception) -> HTMLResponse:
    return HTMLResponse(NOT_YET, status_code=404)


# -- The builder -----------------------------------------------------------------------------------


class Builder:
    """The process that builds the book, as long as the press stays as it is."""

    def __init__(self, root: Path):
        self.root = root
        self.code = (root / "code").resolve()
        self.process: multiprocessing.process.BaseProcess | None = None
        self.pipe: Connection | None = None

    def __call__(self, changed: Sequence[Path]) -> Sequence[str]:
        """Build; the files that changed. The author reads in the terminal how it went."""
        if any(path.is_relative_to(self.code) for path in changed):
            self.stop()
        if self.process is None or not self.process.is_alive():
            self.start()
        assert self.pipe is not None
        try:
            self.pipe.send("build")
            return list(self.pipe.recv())
        except (EOFError, OSError):
            print("press: the build stopped without a word; save again", file=sys.stderr)
            return []

    def start(self) -> None:
        """A fresh process, with nothing of this one in it."""
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=build_when_asked, args=(self.root, theirs))
        self.process.start()
        theirs.close()  # so that reading ends when the process does

    def stop(self) -> None:
        """End the process, after the build that it may be in."""
        if self.process is not None and self.pipe is not None:
            self.pipe.close()
            self.process.join()
        self.process = self.pipe = None


def build_when_asked(root: Path, pipe: Connection) -> None:
    """Build on each message, and answer which files have changed, until the pipe ends.

    The browser shows the page while its notebook is still made.
    """
    from press.cli import build_and_tell

    gc.disable()  # garbage is collected while the author thinks
    untidy = 0  # builds
    try:
        while True:
            pipe.recv()
            answer = Answer(pipe)
            answer(build_and_tell(root, shown=answer) or [])
            # An extension of Sphinx walks through all that is not frozen at each start.
            gc.freeze()
            untidy += 1
            if untidy == MOST or not pipe.poll(REST):
                gc.unfreeze()
                gc.collect()
                gc.freeze()
                untidy = 0
    except (EOFError, OSError, KeyboardInterrupt):
        return


class Answer:
    """Answers a message once, as soon as the answer is known."""

    def __init__(self, pipe: Connection):
        self.pipe = pipe
        self.given = False

    def __call__(self, changed: Sequence[str]) -> None:
        if not self.given:
            self.pipe.send(changed)
        self.given = True


class Command:
    """Gives the press a command in a fresh process on each change, for a folder of the site."""

    def __init__(self, site: Path, root: Path, *command: str):
        self.site = site
        self.command = [sys.executable, "-m", "press", "--root", str(root), *command]

    def __call__(self, changed: Sequence[Path]) -> Sequence[str]:
        """Every file: the command does not say which have changed."""
        done = subprocess.run(self.command, check=False).returncode == 0
        return [file.as_posix() for file in files(self.site)] if done else []
