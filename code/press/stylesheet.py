"""One style sheet for every page: the theme's and the extensions' cut down, and the book's own.

The sheets that Sphinx, its theme and its extensions bring along weigh half a megabyte and come in
a dozen requests, each of which holds up the first screen. What they have that no page can use is
dropped by PurgeCSS: a rule stays where its names stand in a source that writes pages. That does
not depend on what the book says, so the result is made once and kept.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from pydata_sphinx_theme.pygments import overwrite_pygments_css
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from press import fonts, npm

PRESS = Path(__file__).parent
NAME = "press.css"
# In the order of the cascade, below `_static`.
FOREIGN = (
    "basic.css",
    "styles/pydata-sphinx-theme.css",
    "styles/sphinx-book-theme.css",
    "copybutton.css",
    "mystnb.*.css",
    "exercise.css",
    "sphinx-design.min.css",
)
# Their rules are overruled by code.css.
NEEDLESS = ("styles/theme.css", "pygments.css")
ICON_FONT = "vendor/fontawesome/webfonts/fa-solid-900.woff2"
# Where the words of a page come from: packages, their folders or files.
WRITERS = ("sphinx/writers/html5.py", "sphinx/themes/basic", "sphinx_book_theme",
           "pydata_sphinx_theme", "docutils/writers/_html_base.py", "myst_nb/core",
           "myst_nb/sphinx_.py", "sphinx_design", "sphinx_exercise", "sphinx_copybutton/_static")
UNREAD = ("fontawesome.js", "bootstrap.js")


def setup_stylesheet(app: Sphinx, own: str) -> None:
    """``own`` is the book's own style, the last in the cascade."""
    def note(app: Sphinx, config: Config) -> None:
        config.press_style = digest(own)

    def begin(app: Sphinx) -> None:
        # It would import all styles of Pygments, for half a second, to write a needless sheet.
        for listener in [*app.events.listeners["build-finished"]]:
            if listener.handler is overwrite_pygments_css:
                app.disconnect(listener.id)
        app.press_cutting = fonts.begin()  # type: ignore[attr-defined]

    def begin_purge(app: Sphinx, error: Exception | None) -> None:
        app.press_purging = None  # type: ignore[attr-defined]
        if error is None and app.builder.format == "html" and not (made_for(app) / NAME).is_file():
            app.press_purging = start_purge(  # type: ignore[attr-defined]
                Path(app.outdir) / "_static", own)

    def finish(app: Sphinx, error: Exception | None) -> None:
        if app.press_cutting:  # type: ignore[attr-defined]
            app.press_cutting.join()  # type: ignore[attr-defined]
        if error is None and app.builder.format == "html":
            put(app)

    app.add_config_value("press_style", "", "html", str)
    app.connect("config-inited", note)
    app.connect("builder-inited", begin)
    app.connect("html-page-context", replace_links, priority=950)
    # At 500 the extensions bring their sheets, and at 700 notebooks are made beside this.
    app.connect("build-finished", begin_purge, priority=600)
    app.connect("build-finished", finish, priority=800)


def digest(own: str) -> str:
    """A hash of all that the sheet depends on: pages name the sheet by it."""
    packages = ("sphinx", "docutils", "pydata-sphinx-theme", "sphinx-book-theme", "myst-nb",
                "sphinx-design", "sphinx-exercise", "sphinx-copybutton")
    found = hashlib.sha256(own.encode())
    found.update(json.dumps([version(name) for name in packages]).encode())
    for file in [npm.ROOT / "package-lock.json", *_own_writers()]:
        found.update(file.read_bytes())
    return found.hexdigest()[:16]


def replace_links(app: Sphinx, page: str, template: str, context: dict[str, Any],
                  doctree: object) -> None:
    """A page loads the one sheet, which ``webpack-macros.html`` names, and no other."""
    replaced = {*(name.rpartition("/")[2] for name in (*FOREIGN, *NEEDLESS)), NAME}
    context["css_files"] = [
        sheet for sheet in context["css_files"]
        if not any(Path(str(getattr(sheet, "filename", sheet))).match(name) for name in replaced)]
    context["press_style"] = app.config.press_style


def made_for(app: Sphinx) -> Path:
    """The folder of the sheet that this build's pages name, where it waits for the next build."""
    return Path(app.doctreedir).parent / ".styles" / app.config.press_style


def put(app: Sphinx) -> None:
    """Put the sheet and the fonts into the site, and take out the files that they replace."""
    static = Path(app.outdir) / "_static"
    made = made_for(app)
    if app.press_purging:  # type: ignore[attr-defined]
        purged = finish_purge(app.press_purging)  # type: ignore[attr-defined]
        made.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(static / ICON_FONT, made / "icons.woff2")
        (made / NAME).write_text(purged, encoding="utf-8")
    sheet = (made / NAME).read_text(encoding="utf-8")
    (static / NAME).write_text(sheet, encoding="utf-8")
    shown = made / "icons.txt"
    if not shown.is_file():
        shown.write_text(icons_of(sheet, made / "icons.woff2"), encoding="utf-8")
    icons = fonts.Cut(made / "icons.woff2", fonts.ICONS, shown.read_text(encoding="utf-8"))
    fonts.write(static / "fonts", fonts.kept(), [*fonts.cuts(), icons])
    shutil.rmtree(static / "vendor", ignore_errors=True)
    for pattern in (*FOREIGN, *NEEDLESS):
        for file in static.glob(pattern):
            file.unlink()


def start_purge(static: Path, own: str) -> subprocess.Popen[str]:
    """Start to cut down the sheets below ``static``, to add ``own``, and to minify all.

    Raises:
        ExtensionError: Node or a package is missing.
    """
    for package in ("purgecss", "postcss", "esbuild"):
        npm.package(package)
    foreign = [str(file) for name in FOREIGN for file in sorted(static.glob(name))]
    with TemporaryFile("w+", encoding="utf-8") as asked:
        json.dump({"foreign": foreign, "own": own, "sources": writers()}, asked)
        asked.seek(0)
        return subprocess.Popen([npm.node(), str(PRESS / "stylesheet.mjs")], stdin=asked,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=npm.ROOT,
                                encoding="utf-8")


def finish_purge(process: subprocess.Popen[str]) -> str:
    """The sheet; waits for it.

    Raises:
        ExtensionError: a sheet cannot be read.
    """
    sheet, words = process.communicate()
    if process.returncode:
        raise ExtensionError(f"the style sheet cannot be made:\n{words.strip()}")
    return sheet


def icons_of(sheet: str, font: Path) -> str:
    """The characters of the icons that a sheet can show and ``font`` draws; brands have another."""
    from fontTools.ttLib import TTFont  # a build that changes nothing should not wait for it

    named = re.findall(r'\.fa-[^{}]*:before\{content:"\\([0-9a-f]+)"\}', sheet)
    drawn = TTFont(font).getBestCmap()
    return "".join(chr(code) for code in sorted({int(name, 16) for name in named}) if code in drawn)


def writers() -> list[str]:
    """All files whose words may become names in a page."""
    found: list[Path] = []
    for name in WRITERS:
        package, _, below = name.partition("/")
        place = Path(str(files(package))) / below
        found += [place] if place.is_file() else [
            file for suffix in ("py", "html", "js", "js_t") for file in place.rglob(f"*.{suffix}")]
    return sorted(str(file) for file in [*found, *_own_writers()] if file.name not in UNREAD)


def _own_writers() -> list[Path]:
    return sorted([*PRESS.rglob("*.py"), *PRESS.rglob("*.html"), PRESS / "stylesheet.mjs",
                   *(PRESS.parent / "widgets" / "src").rglob("*.ts")])
