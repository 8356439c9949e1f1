"""How long an author waits: from saving an edit of prose until the browser shows it.

``make bench-edit`` edits a paragraph of a copy of the book while `press serve` serves it. Then come
builds of synthetic books, cold, with one process and with one a core. A table, not a test.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import browser as browser_program
import synthetic
import yaml
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
LESSON = "book/foundations/derivatives-and-gradients"
ROUNDS = 7
LENGTHS = (25, 100)
BUILD = ("import gc, sys; from pathlib import Path; from press.build import build; gc.disable(); "
         "result = build(Path(sys.argv[1]), say=lambda line: None, jobs=int(sys.argv[2])); "
         "assert result.ok, result; print(result.seconds)")


def copy_book(folder: Path) -> None:
    """A copy of the book with what has been executed, so that no edit falls on the real one."""
    shutil.copytree(ROOT / "book", folder / "book")
    shutil.copy(ROOT / "_toc.yml", folder)
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    config["sphinx"]["local_extensions"]["press"] = str(ROOT / "code")
    (folder / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    work = ROOT / "_build" / ".press"
    for kept in [*work.glob(".jupyter_cache-*"), *work.glob(".proofs"), *work.glob(".styles")]:
        shutil.copytree(kept, folder / "_build" / ".press" / kept.name)


def edits(folder: Path, program: str) -> list[float]:
    """Seconds from each save of the lesson until its paragraph has changed in the browser."""
    source = folder / f"{LESSON}.md"
    text = source.read_text("utf-8")
    words = "So two things are new"
    assert text.count(words) == 1
    serving = subprocess.Popen([sys.executable, "-m", "press", "--root", str(folder), "serve"],
                               stdout=subprocess.PIPE, text=True)
    assert serving.stdout is not None
    try:
        address = next(found[1] for line in serving.stdout
                       if (found := re.search(r"Open (http\S+)", line)))
        seconds = []
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(f"{address}{LESSON}.html")
            for count in range(ROUNDS):
                start = time.monotonic()
                source.write_text(text.replace(words, f"{words} ({count})"), encoding="utf-8")
                page.get_by_text(f"{words} ({count})").wait_for(timeout=120_000)
                seconds.append(time.monotonic() - start)
                time.sleep(0.5)
            browser.close()
        return seconds
    finally:
        serving.terminate()
        serving.wait()


def main() -> None:
    program = browser_program.chromium()
    assert program, browser_program.HELP
    cores = os.cpu_count() or 1
    print(f"{cores} cores, load {os.getloadavg()[0]:.1f}")
    with TemporaryDirectory() as name:
        copy_book(Path(name))
        found = sorted(edits(Path(name), program))
    print(f"an edit of prose, seen after: median {found[len(found) // 2]:.2f} s, "
          f"{found[0]:.2f} to {found[-1]:.2f} s")
    for chapters in LENGTHS:
        for jobs in (1, cores):
            with TemporaryDirectory() as name:
                synthetic.write(Path(name), chapters)
                ran = subprocess.run([sys.executable, "-c", BUILD, name, str(jobs)], check=True,
                                     capture_output=True, text=True)
            print(f"{chapters} chapters, {jobs} at a time: {float(ran.stdout):.1f} s")


if __name__ == "__main__":
    main()
