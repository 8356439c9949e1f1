"""Serve the site, build it again on every save, and have the browser load it again."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from sphinx_autobuild.filter import IgnoreFilter
from sphinx_autobuild.middleware import JavascriptInjectorMiddleware
from sphinx_autobuild.server import RebuildServer
from sphinx_autobuild.utils import find_free_port
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

HOST = "127.0.0.1"


def serve(root: Path, site: Path, port: int | None, command: Sequence[str] = ("book",)) -> None:
    """Serve ``site`` until interrupted; give the press ``command`` whenever a source changes."""
    port = port or find_free_port()
    logging.getLogger("watchfiles").setLevel(logging.WARNING)
    watched = [root / "book", root / "_config.yml", root / "_toc.yml", root / "code" / "press",
               root / "code" / "widgets" / "src"]
    watcher = RebuildServer([path for path in watched if path.exists()],
                            IgnoreFilter([], [r"__pycache__"]), Rebuild(root, tuple(command)))
    app = Starlette(
        # No service worker here: it would keep each of the states that the author looks at.
        routes=[WebSocketRoute("/websocket-reload", watcher),
                Route("/sw.js", lambda _: Response(status_code=404)),
                Mount("/", StaticFiles(directory=site, html=True, check_dir=False))],
        middleware=[Middleware(JavascriptInjectorMiddleware, ws_url=f"{HOST}:{port}")],
        lifespan=watcher.lifespan,
    )
    print(f"Open http://{HOST}:{port}/ — Ctrl+C ends it", flush=True)
    uvicorn.run(app, host=HOST, port=port, log_level="warning")


@dataclass
class Rebuild:
    """Builds in a fresh process, since this one holds the press as it was when it started."""

    root: Path
    command: tuple[str, ...]

    def __call__(self, changed_paths: Sequence[Path]) -> None:
        subprocess.run([sys.executable, "-m", "press", "--root", str(self.root),
                        *self.command], check=False)
