"""The faces that the site ships: which npm package has them, and which letters each file holds."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from press import npm


@dataclass(frozen=True)
class Face:
    """One family at one weight and style, as Fontsource packages it: a file for each script."""

    family: str
    package: str
    weight: int
    style: str = "normal"
    scripts: tuple[str, ...] = ("latin",)
    ranged: bool = True

    def file(self, script: str) -> str:
        return f"{self.package}-{script}-{self.weight}-{self.style}.woff2"


TEXT_SCRIPTS = ("latin", "latin-ext", "greek")
FACES = (
    Face("STIX Two Text", "stix-two-text", 400, scripts=TEXT_SCRIPTS),
    Face("STIX Two Text", "stix-two-text", 400, "italic", scripts=TEXT_SCRIPTS),
    Face("STIX Two Text", "stix-two-text", 600, scripts=TEXT_SCRIPTS),
    Face("STIX Two Text", "stix-two-text", 600, "italic", scripts=TEXT_SCRIPTS),
    # Fontsource calls this one "latin" too, but it is the whole font: ∇, ∂, ℝ and the MATH table.
    Face("STIX Two Math", "stix-two-math", 400, ranged=False),
    Face("Ubuntu Mono", "ubuntu-mono", 400, scripts=TEXT_SCRIPTS),
    Face("Ubuntu Mono", "ubuntu-mono", 700, scripts=TEXT_SCRIPTS),
)
# What the first screen of any page is set in.
FIRST = tuple(face.file("latin") for face in FACES[:4] if face.style == "normal")
# Temml's own little font draws primes at the height that a superscript needs.
TEMML = "Temml.woff2"


def css(base: str = "fonts/") -> str:
    """The `@font-face` rules, for font files below `base`."""
    rules = [_rule("Temml", base + TEMML, 400, "normal", "")]
    for face in FACES:
        ranges = npm.package(f"@fontsource/{face.package}") / "unicode.json"
        letters = json.loads(ranges.read_text())
        for script in face.scripts:
            url, kept = base + face.file(script), letters[script] if face.ranged else ""
            rules.append(_rule(face.family, url, face.weight, face.style, kept))
    return "".join(rules)


def _rule(family: str, url: str, weight: int, style: str, letters: str) -> str:
    kept = f" unicode-range: {letters};" if letters else ""
    # Text that is on the screen already does not move when its face comes late: the next page has
    # it. Formulas wait, since another face may lack what they need; so does code, which would not
    # fit its column in a wider face, and whose lines move nothing when it comes.
    display = "optional" if family == "STIX Two Text" else "swap"
    return (
        f'@font-face {{ font-family: "{family}"; font-style: {style}; font-weight: {weight};'
        f' font-display: {display}; src: url("{url}") format("woff2");{kept} }}\n'
    )


def copy(folder: Path) -> None:
    """Puts the font files into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        files = npm.package(f"@fontsource/{face.package}") / "files"
        for script in face.scripts:
            shutil.copyfile(files / face.file(script), folder / face.file(script))
    shutil.copyfile(npm.package("temml") / "dist" / TEMML, folder / TEMML)
