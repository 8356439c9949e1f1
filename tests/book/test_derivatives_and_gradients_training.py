"""Runs of gradient descent of the derivatives lesson, held to a closed form.

A run on the bowl x² + 3y² from (4, 3) has a closed form: after k steps the point is
(4 (1 − 2η)^k, 3 (1 − 6η)^k). Exact fractions of it say what the lesson's floats must come close to.
"""

from __future__ import annotations

import inspect
import re
import sys
from decimal import Decimal
from fractions import Fraction as F

import numpy as np
import pytest
import sympy as sp
import torch
from hypothesis import given
from hypothesis import strategies as st

REFERENCE = {  # learning rate: loss after 1, 2 and 20 steps, to four digits
    "0.001": ("42.61", "42.23", "35.99"), "0.01": ("39.22", "35.84", "9.404"),
    "0.05": ("26.19", "16.98", "0.2365"), "0.1": ("14.56", "7.2448", "0.002127"),
    "1/6": ("7.111", "3.160", "1.447e-6"), "0.2": ("6.84", "2.117", "2.14e-8"),
    "1/4": ("10.75", "2.6875", "3.91e-11"), "0.3": ("19.84", "11.47", "0.003589"),
    "1/3": ("28.78", "27.20", "27.00"), "0.35": ("34.11", "39.66", "1222"),
    "0.4": ("53.56", "103.7", "1.89e7")}
LARGEST = F(sys.float_info.max) + F(2) ** 970  # from here on float64 rounds to inf


def point(eta, k):
    """The exact point after k steps from (4, 3)."""
    return 4 * (1 - 2 * F(eta)) ** k, 3 * (1 - 6 * F(eta)) ** k


def loss(eta, k):
    """The exact loss after k steps from (4, 3)."""
    x, y = point(eta, k)
    return x**2 + 3 * y**2


def agrees(shown, value):
    """Whether a value rounds to the number as printed, in every digit shown."""
    unit = F(10) ** Decimal(shown).as_tuple().exponent
    return abs(F(shown) - F(value)) <= unit / 2


def run(lesson, eta, steps):
    """The losses of the lesson's own run from (4, 3)."""
    return lesson.bowl(lesson.descend(lesson.grad_bowl, [4, 3], float(F(eta)), steps).T)


# -- one run, and the reference table --------------------------------------------------------

@pytest.mark.parametrize("eta", REFERENCE)
@pytest.mark.parametrize(("column", "k"), [(0, 1), (1, 2), (2, 20)])
def test_the_reference_table_of_losses_is_the_closed_form_to_every_digit(eta, column, k):
    assert agrees(REFERENCE[eta][column], loss(eta, k))


@pytest.mark.parametrize("eta", REFERENCE)
def test_the_lesson_s_run_follows_the_closed_form_for_20_steps(lesson, eta):
    path = lesson.descend(lesson.grad_bowl, [4, 3], float(F(eta)), 20)
    exact = np.array([[float(v) for v in point(eta, k)] for k in range(21)])
    assert path == pytest.approx(exact, rel=1e-9, abs=1e-14)
    assert run(lesson, eta, 20) == pytest.approx([float(loss(eta, k)) for k in range(21)], rel=1e-9)


@pytest.mark.parametrize("eta", ["0.001", "0.1", "1/6", "0.2", "1/4", "0.3", "1/3", "0.35", "0.4"])
def test_the_lesson_prints_a_table_of_factors_and_losses_that_the_closed_form_gives(printed, eta):
    table = printed[printed.index("1-2eta"):].splitlines()
    cells = next(row.split() for row in table if row.split()[0] == eta)
    exact = [1 - 2 * F(eta), 1 - 6 * F(eta), *(loss(eta, k) for k in (1, 2, 20))]
    assert len(cells) == 6
    for shown, value in zip(cells[1:], exact):
        assert agrees(shown, value), (shown, float(value))


@pytest.mark.parametrize("k", [0, 1, 2, 3, 20])
def test_the_lesson_prints_the_run_at_0_1_to_four_digits(printed, k):
    weights, shown = re.search(rf"\b{k}\b[^=\n]*w = \[(.*)\]  loss = (\S+)$", printed,
                               re.MULTILINE).groups()
    assert agrees(shown, loss("0.1", k))
    assert np.array(weights.split(), float) == pytest.approx(
        [float(v) for v in point("0.1", k)], abs=5e-5)


@pytest.mark.parametrize("eta", ["0.001", "0.1", "0.4"])
def test_the_lesson_prints_a_crawl_a_descent_and_an_explosion(printed, eta):
    words = next(r.split() for r in printed.splitlines() if r.startswith(f"eta = {eta} "))
    assert all(agrees(shown, loss(eta, k)) for shown, k in zip((words[3], words[4], words[6]),
                                                               (1, 2, 20)))


def test_step_0_by_hand_leads_from_43_to_14_56_and_step_1_to_7_2448():
    assert loss("0.1", 0) == 43
    assert (point("0.1", 1), loss("0.1", 1)) == ((F("3.2"), F("1.2")), F("14.56"))
    assert (point("0.1", 2), loss("0.1", 2)) == ((F("2.56"), F("0.48")), F("7.2448"))
    assert [4 - point("0.1", 1)[0], 3 - point("0.1", 1)[1]] == [F("0.8"), F("1.8")]
    assert [F("0.8") / 4, F("1.8") / 3] == [F(20, 100), F(60, 100)]


@pytest.mark.parametrize(("start", "gradient", "eta", "lands"), [
    ([2, 3], [2, -4], 0.1, [1.8, 3.4]), ([4, 3], [8, 18], 0.1, [3.2, 1.2]),
    ([0, 0, 0], [2, -3, 1], 0.1, [-0.2, 0.3, -0.1])])
def test_one_step_of_the_lesson_lands_where_pytorch_s_sgd_lands(lesson, start, gradient, eta,
                                                                 lands):
    w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    w.grad = torch.tensor(gradient, dtype=torch.float64)
    torch.optim.SGD([w], lr=eta).step()
    assert w.detach().numpy() == pytest.approx(lands, abs=1e-15)
    assert lesson.descend(lambda _: np.array(gradient), start, eta, 1)[1] == pytest.approx(lands)


def test_at_4_3_the_slope_promises_38_8_and_curvature_takes_back_10_36_of_it(lesson):
    g, hessian, eta = sp.Matrix([8, 18]), sp.hessian(*bowl_of_sympy()), sp.Rational(1, 10)
    promised, back = eta * g.dot(g), eta**2 * (g.T * hessian * g)[0] / 2
    assert [F(str(promised)), F(str(back))] == [F("38.8"), F("10.36")]
    assert promised - back == F("28.44") == loss("0.1", 0) - loss("0.1", 1)
    assert -np.diff(run(lesson, "0.1", 1)) == pytest.approx([28.44])


def bowl_of_sympy():
    """The bowl and its inputs."""
    x, y = sp.symbols("x y")
    return x**2 + 3 * y**2, (x, y)


def test_2_and_6_are_the_eigenvalues_of_the_bowl_s_curvature_also_when_it_is_rotated():
    _, (x, y) = bowl_of_sympy()
    a = sp.Symbol("a", real=True)
    turned = {x: sp.cos(a) * x - sp.sin(a) * y, y: sp.sin(a) * x + sp.cos(a) * y}
    for f in (x**2 + 3 * y**2, (x**2 + 3 * y**2).subs(turned, simultaneous=True)):
        curvature = sp.hessian(f, (x, y))
        assert [sp.simplify(curvature.trace()), sp.simplify(curvature.det())] == [2 + 6, 2 * 6]


# -- the exact limit -------------------------------------------------------------------------

def test_both_factors_are_smaller_than_1_exactly_for_eta_between_0_and_a_third():
    eta = sp.Symbol("eta", real=True)
    inside = [sp.solve_univariate_inequality(sp.Abs(1 - c * eta) < 1, eta, relational=False)
              for c in (2, 6)]
    assert inside[0].intersect(inside[1]) == sp.Interval.open(0, sp.Rational(1, 3))


@pytest.mark.parametrize("eta", ["-0.01", "0", "0.001", "0.1", "1/6", "1/4", "0.3", "0.333", "1/3",
                                 "0.334", "0.35", "0.4", "0.9", "1.1"])
def test_from_4_3_the_lesson_s_run_converges_exactly_below_a_third(lesson, eta):
    with np.errstate(all="ignore"):
        end = lesson.descend(lesson.grad_bowl, [4, 3], float(F(eta)), 12_000)[-1]
    assert bool(np.abs(end).max() < 1e-9) == (0 < F(eta) < F(1, 3))


@pytest.mark.parametrize(("start", "eta"), [([4, 0], 0.35), ([4, 0], 0.9)])
def test_from_a_start_on_the_x_axis_larger_rates_converge_too(lesson, start, eta):
    assert np.abs(lesson.descend(lesson.grad_bowl, start, eta, 500)[-1]).max() < 1e-9


def test_at_a_third_y_bounces_between_3_and_minus_3_and_the_loss_tends_to_27(lesson):
    k = sp.Symbol("k", integer=True, nonnegative=True)
    assert sp.limit(16 * sp.Rational(1, 9) ** k + 27, k, sp.oo) == 27
    assert [point("1/3", k)[1] for k in range(1000)] == [3, -3] * 500
    path = lesson.descend(lesson.grad_bowl, [4, 3], 1 / 3, 1000)
    assert path[:, 1] == pytest.approx([3, -3] * 500 + [3], abs=1e-9)
    assert lesson.bowl(path[-1]) == pytest.approx(27, abs=1e-9)


def test_a_quarter_divides_the_loss_by_4_at_every_step(lesson):
    assert [loss("1/4", k) for k in range(40)] == [F(43, 4**k) for k in range(40)]
    assert run(lesson, "1/4", 40).tolist() == [43 / 4**k for k in range(41)]


def test_a_quarter_has_the_smallest_worst_factor_and_a_sixth_settles_y_at_once(lesson):
    def worst(eta):
        return max(abs(1 - 2 * eta), abs(1 - 6 * eta))
    assert min((F(i, 1200) for i in range(1, 400)), key=worst) == F(1, 4)
    assert point("1/6", 1)[1] == 0
    assert lesson.descend(lesson.grad_bowl, [4, 3], 1 / 6, 1)[1, 1] == pytest.approx(0, abs=1e-15)


@given(st.fractions(F(1, 1000), F(333, 1000), max_denominator=1000), st.integers(0, 12))
def test_below_a_third_the_loss_falls_at_every_step(eta, k):
    assert loss(eta, k + 1) < loss(eta, k)


@pytest.mark.parametrize(("eta", "falls"), [("0.3", 60), ("0.35", 1), ("0.4", 0)])
def test_0_3_falls_at_every_step_0_35_falls_once_and_0_4_climbs_from_the_first(lesson, eta, falls):
    assert (np.diff(run(lesson, eta, 60)) < 0).tolist() == [True] * falls + [False] * (60 - falls)


def test_beyond_a_sixth_y_changes_sides_at_every_step(lesson):
    for eta, zigzags in [(0.05, False), (0.16, False), (0.17, True), (0.3, True)]:
        y = lesson.descend(lesson.grad_bowl, [4, 3], eta, 12)[:, 1]
        assert (y[1:] * y[:-1] < 0).tolist() == [zigzags] * 12


@pytest.mark.parametrize(("k", "shown"), [(1, "53.56"), (2, "103.75"), (3, "203.3")])
def test_the_climb_at_0_4_reads_53_56_103_75_203_3(lesson, k, shown):
    assert agrees(shown, loss("0.4", k))
    assert agrees(shown, run(lesson, "0.4", 3)[k])


def test_0_2_beats_a_quarter_for_two_steps_and_then_loses(lesson):
    better = [loss("0.2", k) < loss("1/4", k) for k in range(1, 21)]
    assert better == [True] * 2 + [False] * 18
    assert (run(lesson, "0.2", 20) < run(lesson, "1/4", 20)).tolist()[1:] == better


# -- overflow --------------------------------------------------------------------------------

def first_beyond(value):
    """The first k for which value(k), exact, is too large for float64."""
    return next(k for k in range(3000) if value(k) >= LARGEST)


def test_at_0_4_the_loss_is_inf_after_step_1050(lesson, printed):
    assert first_beyond(lambda k: 3 * point("0.4", k)[1] ** 2) == 1050
    assert lesson.first_step(np.isinf) == 1050
    assert "inf after step 1050 and NaN after step 2103" in printed.splitlines()


def test_with_eta_times_the_gradient_the_loss_at_0_4_is_nan_after_step_2103(lesson):
    # 6y overflows at k, so y is inf after k + 1, and inf - inf after k + 2
    assert first_beyond(lambda k: abs(6 * point("0.4", k)[1])) + 2 == 2103
    assert lesson.first_step(np.isnan) == 2103
    with np.errstate(all="ignore"):
        y = lesson.descend(lesson.grad_bowl, [4, 3], 0.4, 2103)[:, 1]
    assert np.isfinite(y[2101]) and np.isinf(y[2102]) and np.isnan(y[2103])


def test_with_the_factors_multiplied_first_it_is_nan_after_step_2106(lesson):
    assert first_beyond(lambda k: abs(F("2.4") * point("0.4", k)[1])) + 2 == 2106
    w, factors, losses = np.array([4.0, 3.0]), 0.4 * np.array([2, 6]), []
    with np.errstate(all="ignore"):
        for _ in range(2200):
            losses.append(lesson.bowl(w))
            w = w - factors * w
    assert np.argmax(np.isinf(losses)) == 1050
    assert np.argmax(np.isnan(losses)) == 2106


def test_a_missing_value_in_the_data_makes_the_first_loss_nan(lesson, monkeypatch):
    monkeypatch.setattr(lesson, "y", np.array([3, np.nan, 6, 10]))
    assert np.isnan(lesson.mse(np.zeros(2)))


# -- overshoot or flipped sign ---------------------------------------------------------------

def test_a_flipped_sign_climbs_even_at_0_001(lesson, printed):
    exact = [loss("-0.001", k) for k in range(4)]  # a flip is a negative rate
    assert [agrees(shown, value) for shown, value in zip(
        ("43", "43.39", "43.78", "44.18"), exact)] == [True] * 4
    path = lesson.descend(lambda w: -lesson.grad_bowl(w), [4, 3], 0.001, 3)
    assert lesson.bowl(path.T) == pytest.approx([float(v) for v in exact])
    assert "flipped sign, eta = 0.001: [43.   43.39 43.78 44.18]" in printed


def test_overshoot_changes_sides_and_a_flipped_sign_does_not(lesson, printed):
    for eta, sign, sequence in [("0.4", 1, "3 -4.2 5.88"), ("-0.1", -1, "3 4.8 7.68")]:
        exact = [point(eta, k)[1] for k in range(3)]
        assert exact == [F(v) for v in sequence.split()]
        y = lesson.descend(lambda w, s=sign: s * lesson.grad_bowl(w), [4, 3], abs(float(eta)), 2)
        assert y[:, 1] == pytest.approx([float(v) for v in exact])
        assert str(np.array(sequence.split(), float)) in printed


def test_halving_cures_overshoot_and_no_rate_cures_a_flip():
    assert loss(F("0.4") / 2, 20) < 1e-6
    assert all(loss(-F("0.4") / 2**k, 1) > 43 for k in range(20))


def test_a_loss_ten_times_as_large_takes_the_same_steps_at_a_tenth_of_the_rate(lesson):
    ten = lesson.descend(lambda w: 10 * lesson.grad_bowl(w), [4, 3], 0.01, 20)
    assert ten == pytest.approx(np.array([[float(v) for v in point("0.1", k)] for k in range(21)]))


def test_the_usual_first_rate_of_adam_is_pytorch_s_default():
    assert inspect.signature(torch.optim.Adam).parameters["lr"].default == 1e-3
