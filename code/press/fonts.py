"""The faces that the site ships: which npm package has each, cut down to the letters it may need.

Which letters those are stands in :mod:`press.core.letters`. A font that lacks one of them stops
the build. The cut is made once for all copies of the book on a machine, by `make setup` or else by
the first build, and kept in the user's cache by a hash of all that it depends on. The faces that
every page begins with are carried by the page itself, so that it can be drawn as soon as it is
there.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.metadata import version
from importlib.resources import files
from io import BytesIO
from multiprocessing.process import BaseProcess
from pathlib import Path

from sphinx.errors import ExtensionError

from press import cache, npm
from press.core import letters

SCRIPTS = {"latin": letters.LATIN, "latin-ext": letters.NAMES, "greek": letters.GREEK}
CODE = {"latin": letters.CODE, "greek": letters.GREEK}
# What shapes text and formulas on these pages; the rest of each font's typography stays behind.
FEATURES = ("ccmp", "kern", "liga", "locl", "mark", "mkmk", "onum", "tnum", "lnum", "pnum",
            "ssty", "dtls", "flac", "rtlm")


@dataclass(frozen=True)
class Cut:
    """A file to be made: from ``source``, named ``name``, with the characters in ``kept``.

    Where it is ``carried``, pages have it in their own style instead. A font whose weight varies
    is limited to ``weights``, the lightest and the boldest.
    """

    source: Path
    name: str
    kept: str
    carried: bool = False
    weights: tuple[int, int] | None = None


@dataclass(frozen=True)
class Face:
    """One family at one weight and style. ``scripts`` maps a file's script to its letters.

    Of those, ``rare`` are shipped apart, for the pages that have them. ``apart`` has another file.
    """

    family: str
    package: str
    weight: int
    style: str = "normal"
    scripts: Mapping[str, str] = field(default_factory=lambda: SCRIPTS)
    rare: str = ""
    apart: str = ""

    @cached_property
    def files(self) -> dict[str, str]:
        """Each file as Fontsource packages it, and the letters that are wanted of it."""
        return {self.name(script): kept for script, kept in self.scripts.items()}

    def name(self, script: str) -> str:
        return f"{self.package}-{script}-{self.weight}-{self.style}.woff2"

    def source(self, file: str) -> Path:
        """The uncut file, as Fontsource packages it."""
        return npm.package(f"@fontsource/{self.package}") / "files" / file

    @cached_property
    def cuts(self) -> list[Cut]:
        """Each file that is shipped."""
        left_out = {*self.rare, *self.apart}
        shipped = [Cut(self.source(file), file, "".join(c for c in kept if c not in left_out))
                   for file, kept in self.files.items()]
        if self.rare:
            shipped.append(Cut(shipped[0].source, self.name("rare"), self.rare))
        return shipped


FACES = (
    Face("STIX Two Text", "stix-two-text", 400, apart=letters.FIRST),
    Face("STIX Two Text", "stix-two-text", 400, "italic"),
    Face("STIX Two Text", "stix-two-text", 600, apart=letters.FIRST),
    Face("STIX Two Text", "stix-two-text", 600, "italic"),
    # Fontsource calls this one "latin" too, but it is the whole font: ∇, ∂, ℝ and the MATH table.
    Face("STIX Two Math", "stix-two-math", 400, scripts={"latin": letters.MATH},
         rare=letters.RARE),
    Face("Ubuntu Mono", "ubuntu-mono", 400, scripts=CODE),
    Face("Ubuntu Mono", "ubuntu-mono", 700, scripts=CODE),
)
# What else the first screen of a page may be set in, and what of it tells that: slanted words, but
# not a paragraph of them, which is set upright below a title.
AHEAD = {FACES[1].name("latin"): r"(?<!<p>)<em", FACES[5].name("latin"): "<code",
         FACES[4].name("latin"): "<math"}
# The letters of nearly all text, which pages carry: at both weights in one file, of which the bold
# takes a fifth of what it would take in its own.
FIRST, FIRST_WEIGHTS = "stix-two-text-first.woff2", (400, 600)
FIRST_FONT = "files/stix-two-text-latin-wght-normal.woff2"
# Temml's own little font draws primes at the height that a superscript needs.
TEMML, PRIMES = "Temml.woff2", "′″‴⁗"
# The theme's icons, of which a page shows a dozen.
ICONS, ICON_FAMILY = "icons.woff2", "Font Awesome 6 Free"
ICON_FONT = "theme/pydata_sphinx_theme/static/vendor/fontawesome/webfonts/fa-solid-900.woff2"
# How CSS names the faces that pages carry, which are read before the first words are drawn.
CARRIED = (f"{FIRST_WEIGHTS[0]} 1em 'STIX Two Text'", f"900 1em '{ICON_FAMILY}'")
# What files are named that were cut.
MADE = f"{'[0-9a-f]' * 16}-*.woff2"


def css() -> str:
    """The `@font-face` rules, for font files below `fonts/`."""
    rules = [_rule("Temml", TEMML, 400, "normal", ""),
             _rule(ICON_FAMILY, ICONS, 900, "normal", "", carried=True),
             _rule("STIX Two Text", FIRST, "{} {}".format(*FIRST_WEIGHTS), "normal",
                   letters.ranges(letters.FIRST), carried=True)]
    for face in FACES:
        rules += [_rule(face.family, cut.name, face.weight, face.style, letters.ranges(cut.kept))
                  for cut in face.cuts]
    return "".join(rules)


def _rule(family: str, file: str, weight: int | str, style: str, kept: str, *,
          carried: bool = False) -> str:
    only = f" unicode-range: {kept};" if kept else ""
    # Text that is on the screen already does not move when its face comes late: the next page has
    # it. Formulas wait, since another face may lack what they need; so does code, which would not
    # fit its column in a wider face, and whose lines move nothing when it comes. A face that the
    # page carries is waited for.
    display = "block" if carried else "optional" if family == "STIX Two Text" else "swap"
    return (
        f'@font-face {{ font-family: "{family}"; font-style: {style}; font-weight: {weight};'
        f' font-display: {display}; src: url("fonts/{file}") format("woff2");{only} }}\n'
    )


def cuts() -> list[Cut]:
    """The files of the book's own faces, of formulas' primes, and of icons."""
    icons = Path(str(files("pydata_sphinx_theme"))) / ICON_FONT
    first = npm.package("@fontsource-variable/stix-two-text") / FIRST_FONT
    return [*(cut for face in FACES for cut in face.cuts),
            Cut(first, FIRST, letters.FIRST, carried=True, weights=FIRST_WEIGHTS),
            Cut(npm.package("temml") / "dist" / TEMML, TEMML, PRIMES),
            Cut(icons, ICONS, letters.ICONS, carried=True)]


def write(folder: Path, kept: Path, wanted: Iterable[Cut]) -> None:
    """Put cut fonts into ``folder``, by way of ``kept``, where they wait for the next build.

    Raises:
        ExtensionError: a font lacks a letter that it is to ship.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for cut in wanted:
        shutil.copyfile(made(cut, kept), folder / cut.name)


def made(cut: Cut, kept: Path) -> Path:
    """The file where it waits; raises as :func:`write`."""
    file = kept / f"{_digest(cut)}-{cut.name}"  # as MADE says
    if not file.is_file():
        kept.mkdir(parents=True, exist_ok=True)
        cache.write_whole(file, _made(cut))
    cache.note_use(file)
    return file


def kept() -> Path:
    """Where cut fonts wait for the next build, of whatever copy of the book."""
    return cache.folder() / "fonts"


def begin() -> BaseProcess | None:
    """Start to cut the book's faces, in a process of its own; it takes seconds."""
    if all((kept() / f"{_digest(cut)}-{cut.name}").is_file() for cut in cuts()):
        return None
    process = multiprocessing.get_context("spawn").Process(target=_prepare)
    process.start()
    return process


def prepare() -> None:
    """Cut the book's faces. Raises as :func:`write` does."""
    for cut in cuts():
        made(cut, kept())


def _prepare() -> None:
    if hasattr(os, "nice"):
        os.nice(10)  # nobody waits for it before the end, and then a processor has nothing to do
    # What a font lacks is told by the process that waits for this one, and finds it undone.
    with suppress(ExtensionError):
        prepare()


@lru_cache
def _tool() -> str:
    return version("fonttools")


@lru_cache
def _hash(source: Path, changed: int) -> str:
    return hashlib.sha256(source.read_bytes()).hexdigest()


def _digest(cut: Cut) -> str:
    source = _hash(cut.source, cut.source.stat().st_mtime_ns)
    parts = [_tool(), cut.kept, cut.weights, FEATURES, source]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def _made(cut: Cut) -> bytes:
    # A build that changes nothing should not wait for it.
    from fontTools import subset
    from fontTools.varLib import instancer

    options = subset.Options(layout_features=list(FEATURES), flavor="woff2", hinting=False,
                             recalc_timestamp=False)  # the same cut whenever it is made
    font = subset.load_font(str(cut.source), options)
    drawn = font.getBestCmap()
    lacking = [f"{letter} (U+{ord(letter):04X})" for letter in dict.fromkeys(cut.kept)
               if ord(letter) not in drawn]
    if lacking:
        raise ExtensionError(f"{cut.source.name} has no {', '.join(lacking)}; take it out of "
                             "press/core/letters.py, or choose another font")
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=map(ord, cut.kept))
    cutter.subset(font)
    if cut.weights:
        font = instancer.instantiateVariableFont(font, {"wght": cut.weights})
    out = BytesIO()
    font.flavor = options.flavor
    font.save(out, reorderTables=options.canonical_order)
    return out.getvalue()
