"""A chapter's cells as one plain, runnable, commented Python file."""

from __future__ import annotations

import textwrap
from pathlib import Path

from press.core import chapters, toc
from press.core.chapters import Cell, Chapter
from press.core.markdown import Heading

FOLDER = Path("code") / "snippets"
COMMAND = "make snippets"


def snippet(chapter: Chapter) -> str:
    """The text of the chapter's snippet file.

    Sections become comments. Each cell keeps its code as it stands and names its line in the
    chapter.
    """
    title = next((p.text for p in chapter.parts if isinstance(p, Heading)), chapter.path)
    escaped = title.replace("\\", r"\\").replace('"""', r'\"\"\"')
    lines = [
        f'"""{escaped}',
        "",
        f"Made from {chapter.path} by `{COMMAND}`: edit that, not this.",
        f"Run it: python {target(chapter).as_posix()}",
        '"""',
    ]
    for part in chapter.parts:
        if isinstance(part, Heading) and part.level > 1:
            lines += ["", "", *_section(part)]
        elif isinstance(part, Cell):
            lines += ["", f"# line {part.line}", part.source.rstrip()]
    return "\n".join(lines) + "\n"


def _section(heading: Heading) -> list[str]:
    text = textwrap.wrap(heading.text, 76)
    rule = ("=" if heading.level == 2 else "-") * 77
    return [f"# {rule}", *(f"# {line}" for line in text), f"# {rule}"]


def target(chapter: Chapter) -> Path:
    """Where the chapter's snippet file stands, relative to the root."""
    inside = Path(chapter.path).relative_to("book")
    return FOLDER / inside.parent / (inside.stem.replace("-", "_") + ".py")


def all_snippets(root: Path) -> dict[Path, str]:
    """Path and text of every snippet file of the book. Raises as :func:`chapters.read` does."""
    pages = [chapters.read(path, root) for path in toc.sources(root)]
    return {root / target(page): snippet(page) for page in pages if page.cells}


def stale(root: Path) -> list[Path]:
    """Snippet files that are missing, out of date, or made from a chapter that is gone."""
    wanted = all_snippets(root)
    differing = [path for path, text in wanted.items()
                 if not path.is_file() or path.read_text(encoding="utf-8") != text]
    orphans = [path for path in (root / FOLDER).rglob("*.py") if path not in wanted]
    return sorted(differing + orphans)


def write(root: Path) -> list[Path]:
    """Write what is stale, remove what is orphaned; return the paths that changed."""
    wanted = all_snippets(root)
    changed = stale(root)
    for path in changed:
        if path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path], encoding="utf-8")
        else:
            path.unlink()
    return changed
