"""TeX becomes Typst's math with the words that a screen reader says; what is lost is found.

npm's tex2typst converts and speech-rule-engine speaks, both in one Node process that runs only for
formulas that no earlier build has seen. Then Typst itself draws every new formula as MathML, and
its signs must be those that Temml drew for the page.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import typst
from sphinx.errors import ExtensionError

from press import npm
from press.core.signs import difference, leaves
from press.mathml import Key

SERVER = Path(__file__).with_name("formulas.mjs")
_PLACE = re.compile(r"┌─ [^:\n]*:(\d+):\d+")
# Accents that tex2typst sets as signs before their letter: nothing is lost, and all is wrong.
_BESIDE = re.compile(r"\\(acute|breve|grave)\b")
_MATH = re.compile(r"<math.*?</math>", re.DOTALL)


@dataclass(frozen=True)
class Printed:
    """A formula for paper: Typst's math, its spoken form; or what is wrong with it."""

    typst: str = ""
    spoken: str = ""
    error: str = ""


class Formulas:
    """All formulas of the book, converted once and kept in a file."""

    def __init__(self, folder: Path, letters: frozenset[int]):
        self.file = folder / f"formulas-{digest()}.json"
        self.letters = letters
        self._kept: dict[str, Printed] = {}
        if self.file.is_file():
            kept = json.loads(self.file.read_text(encoding="utf-8"))
            self._kept = {name: Printed(**fields) for name, fields in kept.items()}

    def __getitem__(self, key: Key) -> Printed:
        return self._kept[_name(key)]

    def __len__(self) -> int:
        return len(self._kept)

    def prepare(self, mathml: Mapping[Key, str]) -> None:
        """Convert and check the formulas that are new; ``mathml`` is what the page shows."""
        new = {key: drawn for key, drawn in mathml.items() if _name(key) not in self._kept}
        if not new:
            return
        made = dict(zip(new, convert(new), strict=True))
        made = check(made, new, self.letters)
        self._kept |= {_name(key): printed for key, printed in made.items()}
        kept = {name: asdict(printed) for name, printed in self._kept.items() if not printed.error}
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(json.dumps(kept, indent=1, ensure_ascii=False), encoding="utf-8")


def convert(formulas: Mapping[Key, str]) -> list[Printed]:
    """Ask Node for Typst's math and the spoken form of each."""
    npm.package("tex2typst")
    npm.package("speech-rule-engine")
    lines = "".join(json.dumps({"tex": key[0], "mathml": drawn}) + "\n"
                    for key, drawn in formulas.items())
    ran = subprocess.run([npm.node(), str(SERVER)], input=lines, capture_output=True,
                         encoding="utf-8", check=False)
    if ran.returncode:
        raise ExtensionError(f"Node stopped while it converted formulas: {ran.stderr.strip()}")
    made = [Printed(**json.loads(line)) for line in ran.stdout.splitlines()]
    return [Printed(error=f"it sets the accent of {beside[0]} beside its letter")
            if (beside := _BESIDE.search(tex)) else printed
            for (tex, _), printed in zip(formulas, made, strict=True)]


def check(
    made: Mapping[Key, Printed], mathml: Mapping[Key, str], letters: frozenset[int]
) -> dict[Key, Printed]:
    """Have Typst draw each formula, and compare its signs with those on the page."""
    result = dict(made)
    drawn: list[str] = []
    while True:
        keys = [key for key, printed in result.items() if not printed.error]
        try:
            drawn = draw([result[key].typst for key in keys])
            break
        except typst.TypstError as error:
            place = _PLACE.search(error.diagnostic or "")
            if place is None:
                raise
            result[keys[int(place[1]) - 1]] = Printed(error=f"{error.message}")
    for key, formula in zip(keys, drawn, strict=True):
        if lost := difference(mathml[key], formula):
            result[key] = Printed(error=f"it loses or adds {' '.join(lost)}")
        elif strange := [sign for text in leaves(formula) for sign in text
                         if ord(sign) not in letters and not sign.isspace()]:
            result[key] = Printed(error=f"no font has {strange[0]}")
    return result


def draw(formulas: list[str]) -> list[str]:
    """The MathML that Typst makes of formulas, each on a line of its own.

    Raises:
        typst.TypstError: one of them is no formula; the diagnostic names its line.
    """
    if not formulas:
        return []
    source = "".join(f"$ {' '.join(formula.split())} $\n" for formula in formulas)
    page = typst.compile(source.encode(), format="html", ignore_system_fonts=True)
    assert isinstance(page, bytes)
    found = _MATH.findall(page.decode())
    if len(found) != len(formulas):
        raise ExtensionError(f"Typst drew {len(found)} of {len(formulas)} formulas")
    return [formula.replace("&nbsp;", " ") for formula in found]


def digest() -> str:
    """A hash of everything that a formula's printed form depends on."""
    found = hashlib.sha256(version("typst").encode())
    for file in (SERVER, Path(__file__), npm.ROOT / "package-lock.json"):
        found.update(file.read_bytes())
    return found.hexdigest()[:12]


def _name(key: Key) -> str:
    return ("display " if key[1] else "inline ") + key[0]
