"""MyST in plain characters: what a reader would write by hand."""

from __future__ import annotations

import pytest
from press.core import plain


@pytest.mark.parametrize(("source", "shown"), [
    (r"Written $f'(x)$.", "Written f′(x)."),
    (r"$\mathbf{w} \leftarrow \mathbf{w} - \eta \nabla L(\mathbf{w})$", "w ← w − η∇L(w)"),
    (r"with $h \ne 0$", "with h ≠ 0"),
    (r"$\frac{f(x + h) - f(x)}{h}$", "(f(x + h) − f(x))/h"),
    (r"$\tfrac{1}{2} x^2$", "1/2 x²"),
    (r"$\operatorname{relu}'(0) = 0$", "relu′(0) = 0"),
    (r"$0 \le t \le 1$", "0 ≤ t ≤ 1"),
    (r"$\lVert \mathbf{g} \rVert$", "‖g‖"),
    ("see {term}`slopes <slope>` and `x`", "see slopes and x"),
    ("two\nlines, *set* **apart**", "two lines, set apart"),
])
def test_a_sentence_reads_without_its_marks(source, shown):
    assert plain.text(source) == shown


def test_a_formula_counts_as_one_word():
    assert plain.count_words("the slope $(f(x + h) - f(x)) / h$ of {term}`a line <line>`") == 6


def test_a_letter_that_a_command_makes_stands_by_the_next_one():
    assert plain.text(r"$\Delta y / \Delta x$, $\sin x$ and $\eta \nabla f$") == \
        "Δy / Δx, sin x and η∇f"
