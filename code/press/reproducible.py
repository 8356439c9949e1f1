"""The same sources give the same bytes: on any day, in any folder, however many work at once."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.config import Config

_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}\b")


def setup_reproducible(app: Sphinx) -> None:
    app.connect("config-inited", keep_year, priority=900)  # after Sphinx's own at 800
    app.connect("builder-inited", clear_static, priority=100)  # before anything is put there


def keep_year(app: Sphinx, config: Config) -> None:
    """Print the year that _config.yml names: Sphinx exchanges it for SOURCE_DATE_EPOCH's."""
    config.copyright = config.overrides.get("copyright", config.copyright)


def clear_static(app: Sphinx) -> None:
    """Take away what another state of the press has put beside the pages."""
    folder = Path(app.doctreedir) / "press"
    mark = folder / "sources"
    if not mark.is_file() or mark.read_text("utf-8") != app.config.press_sources:
        for made in (Path(app.outdir) / "_static", folder / "static"):
            shutil.rmtree(made, ignore_errors=True)
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.write_text(app.config.press_sources, encoding="utf-8")


def hide_addresses(notebook: NotebookNode) -> None:
    """Take out of outputs where in memory an object lay: ``<Line2D at 0x…>``, as it tells nobody
    anything and differs from run to run."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "text" in output:
                output["text"] = without_addresses(output["text"])
            for kind in ("text/plain", "text/html"):
                if kind in output.get("data", {}):
                    output["data"][kind] = without_addresses(output["data"][kind])


def without_addresses(text: Any) -> Any:
    """Words without addresses; a notebook may hold them as a list of lines."""
    if isinstance(text, list):
        return [without_addresses(line) for line in text]
    return _ADDRESS.sub("at 0x…", text)
