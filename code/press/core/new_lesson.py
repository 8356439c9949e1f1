"""A new lesson: its skeleton, and its place in the table of contents.

The skeleton is ``code/press/lesson.template.md``, a lesson that builds and is proved as it stands.
In it ``@title@``, ``@slug@`` and ``@place@`` stand for what differs from lesson to lesson.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from press.core import markdown, style, toc
from press.core.mistakes import Mistake, Mistakes

TEMPLATE = Path(__file__).parents[1] / "lesson.template.md"
NEXT = """\
Next:
- `make serve` shows it as you write. book/README.md says what a lesson may contain.
- Its hands-on part is a file book/exercises/exercise-….md, entered in book/exercises/index.md.
- When its cells and labels have their names: `make snippets labels terms addresses`, `make check`.\
"""
LONGEST = 80  # letters of a title: what a bookmark and a list of lessons show
_TITLE = re.compile(r"[^\W\d_][\w ,:;.&'’?!()–—-]*")


@dataclass(frozen=True)
class Lesson:
    """A lesson to be: its file's name without the ending, its text, and the new ``_toc.yml``."""

    name: str
    text: str
    toc: str


def plan(title: str, after: str, root: Path) -> Lesson:
    """The lesson called ``title``, to stand after the page ``after``, as ``foundations/index``.

    Raises:
        Mistakes: the title or the place will not do, or the file is there already.
    """
    contents = (root / toc.TOC).read_text(encoding="utf-8")
    pages = [path.relative_to(root).with_suffix("").as_posix() for path in toc.sources(root)]
    before = "book/" + after.removeprefix("book/").removesuffix(".md")
    if before not in pages[1:]:
        known = ", ".join(page.removeprefix("book/") for page in pages[1:])
        raise Mistakes([Mistake(toc.TOC, 1, f"`{after}` is not in it",
                                f"name the page that comes before: one of {known}")])
    line = toc.line_of(before, contents)
    if line is None:
        raise Mistakes([Mistake(toc.TOC, 1, f"{before} has no line of its own",
                                f"write `- file: {before}` on a line by itself")])
    check_title(title, line)
    name = f"{before.rpartition('/')[0]}/{slug(title)}"
    if (root / f"{name}.md").exists():
        raise Mistakes([Mistake(f"{name}.md", 1, "this file is there already",
                                "take another title, or move the file away")])
    text = TEMPLATE.read_text(encoding="utf-8")
    for key, value in (("title", title), ("slug", slug(title)), ("place", place(before, root))):
        text = text.replace(f"@{key}@", value)
    return Lesson(name, text, inserted(name, before, line, contents))


def check_title(title: str, line: int) -> None:
    """Raise Mistakes if a title cannot stand at the head of a lesson."""
    banned = style.words_to_avoid([markdown.Words(title, line)], toc.TOC)
    if banned:
        raise Mistakes(banned)
    if not _TITLE.fullmatch(title) or not slug(title) or len(title) > LONGEST:
        raise Mistakes([Mistake(
            toc.TOC, line, f"no lesson can be called {title!r}",
            f"begin with a letter, and write at most {LONGEST} letters, digits, spaces and stops, "
            "as in \"Eigenvalues and SVD: what stays\"")])


def slug(title: str) -> str:
    """The name of the lesson's file: the words before the colon, in lowercase."""
    plain = unicodedata.normalize("NFKD", title.partition(":")[0]).encode("ascii", "ignore")
    return "-".join(re.findall(r"[a-z0-9]+", plain.decode().lower().replace("'", "")))


def place(before: str, root: Path) -> str:
    """The line below the title: the lesson's number, where the one before has one."""
    text = (root / f"{before}.md").read_text(encoding="utf-8")
    link = f"[{markdown.title(text) or before}]({before.rpartition('/')[2]}.md)"
    number = re.search(r"^\*Lesson (\d+)\b", text, re.MULTILINE)
    if number:
        return f"Lesson {int(number[1]) + 1} · after {link}"
    return f"The first lesson of {link}" if before.endswith("/index") else f"After {link}"


def inserted(page: str, before: str, at: int, contents: str) -> str:
    """``_toc.yml`` with a line for the page, behind the one before it, which stands at line ``at``;
    after a module's index, as its first lesson."""
    lines = contents.splitlines()
    indent = indentation(lines[at - 1])
    has_pages_below = at < len(lines) and lines[at].strip() == "sections:"
    if before.endswith("/index"):
        if not has_pages_below:
            lines.insert(at, f"{indent}  sections:")
        at += 1
        indent += " " * 4
    elif has_pages_below:  # they stay below the page before
        while at < len(lines) and len(indentation(lines[at])) > len(indent):
            at += 1
    lines.insert(at, f"{indent}- file: {page}")
    return "\n".join(lines) + "\n"


def indentation(line: str) -> str:
    """The spaces that begin a line."""
    return line[: len(line) - len(line.lstrip())]


def write(lesson: Lesson, root: Path) -> list[Path]:
    """Write the lesson and its line in the table of contents; what was written.

    Neither its labels nor its addresses go into the locks: the author will rename most of them, and
    nothing that is in a lock may vanish. `make labels addresses` notes what the lesson ends with.
    """
    source = root / f"{lesson.name}.md"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(lesson.text, encoding="utf-8")
    (root / toc.TOC).write_text(lesson.toc, encoding="utf-8")
    return [source, root / toc.TOC]
