"""Arrows, shapes and matrices that move: by mouse and finger, and what the copied code computes."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout

import gallery_page
import pytest
from gallery_page import Figure

pytestmark = [pytest.mark.built, pytest.mark.browser]

COPY = {"permissions": ["clipboard-read", "clipboard-write"]}


def middle(figure: Figure, place: int) -> tuple[float, float]:
    box = figure.box.locator(".handle").nth(place).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def unit(figure: Figure) -> float:
    """Pixels for a length of 1, from two tips whose places are known: (3, 4) and (4, 3)."""
    (ax, _), (bx, _) = middle(figure, 0), middle(figure, 1)
    return bx - ax


def drag(figure: Figure, place: int, dx: float, dy: float) -> None:
    x, y = middle(figure, place)
    mouse = figure.page.mouse
    mouse.move(x, y)
    mouse.down()
    for part in (0.3, 0.7, 1):
        mouse.move(x + dx * part, y + dy * part)
    mouse.up()


def touch(figure: Figure, place: int, dx: float, dy: float) -> None:
    x, y = middle(figure, place)
    client = figure.page.context.new_cdp_session(figure.page)
    for kind, points in [("touchStart", [(x, y)]), ("touchMove", [(x + dx / 2, y + dy / 2)]),
                         ("touchMove", [(x + dx, y + dy)]), ("touchEnd", [])]:
        client.send("Input.dispatchTouchEvent", {
            "type": kind, "touchPoints": [{"x": px, "y": py} for px, py in points]})


def copied(figure: Figure) -> str:
    """What the copied code prints."""
    figure.press("Copy as NumPy")
    figure.box.get_by_text("Code copied.").wait_for()
    out = io.StringIO()
    with redirect_stdout(out):
        exec(figure.page.evaluate("navigator.clipboard.readText()"), {})
    return out.getvalue()


def numbers(text: str) -> list[float]:
    return [float(word) for word in re.findall(r"-?\d+\.?\d*(?:e[-+]?\d+)?",
                                               text.replace("−", "-"))]


def test_an_arrow_is_dragged_to_a_right_angle_and_stays_there(show):
    figure = show("dot-product-dial")
    one = unit(figure)
    drag(figure, 0, -5.95 * one, 0)  # from (3, 4) near to (−3, 4)
    assert figure.sentence.startswith("a · b = 0: a right angle.")
    figure.press("Undo")
    assert "a · b = 24" in figure.sentence


def test_a_finger_drags_an_arrow_and_the_page_stays(show):
    figure = show("dot-product-dial", width=390, has_touch=True, is_mobile=True)
    scrolled = figure.page.evaluate("scrollY")
    touch(figure, 1, -6 * unit(figure), 0)
    assert figure.sentence.startswith("a · b = 6, positive")  # b is at (−2, 3)
    assert figure.page.evaluate("scrollY") == scrolled


def test_a_tap_beside_them_moves_the_nearer_tip_only(show):
    figure = show("dot-product-dial")
    one = unit(figure)
    x, y = middle(figure, 1)
    figure.page.mouse.click(x + one, y + 2 * one)  # (5, 1), nearer to (4, 3)
    fields = figure.box.get_by_role("textbox")
    figure.page.wait_for_timeout(400)
    texts = [fields.nth(i).input_value() for i in range(fields.count())]
    assert "3, 4" in texts
    assert "5, 1" in texts


def test_the_slider_turns_the_arrow_and_a_mark_meets_the_right_angle(show):
    figure = show("dot-product-dial")
    figure.box.get_by_role("button", name="Turn a, from b 90°").click()
    assert "a right angle" in figure.sentence
    assert figure.box.locator(".readout dd").nth(1).inner_text() == "5"


@pytest.mark.parametrize("place", range(len(gallery_page.states("dot-product-dial"))))
def test_the_copied_numpy_gives_the_dials_numbers(show, place):
    figure = show("dot-product-dial", (place,), **COPY)
    dot, a, b, cosine = figure.box.locator(".readout dd").all_inner_texts()
    printed = copied(figure).splitlines()
    assert numbers(dot)[0] == pytest.approx(float(printed[0].split()[1]), rel=6e-4)
    lengths = [float(word) for word in printed[1].split()[1:]]
    assert numbers(a) + numbers(b) == pytest.approx(lengths, rel=6e-4)
    if cosine == "none":
        assert "nan" in printed[2]
    else:
        assert numbers(cosine)[0] == pytest.approx(float(printed[2].split()[1]), rel=6e-4,
                                                   abs=1e-12)


def test_a_column_is_dragged_onto_the_others_line(show):
    figure = show("map-grid")
    x, _ = middle(figure, 0)
    other, _ = middle(figure, 1)
    assert x == pytest.approx(other)  # columns (1, 0) and (1, 1)
    (_, low), (_, high) = middle(figure, 0), middle(figure, 1)
    drag(figure, 1, low - high, low - high - 1)  # hardly off the line of column 1
    drag(figure, 1, 40, low - middle(figure, 1)[1] + 1)
    assert "rank 1" in figure.sentence
    assert figure.box.locator(".readout dd").all_inner_texts()[0] == "0"


def test_a_finger_drags_a_column_across_and_the_f_is_flipped(show):
    figure = show("map-grid", width=390, has_touch=True, is_mobile=True)
    (_, low), (_, high) = middle(figure, 0), middle(figure, 1)
    touch(figure, 1, 0, 2 * (low - high))
    assert "the F is flipped" in figure.sentence


def test_keys_examples_and_fields_set_the_matrix(show):
    figure = show("map-grid")
    handle = figure.box.locator(".handle").nth(1)
    handle.focus()
    figure.page.keyboard.press("Shift+ArrowUp")
    assert "(0, 1) to (1, 2)" in figure.sentence
    figure.box.get_by_role("combobox", name="Map").select_option("mirror")
    assert "the F is flipped" in figure.sentence
    field = figure.box.get_by_role("textbox", name="Row 1, column 1")
    field.fill("1/2")
    field.press("Enter")
    assert "(1, 0) goes to (0.5, 0)" in figure.sentence
    field.fill("11")
    field.press("Enter")
    assert field.get_attribute("aria-invalid") == "true"


def test_the_map_plays_and_ends_where_it_was(show):
    figure = show("map-grid", (2,))
    before = figure.sentence
    figure.press("Play")
    figure.box.get_by_role("button", name="Stop", exact=True).wait_for()
    figure.box.get_by_role("button", name="Play", exact=True).wait_for()
    assert figure.sentence == before


@pytest.mark.parametrize("place", range(len(gallery_page.states("map-grid"))))
def test_the_copied_numpy_gives_the_maps_determinant_and_rank(show, place):
    figure = show("map-grid", (place,), **COPY)
    det, _, _, rank = figure.box.locator(".readout dd").all_inner_texts()
    *_, det_line, rank_line = copied(figure).splitlines()
    assert numbers(det)[0] == pytest.approx(float(det_line.split()[1]), rel=6e-4, abs=1e-12)
    assert int(rank) == int(rank_line.split()[1])


def test_sliders_examples_and_fields_set_the_sizes(show):
    figure = show("multiplication-order")
    assert "(AB)C costs 2.002e9 flops, A(BC) 4e6, 500.5 times less." in figure.sentence
    figure.box.get_by_role("combobox", name="Example").select_option("square")
    assert "the same" in figure.sentence
    field = figure.box.get_by_role("textbox", name="q, columns of C, typed")
    field.fill("1")
    field.press("Enter")
    assert "500.5 times less" in figure.sentence
    figure.box.get_by_role("slider", name="n, rows of A").focus()
    figure.page.keyboard.press("Home")
    assert "2.002e6: the same" in figure.sentence  # a row, two squares, a column


@pytest.mark.parametrize("place", range(len(gallery_page.states("multiplication-order"))))
def test_the_copied_python_gives_the_costs(show, place):
    figure = show("multiplication-order", (place,), **COPY)
    told = [numbers(text)[0] for text in figure.box.locator(".readout dd").all_inner_texts()]
    printed = [float(line.split()[1]) for line in copied(figure).splitlines()]
    assert told == pytest.approx(printed, rel=6e-4)


def test_a_guess_is_told_its_slip_at_the_end(show):
    figure = show("shape-predictor", reduced_motion="reduce")
    assert figure.sentence == ("What is the shape of a + b? Type your guess, then step through "
                               "the axes.")
    field = figure.box.get_by_role("textbox", name="Your guess")
    field.fill("100000,")
    field.press("Enter")
    assert figure.sentence.startswith("Your guess: (100000,).")
    figure.press("Step")
    assert figure.sentence.startswith("Line the shapes up at the right.")
    figure.press("Run")
    assert figure.sentence.endswith("You said (100000,), the shape of a. b has more to say.")
    assert "80 GB" in figure.sentence


def test_nothing_tells_the_result_before_it_is_asked_for(show):
    figure = show("shape-predictor")
    visible = figure.box.evaluate("""box => [...box.querySelectorAll('svg text')]
        .filter(text => getComputedStyle(text).visibility === 'visible')
        .map(text => text.textContent).join(' ')""")
    assert "100000, 100000" not in visible
    assert "GB" not in visible
    assert "?" in visible


def test_shapes_are_typed_and_a_clash_names_its_axis(show):
    figure = show("shape-predictor", reduced_motion="reduce")
    for name, text in [("Shape of a", "2 3 5"), ("Shape of b", "(4, 5)")]:
        field = figure.box.get_by_role("textbox", name=name)
        field.fill(text)
        field.press("Enter")
    for _ in range(3):
        figure.press("Step")
    assert figure.sentence.startswith("Axis −2: 3 meets 4.")
    field.fill("4 x")
    field.press("Enter")
    assert field.get_attribute("aria-invalid") == "true"


def test_a_run_pauses_and_the_next_pair_asks_anew(show):
    figure = show("shape-predictor")
    figure.press("Run")
    assert figure.sentence.startswith("Line the shapes up")
    figure.press("Pause")
    paused = figure.sentence
    figure.page.wait_for_timeout(1500)
    assert figure.sentence == paused
    figure.press("Another pair")
    assert figure.sentence.startswith("What is the shape of")


@pytest.mark.parametrize("place", range(len(gallery_page.states("shape-predictor"))))
def test_the_copied_numpy_gives_the_shape(show, place):
    figure = show("shape-predictor", (place,), **COPY, reduced_motion="reduce")
    run = figure.box.get_by_role("button", name="Run", exact=True)
    if run.get_attribute("aria-disabled") is None:
        run.click()
    told, printed = figure.sentence, copied(figure)
    if printed.startswith("ValueError"):
        assert "ValueError" in told
    else:
        assert printed[:printed.index(")") + 1] in told
