"""What Lesson 4's figures must show, by NumPy: eigenpairs, turned bowls, pictures of low rank.

Part of the golden file that :mod:`widget_golden` writes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

# Symmetric, triangular, oblique, mirrored, flattening, turning; defective ones and multiples of the
# identity come from exact arithmetic: NumPy's eigenvalues of those are off by rounding's root.
MATRICES = [(4, 2, 2, 4), (3, 1, 0, 2), (3, 0, 4, 5), (0, 1, 1, 0), (2, 1, 2, 1), (10, 9, 9, 10),
            (0, -1, 1, 0), (1, -2, 1, 1), (0.5, -1.5, 2, 0.25), (20, 20, -20, 20), (-3, 0.5, 7, 1),
            (2, 0, 0, 6), (0.001, 0, 0, -20)]
DIRECTIONS = [0.0, 20.0, 45.0, 100.0, 135.0, 210.0, 333.0]
ANGLES = [0.0, 20.0, 30.0, 45.0, 90.0, 117.0, 180.0, -45.0, -161.0]
RATES = [0.0, 0.05, 0.1, 1 / 6, 0.2, 1 / 4, 0.3, 1 / 3, 0.34, 0.4]
RANKS = [0, 1, 3, 8, 13, 24]


def eigenpairs() -> list[dict[str, Any]]:
    """Each matrix: eigenvalues, stretches, and by how much it turns a direction."""
    found = []
    for entries in MATRICES:
        matrix = np.array(entries, dtype=float).reshape(2, 2)
        values, vectors = np.linalg.eig(matrix)
        order = np.argsort(-values.real)
        real = bool(np.all(np.isreal(values)))
        found.append({
            "matrix": list(entries), "real": [float(v.real) for v in values[order]],
            "imaginary": float(np.max(values.imag)),
            "vectors": vectors[:, order].real.T.tolist() if real else [],
            "stretches": np.linalg.svd(matrix)[1].tolist(),
            "images": [(matrix @ direction(degrees)).tolist() for degrees in DIRECTIONS]})
    return found


def direction(degrees: float) -> Array:
    """The unit vector at an angle."""
    return np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])


def tilts() -> list[dict[str, Any]]:
    """The bowl of Lesson 3 at each angle, and the run from its turned start."""
    found = []
    for degrees in ANGLES:
        c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        turn = np.array([[c, s], [-s, c]])
        hessian = turn @ np.diag([2.0, 6.0]) @ turn.T
        for eta in RATES:
            w = turn @ np.array([4.0, 3.0])
            losses, start = [], w
            for _ in range(31):
                losses.append(float(w @ hessian @ w / 2))
                w = w - eta * (hessian @ w)
            found.append({"angle": degrees, "eta": eta, "hessian": hessian.tolist(),
                          "eigenvalues": np.linalg.eigvalsh(hessian).tolist(),
                          "start": start.tolist(), "losses": losses})
    return found


def pictures() -> dict[str, Array]:
    """The pictures of the rank slider, shape (24, 32)."""
    across = np.linspace(-1.6, 1.6, 32)
    down = np.linspace(1.2, -1.2, 24)[:, None]
    i, j = np.indices((24, 32))
    seed, cells = 1, []
    for _ in range(24 * 32):
        seed = 16807 * seed % 2147483647
        cells.append(seed / 2147483647)
    return {
        "tilted": 0.5 + 0.5 * np.cos(2 * across**2 + 2 * across * down + 2 * down**2),
        "straight": 0.5 + 0.5 * np.cos(across**2 + 3 * down**2),
        "edge": (24 * (2 * j + 1) > 32 * (2 * i + 1)).astype(float),
        "noise": np.reshape(cells, (24, 32)),
    }


def decompositions() -> list[dict[str, Any]]:
    """Each picture: its singular values; at some ranks a row of what is kept, and the error."""
    found = []
    for name, image in pictures().items():
        left, values, right = np.linalg.svd(image, full_matrices=False)
        kept = []
        for k in RANKS:
            table = (left[:, :k] * values[:k]) @ right[:k]
            kept.append({"rank": k, "row": table[5].tolist(),
                         "relative": float(np.linalg.norm(image - table) / np.linalg.norm(image)),
                         "spectral": float(np.linalg.norm(image - table, 2))})
        found.append({"picture": name, "row": image[5].tolist(), "values": values.tolist(),
                      "kept": kept})
    return found
