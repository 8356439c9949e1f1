"""The links to the book's other forms: on every page where there is a file, on none where not."""

from __future__ import annotations

import pytest
from press.downloads import size

pytestmark = pytest.mark.slow


def links(book) -> dict[str, list[tuple[str, str]]]:
    """For each page, the addresses and the words of its links to files."""
    return {name: [(link["href"], link.get_text())
                   for link in book.html(name).select(".downloads a")]
            for name in ("index", "slopes", "steps", "glossary", "answers")}


def test_without_files_no_page_has_a_link(good_book):
    assert set(map(tuple, links(good_book).values())) == {()}
    assert not (good_book.site / "_downloads").exists()


def test_every_page_links_what_was_made_last_with_its_size(book):
    for kind, length in (("pdf", 1_480_000), ("epub", 61_234)):
        (book.root / "_build" / kind).mkdir()
        (book.root / "_build" / kind / f"tiny.{kind}").write_bytes(b"x" * length)
    assert book.press().status == 0
    for name, found in links(book).items():
        assert found == [("../_downloads/tiny.pdf", "PDF (1.5 MB)"),
                         ("../_downloads/tiny.epub", "EPUB (61 kB)")], name
    assert (book.site / "_downloads" / "tiny.pdf").stat().st_size == 1_480_000
    # Another size is told on every page, though no page was edited …
    (book.root / "_build" / "pdf" / "tiny.pdf").write_bytes(b"x" * 2_000_000)
    assert book.press().status == 0
    assert all(found[0][1] == "PDF (2.0 MB)" for found in links(book).values())
    # … and a file that is gone leaves no dead link, and no copy.
    (book.root / "_build" / "pdf" / "tiny.pdf").unlink()
    assert book.press().status == 0
    assert all([href for href, _ in found] == ["../_downloads/tiny.epub"]
               for found in links(book).values())
    assert [file.name for file in (book.site / "_downloads").iterdir()] == ["tiny.epub"]


@pytest.mark.parametrize(("octets", "words"), [
    (1, "1 kB"), (999, "1 kB"), (61_234, "61 kB"), (999_499, "999 kB"), (1_000_000, "1.0 MB"),
    (1_472_167, "1.5 MB"), (25_040_000, "25.0 MB"),
])
def test_sizes_are_told_in_decimal_units(octets, words):
    assert size(octets) == words
