"""What machines read of a glossary: each file by a reader of its own kind."""

from __future__ import annotations

import csv
import json
import subprocess
import sys

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from jsonschema import Draft202012Validator
from terms_book import BASE, page, text

pytestmark = pytest.mark.slow


def test_the_json_fits_the_schema_that_is_published_beside_it(terms_site):
    schema = json.loads((terms_site / "glossary.schema.json").read_text("utf-8"))
    data = json.loads((terms_site / "glossary.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    validator.validate(data)
    assert [term["term"] for term in data["terms"]] == ["gradient", "slope", "walk"]
    slope = data["terms"][1]
    assert slope["definition"] == r"Rise over run, $\Delta y / \Delta x$."
    assert slope["definition_text"] == "Rise over run, Δy / Δx."
    assert slope["url"] == f"{BASE}term/slope/"
    assert {use["url"] for use in slope["used_in"]} == {
        f"{BASE}book/lesson.html#sec-slopes", f"{BASE}book/lesson.html#slope-in-a-title"}
    broken = {**data, "terms": [{**slope, "code": "7"}]}
    assert not validator.is_valid(broken)


def test_the_csv_has_a_row_for_each_term(terms_site):
    with (terms_site / "glossary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["term"] for row in rows] == ["gradient", "slope", "walk"]
    assert rows[0]["symbol"] == "∇f" and rows[0]["synonyms"] == "nabla vector"


def test_linked_data_tell_of_a_defined_term_in_a_set(terms_site):
    one = json.loads(page(terms_site, "term/gradient/index.html").find(id="downhill-term").string)
    assert one["@type"] == "DefinedTerm" and one["termCode"] == "DH-0008"
    assert one["@id"] == one["url"] == f"{BASE}term/gradient/"
    assert one["inDefinedTermSet"]["@type"] == "DefinedTermSet"
    whole = json.loads(page(terms_site, "book/glossary.html").find(id="downhill-terms-set").string)
    assert whole == json.loads((terms_site / "glossary.jsonld").read_text("utf-8"))
    assert whole["@id"] == one["inDefinedTermSet"]["@id"]
    assert {term["name"] for term in whole["hasDefinedTerm"]} == {"gradient", "slope", "walk"}


def test_anki_imports_the_deck_and_a_second_time_changes_nothing(terms_site, tmp_path):
    collection = Collection(str(tmp_path / "collection.anki2"))
    try:
        for _ in range(2):
            collection.import_anki_package(ImportAnkiPackageRequest(
                package_path=str(terms_site / "glossary.apkg"), options=ImportAnkiPackageOptions()))
            notes = [collection.get_note(note) for note in collection.find_notes("")]
            assert {note["Term"] for note in notes} == {"gradient", "slope", "walk"}
        slope = next(note for note in notes if note["Term"] == "slope")
        assert slope["Definition"] == r"Rise over run, \(\Delta y / \Delta x\)."
        assert slope["Code"] == "DH-0001" and slope.tags == ["slopes"]
        assert len({note.guid for note in notes}) == 3
    finally:
        collection.close()


SECOND = """# Second

{external:term}`gradient`, {external+small:std:term}`a walk <walk>`, {external:term}`nabla vector`
and [](<inv:small:std:term#slope>).
"""


def test_another_sphinx_book_links_to_the_terms_by_the_inventory(terms_site, tmp_path):
    (tmp_path / "conf.py").write_text(
        "project = 'Second'\nextensions = ['myst_parser', 'sphinx.ext.intersphinx']\n"
        f"intersphinx_mapping = {{'small': ({BASE!r}, {str(terms_site / 'objects.inv')!r})}}\n",
        "utf-8")
    (tmp_path / "index.md").write_text(SECOND, "utf-8")
    subprocess.run([sys.executable, "-m", "sphinx", "-nWqb", "html", ".", "out"], cwd=tmp_path,
                   check=True)
    found = {text(a): a["href"] for a in page(tmp_path, "out/index.html").select("a.external")}
    assert {f"{BASE}term/{name}/index.html" for name in ("gradient", "walk", "slope")} == \
        {href for href in found.values() if href.startswith(BASE)}
    assert found["a walk"] == f"{BASE}term/walk/index.html"
