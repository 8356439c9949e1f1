"""What pages show of other pages: they are written anew when that has changed, and not before.

Sphinx writes the pages that list a page each time, and never those that name one of its headings,
figures or formulas.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from press.questions.nodes import SHOWS_OTHERS, questions_of


@dataclass(frozen=True)
class Shown:
    """What other pages may show of a page.

    Attributes:
        headings: a hash of all that a link may show, titles and captions, and of where it leads.
        rest: a hash of the questions, and of whether the page has cells.
        names: that links may give, in lower case.
    """

    headings: str
    rest: str
    names: frozenset[str]


Numbered = tuple[Shown, str, str]  # with the numbers of a page's sections, and of its figures


def setup_shown(app: Sphinx) -> None:
    app.connect("env-get-outdated", begin)
    app.connect("doctree-read", note_page)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("env-get-updated", pages_to_write, priority=900)  # when numbers have been given


def shown(env: BuildEnvironment) -> dict[str, tuple[Shown, frozenset[str]]]:
    """What is known of each page, and the names that its own links give."""
    found: dict[str, tuple[Shown, frozenset[str]]] = env.__dict__.setdefault("press_shown", {})
    return found


def begin(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str],
          removed: set[str]) -> list[str]:
    """What another press has noted may have another form; its pages are all read again."""
    if env.__dict__.get("press_shown_by") != app.config.press_sources:
        env.press_shown, env.press_shown_before = {}, {}  # type: ignore[attr-defined]
        env.press_shown_by = app.config.press_sources  # type: ignore[attr-defined]
    return []


def note_page(app: Sphinx, doctree: nodes.document) -> None:
    """Look through a page that was read."""
    named = [node for node in doctree.findall(nodes.Element) if node.get("ids")]
    titles = [one.pformat() for node in named for one in (node, *node.children)
              if isinstance(one, nodes.title | nodes.caption | nodes.rubric | nodes.term)]
    names = {str(name) for node in named
             for name in (*node["ids"], *node.get("names", ()), node.get("label"))}
    wanted = {node["reftarget"] for node in doctree.findall(addnodes.pending_xref)}
    page = Shown(digest([*(repr(node["ids"]) for node in named), *titles]),
                 digest([repr("kernelspec" in app.env.metadata[app.env.docname]),
                         *(node.pformat() for node in questions_of(doctree))]),
                 frozenset(map(str.lower, names)))
    shown(app.env)[app.env.docname] = page, frozenset(map(name_in, wanted))


def name_in(target: str) -> str:
    """The name that a link gives: a label, or the place or the file's name of an address."""
    path, _, place = target.lower().partition("#")
    return place or path.removesuffix(".md").rpartition("/")[2]


def digest(parts: Iterable[str]) -> str:
    """A hash of some texts."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop what is known of a page that is gone or read anew."""
    shown(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    """Take over the pages that another process has read."""
    shown(env).update({name: shown(other)[name] for name in docnames if name in shown(other)})


def pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages that show what others say, where that has changed since they were written."""
    if app.builder is None or app.builder.name != "html":
        return []
    now = {name: (page, repr(env.toc_secnumbers.get(name)), repr(env.toc_fignumbers.get(name)))
           for name, (page, _) in shown(env).items()}
    before = env.__dict__.get("press_shown_before", {})
    env.press_shown_before = now  # type: ignore[attr-defined]
    changed = {name for name in now.keys() | before.keys() if now.get(name) != before.get(name)}
    return sorted({page for name in changed for page in affected(
        env, name, before.get(name), now.get(name))} & env.found_docs)


def affected(env: BuildEnvironment, docname: str, old: Numbered | None,
             new: Numbered | None) -> Iterator[str]:
    """The pages that show something else since a page has changed."""
    yield docname  # its own numbers may be others
    yield from above(env, docname)
    yield from (name for name, data in env.metadata.items() if data.get(SHOWS_OTHERS))
    if old is None or new is None or (old[0].headings, *old[1:]) != (new[0].headings, *new[1:]):
        names = {name_in(docname)}.union(*(one[0].names for one in (old, new) if one))
        yield from (page for page, (_, wanted) in shown(env).items() if names & wanted)


def above(env: BuildEnvironment, docname: str) -> Iterator[str]:
    """The pages that list a page, or a page that lists it, and so on up to the first."""
    for page, listed in env.toctree_includes.items():
        if docname in listed:
            yield page
            yield from above(env, page)
