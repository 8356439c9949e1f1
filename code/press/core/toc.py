"""The order of the book, from ``_toc.yml``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from press.core.mistakes import Mistake, Mistakes

TOC = "_toc.yml"
_ENTRY = re.compile(r"\s*(?:- file|root):\s*(\S+)\s*(?:#.*)?")


def sources(root: Path) -> list[Path]:
    """The source files of all pages in reading order, the first page first.

    Raises:
        Mistakes: the table of contents cannot be read, or names a page that is not there.
    """
    text = (root / TOC).read_text(encoding="utf-8")
    try:
        toc = yaml.safe_load(text)
        names = [toc["root"], *_names(toc)]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Mistakes([Mistake(TOC, line, f"it cannot be read: {error.problem}",
                                "write `- file: book/…` lines")]) from error
    except (KeyError, TypeError) as error:
        raise Mistakes([Mistake(TOC, 1, "it has no `root:`, or no list where one belongs",
                                "write `root: book/index`, then `chapters:` with "
                                "`- file: book/…` lines")]) from error
    missing = [name for name in names if not (root / f"{name}.md").is_file()]
    if missing:
        raise Mistakes([Mistake(TOC, line_of(name, text) or 1, f"{name}.md is not there",
                                "name a file below book/, without its ending")
                        for name in missing])
    return [root / f"{name}.md" for name in names]


def _names(entry: dict[str, Any]) -> list[str]:
    found: list[str] = []
    for key in ("parts", "chapters", "sections"):
        for child in entry.get(key) or []:
            if "file" in child:
                found.append(child["file"])
            found += _names(child)
    return found


def line_of(name: str, text: str) -> int | None:
    """The line that names a page and nothing else, counted from 1; None where there is none."""
    found = (number for number, line in enumerate(text.splitlines(), 1)
             if (entry := _ENTRY.fullmatch(line)) and entry[1] == name)
    return next(found, None)
