"""Where Sphinx and its extensions take longer than they need."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pybtex.plugin
from jinja2 import FileSystemBytecodeCache
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.jinja2glue import BuiltinTemplateLoader

# sphinx-external-toc loads it for every book. All it does is replace how sections are numbered,
# which happens in the first process, once every chapter has been read.
SILENT = ("sphinx_multitoc_numbering",)

FEW = 3  # pages, beside those that list them


def setup_speed(app: Sphinx) -> None:
    """Read and write several chapters at a time; look up and compile each thing once."""
    app.connect("config-inited", declare)
    app.connect("builder-inited", keep_templates)
    app.connect("write-started", write_few_here)
    # For each citation sphinxcontrib-bibtex asks again which package has the style: a tenth of a
    # build is spent on reading the metadata of everything that is installed.
    pybtex.plugin.find_plugin = cache(getattr(
        pybtex.plugin.find_plugin, "__wrapped__", pybtex.plugin.find_plugin))


def declare(app: Sphinx, config: Config) -> None:
    """Say of extensions that say nothing that chapters may be read side by side.

    A test holds a parallel build to the bytes of a serial one.
    """
    for name in SILENT:
        if name in app.extensions and app.extensions[name].parallel_read_safe is None:
            app.extensions[name].parallel_read_safe = True


def write_few_here(app: Sphinx, builder: Builder) -> None:
    """To have a few pages written by another process takes longer than to write them."""
    if isinstance(builder, StandaloneHTMLBuilder) and \
            sum(1 for _ in builder.get_outdated_docs()) <= FEW:
        builder.parallel_ok = False


def keep_templates(app: Sphinx) -> None:
    """Keep compiled templates beside the chapters that were read: Jinja looks whether they fit."""
    if isinstance(app.builder, StandaloneHTMLBuilder) and \
            isinstance(app.builder.templates, BuiltinTemplateLoader):
        folder = Path(app.doctreedir) / "press" / "templates"
        folder.mkdir(parents=True, exist_ok=True)
        app.builder.templates.environment.bytecode_cache = FileSystemBytecodeCache(str(folder))
