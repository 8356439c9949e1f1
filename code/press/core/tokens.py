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

# The same for readers who ask their system for more contrast: 7 and more, both ways (WCAG AAA).
HIGH: dict[str, Token] = {
    "input": Token("#0b3d91", "#a9cdff"),
    "output": Token("#7d2206", "#ffb89f"),
    "gradient": Token("#57207d", "#e2c6fa"),
    "step": Token("#5a3a00", "#ffd48a"),
    "target": Token("#0b4a2b", "#9ae6bd"),
    "secondary": Token("#363d47", "#d0d6de"),
    "text": Token("#000000", "#ffffff"),
    "background": Token("#ffffff", "#000000"),
    "surface": Token("#f4f4f4", "#111111"),
    "hairline": Token("#6b6b6b", "#9a9a9a"),
}

# The order in which a figure's curves take their colors: four at most.
CYCLE = ("input", "output", "gradient", "step")


def css_variable(role: str) -> str:
    """A role's custom property, with its light color for where the style sheet does not reach."""
    return f"var(--{role}, {TOKENS[role].light})"


def css() -> str:
    """The custom properties of both themes; without script, the system's preference decides."""
    return (
        _themes("screen", TOKENS)
        + _themes("screen and (prefers-contrast: more)", HIGH)
        # Paper is white by day and by night.
        + f"@media print {{\n{_rule(':root, html[data-theme]', 'light', TOKENS)}}}\n"
    )


DARK = 'html[data-theme="dark"]'


def _themes(media: str, tokens: dict[str, Token]) -> str:
    dark = _rule("html:not([data-theme])", "dark", tokens)
    return (
        f"@media {media} {{\n{_rule(':root', 'light', tokens)}"
        f"{_rule(DARK, 'dark', tokens)}}}\n"
        f"@media {media} and (prefers-color-scheme: dark) {{\n{dark}}}\n"
    )


def _rule(selector: str, theme: str, tokens: dict[str, Token]) -> str:
    colors = "".join(f"  --{role}: {getattr(token, theme)};\n" for role, token in tokens.items())
    return f"{selector} {{\n  color-scheme: {theme};\n{colors}}}\n"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colors by WCAG 2: from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
