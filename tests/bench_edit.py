"""How long an author waits: from saving an edit of prose until the browser shows it.

``make bench-edit`` edits a paragraph of a copy of the book while `press serve` serves it: first as
one who reads what was saved, then as one who saves again at once. Then come builds of synthetic
books, cold, with one process and with one a core. A table, not a test.
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
PAUSES = {"two seconds apart": 2.0, "half a second apart": 0.5}
# Notes in the page when the frame is drawn that shows the paragraph with a new number: to ask from
# outside again and again would take the processor that builds.
EYE = r"""addEventListener("DOMContentLoaded", () => {
  let last;
  const look = () => {
    const { textContent } = document.querySelector("article");
    const found = /So two things are new \((\d+)\)/.exec(textContent);
    if (!found || found[1] === last) return;
    last = found[1];
    const note = () => { window.seen = [Number(last), Date.now() / 1000]; };
    requestAnimationFrame(() => setTimeout(note));
  };
  look();
  new MutationObserver(look).observe(document, { subtree: true, childList: true });
});"""
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


def edits(folder: Path, program: str, pause: float) -> list[float]:
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
            page.add_init_script(EYE)
            page.goto(f"{address}{LESSON}.html")
            page.wait_for_function("() => document.documentElement.dataset.whole !== undefined")
            for count in range(ROUNDS):
                time.sleep(pause)
                start = time.time()
                source.write_text(text.replace(words, f"{words} ({count})"), encoding="utf-8")
                page.wait_for_function("count => window.seen?.[0] === count", arg=count,
                                       polling=100, timeout=120_000)
                seconds.append(page.evaluate("window.seen[1]") - start)
            browser.close()
        return seconds
    finally:
        serving.terminate()
        serving.wait()
        source.write_text(text, encoding="utf-8")


def main() -> None:
    program = browser_program.chromium()
    assert program, browser_program.HELP
    cores = os.cpu_count() or 1
    print(f"{cores} cores, load {os.getloadavg()[0]:.1f}")
    with TemporaryDirectory() as name:
        copy_book(Path(name))
        for what, pause in PAUSES.items():
            found = sorted(edits(Path(name), program, pause))
            print(f"edits of prose {what}, seen after: median {found[len(found) // 2]:.2f} s, "
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
