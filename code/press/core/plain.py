"""MyST in plain characters, for where nothing sets formulas: search, citations, tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from pylatexenc.latex2text import LatexNodes2Text, get_default_latex_context_db
from pylatexenc.latex2text import MacroTextSpec as Spec

from press.core import markdown

_TARGET = re.compile(r"(.*?)\s*<[^<>]*>", re.DOTALL)
# TeX needs a space after a command such as \\eta; the letter that it makes needs none.
_AFTER_SIGN = re.compile(r"([∇∂α-ωΑ-Ω])\s+(?=[\w∇∂(])")
_RAISED = str.maketrans("0123", "⁰¹²³")
_MISSING = {"ne": "≠", "Vert": "‖", "lVert": "‖", "rVert": "‖", "top": "⊤"}
_SIGNS = str.maketrans({"-": "−", "'": "′"})


def text(source: str) -> str:
    """A paragraph of MyST without its marks: ``$\\eta$`` is η, ``{term}`slope``` is slope."""
    return " ".join("".join(_pieces(source, formula)).split())


def count_words(source: str) -> int:
    """How many words a paragraph has; a formula counts as one."""
    return len("".join(_pieces(source, lambda tex: "x")).split())


def _pieces(source: str, of_math: Callable[[str], str]) -> list[str]:
    found: list[str] = []
    for token in markdown.tokens(source):
        for child in token.children or []:
            if child.type == "math_inline":
                found.append(of_math(child.content))
            elif child.type == "myst_role":
                match = _TARGET.fullmatch(child.content)
                found.append(match[1] if match else child.content)
            elif child.type in ("softbreak", "hardbreak"):
                found.append(" ")
            else:
                found.append(child.content)
        found.append(" ")
    return found


@cache
def formula(tex: str) -> str:
    """A formula in one line of Unicode: ``\\frac{a}{b + c}`` is a/(b + c)."""
    # The converter does not know the arguments of all commands; \mathrm looks the same in a line.
    known = tex.replace("\\operatorname", "\\mathrm")
    known = re.sub(r"\\[td]frac\b", r"\\frac", known)
    converted = _converter().latex_to_text(known).translate(_SIGNS)
    spaced = re.sub(r"\s*([←→≠≈≤≥])\s*", r" \1 ", _AFTER_SIGN.sub(r"\1", converted))
    raised = re.sub(r"\^([0-3])(?![0-9a-z])", lambda m: m[1].translate(_RAISED), spaced)
    return " ".join(raised.split())


@cache
def _converter() -> LatexNodes2Text:
    database = get_default_latex_context_db()
    macros = [Spec("frac", simplify_repl=_fraction),
              *(Spec(name, simplify_repl="%s") for name in ("mathbf", "boldsymbol")),
              *(Spec(name, simplify_repl=sign) for name, sign in _MISSING.items())]
    database.add_context_category("downhill", prepend=True, macros=macros)
    return LatexNodes2Text(latex_context=database, math_mode="text", keep_comments=False,
                           strict_latex_spaces="based-on-source")


def _fraction(node: Any, l2tobj: LatexNodes2Text) -> str:
    above, below = (l2tobj.nodelist_to_text([arg]) for arg in node.nodeargd.argnlist[-2:])
    return f"{_grouped(above)}/{_grouped(below)}"


def _grouped(part: str) -> str:
    part = part.strip()
    return f"({part})" if re.search(r"[ +\-−]", part) else part
