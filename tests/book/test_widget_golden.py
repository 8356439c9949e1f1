"""The figures that move are held to numbers that the lesson's Python computes today."""

from __future__ import annotations

import json

import numpy as np
import pytest
import widget_golden
import widget_golden_vectors
from press.core import widgets


def test_the_golden_file_is_what_the_lesson_computes(lesson):
    fresh = json.loads(widget_golden.golden(lesson))
    kept = json.loads(widget_golden.FILE.read_text(encoding="utf-8"))
    assert fresh["made"] == kept["made"]
    for part in ("runs", "slopes", "eigenpairs", "tilts", "decompositions"):
        assert len(fresh[part]) == len(kept[part])
        for one, other in zip(fresh[part], kept[part]):
            assert one == other, f"out of date; run `{widget_golden.COMMAND}`"


def test_every_surface_and_curve_that_a_chapter_may_name_is_in_it():
    kept = json.loads(widget_golden.FILE.read_text(encoding="utf-8"))
    options = widgets.options_of_all()
    assert {run["surface"] for run in kept["runs"]} == set(
        options["descent-playground"]["surface"]["choices"])
    assert {one["function"] for one in kept["slopes"]} == set(
        options["tangent-explorer"]["function"]["choices"])
    assert {one["picture"] for one in kept["decompositions"]} == set(
        options["rank-slider"]["picture"]["choices"])


@pytest.mark.parametrize("name", widget_golden.SURFACES)
def test_a_gradient_that_the_lesson_does_not_have_is_that_of_its_loss(name):
    loss, grad = widget_golden.SURFACES[name]
    h = 1e-6
    for w in np.random.default_rng(3).uniform(-2, 2, (50, 2)):
        numeric = [(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(2)]
        assert grad(w) == pytest.approx(numeric, rel=1e-5, abs=1e-5)


def test_the_table_of_the_brief_is_in_it():
    """Loss after 1, 2 and 20 steps from (4, 3), as the brief gives it."""
    table = {0.001: (42.61, 42.23, 35.99), 0.01: (39.22, 35.84, 9.404),
             0.05: (26.19, 16.98, 0.2365), 0.1: (14.56, 7.2448, 0.002127),
             1 / 6: (7.111, 3.160, 1.447e-6), 0.2: (6.84, 2.117, 2.14e-8),
             1 / 4: (10.75, 2.6875, 3.91e-11), 0.3: (19.84, 11.47, 0.003589),
             1 / 3: (28.78, 27.20, 27.00), 0.35: (34.11, 39.66, 1222), 0.4: (53.56, 103.7, 1.89e7)}
    runs = json.loads(widget_golden.FILE.read_text(encoding="utf-8"))["runs"]
    bowl = {run["eta"]: run["losses"] for run in runs
            if run["surface"] == "bowl" and run["start"] == [4, 3] and not run["slip"]}
    for eta, losses in table.items():
        assert [bowl[eta][k] for k in (1, 2, 20)] == pytest.approx(losses, rel=2e-3), eta


def test_the_golden_file_of_vectors_is_what_numpy_computes():
    fresh = json.loads(widget_golden_vectors.golden())
    kept = json.loads(widget_golden_vectors.FILE.read_text(encoding="utf-8"))
    assert fresh.keys() == kept.keys()
    for part in ("shapes", "dots", "maps", "orders"):
        assert len(fresh[part]) == len(kept[part]) > 5
        for one, other in zip(fresh[part], kept[part]):
            # To 12 digits: the last ones depend on the processor.
            wanted = [pytest.approx(leaf, rel=1e-12, abs=1e-12) if isinstance(leaf, float) else leaf
                      for leaf in leaves(other)]
            assert leaves(one) == wanted, f"run `{widget_golden_vectors.COMMAND}`"


def leaves(value: object) -> list[object]:
    """What stands in nested lists and dicts, in order."""
    if isinstance(value, dict):
        return [leaf for key, part in value.items() for leaf in (key, *leaves(part))]
    if isinstance(value, list):
        return ["[", *(leaf for part in value for leaf in leaves(part)), "]"]
    return [value]


def test_the_numbers_of_the_plan_are_what_counting_gives():
    """2mkn flops for (m, k) @ (k, n), so 2.002e9 against 4e6 at n = 1000 with a vector."""
    kept = json.loads(widget_golden_vectors.FILE.read_text(encoding="utf-8"))["orders"]
    for case in kept:
        n, m, p, q = case["sizes"]
        assert (case["left"], case["right"]) == (2 * n * m * p + 2 * n * p * q,
                                                 2 * m * p * q + 2 * n * m * q)
    n = 1000
    assert (2 * n**3 + 2 * n**2, 4 * n**2) == (2_002_000_000, 4_000_000)
