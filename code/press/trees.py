"""The trees of pages as they were read, for those who look at them and change nothing.

Sphinx unpickles a page anew for each reference to one of its figures. A lesson's tree takes
longer to unpickle than to read through, so here it is done once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from docutils import nodes
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


class Looking:
    """An environment whose trees are shared."""

    def __init__(self, env: BuildEnvironment):
        self.env = env

    def __getattr__(self, name: str) -> Any:
        return getattr(self.env, name)

    def get_doctree(self, docname: str) -> nodes.document:
        """The tree of a page, not to be changed."""
        return look(self.env, docname)


class LookingDomain(StandardDomain):
    """Sphinx's own, which asks a figure's page for its number without reading the page again."""

    def _resolve_numref_xref(self, env: BuildEnvironment, *rest: Any) -> nodes.Element | None:
        looking: Any = Looking(env)
        return super()._resolve_numref_xref(looking, *rest)
