"""Runs live cells and coding checks: the same text in the page's worker, under Node, and natively.

It needs the standard library alone (NumPy where a cell uses it), and knows of no browser: what a
cell says goes out through the function ``emit(kind, text)`` that :class:`Session` is given.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import io
import itertools
import json
import linecache
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from types import CodeType, TracebackType
from typing import Any

Namespace = dict[str, Any]
Emit = Callable[[str, str], object]

MOST_LINES = 1_000  # of what one cell may print
MOST_LETTERS = 100_000
MOST_POINTS = 2_000  # of one line of a plot
PAUSE = 0.05  # seconds between two messages of one cell


class TooMuchOutput(BaseException):
    """A cell printed past its limit. No `except Exception` in the cell may swallow it."""


class Out(io.TextIOBase):
    """What a cell prints, sent on in pieces; past the limit it ends the cell."""

    def __init__(self, emit: Callable[[str], object]):
        self._emit = emit
        self._waiting: list[str] = []
        self._sent = time.monotonic()
        self.lines = self.letters = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        self.lines += text.count("\n")
        self.letters += len(text)
        if self.lines > MOST_LINES or self.letters > MOST_LETTERS:
            raise TooMuchOutput
        self._waiting.append(text)
        if time.monotonic() - self._sent > PAUSE:
            self.flush()
        return len(text)

    def flush(self) -> None:
        if self._waiting:
            self._emit("".join(self._waiting))
            self._waiting.clear()
        self._sent = time.monotonic()


class Session:
    """The Python of one page: its cells share ``namespace``.

    ``emit(kind, text)`` gets "out" and "err" with text, and "plot" with JSON.
    """

    def __init__(self, emit: Emit):
        self._emit = emit
        self._pristine: dict[tuple[str, ...], Namespace] = {}
        self.namespace: Namespace = {"__name__": "__main__", "plot": self.plot}

    def run(self, source: str, name: str) -> dict[str, Any]:
        """Run one cell; its code is called ``<name>`` in tracebacks.

        Returns ``{"ok": True, "value": …, "note": …}`` with the repr of a last expression, or
        ``{"ok": False, "error": …}`` as :func:`told` says.
        """
        out = Out(lambda text: self._emit("out", text))
        err = Out(lambda text: self._emit("err", text))
        value: Any = None
        with _streams(out, err):
            try:
                value = execute(source, name, self.namespace)
                shown = None if value is None else repr(value)
                if shown and len(shown) > MOST_LETTERS:
                    raise TooMuchOutput
            except BaseException as error:  # noqa: BLE001 - whatever a reader's cell may raise
                return {"ok": False, "error": told(error, name)}
            finally:
                out.flush()
                err.flush()
        if value is not None:
            self.namespace["_"] = value
        return {"ok": True, "value": shown, "note": note(value)}

    def check(self, source: str, checks: list[str], slips: list[str],
              prelude: list[str]) -> dict[str, Any]:
        """As :func:`checked`, after the page's own cells ``prelude``, as they were built."""
        with _streams(_silent(), _silent()):
            prepared = self._prepared(prelude)
        return checked(source, checks, slips, prepared)

    def _prepared(self, prelude: list[str]) -> Namespace:
        """The namespace that the page's own cells leave behind, made once."""
        key = tuple(prelude)
        if key not in self._pristine:
            made: Namespace = {"__name__": "__main__", "plot": lambda *_, **__: None}
            for i, cell in enumerate(prelude):
                execute(cell, f"prelude {i}", made)
            self._pristine[key] = made
        return self._pristine[key]

    def plot(self, *data: Any, points: bool = False, log: bool = False, xlabel: str = "",
             ylabel: str = "") -> None:
        """Draw ``plot(y)`` or ``plot(x, y)``: y of shape (n,), or (n, k) for k lines.

        ``points=True`` draws points instead of lines; ``log=True`` a logarithmic y axis.
        """
        import numpy as np

        if not 1 <= len(data) <= 2:
            raise TypeError("plot takes y, or x and y")
        y = np.asarray(data[-1], dtype=float)
        if y.ndim not in (1, 2):
            raise ValueError(f"plot draws y of shape (n,) or (n, k), not {y.shape}")
        x = np.asarray(data[0], dtype=float) if len(data) == 2 else np.arange(len(y), dtype=float)
        if x.shape != (len(y),):
            raise ValueError(f"x has shape {x.shape}, and y {y.shape}: their first axes differ")
        step = -(-len(y) // MOST_POINTS) or 1
        lines = y[::step].reshape(len(y[::step]), -1).T
        finite = [[float(v) if np.isfinite(v) else None for v in line] for line in lines]
        spec = {"x": [float(v) if np.isfinite(v) else None for v in x[::step]], "lines": finite,
                "points": points, "log": log, "xlabel": xlabel, "ylabel": ylabel}
        sys.stdout.flush()  # what was printed before stands above
        self._emit("plot", json.dumps(spec))

    def default_integers(self) -> list[str]:
        """Names of arrays of the platform's own integer: 32 bits in a browser, 64 elsewhere."""
        numpy = sys.modules.get("numpy")
        if numpy is None:
            return []
        return [name for name, value in self.namespace.items() if not name.startswith("_")
                and isinstance(value, numpy.ndarray) and value.dtype == numpy.intp]


def checked(source: str, checks: list[str], slips: list[str],
            namespace: Namespace) -> dict[str, Any]:
    """Hold a reader's code to hidden checks, in a copy of the namespace.

    Each check passes when its last expression is true; a slip shows when its condition is.

    Returns ``{"passed": [bool, …], "errors": [error or None, …], "slip": index or None,
    "error": …}``; with an "error" of the reader's own code nothing was checked.
    """
    with _streams(_silent(), _silent()):
        namespace = dict(namespace)
        try:
            execute(source, "answer", namespace)
        except BaseException as error:  # noqa: BLE001 - whatever a reader's code may raise
            return {"passed": [], "errors": [], "slip": None, "error": told(error, "answer")}
        results = [_holds(code, namespace) for code in checks]
        passed = [ok for ok, _ in results]
        slip = None
        if not all(passed):
            slip = next((i for i, when in enumerate(slips) if _holds(when, namespace)[0]), None)
    return {"passed": passed, "errors": [error for _, error in results], "slip": slip,
            "error": None}


def execute(source: str, name: str, namespace: Namespace) -> Any:
    """Run code; the value of its last expression, if it ends in one. Raises what it raises."""
    file = f"<{name}>"
    # A traceback, and `inspect`, find the lines here.
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    tree = ast.parse(source, file)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(_compiled(tree, file), namespace)
    if not isinstance(last, ast.Expr):
        return None
    return eval(_compiled(ast.Expression(last.value), file), namespace)


def _compiled(tree: ast.Module | ast.Expression, file: str) -> CodeType:
    return compile(tree, file, "exec" if isinstance(tree, ast.Module) else "eval",
                   dont_inherit=True)


def _holds(code: str, namespace: Namespace) -> tuple[bool, dict[str, Any] | None]:
    """Whether code ends in something true, in a copy of the namespace; and what it raised."""
    try:
        return bool(execute(code, "check", dict(namespace))), None
    except BaseException as error:  # noqa: BLE001
        return False, told(error, "answer")


def told(error: BaseException, name: str) -> dict[str, Any]:
    """An error as a reader needs it: type, message, and the lines of cells that it came through.

    ``lines`` runs from the outermost to the innermost; each is ``{"cell": name, "line": n}``.
    """
    if isinstance(error, SyntaxError) and error.filename == f"<{name}>":
        return {"type": type(error).__name__, "message": error.msg, "module": None,
                "lines": [{"cell": name, "line": error.lineno or 1}]}
    kind = "MemoryError" if isinstance(error, MemoryError) else type(error).__name__
    module = error.name if isinstance(error, ModuleNotFoundError) else None
    frames = [{"cell": file[1:-1], "line": line} for file, line in _frames(error.__traceback__)
              if file.startswith("<") and file[1:-1].startswith(("cell ", "answer"))]
    frames = [frame for frame, _ in itertools.groupby(frames)]  # of a recursion, one round
    if len(frames) > 8:
        frames = frames[:4] + frames[-4:]
    return {"type": kind, "message": str(error), "module": module, "lines": frames}


def _frames(tb: TracebackType | None) -> Iterator[tuple[str, int]]:
    for frame, line in traceback.walk_tb(tb):
        yield frame.f_code.co_filename, line


def note(value: Any) -> str | None:
    """The shape and the type of an array's entries, which its repr does not always show."""
    numpy = sys.modules.get("numpy")
    if numpy is None or not isinstance(value, numpy.ndarray):
        return None
    return f"shape {value.shape}, {value.dtype}"


def _silent() -> Out:
    return Out(lambda _: None)


def _no_input(prompt: object = "") -> str:
    raise RuntimeError("input() cannot ask here; write the value into the cell")


@contextlib.contextmanager
def _streams(out: Out, err: Out) -> Iterator[None]:
    asked = builtins.input
    builtins.input = _no_input
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            yield
    finally:
        builtins.input = asked
