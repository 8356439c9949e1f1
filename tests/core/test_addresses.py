"""Published addresses do not go dead unnoticed, and lead on where they moved."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

import pytest
from lxml import html
from press.core import addresses

PRESENT = {"book/a.html", "book/a.html#sec-new", "book/b/c.html"}


def lost(root: Path, lock: str) -> list[tuple[int, str]]:
    """Line and message of what is wrong with a lock, in a book that has the addresses above."""
    (root / "book").mkdir(exist_ok=True)
    (root / addresses.LOCK.path).write_text(lock, encoding="utf-8")
    return [(m.line, m.what) for m in addresses.dead(root, PRESENT)]


def test_addresses_that_stand_or_lead_on_are_in_order(tmp_path: Path) -> None:
    lock = "# Head.\nbook/a.html\nbook/a.html#sec-old -> book/a.html#sec-new\nbook/gone.html ->\n"
    assert lost(tmp_path, lock) == []


@pytest.mark.parametrize(("line", "says"), [
    ("book/x.html", "address book/x.html has vanished"),
    ("book/a.html#sec-x", "address book/a.html#sec-x has vanished"),
    ("book/x.html -> book/y.html", "book/x.html leads to book/y.html, which is no address"),
    ("book/a.html -> book/b/c.html", "book/a.html leads elsewhere, and still stands in the book"),
])
def test_an_address_that_is_lost_is_named_with_its_line(tmp_path: Path, line, says) -> None:
    assert lost(tmp_path, f"# Head.\nbook/a.html\n{line}\n") == [(3, says)]


@pytest.mark.parametrize(("page", "target"), [
    ("book/old.html", "book/new.html"), ("book/old.html", "book/b/c.html#sec-x"),
    ("book/b/old.html", "book/new.html"), ("old.html", "book/b/c.html"),
])
def test_a_page_that_moved_leads_to_its_new_place_at_once_and_is_not_indexed(page, target) -> None:
    tree = html.document_fromstring(addresses.redirect_page(page, target, ""))
    refresh = tree.xpath("//meta[@http-equiv='refresh']/@content")[0]
    links = [refresh.partition("url=")[2], *tree.xpath("//a/@href"),
             *tree.xpath("//link[@rel='canonical']/@href")]
    base = "http://host/"
    assert {urljoin(base + page, link) for link in links} == {base + target}
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_a_page_that_moved_names_its_whole_new_address_where_that_is_known() -> None:
    page = addresses.redirect_page("book/old.html", "book/new.html", "https://host/down/")
    canonical = html.document_fromstring(page).xpath("//link[@rel='canonical']/@href")
    assert canonical == ["https://host/down/book/new.html"]
