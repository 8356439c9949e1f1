"""How fast the figures follow a drag: ``make bench-widgets`` prints a table.

Chromium, its processor slowed down four times, is traced while the mouse moves, as a hand would
move it: nothing else asks the page for anything meanwhile. What the main thread does from one move
to the next is summed: script, style, layout, paint. It is the thread's own time, which other
programs do not lengthen; the last two columns are the clock's, waits included. It is no test.
"""

from __future__ import annotations

import functools
import http.server
import itertools
import json
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import browser as browser_program
import gallery_page
from playwright.sync_api import Page, Route, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
LESSON = "book/foundations/derivatives-and-gradients.html"
SPECTRA = "book/foundations/eigenvalues-and-svd.html"
SLOWER, MOVES, PACE = 4, 65, 0.05  # seconds from move to move: each is drawn before the next
CASES = [
    ("playground: bowl, start, 50 steps", "fig-descent-playground", "eta=0.3&steps=50"),
    ("playground: Rosenbrock, 50 steps", "fig-descent-playground",
     "surface=rosenbrock&eta=0.0015&steps=50"),
    ("playground: two basins, 50 steps", "fig-descent-playground",
     "surface=basins&eta=0.2&steps=50"),
    ("playground: diverging, 50 steps", "fig-descent-playground", "eta=0.4&steps=50"),
    ("explorer: sine, point", "fig-tangent-explorer", "function=sine&x=0"),
    ("spin: symmetric, its lines shown", "fig-l4-spin-vector", "lines=1"),
    ("tilt: 50 steps", "fig-l4-tilt-bowl", "eta=0.3&steps=50"),
    ("rank: rings of a turned bowl", "fig-l4-rank-slider", "rank=12"),
]
# On a page of the gallery's states: the widget, the state's place, what is dragged.
GALLERY = [
    ("dial: tip of a", "dot-product-dial", 0, ".handle"),
    ("dial: turn a", "dot-product-dial", 0, "input[type=range]"),
    ("map grid: column 1", "map-grid", 0, ".handle"),
    ("multiplication order: n", "multiplication-order", 0, "input[type=range]"),
]
WORK = {"script": {"FunctionCall", "EvaluateScript", "FireAnimationFrame", "EventDispatch",
                   "RunMicrotasks", "TimerFire", "MinorGC", "MajorGC"},
        "style and layout": {"UpdateLayoutTree", "Layout", "HitTest"},
        "paint": {"PrePaint", "Paint", "Layerize", "Commit", "UpdateLayer", "RasterTask"}}


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """The table is all that is printed."""


def fulfill(html: str, route: Route) -> None:
    route.fulfill(body=html, content_type="text/html")


def handle(name: str, dragged: str = ".handle") -> str:
    return f"document.querySelector('[data-figure={name}] {dragged}')"


def measure(page: Page, name: str, dragged: str = ".handle") -> list[dict[str, float]]:
    """Milliseconds of the main thread and its kinds of work, for each move."""
    # Locators would listen to the mouse in the page, and their time would count.
    page.evaluate(f"{handle(name, dragged)}.scrollIntoView({{block: 'center'}})")
    page.wait_for_timeout(500)
    x, y = page.evaluate(f"""(({{x, y, width, height}}) => [x + width / 2, y + height / 2])
        ({handle(name, dragged)}.getBoundingClientRect())""")
    client = page.context.new_cdp_session(page)
    client.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.mouse.move(x, y)
    page.mouse.down()
    file = Path(tempfile.mkdtemp()) / "trace.json"
    page.context.browser.start_tracing(page=page, path=str(file), categories=[
        "devtools.timeline", "disabled-by-default-devtools.timeline", "v8", "blink.user_timing"])
    for i in range(MOVES):
        swing = i % 40 if i % 80 < 40 else 40 - i % 40
        # Playwright's own move would have the page listen for a drag, and its time would count.
        client.send("Input.dispatchMouseEvent", {
            "type": "mouseMoved", "button": "left", "buttons": 1,
            "x": x - 2 * swing, "y": y + 1.5 * swing})
        time.sleep(PACE)
    page.context.browser.stop_tracing()
    page.mouse.up()
    client.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return per_move(json.loads(file.read_text(encoding="utf-8"))["traceEvents"])


def per_move(events: list[dict]) -> list[dict[str, float]]:
    """Sum the events from one move to the next; an event within another of them counts once."""
    marks = sorted((e["ts"], e["pid"], e["tid"]) for e in events if e["name"] == "EventDispatch"
                   and e["args"].get("data", {}).get("type") == "pointermove")
    thread = marks[0][1:]
    kinds = {name: kind for kind, names in WORK.items() for name in names}
    done = sorted(((e["ts"], e["ts"] + e.get("dur", 0), e.get("tdur", 0), kinds[e["name"]])
                   for e in events
                   if e["ph"] == "X" and (e["pid"], e["tid"]) == thread and e["name"] in kinds),
                  key=lambda e: (e[0], -e[1]))
    found = []
    for (start, *_), (end, *_) in itertools.pairwise(marks):
        sums = dict.fromkeys(WORK, 0.0)
        last = clock = 0.0
        for begin, stop, worked, kind in done:
            if start <= begin < end and begin >= last:
                sums[kind] += worked / 1000
                clock += (stop - begin) / 1000
                last = stop
        found.append({**sums, "all": sum(sums.values()), "clock": clock})
    return found[5:]  # the first moves warm up


def table(rows: list[tuple[str, list[dict[str, float]]]]) -> str:
    """The medians and 95th percentiles, in milliseconds."""
    lines = [f"Milliseconds of the main thread for a move, processor slowed {SLOWER} times",
             f"{'':36}{'median':>8}{'p95':>8}{'script':>9}{'style':>8}{'paint':>8}"
             f"{'clock':>9}{'p95':>8}"]
    for name, moves in rows:
        every, clock = [[move[kind] for move in moves] for kind in ("all", "clock")]
        middle = [statistics.median(move[kind] for move in moves) for kind in WORK]
        lines.append(f"{name:36}{statistics.median(every):8.2f}"
                     f"{statistics.quantiles(every, n=20)[-1]:8.2f}"
                     f"{middle[0]:9.2f}{middle[1]:8.2f}{middle[2]:8.2f}"
                     f"{statistics.median(clock):9.2f}"
                     f"{statistics.quantiles(clock, n=20)[-1]:8.2f}")
    return "\n".join(lines)


def main() -> None:
    """Serve the built site, measure each case, print the table."""
    program = browser_program.chromium()
    if not program or not (ROOT / "_build/html" / LESSON).is_file():
        sys.exit("bench_widgets: needs Chromium and a built book; run `make bench-widgets`")
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Silent, directory=ROOT / "_build/html"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    rows = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=[
            "--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        for title, name, state in CASES:
            page = chromium.new_page(viewport={"width": 1400, "height": 1000})
            lesson = SPECTRA if name.startswith("fig-l4-") else LESSON
            page.goto(f"http://127.0.0.1:{server.server_port}/{lesson}#{name}~1~{state}")
            while not page.evaluate(f"document.readyState === 'complete' && {handle(name)}"):
                page.wait_for_timeout(100)
            rows.append((title, measure(page, name)))
            print(".", end="", flush=True, file=sys.stderr)
            page.close()
        for title, widget, place, dragged in GALLERY:
            page = chromium.new_page(viewport={"width": 1400, "height": 1000})
            html = gallery_page.page([(widget, place, gallery_page.states(widget)[place])])
            page.route(f"**/{LESSON}", functools.partial(fulfill, html))
            page.goto(f"http://127.0.0.1:{server.server_port}/{LESSON}")
            name = gallery_page.label(widget, place)
            while not page.evaluate(
                    f"document.readyState === 'complete' && {handle(name, dragged)}"):
                page.wait_for_timeout(100)
            rows.append((title, measure(page, name, dragged)))
            page.close()
        chromium.close()
    print(table(rows))


if __name__ == "__main__":
    main()
