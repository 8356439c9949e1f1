"""The glossary as data: ``book/glossary.md`` read and checked, its mistakes told by line.

The file is MyST: a ``{glossary}`` directive, and in it a definition list. An entry is one or more
lines of names, then, indented, the definition, a longer note if there is one, and fields::

    gradient descent
    steepest descent
      A method that looks for low values of …

      Where the gradient is not zero, …

      :symbol: $\\eta$
      :see: learning rate, gradient

Of several names the first is the term, the others are its synonyms.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from press.core import markdown, plain
from press.core.mistakes import Mistake, Mistakes

SOURCE = Path("book") / "glossary.md"
LONGEST = 40  # words of a definition
FIELDS = {
    "symbol": "its sign, as in `:symbol: $\\eta$`",
    "synonyms": "other names, parted by commas",
    "deprecated": "names that the book does not use, parted by commas",
    "see": "related terms, parted by commas",
    "topic": "what it belongs to; the term pages lead from one to the next within it",
    "defined": "the label of the section that explains it",
    "questions": "labels of the questions that test it, parted by commas",
    "source": "where the definition, or the name, comes from",
    "code": "what it is called in code",
    "link": "`no` if only {term} is to link it, not its every first use in a section",
}
_FIELD = re.compile(r":([\w-]+):(?:\s+(.*))?")


@dataclass(frozen=True)
class Value:
    """What a field says, and its line in the file."""

    text: str
    line: int

    @property
    def names(self) -> list[str]:
        """The parts of a list: between commas."""
        return [name for part in self.text.split(",") if (name := " ".join(part.split()))]


@dataclass(frozen=True)
class Term:
    """One entry. ``line`` is that of its name; the definition and the note are MyST."""

    name: str
    others: tuple[str, ...]
    definition: str
    note: str
    fields: dict[str, Value] = field(default_factory=dict)
    line: int = 1
    definition_line: int = 1

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return slug(self.name)

    @property
    def title(self) -> str:
        """The term with a capital, as a title has it."""
        return self.name[:1].upper() + self.name[1:]

    def list_of(self, name: str) -> list[str]:
        """The parts of a field that is a list; none where there is no such field."""
        return self.fields[name].names if name in self.fields else []

    def text_of(self, name: str) -> str:
        """A field's text; empty where there is no such field."""
        return self.fields[name].text if name in self.fields else ""

    @property
    def synonyms(self) -> list[str]:
        """Other names that may be used."""
        return [*self.others, *self.list_of("synonyms")]

    @property
    def deprecated(self) -> list[str]:
        """Other names that are better not used."""
        return self.list_of("deprecated")

    @property
    def text(self) -> str:
        """The definition in plain characters, formulas included."""
        return plain.text(self.definition)

    @property
    def linked(self) -> bool:
        """Whether its first use in a section is linked without the author's marking it."""
        return self.text_of("link").lower() != "no"


@dataclass(frozen=True)
class Glossary:
    """All entries in the order of the file, which is that of the topics."""

    terms: tuple[Term, ...] = ()
    path: str = SOURCE.as_posix()

    @cached_property
    def by_name(self) -> dict[str, Term]:
        """Each term by each of its names, in lower case."""
        return {name.lower(): term for term in self.terms
                for name in (*term.deprecated, *term.synonyms, term.name)}

    @cached_property
    def by_slug(self) -> dict[str, Term]:
        """Each term by the last part of its address."""
        return {term.slug: term for term in self.terms}

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All names as whole words, plurals in s too; group 1 is the name, longer ones first."""
        names = sorted((name for term in self.terms for name in (term.name, *term.synonyms)),
                       key=len, reverse=True)
        words = "|".join(r"\s+".join(map(re.escape, name.split())) for name in names)
        return re.compile(rf"(?<![\w-])({words})(?:e?s)?(?![\w-])", re.IGNORECASE)

    @cached_property
    def by_topic(self) -> list[Term]:
        """The terms topic by topic, the topics in the order of their first terms."""
        topics = list(dict.fromkeys(term.text_of("topic") for term in self.terms))
        return sorted(self.terms, key=lambda term: topics.index(term.text_of("topic")))

    def beside(self, term: Term) -> tuple[Term | None, Term | None]:
        """The terms before and after one, by topic."""
        ordered = self.by_topic
        place = ordered.index(term)
        return (ordered[place - 1] if place else None,
                ordered[place + 1] if place + 1 < len(ordered) else None)

    def alphabetical(self) -> list[Term]:
        """The terms from A to Z."""
        return sorted(self.terms, key=lambda term: term.name.lower())


def slug(name: str) -> str:
    """A name as the last part of an address: ``Gradient descent`` is ``gradient-descent``."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")


def read(root: Path) -> Glossary:
    """The book's glossary; an empty one where the book has none.

    Raises:
        Mistakes: something in it is wrong; all that is, with lines.
    """
    path = root / SOURCE
    if not path.is_file():
        return Glossary()
    return parse(path.read_text(encoding="utf-8"), SOURCE.as_posix())


def parse(text: str, path: str) -> Glossary:
    """Parse the text of a glossary. Raises as :func:`read` does."""
    terms: list[Term] = []
    mistakes: list[Mistake] = []
    for block in markdown.blocks(text):
        if isinstance(block, markdown.Directive) and block.name == "glossary":
            for entry in _entries(block):
                try:
                    terms.append(_term(entry, path))
                except Mistake as mistake:
                    mistakes.append(mistake)
    mistakes += [m for term in terms for m in _mistakes_in(term, path)]
    mistakes += _mistakes_together(terms, path)
    if mistakes:
        raise Mistakes(mistakes)
    return Glossary(tuple(terms), path)


# -- One entry -------------------------------------------------------------------------------------


@dataclass
class _Entry:
    names: list[tuple[str, int]]
    body: list[str] = field(default_factory=list)
    body_line: int = 0


def _entries(block: markdown.Directive) -> list[_Entry]:
    """The entries of a directive, by the rule that Sphinx has for their lines."""
    found: list[_Entry] = []
    for number, line in enumerate(block.body.splitlines(), block.body_line):
        if line[:1].strip() and not line.startswith(".. "):
            if not found or found[-1].body:
                found.append(_Entry([]))
            found[-1].names.append((line.strip(), number))
        elif found and (line.strip() or found[-1].body):
            found[-1].body_line = found[-1].body_line or number
            found[-1].body.append(line)
    return found


def _term(entry: _Entry, path: str) -> Term:
    lines = textwrap.dedent("\n".join(entry.body)).splitlines()
    first = next((i for i, line in enumerate(lines) if _FIELD.fullmatch(line)), len(lines))
    fields = _fields(lines[first:], entry.body_line + first, path)
    definition, _, note = "\n".join(lines[:first]).strip().partition("\n\n")
    name, line = entry.names[0]
    return Term(name, tuple(other for other, _ in entry.names[1:]), " ".join(definition.split()),
                note.strip(), fields, line, entry.body_line or line)


def _fields(lines: list[str], first_line: int, path: str) -> dict[str, Value]:
    found: dict[str, Value] = {}
    name = ""
    for number, line in enumerate(lines, first_line):
        if match := _FIELD.fullmatch(line):
            name = match[1]
            if name not in FIELDS:
                raise Mistake(path, number, f"an entry has no field `:{name}:`",
                              "use one of " + ", ".join(f"`:{known}:`" for known in FIELDS))
            if name in found:
                raise Mistake(path, number, f"the entry has `:{name}:` twice",
                              "write what it says in one field")
            found[name] = Value(match[2] or "", number)
        elif line.strip():
            if not line.startswith(" "):
                raise Mistake(path, number, "text stands below an entry's fields",
                              "move it up: definition, note, then fields")
            found[name] = Value(f"{found[name].text} {line.strip()}".strip(), found[name].line)
    return found


def _mistakes_in(term: Term, path: str) -> list[Mistake]:
    if not term.definition:
        return [Mistake(path, term.line, f"`{term.name}` has no definition",
                        "write it below the term, indented by two spaces")]
    count = plain.count_words(term.definition)
    if count > LONGEST:
        return [Mistake(path, term.definition_line,
                        f"the definition of `{term.name}` has {count} words, over {LONGEST}",
                        "shorten it, or move a part into a paragraph of its own below it")]
    return []


# -- All of them together --------------------------------------------------------------------------


def _mistakes_together(terms: list[Term], path: str) -> list[Mistake]:
    return (_cycles(terms, path) or _taken(terms, path)) + _dead_ends(terms, path)


def _cycles(terms: list[Term], path: str) -> list[Mistake]:
    """Entries that call each other synonyms: one thing, told twice."""
    entry_of = {term.name.lower(): term for term in terms}
    mistakes: list[Mistake] = []
    told: set[str] = set()
    for term in terms:
        walk = _way_back(term, entry_of)
        if walk and not told & {one.name for one in walk}:
            told |= {one.name for one in walk}
            names = " → ".join(one.name for one in [*walk, term])
            mistakes.append(Mistake(path, _line_of_synonyms(term), f"a cycle of synonyms: {names}",
                                    "keep one of these entries, and name the others in it"))
    return mistakes


def _way_back(start: Term, entry_of: dict[str, Term]) -> list[Term]:
    """The terms from one over its synonyms back to itself; empty where no way leads back."""
    ways = [[start]]
    seen = {start.name}
    while ways:
        way = ways.pop(0)
        for name in way[-1].synonyms:
            following = entry_of.get(name.lower())
            if following is start:
                return way
            if following and following.name not in seen:
                seen.add(following.name)
                ways.append([*way, following])
    return []


def _line_of_synonyms(term: Term) -> int:
    return term.fields["synonyms"].line if "synonyms" in term.fields else term.line


def _taken(terms: list[Term], path: str) -> list[Mistake]:
    """Names, synonyms and addresses that another entry has already."""
    mistakes = []
    first: dict[str, tuple[Term, str]] = {}
    for term in terms:
        claims = {slug(term.name): (term.name, term.line)}
        for name in (*term.synonyms, *term.deprecated):
            listed = next((value.line for value in term.fields.values() if name in value.names),
                          term.line)
            claims.setdefault(slug(name), (name, listed))
        for key, (name, line) in claims.items():
            if key in first:
                other, called = first[key]
                mistakes.append(Mistake(
                    path, line,
                    f"`{name}` is defined twice: as `{called}` in line {other.line} too",
                    "keep one entry, and write the other name into its `:synonyms:`"))
            else:
                first[key] = (term, name)
    return mistakes


def _dead_ends(terms: list[Term], path: str) -> list[Mistake]:
    known = {name.lower() for term in terms for name in (term.name, *term.synonyms)}
    return [Mistake(path, term.fields["see"].line,
                    f"`{term.name}` says to see `{name}`, which is no term",
                    "name a term of this page, or mend the spelling")
            for term in terms for name in term.list_of("see") if name.lower() not in known]
