"""What a page says of itself elsewhere is whole, short, and well-formed."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from press.core import describe

WORDS = st.lists(st.sampled_from(["Slopes", "meet.", "a", "long", "bowl,", "η", "walks!", "x^2"]))


def test_whole_sentences_are_taken_as_long_as_they_fit() -> None:
    first, second = "You stand in a bowl.", "Measure the slope " * 5 + "now."
    third = "Go " * 20 + "."
    assert describe.description([f"{first} {second}\n{third}", "More."]) == f"{first} {second}"


def test_a_sentence_with_tex_is_passed_over() -> None:
    assert describe.description([r"The norm \lVert x \rVert. It is 5."]) == "It is 5."


def test_a_page_without_prose_says_nothing() -> None:
    assert describe.description(["", r"\alpha"]) == ""


@given(st.lists(WORDS.map(" ".join), max_size=4))
def test_a_description_is_never_longer_than_what_is_shown(paragraphs) -> None:
    found = describe.description(paragraphs)
    assert len(found) <= describe.LENGTH
    assert found.rstrip("…") in " ".join(" ".join(paragraphs).split())


def test_a_meta_tag_holds_whatever_a_title_holds() -> None:
    title = 'A "<b>" & c'
    made = describe.tags([("og:title", title), ("description", "")])
    tree = html.document_fromstring(f"<head>{made}</head>")
    assert [dict(meta.attrib) for meta in tree.iter("meta")] == [
        {"property": "og:title", "content": title}]


def test_a_sitemap_lists_addresses_in_their_order() -> None:
    listed = ["https://host/a?b=1&c=2", "https://host/b"]
    tree = ElementTree.fromstring(describe.sitemap(listed).encode())
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert [loc.text for loc in tree.iter(f"{space}loc")] == listed


def test_robots_name_the_sitemap_only_where_there_is_one() -> None:
    assert "Sitemap:" not in describe.robots("")
    assert describe.robots("https://host/").splitlines()[-1] == "Sitemap: https://host/sitemap.xml"
