"""What a chapter may say to a widget: its name, its figure, its options, links to its states.

Each widget's options stand once, in ``code/widgets/src/<name>/options.json``: the page's script
reads the same file.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from press.core.markdown import Directive, Role
from press.core.mistakes import Mistake

FOLDER = Path(__file__).resolve().parents[2] / "widgets" / "src"
VERSION = "1"  # of the links; the same as in code/widgets/src/kit/hash.ts
_NUMBER = r"[-+−]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+−]?\d+)?"
_FRACTION = re.compile(rf"({_NUMBER})(?:\s*/\s*({_NUMBER}))?")
_SHAPE = re.compile(r"\((.*)\)")
_LINK = re.compile(r"(.+?)\s*<(\S+)\s*(.*)>")
_FIGURE = re.compile(r"[a-z][a-z0-9-]*")

Settings = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Widget:
    """A ``{widget}``: the figure that it brings to life, and how it starts."""

    name: str
    figure: str
    settings: Settings
    line: int


@dataclass(frozen=True)
class Play:
    """A ``{play}`` link: words that lead to a figure in a given state."""

    text: str
    figure: str
    settings: Settings
    line: int


@cache
def options_of_all() -> dict[str, dict[str, dict[str, Any]]]:
    """The options of every widget by its name."""
    return {file.parent.name: json.loads(file.read_text(encoding="utf-8"))
            for file in sorted(FOLDER.glob("*/options.json"))}


def widget(block: Directive, path: str) -> Widget:
    """Read a directive.

    Raises:
        Mistake: no such widget, no figure, or an option that the widget does not take.
    """
    known = options_of_all()
    if block.argument not in known:
        raise Mistake(path, block.line, f"no widget is called `{block.argument}`",
                      f"write {_or(known)}")
    figure = str(block.options.get("figure", ""))
    if not _FIGURE.fullmatch(figure):
        raise Mistake(path, block.line, f"the widget {block.argument} has no figure",
                      "name the figure that a cell above draws: `:figure: fig-…`")
    if block.body.strip():
        raise Mistake(path, block.line, f"the widget {block.argument} has content",
                      "take it out; the caption is that of the cell's figure")
    entries = [(name, "" if value is None else str(value))
               for name, value in block.options.items() if name != "figure"]
    return Widget(block.argument, figure,
                  settings(block.argument, entries, path, block.line), block.line)


def play(role: Role, path: str) -> tuple[str, str, str]:
    """The text, the figure and the settings of a link, not checked yet."""
    match = _LINK.fullmatch(role.content)
    if not match:
        raise Mistake(path, role.line, f"no figure in {{play}}`{role.content}`",
                      "write {play}`words <fig-name eta=0.4 steps=12>`")
    return match[1], match[2], match[3]


def plays(roles: Iterable[Role], widgets: list[Widget], path: str) -> list[Play]:
    """Read links to the widgets of the same chapter. Raises as :func:`widget` does."""
    by_figure = {one.figure: one for one in widgets}
    found = []
    for role in roles:
        text, figure, rest = play(role, path)
        if figure not in by_figure:
            raise Mistake(path, role.line, f"no widget of this chapter has the figure `{figure}`",
                          f"name {_or(by_figure)}" if by_figure
                          else "add a `{widget}` with this figure")
        entries = [(name, value) for name, _, value in (w.partition("=") for w in rest.split())]
        found.append(Play(text, figure, settings(by_figure[figure].name, entries, path, role.line),
                          role.line))
    return found


def together(widgets: list[Widget], drawn: list[tuple[str, int]], path: str) -> list[Mistake]:
    """Widgets whose figure no cell draws, or that another widget has taken.

    ``drawn`` are the figures of the chapter's cells with their lines.
    """
    mistakes = []
    names = dict(drawn)
    taken: set[str] = set()
    for one in widgets:
        if one.figure not in names:
            mistakes.append(Mistake(path, one.line, f"no cell draws the figure `{one.figure}`",
                                    "name the figure that a cell above draws, by its "
                                    "`mystnb: {figure: {name: …}}`"))
        elif names[one.figure] > one.line:
            mistakes.append(Mistake(path, one.line, f"`{one.figure}` is drawn further down",
                                    "put the widget below the cell that draws its figure"))
        elif one.figure in taken:
            mistakes.append(Mistake(path, one.line, f"`{one.figure}` has a widget already",
                                    "give each widget a figure of its own"))
        taken.add(one.figure)
    return mistakes


def settings(name: str, entries: Iterable[tuple[str, str]], path: str, line: int) -> Settings:
    """Check settings by the widget's options; as they are written on the page and into links."""
    known = options_of_all()[name]
    result = []
    for key, text in entries:
        if key not in known:
            raise Mistake(path, line, f"{name} has no option `{key}`", f"write {_or(known)}")
        kind = known[key]
        value = _normal(kind, text.strip())
        if value is None:
            raise Mistake(path, line, f"`{text}` is no {key} for {name}", _wanted(key, kind))
        result.append((key, value))
    return tuple(result)


def link(figure: str, entries: Settings) -> str:
    """The fragment of an address that puts a figure into a state."""
    return f"{figure}~{VERSION}~" + "&".join(f"{key}={value}" for key, value in entries)


def _normal(kind: dict[str, Any], text: str) -> str | None:
    """A value as links write it, or None where it is none of this kind."""
    match kind["type"]:
        case "flag":
            return "1" if text in ("", "1", "true", "True") else None
        case "choice":
            return text if text in kind["choices"] else None
        case "point":
            parts = re.split(r"\s*,\s*|\s+", text.strip("()[] "))
            found = [number(part) for part in parts]
            return ",".join(parts) if len(found) == 2 and None not in found else None
        case "numbers":
            parts = re.split(r"\s*,\s*|\s+", re.sub(r"[][();]", " ", text).strip())
            found = [number(part) for part in parts]
            return ",".join(parts) if _fit(kind, found) else None
        case "shape":
            return _shape(kind, text)
        case "count":
            return text if text.isdecimal() and int(text) <= kind["max"] else None
        case _:
            value = number(text)
            fits = value is not None and (
                kind.get("min", -math.inf) <= value <= kind.get("max", math.inf))
            return text.replace(" ", "") if fits else None


def _fit(kind: dict[str, Any], found: list[float | None]) -> bool:
    """Whether these are as many numbers of the size that an option of numbers wants."""
    low, high = kind.get("min", -math.inf), kind.get("max", math.inf)
    return len(found) == kind["count"] and all(
        value is not None and low <= value <= high and (value == int(value) or "whole" not in kind)
        for value in found)


def _shape(kind: dict[str, Any], text: str) -> str | None:
    """A shape, ``(3,)`` or ``100000 1``, as links write it; that of a number is ``scalar``."""
    match = _SHAPE.fullmatch(text)
    inner = (match[1] if match else text).strip()
    if inner == "scalar" or (match and not inner):
        return "scalar"
    parts = re.split(r"\s*,\s*|\s+", re.sub(r"\s*,$", "", inner))
    fits = len(parts) <= kind["axes"] and all(
        re.fullmatch("[0-9]+", part) and int(part) <= kind["max"] for part in parts)
    return ",".join(str(int(part)) for part in parts) if fits else None


def number(text: str) -> float | None:
    """A finite number: ``0.4``, ``1e-3``, ``1/3``. The page reads the same ones."""
    match = _FRACTION.fullmatch(text.strip())
    if not match:
        return None
    top, bottom = (float(part.replace("−", "-")) for part in (match[1], match[2] or "1"))
    value = top / bottom if bottom else math.inf
    return value if math.isfinite(value) else None


def _wanted(key: str, kind: dict[str, Any]) -> str:
    match kind["type"]:
        case "flag":
            return f"write `:{key}:` alone, or leave it out"
        case "choice":
            return f"write {_or(kind['choices'])}"
        case "point":
            return f"write two numbers: `:{key}: 4 3`"
        case "numbers":
            sort = "whole numbers" if "whole" in kind else "numbers"
            limits = f" from {kind['min']} to {kind['max']}" if "min" in kind else ""
            example = " ".join(["1"] * kind["count"])
            return f"write {kind['count']} {sort}{limits}: `:{key}: {example}`"
        case "shape":
            return (f"write at most {kind['axes']} lengths up to {kind['max']}, or `scalar`: "
                    f"`:{key}: 3 4`")
        case "count":
            return f"write a whole number from 0 to {kind['max']}"
        case _:
            low, high = kind.get("min"), kind.get("max")
            limits = " and ".join([f"not below {low}"] * (low is not None)
                                  + [f"not above {high}"] * (high is not None))
            return f"write a number{', ' + limits if limits else ''}: `:{key}: 0.4`"


def _or(names: Iterable[str]) -> str:
    return " or ".join(f"`{name}`" for name in names)
