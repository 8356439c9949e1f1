"""The order of the printed book: which pages it has, at which level, and what its outline says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sphinx.environment import BuildEnvironment


@dataclass(frozen=True)
class Page:
    """A page of the site as it stands in the book.

    Attributes:
        docname: Sphinx's name of it; empty for a part that is nothing but its caption.
        level: of its title among the headings; a part has 1.
        role: `front` (the site's first page), `part` or `chapter`.
        title: the caption of a part that has no page of its own.
    """

    docname: str
    level: int
    role: str
    title: str = ""


def pages(env: BuildEnvironment) -> Iterator[Page]:
    """All pages in reading order.

    A part opens with its caption; where its first page bears the same title, with that page.
    """
    root = env.config.root_doc
    yield Page(root, 1, "front")
    for tree in env.external_site_map[root].subtrees:  # type: ignore[attr-defined]
        names = [str(name) for name in tree.items]
        if not tree.caption:
            for name in names:
                yield from _chapter(env, name, 1)
            continue
        if names and env.titles[names[0]].astext() == tree.caption:
            first, *names = names
            yield Page(first, 1, "part")
            for child in env.toctree_includes.get(first, []):
                yield from _chapter(env, child, 2)
        else:
            yield Page("", 1, "part", tree.caption)
        for name in names:
            yield from _chapter(env, name, 2)


def _chapter(env: BuildEnvironment, docname: str, level: int) -> Iterator[Page]:
    yield Page(docname, level, "chapter")
    for child in env.toctree_includes.get(docname, []):
        yield from _chapter(env, child, level + 1)
