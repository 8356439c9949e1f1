"""The glossary for machines, at the root of the site: JSON with its schema, CSV, Anki, JSON-LD."""

from __future__ import annotations

import json
from pathlib import Path

from sphinx.application import Sphinx

from press.core import glossary_data
from press.glossary import anki, linked_data
from press.glossary.source import FOLDER, source_of
from press.glossary.uses import Use


def setup_files(app: Sphinx) -> None:
    """Write the files when the pages are there."""
    app.connect("build-finished", write)


def write(app: Sphinx, error: Exception | None) -> None:
    """Write every file. A build that wrote no page of a term leaves them as they are."""
    if error is not None or not hasattr(app, "press_uses"):
        return
    source, site = source_of(app), Path(app.outdir)
    rows = [glossary_data.record(
        term, source.lock.of(term), source.address(term),
        used_in=[_used(app, use, source.base) for use in app.press_uses[term.slug]],
        questions=term.list_of("questions")) for term in source.glossary.alphabetical()]
    data = glossary_data.document(rows, source.work, f"{source.base or '/'}{FOLDER}/")
    write_json(site / "glossary.json", data)
    write_json(site / "glossary.schema.json", glossary_data.SCHEMA)
    write_json(site / "glossary.jsonld", linked_data.term_set(source))
    (site / "glossary.csv").write_text(glossary_data.csv(rows), encoding="utf-8", newline="")
    (site / "glossary.apkg").write_bytes(anki.deck(rows, source.work))


def write_json(path: Path, data: object) -> None:
    """Readable, in the order in which it was made."""
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _used(app: Sphinx, use: Use, base: str) -> dict[str, str]:
    assert app.builder is not None
    return {"title": use.title,
            "url": f"{base or '/'}{app.builder.get_target_uri(use.docname)}#{use.section}"}
