"""The order of the book is what the builder's own reader of `_toc.yml` says."""

from __future__ import annotations

import pytest
from press.core import toc
from press.core.mistakes import Mistakes
from sphinx_external_toc.parsing import parse_toc_yaml

BY_PARTS = """format: jb-book
root: book/index
parts:
  - caption: One
    chapters:
      - file: book/a/index
        sections:
          - file: book/a/first
            sections:
              - file: book/a/deep
          - file: book/a/second
      - url: https://example.org
        title: Elsewhere
  - caption: Two
    chapters:
      - file: book/z
"""
BY_CHAPTERS = "format: jb-book\nroot: book/index\nchapters:\n  - file: book/b\n  - file: book/a\n"


def in_order(path) -> list[str]:
    site = parse_toc_yaml(path)
    order: list[str] = []

    def walk(name: str) -> None:
        order.append(name)
        for tree in site[name].subtrees:
            for item in tree.items:
                if isinstance(item, str):
                    walk(item)

    walk(site.root.docname)
    return order


@pytest.mark.parametrize("text", [BY_PARTS, BY_CHAPTERS], ids=["parts", "chapters"])
def test_the_order_is_that_of_the_builder(tmp_path, text):
    (tmp_path / "_toc.yml").write_text(text)
    order = in_order(tmp_path / "_toc.yml")
    for name in order:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / f"{name}.md").write_text("# T\n")
    assert [p.relative_to(tmp_path).as_posix() for p in toc.sources(tmp_path)] == [
        f"{name}.md" for name in order]


def test_a_page_that_is_not_there_is_named(tmp_path):
    (tmp_path / "_toc.yml").write_text(BY_CHAPTERS)
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "index.md").write_text("# T\n")
    with pytest.raises(Mistakes, match=r"_toc\.yml:\d+: book/b\.md is not there"):
        toc.sources(tmp_path)


@pytest.mark.parametrize("text", [
    "chapters:\n- file: book/a\n", "root: book/index\nchapters: [1]\n", "root: [\n", ""])
def test_a_table_of_contents_that_cannot_be_read_is_told_in_one_line(tmp_path, text):
    (tmp_path / "_toc.yml").write_text(text)
    with pytest.raises(Mistakes, match=r"^_toc\.yml:\d+: .+; .+$"):
        toc.sources(tmp_path)


def test_an_empty_list_of_chapters_is_no_mistake(tmp_path):
    (tmp_path / "_toc.yml").write_text("root: index\nchapters:\n")
    (tmp_path / "index.md").write_text("# T\n")
    assert toc.sources(tmp_path) == [tmp_path / "index.md"]
