"""How a term is cited: the book's own data, and one function for each form of a citation."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from press.core.mistakes import Mistake, Mistakes

SOURCE = Path("CITATION.cff")
# Not the calendar's names: those follow the language of the machine.
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")
# LaTeX reads these as commands.
_SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
            **{sign: f"\\{sign}" for sign in "&%$#_{}"}}


@dataclass(frozen=True)
class Work:
    """The book, as its CITATION.cff has it. Without a date, it is cited as undated."""

    title: str
    authors: tuple[str, ...]
    version: str
    released: date | None = None
    licenses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """What is cited: a term, its code, and its address."""

    name: str
    code: str
    address: str
    work: Work
    definition: str = field(default="", repr=False)

    @property
    def title(self) -> str:
        """The term with a capital."""
        return self.name[:1].upper() + self.name[1:]

    @property
    def key(self) -> str:
        """What a reference manager calls it."""
        return "downhill-" + re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")


def read(root: Path, title: str = "", author: str = "", version: str = "") -> Work:
    """The book's data from its CITATION.cff; where it has none, from the other arguments.

    Raises:
        Mistakes: the file cannot be read, or lacks what a citation names.
    """
    path = root / SOURCE
    if not path.is_file():
        return Work(title, (author,), version)
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        released = data.get("date-released")
        names = tuple(_name(one) for one in data["authors"])
        licenses = data.get("license") or []
        return Work(data["title"], names, str(data["version"]),
                    released if isinstance(released, date) else None,
                    (licenses,) if isinstance(licenses, str) else tuple(licenses))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Mistakes([Mistake(SOURCE.as_posix(), line, f"it cannot be read: {error.problem}",
                                "write `key: value` lines")]) from error
    except (KeyError, TypeError, AttributeError) as error:
        raise Mistakes([Mistake(SOURCE.as_posix(), 1, "it lacks a title, authors or a version",
                                "see citation-file-format.github.io")]) from error


def _name(person: dict[str, str]) -> str:
    return person.get("name") or f"{person['family-names']}, {person['given-names']}"


def all_forms(entry: Entry) -> dict[str, str]:
    """The citation in every form, by the form's name on the page."""
    return {"Link": entry.address, "Markdown": markdown(entry), "APA": apa(entry),
            "Chicago": chicago(entry), "BibTeX": bibtex(entry), "RIS": ris(entry),
            "CSL-JSON": csl_json(entry)}


def markdown(entry: Entry) -> str:
    """A link for a Markdown text."""
    return f"[{entry.name}]({entry.address})"


def apa(entry: Entry) -> str:
    """By APA 7, an entry in a reference work."""
    work = entry.work
    year = work.released.year if work.released else "n.d."
    authors = _joined(work.authors, "&").rstrip(".")
    return (f"{authors}. ({year}). {entry.title}{_bracket(entry.code)}. "
            f"In {work.title} (Version {work.version}). {entry.address}")


def chicago(entry: Entry) -> str:
    """By the Chicago Manual of Style, notes and bibliography."""
    work = entry.work
    day = work.released
    dated = f"{MONTHS[day.month - 1]} {day.day}, {day.year}" if day else "n.d."
    code = f"{entry.code}. " if entry.code else ""
    return (f"{_joined(work.authors, 'and').rstrip('.')}. “{entry.title}.” In {work.title}, "
            f"version {work.version}. {dated}. {code}{entry.address}")


def bibtex(entry: Entry) -> str:
    """For BibTeX and biblatex: an entry of a book, whose publisher its authors are."""
    work = entry.work
    fields = {
        "author": _braced(" and ".join(_braced(_tex(name)) for name in work.authors)),
        "title": _braced(_braced(_tex(entry.title))),
        "booktitle": _braced(_braced(_tex(work.title))),
        "publisher": _braced(_tex(_joined(work.authors, "and"))),
        "year": _braced(str(work.released.year)) if work.released else "",
        # A macro of every style, which spells it as the style does.
        "month": MONTHS[work.released.month - 1][:3].lower() if work.released else "",
        "note": _braced(", ".join(filter(None, [f"Version {work.version}", entry.code]))),
        "url": _braced(entry.address),
    }
    lines = [f"  {name} = {value}" for name, value in fields.items() if value]
    return f"@incollection{{{entry.key},\n" + ",\n".join(lines) + "\n}"


def ris(entry: Entry) -> str:
    """For reference managers that read RIS: an entry of a dictionary."""
    work = entry.work
    day = work.released
    lines = [("TY", "DICT"), ("ID", entry.code or entry.key), ("TI", entry.title),
             ("T2", work.title), *(("AU", name) for name in work.authors),
             ("PB", _joined(work.authors, "and"))]
    if day:
        lines += [("PY", str(day.year)), ("DA", f"{day:%Y/%m/%d}")]
    lines += [("ET", work.version), ("AB", entry.definition), ("LA", "en"),
              ("UR", entry.address)]
    return "".join(f"{tag}  - {value}\n" for tag, value in lines if value) + "ER  - \n"


def csl(entry: Entry) -> dict[str, Any]:
    """For citeproc and its kin: the data of one item."""
    work = entry.work
    day = work.released
    found = {
        "id": entry.key,
        "type": "entry-dictionary",
        "title": entry.title,
        "container-title": work.title,
        "author": [{"literal": name} for name in work.authors],
        "publisher": _joined(work.authors, "and"),
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "version": work.version,
        "number": entry.code,
        "abstract": entry.definition,
        "language": "en",
        "URL": entry.address,
    }
    return {name: value for name, value in found.items() if value}


def csl_json(entry: Entry) -> str:
    """CSL-JSON: a list of one item."""
    return json.dumps([csl(entry)], ensure_ascii=False, indent=2)


def _bracket(code: str) -> str:
    return f" [{code}]" if code else ""


def _joined(names: tuple[str, ...], last: str) -> str:
    """One name, two, or more, with a word before the last."""
    if len(names) < 2:
        return "".join(names)
    comma = "," if last == "&" or len(names) > 2 else ""
    return f"{', '.join(names[:-1])}{comma} {last} {names[-1]}"


def _braced(text: str) -> str:
    return f"{{{text}}}"


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(sign, sign) for sign in text)
