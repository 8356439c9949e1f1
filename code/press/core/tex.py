"""What a TeX formula needs before it is set, and how its errors read."""

from __future__ import annotations

import re
from html import unescape

_TOKEN = re.compile(r"\\begin\s*\{[^}]*\}|\\end\s*\{[^}]*\}|\\\\|\\.|&|%.*", re.DOTALL)
_NUMBERED = re.compile(r"\\(begin|end)\{(equation|align|gather|alignat|multline|eqnarray)\}")


def display_source(source: str, *, whole: bool) -> str:
    """The TeX to set for a display equation.

    `whole` says that the source brings its own environment (`\\begin{align} …`): then only TeX's
    own numbering goes, since the book numbers its equations. Otherwise lines that nobody aligned
    (`a \\\\ b`, or parts with an empty line between them) are, as Sphinx has it.
    """
    source = source.strip()
    if whole:
        return _NUMBERED.sub(r"\\\1{\2*}", source)
    parts = [part.strip() for part in re.split(r"\n\s*\n", source) if part.strip()]
    if len(parts) > 1 or _has_bare_alignment(source):
        return r"\begin{aligned}" + r" \\ ".join(parts) + r"\end{aligned}"
    return source


def _has_bare_alignment(source: str) -> bool:
    r"""Whether `&` or `\\` stands outside every environment, as in `a &= b \\ &= c`."""
    depth = 0
    for token in _TOKEN.findall(source):
        if token.startswith(r"\begin"):
            depth += 1
        elif token.startswith(r"\end"):
            depth -= 1
        elif depth == 0 and token in ("&", r"\\"):
            return True
    return False


# -- What is written against a formula -----------------------------------------------------------

LONGEST_TIED = 12  # a longer run of letters is a sentence without spaces, free to break


def tied_before(text: str) -> tuple[str, str]:
    """The text before a formula, parted into what may stand on another line and what may not."""
    tied = "" if text[-1:].isspace() else text.split()[-1] if text.split() else ""
    return (text[: len(text) - len(tied)], tied) if len(tied) <= LONGEST_TIED else (text, "")


def tied_after(text: str) -> tuple[str, str]:
    """The text after a formula, parted into what must stand on its line and the rest."""
    tied = "" if text[:1].isspace() else text.split()[0] if text.split() else ""
    return (tied, text[len(tied) :]) if len(tied) <= LONGEST_TIED else ("", text)


def signs(mathml: str) -> int:
    """How many signs a formula shows, which is about how wide it is."""
    shown = mathml.partition("<annotation")[0]
    return len(unescape(re.sub(r"<[^>]*>", "", shown)))


def undrawn(mathml: str) -> bool:
    r"""Whether a formula has a stroke that Chromium does not draw, as that of `\cancel`.

    Lines over and under a formula are drawn by the style sheet.
    """
    return re.search(r'<menclose notation="(?!top"|bottom")', mathml) is not None


def lean(html: str) -> str:
    """A sentence in HTML without what a preview can do without: formulas' TeX, spans, defaults."""
    html = re.sub(r"<annotation.*?</annotation>|</?(semantics|span)\b[^>]*>", "", html,
                  flags=re.DOTALL)
    html = re.sub(r"<code [^>]*>", "<code>", html)
    # Whether it opens or closes, an operator knows from its place at an end of its group.
    html = re.sub(r' (?:fence="true"|form="prefix")(?=[^<>]*>)', "", html)
    html = re.sub(r'(<mo[^>]*?) form="postfix"([^>]*>[^<]*</mo></mrow>)', r"\1\2", html)
    # So spaced, or so parting, they are anyway.
    html = re.sub(r' (?:separator="true"|lspace="0em" rspace="0em")(?=[^<>]*>[,′])', "", html)
    # What has no parts is no taller than its letters, whether or not it could stretch.
    html = re.sub(r'<mo stretchy="false">([‖|])</mo>', r"<mo>\1</mo>", html)
    return re.sub(r"<math>(<mrow>.*?</mrow>)</math>", lambda m: f"<math>{_inside(m[1])}</math>",
                  html, flags=re.DOTALL)


def _inside(formula: str) -> str:
    """What a row holds, if a formula is one row: the formula itself is one too."""
    depth = 0
    for tag in re.finditer(r"<(/?)mrow\b[^>]*>", formula):
        depth += -1 if tag[1] else 1
        if depth == 0 and tag.end() < len(formula):
            return formula
    return formula.removeprefix("<mrow>").removesuffix("</mrow>")


# -- Errors ----------------------------------------------------------------------------------------

# Temml's message (a pattern), what is wrong ({0} is the pattern's group), what to write instead.
_COMPLAINTS = [
    (r"Unsupported function name: (\S+)", r"unknown command {0}", "check its spelling"),
    (r"No such environment: (\S+)", "unknown environment {0}", "check its spelling"),
    (r"Mismatch: (\S+) matched by", r"{0} is not closed", r"add its \end before the next one's"),
    (r"Expected 'EOF', got '}'", "'}}' closes nothing", "remove it, or open a brace before it"),
    (r"Expected 'EOF', got '&'", "'&' outside an alignment", r"put it in \begin{aligned}"),
    (r"Expected 'EOF', got '\\right'", r"\right has no \left", r"add \left( or \left."),
    (r"Expected '\\right'", r"\left has no \right", r"add \right) or \right."),
    (r"Expected & or", "an environment is not closed", r"add its \end"),
    (r"[Ee]xpected '}'", "expected '}}'", "close the brace"),
    (r"Double superscript", "two superscripts on one base", "write {x^a}^b"),
    (r"Double subscript", "two subscripts on one base", "write {x_a}_b"),
    (
        r"Expected group \w+ (?:argument to )?'([^']+)'",
        "nothing follows {0}",
        "give it an argument",
    ),
    (r"Cannot read properties", "it ends too early", "finish it, as in x_1"),
    (r"Can't use function '\$'", "'$' inside a formula", r"remove it, or write \text{…}"),
]


def complaint(source: str, message: str) -> str:
    """An error of Temml's as this book words errors: what is wrong; what to write instead."""
    # Temml underlines the spot with combining characters; the formula is quoted in full anyway.
    plain = message.replace("\u0332", "").strip()
    what, instead = re.split(r" at (?:position|end of input)", plain)[0], "correct the formula"
    for pattern, meaning, advice in _COMPLAINTS:
        if match := re.search(pattern, plain):
            what, instead = meaning.format(*match.groups()), advice
            break
    return f'TeX error in "{" ".join(source.split())}": {what}; {instead}'
