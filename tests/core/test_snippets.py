"""A snippet file runs by itself, says what its chapter says, and is never out of date unseen."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tokenize
import warnings

import pytest
from press.core import chapters, prove, snippets

CHAPTER = """---
kernelspec: {name: python3, language: python}
---
# A lesson on "slopes"

```{code-cell} python
:tags: [hide-input]

def slope(x, h):
    return ((x + h)**2 - x**2) / h
```

(sec-a)=
## The slope of a secant, whose heading is so long that it does not fit into one line of comment

Prose, {num}`4.1 <slope(2, 0.1)>`.

```{code-cell} python
text = '''two
lines'''
print(round(slope(2, 0.1), 9), text)
```

### A part

```python
print("shown, not run")
```

```{code-cell} python
print(round(slope(3, 1)))
```
"""


@pytest.fixture
def book(tmp_path):
    """A book of two chapters, one of them without a cell."""
    folder = tmp_path / "book" / "one"
    folder.mkdir(parents=True)
    (tmp_path / "_toc.yml").write_text(
        "format: jb-book\nroot: book/index\nchapters:\n  - file: book/one/a-lesson\n")
    (tmp_path / "book" / "index.md").write_text("# Book\n")
    (folder / "a-lesson.md").write_text(CHAPTER)
    return tmp_path


def made(book):
    return book / "code" / "snippets" / "one" / "a_lesson.py"


def test_a_snippet_run_by_itself_prints_what_the_chapter_prints(book):
    snippets.write(book)
    ran = subprocess.run([sys.executable, str(made(book))], capture_output=True, text=True,
                         check=True, cwd=book, env={**os.environ, "MPLBACKEND": "Agg"})
    assert ran.stdout == "4.1 two\nlines\n7\n"
    assert ran.stdout == "".join(prove.prove(chapters.parse(CHAPTER, "book/x.md")).outputs)


def test_a_snippet_names_its_source_its_command_and_the_line_of_each_cell(book):
    snippets.write(book)
    text = made(book).read_text()
    assert "book/one/a-lesson.md" in text and "make snippets" in text
    source = CHAPTER.splitlines()
    lines = text.splitlines()
    named = [(int(line.split()[-1]), lines[i + 1]) for i, line in enumerate(lines)
             if line.startswith("# line ")]
    assert len(named) == 3
    assert all(source[number - 1] == first for number, first in named)


def test_sections_stand_as_comments_in_their_order(book):
    snippets.write(book)
    with made(book).open("rb") as file:
        comments = " ".join(t.string.strip("# ") for t in tokenize.tokenize(file.readline)
                            if t.type == tokenize.COMMENT)
    heading = "The slope of a secant, whose heading is so long that it does not fit into one line"
    assert comments.index(heading) < comments.index("A part")


def test_only_chapters_with_cells_have_a_snippet(book):
    assert snippets.write(book) == [made(book)]
    assert list((book / "code").rglob("*.py")) == [made(book)]


def test_what_is_written_is_fresh_and_written_once(book):
    assert snippets.stale(book) == [made(book)]
    snippets.write(book)
    assert snippets.stale(book) == []
    assert snippets.write(book) == []


def test_an_edit_of_a_cell_makes_the_snippet_stale_and_an_edit_of_prose_does_not(book):
    snippets.write(book)
    chapter = book / "book" / "one" / "a-lesson.md"
    chapter.write_text(CHAPTER.replace("Prose,", "Other prose,"))
    assert snippets.stale(book) == []
    chapter.write_text(CHAPTER.replace("slope(3, 1)", "slope(3, 2)"))
    assert snippets.stale(book) == [made(book)]


def test_the_snippet_of_a_chapter_that_is_gone_is_removed(book):
    snippets.write(book)
    orphan = made(book).with_name("gone.py")
    orphan.write_text("print()\n")
    assert snippets.stale(book) == [orphan]
    assert snippets.write(book) == [orphan]
    assert not orphan.exists() and made(book).exists()


@pytest.mark.parametrize("title", ['Ends in a "quote"', r"A \back\slash", 'Three """ of them'])
def test_any_title_makes_a_file_that_python_reads(title):
    text = snippets.snippet(chapters.parse(CHAPTER.replace('A lesson on "slopes"', title),
                                           "book/x.md"))
    with warnings.catch_warnings(action="error"):
        module = ast.parse(text)
    assert title in ast.get_docstring(module)
