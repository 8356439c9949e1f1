"""The trees of pages as they were read, for those who look at them and change nothing.

Sphinx unpickles a page anew for each reference to one of its figures. A lesson's tree takes
longer to unpickle than to read through, so here it is done once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from docutils import nodes
from sphinx import addnodes
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment

Result = TypeVar("Result")


@dataclass
class Kept:
    """What is known of one state of a page's tree."""

    stamp: int
    tree: nodes.document | None = None
    derived: dict[Hashable, Any] = field(default_factory=dict)


_kept: dict[Path, Kept] = {}  # by the file of the tree; for as long as the process builds


def look(env: BuildEnvironment, docname: str) -> nodes.document:
    """The tree of a page, shared by all who ask: not to be changed."""
    kept = _state_of(env, docname)
    if kept.tree is None:
        kept.tree = env.get_doctree(docname)
    kept.tree.settings.env = env
    return kept.tree


def derive(env: BuildEnvironment, docname: str, key: Hashable,
           work: Callable[[], Result]) -> Result:
    """What ``work`` makes of a page's tree, as long as the tree and ``key`` stay the same."""
    derived = _state_of(env, docname).derived
    if key not in derived:
        derived[key] = work()
    return derived[key]


def stamps(env: BuildEnvironment, docnames: Iterable[str]) -> list[tuple[str, int]]:
    """The state of some trees: another as soon as one of their pages is read anew."""
    return [(docname, _stamp(env, docname)) for docname in docnames]


def _stamp(env: BuildEnvironment, docname: str) -> int:
    return Path(env.doctreedir, f"{docname}.doctree").stat().st_mtime_ns


def _state_of(env: BuildEnvironment, docname: str) -> Kept:
    file = Path(env.doctreedir, f"{docname}.doctree")
    stamp = _stamp(env, docname)
    if file not in _kept or _kept[file].stamp != stamp:
        _kept[file] = Kept(stamp)
    return _kept[file]


def skeleton(env: BuildEnvironment, docname: str) -> nodes.document:
    """The tree of a page with its sections, tables of contents and what may have a number."""
    kinds = {kind for domain in env.domains.values() for kind in domain.enumerable_nodes}
    return derive(env, docname, "skeleton", lambda: _bare(look(env, docname), kinds))


def _bare(node: Any, kinds: Collection[type]) -> Any:
    """A copy of a node, with what is left of those below it."""
    bare = node.copy()
    # Of what stands in it, Sphinx asks for a title. The children keep the parents that they have.
    titles = (child for child in node.children if isinstance(child, nodes.title | nodes.caption))
    bare.children = [*titles, *_numbered(node, kinds)]
    return bare


def _numbered(node: nodes.Node, kinds: Collection[type]) -> Iterator[nodes.Node]:
    for child in node.children:
        if isinstance(child, addnodes.toctree):
            yield child
        elif isinstance(child, nodes.section) or type(child) in kinds:
            yield _bare(child, kinds)
        else:
            yield from _numbered(child, kinds)


class Looking:
    """An environment whose trees are shared."""

    def __init__(self, env: BuildEnvironment):
        self.env = env

    def __getattr__(self, name: str) -> Any:
        return getattr(self.env, name)

    def get_doctree(self, docname: str) -> nodes.document:
        """The tree of a page, not to be changed."""
        return look(self.env, docname)


class Skeletons(Looking):
    """An environment whose trees are skeletons, and what is set on it is set on the true one."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "env":
            super().__setattr__(name, value)
        else:
            setattr(self.env, name, value)

    def get_doctree(self, docname: str) -> nodes.document:
        """What of a page's tree may have a number."""
        return skeleton(self.env, docname)


class LookingDomain(StandardDomain):
    """Sphinx's own, which asks a figure's page for its number without reading the page again."""

    def _resolve_numref_xref(self, env: BuildEnvironment, *rest: Any) -> nodes.Element | None:
        looking: Any = Looking(env)
        return super()._resolve_numref_xref(looking, *rest)
