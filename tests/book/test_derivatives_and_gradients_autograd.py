"""Matrix gradients, autograd and the coding check of the derivatives lesson, and their oracles.

The oracles: exact fractions, sympy, finite differences, PyTorch's autograd.
"""

from __future__ import annotations

from fractions import Fraction as F

import numpy as np
import pytest
import sympy as sp
import torch
from oracles import autograd, partials

x, y, h = sp.symbols("x y h", positive=True)
BOWL = x**2 + 3 * y**2


# -- vectorized gradients --------------------------------------------------------------------

@pytest.mark.parametrize("w", [(0.0, 0.0), (1.0, -0.5), (2.3, 1.7)])
def test_the_matrix_formula_equals_autograd_and_finite_differences(lesson, w):
    data, target = torch.tensor(lesson.X), torch.tensor(lesson.y)
    exact = autograd(lambda t: ((data @ t - target) ** 2).mean(), w)
    assert lesson.grad_mse(np.array(w)) == pytest.approx(exact, abs=1e-12)
    assert lesson.numerical_gradient(lesson.mse, np.array(w)) == pytest.approx(exact, abs=1e-6)


def test_zero_residuals_give_a_zero_gradient_of_the_shape_of_w(lesson, monkeypatch):
    monkeypatch.setattr(lesson, "y", lesson.X @ np.array([2.0, -1.0]))
    assert lesson.grad_mse(np.array([2.0, -1.0])).tolist() == [0, 0]


def test_the_gradient_check_prints_the_same_two_numbers_twice(printed):
    rows, minutes, w = [1, 2, 3, 4], [3, 5, 6, 10], (F(1), F(-1, 2))
    residuals = [w[0] + w[1] * g - m for g, m in zip(rows, minutes)]
    exact = [F(2, 4) * sum(residuals), F(2, 4) * sum(g * r for g, r in zip(rows, residuals))]
    shown = str(np.array([float(v) for v in exact]))
    assert f"{shown} {shown}" in printed


def test_a_column_of_targets_gives_numpy_a_gradient_of_shape_5_100(lesson, printed):
    data, w = np.ones((100, 5)), np.zeros(5)
    assert (data.T @ (data @ w - np.ones(100))).shape == (5,)
    residual = data @ w - np.ones((100, 1))
    assert residual.shape == np.broadcast_shapes((100,), (100, 1)) == (100, 100)
    assert (data.T @ residual).shape == (5, 100)
    assert "(100, 100) (5, 100)" in printed.splitlines()


def test_with_a_column_of_targets_pytorch_s_grad_keeps_its_shape_and_is_wrong():
    torch.manual_seed(0)
    data, target = torch.randn(100, 5, dtype=torch.float64), torch.randn(100, 1).double()
    right = autograd(lambda w: ((data @ w - target[:, 0]) ** 2).mean(), np.ones(5))
    wrong = autograd(lambda w: ((data @ w - target) ** 2).mean(), np.ones(5))
    assert right.shape == wrong.shape == (5,)
    assert np.abs(right - wrong).max() > 0.1


# -- automatic differentiation ---------------------------------------------------------------

def test_autograd_gives_8_18_at_4_3_and_the_lesson_prints_loss_and_step(printed):
    assert partials(BOWL, x=4, y=3) == [8, 18]
    assert "43.0000 tensor([ 8., 18.])" in printed
    assert "tensor([3.2000, 1.2000], requires_grad=True)" in printed


@pytest.mark.parametrize("at", [-2.0, 0.0, 2.0])
def test_relu_of_x_minus_relu_of_minus_x_equals_x_but_has_derivative_0_at_0(printed, at):
    def f(w):
        return torch.relu(w) - torch.relu(-w)
    assert f(torch.tensor(at)) == at
    assert autograd(f, at) == (1 if at else 0)
    assert autograd(torch.relu, 0.0) == 0
    assert printed.splitlines()[-1] == "0.0"


def test_a_discarded_branch_of_where_can_put_nan_into_the_gradient():
    def f(w):
        return torch.where(w > 0, torch.sqrt(w), torch.zeros_like(w))
    assert f(torch.tensor(0.0)) == 0
    assert np.isnan(autograd(f, 0.0))


# -- PyTorch's loops -------------------------------------------------------------------------

def test_20_steps_of_sgd_are_20_steps_of_the_lesson_s_descent(lesson, printed):
    w = torch.tensor([4.0, 3.0], dtype=torch.float64, requires_grad=True)
    optimizer, path = torch.optim.SGD([w], lr=0.1), []
    for _ in range(21):
        path.append(w.detach().numpy().copy())
        optimizer.zero_grad()
        (w[0] ** 2 + 3 * w[1] ** 2).backward()
        optimizer.step()
    assert lesson.descend(lesson.grad_bowl, [4, 3], 0.1, 20) == pytest.approx(np.array(path))
    assert path[20] == pytest.approx([4 * 0.8**20, 3 * 0.4**20])
    shown = printed.split("after 20 steps: w = [")[1].split("]")[0].split()
    assert [float(v) for v in shown] == pytest.approx(path[20], abs=1e-4)
    assert "step 0: loss 43.0000 at [4. 3.]" in printed  # the loss at the w beside it
    assert "step 2: loss 7.2448 at [2.56" in printed


def accumulated(steps):
    """The exact losses of a run that steps by the sum of all gradients so far."""
    w, total, losses = [F(4), F(3)], [F(0), F(0)], []
    for _ in range(steps):
        losses.append(w[0] ** 2 + 3 * w[1] ** 2)
        total = [total[0] + 2 * w[0], total[1] + 6 * w[1]]
        w = [w[0] - total[0] / 10, w[1] - total[1] / 10]
    return losses


def test_forgetting_zero_grad_is_momentum_with_coefficient_1(lesson, printed):
    exact = accumulated(5)
    for shown, value in zip(("43", "14.56", "8.325", "27.87", "29.36"), exact):
        assert f"{float(value):.{len(shown.partition('.')[2])}f}" == shown
    for losses in (lesson.torch_losses(momentum=0.0, clear=False, steps=60),
                   lesson.torch_losses(momentum=1.0, clear=True, steps=60)):
        assert losses == pytest.approx([float(v) for v in accumulated(60)], rel=1e-3, abs=1e-3)
        assert losses[-20:].max() > 20  # it never settles
    assert lesson.torch_losses(momentum=0.0, clear=True, steps=5) == pytest.approx(
        [16 * 0.64**k + 27 * 0.16**k for k in range(5)], rel=1e-5)
    assert printed.count("[43.    14.56   8.325 27.872 29.362") == 2


# -- the coding check ------------------------------------------------------------------------

def test_a_forward_difference_of_the_bowl_at_4_3_gives_8_plus_h_and_18_plus_3h(lesson):
    at = {x: 4, y: 3}
    assert [sp.expand((BOWL.subs({x: 4 + a, y: 3 + b}) - BOWL.subs(at)) / h)
            for a, b in ((h, 0), (0, h))] == [8 + h, 18 + 3 * h]
    for step in (0.5, 1e-3, 1e-6):
        slopes = [lesson.slope(lambda t: lesson.bowl([t, 3]), 4, step),
                  lesson.slope(lambda t: lesson.bowl([4, t]), 3, step)]
        assert slopes == pytest.approx([8 + step, 18 + 3 * step], abs=1e-7)


def test_the_three_slips_of_the_coding_check_look_as_its_solution_says(lesson):
    def nudges(w, restore=True, step=1e-6):
        g, before = np.zeros(2), lesson.bowl(w)
        for j in range(2):
            kept = w[j]
            w[j] += step
            g[j] = (lesson.bowl(w) - before) / step
            w[j] = kept if restore else w[j]
        return g
    assert nudges(np.array([4.0, 3.0])) == pytest.approx([8, 18], abs=1e-3)
    assert nudges(np.array([4.0, 3.0]), restore=False) == pytest.approx([8, 26], abs=1e-3)
    assert nudges(np.array([4, 3])).tolist() == [0, 0]
    assert nudges(np.array([4.0, 3.0]), step=1e-17).tolist() == [0, 0]
    assert np.abs(nudges(np.array([4.0, 3.0]), step=1e-14) - [8, 18]).max() > 0.1
