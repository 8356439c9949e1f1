"""The pages of the book, from its table of contents."""

from __future__ import annotations

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]


def _names(entry: dict) -> list[str]:
    found = []
    for key in ("parts", "chapters", "sections"):
        for child in entry.get(key, []):
            found += [child["file"]] if "file" in child else []
            found += _names(child)
    return found


_TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [f"{name}.html" for name in [_TOC["root"], *_names(_TOC)]]
# Pages whose cells run: what is promised of every lesson is asked of each of these.
LESSONS = [page for page in PAGES if "```{code-cell}" in
           (ROOT / page).with_suffix(".md").read_text(encoding="utf-8")]
