"""Each page carries the style rules that it needs, and the face of its first words.

The sheets that Sphinx, its theme and its extensions bring along weigh half a megabyte and come in
a dozen requests, each of which holds up the first screen. Node takes them, and the book's own,
apart into rules, once; a page gets those that its elements need, or that its scripts may come to
need. So the first screen waits for nothing but the page itself.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydata_sphinx_theme.pygments import overwrite_pygments_css
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from press import cache, fonts, npm
from press.core import cascade
from press.widget import PREFIX

PRESS = Path(__file__).parent
SOURCES = PRESS.parent / "widgets" / "src"
PLACE = "<style>/* press */</style>"  # webpack-macros.html prints it
# In the order of the cascade, as the packages bring them.
FOREIGN = (
    "sphinx/themes/basic/static/basic.css.jinja",
    "pydata_sphinx_theme/theme/pydata_sphinx_theme/static/styles/pydata-sphinx-theme.css",
    "sphinx_book_theme/theme/sphinx_book_theme/static/styles/sphinx-book-theme.css",
    "sphinx_copybutton/_static/copybutton.css",
    "myst_nb/static/mystnb.css",
    "sphinx_exercise/assets/html/exercise.css",
    "sphinx_design/static/sphinx-design.min.css",
)
# What a site of Sphinx has below `_static`, and no page here asks for.
REPLACED = ("basic.css", "pygments.css", "styles/*.css", "copybutton.css", "mystnb.*.css",
            "exercise.css", "sphinx-design.min.css")
# The scripts of other packages that bring names into a page.
SCRIPTS = {"/copybutton.js": "sphinx_copybutton/_static/copybutton.js_t",
           "/sphinx_highlight.js": "sphinx/themes/basic/static/sphinx_highlight.js",
           "/searchtools.js": "sphinx/themes/basic/static/searchtools.js"}
# Where a bundle's sources begin, if not in the folder of its own name. That of the figures that
# move imports all figures; a page needs its own.
ENTRIES = {"glossary": "term/glossary.ts", "page": "page/main.ts", "widgets": "kit/dom.ts"}
_IMPORT = re.compile(r'\b(?:from|import)\s*\(?\s*"(\.[^"]+\.ts)"')
_BUNDLE = re.compile(r"/widgets/([a-z-]+)-[A-Z0-9]{8}\.js")


def setup_stylesheet(app: Sphinx, own: str) -> None:
    """``own`` is the book's own style, the last in the cascade."""
    def note(app: Sphinx, config: Config) -> None:
        config.press_style = digest(own, config)

    def begin(app: Sphinx) -> None:
        # It would import all styles of Pygments, for half a second, to write a needless sheet.
        for listener in [*app.events.listeners["build-finished"]]:
            if listener.handler is overwrite_pygments_css:
                app.disconnect(listener.id)
        app.press_cutting = fonts.begin()  # type: ignore[attr-defined]
        html = app.builder.format == "html"
        app.press_parting = start(app, own) if html else None  # type: ignore[attr-defined]

    def settle(app: Sphinx, env: BuildEnvironment) -> None:
        if app.builder.format == "html":
            app.press_rules = finish(app)  # type: ignore[attr-defined]

    def put(app: Sphinx, error: Exception | None) -> None:
        if app.press_cutting:  # type: ignore[attr-defined]
            app.press_cutting.join()  # type: ignore[attr-defined]
        if app.press_parting:  # type: ignore[attr-defined]
            app.press_parting.end()  # type: ignore[attr-defined]
        if error is None and app.builder.format == "html":
            put_fonts(app)

    app.add_config_value("press_style", "", "html", str)
    app.connect("config-inited", note)
    app.connect("builder-inited", begin)
    app.connect("env-updated", settle)
    app.connect("html-page-context", carry_style, priority=950)
    app.connect("build-finished", put, priority=800)  # at 500 the extensions bring their sheets


def digest(own: str, config: Config) -> str:
    """A hash of all that the rules depend on: with other rules every page is another."""
    found = hashlib.sha256(own.encode())
    versions = [version(name.partition("/")[0]) for name in FOREIGN]
    found.update(json.dumps([versions, repr(config.html_theme_options)]).encode())
    for file in [npm.ROOT / "package-lock.json", PRESS / "stylesheet.mjs"]:
        found.update(file.read_bytes())
    return found.hexdigest()[:16]


def carry_style(app: Sphinx, page: str, template: str, context: dict[str, Any],
                doctree: object) -> None:
    """A page links to no sheet of its theme and of the extensions; the faces it carries are named.
    """
    context["press_faces"] = fonts.CARRIED
    context["css_files"] = [
        sheet for sheet in context["css_files"]
        if not any(Path(str(getattr(sheet, "filename", sheet))).match(name) for name in REPLACED)]


# -- Rules -----------------------------------------------------------------------------------------


def start(app: Sphinx, own: str) -> npm.Asked | None:
    """Start to take the sheets apart, if that was not done before.

    Raises:
        ExtensionError: Node or a package is missing.
    """
    if _rules_of(app).is_file():
        return None
    for package in ("postcss", "postcss-selector-parser", "esbuild"):
        npm.package(package)
    return npm.Asked([npm.node(), str(PRESS / "stylesheet.mjs")],
                     {"foreign": foreign(app), "own": own})


def foreign(app: Sphinx) -> list[str]:
    """The sheets of Sphinx, its theme and its extensions, as they would come to a page."""
    options = app.builder.theme.get_options(app.builder.theme_options)  # type: ignore[attr-defined]
    settings = {f"theme_{name}": value for name, value in options.items()}
    found = []
    for name in FOREIGN:
        text = package_file(name).read_text(encoding="utf-8")
        found.append(app.builder.templates.render_string(text, settings)
                     if name.endswith(".jinja") else text)
    return found


def finish(app: Sphinx) -> Path:
    """The file of the rules; waits for it.

    Raises:
        ExtensionError: a sheet cannot be read.
    """
    kept = _rules_of(app)
    parting: npm.Asked | None = app.press_parting  # type: ignore[attr-defined]
    if parting:
        app.press_parting = None  # type: ignore[attr-defined]
        found = parting.answer("the style sheets cannot be read")
        shutil.rmtree(kept.parent, ignore_errors=True)  # those of sheets that are no more
        kept.parent.mkdir(parents=True)
        cache.write_whole(kept, found.encode())
    return kept


@lru_cache(maxsize=1)
def rules_in(file: Path) -> list[cascade.Rule]:
    """The rules of a file; the faces that pages carry are set into them."""
    text = file.read_text(encoding="utf-8")
    for cut in fonts.cuts():
        if cut.carried:
            data = base64.b64encode(fonts.made(cut, fonts.kept()).read_bytes()).decode()
            text = text.replace(f"fonts/{cut.name}", f"data:font/woff2;base64,{data}")
    return cascade.rules(json.loads(text))


def _rules_of(app: Sphinx) -> Path:
    """Where the rules wait for the next build."""
    return Path(app.doctreedir).parent / ".styles" / f"rules-{app.config.press_style}.json"


def package_file(name: str) -> Path:
    """A file that a package brings along: ``package/folder/file``."""
    package, _, below = name.partition("/")
    return Path(str(files(package))) / below


def put_fonts(app: Sphinx) -> None:
    """Put the fonts into the site, and take out the files that no page asks for."""
    static = Path(app.outdir) / "_static"
    fonts.write(static / "fonts", fonts.kept(),
                [cut for cut in fonts.cuts() if not cut.carried])
    for pattern in REPLACED:
        for file in static.glob(pattern):
            file.unlink()


# -- Pages -----------------------------------------------------------------------------------------


def styled(page: str, rules: Path, base: str) -> str:
    """A page with its style sheet in the place that the template has for it.

    Args:
        page: all of it.
        rules: the file of the rules of all sheets.
        base: the address of the site's ``_static/``, as the page says it.
    """
    known = cascade.names(page)
    bundles = _BUNDLE.findall(page)
    entries = [SOURCES / ENTRIES.get(name, f"{name}/index.ts") for name in bundles]
    figures = [SOURCES / name.removeprefix(PREFIX) / "element.ts"
               for name in known if name.startswith(PREFIX)]
    scripts = [package_file(file) for script, file in SCRIPTS.items() if script in page]
    for source in [*entries, *filter(Path.is_file, figures), *scripts]:
        known |= _words(source)
    if "live" in bundles:
        known |= _editor()
    sheet = sheet_of(rules, frozenset(known)).replace("url(fonts/", f"url({base}fonts/")
    return page.replace(PLACE, f"<style>{sheet}</style>", 1)


@lru_cache(maxsize=1 << 8)  # a page that is written again has the names that it had
def sheet_of(file: Path, known: frozenset[str]) -> str:
    """The style sheet of a page that has these names and those that its scripts complete."""
    rules = rules_in(file)
    return cascade.cut(rules, known | cascade.completed(rules, known))


@lru_cache
def _editor() -> frozenset[str]:
    """The classes of CodeMirror."""
    source = npm.package("@codemirror/view") / "dist" / "index.js"
    return frozenset(re.findall(r"\bcm-[\w-]+", source.read_text("utf-8")))


@lru_cache
def _words(source: Path) -> frozenset[str]:
    """All words of a script, and of what it imports."""
    files = _with_imports(source)
    return frozenset().union(*(cascade.words(file.read_text("utf-8")) for file in files))


def _with_imports(source: Path) -> set[Path]:
    """A script, and what it imports from beside it, now or later."""
    found: set[Path] = set()
    waiting = [source.resolve()]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += [(file.parent / name).resolve()
                        for name in _IMPORT.findall(file.read_text("utf-8"))]
    return found
