"""What every figure that moves promises, whichever chapter shows it: the gallery's states."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import gallery_page
import pytest
from press.core import widgets

pytestmark = [pytest.mark.built, pytest.mark.browser]

ALL = list(widgets.options_of_all())
# Their longest sentences have room from the first.
STILL = ["shape-predictor", "dot-product-dial", "map-grid", "multiplication-order"]
STATIC = Path(__file__).resolve().parents[2] / "_build" / "html" / "_static" / "widgets"


@pytest.mark.parametrize("name", ALL)
def test_every_state_of_the_gallery_is_drawn_and_says_something(show, name):
    places = range(len(gallery_page.states(name)))
    page = show(name, tuple(places)).page
    for text in page.locator(".live .seen").all_inner_texts():
        assert len(text) > 10
        assert not re.search("undefined|null|object", text)
    assert page.locator(".live").count() == len(places)


@pytest.mark.parametrize("name", STILL)
def test_a_change_by_keys_is_told_undone_and_reset_and_no_row_moves(show, name):
    figure = show(name)
    before = figure.sentence
    top = figure.box.locator(".controls-grid, .buttons.last").first.bounding_box()["y"]
    figure.change()
    assert figure.sentence != before
    assert figure.box.locator(".controls-grid, .buttons.last").first.bounding_box()["y"] == top
    figure.press("Undo")
    assert figure.sentence == before
    figure.change()
    figure.press("Reset")
    assert figure.sentence == before


@pytest.mark.parametrize("name", ALL)
def test_with_reduced_motion_nothing_moves_by_itself(show, name):
    figure = show(name, reduced_motion="reduce")
    for label in ("Run", "Play", "Step"):
        button = figure.box.get_by_role("button", name=label, exact=True)
        if button.count() and button.get_attribute("aria-disabled") is None:
            button.click()
            first = figure.sentence
            assert figure.page.evaluate("document.getAnimations().length") == 0
            figure.page.wait_for_timeout(400)
            assert figure.sentence == first


def test_the_script_of_each_figure_is_under_9_kb():
    sizes = [len(gzip.compress(path.read_bytes())) for path in STATIC.glob("figure-*.js")]
    assert len(sizes) >= len(ALL)
    assert max(sizes) < 9_000
