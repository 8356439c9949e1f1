"""A preview's formulas lose what they show alike without."""

from __future__ import annotations

import pytest
from press.core import tex


@pytest.mark.parametrize(("given", "lean"), [
    ("<math><mrow><mi>x</mi><mo>=</mo><mrow><mn>1</mn></mrow></mrow></math>",
     "<math><mi>x</mi><mo>=</mo><mrow><mn>1</mn></mrow></math>"),  # one row
    *[(same, same) for same in (
        "<math><mrow><mi>x</mi></mrow><mo>=</mo><mrow><mn>1</mn></mrow></math>",  # two
        "<math><mi>x</mi></math>, <math><mi>y</mi></math> and <b>text</b>",
        '<math><mo lspace="0em" rspace="0em">+</mo></math>')],
    ('<math><msup><mi>f</mi><mo lspace="0em" rspace="0em" class="tml-prime">′</mo></msup></math>',
     '<math><msup><mi>f</mi><mo class="tml-prime">′</mo></msup></math>'),
    ('<math><mo separator="true">,</mo></math>', "<math><mo>,</mo></math>"),
    ("<math><semantics><mrow><mi>x</mi></mrow><annotation>x</annotation></semantics></math>",
     "<math><mi>x</mi></math>"),
    ("<math><mrow><mi>x</mi></mrow></math> or <math><mrow><mi>y</mi></mrow></math>",
     "<math><mi>x</mi></math> or <math><mi>y</mi></math>"),
])
def test_only_what_changes_nothing_is_left_out(given, lean):
    assert tex.lean(given) == lean
