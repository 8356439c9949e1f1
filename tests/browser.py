"""Find Chromium for the tests, or install it: ``python tests/browser.py`` (``make browser``).

Looked for, in this order: the program that $CHROMIUM names, one on the PATH, Playwright's own.
The headless shell comes first: it draws the same pages without the windows around them, in half
the time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome",
         "google-chrome-stable")
HELP = ("No Chromium to test with. Install one (Debian, Ubuntu: apt-get install "
        "chromium-headless-shell), or name one: CHROMIUM=/path/to/chrome make test")


def chromium() -> str | None:
    """The program to start, or None."""
    named = os.environ.get("CHROMIUM")
    found = [named] if named else [shutil.which(name) for name in NAMES]
    there = next((path for path in found if path and Path(path).exists()), None)
    return there or _playwrights()


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Try the two usual ways; both may be closed on a given machine."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        for package in NAMES[:2]:
            if not chromium():
                subprocess.run(["apt-get", "install", "-y", "-qq", package], check=False)
    if not chromium():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if not chromium():
        install()
    if not chromium():
        sys.exit(HELP)
