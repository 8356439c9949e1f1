"""A link that leads nowhere, and an id that stands twice, are found in pages as they are."""

from __future__ import annotations

import pytest
from press.core import sitelinks

HEAD = "<!doctype html><html><head><title>t</title></head><body>"
FILES = {"index.html", "book/a.html", "book/sub/index.html", "_static/x y.css"}


def found(body: str) -> list[tuple[str, str]]:
    """Dead links of a page at book/a.html, with what is missing."""
    pages = {"book/a.html": sitelinks.read((HEAD + body).encode()),
             "index.html": sitelinks.read((HEAD + '<p id="top">').encode())}
    return [(dead.link, dead.missing) for dead in sitelinks.dead(pages, FILES)]


@pytest.mark.parametrize("link", [
    "#here", "#", "a.html", "a.html#here", "../index.html#top", "../index.html?q=1#top", "sub/",
    "../_static/x%20y.css", "https://host/x", "//host/x", "mailto:a@b.c", "data:text/plain,x",
])
def test_a_link_to_what_is_there_or_elsewhere_is_alive(link) -> None:
    assert found(f'<p id="here"><a href="{link}">x</a></p>') == []


@pytest.mark.parametrize(("link", "missing"), [
    ("#there", "no id there on book/a.html"),
    ("../index.html#here", "no id here on index.html"),
    ("b.html", "no page or file book/b.html"),
    ("b.html#here", "no page or file book/b.html"),
    ("../../index.html", "no page or file ../index.html"),
    ("sub2/", "no page or file book/sub2/index.html"),
])
def test_a_link_to_nowhere_is_named_with_what_is_missing(link, missing) -> None:
    assert found(f'<p id="here"><a href="{link}">x</a></p>') == [(link, missing)]


@pytest.mark.parametrize("body", [
    '<img src="x.png">', '<script src="x.png"></script>', '<video poster="x.png"></video>',
    '<svg><use xlink:href="x.png"/></svg>', '<svg><use href="x.png"/></svg>',
])
def test_whatever_a_page_loads_must_be_there(body) -> None:
    assert found(body) == [("x.png", "no page or file book/x.png")]


def test_an_id_that_stands_twice_is_named_once() -> None:
    page = sitelinks.read((HEAD + '<p id="a"><b id="b"></b><i id="a"></i><i id="a"></i>').encode())
    assert (page.ids, page.repeated) == (("a", "b"), ("a",))
