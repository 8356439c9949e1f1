"""The glossary as data for other programs: a record a term, the JSON's schema, and a table."""

from __future__ import annotations

import csv as csv_module
import io
from typing import Any

from press.core import plain
from press.core.citations import Work
from press.core.term_lock import Entry
from press.core.terms import Term

_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT, "uniqueItems": True}
_VERSION = {"type": "string", "pattern": r"^\d+\.\d+\.\d+$"}


def _object(properties: dict[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False,
            "required": [name for name in properties if name not in optional]}


TERM_SCHEMA = _object({
    "code": {"type": "string", "pattern": r"^(DH-\d{4})?$",
             "description": "permanent; empty before the term's first release"},
    "term": {"type": "string", "minLength": 1},
    "slug": {"type": "string", "pattern": "^[a-z0-9-]+$"},
    "url": {"type": "string", "format": "uri-reference",
            "description": "permanent; a path on the site where the site's address is not known"},
    "definition": {"type": "string", "minLength": 1, "description": "MyST; formulas are TeX"},
    "definition_text": {"type": "string", "minLength": 1, "description": "plain Unicode"},
    "note": {"type": "string", "description": "MyST, or empty"},
    "symbol": {"type": "string", "description": "MyST, or empty"},
    "synonyms": _TEXTS,
    "deprecated": _TEXTS,
    "see": {**_TEXTS, "description": "related terms, by name"},
    "topic": _TEXT,
    "source": {"type": "string", "description": "MyST, or empty"},
    "in_code": {"type": "string", "description": "MyST, or empty"},
    "since": {"anyOf": [_VERSION, {"const": ""}], "description": "the first version that has it"},
    "changed": {"anyOf": [_VERSION, {"const": ""}],
                "description": "the last version in which the definition changed"},
    "defined_in": {**_TEXTS, "description": "labels of the sections that explain it"},
    "used_in": {"type": "array", "items": _object({
        "title": _TEXT, "url": {"type": "string", "format": "uri-reference"}})},
    "questions": {**_TEXTS, "description": "labels of the questions that test it"},
})

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "The glossary of Downhill",
    **_object({
        "schema": {"const": "glossary.schema.json"},
        "title": {"type": "string", "minLength": 1},
        "authors": {"type": "array", "items": _TEXT, "minItems": 1},
        "version": _VERSION,
        "date": {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        "licenses": _TEXTS,
        "language": {"const": "en"},
        "url": {"type": "string", "format": "uri-reference"},
        "terms": {"type": "array", "items": TERM_SCHEMA},
    }, optional=("date",)),
}


def record(term: Term, entry: Entry, address: str, used_in: list[dict[str, str]],
           questions: list[str]) -> dict[str, Any]:
    """A term as one record; what it has not is empty."""
    since, changed = (entry.versions[0], entry.versions[-1]) if entry.versions else ("", "")
    return {
        "code": entry.code, "term": term.name, "slug": term.slug, "url": address,
        "definition": term.definition, "definition_text": term.text, "note": term.note,
        "symbol": term.text_of("symbol"), "synonyms": term.synonyms,
        "deprecated": term.deprecated, "see": term.list_of("see"),
        "topic": term.text_of("topic"), "source": term.text_of("source"),
        "in_code": term.text_of("code"), "since": since, "changed": changed,
        "defined_in": term.list_of("defined"), "used_in": used_in, "questions": questions,
    }


def document(rows: list[dict[str, Any]], work: Work, address: str) -> dict[str, Any]:
    """The whole, as :data:`SCHEMA` has it."""
    dated = {"date": work.released.isoformat()} if work.released else {}
    return {"schema": "glossary.schema.json", "title": work.title,
            "authors": list(work.authors), "version": work.version, **dated,
            "licenses": list(work.licenses), "language": "en", "url": address, "terms": rows}


COLUMNS = ("code", "term", "symbol", "definition", "note", "synonyms", "deprecated", "see",
           "topic", "since", "changed", "url")


def csv(rows: list[dict[str, Any]]) -> str:
    """A table for spreadsheets, RFC 4180: plain Unicode, and lists parted by semicolons."""
    out = io.StringIO()
    writer = csv_module.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        shown = {**row, "definition": row["definition_text"], "note": plain.text(row["note"]),
                 "symbol": plain.text(row["symbol"])}
        writer.writerow([_cell(shown[name]) for name in COLUMNS])
    return out.getvalue()


def _cell(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "; ".join(value)
