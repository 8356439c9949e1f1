"""The terms as an Anki deck: a card each, with ids that stay, so that learning survives updates."""

from __future__ import annotations

import calendar
import io
import itertools
import re
import sqlite3
import zipfile
from contextlib import closing
from datetime import date
from html import escape
from typing import Any

import genanki

from press.core.citations import Work

# Chosen once. Another number would be another deck to those who learn with this one.
DECK, MODEL = 1_764_900_201, 1_764_900_202
FIELDS = ("Code", "Term", "Symbol", "Definition", "Note", "Address")
FRONT = '<div class="term">{{Term}}</div>'
BACK = ('{{FrontSide}}<hr id="answer"><p>{{Definition}}</p>{{#Symbol}}<p>{{Symbol}}</p>{{/Symbol}}'
        '{{#Note}}<p class="note">{{Note}}</p>{{/Note}}<p class="note">{{Code}} · {{Address}}</p>')
STYLE = (".card { font-family: serif; font-size: 20px; line-height: 1.5; padding: 0 1em }"
         " .term { font-weight: bold; text-align: center } .note { font-size: 16px; opacity: .75 }")
UNDATED = date(2026, 1, 1)


def deck(rows: list[dict[str, Any]], work: Work) -> bytes:
    """The package's bytes, the same for the same terms."""
    model = genanki.Model(MODEL, "Downhill term", fields=[{"name": name} for name in FIELDS],
                          templates=[{"name": "Definition", "qfmt": FRONT, "afmt": BACK}],
                          css=STYLE)
    made = genanki.Deck(DECK, work.title.partition(":")[0] + ": glossary")
    for row in rows:
        fields = [row["code"], escape(row["term"]), card(row["symbol"]), card(row["definition"]),
                  card(row["note"]), escape(row["url"])]
        tags = [re.sub(r"\W+", "-", row["topic"]).strip("-").lower()] if row["topic"] else []
        made.add_note(genanki.Note(model=model, fields=fields, tags=tags,
                                   guid=genanki.guid_for(row["code"] or row["term"])))
    seconds = calendar.timegm((work.released or UNDATED).timetuple())
    # genanki's write_to_file leaves the database behind, in the folder for temporary files.
    with closing(sqlite3.connect(":memory:")) as database:
        genanki.Package(made).write_to_db(database.cursor(), float(seconds),
                                          itertools.count(seconds * 1000))
        database.commit()
        return package(database.serialize())


def package(collection: bytes) -> bytes:
    """A collection without media as Anki opens it: a zip file whose entries bear no time of day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in (("collection.anki2", collection), ("media", b"{}")):
            file.writestr(zipfile.ZipInfo(name), content, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def card(source: str) -> str:
    """MyST as a card shows it: formulas go to Anki's own MathJax."""
    plain = re.sub(r"\{\w+\}`([^`<]+?)(?:\s*<[^>]*>)?`", r"\1", source)
    pieces = re.split(r"\$([^$]+)\$", escape(plain, quote=False))
    shown = "".join(rf"\({piece}\)" if i % 2 else re.sub(r"`([^`]+)`", r"<code>\1</code>", piece)
                    for i, piece in enumerate(pieces))
    return shown.replace("\n\n", "<br><br>").replace("\n", " ")
