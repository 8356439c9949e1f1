"""The faces of the printed book: the site's, unpacked from WOFF2, which Typst cannot read."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from press import fonts, npm

MATH = "STIX Two Math"
PRIMES = "Temml"  # has the primes of superscripts, which the math face has lost


def family(face: fonts.Face, script: str) -> str:
    """The name of a file's family: each script is a family, for Typst asks them in turn."""
    return face.family if script == "latin" else f"{face.family} {script}"


def chain(name: str) -> list[str]:
    """The families to ask for a letter, in order: those of a face, then the math face."""
    scripts = dict.fromkeys(family(face, script) for face in fonts.FACES if face.family == name
                            for script in face.scripts)
    return list(dict.fromkeys([*scripts, MATH]))


def convert(folder: Path) -> Path:
    """Write all faces as TrueType below ``folder``, once; the folder that holds them."""
    from fontTools.ttLib import TTFont  # no other build should wait for it

    target = folder / f"fonts-{digest()}"
    if (target / "letters.json").is_file():
        return target
    target.mkdir(parents=True, exist_ok=True)
    letters: dict[str, list[int]] = {}
    # Whole files, not the site's cuts: Typst embeds the letters that a book uses, and no others.
    files = [(face.source(file), family(face, script)) for face in fonts.FACES
             for file, script in zip(face.files, face.scripts, strict=True)]
    files.append((npm.package("temml") / "dist" / fonts.TEMML, PRIMES))
    for source, name in files:
        font = TTFont(source, recalcTimestamp=False)
        for record in font["name"].names:
            if record.nameID in (1, 16):
                record.string = name
        letters[name] = sorted(font.getBestCmap())
        font.flavor = None
        font.save(target / f"{source.stem}.ttf", reorderTables=None)
    (target / "letters.json").write_text(json.dumps(letters), encoding="utf-8")
    return target


@lru_cache(maxsize=8)
def letters(folder: Path, name: str) -> frozenset[int]:
    """The code points that a face's chain of families can print."""
    known = json.loads((folder / "letters.json").read_text(encoding="utf-8"))
    return frozenset(point for part in chain(name) for point in known[part])


def digest() -> str:
    """A hash of the packages' versions and of what is done to them."""
    found = hashlib.sha256(Path(__file__).read_bytes())
    for package in sorted({face.package for face in fonts.FACES}):
        found.update((npm.package(f"@fontsource/{package}") / "package.json").read_bytes())
    return found.hexdigest()[:12]
