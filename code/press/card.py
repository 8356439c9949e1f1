"""The picture of a lesson for where its address is shared: its own first figure, below its title.

Typst sets it, in the book's face and colors. It is made only where the site's address is known,
since Open Graph wants a whole address, and kept by a hash of all that is on it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import typst
from docutils import nodes
from sphinx.application import Sphinx

from press import fonts, mark, trees
from press.core.tokens import TOKENS
from press.figures import cell_of

SIZE = (1200, 630)  # pixels
TEMPLATE = Path(__file__).with_name("card.typ")
MARK_ALT = "Contour lines of a bowl, and a path that walks down them"


@dataclass(frozen=True)
class Card:
    """A picture in the site, and what is seen on it."""

    path: str
    alt: str


def card(app: Sphinx, page: str, title: str) -> Card:
    """Put a page's picture into the site.

    Raises:
        typst.TypstError: the figure cannot be drawn.
    """
    found = figure(app, page)
    drawing, alt = found or (mark.picture(), MARK_ALT)
    words = {"title": title, "book": str(app.config.html_title),
             **{role: TOKENS[role].light for role in ("background", "text", "secondary")}}
    made = Path(app.doctreedir).parent / ".cards" / f"{digest(words, drawing)}.png"
    if not made.is_file():
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_bytes(draw(words, drawing))
    path = f"cards/{page}.png"
    place = Path(app.outdir) / path
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(made, place)
    return Card(path, alt)


def figure(app: Sphinx, page: str) -> tuple[str, str] | None:
    """The SVG of the first figure of a page that a cell drew, and its alternative text."""
    assert app.env is not None
    for image in trees.look(app.env, page).findall(nodes.image):
        file = Path(app.srcdir) / image["uri"]
        if file.suffix == ".svg" and cell_of(image) is not None and file.is_file():
            return file.read_text(encoding="utf-8"), image.get("alt", "")
    return None


def digest(words: dict[str, str], drawing: str) -> str:
    """A hash of all that a picture depends on."""
    parts = [words, drawing, mark.picture(), TEMPLATE.read_text(encoding="utf-8"),
             version("typst")]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:20]


def draw(words: dict[str, str], drawing: str) -> bytes:
    """The picture as PNG; the same bytes for the same input."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "figure.svg").write_text(drawing, encoding="utf-8")
        (folder / "mark.svg").write_text(mark.picture(), encoding="utf-8")
        shutil.copyfile(TEMPLATE, folder / TEMPLATE.name)
        write_faces(folder)
        made = typst.compile(folder / TEMPLATE.name, root=folder, font_paths=[folder],
                             ignore_system_fonts=True, format="png", ppi=72.0, sys_inputs=words)
    assert isinstance(made, bytes)
    return made


def write_faces(folder: Path) -> None:
    """The text face as TrueType: Typst reads no WOFF2."""
    from fontTools.ttLib import TTFont  # a build that changes nothing should not wait for it

    for face in fonts.FACES[:4]:
        if face.style == "normal":
            for file in face.files:
                font = TTFont(face.source(file))
                font.flavor = None
                font.save(folder / f"{Path(file).stem}.ttf")
