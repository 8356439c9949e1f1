"""From a plot's SVG file to a figure in the book's colors, by day and by night.

On the site it stays a file of its own, shown as an image; an EPUB holds it in its page.
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree

from press.core.tokens import HIGH, TOKENS, Token, css_variable

_COLOR = re.compile(r"#[0-9a-fA-F]{6}\b")
_LINK = re.compile(r"url\(#")
# A hundredth of a point is finer than any screen; Matplotlib writes a millionth.
_FINE = re.compile(r"-?\d+\.\d{3,}")
_PLACES = ("d", "points", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "width", "height")
_TRANSLATION = re.compile(r"translate\([^)]*\)")
_VARIABLE = re.compile(r"var\(--([a-z]+)")
# A presentation attribute cannot hold var(…), a style can.
_PAINT = ("fill", "stroke", "stop-color", "color")
_VARIABLES = {token.light: css_variable(role) for role, token in TOKENS.items()}
_VARIABLES["#ffffff"] = css_variable("background")  # Matplotlib's "white": the paper
_VARIABLES["#000000"] = css_variable("text")  # … and its "black": the ink


NIGHT = "night"  # as in figure.svg#night


def inline(source: str, *, alt: str, prefix: str) -> str:
    """The `<svg>` element of a figure, ready to stand in HTML.

    Colors of the book's tokens become custom properties, so that the figure follows the theme; each
    id gets the prefix, since a page may hold many figures.
    """
    root = _adapted(source, prefix)
    root.attrib["role"] = "img"
    root.attrib["aria-label"] = alt
    return ElementTree.tostring(root, encoding="unicode")


@lru_cache(maxsize=256)
def apart(source: str) -> tuple[str, str, str]:
    """A figure as a file of its own: its text, its width and its height in CSS pixels.

    An image hears nothing of the page's theme. So the file has the colors of both, and shows those
    of the night when its address ends in `#night`: the id of its root, which then is the target.
    """
    root = _adapted(source, "")
    root.attrib["xmlns"] = "http://www.w3.org/2000/svg"
    root.attrib["id"] = NIGHT
    style = ElementTree.Element("style")
    used = sorted(set(_VARIABLE.findall(ElementTree.tostring(root, encoding="unicode"))))
    style.text = (_colors(used, TOKENS)
                  + f"@media (prefers-contrast: more) {{{_colors(used, HIGH)}}}")
    root.insert(0, style)
    return (ElementTree.tostring(root, encoding="unicode") + "\n",
            root.attrib["width"], root.attrib["height"])


def _colors(roles: list[str], tokens: dict[str, Token]) -> str:
    day, night = ("; ".join(f"--{role}: {getattr(tokens[role], theme)}" for role in roles)
                  for theme in ("light", "dark"))
    return f"svg {{{day}}} svg:target {{{night}}}"


def _adapted(source: str, prefix: str) -> ElementTree.Element:
    """A plot without its sheet of styles, which would reach out into a page, and in our colors."""
    root = ElementTree.fromstring(source)
    for parent in list(root.iter()):
        for child in list(parent):
            if _local(child.tag) in ("metadata", "style", "title"):
                parent.remove(child)
    for element in root.iter():
        _plain(element, prefix)
        element.text = element.tail = None  # only indentation: letters are drawn as paths
    _scaled(root)
    # Matplotlib leaves black unsaid and joins lines by its style sheet, removed above.
    root.attrib["style"] = (
        f"fill: {css_variable('text')}; stroke-linejoin: round; stroke-linecap: butt"
    )
    return root


def themed(style: str) -> str:
    """A style with the tokens' light colors exchanged for their custom properties."""
    return _COLOR.sub(lambda m: _VARIABLES.get(m[0].lower(), m[0]), style)


def rounded(text: str) -> str:
    """Coordinates to a hundredth of a point, one space between them."""
    return " ".join(_FINE.sub(lambda m: f"{float(m[0]):.2f}".rstrip("0").rstrip("."),
                              text).split())


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _plain(element: ElementTree.Element, prefix: str) -> None:
    """Takes the namespaces off, as HTML wants it, and adapts ids and colors."""
    element.tag = _local(element.tag)
    attributes = {_local(name): value for name, value in element.attrib.items()}
    paint = [f"{name}: {attributes.pop(name)}" for name in _PAINT if name in attributes]
    if style := "; ".join([*paint, attributes.get("style", "")]).strip("; "):
        attributes["style"] = themed(_LINK.sub(f"url(#{prefix}", style))
    if "id" in attributes:
        attributes["id"] = prefix + attributes["id"]
    if attributes.get("href", "").startswith("#"):
        attributes["href"] = f"#{prefix}{attributes['href'][1:]}"
    for name in _PLACES:
        if name in attributes:
            attributes[name] = rounded(attributes[name])
    if "transform" in attributes:
        attributes["transform"] = _TRANSLATION.sub(lambda m: rounded(m[0]), attributes["transform"])
    if "clip-path" in attributes:
        attributes["clip-path"] = _LINK.sub(f"url(#{prefix}", attributes["clip-path"])
    element.attrib.clear()
    element.attrib.update(attributes)


def _scaled(root: ElementTree.Element) -> None:
    """Sizes in CSS pixels; the page's style sheet lets a figure shrink with its column."""
    root.attrib.pop("version", None)
    for side in ("width", "height"):
        size = root.attrib.get(side, "")
        if size.endswith("pt"):
            root.attrib[side] = f"{float(size[:-2]) * 4 / 3:.0f}"
