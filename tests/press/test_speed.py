"""What the press does quicker than docutils and Sphinx gives what they give."""

from __future__ import annotations

import io
import random
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType, SimpleNamespace
from typing import Any

import nbformat
import pygments
import pytest
import snowballstemmer
import sphinx_book_theme
import yaml
from docutils import nodes
from docutils.nodes import Node
from docutils.utils import Reporter, smartquotes
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from myst_parser.config.main import MdParserConfig
from press import speed
from pybtex.database import Entry
from pybtex.plugin import find_plugin
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer, TextLexer
from sphinx.events import EventListener
from sphinx.search.en import SearchEnglish


def all_of(node: Node) -> list[Node]:
    return [node, *(found for child in node.children for found in all_of(child))]


@cache
def untouched(module: ModuleType) -> ModuleType:
    """A module as it was before the press put anything into it."""
    spec = spec_from_file_location(f"untouched_{module.__name__}", str(module.__file__))
    assert spec and spec.loader
    fresh = module_from_spec(spec)
    spec.loader.exec_module(fresh)
    return fresh


def tree(seed: int, nodes: Any = nodes) -> nodes.document:
    """A document of some hundred nodes: sections, paragraphs, words, a figure here and there."""
    chance = random.Random(seed)
    root = nodes.document(None, None)
    inner: list[nodes.Element] = [root]
    for i in range(300):
        parent = chance.choice(inner)
        kind = chance.choice([nodes.section, nodes.paragraph, nodes.emphasis, nodes.figure])
        child = nodes.Text(f"word {i}") if chance.random() < 0.4 else kind()
        parent.append(child)
        if isinstance(child, nodes.Element):
            inner.append(child)
    return root


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("condition", [
    None, nodes.Text, nodes.Element, nodes.figure, lambda node: isinstance(node, nodes.emphasis)])
def test_a_walk_finds_the_nodes_in_their_order(seed, condition):
    root = tree(seed)
    fits = ((lambda node: True) if condition is None else condition
            if not isinstance(condition, type) else lambda node: isinstance(node, condition))
    found = list(speed.findall(root, condition))
    assert [*map(id, found)] == [id(node) for node in all_of(root) if fits(node)]
    some = root.children[len(root.children) // 2]
    assert [*map(id, speed.findall(some))] == [*map(id, all_of(some))]


@pytest.mark.parametrize("how", [
    {"include_self": False}, {"descend": False}, {"siblings": True}, {"ascend": True}])
def test_a_walk_of_another_kind_is_left_to_docutils(how):
    section = nodes.section("", nodes.title("", "One"), nodes.paragraph("", "Two"))
    section.parent = nodes.document(None, None, "", section, nodes.paragraph("", "Three"))
    found = [node.astext() for node in speed.findall(section[0], nodes.Element, **how)]
    assert found == {"include_self": [], "descend": ["One"], "siblings": ["One", "Two"],
                     "ascend": ["One", "Two", "Three"]}[next(iter(how))]


def test_a_walk_goes_on_into_what_replaces_the_children_of_a_node_just_found():
    """Transforms change what they have been given, before they ask for the next."""
    root = nodes.document(None, None, "", nodes.paragraph("", "", nodes.emphasis("", "old")))
    seen = []
    for node in speed.findall(root):
        seen.append(type(node).__name__)
        if isinstance(node, nodes.paragraph):
            node.children[:] = [nodes.strong("", "new")]
    assert seen == ["document", "paragraph", "strong", "Text"]


def steps(nodes: Any, seed: int) -> tuple[list[str], bool]:
    """What a visitor meets that now and then prunes a tree, and whether it stopped."""
    chance = random.Random(seed)
    met: list[str] = []
    prunes = [nodes.SkipChildren, nodes.SkipSiblings, nodes.SkipNode, nodes.SkipDeparture]

    class Visitor(nodes.NodeVisitor):  # type: ignore[misc]
        def unknown_visit(self, node: Any) -> None:
            met.append(f"to {type(node).__name__}")
            if chance.random() < 0.2:
                raise chance.choice(prunes)
            if chance.random() < 0.02:
                raise nodes.StopTraversal

        def unknown_departure(self, node: Any) -> None:
            met.append(f"from {type(node).__name__}")

        def visit_document(self, node: Any) -> None:
            met.append("in")

        def depart_section(self, node: Any) -> None:
            met.append("from a section")

    root = tree(seed, nodes)
    root.reporter = Reporter("", 2, 4)
    return met, root.walkabout(Visitor(root))


@pytest.mark.parametrize("seed", range(40))
def test_a_visitor_meets_what_it_meets_in_docutils(monkeypatch, seed):
    monkeypatch.setattr(nodes.Node, "walkabout", speed.walkabout)
    monkeypatch.setattr(nodes.NodeVisitor, "dispatch_visit", speed.visit)
    monkeypatch.setattr(nodes.NodeVisitor, "dispatch_departure", speed.depart)
    assert steps(nodes, seed) == steps(untouched(nodes), seed)


@given(st.text(alphabet="a \n\0\\"))
def test_escapes_are_undone_as_docutils_undoes_them(text):
    original = untouched(nodes).unescape
    for how in ({}, {"restore_backslashes": True}):
        assert speed.unescape(text, **how) == original(text, **how)


@given(st.lists(st.tuples(st.sampled_from(["plain", "literal", "tag"]),
                          st.text(alphabet="ab \"'`.-\\")), max_size=4),
       st.sampled_from(["en", "fr"]))
def test_quotes_are_curled_as_docutils_curls_them(tokens, language):
    wanted = list(untouched(smartquotes).educate_tokens(tokens, "qDe", language))
    for _ in range(2):
        assert list(speed.educate_tokens(iter(tokens), "qDe", language)) == wanted


def test_yaml_read_once_is_a_copy_for_each_who_asks():
    text = "a: [1, yes, 2026-11-29]\nb: {c: '3'}\n"
    first, second = (speed.safe_load(text) for _ in range(2))
    first["a"].append(2)
    assert second == yaml.load(text, yaml.SafeLoader) == speed.safe_load(io.StringIO(text))


@pytest.mark.parametrize("text", ["a: [1\nb: 2", "a:\t1", "a: *none", "a: !!python/name:os.system"])
def test_a_mistake_in_yaml_is_told_each_time_it_is_read(text):
    with pytest.raises(yaml.MarkedYAMLError) as theirs:
        yaml.load(text, yaml.SafeLoader)
    for _ in range(2):
        with pytest.raises(yaml.MarkedYAMLError) as ours:
            speed.safe_load(text)
        assert str(ours.value) == str(theirs.value)


def test_the_theme_tells_of_a_page_what_templates_ask_for_and_reads_none_of_its_text():
    class Unread(nodes.document):
        def findall(self, *how: Any, **named: Any) -> Any:
            raise AssertionError("the text was read")

    def other() -> None: ...

    listeners = {"html-page-context": [EventListener(1, other, 500),
                                       EventListener(2, sphinx_book_theme.add_metadata_to_page, 7)]}
    app: Any = SimpleNamespace(
        events=SimpleNamespace(listeners=listeners), config=SimpleNamespace(author="Somebody"),
        builder=SimpleNamespace(theme_options={}), env=SimpleNamespace(
            titles={name: nodes.title("", name) for name in ("index", "one")}))
    speed.leave_text_alone(app)
    kept, added = listeners["html-page-context"]
    assert kept.handler is other and added[::2] == (2, 7)
    context = {"root_doc": "index"}
    added.handler(app, "one", "page.html", context, Unread(None, None))
    assert (context["root_title"], context["pagetitle"], context["author"]) == (
        "index", "one", "Somebody")


def test_outputs_read_once_are_a_copy_for_each_who_asks():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1", id="one")])
    text = nbformat.writes(notebook)
    first, second = (speed.reads(text, 4) for _ in range(2))
    first.cells[0].source = "x = 2"
    assert second == notebook
    assert speed.reads(text.replace("x = 1", "x = 3"), 4).cells[0].source == "x = 3"


LINES = st.text(alphabet="ab \t\n\r\x0b\u2028", max_size=60)


@given(LINES)
@example("")
@example(" ")
@example("\n")
@example(" \t\ta\n\t b")
@example("a\n  ")
@example("a\n  \n")
def test_the_lines_of_a_text_are_where_markdown_it_finds_them(text):
    parser = MarkdownIt()
    theirs, ours = (StateBlock.__new__(StateBlock) for _ in range(2))
    speed._state_of_parser(theirs, text, parser, {}, [])
    speed.find_lines(ours, text, parser, {}, [])
    assert vars(ours) == vars(theirs)


def test_a_notebook_read_once_is_a_copy_for_each_who_asks():
    given = {"config": MdParserConfig(), "path": "a.md", "add_source_map": True}
    text = "Text.\n\n```{code-cell} python\nx = 1\n```\n"
    first, second = (speed.read_notebook(text, **given) for _ in range(2))
    first.cells[1].source = "x = 2"
    assert [cell.source for cell in second.cells] == ["Text.", "x = 1"]
    assert speed.read_notebook(text + "\nMore.\n", **given).cells[-1].source == "More."
    without = speed.read_notebook(text, **{**given, "add_source_map": False})
    assert "source_map" in second.metadata and "source_map" not in without.metadata


def test_a_line_of_a_bibliography_follows_its_entry_its_label_and_its_style():
    style = find_plugin("pybtex.style.formatting", "plain")()
    entry = Entry("misc", fields={"title": "One", "year": "1847"})
    entry.key = "one"
    texts = [speed.format_entry(style, "1", entry).text.render_as("text")]
    entry.fields["title"] = "Another"
    texts.append(speed.format_entry(style, "1", entry).text.render_as("text"))
    assert texts == ["One. 1847.", "Another. 1847."]
    assert speed.format_entry(style, "2", entry).label == "2"


def test_marks_of_code_follow_lexer_and_formatter():
    def marked(lexer, formatter):
        return speed.highlight("x = 1", lexer, formatter)

    cases = [(lexer(**options), HtmlFormatter(**form)) for lexer in (PythonLexer, TextLexer)
             for options in ({}, {"stripnl": False}) for form in ({}, {"linenos": "inline"})]
    for _ in range(2):
        assert [marked(*case) for case in cases] == [
            pygments.highlight("x = 1", *case) for case in cases]


def test_stems_are_those_of_sphinx():
    words = ["Gradients", "gradient", "learning", "learned", "Autograd", "derivatives", "is", "x"]
    english, ours = SearchEnglish({}), speed.English({})
    assert [ours.stem(word) for word in words] == [english.stem(word) for word in words]
    assert ours.stem("Gradients") == snowballstemmer.stemmer("porter").stemWord("gradients")
    assert ours.lang == english.lang
    assert ours.js_stemmer_code == english.js_stemmer_code
