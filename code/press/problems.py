"""Sphinx's warnings, told the way an author reads them: one line, the place, and the cure."""

from __future__ import annotations

import logging as python_logging
import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

from press.core.mistakes import Mistake

# What to write instead, by the warning's text. The first that matches is told.
CURES = [
    (r"term not in glossary|undefined.*term",
     "define it in book/glossary.md, or mend the spelling"),
    (r"undefined label|cross-reference target not found|equation not found|"
     r"title or caption not found|unknown document|undefined.*(ref|doc)",
     "write a label that stands as `(label)=`, `:label:` or `name:` somewhere in the book"),
    (r"could not find bibtex key", "add the entry to book/references.bib, or mend the key"),
    (r"[Uu]nknown directive type", "use a directive that book/README.md lists"),
    (r"[Uu]nknown interpreted text role|[Nn]o role entry", "use a role that book/README.md lists"),
    (r"[Dd]uplicate (label|equation|citation|object|term|explicit target)", "choose another name"),
    (r"nonexisting document|not in any toctree|toctree", "mend the file's line in _toc.yml"),
    (r"header level", "use the next level down: `##` below `#`"),
    (r"broken link", "mend the link, or link to an archived copy"),
    (r"image file not readable", "mend the path, relative to this chapter"),
    (r"[Dd]irective|option|argument|content", "write it as book/README.md shows"),
    (r"alt text", "describe in `mystnb: {image: {alt: …}}` what is seen"),
]

# Warnings of the press itself, which bring the cure along after a semicolon.
WITH_CURE = ("TeX error", "output image", "no question", "no notebook", "no font",
             "link to nowhere", "id twice", "deprecated")

# What a warning names: between quotes, or after the last colon.
_NAMED = re.compile(r"""['"]([^'"]+)['"]|: ([^'"\s]+)$""")


class Collector(python_logging.Handler):
    """Keeps Sphinx's warnings as mistakes."""

    def __init__(self, app: Sphinx):
        super().__init__(python_logging.WARNING)
        self.root = Path(app.srcdir)
        self.found: list[Mistake] = []
        self.addFilter(logging.WarningSuppressor(app))
        self.addFilter(logging.WarningLogRecordTranslator(app))
        self.addFilter(logging.OnceFilter())

    def emit(self, record: python_logging.LogRecord) -> None:
        # Sphinx's own record would put the place and the word WARNING before the message.
        message = python_logging.LogRecord.getMessage(record)
        if message.startswith("Duplicate ID: "):
            return  # press.links tells it of the page, and with its line
        mistake = told(message, getattr(record, "location", None), self.root)
        if mistake not in self.found:
            self.found.append(mistake)


def told(message: str, location: str | None, root: Path) -> Mistake:
    """A warning as a mistake. ``location`` is Sphinx's ``path:line``, either part optional."""
    location = (location or "").rstrip(":")
    path, _, number = (location or "").rpartition(":") if re.search(r":\d+$", location or "") \
        else (location or "", "", "1")
    if path and Path(path).is_absolute():
        path = Path(path).relative_to(root).as_posix() if Path(path).is_relative_to(root) else path
    what = re.sub(r"\.? \[[\w.]+\]$", "", " ".join(message.split()))
    line = exact_line(root / path, int(number), what)
    if "; " in what and what.startswith(WITH_CURE):
        what, _, cure = what.rpartition("; ")
        return Mistake(path, line, what, cure)
    cure = next((cure for pattern, cure in CURES if re.search(pattern, what)),
                "mend this place; book/README.md shows what may stand in a chapter")
    return Mistake(path or "_config.yml", line, what.rstrip("."), cure)


def exact_line(path: Path, line: int, what: str) -> int:
    """The line of what a warning names last; Sphinx often knows only that of the paragraph."""
    names = [quoted or last for quoted, last in _NAMED.findall(what)]
    if not names or not path.is_file():
        return line
    source = path.read_text(encoding="utf-8").splitlines()
    end = next((i for i in range(line, len(source)) if not source[i].strip()), len(source))
    places = [*range(line, end + 1), line - 1]
    return next((i for i in places if 0 < i <= len(source) and names[-1] in source[i - 1]), line)
