"""What every figure that moves promises, whichever chapter shows it: the gallery's states."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import gallery_page
import pytest
from axe import findings
from press.core import widgets

pytestmark = [pytest.mark.built, pytest.mark.browser]

ALL = list(widgets.options_of_all())
STATIC = Path(__file__).resolve().parents[2] / "_build" / "html" / "_static" / "widgets"
JUNK = ["NaN", "Infinity", "-1", "1e308", "", "__proto__", "%E0%A4%A", "0,0,0,0", "1,2,3,4,5,6"]


@pytest.mark.parametrize("name", ALL)
def test_every_state_of_the_gallery_is_drawn_and_says_something(show, name):
    places = range(len(gallery_page.states(name)))
    page = show(name, tuple(places)).page
    for text in page.locator(".live .seen").all_inner_texts():
        assert len(text) > 10
        assert not re.search("undefined|null|object|NaN", text)
    assert page.locator(".live").count() == len(places)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("options", [
    {"width": 1400}, {"width": 390, "theme": "dark"}, {"width": 320},
    {"width": 1400, "forced_colors": "active"}], ids=str)
def test_axe_finds_nothing_in_it(show, name, options):
    assert findings(show(name, **options).page, ".live") == []


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(("width", "size"), [(320, "100%"), (390, "100%"), (640, "200%"),
                                             (1400, "200%")])
def test_nothing_sticks_out_to_the_side(show, name, width, size):
    figure = show(name, tuple(range(len(gallery_page.states(name)))), width=width)
    figure.page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
    figure.page.wait_for_timeout(200)
    out = figure.page.evaluate("""[...document.querySelectorAll('.live *')]
        .filter(node => !node.closest('svg, .unseen, .exact .name, .matrix-fields .name'))
        .filter(node => node.getBoundingClientRect().right > document.documentElement.clientWidth)
        .map(node => node.outerHTML.slice(0, 80))""")
    assert out == []


@pytest.mark.parametrize("name", ALL)
def test_what_is_pressed_is_at_least_24_pixels_wide_and_high(show, name):
    small = show(name, width=390).box.evaluate("""box =>
        [...box.querySelectorAll('button, input, select, .handle')]
        .map(node => [node.outerHTML.slice(0, 80), (node.type === 'checkbox'
            ? node.closest('label') : node).getBoundingClientRect()])
        .filter(([, r]) => r.width < 24 || r.height < 24).map(([html]) => html)""")
    assert small == []


@pytest.mark.parametrize("name", ALL)
def test_every_control_can_be_tabbed_to_and_shows_its_focus(show, name):
    figure = show(name)
    controls = figure.box.locator("button, input, select, .handle")
    controls.first.focus()
    places = []
    for _ in range(50):
        found = figure.page.evaluate("""() => {
            const at = document.activeElement, style = getComputedStyle(at);
            return at.closest('.live') && [at.ariaLabel || at.textContent || at.type,
                style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1]; }""")
        if not found:
            break
        places.append(found)
        figure.page.keyboard.press("Tab")
    assert len(places) == controls.count()
    assert [label for label, shown in places if not shown] == []


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("width", [1400, 540, 390, 320])
def test_the_printed_figure_is_given_the_room_that_the_drawing_needs(show, name, width):
    drawn = show(name, width=width).box.bounding_box()["height"]
    printed = show(name, width=width, script=False).box.bounding_box()["height"]
    assert drawn == pytest.approx(printed, abs=3)


@pytest.mark.parametrize("name", ALL)
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
def test_a_change_is_heard_once_when_it_has_come_to_rest(show, name):
    figure = show(name)
    figure.page.evaluate("""() => { window.heard = [];
        const place = document.querySelector('.sentence [role=status]');
        new MutationObserver(() => window.heard.push(place.textContent))
            .observe(place, {childList: true, characterData: true, subtree: true}); }""")
    figure.change()
    figure.page.wait_for_timeout(900)
    assert figure.page.evaluate("window.heard") == [figure.sentence]


@pytest.mark.parametrize("name", ALL)
def test_a_copied_link_opens_the_same_state(show, name):
    figure = show(name, permissions=["clipboard-read", "clipboard-write"])
    figure.change()
    figure.press("Copy link to this state")
    figure.box.get_by_text("Link copied.").wait_for()
    link = figure.page.evaluate("navigator.clipboard.readText()")
    state = link.partition("~1~")[2]
    assert state
    assert show(name, state=state).sentence == figure.sentence


@pytest.mark.parametrize("name", ALL)
def test_a_bad_link_breaks_nothing_and_reset_recovers(show, name):
    figure = show(name)
    printed = figure.sentence
    for junk in JUNK:
        pairs = "&".join(f"{key}={junk}" for key in widgets.options_of_all()[name])
        figure.page.evaluate("hash => { location.hash = hash; }", f"{figure.label}~1~{pairs}")
        assert not re.search("undefined|null|object", figure.sentence)
        figure.press("Reset")
        assert figure.sentence == printed
    figure.page.evaluate("hash => { location.hash = hash; }", f"{figure.label}~0~a=1")
    figure.box.locator(".note-line").get_by_text("another version").wait_for()


@pytest.mark.parametrize("name", ALL)
def test_with_reduced_motion_nothing_moves_by_itself(show, name):
    figure = show(name, reduced_motion="reduce")
    for label in ("Run", "Play", "Step"):
        button = figure.box.get_by_role("button", name=label, exact=True)
        if button.count():
            button.click()
            first = figure.sentence
            assert figure.page.evaluate("document.getAnimations().length") == 0
            figure.page.wait_for_timeout(400)
            assert figure.sentence == first


@pytest.mark.parametrize("name", [name for name in ALL if name not in (
    "shape-predictor", "multiplication-order", "rank-slider")])
def test_a_resize_in_mid_drag_breaks_nothing(show, name):
    figure = show(name)
    printed = figure.sentence
    box = figure.box.locator(".handle").first.bounding_box()
    x, y = box["x"] + 22, box["y"] + 22
    mouse = figure.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x - 20, y + 12)
    figure.page.set_viewport_size({"width": 420, "height": 900})
    figure.page.wait_for_timeout(200)
    mouse.move(60, 300)
    mouse.up()
    assert not re.search("undefined|null|object|NaN", figure.sentence)
    figure.press("Reset")
    assert figure.sentence == printed


def test_the_script_of_each_figure_is_under_9_kb():
    sizes = [len(gzip.compress(path.read_bytes())) for path in STATIC.glob("figure-*.js")]
    assert len(sizes) >= len(ALL)
    assert max(sizes) < 9_000
