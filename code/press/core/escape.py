"""Text as CommonMark: what must be escaped, and how blocks are set in."""

from __future__ import annotations

import re

# Signs that begin something, where they would: `_` inside a word, for one, begins nothing.
_SPECIAL = re.compile(
    r"[\\`*$]|(?<![^\W_])_|_(?![^\W_])|<(?=[\w/!?])|&(?=#?\w+;)|\](?=[(\[:])|~(?=~)|\{(?=\{)")


def escaped(text: str, *, in_table: bool = False) -> str:
    """Running text whose signs mean themselves."""
    text = _SPECIAL.sub(lambda match: "\\" + match[0], text)
    return text.replace("|", r"\|") if in_table else text


def at_start(text: str) -> str:
    """A paragraph whose first signs would begin a heading, a list or a quote."""
    match = re.match(r"(?:#{1,6}|[-+>]|\d{1,9}(?=[.)](?:\s|$)))", text)
    if not match or (match[0][0] in "#-+" and not text[match.end():][:1].isspace()):
        return text
    place = match.end() if match[0].isdigit() else 0
    return f"{text[:place]}\\{text[place:]}"


def one_line(text: str) -> str:
    """Without line breaks and double blanks."""
    return " ".join(text.split())


def indented(text: str, mark: str) -> str:
    """A list item: ``mark`` before the first line, blanks before the others."""
    first, *rest = text.split("\n")
    blank = " " * len(mark)
    return "\n".join([mark + first, *(blank + line if line else "" for line in rest)])


def quoted(text: str) -> str:
    """A block quote."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
