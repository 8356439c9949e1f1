"""The pages of the book, from its table of contents."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]


def names(entry: dict) -> list[str]:
    """The pages below an entry of a table of contents, in its order."""
    found = []
    for key in ("parts", "chapters", "sections"):
        for child in entry.get(key, []):
            found += [child["file"]] if "file" in child else []
            found += names(child)
    return found


_TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [f"{name}.html" for name in [_TOC["root"], *names(_TOC)]]


def _says_that_it_is_a_lesson(page: str) -> bool:
    """Whether the line below a page's title begins with its number: `*Lesson 3 · after …*`."""
    text = (ROOT / page).with_suffix(".md").read_text(encoding="utf-8")
    below_title = re.search(r"^# .+\n+(.*)", text, re.MULTILINE)
    return below_title is not None and re.match(r"\*Lesson \d+ ", below_title[1]) is not None


# What is promised of every lesson is asked of each of these; a review has cells, but no figures.
LESSONS = [page for page in PAGES if _says_that_it_is_a_lesson(page)]
