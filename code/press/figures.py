"""Figures: plotted by chapters' cells in the book's style, and shown in the page's colors.

A chapter needs no magic for either. Its kernel is started from our own specification, which asks
for SVG, and reads our own matplotlibrc. On the site a figure is a file of its own, fetched when the
reader comes near it: a lesson's figures weigh as much as all of its text.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from press.core import svg, versions
from press.core.figure_style import matplotlibrc
from press.publish import PAGES_ARE_RIGHT

logger = logging.getLogger(__name__)

FIGURE = "figure-"  # how the names of the files begin
CACHE = ".jupyter_cache-"  # and those of the folders with executed chapters
SHOWN = re.compile(rb'_images/(figure-[0-9a-f]+\.svg)"')

JUPYTER = Path(__file__).with_name("jupyter")


def setup_figures(app: Sphinx) -> None:
    prepare_kernel(Path(app.doctreedir) / "press")
    app.connect("config-inited", separate_caches)
    app.connect("doctree-read", check_alt)
    app.add_post_transform(PlacedFigures)
    app.connect("build-finished", drop_old_figures, priority=PAGES_ARE_RIGHT + 1)
    app.connect("build-finished", drop_old_caches)


def prepare_kernel(folder: Path) -> None:
    """Makes kernels that this process starts plot in the book's style, as SVG."""
    folder.mkdir(parents=True, exist_ok=True)
    style = folder / "matplotlibrc"
    style.write_text(matplotlibrc(), encoding="utf-8")
    os.environ["MATPLOTLIBRC"] = str(style)
    # Of two specifications called python3, Jupyter takes the one that comes first in its path.
    others = os.environ.get("JUPYTER_PATH", "").split(os.pathsep)
    paths = [str(JUPYTER), *(path for path in others if path and path != str(JUPYTER))]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(paths)


def separate_caches(app: Sphinx, config: Config) -> None:
    """Keeps executed chapters by style and by what ran them: a change makes them stale."""
    if not config.nb_execution_cache_path:
        kernel = JUPYTER / "kernels" / "python3"
        parts = [
            matplotlibrc().encode(),
            versions.running().encode(),
            *(file.read_bytes() for file in sorted(kernel.glob("*.*"))),
        ]
        name = CACHE + hashlib.sha256(b"".join(parts)).hexdigest()[:8]
        config.nb_execution_cache_path = str(Path(app.outdir).parent / name)


def cell_of(node: nodes.Node) -> nodes.Element | None:
    """The cell that printed or drew a node."""
    while node := node.parent:
        if isinstance(node, nodes.container) and node.get("nb_element") == "cell_code":
            return node
    return None


def check_alt(app: Sphinx, doctree: nodes.document) -> None:
    """Asks for alternative text once for each output, however many formats the kernel sent."""
    seen: set[int] = set()
    for image in doctree.findall(nodes.image):
        cell, output = cell_of(image), id(image.parent.parent)
        if cell is not None and not image.get("alt", "").strip() and output not in seen:
            seen.add(output)
            logger.warning(
                "output image has no alt text; add `mystnb: image: alt:` to the cell's header",
                # MyST-NB counts from the second line inside the fence; authors from the fence.
                location=(app.env.docname, (cell.line or 2) - 2),
                type="press",
                subtype="alt",
            )


class PlacedFigures(SphinxPostTransform):
    """HTML only: shows the SVG that a cell drew, after MyST-NB chose the format."""

    default_priority = 20
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        outputs = [
            image for image in self.document.findall(nodes.image) if cell_of(image) is not None
        ]
        drawn = [image for image in outputs if image["uri"].endswith(".svg")]
        for number, image in enumerate(drawn, start=1):
            source = Path(self.env.srcdir, image["uri"]).read_text(encoding="utf-8")
            if self.app.builder.name == "epub":
                plot = svg.inline(source, alt=image.get("alt", ""), prefix=f"plot-{number}-")
            else:
                plot = self.shown(source, image.get("alt", ""))
            raw = nodes.raw("", f'<div class="plot">{plot}</div>\n', format="html")
            raw.source, raw.line = image.source, image.line
            image.replace_self(raw)

    def shown(self, source: str, alt: str) -> str:
        """Puts a figure's file into the site. A page has it twice; of the two, one is displayed."""
        drawing, width, height = svg.apart(source)
        name = f"{FIGURE}{hashlib.sha256(drawing.encode()).hexdigest()[:12]}.svg"
        folder = Path(self.app.outdir) / "_images"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(drawing, encoding="utf-8")
        address = "../" * self.env.docname.count("/") + f"_images/{name}"
        rest = f'alt="{escape(alt)}" width="{width}" height="{height}" loading="lazy"'
        return (f'<img class="by-day" src="{address}" {rest}>'
                f'<img class="by-night" src="{address}#{svg.NIGHT}" {rest}>')


def drop_old_figures(app: Sphinx, error: Exception | None) -> None:
    """Takes out of the site the drawings that no page shows any more."""
    site = Path(app.outdir)
    drawings = list(site.glob(f"_images/{FIGURE}*.svg"))
    if error or not drawings or app.builder.format != "html":
        return
    shown = {name for page in site.rglob("*.html") for name in SHOWN.findall(page.read_bytes())}
    for drawing in drawings:
        if drawing.name.encode() not in shown:
            drawing.unlink()


def drop_old_caches(app: Sphinx, error: Exception | None) -> None:
    """Removes what another style, Python or NumPy has executed: each weighs as much as the book."""
    cache = Path(app.config.nb_execution_cache_path or "")
    if error or not cache.name.startswith(CACHE):
        return
    for other in cache.parent.glob(f"{CACHE}*"):
        if other != cache:
            shutil.rmtree(other, ignore_errors=True)
