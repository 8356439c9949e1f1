"""What a formula shows, whichever program drew it: the signs that stand in its MathML."""

from __future__ import annotations

import unicodedata
from collections import Counter
from xml.etree import ElementTree

# Signs that are written in more ways than one, and what a reader does not see.
_SAME = str.maketrans({"−": "-", "′": "'", "⋅": "·", "∥": "‖", "∣": "|", "∗": "*", "∶": ":",
                       "ϕ": "φ", "ϵ": "ε", "˙": ".", "ˆ": "^", "‾": "¯", "⟩": ">", "⟨": "<",
                       "⁎": "*", "⋯": "…", "⏟": "", "⏞": "",
                       "\u0302": "^", "\u0303": "~", "\u0304": "¯", "\u0307": ".", "\u20d7": "→",
                       "\u2061": "", "\u2062": "", "\u2063": "", "\u2064": "", "\ufe00": ""})


def leaves(mathml: str) -> list[str]:
    """The texts of a formula's signs in reading order; annotations are left out."""
    root = ElementTree.fromstring(mathml)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.rpartition("}")[2] in ("annotation", "annotation-xml"):
                parent.remove(child)
    return [element.text for element in root.iter() if element.text and not len(element)]


def signs(mathml: str) -> Counter[str]:
    """How often each sign stands in a formula: no spaces, no variants of one letter."""
    # Decomposition turns a mathematical italic x into an x, and ŷ into a y and its hat.
    text = unicodedata.normalize("NFKD", "".join(leaves(mathml)).translate(_SAME))
    return Counter(sign for sign in text.translate(_SAME) if not sign.isspace())


def difference(one: str, other: str) -> str:
    """The signs that stand in one formula more often than in the other; empty if they agree."""
    here, there = signs(one), signs(other)
    return "".join(sorted(((here - there) + (there - here)).elements()))
