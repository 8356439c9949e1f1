"""The letters that the book's faces hold, and which of a text are missing there.

A page ships only these letters of each font, a few kilobytes instead of half a megabyte. Whoever
needs another sign adds it here.
"""

from __future__ import annotations

from collections.abc import Iterable


def span(first: int, last: int) -> str:
    """All characters from one code point to another, both included."""
    return "".join(map(chr, range(first, last + 1)))


ASCII = span(0x20, 0x7E)
LATIN = ASCII + span(0xA0, 0xFF) + "ıŒœ–—‘’‚“”„•…′″‹›⁄€™−"
# What nearly all of a text is written with; the rest of LATIN is fetched where a page has it.
FIRST = "".join(sorted(set(ASCII) - set("#$<>@\\^_`{|}~"))) + "\xa0·–—‘’“”…−×"
NAMES = span(0x100, 0x130) + span(0x134, 0x151) + span(0x154, 0x17E)  # names of people
GREEK = span(0x391, 0x3A1) + span(0x3A3, 0x3A9) + span(0x3B1, 0x3C9)
CODE = ASCII + "\xa0°²³·×÷±½−—–…‘’“”éèüöäßñç"
SIGNS = ("∂∇∑∏∫√∞±×÷·⋅∘∗⊙≈≠≤≥≪≫≡≔∝∼∈∉⊂⊆∪∩∅∀∃¬∧∨⊕⊗⊤⊥∥∣‖⟨⟩⌊⌋⌈⌉…⋯⋮⋱"
         "←↑→↓↔↦⇐⇒⇔⟶⟹′″‴−°⁻₀₁₂₃₄⁰¹²³ℓℏℒ𝒩ℝℕℤℂℚ^ˆ˜¯‾˙¨̸̂̃̄⏞⏟|/\\")
# Letters that a `\mathbf`, `\mathcal` or `\mathbb` asks for, and the slanted ones that a browser
# draws for a single letter. ℎ is where Unicode put the slanted h.
STYLED = (span(0x1D400, 0x1D433) + span(0x1D434, 0x1D454) + "ℎ" + span(0x1D456, 0x1D467)
          + span(0x1D6A8, 0x1D6DA) + span(0x1D6E2, 0x1D71B) + "𝒜𝒞𝒟𝒢𝒥𝒦𝒩𝒪𝒫𝒬𝒮𝒯𝒰𝒱𝒲𝒳𝒴𝒵ℬℰℱℋℐℒℳℛ"
          + "𝔸𝔹𝔻𝔼𝔽𝔾𝕀𝕁𝕂𝕃𝕄𝕆ℙ𝕊𝕋𝕌𝕍𝕎𝕏𝕐𝟎𝟏𝟐𝟙")
MATH = ASCII + "\xa0" + GREEK + "ϕϵϑϱ" + SIGNS + STYLED
# Of these the ones that few formulas have: half of the font. Small Greek letters and ∂ are
# frequent, upright and slanted: a page asks for the one, and draws the other.
RARE = "".join(letter for letter in dict.fromkeys(GREEK + "ϑϱ" + SIGNS + STYLED)
               if letter not in "∂∇∑√∞±×·⋅≈≠≤≥∈∥‖…⋯←→⇔↦⊤′″−°ˆ˜¯‾⏞⏟|/\\^ΔΛΣ𝟎"
               + span(0x3B1, 0x3C9) + span(0x1D434, 0x1D467) + "ℎ" + span(0x1D6FB, 0x1D71B)
               + span(0x1D41A, 0x1D433))
# Signs for the renderer, which no font needs to draw.
UNSEEN = "\n\t\u2061\u2062\u2063\u2064\u200b\u200d\u2060\ufe0e"

# Of Font Awesome: search, list, half a circle, chevron, bars, angles left and right, sun, moon.
ICONS = "\uf002\uf03a\uf042\uf078\uf0c9\uf104\uf105\uf185\uf186"

# What can be drawn where: a sign that the first face lacks comes from the math face.
DRAWN = {
    "text": frozenset(LATIN + NAMES + GREEK + MATH + UNSEEN),
    "code": frozenset(CODE + GREEK + MATH + UNSEEN),
    "math": frozenset(MATH + UNSEEN),
}


def missing(text: str, face: str) -> list[str]:
    """The characters of a text that no shipped face draws, each once, in order of appearance.

    ``face`` is ``text``, ``code`` or ``math``.
    """
    if DRAWN[face].issuperset(text):
        return []
    return list(dict.fromkeys(letter for letter in text if letter not in DRAWN[face]))


def ranges(letters: Iterable[str]) -> str:
    """Code points as the CSS property ``unicode-range`` wants them: ``U+20-7E, U+3B7``."""
    spans: list[tuple[int, int]] = []
    for code in sorted(map(ord, set(letters))):
        if spans and code == spans[-1][1] + 1:
            spans[-1] = spans[-1][0], code
        else:
            spans.append((code, code))
    return ", ".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in spans)
