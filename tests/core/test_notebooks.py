"""A notebook is the same at every build, and holds nothing that only Sphinx reads."""

from __future__ import annotations

import json

import nbformat
import pytest
from press.core import citation, notebook_lint, notebooks, repository
from press.core.escape import at_start, escaped
from press.core.notebooks import Cell

CELLS = [Cell("markdown", "# Title\n\nWords."), Cell("code", "x = 1\nx"),
         notebooks.form("Fold me", "y = 2")]


def test_it_is_valid_has_no_outputs_and_ids_that_tell_name_and_position():
    made = notebooks.notebook("derivatives-and-gradients", CELLS)
    nbformat.validate(nbformat.from_dict(made))
    assert [cell["id"] for cell in made["cells"]] == [
        f"derivatives-and-gradients-00{i}" for i in (1, 2, 3)]
    assert [cell.get("outputs", []) for cell in made["cells"]] == [[], [], []]
    assert notebooks.to_json(made) == notebooks.to_json(notebooks.notebook(
        "derivatives-and-gradients", list(CELLS)))


def test_its_json_is_sorted():
    text = notebooks.to_json(notebooks.notebook("a", CELLS))
    assert text == json.dumps(json.loads(text), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def test_a_long_name_still_makes_valid_ids():
    made = notebooks.notebook("a name of many words, and some of them long ones " * 3, CELLS)
    nbformat.validate(nbformat.from_dict(made))


def test_a_folded_cell_is_folded_on_colab_and_in_jupyterlab():
    cell = notebooks.notebook("a", CELLS)["cells"][2]
    assert cell["metadata"] == {"cellView": "form", "jupyter": {"source_hidden": True}}
    assert cell["source"][0] == '#@title Fold me { display-mode: "form" }\n'


def test_a_gpu_is_asked_for_only_on_request():
    assert "accelerator" not in notebooks.notebook("a", CELLS)["metadata"]
    assert notebooks.notebook("a", CELLS, gpu=True)["metadata"]["accelerator"] == "GPU"


@pytest.mark.parametrize("source", [
    "import numpy as np", "import matplotlib.pyplot as plt", "from torch import nn",
    "import json, math\nfrom pathlib import Path"])
def test_what_every_notebook_has_may_be_imported(source):
    assert notebooks.foreign_imports(source, "a.md", 1) == []


@pytest.mark.parametrize(("source", "name", "line"), [
    ("import polars", "polars", 7), ("x = 1\nimport numpy, pandas.io", "pandas", 8),
    ("def f():\n    from sklearn import svm", "sklearn", 8), ("from . import x", ".", 7)])
def test_another_package_is_told_with_its_line(source, name, line):
    [found] = notebooks.foreign_imports(source, "a.md", 7)
    assert (found.path, found.line) == ("a.md", line)
    assert f"`{name}`" in found.what


@pytest.mark.parametrize("text", [
    "See {ref}`sec-one`.", "A {py:class}`x`.", "```{note}\nx\n```",
    "````{code-cell} python\nx\n````",
    ":::{note}\nx\n:::", "Words.\n:::", "(sec-one)=\n## One", "Hello {{ name }}.",
    "<details><summary>x</summary>y</details>", "a <sub>b</sub>", "# A {term}`b`",
    "| a |\n| --- |\n| $|x|$ |", "> See {eq}`eq-one`.", "- {num}`1 <x>`"])
def test_what_only_sphinx_reads_is_found(text):
    assert notebook_lint.leftovers(text)


@pytest.mark.parametrize("text", [
    "A set {1, 2} and `{ref}` and `(a)=`.", "```python\nx = {1: 2}\n```", r"$x_{{1}}$ and ${{a}}$",
    "$$\n\\begin{aligned} x &= {{1}} \\end{aligned}\n$$", "a < b and c > d", "f(x)= 2",
    "`:::` and `{{x}}`", "| a |\n| --- |\n| $\\vert x \\vert$ |", "{a} `b`"])
def test_what_a_notebook_shows_as_it_is_meant_is_left_alone(text):
    assert notebook_lint.leftovers(text) == []


@pytest.mark.parametrize("text", [
    "a * b * c", "snake_case and _it_", "costs $5 or $6", "`tick`", "[a](b)", "[a][b]", "a < b",
    "<b>", "&amp; &lt;", "~~no~~", "\\alpha", "5 * 3 * 2", "{{x}}", "[8, 18]", "__init__"])
def test_escaped_text_reads_as_it_was_written(text):
    from markdown_it import MarkdownIt

    parser = MarkdownIt("gfm-like", {"linkify": False})
    inline = parser.parseInline(escaped(text))[0].children
    assert "".join(child.content for child in inline) == text
    assert {child.type for child in inline} == {"text"}


@pytest.mark.parametrize("text", [
    "# no heading", "- no item", "+ no item", "> no quote", ">no quote",
    "1. no item", "12) no item",
    "1.5 is a number", "-3 is a number", "#1 in a row", "2001."])
def test_a_paragraph_stays_one_whatever_it_begins_with(text):
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(at_start(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert "".join(child.content for child in tokens[1].children) == text


@pytest.mark.parametrize(("url", "expected"), [
    ("https://github.com/ann/downhill", ("ann", "downhill")),
    ("https://github.com/ann/downhill.git", ("ann", "downhill")),
    ("https://github.com/ann/down.hill/", ("ann", "down.hill")),
    ("git@github.com:Ann/downhill.git", ("Ann", "downhill")),
    ("ssh://git@github.com/ann/downhill", ("ann", "downhill")),
    ("https://token@github.com/ann/downhill", ("ann", "downhill")),
    ("https://gitlab.com/ann/downhill", None), ("/srv/git/downhill", None), ("", None),
    ("https://github.com/ann", None)])
def test_owner_and_name_are_read_from_an_address(url, expected):
    found = repository.parsed(url)
    assert (found and (found.owner, found.name)) == expected


def test_the_setting_comes_before_the_git_remote(tmp_path):
    import subprocess

    assert repository.find("", tmp_path) is None
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    subprocess.run(["git", "-C", str(tmp_path), "remote", "add", "origin",
                    "git@github.com:ann/remote.git"], check=True)
    assert repository.find("", tmp_path) == repository.Repository("ann", "remote")
    assert repository.find("https://github.com/ann/set", tmp_path).name == "set"


def test_the_citation_names_authors_year_title_and_version(root):
    cff = citation.read_cff(root)
    said = citation.citation(cff, "https://example.org/page")
    work = cff["preferred-citation"]
    for part in (work["authors"][0]["name"], str(work["year"]), work["title"],
                 str(work["version"]), "https://example.org/page"):
        assert part in said
    assert "CC BY 4.0" in citation.licence(cff) and "MIT" in citation.licence(cff)


def test_without_a_citation_file_nothing_is_claimed(tmp_path):
    assert citation.citation(citation.read_cff(tmp_path)) == ""
    assert citation.licence({}) == ""
