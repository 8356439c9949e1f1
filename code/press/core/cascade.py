"""Of all style rules those that one page needs, in the order of the cascade.

A page needs a rule if it has, or its scripts may bring, every tag, class, id and data attribute of
one of the rule's selectors. Custom properties and animations go where no rule that is left names
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby
from typing import Any

_TAG = re.compile(r"<([a-zA-Z][\w-]*)")
# Also in the HTML that a script finds as JSON in the page.
_NAMES = re.compile(r'\b(?:class|id)=\\?"([^"\\]*)')
_WORD = re.compile(r"[\w-]+")
_VARIABLE = re.compile(r"--[\w-]+")
# A browser makes them where a page leaves them out.
_IMPLIED = frozenset({"html", "head", "body", "tbody", "colgroup"})
_DATA = re.compile(r"\bdata-[\w-]+")
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`\\])//[^\n]*", re.DOTALL)
_STRING = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|`[^`]*`")
# Not in a selector, which brings nothing, nor in the name of an attribute.
_BEGUN = re.compile(r"(?<![#.\w-])(?!data-)([A-Za-z][\w-]*-)\$\{")
_CAPITAL = re.compile(r"[A-Z]")


@dataclass(frozen=True)
class Declaration:
    """``property: value``, and the words of the value."""

    property: str
    value: str
    words: frozenset[str]


@dataclass(frozen=True)
class Rule:
    """One rule. ``at`` are the conditions around it, such as ``@media print``.

    ``selectors`` are pairs of a text and of the names that a page must have. An at-rule without
    them is ``text``, and of use only if ``keyframes`` is, where it has that name.
    """

    at: tuple[str, ...]
    selectors: tuple[tuple[str, frozenset[str]], ...] = ()
    declarations: tuple[Declaration, ...] = ()
    text: str = ""
    keyframes: str = ""


def rules(data: Iterable[dict[str, Any]]) -> list[Rule]:
    """The rules as ``stylesheet.mjs`` prints them."""
    return [Rule(tuple(one["at"]),
                 tuple((text, frozenset(names)) for text, names in one.get("selectors", ())),
                 tuple(Declaration(name, value, frozenset(_WORD.findall(value)))
                       for name, value in one.get("declarations", ())),
                 one.get("text", ""), one.get("keyframes", "")) for one in data]


def names(page: str) -> set[str]:
    """The tags, classes, ids, data attributes and custom properties of a page and its scripts."""
    listed = (name for names in _NAMES.findall(page) for name in names.split())
    found = {*_IMPLIED, *_TAG.findall(page), *listed, *_DATA.findall(page),
             *_VARIABLE.findall(page)}
    for script in _SCRIPT.findall(page):
        found |= words(script)
    return found


def words(script: str) -> set[str]:
    """What a source may bring into a page: any word of its strings may become a name there.

    ``dataset.someName`` is the attribute ``data-some-name``. Of ``some-${it}`` the beginning is
    known; it stands with an asterisk.
    """
    code = _COMMENT.sub(" ", script)
    strings = {word for text in _STRING.findall(code) for word in _WORD.findall(text)}
    begun = {f"{word}*" for word in _BEGUN.findall(code)}
    return strings | begun | {f"data-{_CAPITAL.sub(lambda m: f'-{m[0].lower()}', word)}"
                              for word in _WORD.findall(code)}


def completed(rules: Iterable[Rule], words: AbstractSet[str]) -> set[str]:
    """The names of rules that a script may complete from a beginning."""
    begun = tuple(word[:-1] for word in words if word.endswith("*"))
    return {name for rule in rules for _, names in rule.selectors for name in names
            if name.startswith(begun)}


def cut(rules: Iterable[Rule], known: AbstractSet[str]) -> str:
    """The style sheet of a page that has the names ``known``."""
    kept = []
    for rule in rules:
        selectors = [text for text, names in rule.selectors if names <= known]
        if selectors or rule.text:
            kept.append((rule, ",".join(selectors)))
    used = _used([rule for rule, _ in kept], known)
    printed = []
    for rule, named in kept:
        if rule.text and (not rule.keyframes or rule.keyframes in used):
            printed.append((rule.at, rule.text))
        body = ";".join(f"{one.property}:{one.value}" for one in rule.declarations
                        if not _is_variable(one) or one.property in used)
        if body:
            printed.append((rule.at, f"{named}{{{body}}}"))
    return "".join(_wrapped(at, "".join(text for _, text in group))
                   for at, group in groupby(printed, key=lambda one: one[0]))


def _used(rules: list[Rule], known: AbstractSet[str]) -> set[str]:
    """All words that take effect: a custom property's own only if something names it."""
    used = set(known)
    waiting = []
    for rule in rules:
        used.update(_VARIABLE.findall(rule.text))
        for one in rule.declarations:
            if _is_variable(one):
                waiting.append(one)
            else:
                used |= one.words
    while True:
        named = [one for one in waiting if one.property in used]
        if not named:
            return used
        waiting = [one for one in waiting if one.property not in used]
        for one in named:
            used |= one.words


def _is_variable(declaration: Declaration) -> bool:
    return declaration.property.startswith("--")


def _wrapped(at: tuple[str, ...], text: str) -> str:
    for condition in reversed(at):
        text = f"{condition}{{{text}}}"
    return text
