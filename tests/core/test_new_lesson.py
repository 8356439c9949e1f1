"""A new lesson gets its place and its name; what would not do is refused before a file is made."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from pages import names
from press.core import chapters, new_lesson, prove, toc
from press.core.mistakes import Mistakes

TOC = """\
format: jb-book
root: book/index
parts:
  - caption: Foundations
    chapters:
      - file: book/foundations/index # the module's first page
        sections:
          - file: book/foundations/vectors
          - file: book/foundations/derivatives
            sections:
              - file: book/foundations/more
  - caption: Reference
    chapters:
      - file: book/notation
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A book of empty pages; one of them is Lesson 3."""
    (tmp_path / "_toc.yml").write_text(TOC, encoding="utf-8")
    for name in ("index", "foundations/index", "foundations/vectors", "foundations/derivatives",
                 "foundations/more", "notation"):
        page = tmp_path / "book" / f"{name}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"# The page {name}\n", encoding="utf-8")
    (tmp_path / "book/foundations/derivatives.md").write_text(
        "# Derivatives\n\n*Lesson 3 · after Lesson 2*\n", encoding="utf-8")
    return tmp_path


def files(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text("utf-8")
            for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("after", "follows"), [
    ("foundations/index", "book/foundations/index"),
    ("foundations/vectors", "book/foundations/vectors"),
    ("book/foundations/vectors.md", "book/foundations/vectors"),
    ("foundations/derivatives", "book/foundations/more"),  # below it stays below it
    ("foundations/more", "book/foundations/more"),
])
def test_it_stands_right_after_the_page_named_and_nothing_else_moves(root, after, follows):
    lesson = new_lesson.plan("Matrices as maps", after, root)
    found = names(yaml.safe_load(lesson.toc))
    assert found[found.index(follows) + 1] == lesson.name == "book/foundations/matrices-as-maps"
    assert [name for name in found if name != lesson.name] == names(yaml.safe_load(TOC))
    assert set(TOC.splitlines()) <= set(lesson.toc.splitlines()), "comments and all stay"


def test_after_a_module_without_lessons_it_is_the_first_of_them(root):
    bare = TOC + "      - file: book/new/index\n"
    (root / "_toc.yml").write_text(bare, encoding="utf-8")
    (root / "book/new").mkdir()
    (root / "book/new/index.md").write_text("# New things\n", encoding="utf-8")
    lesson = new_lesson.plan("Matrices as maps", "new/index", root)
    chapter = yaml.safe_load(lesson.toc)["parts"][1]["chapters"][1]
    assert chapter == {"file": "book/new/index",
                       "sections": [{"file": "book/new/matrices-as-maps"}]}
    assert "*The first lesson of [New things](index.md)*" in lesson.text


def test_it_counts_on_from_the_lesson_before(root):
    lesson = new_lesson.plan("Eigenvalues", "foundations/derivatives", root)
    assert "*Lesson 4 · after [Derivatives](derivatives.md)*" in lesson.text


@pytest.mark.parametrize(("title", "file"), [
    ("Eigenvalues and SVD: what stays", "eigenvalues-and-svd"),
    ("Bayes' rule", "bayes-rule"),
    ("Poincaré's maps, 2", "poincares-maps-2"),
    ("The O(n) cost", "the-o-n-cost"),
])
def test_its_file_is_called_as_its_title_before_the_colon(root, title, file):
    lesson = new_lesson.plan(title, "foundations/vectors", root)
    assert lesson.name == f"book/foundations/{file}"
    assert f"\n# {title}\n" in lesson.text


def test_the_skeleton_has_what_a_lesson_has_and_all_of_it_is_proved(root, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "Agg")
    lesson = new_lesson.plan("Matrices as maps", "foundations/vectors", root)
    assert "@" not in lesson.text.replace(" @ ", "")
    page = chapters.parse(lesson.text, f"{lesson.name}.md")
    classes = [question.classes for question in page.questions]
    assert sum("review" in found for found in classes) == 3
    assert sum("predict" in found for found in classes) == 1
    assert sum("self-check" in found for found in classes) >= 2
    assert page.numbers and "hide-input" in page.cells[0].tags
    assert prove.prove(page).mistakes == []


def test_two_skeletons_have_no_label_in_common(root):
    def labels(title: str) -> set[str]:
        text = new_lesson.plan(title, "foundations/vectors", root).text
        page = chapters.parse(text, "book/x.md")
        return {q.label for q in page.questions} | {
            line for line in text.splitlines() if line.startswith("(sec-")}

    assert not labels("One thing") & labels("Another thing")


def test_the_lesson_and_its_line_are_written_and_no_lock_holds_a_label_that_is_to_change(root):
    lesson = new_lesson.plan("Matrices as maps", "foundations/vectors", root)
    before = files(root)
    written = new_lesson.write(lesson, root)
    after = files(root)
    assert {path.relative_to(root).as_posix() for path in written} == {
        name for name in after if after[name] != before.get(name)}
    assert set(after) - set(before) == {f"{lesson.name}.md"}
    assert root / f"{lesson.name}.md" in toc.sources(root)


@pytest.mark.parametrize(("title", "after", "told"), [
    ("Matrices", "foundations/nowhere", "_toc.yml:1: `foundations/nowhere` is not in it; name"),
    ("Matrices", "index", "_toc.yml:1: `index` is not in it; name"),
    ("", "foundations/vectors", "_toc.yml:8: no lesson can be called ''; begin"),
    (": what stays", "foundations/vectors", "_toc.yml:8: no lesson can be called"),
    ("# Matrices", "foundations/vectors", "_toc.yml:8: no lesson can be called"),
    ("Matrices\n\n# More", "foundations/vectors", "_toc.yml:8: no lesson can be called"),
    ("../../etc", "foundations/vectors", "_toc.yml:8: no lesson can be called"),
    ("A" * 81, "foundations/vectors", "_toc.yml:8: no lesson can be called"),
    ("Matrices made easy", "foundations/vectors", "_toc.yml:8: the word `easy` is on the ban list"),
    ("More", "foundations/vectors", "book/foundations/more.md:1: this file is there already; take"),
])
def test_what_will_not_do_is_told_in_one_line_and_nothing_is_written(root, title, after, told):
    before = files(root)
    with pytest.raises(Mistakes) as caught:
        new_lesson.plan(title, after, root)
    (mistake,) = caught.value.found
    assert str(mistake).startswith(told)
    assert files(root) == before
