"""Terms as linked data: schema.org's DefinedTerm in a DefinedTermSet."""

from __future__ import annotations

from typing import Any

from press.core.terms import Term
from press.glossary.source import FOLDER, Source

CONTEXT = "https://schema.org"  # a name, which nothing fetches


def term(source: Source, one: Term) -> dict[str, Any]:
    """A term, with the set that it belongs to."""
    return {"@context": CONTEXT, **_term(source, one), "inDefinedTermSet": _set(source)}


def term_set(source: Source) -> dict[str, Any]:
    """The glossary, with all its terms."""
    return {"@context": CONTEXT, **_set(source),
            "hasDefinedTerm": [_term(source, one) for one in source.glossary.alphabetical()]}


def _set(source: Source) -> dict[str, Any]:
    work = source.work
    found = {"@type": "DefinedTermSet", "@id": f"{source.base or '/'}{FOLDER}/",
             "name": f"{work.title}: glossary", "version": work.version, "inLanguage": "en",
             "author": [{"@type": "Organization", "name": name} for name in work.authors]}
    if work.released:
        found["datePublished"] = work.released.isoformat()
    if "CC-BY-4.0" in work.licenses:
        found["license"] = "https://creativecommons.org/licenses/by/4.0/"
    return found


def _term(source: Source, one: Term) -> dict[str, Any]:
    address = source.address(one)
    found = {"@type": "DefinedTerm", "@id": address, "url": address, "name": one.name,
             "termCode": source.lock.of(one).code, "description": one.text,
             "alternateName": one.synonyms}
    return {name: value for name, value in found.items() if value}
