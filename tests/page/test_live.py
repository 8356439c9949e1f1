"""Live cells in Chromium: a reader runs, edits, stops, checks; the cell tells what goes wrong."""

from __future__ import annotations

import functools
import http.server
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe import findings
from live_page import LESSON, Live, live
from playwright.sync_api import Browser, BrowserContext, Route, expect
from press.core import chapters, prove
from settled import settle

pytestmark = [pytest.mark.built, pytest.mark.browser]

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "_build" / "html"
SOURCE = ROOT / "book" / "foundations" / "derivatives-and-gradients.md"
# What the strictest host of the book sends. The theme's own inline scripts are not at issue here.
POLICY = ("default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; "
          "worker-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
          "img-src 'self' data:")

# So that a test can end one as a browser does that wants memory: without a word to the page.
KEEP_WORKERS = """
    window.workers = [];
    window.Worker = class extends Worker {
        constructor(...given) { super(...given); window.workers.push(this) }
    };"""


class Host:
    """The built site, with a policy on every answer."""

    def __init__(self) -> None:
        self.policy = POLICY
        host = self

        class Handler(http.server.SimpleHTTPRequestHandler):
            def end_headers(self) -> None:
                self.send_header("Content-Security-Policy", host.policy)
                self.send_header("Cache-Control", "no-store")
                super().end_headers()

            def log_message(self, *args: object) -> None:
                """Tests print enough."""

        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(Handler, directory=SITE))
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/"

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    """The site as a host with a policy serves it."""
    made = Host()
    yield made
    made.close()


def opened(chromium: Browser, host: Host, context: BrowserContext | None = None) -> Live:
    """The lesson, with what follows its predictions open."""
    # A service worker's own requests cannot be routed.
    context = context or chromium.new_context(viewport={"width": 1400, "height": 900},
                                              service_workers="block")
    return live(context.new_page(), host.address + LESSON)


@pytest.fixture(scope="module")
def lesson(chromium: Browser, host: Host) -> Iterator[Live]:
    """A page with Python started, shared: starting it takes seconds."""
    context = chromium.new_context(viewport={"width": 1400, "height": 900},
                                   permissions=["clipboard-read", "clipboard-write"],
                                   service_workers="block")
    context.add_init_script(KEEP_WORKERS)
    page = context.new_page()
    page.clock.install()
    made = live(page, host.address + LESSON)
    cell = made.cell("def bowl")
    cell.press("Run")
    cell.good("[ 8. 18.]")
    yield made
    context.close()


# -- Before the first Run --------------------------------------------------------------------------


def test_a_first_visit_fetches_not_one_byte_of_python_or_of_the_editor(chromium, host) -> None:
    context = chromium.new_context(service_workers="block")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(host.address + LESSON)
    settle(page)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    settle(page)
    expect(page.locator("live-cell[data-live]").first).to_be_attached()
    assert [url for url in asked if "pyodide" in url or "editor" in url or "worker" in url] == []
    sizes = [file.stat().st_size for file in (SITE / "_static/pyodide").rglob("*.*")
             if file.is_file()]
    expect(page.locator(".live-note").first).to_contain_text(f"{sum(sizes) / 1e6:.0f} MB")
    context.close()


def test_without_script_a_live_cell_is_an_ordinary_cell(chromium, host) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(host.address + LESSON)
    cell = page.locator("live-cell", has_text="def descend")
    expect(cell.locator(".cell_output")).to_contain_text("loss = 7.2448")
    expect(cell.locator(".live-controls")).to_be_hidden()
    context.close()


# -- Running ---------------------------------------------------------------------------------------


def test_a_cell_offers_to_run_those_it_needs_and_the_run_at_0_4_ends_at_1_89e7(lesson) -> None:
    cell = lesson.cell("for eta in (0.001")
    cell.press("Run")
    expect(cell.box.locator(".live-offer")).to_contain_text("This cell uses what a cell above")
    cell.press("Run that, then this")
    # 43 · 1.4⁴⁰ and 0.2⁴⁰ by the closed form 16·(1 − 2η)^2k + 27·(1 − 6η)^2k
    expected = 16 * 0.2**40 + 27 * 1.4**40
    cell.good(f"eta = 0.4    53.56  103.75  …  {expected:.3g}")
    assert f"{expected:.3g}" == "1.89e+07"
    expect(lesson.cell("def descend").note).to_contain_text("Done in")
    run = lesson.cell("def descend")
    run.write(run.code().replace("eta=0.1, steps", "eta=0.4, steps"))
    run.press("Run")
    run.good("loss = 1.8901e+07")
    expect(run.box.locator(".cell_output")).to_be_hidden()


def test_starting_python_compiles_nothing_from_source(chromium, host) -> None:
    lesson = opened(chromium, host)
    cell = lesson.cell("def bowl")
    cell.write("import sys\n"
               "origins = [str(module.__spec__.origin) for module in list(sys.modules.values())\n"
               "           if getattr(module, '__spec__', None)]\n"
               "[sum(origin.endswith(end) for origin in origins) for end in ('.py', '.pyc')]")
    cell.press("Run")
    cell.good("[0, 2")  # none, and more than 200 ready
    lesson.page.context.close()


def test_values_are_shown_arrays_with_their_shape_and_plots_are_drawn_and_described(lesson) -> None:
    cell = lesson.cell("column = np.ones")
    cell.write("print('first')\nplot([43, 14.56, 7.2448], log=True, xlabel='steps')\n"
               "print('then')\nnp.arange(6.0).reshape(2, 3)")
    cell.press("Run")
    cell.good("array([[0., 1., 2.],")
    parts = cell.box.locator(".live-good .live-output > *")
    expect(parts).to_have_count(5)
    assert [part.evaluate("node => node.localName") for part in parts.all()] == [
        "pre", "figure", "pre", "pre", "p"]
    expect(parts.nth(1)).to_have_attribute(
        "aria-label", re.compile("x from 0 to 2.*starts at 43, ends at 7.245"))
    expect(parts.nth(4)).to_have_text("shape (2, 3), float64")


def test_an_error_shows_the_readers_own_lines_and_marks_the_last(lesson) -> None:
    cell = lesson.cell("column = np.ones")
    cell.write("def inverse(x):\n    return 1 / x\n\ninverse(2)\ninverse(0)\n")
    cell.press("Run")
    error = cell.box.locator(".live-error")
    expect(error.locator(".verdict")).to_have_text("✗ ZeroDivisionError: division by zero")
    expect(error.locator("li")).to_have_text(["line 5: inverse(0)", "line 2: return 1 / x"])
    expect(cell.box.locator(".live-marked")).to_have_text("    return 1 / x")
    expect(cell.box.locator(".live-old")).to_be_visible()
    cell.write("def broken(:\n    pass")
    cell.press("Run")
    expect(error.locator(".verdict")).to_contain_text("SyntaxError")
    expect(cell.box.locator(".live-marked")).to_have_text("def broken(:")


@pytest.mark.parametrize(("code", "says"), [
    ("while True:\n    print('again')", "printed too much, and was ended"),
    ("np.ones(2**28)", "Python may use 1 GB in this page"),
    ("np.ones(2**27 - 1)", "Python may use 1 GB in this page"),
    ("def f(n):\n    return f(n + 1)\nf(0)", "called itself too many times"),
    ("input('Your name?')", "input() cannot ask here"),
    ("import torch", "not torch. The chapter on Colab"),
    ("import matplotlib.pyplot as plt", "plot(y) or plot(x, y) draws lines here"),
    ("exit()", "SystemExit"),
])
def test_what_would_hang_or_kill_a_page_is_told_and_the_variables_stay(lesson, code, says) -> None:
    cell = lesson.cell("column = np.ones")
    cell.write(code)
    cell.press("Run")
    expect(cell.box.locator(".live-error")).to_contain_text(says)
    cell.write("bowl([4, 3])")
    cell.press("Run")
    cell.good("43")


def test_deep_recursion_beyond_pythons_own_limit_is_told_and_a_fresh_python_follows(lesson) -> None:
    cell = lesson.cell("column = np.ones")
    cell.write("import sys\nsys.setrecursionlimit(10**8)\n"
               "def f(n):\n    return [f(n + 1)]\nf(0)")
    cell.press("Run")
    expect(cell.box.locator(".live-now")).to_contain_text(
        re.compile("gave up|broke down|ended by the browser|RecursionError|MemoryError"))
    cell.write("1 + 1")
    cell.press("Run")
    cell.good("2")


def test_stop_ends_a_cell_that_never_would_and_after_20_s_it_is_pointed_out(lesson) -> None:
    cell = lesson.cell("column = np.ones")
    cell.write("print('begun', flush=True)\nwhile True:\n    pass")
    cell.press("Run")
    expect(cell.box.locator(".live-now")).to_contain_text("begun")
    expect(cell.box.locator(".live-now")).not_to_contain_text("20 seconds")
    lesson.page.clock.fast_forward(20_001)
    expect(cell.box.locator(".live-now")).to_contain_text("It has run for 20 seconds. Stop ends it")
    cell.press("Stop")
    expect(cell.box.locator(".live-now")).to_contain_text("The variables of this page are gone")
    expect(cell.button("Run")).to_be_focused()
    cell.write("6 * 7")
    cell.press("Run")
    cell.good("42")


def test_a_worker_that_is_killed_in_mid_run_is_noticed_and_run_works_again(lesson) -> None:
    cell = lesson.cell("column = np.ones")
    cell.write("print('begun', flush=True)\nwhile True:\n    pass")
    cell.press("Run")
    expect(cell.box.locator(".live-now")).to_contain_text("begun")
    lesson.page.evaluate("window.workers.at(-1).terminate()")
    expect(cell.box.locator(".live-now")).to_contain_text("Python was ended by the browser")
    expect(cell.box.locator(".live-old")).to_be_visible()
    cell.write("6 * 7")
    cell.press("Run")
    cell.good("42")


# -- Editing ---------------------------------------------------------------------------------------


def test_the_keyboard_alone_edits_runs_leaves_resets_and_stops(lesson) -> None:
    page, cell = lesson.page, lesson.cell("def h_of_x")
    cell.box.evaluate("""host => {
        const before = document.createElement('button');
        host.before(before);
        before.focus();
    }""")
    page.keyboard.press("Tab")  # a focus by keys opens the editor
    expect(cell.editor).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("while True: pass")
    page.keyboard.press("Control+Enter")
    expect(cell.button("Stop")).to_be_visible()
    page.keyboard.press("Escape")
    expect(cell.button("Run")).to_be_focused()
    page.keyboard.press("Tab")
    expect(cell.button("Stop")).to_be_focused()
    page.keyboard.press("Enter")
    expect(cell.box.locator(".live-now")).to_contain_text("Stopped.")
    page.keyboard.press("Tab")
    expect(cell.button("Reset")).to_be_focused()
    page.keyboard.press("Enter")
    expect(cell.editor).to_contain_text("def h_of_x")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(cell.editor).to_be_focused()
    page.keyboard.press("Tab")  # no trap
    expect(cell.button("Run")).to_be_focused()


def test_edits_are_kept_copied_saved_as_a_notebook_and_reset(lesson) -> None:
    page, cell = lesson.page, lesson.cell("column = np.ones")
    cell.write("print('mine')")
    cell.press("Copy")
    expect(cell.note).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == "print('mine')"
    with page.expect_download() as download:
        cell.press("Save as notebook")
    saved = json.loads(Path(download.value.path()).read_text("utf-8"))
    sources = ["".join(one["source"]) for one in saved["cells"] if one["cell_type"] == "code"]
    assert "print('mine')" in sources
    assert any("def grad_bowl" in source for source in sources)
    other = live(page.context.new_page(), page.url)
    again = other.cell("print('mine')")
    expect(again.note).to_contain_text("your own version")
    # Two tabs: what is not being written is taken over, what is being written stays.
    cell.write("print('newer')")
    expect(again.note).to_have_text("Taken over from another tab.")
    expect(again.box.locator("pre").first).to_have_text("print('newer')")
    again.write("print('theirs')")
    expect(cell.note).to_contain_text("changed in another tab as well")
    assert cell.code() == "print('newer')"
    other.page.close()
    cell.press("Reset")
    assert "column = np.ones" in cell.code()
    expect(cell.box.locator(".cell_output")).to_contain_text("(100, 100)")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.includes(':live:') && "
                         "localStorage[key].includes('newer'))") == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_with_an_editor_a_result_and_an_error_open(lesson, theme) -> None:
    cell = lesson.cell("def square")
    cell.write(cell.code() + "\nplot([1, 2])\n1 / 0")
    cell.press("Run")
    expect(cell.box.locator(".live-error")).to_be_visible()
    lesson.page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
    assert findings(lesson.page, "live-cell") == []


# -- Coding exercises ------------------------------------------------------------------------------


def test_a_coding_exercise_tells_which_checks_pass_names_each_slip_and_counts(lesson) -> None:
    page = chapters.read(SOURCE, ROOT)
    question = next(q for q in page.questions if q.kind == "coding")
    cell = lesson.exercise(question.label)
    form = lesson.page.locator(f"#{question.label}")
    section = lesson.page.locator(".page-toc .progress-mark").last
    before = section.inner_text()
    cell.press("Check")
    verdicts = cell.box.locator(".live-checks li")
    expect(verdicts).to_have_count(len(question.checks))
    expect(form).to_have_attribute("data-verdict", "wrong")
    for slip in question.mishaps:
        told = form.locator("dl.reasons dt", has_text=slip.title)
        reason = told.locator("xpath=following-sibling::dd[1]").locator("p").first.text_content()
        cell.write(slip.code)
        cell.press("Check")
        expect(cell.box.locator(".live-check .reason")).to_contain_text((reason or "")[:40])
    cell.write(prove.finished(question, page) or "")
    cell.press("Check")
    expect(cell.box.locator(".live-check .verdict")).to_have_text("✓ All checks pass.")
    expect(form).to_have_attribute("data-verdict", "right")
    expect(section).not_to_have_text(before)
    lesson.page.reload()
    expect(form).to_have_attribute("data-verdict", "right")


# -- What may go wrong before Python is there ------------------------------------------------------


def test_a_missing_truncated_or_damaged_file_and_no_network_are_told_and_run_works_after(
    chromium, host
) -> None:
    page = opened(chromium, host)
    cell = page.cell("def bowl")
    wasm, library = "**/pyodide.asm.wasm", "**/python_stdlib.zip"

    def fails(says: str) -> None:
        cell.press("Run")
        expect(cell.box.locator(".live-now")).to_contain_text(says)
        expect(cell.box.locator(".cell_output")).to_contain_text("[ 8. 18.]")
        expect(cell.box.locator(".cell_output")).to_be_visible()
        expect(cell.button("Stop")).to_be_hidden()

    page.page.route(wasm, lambda route: route.fulfill(status=404))
    fails("the site has no pyodide.asm.wasm (status 404)")
    page.page.unroute(wasm)

    def cut(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.body()[:-1000])

    page.page.route(library, cut)
    fails("python_stdlib.zip is not the file that this page was built with")
    page.page.unroute(library)

    def turned(route: Route) -> None:
        answer = route.fetch()
        body = bytearray(answer.body())
        body[len(body) // 2] ^= 1
        route.fulfill(response=answer, body=bytes(body))

    page.page.route(library, turned)
    fails("python_stdlib.zip is not the file that this page was built with")
    page.page.unroute(library)
    page.page.context.set_offline(True)
    fails("Are you offline?")
    page.page.context.set_offline(False)
    cell.press("Run")
    cell.good("[ 8. 18.]")
    page.page.context.close()


def test_a_policy_that_forbids_python_is_told_and_run_works_when_it_is_gone(chromium, host) -> None:
    page = opened(chromium, host)
    cell = page.cell("def bowl")
    for policy in (POLICY.replace("worker-src 'self'", "worker-src 'none'"),
                   POLICY.replace(" 'wasm-unsafe-eval'", "")):
        host.policy = policy
        page.page.reload()
        cell.press("Run")
        expect(cell.box.locator(".live-now")).to_contain_text(
            "security policy does not let pages run Python")
        expect(cell.box.locator(".cell_output")).to_contain_text("[ 8. 18.]")
    host.policy = POLICY
    page.page.reload()
    cell.press("Run")
    cell.good("[ 8. 18.]")
    page.page.context.close()


def test_offline_on_a_first_visit_the_cell_says_so_without_its_worker(chromium, host) -> None:
    page = opened(chromium, host)
    cell = page.cell("def bowl")
    page.page.context.set_offline(True)
    cell.press("Run")
    expect(cell.box.locator(".live-now")).to_contain_text("Are you offline?")
    page.page.context.set_offline(False)
    page.page.context.close()
