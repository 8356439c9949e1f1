"""Trees of pages are shared by those who look: each is read once, and nobody changes one."""

from __future__ import annotations

import pickle
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image
from press import speed, trees
from press.build import build
from sphinx.environment import BuildEnvironment

pytestmark = pytest.mark.slow

FIGURE = """
```{figure} dot.png
:name: fig-dot
:alt: A dot, alone on a white square of paper

A dot.
```
"""
REFERENCES = "\n{numref}`fig-dot`, {numref}`fig-dot` and {numref}`once more, {number} <fig-dot>`.\n"


@pytest.fixture
def root(fresh_book, monkeypatch) -> Path:
    """A book with three references to a figure of another page."""
    book = fresh_book()
    Image.new("1", (9, 9)).save(book.root / "book" / "dot.png")
    for name, more in (("slopes", FIGURE), ("steps", REFERENCES)):
        page = book.page(name)
        page.write_text(page.read_text("utf-8") + more, encoding="utf-8")
    monkeypatch.setattr(trees, "_kept", {})
    return book.root


def test_references_to_a_figure_do_not_read_its_page_again(root, monkeypatch):
    numbered, read = 0, Counter()
    resolve, get = trees.LookingDomain._resolve_numref_xref, BuildEnvironment.get_doctree

    def resolving(domain, *rest):
        nonlocal numbered
        numbered += 1
        before = read["book/slopes"]
        found = resolve(domain, *rest)
        read["for numbers"] += read["book/slopes"] - before
        return found

    def counting(env, docname):
        read[docname] += 1
        return get(env, docname)

    monkeypatch.setattr(trees.LookingDomain, "_resolve_numref_xref", resolving)
    monkeypatch.setattr(BuildEnvironment, "get_doctree", counting)
    assert build(root, say=lambda said: None, jobs=1).ok
    assert numbered >= 3
    assert read["for numbers"] <= 1


def test_a_build_leaves_the_trees_that_it_looked_at_as_they_were_read(root):
    assert build(root, say=lambda said: None, jobs=1).ok
    looked = {file: kept.tree for file, kept in trees._kept.items() if kept.tree is not None}
    assert {file.stem for file in looked} >= {"slopes", "steps", "glossary"}
    for file, tree in looked.items():
        assert tree.pformat() == pickle.loads(file.read_bytes()).pformat(), file.name


def test_after_an_edit_the_new_tree_is_seen(root):
    page = root / "book" / "slopes.md"
    page.write_text(page.read_text("utf-8").replace("## The slope of a secant",
                                                    "## The slope of any secant"), encoding="utf-8")
    assert build(root, say=lambda said: None, jobs=1).ok
    page.write_text(page.read_text("utf-8").replace("any secant", "a line through two points"),
                    encoding="utf-8")
    assert build(root, say=lambda said: None, jobs=1).ok
    html = (root / "_build" / "html" / "book" / "answers.html").read_text("utf-8")
    assert "any secant" not in html
    titles = [kept.tree.astext() for file, kept in trees._kept.items()
              if file.stem == "slopes" and kept.tree is not None]
    assert ["a line through two points" in text for text in titles] == [True]


def test_figures_have_the_numbers_that_sphinx_gives_from_whole_trees(root, monkeypatch):
    number, found = speed.number_figures, []

    def both(collector, env):
        changed = number(collector, env)
        ours = env.toc_fignumbers
        speed._number_figures(collector, env)
        found.append((ours, env.toc_fignumbers))
        return changed

    monkeypatch.setattr(speed, "number_figures", both)
    assert build(root, say=lambda said: None, jobs=1).ok
    ours, theirs = found[0]
    assert ours == theirs
    assert {"figure", "exercise"} <= set(theirs["book/slopes"])
