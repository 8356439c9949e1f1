"""What other programs read in a PDF: pikepdf its structure, pdfminer its letters."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pikepdf
from bs4 import BeautifulSoup
from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTPage, LTTextLine

ROOT = Path(__file__).resolve().parents[1]
MM = 72 / 25.4
LOCK = [line.strip() for line in (ROOT / "book" / "questions.lock").read_text("utf-8").splitlines()
        if line.startswith("q-") and "->" not in line]
# What a page says to hands and eyes on a screen, not to readers.
SCREEN = ("nav, button, script, style, template, summary, math, noscript, .headerlink, .controls, "
          ".lesson-facts, .launch, .launches, .progress-panel, .self-check-result, "
          ".answer .tests, .lesson-place, .term-code, .term-files, label[for], .tags, svg, "
          ".unseen, .live-elsewhere")


@dataclass
class Printed:
    """A PDF as pikepdf and pdfminer read it."""

    path: Path

    @cached_property
    def pdf(self) -> pikepdf.Pdf:
        return pikepdf.open(self.path)

    @cached_property
    def pages(self) -> list[LTPage]:
        return list(extract_pages(self.path, laparams=LAParams()))

    def chars(self, page: LTPage) -> Iterator[LTChar]:
        """All letters of a page that are not spaces."""
        return (char for line in lines(page) for char in line
                if isinstance(char, LTChar) and char.get_text().strip())

    def body(self, page: LTPage) -> str:
        """A page's text without running head and folio."""
        inside = [line for line in lines(page) if 18 * MM < line.y0 < page.height - 20 * MM]
        return "".join(line.get_text() for line in inside)

    def rows(self, page: LTPage, above: float = 0) -> list[str]:
        """A page's lines as they are seen, from the left to the right, whatever parts them."""
        found: dict[int, list[LTChar]] = {}
        for char in self.chars(page):
            bottom = round(char.matrix[5])  # the baseline
            if bottom < above:
                continue
            near = next((line for line in found if abs(line - bottom) <= 1), bottom)
            found.setdefault(near, []).append(char)
        return ["".join(char.get_text() for char in sorted(row, key=lambda char: char.x0))
                for _, row in sorted(found.items(), reverse=True)]

    @cached_property
    def text(self) -> str:
        """All text, words that were parted at the end of a line put together."""
        return re.sub(r"-\n", "", "\n".join(self.body(page) for page in self.pages))

    def squeezed(self) -> str:
        """All text without spaces and hyphens, to look for what may have been broken."""
        return squeeze(self.text)

    def elements(self, kind: str) -> list[pikepdf.Dictionary]:
        """The structure elements of a kind, in reading order."""
        return [node for node in structure(self.pdf.Root.StructTreeRoot) if node.get("/S") == kind]

    def elements_of(self, pattern: str) -> list[pikepdf.Dictionary]:
        """The structure elements whose kind fits a pattern, in reading order."""
        return [node for node in structure(self.pdf.Root.StructTreeRoot)
                if re.fullmatch(pattern, str(node.get("/S")))]


def structure(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """All structure elements below one."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from structure(kid)


def lines(item: object) -> Iterator[LTTextLine]:
    """The lines of text below a layout object, from the top."""
    if isinstance(item, LTTextLine):
        yield item
    elif hasattr(item, "__iter__"):
        for child in item:
            yield from lines(child)


def squeeze(text: str) -> str:
    """Text without spaces, hyphens and differences of form."""
    return re.sub(r"[\s\u00ad\u200b-]", "", unicodedata.normalize("NFKC", text))


def words(text: str) -> Counter[str]:
    """How often each word stands in a text; punctuation and hyphens do not count."""
    text = unicodedata.normalize("NFKC", text).replace("-", "").replace("\u2019", "'")
    return Counter(re.findall(r"[^\W_]{2,}", text))


def site_words(site: dict[str, BeautifulSoup]) -> Counter[str]:
    """The words of all pages that a reader reads; each answer once, in the key."""
    found: Counter[str] = Counter()
    for name, page in site.items():
        article = BeautifulSoup(str(page.select_one("article")), "lxml")
        folded = ", .quiz details" if name != "book/answers" else ""
        for hidden in article.select(SCREEN + folded):
            hidden.decompose()
        for code in article.select("pre"):
            code.string = code.get_text()
        found += words(article.get_text(" "))
    return found
