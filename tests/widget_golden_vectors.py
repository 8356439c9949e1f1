"""What the figures of vectors, shapes and matrices must show, by NumPy and by counting.

``python tests/widget_golden_vectors.py`` (``make golden``) writes
``code/widgets/test/golden-vectors.json``.
"""

from __future__ import annotations

import itertools
import json
import math
import warnings
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "code/widgets/test/golden-vectors.json"
COMMAND = "make golden"

# Every pair of these is tried with every operation.
SHAPES: list[tuple[int, ...]] = [
    (), (1,), (3,), (4,), (0,), (1, 3), (3, 1), (4, 3), (3, 4), (1, 1), (0, 3), (4, 1, 3),
    (2, 4, 3), (2, 3, 4), (1, 1, 1), (5, 1, 3, 4), (2, 2, 3, 3)]
# Too large to be made: the rule for broadcasting needs no numbers.
LARGE: list[tuple[tuple[int, ...], tuple[int, ...]]] = [
    ((100_000,), (100_000, 1)), ((100_000,), (100_000,)), ((10**9, 1), (1, 10**9)),
    ((10**9, 1, 10**9, 1), (1, 10**9, 1, 10**9)), ((365, 24), (1_000_000, 1, 24)),
    ((7,), (10**9, 8))]
ARROWS = [(3.0, 4.0), (4.0, 3.0), (-4.0, 3.0), (-3.0, -4.0), (0.0, 0.0), (6.0, -0.5), (0.1, -9.9),
          (2.0, 1.5), (-1e-3, 2e-3), (10.0, 10.0)]
SIZES = [(1, 1, 1, 1), (2, 3, 4, 5), (6, 6, 6, 1), (1, 6, 6, 6), (6, 2, 6, 1), (4, 4, 4, 4),
         (5, 1, 7, 2)]


def shapes() -> list[dict[str, Any]]:
    """The shape and size of each result, from arrays that NumPy has made."""
    operations = {"add": np.add, "multiply": np.multiply, "matmul": np.matmul}
    found = []
    for a, b in itertools.product(SHAPES, SHAPES):
        for op, compute in operations.items():
            try:
                made = compute(np.ones(a), np.ones(b))
                result, size = list(made.shape), made.nbytes
            except ValueError:
                result, size = "ValueError", None
            found.append({"a": a, "b": b, "op": op, "result": result, "bytes": size})
    for a, b in LARGE:
        try:
            result = list(np.broadcast_shapes(a, b))
            size = float(8 * math.prod(result))
        except ValueError:
            result, size = "ValueError", None
        found.append({"a": a, "b": b, "op": "add", "result": result, "bytes": size})
    return found


def dots() -> list[dict[str, Any]]:
    """Dot product, lengths, cosine, angle and projection; angles by complex numbers."""
    found = []
    for a, b in itertools.product(map(np.array, ARROWS), map(np.array, ARROWS)):
        norms = np.linalg.norm(a), np.linalg.norm(b)
        both = min(norms) > 0
        turned = complex(*a) * complex(*b).conjugate()
        projector = np.outer(b, b) / (b @ b) if norms[1] else None
        found.append({
            "a": a.tolist(), "b": b.tolist(), "dot": float(a @ b),
            "lengths": [float(x) for x in norms],
            "cosine": float(a @ b / norms[0] / norms[1]) if both else None,
            "angle": float(np.angle(turned, deg=True)) if both else None,
            "foot": None if projector is None else (projector @ a).tolist()})
    return found


def maps() -> list[dict[str, Any]]:
    """Determinant, rank, and where the far corner of the unit square lands."""
    entries = (-2.0, 0.0, 0.5, 1.0)
    return [{"matrix": matrix, "det": float(np.linalg.det(M)),
             "rank": int(np.linalg.matrix_rank(M)), "corner": (M @ [1, 1]).tolist()}
            for matrix in itertools.product(entries, repeat=4)
            for M in [np.array(matrix).reshape(2, 2)]]


class Counted:
    """A number that counts what is done with it."""

    done = 0

    def __init__(self, value: float) -> None:
        self.value = value

    def __mul__(self, other: Counted) -> Counted:
        Counted.done += 1
        return Counted(self.value * other.value)

    def __add__(self, other: Counted) -> Counted:
        Counted.done += 1
        return Counted(self.value + other.value)


def multiply(a: list[list[Counted]], b: list[list[Counted]]) -> list[list[Counted]]:
    """Row times column; each sum starts at 0, so k products need k additions."""
    product = []
    for row in a:
        line = []
        for j in range(len(b[0])):
            total = Counted(0.0)
            for k, x in enumerate(row):
                total = total + x * b[k][j]
            line.append(total)
        product.append(line)
    return product


def orders() -> list[dict[str, Any]]:
    """Flops of both orders, counted one by one; and that both give NumPy's product."""
    found = []
    rng = np.random.default_rng(1)
    for n, m, p, q in SIZES:
        arrays = [rng.normal(size=size) for size in ((n, m), (m, p), (p, q))]
        a, b, c = ([[Counted(float(x)) for x in row] for row in one] for one in arrays)
        counts = []
        for left in (True, False):
            Counted.done = 0
            product = multiply(multiply(a, b), c) if left else multiply(a, multiply(b, c))
            result = np.array([[x.value for x in row] for row in product])
            np.testing.assert_allclose(result, np.linalg.multi_dot(arrays), rtol=1e-10, atol=1e-12)
            counts.append(Counted.done)
        found.append({"sizes": [n, m, p, q], "left": counts[0], "right": counts[1]})
    return found


def golden() -> str:
    """The text of the file: one case a line."""
    def lines(items: list[dict[str, Any]]) -> str:
        return ",\n".join(json.dumps(item, separators=(",", ":")) for item in items)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        parts = {"shapes": shapes(), "dots": dots(), "maps": maps(), "orders": orders()}
    text = ",\n".join(f'"{name}": [\n{lines(items)}\n]' for name, items in parts.items())
    return f'{{"made": "by tests/widget_golden_vectors.py, `{COMMAND}`",\n{text}}}\n'


if __name__ == "__main__":
    FILE.write_text(golden(), encoding="utf-8")
