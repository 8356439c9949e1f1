"""Slopes, rules and gradients of the derivatives lesson, held to outside oracles.

The oracles: closed forms, exact fractions, sympy, finite differences, PyTorch's autograd.
Its runs, its autograd and the numbers of its prose have files of their own beside this one.
"""

from __future__ import annotations

from fractions import Fraction as F

import numpy as np
import pytest
import sympy as sp
import torch
from oracles import autograd, partials

x, y, n, h = sp.symbols("x y n h", positive=True)
u, v = (sp.Function(name)(x) for name in "uv")
BOWL = x**2 + 3 * y**2


# -- why derivatives at all ------------------------------------------------------------------

@pytest.mark.parametrize("w", ["1.0", "1.001", "1.01"])
def test_a_nudge_of_the_weight_moves_the_squared_error_and_not_the_accuracy(lesson, printed, w):
    scores, labels = [F(3, 10), F(-1, 5), F(4, 5), F(-9, 10)], [1, 1, 1, 0]
    error = sum((F(w) * s - t) ** 2 for s, t in zip(scores, labels)) / 4
    right = F(sum((F(w) * s > 0) == t for s, t in zip(scores, labels)), 4)
    assert lesson.squared_error(float(w)) == pytest.approx(float(error), rel=1e-12)
    assert lesson.accuracy(float(w)) == right == F(3, 4)
    line = next(row for row in printed.splitlines() if row.split()[:3] == ["w", "=", w])
    shown = F(line.split()[-1])
    assert "accuracy 0.75 " in line and abs(shown - error) <= F(1, 2 * 10**6)


# -- the derivative from scratch -------------------------------------------------------------

@pytest.mark.parametrize(("start", "run", "shown"), [
    (1, "0.1", "2.1"), (1, "0.01", "2.01"), (1, "0.001", "2.001"), (2, "0.1", "4.1")])
def test_the_secant_of_the_square_has_slope_2x_plus_h(lesson, start, run, shown):
    exact = ((start + F(run)) ** 2 - start**2) / F(run)
    assert exact == 2 * start + F(run) == F(shown)
    assert lesson.slope(lesson.square, start, float(run)) == pytest.approx(float(exact), rel=1e-10)


def test_the_first_cell_prints_the_two_secants(printed):
    assert "2.1  2.01" in printed.splitlines()


@pytest.mark.parametrize(("at", "slope"), [(1.0, 2), (3.0, 6), (-1.5, -3)])
def test_the_slope_of_the_square_is_twice_its_input(lesson, at, slope):
    z = sp.Symbol("z")
    assert sp.limit(((z + h) ** 2 - z**2) / h, h, 0).subs(z, sp.Rational(at)) == slope
    assert autograd(lambda w: w**2, at) == slope
    assert lesson.slope(lesson.square, at, 1e-7) == pytest.approx(slope, abs=1e-6)


@pytest.mark.parametrize("panel", range(4))
def test_each_panel_of_the_tangent_figure_draws_the_true_slope(lesson, panel):
    _, f, x0, drawn = lesson.panels[panel]
    truth = [-3, 0, 1, None][panel]
    assert drawn == truth
    left, right = lesson.slope(f, x0, -1e-6), lesson.slope(f, x0, 1e-6)
    if truth is None:
        assert (left, right) == (0, 1)
    else:
        assert left == pytest.approx(truth, abs=1e-5)
        assert right == pytest.approx(truth, abs=1e-5)


def exact_error(step):
    """Error of the forward difference of sin at 1 without any rounding, to 50 digits."""
    step = sp.Float(float(step), 50)
    return abs((sp.sin(1 + step) - sp.sin(sp.Integer(1))) / step - sp.cos(sp.Integer(1))).evalf(50)


def test_the_best_forward_difference_step_is_near_1e_8(lesson):
    best = lesson.hs[np.argmin(lesson.errors)]
    assert 1e-9 <= best <= 1e-7
    windows = {k: np.median(lesson.errors[np.abs(np.log10(lesson.hs) - k) < 0.6])
               for k in range(-14, 0)}
    assert min(windows, key=windows.get) == -8
    assert min([1e-2, 1e-8, 1e-14], key=lambda s: abs((np.sin(1 + s) - np.sin(1)) / s
                                                      - np.cos(1))) == 1e-8


def test_right_of_the_v_the_error_is_truncation_and_left_of_it_rounding(lesson):
    for step, error in zip(lesson.hs, lesson.errors):
        if step >= 1e-6:
            assert error == pytest.approx(float(exact_error(step)), rel=1e-3)
        # sin(1 + h), sin(1) and 1 + h are each rounded to about 1.1e-16
        assert error <= float(exact_error(step)) + 4e-16 / step


# -- rules -----------------------------------------------------------------------------------

@pytest.mark.parametrize(("function", "derivative"), [
    (sp.Integer(7), 0), (5 * u, 5 * u.diff(x)), (x**n, n * x ** (n - 1)),
    (u + v, u.diff(x) + v.diff(x)), (u * v, u.diff(x) * v + u * v.diff(x)),
    (sp.exp(x), sp.exp(x)), (sp.log(x), 1 / x),
    (5 * x**3 - 2 * x + 7, 15 * x**2 - 2), (4 * x**3, 12 * x**2), (3 * x**2 + 100, 6 * x),
    ((3 * x + 1) ** 2, 6 * (3 * x + 1)), ((5 * x - 2) ** 2, 10 * (5 * x - 2))])
def test_a_rule_of_the_table_gives_the_derivative_that_sympy_gives(function, derivative):
    assert sp.simplify(sp.diff(function, x) - derivative) == 0


@pytest.mark.parametrize(("function", "derivative"), [
    (lambda t: 5 * t**3 - 2 * t + 7, 15 * x**2 - 2), (lambda t: 4 * t**3, 12 * x**2),
    (lambda t: 3 * t**2 + 100, 6 * x), (np.exp, sp.exp(x)), (np.log, 1 / x)])
@pytest.mark.parametrize("at", [0.5, 2.0])
def test_the_lesson_s_slope_comes_close_to_the_rule(lesson, function, derivative, at):
    exact = float(derivative.subs(x, at))
    assert lesson.slope(function, at, 1e-6) == pytest.approx(exact, abs=1e-4)


def test_relu_has_slope_0_left_of_its_kink_and_1_right_of_it(lesson):
    assert lesson.slope(lesson.relu, -2.0, 0.5) == 0
    assert lesson.slope(lesson.relu, 2.0, 0.5) == 1
    assert lesson.relu(np.array([-2.0, 0.0, 3.0])).tolist() == [0, 0, 3]


# -- the chain rule --------------------------------------------------------------------------

def test_the_finite_difference_of_the_worked_chain_is_6_09_and_misses_6_by_9h(lesson, printed):
    secant = sp.expand((((3 * h + 1) ** 2) - 1) / h)
    assert secant == 6 + 9 * h
    assert lesson.slope(lesson.h_of_x, 0, 0.01) == pytest.approx(6.09, abs=1e-9)
    assert secant.subs(h, sp.Rational(1, 100)) == sp.Rational(609, 100)
    assert "6.09" in printed.splitlines()


@pytest.mark.parametrize(("function", "at", "slope"), [
    (lambda t: (3 * t + 1) ** 2, 1, 24), (lambda t: (3 * t + 1) ** 2, 0, 6),
    (lambda t: (2 * t + 1) ** 2, 4.5, 40), (lambda t: 5 * t**3 - 2 * t + 7, 0, -2)])
def test_the_chain_rule_gives_what_autograd_and_finite_differences_give(lesson, function, at,
                                                                       slope):
    assert sp.diff(function(x), x).subs(x, sp.Rational(at)) == slope
    assert autograd(function, float(at)) == slope
    assert lesson.slope(function, at, 1e-7) == pytest.approx(slope, abs=1e-4)


def test_the_paths_from_x_carry_48_and_16_and_add_up_to_64():
    p, q = sp.symbols("p q")  # x as it enters the product, and x as it enters on its own
    split = (p * y + q) ** 2
    at = {p: 2, q: 2, y: 3}
    assert [sp.diff(split, s).subs(at) for s in (p, q)] == [48, 16]
    assert partials((x * y + x) ** 2, x=2, y=3) == [64, 32]
    assert autograd(lambda w: (w[0] * w[1] + w[0]) ** 2, [2.0, 3.0]).tolist() == [64, 32]


def test_fifty_small_factors_leave_almost_nothing():
    assert sp.diff(1 / (1 + sp.exp(-sp.Symbol("t"))), sp.Symbol("t")).subs("t", 0) == F(1, 4)
    assert autograd(lambda w: torch.sigmoid(w), 0.0) == 0.25
    assert 0.25**50 < 1e-30


# -- partial derivatives and gradients -------------------------------------------------------

@pytest.mark.parametrize(("function", "wrt_x", "wrt_y"), [
    (3 * x**2 + 2 * x * y + y**3, 6 * x + 2 * y, 2 * x + 3 * y**2),
    (x**2 * y + 5 * y, 2 * x * y, x**2 + 5), (BOWL, 2 * x, 6 * y)])
def test_partial_derivatives_hold_the_other_input_still(function, wrt_x, wrt_y):
    assert sp.expand(sp.diff(function, x) - wrt_x) == 0
    assert sp.expand(sp.diff(function, y) - wrt_y) == 0


def test_the_gradient_of_the_worked_function_at_1_2_is_10_14(lesson):
    def f(w):
        return 3 * w[0] ** 2 + 2 * w[0] * w[1] + w[1] ** 3
    assert partials(f((x, y)), x=1, y=2) == [10, 14]
    assert autograd(f, [1.0, 2.0]).tolist() == [10, 14]
    assert lesson.numerical_gradient(f, np.array([1.0, 2.0])) == pytest.approx([10, 14], abs=1e-6)


@pytest.mark.parametrize("size", [10, 10_000])
def test_a_gradient_has_the_shape_of_the_weights(size):
    assert autograd(lambda w: (w**2).sum(), np.ones(size)).shape == (size,)


@pytest.mark.parametrize("at", [(4, 3), (-1.5, -2.2), (0, 1.63), (0, 0)])
def test_the_bowl_and_its_gradient_are_what_sympy_and_autograd_say(lesson, at):
    exact = [2 * at[0], 6 * at[1]]
    assert lesson.bowl(at) == pytest.approx(float(BOWL.subs({x: at[0], y: at[1]})))
    assert lesson.grad_bowl(np.array(at)) == pytest.approx(exact)
    assert autograd(lambda w: w[0] ** 2 + 3 * w[1] ** 2, list(map(float, at))) == \
        pytest.approx(exact)


def test_at_4_3_the_way_down_is_29_2_degrees_off_the_way_to_the_minimum(lesson):
    off = np.degrees(np.arctan2(18, 8) - np.arctan2(3, 4))
    assert f"{off:.1f}" == "29.2"
    down = -lesson.grad_bowl(np.array([4, 3]))
    assert np.degrees(np.angle(complex(*down) / complex(-4, -3))) == pytest.approx(off)


def test_at_4_3_the_bowl_climbs_at_the_rate_19_70_along_the_gradient(lesson):
    g = lesson.grad_bowl(np.array([4.0, 3.0]))
    assert f"{float(sp.sqrt(8**2 + 18**2)):.2f}" == "19.70"
    along = (lesson.bowl(np.array([4, 3]) + 1e-7 * g / np.linalg.norm(g)) - 43) / 1e-7
    assert along == pytest.approx(float(sp.sqrt(388)), abs=1e-4)
