"""A page with every widget in several states: what ``make widgets`` opens. It needs no chapter.

The states stand in ``code/widgets/src/<name>/gallery.json``: a title for each, and its settings.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path

from press import fonts, theme, widgets
from press.core import widgets as core
from press.widget import PREFIX


def write(folder: Path) -> Path:
    """Write the page and its scripts into a folder; return the page."""
    scripts = folder / "widgets"
    scripts.mkdir(parents=True, exist_ok=True)
    for old in scripts.iterdir():
        old.unlink()
    widgets.finish_esbuild(widgets.start_esbuild(scripts), scripts)
    script = json.loads((scripts / "manifest.json").read_text(encoding="utf-8"))["widgets.js"]
    fonts.write(folder / "fonts", fonts.kept(), fonts.cuts())
    (folder / "press.css").write_text(theme.style_sheet(), encoding="utf-8")
    page = folder / "index.html"
    page.write_text(PAGE.format(script=escape(script), figures="\n".join(figures())),
                    encoding="utf-8")
    return page


def figures() -> Iterator[str]:
    """Each widget's states as figures, with a blank where a chapter has the printed form.

    Raises:
        Mistake: a state has a setting that the widget does not take.
    """
    for name in core.options_of_all():
        yield f"<h2>{escape(name)}</h2>"
        file = core.FOLDER / name / "gallery.json"
        for place, (title, settings) in enumerate(json.loads(file.read_text("utf-8")).items()):
            where = file.relative_to(core.FOLDER.parents[2]).as_posix()
            checked = core.settings(name, settings.items(), where, place + 2)
            data = "".join(f' data-{key}="{escape(value)}"' for key, value in checked)
            label = f"{name}-{place + 1}"
            yield (f'<{PREFIX}{name} data-figure="{label}"{data}><figure id="{label}">'
                   f"{BLANK}<figcaption>{escape(title)}</figcaption></figure></{PREFIX}{name}>")


# As a chapter's cell has its picture; of no width and height, so that its room is the widget's.
BLANK = '<div class="plot"><img alt="" width="0" height="0"></div>'


PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Widgets of the book, in several states</title>
<link rel="stylesheet" href="press.css">
<script type="module" src="widgets/{script}"></script>
<style>
  body {{ margin: 2rem auto; max-width: 35rem; padding: 0 1.25rem; }}
  figure {{ margin: 2.5rem 0; }}
  figcaption {{ color: var(--secondary); margin-top: 0.5rem; }}
  /* What the theme sets on the site, and the widgets' heights count on. */
  *, ::before, ::after {{ box-sizing: border-box; }}
  button, input, select {{ font: inherit; margin: 0; }}
  label {{ display: inline-block; }}
</style>
</head>
<body class="bd-article">
<h1>Widgets</h1>
<p>Every widget in several states, made by <code>make widgets</code>.
Day or night follows your system.</p>
{figures}
</body>
</html>
"""
