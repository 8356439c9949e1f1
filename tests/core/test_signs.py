"""The signs of a formula: what two programs that draw the same must agree on."""

from __future__ import annotations

import pytest
from press.core.signs import difference, signs


def test_spaces_variants_and_invisible_operators_do_not_count() -> None:
    one = "<math><mi>𝑓</mi><mo>\u2061</mo><mo>(</mo><mi>𝐱</mi><mo>)</mo><mo>−</mo></math>"
    other = "<math><mrow><mi>f</mi> <mo>(</mo><mi>x</mi><mo>)</mo></mrow><mo>-</mo></math>"
    assert difference(one, other) == ""


def test_a_letter_with_a_hat_is_the_letter_and_the_hat() -> None:
    assert difference("<math><mi>ŷ</mi></math>", "<math><mi>y</mi><mo>^</mo></math>") == ""


def test_annotations_are_not_shown() -> None:
    formula = ("<math><semantics><mi>x</mi><annotation encoding='application/x-tex'>lost"
               "</annotation></semantics></math>")
    assert signs(formula) == {"x": 1}


@pytest.mark.parametrize("other", [
    "<math><mi>x</mi></math>", "<math><mi>x</mi><mn>2</mn><mn>2</mn></math>",
    "<math><mi>y</mi><mn>2</mn></math>",
])
def test_what_is_lost_added_or_changed_is_found(other: str) -> None:
    assert difference("<math><msup><mi>x</mi><mn>2</mn></msup></math>", other)
