"""Which pages have a notebook, and where it stands among the notebooks."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx.environment import BuildEnvironment

from press.execute import answers_of
from press.questions.answers import in_reading_order


def chapters_of(env: BuildEnvironment) -> Iterator[str]:
    """The pages that have a notebook, in reading order: those with cells or questions."""
    return (docname for docname in in_reading_order(env) if has_notebook(env, docname))


def has_notebook(env: BuildEnvironment, docname: str) -> bool:
    """Whether a page has a notebook."""
    return "kernelspec" in env.metadata[docname] or bool(answers_of(env, docname))


def target(docname: str) -> str:
    """Where a page's notebook stands among the notebooks."""
    return f"{docname.removeprefix('book/')}.ipynb"
