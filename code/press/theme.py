"""The look of the site: style sheets over sphinx-book-theme, from the book's tokens and fonts."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from press import fonts, mark
from press.core import standalone, tokens
from press.stylesheet import setup_stylesheet

THEME = Path(__file__).with_name("theme")
SHEETS = (
    "layout.css",
    "navigation.css",
    "prose.css",
    "lesson.css",
    "glossary.css",
    "code.css",
    "math.css",
    "blocks.css",
    "questions.css",
    "widgets.css",
    "vectors.css",
    "live.css",
    "offline.css",
    "concepts.css",
    "print.css",
    "sheet.css",
)
# The kinds of words in code that code.css sets apart. A quarter of a lesson's elements were others.
SHOWN = ("c", "c1", "cm", "ch", "gp", "go", "sd", "k", "kn", "kc", "kd", "kr", "ow", "hll",
         "linenos")
_WORD = re.compile(r'<span class="(\w+)">([^<]*)</span>')
# Characters of code that fit the text column; longer lines reach into the margin, if there is one.
COLUMN = 68
# And those that fit a small phone; a box with longer ones scrolls there, and keys must reach it.
PHONE = 34

# What the site is not to have: a second search bar, a sticky bar, buttons that only have icons.
OPTIONS: dict[str, Any] = {
    "navbar_start": [],
    "navbar_center": [],
    "navbar_end": [],
    "navbar_persistent": [],
    "primary_sidebar_end": [],
    "footer_content_items": ["author.html", "copyright.html", "downloads.html",
                             "extra-footer.html"],
    "article_header_start": ["toggle-primary-sidebar.html"],
    "use_fullscreen_button": False,
    "use_download_button": False,
    "back_to_top_button": False,
    "show_toc_level": 2,
    "pygments_light_style": "bw",
    "pygments_dark_style": "bw",
}
# The script of what stands on the first screen: search, colors, drawers. It waits for no more.
SOON = "/widgets/page-"
# Scripts that ask another host, or do what native elements do, or serve what no page has.
UNWANTED = ("design-tabs", "search_as_you_type", "pagename", "sphinx-book-theme")
# Files of extensions that no page loads.
DEAD = ("design-tabs.js", "check-solid.svg", "copy-button.svg")


def setup_theme(app: Sphinx) -> None:
    app.connect("config-inited", set_options)
    app.connect("builder-inited", make_static_files)
    app.connect("html-page-context", dress_page, priority=900)
    app.connect("build-finished", drop_dead_weight)
    setup_stylesheet(app, style_sheet())
    app.add_node(TableScroll, html=(visit_table_scroll, depart_table_scroll))
    app.add_node(nodes.literal_block, override=True, html=(visit_code, depart_code))
    app.add_post_transform(ScrollTables)
    app.add_post_transform(WideCode)


def set_options(app: Sphinx, config: Config) -> None:
    """Set what the theme and MyST-NB offer as settings."""
    config.html_theme_options = {**config.html_theme_options, **OPTIONS}
    # Here rather than in setup: by now MyST-NB has registered its own visitors.
    app.add_node(HideCodeCellNode, override=True, html=(visit_folded, depart_folded))
    config.templates_path = [str(THEME / "templates"), *config.templates_path]
    config.html_permalinks_icon = "¶"
    config.nb_code_prompt_show = "Show the code"
    config.nb_code_prompt_hide = "Hide the code"


def style_sheet() -> str:
    """All of the site's own style in one text: tokens, fonts, then the hand-written sheets."""
    sheets = [(THEME / name).read_text(encoding="utf-8") for name in SHEETS]
    return "".join([tokens.css(), fonts.css(), *sheets])


def make_static_files(app: Sphinx) -> None:
    """Draw the book's mark for the browser's tab."""
    if app.builder.format != "html":
        return
    folder = Path(app.doctreedir) / "press" / "static"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mark.svg").write_text(mark.favicon(), encoding="utf-8")
    app.config.html_static_path = [*app.config.html_static_path, str(folder)]
    app.config.html_favicon = str(folder / "mark.svg")


def dress_page(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Give a page the mark, and take out scripts that it does not need."""
    if app.builder.format != "html":
        return
    context["press_mark"] = mark.inline()
    context["script_files"] = [
        later(script)
        for script in context["script_files"]
        if not any(word in f"{script} {getattr(script, 'attributes', '')}" for word in UNWANTED)
    ]


def later(script: Any) -> Any:
    """The same script, for the page's own to run when the text is drawn: see ``page/later.ts``."""
    attributes = getattr(script, "attributes", None)
    if attributes is None or not getattr(script, "filename", None):
        return script
    marks = {standalone.LATER_MODULE: ""} if attributes.get("type") == "module" else {}
    if SOON in script.filename:
        marks["data-soon"] = ""
    return type(script)(script.filename, priority=script.priority, type="text/later", **marks)


def drop_dead_weight(app: Sphinx, error: Exception | None) -> None:
    """Take out what extensions bring for pages of another theme."""
    if error is None and app.builder.format == "html":
        for name in DEAD:
            (Path(app.outdir) / "_static" / name).unlink(missing_ok=True)


# -- Folded code -----------------------------------------------------------------------------------


def visit_folded(self: HTML5Translator, node: HideCodeCellNode) -> None:
    """As MyST-NB has it, but named by the words on it instead of "Toggle hidden content"."""
    words = "".join(
        f'<p class="{state} admonition-title">{self.encode(node[prompt])}</p>'
        for state, prompt in (("collapsed", "prompt_show"), ("expanded", "prompt_hide"))
    )
    classes = " ".join(["admonition hide", *node["classes"]])
    self.body.append(f'<details class="{classes}">\n<summary>{words}</summary>\n')


def depart_folded(self: HTML5Translator, node: HideCodeCellNode) -> None:
    self.body.append("</details>\n")


# -- Wide content ----------------------------------------------------------------------------------


class TableScroll(nodes.General, nodes.Element):
    """A box that a wide table scrolls in. HTML only."""


def visit_table_scroll(self: HTML5Translator, node: TableScroll) -> None:
    name = self.attval(node["name"])
    self.body.append(
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="{name}"'
        f' style="--columns: {node["columns"]}">'
    )


def depart_table_scroll(self: HTML5Translator, node: TableScroll) -> None:
    self.body.append("</div>\n")


class ScrollTables(SphinxPostTransform):
    """Puts each table into a box of its own that the keyboard reaches and a screen reader names."""

    default_priority = 850
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        taken: Counter[str] = Counter()
        for table in list(self.document.findall(nodes.table)):
            name = f"Table: {_name_of(table)}"
            taken[name] += 1
            if taken[name] > 1:
                name += f" ({taken[name]})"
            box = TableScroll(name=name, columns=_columns(table))
            table.replace_self(box)
            box += table


def _name_of(table: nodes.table) -> str:
    """Its caption, or else its section, or else what it tells of: the names of its columns."""
    place: nodes.Element | None = table
    while place is not None:
        title = next((c for c in place.children if isinstance(c, nodes.title)), None)
        if title is not None:
            return str(title.astext())
        place = place.parent
    entries = (entry for head in table.findall(nodes.thead) for entry in head.findall(nodes.entry))
    names = (entry.astext().strip() for entry in entries)
    return ", ".join(name for name in names if name) or "without a title"


def _columns(table: nodes.table) -> int:
    return sum(1 for _ in table.findall(nodes.colspec))


def visit_code(self: HTML5Translator, node: nodes.literal_block) -> None:
    """As Sphinx has it, less the marks that no style shows; a phone that scrolls it can be told."""
    try:
        HTML5Translator.visit_literal_block(self, node)
    except nodes.SkipNode:
        self.body[-1] = _WORD.sub(lambda m: m[0] if m[1] in SHOWN else m[2], self.body[-1])
        if max(map(len, node.astext().splitlines()), default=0) > PHONE:
            self.body[-1] = self.body[-1].replace("<pre>", '<pre tabindex="0">', 1)
        raise


def depart_code(self: HTML5Translator, node: nodes.literal_block) -> None:
    HTML5Translator.depart_literal_block(self, node)


class WideCode(SphinxPostTransform):
    """Marks code whose lines are longer than the column; the style sheet gives it more room."""

    default_priority = 850
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for block in self.document.findall(nodes.literal_block):
            if max(map(len, block.astext().splitlines()), default=0) > COLUMN:
                block["classes"].append("wide")
