"""Codes and addresses of terms that other people cite: none vanishes unnoticed.

The lock, ``book/terms.lock``, has a line for every address ever published::

    DH-0012 gradient-descent 3f1c9a0b7d2e 0.1.0 0.3.0

that is the term's code, its address (``/term/gradient-descent/``), a hash of its definition, and
the versions of the book in which that definition was first given and later changed. An address
that is gone keeps its line, with where its readers go: ``DH-0012 steepest-descent ->
gradient-descent``. The new name of a renamed term keeps the code.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path

from press.core.mistakes import Mistake, Mistakes
from press.core.terms import Glossary, Term

LOCK = Path("book") / "terms.lock"
_HEAD = """\
# Every code and address of a term ever published: /term/<address>/. `make terms` adds new ones,
# and the version in which a definition has changed; nothing is taken away.
# Renamed, or told elsewhere now: `DH-0000 old-address -> new-address`.
# code address hash-of-the-definition first-version [later versions]
"""
_ENTRY = re.compile(r"(DH-\d{4}) ([a-z0-9-]+) ([0-9a-f]{12})((?: \d+\.\d+\.\d+)+)")
_MOVED = re.compile(r"(DH-\d{4}) ([a-z0-9-]+) -> ([a-z0-9-]+)")


@dataclass(frozen=True)
class Entry:
    """A line of the lock. Either ``target`` says where its readers go, or the rest is there."""

    code: str
    slug: str
    digest: str = ""
    versions: tuple[str, ...] = ()
    target: str = ""
    line: int = 0

    def __str__(self) -> str:
        if self.target:
            return f"{self.code} {self.slug} -> {self.target}"
        return " ".join([self.code, self.slug, self.digest, *self.versions])


class Lock:
    """The lock, read. ``entries`` has its lines by address."""

    def __init__(self, entries: list[Entry]):
        self.entries = {entry.slug: entry for entry in entries}

    def of(self, term: Term) -> Entry:
        """The line of a term; one without a code where the lock has none yet."""
        return self.entries.get(term.slug, Entry("", term.slug))

    def leads_to(self, slug: str) -> str:
        """Where a reader of an address ends, over all redirects."""
        seen: set[str] = set()
        while slug in self.entries and self.entries[slug].target and slug not in seen:
            seen.add(slug)
            slug = self.entries[slug].target
        return slug

    @property
    def addresses(self) -> dict[str, str]:
        """For each former address and each code, the address where its readers end."""
        found = {entry.slug: self.leads_to(entry.slug)
                 for entry in self.entries.values() if entry.target}
        for entry in self.entries.values():
            found[entry.code] = self.leads_to(entry.slug)
        return found


def read(root: Path) -> Lock:
    """The book's lock; an empty one where it has none.

    Raises:
        Mistakes: a line of it cannot be read, or repeats a code or an address.
    """
    path = root / LOCK
    return parse(path.read_text(encoding="utf-8")) if path.is_file() else Lock([])


def parse(text: str) -> Lock:
    """Parse the text of a lock. Raises as :func:`read` does."""
    entries: list[Entry] = []
    mistakes: list[Mistake] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if match := _MOVED.fullmatch(line):
            entry = Entry(match[1], match[2], target=match[3], line=number)
        elif match := _ENTRY.fullmatch(line):
            entry = Entry(match[1], match[2], match[3], tuple(match[4].split()), line=number)
        else:
            mistakes.append(Mistake(LOCK.as_posix(), number, "this line cannot be read",
                                    "write `DH-0001 address hash 0.1.0`, or `DH-0001 old -> new`"))
            continue
        taken = [e for e in entries if e.slug == entry.slug
                 or (e.code == entry.code and not e.target and not entry.target)]
        mistakes += [Mistake(LOCK.as_posix(), number,
                             f"{e.code} {e.slug} stands in line {e.line} already",
                             "give each code one address, and each address one line")
                     for e in taken]
        entries.append(entry)
    if mistakes:
        raise Mistakes(mistakes)
    return Lock(entries)


def digest(term: Term) -> str:
    """A hash of the definition: 12 hexadecimal digits."""
    return hashlib.sha256(" ".join(term.definition.split()).encode()).hexdigest()[:12]


def vanished(lock: Lock, glossary: Glossary) -> list[Mistake]:
    """Addresses of the lock that the book has no more, and redirects that lead nowhere."""
    mistakes = []
    for entry in lock.entries.values():
        if not entry.target and entry.slug not in glossary.by_slug:
            mistakes.append(Mistake(
                LOCK.as_posix(), entry.line, f"term {entry.slug} ({entry.code}) has vanished",
                f"bring it back, or write `{entry.code} {entry.slug} -> its-successor`"))
        elif entry.target and lock.leads_to(entry.slug) not in glossary.by_slug:
            mistakes.append(Mistake(
                LOCK.as_posix(), entry.line, f"{entry.slug} leads to {entry.target}, "
                "which is no term", "name one that stands in book/glossary.md"))
    return mistakes


def outdated(lock: Lock, glossary: Glossary) -> list[tuple[Term, str]]:
    """Terms that the lock does not list as they are, each with what is missing."""
    found = []
    for term in glossary.terms:
        entry = lock.of(term)
        if not entry.code or entry.target:
            found.append((term, "is missing"))
        elif entry.digest != digest(term):
            found.append((term, "has another definition"))
    return found


def renewed(lock: Lock, glossary: Glossary, version: str) -> Lock:
    """The lock with all terms as they are: new codes, new hashes, and the version at which."""
    entries = dict(lock.entries)
    numbers = [int(entry.code.removeprefix("DH-")) for entry in entries.values()]
    free = max(numbers, default=0) + 1
    for term, _ in outdated(lock, glossary):
        entry = lock.of(term)
        if entry.digest:
            later = () if version in entry.versions else (version,)
            entries[term.slug] = replace(entry, digest=digest(term),
                                         versions=(*entry.versions, *later))
            continue
        former = next((e.code for e in entries.values() if e.target == term.slug), "")
        entries[term.slug] = Entry(former or f"DH-{free:04}", term.slug, digest(term), (version,))
        free += not former
    return Lock(list(entries.values()))


def write(root: Path, lock: Lock) -> None:
    """Write the lock, its lines in the order of their codes."""
    path = root / LOCK
    old = path.read_text(encoding="utf-8") if path.is_file() else _HEAD
    head = "".join(f"{line}\n" for line in old.splitlines() if line.startswith("#"))
    lines = sorted(lock.entries.values(), key=lambda entry: (entry.code, bool(not entry.target)))
    path.write_text(head + "".join(f"{entry}\n" for entry in lines), encoding="utf-8")
