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
