"""Citations: what other programs read of them is what the book says of itself."""

from __future__ import annotations

import json
from datetime import date

import pytest
import rispy
from csl_reference import Reference
from jsonschema import Draft202012Validator
from press.core import citations
from press.core.mistakes import Mistakes
from pybtex.database import parse_string
from pybtex.plugin import find_plugin

# The fields of CSL 1.0.2, and no others.
CSL = {**Reference.model_json_schema(), "additionalProperties": False}
WORK = citations.Work("Downhill: How models learn", ("The Downhill authors",), "0.2.0",
                      date(2026, 3, 5))
ADDRESS = "https://book.example/term/gradient-descent/"
ENTRY = citations.Entry("gradient descent", "DH-0019", ADDRESS, WORK, "Steps: w ← w − η∇L(w).")
NASTY = citations.Entry("100% of {R&D} \\ #1_a^b~c $", "DH-0001", ADDRESS + "?a=1&b=%20", WORK, "x")


def test_apa_names_authors_year_term_code_book_version_and_address():
    assert citations.apa(ENTRY) == (
        "The Downhill authors. (2026). Gradient descent [DH-0019]. In Downhill: How models learn "
        f"(Version 0.2.0). {ADDRESS}")


def test_chicago_names_the_day_too():
    assert citations.chicago(ENTRY) == (
        "The Downhill authors. “Gradient descent.” In Downhill: How models learn, version 0.2.0. "
        f"March 5, 2026. DH-0019. {ADDRESS}")


def test_markdown_is_a_link_that_says_the_term():
    assert citations.markdown(ENTRY) == f"[gradient descent]({ADDRESS})"


@pytest.mark.parametrize("entry", [ENTRY, NASTY], ids=["a term", "a term of special signs"])
def test_pybtex_reads_the_bibtex_and_sets_it(entry):
    database = parse_string(citations.bibtex(entry), "bibtex")
    (found,) = database.entries.values()
    assert found.type == "incollection"
    assert [str(person) for person in found.persons["author"]] == ["{The Downhill authors}"]
    assert found.fields["year"] == "2026"
    assert found.fields["url"] == entry.address
    assert found.fields["note"] == f"Version 0.2.0, {entry.code}"
    style = find_plugin("pybtex.style.formatting", "plain")()
    (text,) = [one.text.render_as("text") for one in style.format_entries([found])]
    assert "The Downhill authors. " in text and "March 2026" in text and entry.address in text
    assert entry is NASTY or "Gradient descent. In Downhill: How models learn." in text


@pytest.mark.parametrize("entry", [ENTRY, NASTY], ids=["a term", "a term of special signs"])
def test_rispy_reads_the_ris(entry):
    (found,) = rispy.loads(citations.ris(entry))
    assert found["type_of_reference"] == "DICT"
    assert found["title"] == entry.title
    assert found["secondary_title"] == WORK.title
    assert found["authors"] == ["The Downhill authors"]
    assert (found["year"], found["date"]) == ("2026", "2026/03/05")
    assert found["edition"] == "0.2.0" and found["urls"] == [entry.address]
    assert found["abstract"] == entry.definition
    assert "unknown_tag" not in found


@pytest.mark.parametrize("entry", [ENTRY, NASTY], ids=["a term", "a term of special signs"])
def test_the_csl_json_fits_its_schema(entry):
    (item,) = json.loads(citations.csl_json(entry))
    Draft202012Validator(CSL).validate(item)
    assert item["type"] == "entry-dictionary"
    assert item["issued"] == {"date-parts": [[2026, 3, 5]]}
    assert (item["URL"], item["version"], item["number"]) == (entry.address, "0.2.0", entry.code)


def test_the_schema_refuses_what_csl_does_not_know():
    for wrong in ({"genre-of-music": "x"}, {"type": "entry-in-a-book"}, {"issued": "2026"}):
        assert not Draft202012Validator(CSL).is_valid({**citations.csl(ENTRY), **wrong})


def test_several_authors_are_joined_as_each_style_has_it():
    work = citations.Work("B", ("Ada Lovelace", "Alan Turing", "Grace Hopper"), "1.0.0")
    entry = citations.Entry("loss", "", "/term/loss/", work)
    assert citations.apa(entry).startswith(
        "Ada Lovelace, Alan Turing, & Grace Hopper. (n.d.). Loss. In B")
    assert citations.chicago(entry).startswith("Ada Lovelace, Alan Turing, and Grace Hopper. “Loss")
    people = parse_string(citations.bibtex(entry), "bibtex").entries["downhill-loss"].persons
    assert len(people["author"]) == 3


def test_the_books_data_come_from_its_citation_file(tmp_path):
    (tmp_path / "CITATION.cff").write_text(
        "title: A book\nauthors:\n  - name: The authors\n  - family-names: Noether\n"
        "    given-names: Emmy\nversion: 1.2.3\ndate-released: 2026-03-05\nlicense: MIT\n", "utf-8")
    assert citations.read(tmp_path) == citations.Work(
        "A book", ("The authors", "Noether, Emmy"), "1.2.3", date(2026, 3, 5), ("MIT",))


@pytest.mark.parametrize(("text", "line"), [("title: A book\n", 1), ("title: A\nx: [\n", 3)])
def test_a_citation_file_that_cannot_be_used_is_told(tmp_path, text, line):
    (tmp_path / "CITATION.cff").write_text(text, "utf-8")
    with pytest.raises(Mistakes) as found:
        citations.read(tmp_path)
    assert (found.value.found[0].path, found.value.found[0].line) == ("CITATION.cff", line)


def test_a_book_without_the_file_is_cited_by_its_title(tmp_path):
    work = citations.read(tmp_path, "Tiny", "Somebody", "0.1.0")
    assert work == citations.Work("Tiny", ("Somebody",), "0.1.0")
