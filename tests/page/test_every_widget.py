"""What every figure that moves promises, whether a lesson has it yet or not.

A lesson's page is opened with the widget in the place of the playground: theme, fonts and printed
figure are the site's, but of the lesson only the section around it is there, without questions: a
whole lesson takes seconds to open. What is special to the first two widgets, and what they do, is
in test_widgets.py.
"""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from functools import cache

import numpy as np
import pytest
from axe import findings
from gallery_page import LESSON, lesson, restyled
from on_page import sticking_out, too_small
from playwright.sync_api import Locator, Page, expect
from press.core.widgets import options_of_all

pytestmark = [pytest.mark.built, pytest.mark.browser]

PLACE, FIGURE = "descent-playground", "fig-descent-playground"
FIRST = {"descent-playground", "tangent-explorer"}
WIDGETS = sorted(set(options_of_all()) - FIRST)
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}
BROKEN = re.compile("undefined|null|object|NaN")


class Seen:
    """The widget on an open page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.box: Locator = page.locator(f"[data-figure={FIGURE}]")

    @property
    def sentence(self) -> str:
        """What is said of the state, after the next frame."""
        self.page.wait_for_timeout(300)  # words follow what moves
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => "
                           "requestAnimationFrame(done)))")
        return self.box.locator(".seen").inner_text()

    @property
    def handle(self) -> Locator:
        """The first thing that is dragged."""
        return self.box.locator(".handle").first

    def at(self) -> tuple[float, float]:
        """The middle of it in the window."""
        box = self.handle.bounding_box()
        assert box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def press(self, name: str) -> None:
        """Press a button."""
        self.box.get_by_role("button", name=name, exact=True).click()

    def change(self) -> None:
        """Do one thing by keys: move a point, else a slider, else press the first button."""
        for selector, key in ((".handle", "ArrowRight"), ("input[type=range]", "ArrowRight"),
                              (".buttons button", "Enter")):
            control = self.box.locator(f".live {selector}").first
            if control.count():
                control.focus()
                self.page.keyboard.press(key)
                return

    def copied(self, name: str, done: str) -> str:
        """What a button copies."""
        self.press(name)
        self.box.get_by_text(done).wait_for()
        return self.page.evaluate("navigator.clipboard.readText()")

    def printed(self) -> str:
        """What the copied NumPy prints."""
        code, out = self.copied("Copy as NumPy", "Code copied."), io.StringIO()
        with redirect_stdout(out):
            exec(code, {})
        return out.getvalue()


@cache
def page_with(name: str) -> str:
    """The section of the lesson around the playground, with another widget in its place."""
    soup = lesson()
    (host,) = soup.select(f"article downhill-{PLACE}")
    host.name, host.attrs = f"downhill-{name}", {"data-figure": FIGURE}
    for part in soup.select("article section, article form"):
        if not part.decomposed and part.find(host.name) is None:
            part.decompose()
    return restyled(str(soup))


@pytest.fixture
def bring(open_page, site):
    """Open the lesson with another widget: ``bring("spin-vector", "angle=45", width=390)``."""
    errors: list[str] = []

    def opener(name: str, state: str | None = "", script: bool = True, **options) -> Seen:
        page = open_page(None, **options)
        page.route(f"**/{LESSON}*", lambda route: route.fulfill(
            response=route.fetch(), body=page_with(name)))
        if not script:
            page.route("**/figure-*.js", lambda route: route.abort())
        else:
            page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{site}{LESSON}#{FIGURE}" + ("" if state is None else f"~1~{state}"))
        found = Seen(page)
        if script:
            found.box.locator(".live").wait_for(state="attached")
        found.box.scroll_into_view_if_needed()
        page.wait_for_timeout(150)
        return found

    yield opener
    assert errors == []


_said: dict[str, str] = {}  # of each widget, as it begins


def at_first(bring, name: str) -> str:
    """What a widget says that nobody has touched."""
    if name not in _said:
        _said[name] = bring(name).sentence
    return _said[name]


# -- On any screen, for everyone ------------------------------------------------------------------


@pytest.mark.parametrize("name", WIDGETS)
@pytest.mark.parametrize("options", [
    {"width": 1400}, {"width": 390, "theme": "dark"},
    {"width": 320, "forced_colors": "active", "reduced_motion": "reduce"}], ids=str)
def test_axe_finds_nothing_in_it(bring, name, options):
    seen = bring(name, **options)
    assert findings(seen.page, f"[data-figure={FIGURE}]") == []


@pytest.mark.parametrize("name", WIDGETS)
@pytest.mark.parametrize(("width", "size"), [(320, "100%"), (390, "100%"), (640, "200%"),
                                             (1400, "200%")])
def test_nothing_sticks_out_and_all_is_large_enough_to_press(bring, name, width, size):
    seen = bring(name, width=width)
    assert (sticking_out(seen.box, size), too_small(seen.box)) == ([], [])


@pytest.mark.parametrize("width", [1400, 700, 500, 390, 320])
@pytest.mark.parametrize("name", WIDGETS)
def test_the_printed_figure_is_given_the_room_that_the_drawing_needs(bring, name, width):
    heights = [bring(name, None, script, width=width).box.bounding_box()["height"]
               for script in (True, False)]
    assert heights[0] == pytest.approx(heights[1], abs=3)


@pytest.mark.parametrize("name", WIDGETS)
def test_every_control_can_be_tabbed_to_and_shows_its_focus(bring, name):
    seen = bring(name)
    first = seen.box.locator(".live :is(button, input, select, .handle)").first
    first.focus()
    names = []
    for _ in range(60):
        outlined = seen.page.evaluate("""() => {
            const at = document.activeElement, style = getComputedStyle(at);
            return at.closest('.live') && [at.ariaLabel || at.textContent || at.type,
                style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1]; }""")
        if not outlined:
            break
        names.append(outlined)
        seen.page.keyboard.press("Tab")
    assert len(names) == seen.box.locator(".live :is(button, input, select, .handle)").count()
    assert [label for label, shown in names if not shown] == []


@pytest.mark.parametrize("name", WIDGETS)
def test_on_paper_the_printed_figure_stands_there(bring, name):
    seen = bring(name)
    assert not seen.box.locator(".plot").is_visible()
    seen.page.emulate_media(media="print")
    assert seen.box.locator(".plot").is_visible()
    assert not seen.box.locator(".live").is_visible()


# -- Links, reset, undo ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", WIDGETS)
@pytest.mark.parametrize("value", ["NaN", "Infinity", "-1e308", "1e999", "x", "", "1,2", "0"])
def test_a_bad_link_breaks_nothing_and_reset_recovers(bring, name, value):
    query = "&".join(f"{option}={value}" for option in options_of_all()[name])
    seen = bring(name, f"{query}&&==&%E0%A4%A&__proto__=1")
    said = seen.sentence
    assert said and not BROKEN.search(said)
    reset = seen.box.get_by_role("button", name="Reset", exact=True)
    if reset.get_attribute("aria-disabled") is None:
        reset.click()
    expect(reset).to_have_attribute("aria-disabled", "true")
    assert seen.sentence == at_first(bring, name)


@pytest.mark.parametrize("name", WIDGETS)
def test_a_link_of_another_version_is_told(bring, name):
    seen = bring(name)
    seen.page.evaluate(f"location.hash = '{FIGURE}~0~x=1'")
    seen.box.locator(".note-line").get_by_text("another version").wait_for()


@pytest.mark.parametrize("name", WIDGETS)
def test_a_change_by_keys_can_be_taken_back_and_its_state_copied_as_link_and_as_code(bring, name):
    seen = bring(name, **CLIPBOARD)
    before = seen.sentence
    seen.change()
    after = seen.sentence
    assert after != before
    link = seen.copied("Copy link to this state", "Link copied.")
    assert seen.printed()
    seen.press("Undo")
    assert seen.sentence == before
    assert bring(name, link.split("~1~")[1]).sentence == after


@pytest.mark.parametrize("name", WIDGETS)
def test_taken_off_the_page_and_put_back_it_lives_again(bring, name):
    seen = bring(name)
    before = seen.sentence
    seen.page.evaluate("""name => { const box = document.querySelector(`[data-figure=${name}]`);
        const parent = box.parentNode; box.remove(); parent.append(box); }""", FIGURE)
    assert seen.box.locator(".live").count() == 1
    assert seen.sentence == before


# -- What is dragged ------------------------------------------------------------------------------

DRAGGED = ["dot-product-dial", "map-grid", "rank-slider", "spin-vector", "tilt-bowl"]


@pytest.mark.parametrize("name", DRAGGED)
def test_the_mouse_drags_it_undo_takes_all_back_and_the_ear_hears_one_sentence(bring, name):
    seen = bring(name)
    before = seen.sentence
    seen.page.evaluate("""name => { window.heard = [];
        const place = document.querySelector(`[data-figure=${name}] .sentence [role=status]`);
        new MutationObserver(() => window.heard.push(place.textContent))
            .observe(place, {childList: true, characterData: true, subtree: true}); }""", FIGURE)
    x, y = seen.at()
    seen.page.mouse.move(x, y)
    seen.page.mouse.down()
    for i in range(1, 31):
        seen.page.mouse.move(x + 3 * i, y - 3 * i)
        seen.page.wait_for_timeout(20)
    seen.page.mouse.up()
    seen.page.wait_for_timeout(900)
    after = seen.sentence
    assert after != before
    assert seen.page.evaluate("window.heard") == [after]
    seen.press("Undo")
    assert seen.sentence == before


@pytest.mark.parametrize("name", DRAGGED)
def test_a_finger_drags_it_and_taps_without_scrolling_the_page(bring, name):
    seen = bring(name, width=390, has_touch=True, is_mobile=True)
    before = seen.sentence
    seen.page.evaluate("name => document.querySelector(`[data-figure=${name}] .handle`)"
                       ".scrollIntoView({block: 'center'})", FIGURE)
    x, y = seen.at()
    client = seen.page.context.new_cdp_session(seen.page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        client.send("Input.dispatchTouchEvent", {
            "type": kind, "touchPoints": [{"x": px, "y": py} for px, py in points]})

    scrolled = seen.page.evaluate("scrollY")
    way = 1 if name == "rank-slider" else -1
    touch("touchStart", (x, y))
    for i in range(1, 9):
        touch("touchMove", (x + way * 10 * i, y + 12 * i))
    touch("touchEnd")
    dragged = seen.sentence
    assert dragged != before
    assert seen.page.evaluate("scrollY") == scrolled
    seen.page.wait_for_timeout(700)  # right after a drag the browser takes a tap for its end
    picture = seen.box.locator(".picture:has(.handle)").bounding_box()
    seen.page.touchscreen.tap(picture["x"] + 90, picture["y"] + 70)
    expect(seen.box.locator(".seen")).not_to_have_text(dragged)


@pytest.mark.parametrize("name", DRAGGED)
def test_a_resize_in_mid_drag_breaks_nothing(bring, name):
    seen = bring(name)
    before = seen.sentence
    x, y = seen.at()
    seen.page.mouse.move(x, y)
    seen.page.mouse.down()
    seen.page.mouse.move(x + 20, y + 20)
    seen.page.set_viewport_size({"width": 420, "height": 900})
    seen.page.wait_for_timeout(200)
    seen.page.mouse.move(60, 300)
    seen.page.mouse.move(290, 320)
    seen.page.mouse.up()
    assert not BROKEN.search(seen.sentence)
    seen.press("Reset")
    assert seen.sentence == before


# -- Spin the vector ------------------------------------------------------------------------------


def test_the_keys_turn_v_until_the_line_is_kept(bring):
    seen = bring("spin-vector")
    seen.handle.focus()
    for _ in range(5):
        seen.page.keyboard.press("Shift+ArrowRight")
    assert seen.sentence == "v at 45°: Av = 6v. The line is kept: λ = 6."
    seen.page.keyboard.press("ArrowLeft")
    assert seen.sentence.startswith("v at 44°: Av is")
    seen.box.get_by_role("button", name="Next kept line").focus()
    seen.page.keyboard.press("Enter")
    seen.page.keyboard.press("Enter")
    assert seen.sentence == "v at 135°: Av = 2v. The line is kept: λ = 2."
    seen.box.get_by_role("combobox", name="Matrix A").select_option("shear")
    field = seen.box.get_by_role("textbox", name="Angle of v")
    field.fill("180")
    field.press("Enter")
    assert "defective" in seen.sentence
    rows = seen.box.get_by_role("textbox", name="Its rows")
    for wrong in ("1 2 3", "1 2 3 x", "21 0 0 1", "NaN 0 0 1"):
        rows.fill(wrong)
        rows.press("Enter")
        assert rows.get_attribute("aria-invalid") == "true", wrong
    rows.fill("[[0, -1], [1, 0]]")
    rows.press("Enter")
    assert seen.sentence.endswith("No line is kept: λ = ±i is not real.")


@pytest.mark.parametrize(("matrix", "angle"), [("4,2,2,4", 20), ("3,0,4,5", 300), ("1,1,0,1", 10),
                                               ("0,-1,1,0", 30), ("-3,0.5,7,1", 250)])
def test_the_copied_numpy_gives_the_very_vectors(bring, matrix, angle):
    seen = bring("spin-vector", f"matrix={matrix}&angle={angle}", **CLIPBOARD)
    lines = seen.printed().splitlines()
    told = [[float(x) for x in text.replace("−", "-").split(", ")]
            for text in seen.box.locator(".readout dd").all_inner_texts()[:2]]
    for line, pair in zip(lines, told):
        assert pair == pytest.approx([float(x) for x in line.split()[1:]], rel=6e-3, abs=1e-9)
    a = np.array([float(x) for x in matrix.split(",")]).reshape(2, 2)
    v = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    assert told[1] == pytest.approx(a @ v, rel=6e-3, abs=1e-9)


# -- Tilt the bowl --------------------------------------------------------------------------------


def test_turning_the_bowl_moves_the_matrix_and_no_loss(bring):
    seen = bring("tilt-bowl", "angle=0&steps=2")
    assert seen.sentence == "Not turned, H = [[2, 0], [0, 6]]: after 2 steps the loss is 7.2448. " \
        "Converging."
    seen.handle.focus()
    for _ in range(4):
        seen.page.keyboard.press("Shift+ArrowRight")
    for _ in range(5):
        seen.page.keyboard.press("ArrowRight")
    assert "H = [[4, 2], [2, 4]]: after 2 steps the loss is 7.2448, as it is at 0°" in seen.sentence
    seen.press("Back")
    assert "after 1 step the loss is 14.56" in seen.sentence
    seen.press("Step")
    seen.press("Turn by 15°")
    assert seen.sentence.startswith("Turned by 60°") and "7.2448" in seen.sentence


@pytest.mark.parametrize("angle", [0, 30, 45, 117, -90])
def test_the_marks_of_the_rate_mean_the_same_at_every_angle(bring, angle):
    seen = bring("tilt-bowl", f"angle={angle}&steps=12")
    for mark, says in (("1/4", "Converged"), ("1/3", "Bouncing")):
        seen.box.get_by_role("button", name=f"Learning rate η {mark}").click()
        assert says in seen.sentence


def test_the_copied_numpy_is_the_very_turned_run(bring):
    seen = bring("tilt-bowl", "angle=-40&eta=0.3&steps=7", **CLIPBOARD)
    last = seen.printed().strip().splitlines()[-1]
    [loss] = re.findall(r"the loss is (\S+),", seen.sentence)
    assert float(loss) == pytest.approx(float(last.rsplit(" ", 1)[1]), rel=6e-5)


# -- The rank slider ------------------------------------------------------------------------------


def test_keys_bars_and_buttons_keep_patterns(bring):
    seen = bring("rank-slider")
    assert seen.sentence.startswith("Rank 1: 57 numbers instead of 768.")
    seen.handle.focus()
    seen.page.keyboard.press("ArrowRight")
    seen.page.keyboard.press("Shift+ArrowUp")
    assert seen.sentence.startswith("Rank 12: 684 numbers instead of 768.")
    seen.press("Keep one more")
    seen.press("Keep one more")
    assert seen.sentence.startswith("Rank 14: 798 numbers, more than the picture’s 768.")
    seen.press("Drop one")
    assert seen.sentence.startswith("Rank 13:")
    seen.box.get_by_role("combobox", name="Picture").select_option("straight")
    field = seen.box.get_by_role("textbox", name="Rank")
    for wrong in ("25", "-1", "2.5", "many"):
        field.fill(wrong)
        field.press("Enter")
        assert field.get_attribute("aria-invalid") == "true", wrong
    field.fill("3")
    field.press("Enter")
    assert "There is no error" in seen.sentence


@pytest.mark.parametrize("state", ["rank=8", "picture=straight&rank=2", "picture=edge&rank=5",
                                   "picture=noise&rank=8"])
def test_the_copied_numpy_gives_the_very_errors(bring, state):
    seen = bring("rank-slider", state, **CLIPBOARD)
    printed = [float(line.split()[-1]) for line in seen.printed().splitlines()[1:]]
    told = [float(re.match(r"[\d.]+", text)[0])
            for text in seen.box.locator(".readout dd").all_inner_texts()[1:]]
    assert [told[0] / 100, told[1] / 100, told[2]] == pytest.approx(printed, rel=6e-3)


def test_the_pixels_of_the_tiles_are_the_picture_what_is_kept_and_the_difference(bring):
    seen = bring("rank-slider", "picture=edge&rank=24")
    grays = seen.box.evaluate("""box => [...box.querySelectorAll('.tile canvas')].map(canvas =>
        [...canvas.getContext('2d').getImageData(0, 0, 32, 24).data].filter((_, k) => k % 4 === 0))
        """)
    i, j = np.indices((24, 32))
    edge = (24 * (2 * j + 1) > 32 * (2 * i + 1)) * 255
    assert np.array_equal(np.reshape(grays[0], (24, 32)), edge)
    assert np.array_equal(np.reshape(grays[1], (24, 32)), edge)
    assert set(grays[2]) <= {127, 128}  # rounding of half a gray
