"""Module 1 review: sixteen questions in no order

Made from book/foundations/module-1-review.md by `make snippets`: edit that, not this.
Run it: python code/snippets/foundations/module_1_review.py
"""

# line 22
import numpy as np

def slope(f, x, h=1e-6):
    """Central difference of f at x: the oracle of the questions that ask for a derivative."""
    return (f(x + h) - f(x - h)) / (2 * h)

def gradient(f, w, h=1e-6):
    """Central differences of f at w, one coordinate at a time. Shape of w."""
    w = np.array(w, dtype=float)  # (d,)
    return np.array([(f(w + h * e) - f(w - h * e)) / (2 * h) for e in np.eye(len(w))])

def count_flops(*sizes):
    """Multiplications and additions of products (m, k) @ (k, n), counted as 2mkn each."""
    return sum(2 * m * k * n for m, k, n in sizes)


# =============================================================================
# The questions
# =============================================================================


# =============================================================================
# What comes next
# =============================================================================


# =============================================================================
# References
# =============================================================================
