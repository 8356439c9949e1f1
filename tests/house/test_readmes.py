"""Who follows a README finds what it names."""

from __future__ import annotations

import re
import tomllib

import pytest
from markdown_it import MarkdownIt
from press.core.quizzes import Kind
from press.core.widgets import options_of_all

READMES = ["README.md", "tests/README.md", "book/README.md"]


def inline(text: str):
    return (child for token in MarkdownIt("commonmark").enable("table").parse(text)
            for child in token.children or [])


@pytest.mark.parametrize("readme", READMES)
def test_every_link_leads_to_a_file_or_a_folder(root, readme):
    path = root / readme
    links = [child.attrs["href"] for child in inline(path.read_text("utf-8"))
             if child.type == "link_open"]
    assert links
    lost = [link for link in links if "://" not in link
            and not (path.parent / str(link).partition("#")[0]).exists()]
    assert lost == []


def test_the_readme_of_the_tests_names_every_folder_of_tests(root):
    text = (root / "tests" / "README.md").read_text("utf-8")
    folders = {path.parent.name for path in (root / "tests").rglob("test_*.py")}
    assert {name for name in folders if f"[`{name}/`]({name})" in text} == folders


def test_the_readme_of_the_tests_gives_commands_that_name_what_is_there(root):
    text = (root / "tests" / "README.md").read_text("utf-8")
    named = re.findall(r"`pytest (\S+)`", text)
    assert named and all((root / path).is_dir() for path in named)


def test_the_readme_of_the_tests_explains_every_marker(root):
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    markers = settings["tool"]["pytest"]["ini_options"]["markers"]
    text = (root / "tests" / "README.md").read_text("utf-8")
    assert [m for m in markers if f"`{m.partition(':')[0]}`" not in text] == []


@pytest.mark.parametrize("readme", READMES)
def test_every_make_target_that_is_named_exists(root, readme):
    targets = set(re.findall(r"^(\w+):", (root / "Makefile").read_text("utf-8"), re.M))
    named = set(re.findall(r"`make (\w+)`", (root / readme).read_text("utf-8")))
    assert named and named <= targets


def test_the_readme_explains_every_verb_of_the_makefile(root):
    found = re.search(r"^\.PHONY:((?:.*\\\n)*.*)", (root / "Makefile").read_text("utf-8"), re.M)
    verbs = found[1].replace("\\\n", " ").split()
    text = (root / "README.md").read_text("utf-8")
    assert len(verbs) > 20
    assert [verb for verb in verbs if f"| `make {verb}` |" not in text] == []


def test_the_readme_for_authors_names_every_directive_role_widget_and_kind(root):
    sources = [path.read_text("utf-8") for path in (root / "code" / "press").rglob("*.py")]
    registered = {name for text in sources
                  for name in re.findall(r"add_(?:directive|role)\(\s*\"([\w-]+)\"", text)}
    text = (root / "book" / "README.md").read_text("utf-8")
    assert registered > {"num", "blank", "widget", "review"}
    assert [name for name in sorted(registered) if f"{{{name}}}" not in text] == []
    assert [name for name in options_of_all() if f"[`{name}`]" not in text] == []
    assert [kind for kind in Kind if f"`{kind}`" not in text] == []


def test_the_readme_of_the_tests_fits_on_one_screen(root):
    assert len((root / "tests" / "README.md").read_text("utf-8").splitlines()) <= 40
