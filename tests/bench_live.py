"""How long a reader waits for a first result, cold: a live cell, and JupyterLite's lightest page.

`make bench-live`. Both run the lesson's descent at η = 0.4 on the same Pyodide, from this machine,
in turns, each time in a fresh browser; measured from opening the page to the number. JupyterLite is
set up once below `_build/.bench`, out of package indexes, and gets its own small page (REPL) with
the code run at once. The page itself looks for the number, once per frame: a look of Playwright's
`expect` that fails writes down the whole page for its report, and on a long page such looks take
more of the processor than the page does.
"""

from __future__ import annotations

import functools
import hashlib
import http.server
import json
import shutil
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
import venv
from pathlib import Path

import browser as browser_program
from live_page import LESSON, Live
from playwright.sync_api import Browser, Page, sync_playwright
from press import npm, runtime

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
BENCH = ROOT / "_build" / ".bench"
LITE = ["jupyterlite-core==0.8.6", "jupyterlite-pyodide-kernel==0.8.6"]
# What its kernel loads besides, at the versions of Pyodide's lock.
WHEELS = ["asttokens", "decorator", "executing", "ipython", "jedi", "matplotlib-inline", "micropip",
          "packaging", "parso", "prompt-toolkit", "pure-eval", "pygments", "six", "stack-data",
          "traitlets", "wcwidth"]
COMM = "comm==0.2.3"
CODE = """import numpy as np
def bowl(w): return w[0] ** 2 + 3 * w[1] ** 2
def grad_bowl(w): return np.array([2 * w[0], 6 * w[1]])
w = np.array([4.0, 3.0])
for _ in range(20): w = w - 0.4 * grad_bowl(w)
print(f"{bowl(w):.3g}")"""
ANSWER = "1.89e+07"
TIMES = 7
PATIENCE = 180_000  # ms
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--no-first-run"]


def jupyterlite() -> Path:
    """The folder of a built JupyterLite whose Pyodide is this one."""
    site = BENCH / "lite"
    if (site / "repl" / "index.html").is_file():
        return site
    shutil.rmtree(BENCH, ignore_errors=True)
    pyodide = BENCH / "pyodide" / "pyodide"
    pyodide.mkdir(parents=True)
    venv.create(BENCH / "venv", with_pip=True)
    python = str(BENCH / "venv" / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "-q", *LITE], check=True)
    lock = json.loads((npm.package("pyodide") / "pyodide-lock.json").read_text("utf-8"))
    for file in runtime.originals().values():  # as JupyterLite's users get them
        shutil.copy(file, pyodide)
    wanted = [f"{name}=={lock['packages'][name]['version']}" for name in WHEELS]
    subprocess.run([python, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:",
                    "--python-version=3.14", "-d", str(pyodide), *wanted], check=True)
    extra = BENCH / "extra"  # what it would fetch from a package index at run time
    subprocess.run([python, "-m", "pip", "download", "-q", "--no-deps", "-d", str(extra), COMM],
                   check=True)
    there = {file.name for file in pyodide.iterdir()}
    lock["packages"] = {name: entry for name, entry in lock["packages"].items()
                        if entry["file_name"] in there}
    for entry in lock["packages"].values():  # an index's wheel may be packed anew
        entry["sha256"] = hashlib.sha256((pyodide / entry["file_name"]).read_bytes()).hexdigest()
    (pyodide / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    subprocess.run([python, "-m", "jupyter", "lite", "build", "--apps", "repl",
                    "--output-dir", str(site), "--lite-dir", str(BENCH / "pyodide"),
                    f"--piplite-wheels={next(extra.glob('*.whl'))}"],
                   check=True, cwd=BENCH, capture_output=True)
    shutil.copytree(pyodide, site / "pyodide")
    settings = json.loads((site / "jupyter-lite.json").read_text("utf-8"))
    plugins = settings["jupyter-config-data"].setdefault("litePluginSettings", {})
    kernel = plugins.setdefault("@jupyterlite/pyodide-kernel-extension:kernel", {})
    kernel["pyodideUrl"] = "./pyodide/pyodide.mjs"
    (site / "jupyter-lite.json").write_text(json.dumps(settings), encoding="utf-8")
    return site


class Server:
    """A folder on a free port, with the headers of a plain host; counts what it sends."""

    def __init__(self, folder: Path):
        sent = self.sent = []

        class Handler(http.server.SimpleHTTPRequestHandler):
            def copyfile(self, source, outputfile) -> None:
                data = source.read()
                sent.append(len(data))
                outputfile.write(data)

            def log_message(self, *_: object) -> None:
                """The table is enough."""

        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(Handler, directory=folder))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/"


def stands(page: Page, selector: str) -> None:
    """Wait for the number, in an element."""
    page.wait_for_function("""([selector, text]) =>
        [...document.querySelectorAll(selector)].some(one => one.textContent.includes(text))
    """, arg=[selector, ANSWER], timeout=PATIENCE)


def ours(chromium: Browser, address: str) -> tuple[float, list[float]]:
    """Seconds to the first result, and of the runs that follow."""
    context = chromium.new_context()
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address + LESSON)
    page.keyboard.press("Shift")  # with a reader's first move the whole page stands
    page.locator("live-cell[data-live]").first.wait_for(state="attached")
    page.locator("form.predict .skip").evaluate_all("all => all.forEach(one => one.click())")
    cell = Live(page).cell("for eta in (0.001")
    cell.box.locator(".run").click()
    cell.box.locator(".live-first").click()
    stands(page, ".live-good")
    first = time.perf_counter() - start
    again = []
    for number in range(page.locator("live-cell").count() - 1):
        box = page.locator("live-cell").nth(number)
        if not box.locator(".run").count():
            continue
        took = page.evaluate("""async host => {
            const note = host.querySelector('.live-note');
            const done = () => new Promise(resolve => {
                const watch = new MutationObserver(() => {
                    if (/Done/.test(note.textContent)) { watch.disconnect(); resolve(); }
                });
                watch.observe(note, {childList: true, characterData: true, subtree: true});
            });
            let waiting = done();
            host.querySelector('.run').click();
            await new Promise(resolve => setTimeout(resolve, 50));
            host.querySelector('.live-first')?.click();
            await waiting;
            waiting = done();
            const start = performance.now();
            host.querySelector('.run').click();
            await waiting;
            return performance.now() - start;
        }""", box.element_handle())
        again.append(took / 1000)
    context.close()
    return first, again


def theirs(chromium: Browser, address: str) -> float:
    context = chromium.new_context()
    page = context.new_page()
    query = urllib.parse.urlencode({"kernel": "python", "execute": "1", "code": CODE})
    start = time.perf_counter()
    page.goto(f"{address}repl/index.html?{query}")
    stands(page, ".jp-OutputArea-output pre")
    took = time.perf_counter() - start
    context.close()
    return took


def row(name: str, seconds: list[float], digits: int = 1) -> str:
    low, middle, high = min(seconds), statistics.median(seconds), max(seconds)
    return f"{name:<34} {middle:8.{digits}f} {low:8.{digits}f} {high:8.{digits}f}"


def main() -> None:
    assert (SITE / LESSON).is_file(), "the book is not built; run `make book`"
    here, there = Server(SITE), Server(jupyterlite())
    mine: list[float] = []
    other: list[float] = []
    second: list[float] = []
    sizes: list[tuple[int, int]] = []
    program = browser_program.chromium()
    with sync_playwright() as playwright:
        for _ in range(TIMES):
            for which in ("ours", "theirs"):
                # A new process each time: nothing is compiled or cached yet.
                chromium = playwright.chromium.launch(executable_path=program, args=QUIET)
                if which == "ours":
                    here.sent.clear()
                    first, again = ours(chromium, here.address)
                    mine.append(first)
                    second += again
                else:
                    there.sent.clear()
                    other.append(theirs(chromium, there.address))
                chromium.close()
            sizes.append((sum(here.sent), sum(there.sent)))
            print(f"  {mine[-1]:.1f} s, JupyterLite {other[-1]:.1f} s", file=sys.stderr)
    print(f"{TIMES} cold starts each, in turns{'':<8} {'median':>8} {'least':>8} {'most':>8}")
    print(row("live cell, s to the first result", mine))
    print(row("JupyterLite REPL, s", other))
    ratio = statistics.median(mine) / statistics.median(other)
    print(f"ratio of the medians: {ratio:.2f}")
    print(f"sent, MB: {sizes[-1][0] / 1e6:.1f} and {sizes[-1][1] / 1e6:.1f}")
    print(row(f"second Run of {len(second) // TIMES} cells, ms", [s * 1000 for s in second]))


if __name__ == "__main__":
    main()
