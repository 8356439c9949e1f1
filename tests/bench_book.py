"""The book against a stock Jupyter Book 1 of the same chapters: ``make bench`` prints a table.

Both are built, served with gzip and opened on this machine, in one run and side by side. It is no
test. A cold build is the first of a copy of the book, after `make setup`. Lighthouse comes from
`tests/lighthouse`, whose packages ``make bench`` installs.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

import browser as browser_program
import synthetic
import uvicorn
import yaml
from playwright.sync_api import sync_playwright
from press import npm
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
SOURCE = "book/foundations/derivatives-and-gradients.md"
LESSON = SOURCE.replace(".md", ".html")
PARAGRAPH = "You need school algebra and a little NumPy."
RUNS = 3
AUDITS = ("largest-contentful-paint", "cumulative-layout-shift", "total-blocking-time")
SCORES = ("performance", "accessibility", "best-practices", "seo")
CHROME = ("--headless=new --no-sandbox --disable-gpu --disable-background-networking "
          "--disable-component-update --disable-sync --no-first-run")


# -- The two books ---------------------------------------------------------------------------------


def ours(folder: Path) -> Path:
    """A copy of the book, its settings pointing to this press."""
    shutil.copytree(ROOT / "book", folder / "book")
    shutil.copyfile(ROOT / "_toc.yml", folder / "_toc.yml")
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    config["sphinx"]["local_extensions"]["press"] = str(ROOT / "code")
    (folder / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    return folder


def stock(folder: Path) -> Path:
    """The same chapters with the settings of a stock book; the press's own words print as text."""
    shutil.copytree(ROOT / "book", folder / "book", ignore=shutil.ignore_patterns("README.md"))
    shutil.copyfile(ROOT / "_toc.yml", folder / "_toc.yml")
    shutil.copyfile(TESTS / "stock_words.py", folder / "stock_words.py")
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    kept = ("title", "author", "only_build_toc_files", "exclude_patterns", "parse",
            "bibtex_bibfiles")
    config = {name: config[name] for name in kept} | {
        "execute": {"execute_notebooks": "cache", "timeout": 90},
        "sphinx": {"extra_extensions": ["sphinx_exercise"],
                   "local_extensions": {"stock_words": "."},
                   "config": {"numfig": True, "math_numfig": True,
                              "bibtex_reference_style": "label"}}}
    (folder / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    return folder


def press(folder: Path) -> None:
    run([sys.executable, "-m", "press", "--root", str(folder), "book"], folder)


def jupyter_book(folder: Path) -> None:
    run([str(Path(sys.executable).with_name("jupyter-book")), "build", str(folder)], folder)


def run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


# -- Building --------------------------------------------------------------------------------------


def edit(folder: Path, words: str) -> None:
    """Change one paragraph of the lesson."""
    file = folder / SOURCE
    text = file.read_text("utf-8")
    file.write_text(re.sub(re.escape(PARAGRAPH) + r"( \w+\.)?", f"{PARAGRAPH} {words}.", text),
                    encoding="utf-8")


def first_line(process: subprocess.Popen[str], word: str) -> str:
    """The first line of a process's output that has a word; the rest is read and dropped."""
    assert process.stdout is not None
    for line in process.stdout:
        if word in line:
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return line
    sys.exit(f"`press serve` ended without saying {word!r}")


def in_serve(folder: Path) -> float:
    """Seconds from saving a paragraph to the page that has it, under ``press serve``; median."""
    process = subprocess.Popen([sys.executable, "-m", "press", "--root", str(folder), "serve"],
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        address = re.search(r"http://[\d.:]+/", first_line(process, "http://"))
        assert address
        url, found = address[0] + LESSON, []
        wait_for(lambda: PARAGRAPH in read(url))
        for word in ("First", "Second", "Third", "Fourth", "Fifth"):
            start = time.perf_counter()
            edit(folder, word)
            wait_for(lambda word=word: f"{PARAGRAPH} {word}." in read(url))
            found.append(time.perf_counter() - start)
            time.sleep(1)
        return statistics.median(found)
    finally:
        process.terminate()
        process.wait()


def wait_for(true: Callable[[], bool]) -> None:
    limit = time.monotonic() + 60
    while not true():
        if time.monotonic() > limit:
            sys.exit("the edited page did not come within a minute")
        time.sleep(0.02)


def read(url: str) -> str:
    try:
        with urlopen(url) as answer:
            return str(answer.read().decode())
    except (OSError, HTTPException):  # the page is being replaced
        return ""


def builds(mine: Path, other: Path) -> list[tuple[str, float, float, str]]:
    """Cold, again without a change, and after an edit of one paragraph: ours and stock, seconds."""
    cold = seconds(lambda: press(mine)), seconds(lambda: jupyter_book(other))
    again = [(seconds(lambda: press(mine)), seconds(lambda: jupyter_book(other)))
             for _ in range(RUNS)]
    edited = []
    for word in ("One", "Two", "Three"):
        edit(other, word)
        edited.append(seconds(lambda: jupyter_book(other)))
    return [("cold build, s", *cold, "≤ 0.8 × stock"),
            ("no-op build, s", *(statistics.median(side) for side in zip(*again, strict=True)),
             "≤ stock"),
            ("one paragraph (ours in serve), s", in_serve(mine), statistics.median(edited),
             "≤ 0.5 × stock")]


def growth(folder: Path) -> list[tuple[str, float, float, str]]:
    """A book of 25 chapters and one of 100, without execution: ours and stock, seconds."""
    rows = []
    for chapters in (25, 100):
        mine, other = folder / f"ours-{chapters}", folder / f"stock-{chapters}"
        synthetic.write(mine, chapters)
        synthetic.write(other, chapters, press=False)
        rows.append((f"{chapters} synthetic chapters, s", seconds(lambda mine=mine: press(mine)),
                     seconds(lambda other=other: jupyter_book(other)), "≤ 0.7 × stock"))
    small, large = rows
    return [*rows, ("growth from 25 to 100", large[1] / small[1], large[2] / small[2], "≤ 4")]


# -- Reading ---------------------------------------------------------------------------------------


@contextmanager
def served(site: Path) -> Iterator[str]:
    """A site on a free port of this machine, with gzip."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = Starlette(routes=[Mount("/", StaticFiles(directory=site, html=True))],
                    middleware=[Middleware(GZipMiddleware, minimum_size=500)])
    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.should_exit = True
        thread.join()


def visit(address: str) -> tuple[float, int]:
    """Kilobytes of a first visit, gzip, figures left out; requests to other hosts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_program.chromium(), args=CHROME.split()[1:])
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        asked, answers = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("response", lambda answer: answers.append(answer))
        page.goto(address + LESSON, wait_until="networkidle")
        total = sum(weight(answer.url, answer.body()) for answer in answers
                    if answer.url.startswith(address))
        browser.close()
    return total / 1000, sum(not url.startswith((address, "data:", "blob:")) for url in asked)


def weight(url: str, body: bytes) -> int:
    """Bytes on the wire; a figure weighs nothing, in the page or apart from it."""
    path = url.partition("?")[0]
    if "/_images/" in path:
        return 0
    if path.endswith(".html"):
        body = re.sub(rb'<svg[^>]*role="img".*?</svg>', b"", body, flags=re.DOTALL)
    packed = path.endswith((".woff2", ".png", ".jpg"))
    return len(body) if packed else len(gzip.compress(body))


def lighthouse(address: str) -> dict[str, float]:
    """Medians of the scores and figures of a few mobile runs: simulated slow 4G, slow processor."""
    program = TESTS / "lighthouse" / "node_modules" / "lighthouse" / "cli" / "index.js"
    reports = []
    for _ in range(RUNS):
        done = subprocess.run(
            [npm.node(), str(program), address + LESSON, "--output=json", "--quiet",
             f"--only-categories={','.join(SCORES)}", f"--chrome-flags={CHROME}"],
            env=os.environ | {"CHROME_PATH": browser_program.chromium() or ""},
            capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(done.stderr[-3000:])
        reports.append(json.loads(done.stdout))
    medians = {name: statistics.median(report["categories"][name]["score"] * 100
                                       for report in reports) for name in SCORES}
    return medians | {name: statistics.median(report["audits"][name]["numericValue"]
                                              for report in reports) for name in AUDITS}


def pages(mine: Path, other: Path) -> list[tuple[str, float, float, str]]:
    """What a reader gets of the lesson: ours and stock."""
    with served(mine / "_build" / "html") as a, served(other / "_build" / "html") as b:
        (light, none), (heavy, many) = visit(a), visit(b)
        ours, stocks = lighthouse(a), lighthouse(b)
    goals = dict(zip(SCORES, ("≥ 95", "100", "100", "100"), strict=True))
    return [("first visit without figures, gzip, kB", light, heavy, "≤ 300"),
            ("requests to other hosts", none, many, "0"),
            *((f"Lighthouse, mobile: {name}", ours[name], stocks[name], goals[name])
              for name in SCORES),
            ("LCP, ms", ours[AUDITS[0]], stocks[AUDITS[0]], "≤ stock / 3"),
            ("CLS", ours[AUDITS[1]], stocks[AUDITS[1]], "≤ 0.005"),
            ("total blocking time, ms", ours[AUDITS[2]], stocks[AUDITS[2]], "≤ 100")]


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for side in ("ours", "stock"):
            (folder / side).mkdir()
        mine, other = ours(folder / "ours"), stock(folder / "stock")
        print("| figure | ours | stock | ours / stock | goal |\n|---|---|---|---|---|", flush=True)
        for part in (lambda: builds(mine, other), lambda: pages(mine, other),
                     lambda: growth(folder)):
            for what, left, right, goal in part():
                ratio = f"{left / right:.2f}" if right else "–"
                print(f"| {what} | {left:.4g} | {right:.4g} | {ratio} | {goal} |", flush=True)


if __name__ == "__main__":
    main()
