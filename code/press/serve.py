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
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

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

Tell = Callable[[Sequence[str]], None]  # which files of the site have changed
Rebuild = Callable[[Sequence[Path], Tell], None]  # after a change of some paths


def serve(root: Path, site: Path, port: int | None, rebuild: Rebuild) -> None:
    """Serve ``site`` until interrupted; call ``rebuild`` whenever a source changes.

    Raises:
        ExtensionError: what shows the news in a page cannot be made, as in a build.
    """
    port, shows_news = port or find_free_port(), script()
    watched = [root / "book", root / "_config.yml", root / "_toc.yml", root / "code" / "press",
               root / "code" / "widgets" / "src"]
    news = News()

    async def watch() -> None:
        loop = asyncio.get_running_loop()

        def tell(changed: Sequence[str]) -> None:
            loop.call_soon_threadsafe(news.tell, changed)

        there = (path for path in watched if path.exists())
        async for changes in watchfiles.awatch(*there, step=20):  # ms; editors save in two steps
            paths = [Path(path).resolve() for _, path in changes]
            await asyncio.to_thread(rebuild, paths, tell)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(watch())
        yield
        task.cancel()

    app = Starlette(
        # No service worker here: it would keep each of the states that the author looks at.
        routes=[Route("/sw.js", lambda _: Response(status_code=404)),
                Route("/_news", news.stream),
                Route("/_news.js", lambda _: Response(shows_news, media_type="text/javascript")),
                Mount("/", Files(directory=site, html=True, check_dir=False))],
        middleware=[Middleware(Injector)], lifespan=lifespan, exception_handlers={404: not_yet},
    )
    print(f"Open http://{HOST}:{port}/ — Ctrl+C ends it", flush=True)
    # A browser holds its connection to the news open; at the end nobody waits for it.
    uvicorn.run(app, host=HOST, port=port, log_level="critical", timeout_graceful_shutdown=1)


# -- The browser -----------------------------------------------------------------------------------


class News:
    """Tells every open page which files of the site have changed, as server-sent events."""

    def __init__(self) -> None:
        self.untold: set[asyncio.Queue[Sequence[str]]] = set()  # one of each page

    def tell(self, changed: Sequence[str]) -> None:
        for queue in self.untold:
            queue.put_nowait(changed)

    async def stream(self, request: Request) -> StreamingResponse:
        async def events() -> AsyncIterator[str]:
            queue: asyncio.Queue[Sequence[str]] = asyncio.Queue()
            self.untold.add(queue)
            try:
                yield ": listening\n\n"
                while True:
                    yield f"data: {json.dumps(await queue.get())}\n\n"
            finally:
                self.untold.remove(queue)

        return StreamingResponse(events(), media_type="text/event-stream")


class Files(StaticFiles):
    """Files of which a browser asks each time whether they have changed.

    Of a picture that was drawn yesterday it would believe for hours that it has not.
    """

    def file_response(self, *given: Any, **named: Any) -> Response:
        response = super().file_response(*given, **named)
        response.headers["Cache-Control"] = "no-cache"
        return response


class Injector(JavascriptInjectorMiddleware):
    """Adds the script to each page, as a file: a page's policy forbids what stands inline."""

    def __init__(self, app: ASGIApp):
        super().__init__(app, ws_url="")
        self.script = b'<script src="/_news.js"></script>'


def script() -> str:
    """What shows the news in a page."""
    npm.package("esbuild")
    command = [npm.node(), str(SOURCES / "script.mjs"), str(SOURCES / "src/serve/index.ts")]
    return npm.Asked(command, None).answer("the script of `press serve` does not compile")


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

    def __call__(self, changed: Sequence[Path], tell: Tell) -> None:
        """Build, and tell as soon as pages are there. The terminal says how it went."""
        if any(path.is_relative_to(self.code) for path in changed):
            self.stop()
        if self.process is None or not self.process.is_alive():
            self.start()
        assert self.pipe is not None
        try:
            self.pipe.send("build")
            for files in iter(self.pipe.recv, None):
                tell(files)
        except (EOFError, OSError):
            print("press: the build stopped without a word; save again", file=sys.stderr)

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
    """Build on each message until the pipe ends.

    The answers are the files of the pages, while their notebooks are still made; then the others;
    at last None.
    """
    from press.cli import build_and_tell

    gc.disable()  # garbage is collected while the author thinks
    untidy = 0  # builds
    try:
        while True:
            pipe.recv()
            build_and_tell(root, shown=pipe.send)
            pipe.send(None)
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


class Command:
    """Gives the press a command in a fresh process on each change, for a folder of the site."""

    def __init__(self, site: Path, root: Path, *command: str):
        self.site = site
        self.command = [sys.executable, "-m", "press", "--root", str(root), *command]

    def __call__(self, changed: Sequence[Path], tell: Tell) -> None:
        """Tell of every file: the command does not say which have changed."""
        if subprocess.run(self.command, check=False).returncode == 0:
            tell([file.as_posix() for file in files(self.site)])
