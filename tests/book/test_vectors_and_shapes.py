"""The claims of the vectors lesson, held to outside oracles.

The oracles: exact fractions, sympy, SQLite, PyTorch, and arrays small enough to be computed.
"""

from __future__ import annotations

import io
import itertools
import math
import sqlite3
import warnings
from contextlib import redirect_stdout
from fractions import Fraction as F

import numpy as np
import pytest
import sympy as sp
import torch
from hypothesis import given
from hypothesis import strategies as st
from press.core import chapters, prove

SNIPPET = "vectors_and_shapes"
LESSON = "book/foundations/vectors-and-shapes.md"
SIZES, TIMES = (1, 2, 3, 4), (3, 5, 6, 10)
LINE = [F(1, 2) + F(11, 5) * size for size in SIZES]
MEAN = F(sum(TIMES), 4)


def mean(numbers):
    """An exact mean."""
    numbers = list(numbers)
    return F(sum(numbers), len(numbers))


def spread(numbers):
    """The exact variance: the mean squared distance from the mean."""
    return mean((F(x) - mean(numbers)) ** 2 for x in numbers)


def over_all_pairs(p, y):
    """The loss of a row against a column, with every pair listed."""
    return mean((F(a) - F(b)) ** 2 for a, b in itertools.product(p, y))


# -- 80 GB -----------------------------------------------------------------------------------

def test_a_row_against_a_column_of_100_000_has_a_hundred_thousand_rows_of_as_many(ran):
    for n in (1, 3, 7):  # small enough to be computed
        assert (np.zeros(n) - np.zeros((n, 1))).shape == (n, n)
    assert ran[0].dry_run((100_000,), (100_000, 1)) == ((100_000, 100_000), "80 GB")
    assert 10**5 * 10**5 * 8 == 80 * 10**9
    assert f"{80 * 10**9 / 2**30:.1f}" == "74.5"  # as the message of NumPy counts


def test_the_stretched_array_takes_no_memory_of_its_own():
    stretched = np.broadcast_to(np.zeros((1000, 1)), (1000, 1000))
    assert stretched.strides[1] == 0


# -- norms and units -------------------------------------------------------------------------

@pytest.mark.parametrize(("vector", "norms"), [
    ((3, 4), (7, 5, 4)), ((-6, 2, 3), (11, 7, 6)), ((2, -10, 11), (23, 15, 11))])
def test_the_three_norms_are_those_of_sympy_and_of_pytorch(vector, norms):
    exact, tensor = sp.Matrix(vector), torch.tensor(vector, dtype=torch.float64)
    for order, norm in zip((1, 2, sp.oo), norms, strict=True):
        assert exact.norm(order) == norm
        by_torch = torch.linalg.vector_norm(tensor, float("inf") if order == sp.oo else order)
        assert by_torch.item() == norm


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=6))
def test_the_norms_come_in_one_order_always(entries):
    sizes = [abs(x) for x in entries]
    assert max(sizes) ** 2 <= sum(x * x for x in entries) <= sum(sizes) ** 2


def test_a_change_of_units_changes_the_nearest_neighbor_from_3_to_4(ran):
    def nearest(unit):
        gaps = [(unit * (F(size) - F("3.9"))) ** 2 + (time - 6) ** 2
                for size, time in zip(SIZES, TIMES, strict=True)]
        return 1 + gaps.index(min(gaps))

    assert (nearest(1), nearest(1000)) == (3, 4)
    jobs = ran[0].jobs
    assert ran[0].nearest(jobs, np.array([3.9, 6.0]))[0] == 3
    assert ran[0].nearest(jobs * [1000, 1], np.array([3900, 6.0]))[0] == 4


# -- dot products, cosines, projections ------------------------------------------------------

def test_the_expanded_square_gives_the_dot_product_of_the_law_of_cosines():
    a, b = (sp.Matrix(sp.symbols(f"{name}1:4", real=True)) for name in "ab")
    assert sp.expand((a - b).dot(a - b) - a.dot(a) - b.dot(b) + 2 * a.dot(b)) == 0


def test_the_line_predicts_the_four_jobs_and_the_bowl_has_its_three_heights(ran):
    assert [str(float(p)) for p in LINE] == ["2.7", "4.9", "7.1", "9.3"]
    assert ran[0].predicted == pytest.approx([float(p) for p in LINE])
    points = [(F(4), F(3)), (F("3.2"), F("1.2")), (F("2.56"), F("0.48"))]
    heights = [x**2 + 3 * y**2 for x, y in points]
    assert heights == [43, F("14.56"), F("7.2448")]
    assert ran[0].heights == pytest.approx([float(height) for height in heights])


@pytest.mark.parametrize(("a", "b", "foot"), [
    ((3, 4), (4, 3), (F("3.84"), F("2.88"))), ((2, 6), (1, 1), (4, 4)),
    ((5, 5), (3, 4), (F("4.2"), F("5.6")))])
def test_the_projection_is_the_closest_point_of_the_line(a, b, foot):
    t = sp.Symbol("t")
    distance = sum((x - t * y) ** 2 for x, y in zip(a, b, strict=True))
    [closest] = sp.solve(sp.diff(distance, t), t)
    assert [F(str(closest * y)) for y in b] == list(foot)
    assert sum((x - f) * y for x, f, y in zip(a, foot, b, strict=True)) == 0


def test_the_angle_of_3_4_and_4_3_is_16_3_degrees_and_their_cosine_0_96(ran):
    angle = math.degrees(math.atan2(4, 3) - math.atan2(3, 4))
    assert f"{angle:.1f}" == "16.3"
    assert math.cos(math.radians(angle)) == pytest.approx(0.96)
    assert ran[0].shadow == pytest.approx([3.84, 2.88])


def test_the_dot_product_finds_the_long_report_and_the_cosine_the_ticket(ran):
    query = [1, 1, 0, 0]
    dots = [sum(x * y for x, y in zip(row, query, strict=True)) for row in ran[0].docs.tolist()]
    cosines = torch.cosine_similarity(torch.tensor(ran[0].docs),
                                      torch.tensor([query], dtype=torch.float64))
    assert dots.index(max(dots)) == 1 and cosines.argmax().item() == 0
    assert [f"{c:.3f}" for c in cosines.tolist()] == ["0.816", "0.333", "0.000"]
    assert "cosine: [0.816 0.333 0.   ]" in ran[1].splitlines()


# -- broadcasting ----------------------------------------------------------------------------

shapes = st.lists(st.integers(0, 3), max_size=4).map(tuple)


def computed(a, b):
    """The shape of a sum that is computed, or that there is none."""
    try:
        return (np.zeros(a) + np.zeros(b)).shape
    except ValueError:
        return "error"


@pytest.fixture(scope="module")
def finished(root) -> str:
    """The finished code of the lesson's own broadcasting rule."""
    chapter = chapters.read(root / LESSON, root)
    code = prove.finished(next(q for q in chapter.questions if q.label == "q-l1-write-the-rule"),
                          chapter)
    assert code is not None
    return code


@given(a=shapes, b=shapes)
def test_the_four_steps_of_the_rule_say_what_numpy_does(ran, finished, a, b):
    names: dict[str, object] = {}
    with redirect_stdout(io.StringIO()):
        exec(finished, names)
    assert names["broadcast"](a, b) == computed(a, b) == ran[0].outcome(a, b)


@given(a=shapes, b=shapes)
def test_pytorch_broadcasts_by_the_same_rule(a, b):
    try:
        by_torch = tuple((torch.zeros(a) + torch.zeros(b)).shape)
    except RuntimeError:
        by_torch = "error"
    assert by_torch == computed(a, b)


# -- the bug that raises no error ------------------------------------------------------------

def test_sql_and_numpy_agree_with_a_key_and_without(ran):
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE run (id INTEGER, p REAL, y REAL)")
    db.executemany("INSERT INTO run VALUES (?, ?, ?)",
                   [(k, float(p), y) for k, (p, y) in enumerate(zip(LINE, TIMES, strict=True))])
    square = "SELECT AVG((a.p - b.y) * (a.p - b.y)) FROM run a JOIN run b ON "
    [[keyed]], [[crossed]] = (db.execute(square + on).fetchall() for on in ("a.id = b.id", "1"))
    assert (keyed, crossed) == (pytest.approx(0.45), pytest.approx(12.55))
    assert ran[0].mse_in_sql("JOIN y USING (id)") == (4, pytest.approx(0.45))
    assert ran[0].mse_in_sql("CROSS JOIN y") == (16, pytest.approx(12.55))


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=6))
def test_the_mean_square_over_all_pairs_falls_apart_into_three_terms(pairs):
    p, y = zip(*pairs, strict=True)
    assert over_all_pairs(p, y) == spread(p) + spread(y) + (mean(p) - mean(y)) ** 2
    assert over_all_pairs(p, y) >= over_all_pairs([mean(y)] * len(y), y) == spread(y)


def test_the_right_loss_prefers_the_line_and_the_buggy_one_the_constant():
    constant = [MEAN] * 4

    def right(p):
        return mean((a - b) ** 2 for a, b in zip(p, TIMES, strict=True))

    assert MEAN == 6 and mean(LINE) == 6
    assert (right(LINE), right(constant)) == (F("0.45"), F("6.5"))
    assert (over_all_pairs(LINE, TIMES), over_all_pairs(constant, TIMES)) == (F("12.55"), F("6.5"))
    assert (spread(LINE), spread(TIMES)) == (F("6.05"), F("6.5"))
    assert mean(F(y) ** 2 for y in TIMES) == F("42.5")  # where both runs of training start


def test_trained_on_a_column_the_model_learns_the_mean(ran):
    lines = ran[1].splitlines()
    x, y = np.vander([*map(float, SIZES)], 2, increasing=True), np.array(TIMES, dtype=float)
    line = np.linalg.lstsq(x, y, rcond=None)[0]
    mixed = np.linalg.lstsq(np.repeat(x, 4, axis=0), np.tile(y, 4), rcond=None)[0]
    assert line == pytest.approx([0.5, 2.2]) and mixed == pytest.approx([6, 0], abs=1e-12)
    targets = torch.tensor(ran[0].jobs, dtype=torch.float32)
    for given_targets, best, loss in [(targets[:, 1], line, 0.45), (targets[:, 1:], mixed, 6.5)]:
        weights, last = ran[0].train(given_targets)
        assert weights == pytest.approx(best, abs=2e-3) and last == pytest.approx(loss, abs=1e-3)
    assert any(row.startswith("(4, 1):") and row.endswith("6.5") for row in lines)


def test_pytorch_warns_of_a_column_and_a_loss_by_hand_does_not():
    p, column = torch.zeros(4), torch.zeros(4, 1)
    with pytest.warns(UserWarning, match="target size"):
        torch.nn.functional.mse_loss(p, column)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ((p - column) ** 2).mean()


def test_the_contract_refuses_a_column_and_lets_a_flat_array_pass(ran):
    with pytest.raises(ValueError, match=r"predictions \(4,\), targets \(4, 1\)"):
        ran[0].mse(np.zeros(4), np.zeros((4, 1)))
    assert ran[0].mse(np.array([float(p) for p in LINE]), np.array(TIMES)) == pytest.approx(0.45)


def test_in_a_small_square_table_row_means_go_astray_in_silence():
    table = np.array([[1, 3], [10, 30]])
    assert (table - table.mean(axis=1)).tolist() == [[1 - 2, 3 - 20], [10 - 2, 30 - 20]]
    with pytest.raises(ValueError, match="could not be broadcast together"):
        np.zeros((100, 5)) - np.zeros(100)
