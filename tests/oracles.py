"""Slopes by other ways than the book's own: PyTorch's autograd, and sympy."""

from __future__ import annotations

import sympy as sp
import torch


def autograd(f, at):
    """PyTorch's gradient of f, in float64."""
    w = torch.tensor(at, dtype=torch.float64, requires_grad=True)
    f(w).backward()
    return w.grad.numpy()


def partials(f, **at):
    """Sympy's exact partial derivatives of f(x, y) at a point. Its symbols are positive."""
    at = {sp.Symbol(name, positive=True): value for name, value in at.items()}
    return [int(sp.diff(f, s).subs(at)) for s in sp.symbols("x y", positive=True)]
