"""Where Sphinx and its extensions take longer than they need."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from copy import deepcopy
from functools import cache, lru_cache, partial
from importlib.metadata import entry_points
from itertools import accumulate
from pathlib import Path
from typing import Any

import nbformat
import pybtex.plugin
import pygments
import snowballstemmer
import sphinx_book_theme
import yaml
from docutils import nodes
from docutils.utils import smartquotes
from jinja2 import FileSystemBytecodeCache
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType
from myst_nb.core import read
from myst_parser.parsers import directives
from pybtex.database import Entry
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle
from pygments.formatter import Formatter
from pygments.lexer import Lexer
from sphinx import highlighting, theming
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors.toctree import TocTreeCollector
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.search.en import SearchEnglish
from sphinxcontrib.bibtex import plugin

from press import trees

# sphinx-external-toc loads it for every book. All it does is replace how sections are numbered,
# which happens in the first process, once every chapter has been read.
SILENT = ("sphinx_multitoc_numbering",)


def setup_speed(app: Sphinx) -> None:
    """Read and write several chapters at a time; look up and compile each thing once."""
    app.connect("config-inited", declare)
    app.connect("builder-inited", keep_templates)
    app.connect("builder-inited", leave_text_alone)
    pybtex.plugin._load_entry_point = load_entry_point
    BaseStyle.format_entry = format_entry
    TocTreeCollector.assign_figure_numbers = number_figures  # type: ignore[method-assign]
    highlighting.highlight = highlight  # type: ignore[attr-defined]
    theming.entry_points = plugin.entry_points = installed  # type: ignore[attr-defined]
    StateBlock.__init__ = find_lines  # type: ignore[method-assign]
    read.read_myst_markdown_notebook = read_notebook
    yaml.safe_load = safe_load
    directives.yaml = Yaml  # type: ignore[attr-defined]
    logging.disable(logging.DEBUG)  # of which Sphinx has a thousand lines a build
    nodes.Node.findall = findall  # type: ignore[method-assign]
    nodes.Node.walkabout = walkabout  # type: ignore[method-assign]
    nodes.NodeVisitor.dispatch_visit = visit  # type: ignore[method-assign]
    nodes.NodeVisitor.dispatch_departure = depart  # type: ignore[method-assign]
    nodes.unescape = unescape
    smartquotes.educate_tokens = educate_tokens
    nbformat.reads = reads  # type: ignore[assignment]
    app.add_search_language(English)


def declare(app: Sphinx, config: Config) -> None:
    """Say of extensions that say nothing that chapters may be read side by side.

    A test holds a parallel build to the bytes of a serial one.
    """
    for name in SILENT:
        if name in app.extensions and app.extensions[name].parallel_read_safe is None:
            app.extensions[name].parallel_read_safe = True


def keep_templates(app: Sphinx) -> None:
    """Keep compiled templates beside the chapters that were read: Jinja looks whether they fit."""
    if isinstance(app.builder, StandaloneHTMLBuilder) and \
            isinstance(app.builder.templates, BuiltinTemplateLoader):
        folder = Path(app.doctreedir) / "press" / "templates"
        folder.mkdir(parents=True, exist_ok=True)
        app.builder.templates.environment.bytecode_cache = FileSystemBytecodeCache(str(folder))


# -- Trees -----------------------------------------------------------------------------------------

Condition = type | Callable[[nodes.Node], Any] | None
_walk_of_docutils = nodes.Node.findall


def findall(self: nodes.Node, condition: Condition = None, include_self: bool = True,
            descend: bool = True, siblings: bool = False, ascend: bool = False,
            ) -> Iterator[nodes.Node]:
    """What docutils' method of this name finds, in the same order.

    There each node passes through a generator for each level that it lies below the first.
    """
    if not include_self or not descend or siblings or ascend:
        return _walk_of_docutils(self, condition, include_self, descend, siblings, ascend)
    if condition is None or isinstance(condition, type):
        return below(self, condition or nodes.Node)
    return (node for node in below(self) if condition(node))


def below(node: nodes.Node, kind: type = nodes.Node) -> Iterator[nodes.Node]:
    """A node and all below it that are of a class, each before its children."""
    if isinstance(node, kind):
        yield node
    entered = [iter(node.children)]
    while entered:
        for child in entered[-1]:
            if isinstance(child, kind):
                yield child
            if child.children:
                entered.append(iter(child.children))
                break
        else:
            entered.pop()


def walkabout(self: nodes.Node, visitor: nodes.NodeVisitor) -> bool:
    """What docutils' method of this name does, without a word on each step for its debugging."""
    departs, stops = True, False
    try:
        try:
            visitor.dispatch_visit(self)
        except nodes.SkipNode:
            return False
        except nodes.SkipDeparture:
            departs = False
        with suppress(nodes.SkipSiblings):
            for child in self.children[:]:
                if child.walkabout(visitor):
                    stops = True
                    break
    except nodes.SkipChildren:
        pass
    except nodes.StopTraversal:
        stops = True
    if departs:
        visitor.dispatch_departure(self)
    return stops


def visit(self: nodes.NodeVisitor, node: nodes.Node) -> Any:
    """Call the visitor's method for a class of nodes, also without a word."""
    return getattr(self, f"visit_{type(node).__name__}", self.unknown_visit)(node)


def depart(self: nodes.NodeVisitor, node: nodes.Node) -> Any:
    """As :func:`visit`, at the end of a node."""
    return getattr(self, f"depart_{type(node).__name__}", self.unknown_departure)(node)


_unescape = nodes.unescape


def unescape(text: str, *how: bool, **named: bool) -> str:
    """What docutils makes of a text with marks of what was escaped: most texts have none."""
    return _unescape(text, *how, **named) if "\0" in text else text


_educate_tokens = smartquotes.educate_tokens


def educate_tokens(tokens: Iterable[tuple[str, str]], attr: str = "1", language: str = "en",
                   ) -> tuple[str, ...]:
    """The texts of a paragraph with curly quotes, once, though a page is read again and again."""
    return _educated(tuple(tokens), attr, language)


@lru_cache(maxsize=1 << 15)
def _educated(tokens: tuple[tuple[str, str], ...], attr: str, language: str) -> tuple[str, ...]:
    return tuple(_educate_tokens(tokens, attr, language))


_number_figures = TocTreeCollector.assign_figure_numbers


def number_figures(self: TocTreeCollector, env: BuildEnvironment) -> list[str]:
    """Sphinx's own, which would read the trees of the whole book, and asks for the skeletons."""
    skeletons: Any = trees.Skeletons(env)
    return _number_figures(self, skeletons)


# -- Pages -----------------------------------------------------------------------------------------


def leave_text_alone(app: Sphinx) -> None:
    """The theme takes down the text of each section, for a description that no template shows."""
    def add_metadata(app: Sphinx, page: str, template: str, context: dict[str, Any],
                     doctree: nodes.document | None) -> None:
        sphinx_book_theme.add_metadata_to_page(app, page, template, context, None)

    listeners = app.events.listeners["html-page-context"]
    listeners[:] = [one._replace(handler=add_metadata)
                    if one.handler is sphinx_book_theme.add_metadata_to_page else one
                    for one in listeners]


# -- What is installed -----------------------------------------------------------------------------

# Sphinx asks for the theme, and sphinxcontrib-bibtex for two kinds of citation, in each build.
installed: Any = cache(entry_points)


# -- Chapters --------------------------------------------------------------------------------------

_state_of_parser = StateBlock.__init__


def find_lines(self: StateBlock, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token],
               ) -> None:
    """What markdown-it knows of a text's lines, which it finds letter by letter."""
    _state_of_parser(self, "", md, env, tokens)  # which holds the line after the last one
    self.src = src
    lines = src.split("\n")
    if not lines[-1].strip(" \t"):
        lines.pop()
    indents = [line[: len(line) - len(line.lstrip(" \t"))] for line in lines]
    ends = [*accumulate(len(line) + 1 for line in lines)]
    self.bMarks[:0] = [end - len(line) - 1 for line, end in zip(lines, ends, strict=True)]
    self.eMarks[:0] = [end - 1 for end in ends]
    self.tShift[:0] = map(len, indents)
    self.sCount[:0] = [len(indent.expandtabs(4)) for indent in indents]
    self.bsCount[:0] = [0] * len(lines)
    self.bMarks[-1] = self.eMarks[-1] = len(src)
    self.lineMax = len(lines)


_read_notebook = read.read_myst_markdown_notebook
_last_read: dict[str, tuple[Any, Any]] = {}  # by path: all that was given, and the notebook


def read_notebook(text: str, path: str = "", **given: Any) -> Any:
    """The notebook of a chapter, from its text: three ask for it while it is read and proved."""
    key = (text, given)
    if path not in _last_read or _last_read[path][0] != key:
        _last_read[path] = key, _read_notebook(text, path=path, **given)
    return deepcopy(_last_read[path][1])


_reads = nbformat.reads


def reads(s: str, as_version: Any, *rest: Any, **named: Any) -> Any:
    """A notebook from its text, once: a chapter's outputs are half a megabyte, and three ask."""
    if rest or named:
        return _reads(s, as_version, *rest, **named)
    return deepcopy(_notebook(s, as_version))


@lru_cache(maxsize=32)
def _notebook(text: str, as_version: Any) -> Any:
    return _reads(text, as_version)


_safe_load = yaml.safe_load


def safe_load(stream: Any) -> Any:
    """What a text of YAML holds: read once, though each build asks for the same configuration."""
    return deepcopy(_loaded(stream)) if isinstance(stream, str) else _safe_load(stream)


_loaded = lru_cache(maxsize=1 << 10)(_safe_load)


class Yaml:
    """What MyST takes of the package to read a directive's options, with the reader in C.

    Here alone: elsewhere the line of a mistake is told, which the reader in Python knows better.
    """

    parser, scanner = yaml.parser, yaml.scanner
    safe_load = staticmethod(partial(yaml.load, Loader=yaml.CSafeLoader))


# -- Citations -------------------------------------------------------------------------------------

# For each citation sphinxcontrib-bibtex asks which package has the style: a tenth of a build would
# be spent on reading the metadata of everything that is installed.
load_entry_point = cache(pybtex.plugin._load_entry_point)
_format_entry = BaseStyle.format_entry
_formatted: dict[Any, FormattedEntry] = {}


def format_entry(self: BaseStyle, label: str, entry: Entry, bib_data: Any = None) -> FormattedEntry:
    """A line of a bibliography, which sphinxcontrib-bibtex makes anew in each build."""
    if bib_data is not None:  # from which it may take more
        return _format_entry(self, label, entry, bib_data)
    key = (type(self), label, entry.key, repr(entry))
    if key not in _formatted:
        _formatted[key] = _format_entry(self, label, entry)
    return _formatted[key]


# -- Code ------------------------------------------------------------------------------------------

_highlight = pygments.highlight
_highlighted: dict[Any, str] = {}
MOST = 10_000  # pieces of code


def highlight(code: str, lexer: Lexer, formatter: Formatter[str]) -> str:
    """Code with marks, as Pygments makes it: once, though a page may be written again and again."""
    key = (code, lexer.name, repr(lexer.options), len(lexer.filters), type(formatter),
           repr(formatter.options))
    if len(_highlighted) > MOST:
        _highlighted.clear()  # a process that goes on for days
    if key not in _highlighted:
        _highlighted[key] = _highlight(code, lexer, formatter)
    return _highlighted[key]


# -- Search ----------------------------------------------------------------------------------------


class English(SearchEnglish):
    """English as Sphinx knows it, which finds the stem of a word once, not once for each page."""

    def stem(self, word: str) -> str:
        """The stem of a word, in lower case."""
        return stem(word.lower())


stem = cache(snowballstemmer.stemmer("porter").stemWord)
