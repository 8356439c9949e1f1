"""The book's mark: contour lines of a bowl, and gradient descent walking down them.

The bowl is x² + 3y², the path starts at (4, 3) with step size 0.1: the book's running example.
"""

from __future__ import annotations

from press.core.tokens import TOKENS, css_variable

STEP_SIZE = 0.1
START = (4.0, 3.0)


def path(steps: int) -> list[tuple[float, float]]:
    """The points that gradient descent visits on x² + 3y²."""
    x, y = START
    points = [(x, y)]
    for _ in range(steps):
        x, y = x - STEP_SIZE * 2 * x, y - STEP_SIZE * 6 * y
        points.append((x, y))
    return points


def _drawing(levels: tuple[float, ...], steps: int, line: float) -> str:
    """Contours (class `c`), the path (`p`) and its points (`d`); y points down in SVG."""
    contours = "".join(
        f'<ellipse rx="{level**0.5:.3f}" ry="{(level / 3) ** 0.5:.3f}"/>' for level in levels
    )
    points = path(steps)
    track = " ".join(f"{x:.3f},{-y:.3f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.3f}" cy="{-y:.3f}" r="{1.7 * line:.3f}"/>' for x, y in points)
    return (
        f'<g class="c" fill="none" stroke-width="{line * 0.6:.3f}">{contours}</g>'
        f'<polyline class="p" fill="none" stroke-width="{line:.3f}" stroke-linejoin="round"'
        f' points="{track}"/><g class="d">{dots}</g>'
    )


def inline() -> str:
    """The mark for a page, in the page's colors; the title beside it is its name."""
    drawing = _drawing((1.2, 6.0, 14.5, 26.5), 5, 0.22)
    paints = (("c", "secondary", "stroke"), ("p", "step", "stroke"), ("d", "step", "fill"))
    for name, role, paint in paints:
        drawing = drawing.replace(f'class="{name}"', f'style="{paint}: {css_variable(role)}"')
    view = "-5.3 -3.5 10.6 6.6"
    return f'<svg class="brand-mark" viewBox="{view}" aria-hidden="true">{drawing}</svg>'


def printed() -> str:
    """The mark for the title page, in the colors of paper."""
    drawing = _drawing((1.2, 6.0, 14.5, 26.5), 5, 0.16)
    paints = (("c", "secondary", "stroke"), ("p", "step", "stroke"), ("d", "step", "fill"))
    for name, role, paint in paints:
        drawing = drawing.replace(f'class="{name}"', f'{paint}="{TOKENS[role].light}"')
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-5.3 -3.5 10.6 6.6">'
            f"{drawing}</svg>\n")


def favicon() -> str:
    """The mark for the tab: few lines, bold ones, in the colors of the reader's system."""
    contour, walk = TOKENS["secondary"], TOKENS["step"]
    rules = ".c,.p{{stroke:{0}}}.p{{stroke:{1}}}.d{{fill:{1}}}"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4.9 -4.9 9.8 9.8"><style>'
        f"{rules.format(contour.light, walk.light)}@media (prefers-color-scheme: dark)"
        f"{{{rules.format(contour.dark, walk.dark)}}}</style>"
        f"{_drawing((2.0, 16.0), 4, 0.62)}</svg>\n"
    )


def picture() -> str:
    """The mark as a picture of its own, in the colors of the day."""
    contour, walk = TOKENS["secondary"].light, TOKENS["step"].light
    drawing = _drawing((1.2, 6.0, 14.5, 26.5), 5, 0.14)
    for name, paint in (("c", f'stroke="{contour}"'), ("p", f'stroke="{walk}"'),
                        ("d", f'fill="{walk}"')):
        drawing = drawing.replace(f'class="{name}"', paint)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-5.4 -3.5 10.8 6.6">{drawing}'
            "</svg>\n")
