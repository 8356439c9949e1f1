"""What the pages of a book share while they are written: formulas, faces, pictures, the back."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import segno
from docutils import nodes
from sphinx.environment import BuildEnvironment

from press.mathml import formula, key_of
from press.pdf import faces
from press.pdf.formulas import Formulas, Printed

if TYPE_CHECKING:
    from press.pdf.writer import Writer

FACE = {"text": "STIX Two Text", "code": "Ubuntu Mono"}


@dataclass(frozen=True)
class Listing:
    """Code that is folded on the site, and stands at the back of the book."""

    label: str
    back: str
    title: str
    code: str


@dataclass
class Shared:
    """One book.

    Attributes:
        folder: where the Typst sources are written.
        fonts: the folder of the unpacked faces.
        site: the address of the site, ending in a slash; empty where none is known.
        has_key: whether a page of the book collects the answers.
        listings: code for the back, by chapter.
        terms: the glossary's terms, each with its target.
        indexed: the entries that `{index}` asks for.
    """

    env: BuildEnvironment
    folder: Path
    fonts: Path
    formulas: Formulas
    site: str = ""
    has_key: bool = False
    listings: dict[str, list[Listing]] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)
    indexed: set[str] = field(default_factory=set)

    def prepare_formulas(self, trees: dict[str, nodes.document]) -> None:
        """Convert all formulas of the book at once."""
        drawn = {}
        for docname, tree in trees.items():
            for node in tree.findall(lambda n: isinstance(n, nodes.math | nodes.math_block)):
                key = key_of(node)  # type: ignore[arg-type]
                drawn[key] = formula(self.env, docname, key).mathml
        self.formulas.prepare({key: mathml for key, mathml in drawn.items() if mathml})

    def formula(self, writer: Writer, node: nodes.math | nodes.math_block) -> Printed:
        printed = self.formulas[key_of(node)]
        if printed.error:
            tex = " ".join(node.astext().split())
            writer.wrong(node, f'the PDF cannot set the formula "{tex}": {printed.error}',
                         "write it another way")
        return printed

    def number(self, docname: str, kind: str, node: nodes.Element) -> str:
        """A figure's, an equation's or an exercise's number, as the site has it."""
        numbers = self.env.toc_fignumbers.get(docname, {}).get(kind, {})
        return next((".".join(map(str, numbers[name])) for name in node["ids"]
                     if name in numbers), "")

    def check_letters(self, writer: Writer, node: nodes.Node, face: str) -> None:
        """Every letter must be in a face that the book brings along."""
        known = faces.letters(self.fonts, FACE[face])
        strange = [sign for sign in dict.fromkeys(node.astext())
                   if not sign.isspace() and ord(sign) not in known and ord(sign) != 0x200B]
        for sign in strange:
            writer.wrong(node, f"no font of the book has '{sign}' (U+{ord(sign):04X})",
                         "write it another way, or add a face to code/press/fonts.py")

    def picture(self, source: Path) -> str:
        """Copy a picture to the sources; its path for Typst."""
        data = source.read_bytes()
        return self._keep(data, source.suffix)

    def address(self, docname: str, anchor: str) -> str:
        """Where a figure stands on the site: the whole address, or the path where none is known."""
        return f"{self.site}{docname}.html#{anchor}"

    def qr(self, address: str) -> str:
        """The address as a QR code; its path for Typst."""
        code = segno.make(address, micro=False, error="m")
        return self._keep(code.svg_inline(scale=4, border=0).encode(), ".svg")

    def _keep(self, data: bytes, suffix: str) -> str:
        name = f"images/{hashlib.sha256(data).hexdigest()[:16]}{suffix}"
        (self.folder / "images").mkdir(exist_ok=True)
        (self.folder / name).write_bytes(data)
        return f"/{name}"

    def named_in(self, title: str) -> list[str]:
        """The glossary's terms that a section is about, as its title says."""
        return [target for term, target in self.terms.items()
                if re.search(rf"\b{re.escape(term)}s?\b", title, re.IGNORECASE)]

    def defined(self, writer: Writer, node: nodes.Element) -> None:
        """A bold glossary term in a chapter is where the book defines it."""
        target = self.terms.get(node.astext().lower())
        if target and writer.page.role == "chapter" and writer.counts:
            writer.out.append(f'#d.term-mark("{target}", main: true);')
