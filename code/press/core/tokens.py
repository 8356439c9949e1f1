"""The book's colors, each for what it means: for CSS, for Matplotlib's style, for the mark."""

from __future__ import annotations

from typing import NamedTuple


class Token(NamedTuple):
    """One role's color by day and by night, as `#rrggbb`."""

    light: str
    dark: str


BACKGROUND = Token("#fdfcf9", "#13161b")

# What a color says. Each reads as text on the background: WCAG contrast 4.5 and more, both ways.
ROLES: dict[str, Token] = {
    "input": Token("#1f5fbf", "#7db4ff"),  # inputs, weights
    "output": Token("#b3401c", "#ff9a76"),  # outputs, the loss
    "gradient": Token("#7a3ca3", "#d0a2f2"),  # derivatives, gradients
    "step": Token("#8a5a00", "#f0bd58"),  # steps, the path; the book's one accent
    "target": Token("#1c7349", "#74d3a2"),  # targets, truth, what is right
    "secondary": Token("#5b6470", "#a3adba"),  # secondary text, axes, contour lines
    "text": Token("#1b1f24", "#e6e9ee"),
}

# What a color is painted on, and the hairlines between.
SURFACES: dict[str, Token] = {
    "background": BACKGROUND,
    "surface": Token("#f5f2eb", "#1b2027"),  # code, and whatever else is set apart
    "hairline": Token("#ddd8cc", "#343b46"),
}

TOKENS: dict[str, Token] = {**ROLES, **SURFACES}

# The order in which a figure's curves take their colors: four at most.
CYCLE = ("input", "output", "gradient", "step")


def css_variable(role: str) -> str:
    """A role's custom property, with its light color for where the style sheet does not reach."""
    return f"var(--{role}, {TOKENS[role].light})"


def css() -> str:
    """The custom properties of both themes; without script, the system's preference decides."""
    light = "".join(f"  --{role}: {token.light};\n" for role, token in TOKENS.items())
    dark = "".join(f"  --{role}: {token.dark};\n" for role, token in TOKENS.items())
    return (
        f":root {{\n  color-scheme: light;\n{light}}}\n"
        f'html[data-theme="dark"] {{\n  color-scheme: dark;\n{dark}}}\n'
        "@media screen and (prefers-color-scheme: dark) {\n"
        f"html:not([data-theme]) {{\n  color-scheme: dark;\n{dark}}}\n}}\n"
        # Paper is white by day and by night.
        f'@media print {{\nhtml, html[data-theme="dark"] {{\n'
        f"  color-scheme: light;\n{light}}}\n}}\n"
    )


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colors by WCAG 2: from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
