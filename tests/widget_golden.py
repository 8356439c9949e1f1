"""The numbers that the page's figures must show, computed by the lesson's own Python.

``python tests/widget_golden.py`` (``make golden``) writes ``code/widgets/test/golden.json``. The
bowl, its gradient, the loop, the parabola, ReLU and the secant's slope are the lesson's; the other
functions are NumPy, below, and for Lesson 4's figures in :mod:`golden_spectra`.
"""

from __future__ import annotations

import importlib.util
import io
import json
import os
import warnings
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any

import golden_spectra
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
SNIPPET = ROOT / "code/snippets/foundations/derivatives_and_gradients.py"
FILE = ROOT / "code/widgets/test/golden.json"
COMMAND = "make golden"

# The brief's learning rates, and what is beyond them.
RATES = [0.0, 0.001, 0.01, 0.05, 0.1, 1 / 6, 0.2, 1 / 4, 0.3, 1 / 3, 0.35, 0.4, 1.0, 10.0]
STARTS = [(4.0, 3.0), (-1.2, 1.0), (4.0, 0.0), (0.0, 0.0), (1e-9, -2.5), (-4.5, 0.05), (1e3, -1e3)]
STEPS = 50

# Products, not powers: NumPy's power of a scalar may differ from a product in the last bit, and a
# run that diverges makes the last bit large.
SURFACES: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "round": (lambda w: w[0] * w[0] + w[1] * w[1],
              lambda w: np.array([2 * w[0], 2 * w[1]])),
    "valley": (lambda w: w[0] * w[0] + 100 * (w[1] * w[1]),
               lambda w: np.array([2 * w[0], 200 * w[1]])),
    "rosenbrock": (
        lambda w: (1 - w[0]) * (1 - w[0])
        + 100 * ((w[1] - w[0] * w[0]) * (w[1] - w[0] * w[0])),
        lambda w: np.array([-2 * (1 - w[0]) - 400 * w[0] * (w[1] - w[0] * w[0]),
                            200 * (w[1] - w[0] * w[0])])),
    "saddle": (
        lambda w: w[0] * w[0] + (w[1] * w[1] - 4) * (w[1] * w[1] - 4) / 8,
        lambda w: np.array([2 * w[0], w[1] * (w[1] * w[1] - 4) / 2])),
    "basins": (
        lambda w: (w[0] * w[0] - 4) * (w[0] * w[0] - 4) / 8 + w[0] / 4 + 1 + w[1] * w[1],
        lambda w: np.array([w[0] * (w[0] * w[0] - 4) / 2 + 0.25, 2 * w[1]])),
}
XS = [-3.0, -1.5, -1.0, -0.05, 0.0, 0.05, 0.8, 1.0, 2.0, 3.0]
HS = [2.0, 1.0, 0.1, 0.01, 0.001]


def load_lesson() -> ModuleType:
    """The names that the lesson's cells define, after one run of its snippet."""
    os.environ.setdefault("MPLBACKEND", "Agg")
    spec = importlib.util.spec_from_file_location("derivatives_and_gradients", SNIPPET)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        spec.loader.exec_module(module)
    return module


def forgetful(grad: Callable[..., Any]) -> Callable[..., Any]:
    """A gradient that is never cleared: it returns the sum of all that it was asked for."""
    total = np.zeros(2)

    def accumulated(w: Any) -> Any:
        nonlocal total
        total = total + grad(w)
        return total

    return accumulated


def runs(lesson: ModuleType) -> list[dict[str, Any]]:
    """Every surface from several starts with every rate; the bowl also with each slip."""
    surfaces = {"bowl": (lesson.bowl, lesson.grad_bowl), **SURFACES}
    found = []
    for name, (loss, grad) in surfaces.items():
        for start in STARTS:
            for eta in RATES:
                for slip in ("", "flip", "forget"):
                    if slip and start != STARTS[0]:
                        continue
                    used = {"": grad, "flip": lambda w, g=grad: -g(w),
                            "forget": forgetful(grad)}[slip]
                    with np.errstate(all="ignore"):
                        path = lesson.descend(used, start, eta, STEPS)
                        losses = [loss(w) for w in path]
                    found.append({"surface": name, "start": list(start), "eta": eta, "slip": slip,
                                  "losses": numbers(losses), "last": numbers(path[-1])})
    return found


def slopes(lesson: ModuleType) -> list[dict[str, Any]]:
    """Every curve: its height, its slope, and its secants to either side."""
    curves = {
        "square": (lesson.square, lambda x: 2 * x),
        "cubic": (lambda x: x * x * x / 3 - x, lambda x: x * x - 1),
        "sine": (np.sin, np.cos),
        "exp": (np.exp, np.exp),
        "relu": (lesson.relu, lambda x: np.nan if x == 0 else np.heaviside(x, np.nan)),
    }
    return [{"function": name, "x": x, "y": numbers([f(x)])[0], "slope": numbers([prime(x)])[0],
             "h": h, "secant": numbers([lesson.slope(f, x, h)])[0],
             "left": numbers([lesson.slope(f, x, -h)])[0]}
            for name, (f, prime) in curves.items() for x in XS for h in HS]


def numbers(values: Any) -> list[float | str]:
    """Floats for JSON, which knows neither infinities nor NaN: those become words."""
    return [float(v) if np.isfinite(v) else str(float(v)) for v in values]


def golden(lesson: ModuleType) -> str:
    """The text of the file: one run a line."""
    def lines(items: list[dict[str, Any]]) -> str:
        return ",\n".join(json.dumps(item, separators=(",", ":")) for item in items)

    return (f'{{"made": "from {SNIPPET.relative_to(ROOT).as_posix()} by `{COMMAND}`",\n'
            f'"runs": [\n{lines(runs(lesson))}\n],\n"slopes": [\n{lines(slopes(lesson))}\n],\n'
            f'"eigenpairs": [\n{lines(golden_spectra.eigenpairs())}\n],\n'
            f'"tilts": [\n{lines(golden_spectra.tilts())}\n],\n'
            f'"decompositions": [\n{lines(golden_spectra.decompositions())}\n]}}\n')


if __name__ == "__main__":
    FILE.write_text(golden(load_lesson()), encoding="utf-8")
