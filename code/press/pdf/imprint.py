"""What the title page and the imprint say: from CITATION.cff, or else from the settings."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Any

import yaml
from sphinx.application import Sphinx

from press.core.typst import Code, content, markup

CITATION = "CITATION.cff"
LICENCES = {"CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
            "MIT": ("the MIT license", "https://opensource.org/license/mit")}


def facts(app: Sphinx) -> dict[str, Any]:
    """Title, authors, date and imprint, as the design wants them."""
    file = Path(app.srcdir) / CITATION
    cited: dict[str, Any] = yaml.safe_load(file.read_text("utf-8")) if file.is_file() else {}
    title, _, subtitle = str(cited.get("title", app.config.project)).partition(": ")
    authors = [name_of(author) for author in cited.get("authors", [])] or [app.config.author]
    day = date_of(cited)
    version = str(cited.get("version", ""))
    names = cited.get("license", [])
    return {
        "title": title, "subtitle": subtitle, "authors": authors,
        "version": version,
        "rights": ", ".join([names] if isinstance(names, str) else names),
        "date": Code(f"datetime(year: {day.year}, month: {day.month}, day: {day.day})"),
        "timestamp": datetime.datetime.combine(day, datetime.time(), datetime.UTC),
        "description": " ".join(str(cited.get("abstract", title)).split()),
        "keywords": [str(word) for word in cited.get("keywords", [])],
        "imprint": imprint(title, subtitle, authors, version, day,
                           licences(names), str(cited.get("url", ""))),
    }


def imprint(title: str, subtitle: str, authors: list[str], version: str, day: datetime.date,
            licence: Code | None, url: str) -> list[Code]:
    """The lines of the imprint."""
    long = f"{title}: {subtitle}" if subtitle else title
    edition = f"Version {version} · " if version else ""
    lines = [content(markup(f"{edition}{day:%B} {day.day}, {day.year}")),
             content(markup(f"© {day.year} {', '.join(authors)}"))]
    if licence is not None:
        lines.append(licence)
    number = f" Version {version}." if version else ""
    lines.append(content(markup(f"Cite as: {', '.join(authors)} ({day.year}). "), "#emph[",
                         markup(long), "];.", markup(number), markup(f" {url}" if url else "")))
    lines.append(content(markup(
        "Every figure is drawn, every number is computed and every answer is checked when the "
        "book is built. Set by Typst in STIX Two Text, STIX Two Math and Ubuntu Mono. "
        "This file is tagged for screen readers (PDF/UA-1).")))
    return lines


def licences(names: list[str] | str) -> Code | None:
    """What may be done with the book, if anybody has said so."""
    listed = [names] if isinstance(names, str) else names
    known = [LICENCES.get(name, (name, "")) for name in listed]
    if not known:
        return None
    words = [f'#link("{uri}")[{markup(name)}];' if uri else markup(name) for name, uri in known]
    if len(words) == 2:
        return content("Text and figures are under ", words[0], ", code is under ", words[1], ".")
    return content("Under ", ", ".join(words), ".")


def date_of(cited: dict[str, Any]) -> datetime.date:
    """SOURCE_DATE_EPOCH's day, or that of the version: never today, so that builds agree."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    found = cited.get("date-released")
    return found if isinstance(found, datetime.date) else datetime.date(2026, 1, 1)


def address(base: str) -> str:
    """The site's address with a slash at its end; empty where none is known."""
    return base.rstrip("/") + "/" if base else ""


def name_of(author: dict[str, str]) -> str:
    """A person's or a group's name."""
    return author.get("name") or f"{author.get('given-names', '')} {author['family-names']}".strip()
