"""Links, addresses and metadata of a built book, with a public address and without one."""

from __future__ import annotations

import http.server
import json
import struct
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
import yaml
from bs4 import BeautifulSoup
from press import card, mark
from press.cli import main
from press.core import addresses
from press.core.tokens import TOKENS
from told import assert_one_problem

pytestmark = pytest.mark.slow

BASE = "https://books.example/down/"
PLOT = """

```{code-cell} python
---
mystnb:
  image:
    alt: A line that climbs from one to two.
---
import matplotlib.pyplot as plt
plt.plot([1, 2]);
```
"""


@pytest.fixture(scope="session")
def public(new_book):
    """The tiny book with a public address, a figure, and redirects of what has moved."""
    book = new_book()
    config = yaml.safe_load((book.root / "_config.yml").read_text("utf-8"))
    config["html"]["baseurl"] = BASE.rstrip("/")
    (book.root / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    book.edit("steps", "# Steps\n", f"# Steps{PLOT}")
    source = book.page("glossary").read_text("utf-8")
    book.page("glossary").write_text(
        "---\nmyst:\n  html_meta:\n    description: Words, and what they mean.\n---\n" + source,
        encoding="utf-8")
    (book.root / addresses.LOCK.path).write_text(
        "book/slopes.html\nbook/old/hills.html -> book/slopes.html#sec-secant\n"
        "book/slopes.html#sec-old -> book/slopes.html#sec-secant\n"
        "book/steps.html#sec-gone -> book/slopes.html#sec-secant\n", encoding="utf-8")
    main(["--root", str(book.root), "book"], standalone_mode=False)
    return book


def metas(page) -> dict[str, str]:
    """The meta tags of a page by name or property; each stands once."""
    found = [(tag.get("name") or tag.get("property"), tag.get("content"))
             for tag in page.select("head meta[name], head meta[property]")]
    names = [name for name, _ in found if name.startswith(("og:", "description", "robots"))]
    assert len(names) == len(set(names))
    return dict(found)


def test_a_page_tells_its_whole_address_in_all_ways_that_are_read(public) -> None:
    for name in ("index", "slopes", "steps", "glossary", "answers"):
        page = public.html(name)
        address = f"{BASE}book/{name}.html"
        assert [link["href"] for link in page.select("link[rel=canonical]")] == [address]
        assert metas(page)["og:url"] == address


def test_the_sitemap_lists_every_page_of_the_book_and_robots_the_sitemap(public) -> None:
    tree = ElementTree.parse(public.site / "sitemap.xml")
    listed = [element.text for element in tree.iter() if element.tag.endswith("loc")]
    pages = [f"book/{name}.html" for name in ("index", "glossary", "answers", "slopes", "steps")]
    assert listed == [f"{BASE}{page}" for page in [*pages, "term/gradient/"]]
    assert f"Sitemap: {BASE}sitemap.xml" in (public.site / "robots.txt").read_text().splitlines()


def test_a_description_is_the_pages_own_first_words_or_the_authors_field(public) -> None:
    slopes = metas(public.html("slopes"))
    assert slopes["description"] == slopes["og:description"]
    assert slopes["description"].startswith("The gradient has a history")
    assert metas(public.html("index"))["description"] == "A page without cells: 43."
    for name in ("description", "og:description"):
        assert metas(public.html("glossary"))[name] == "Words, and what they mean."


def test_a_pages_picture_is_a_png_of_1200_by_630_and_its_own(public) -> None:
    pictures = {}
    for name in ("index", "slopes", "steps"):
        tags = metas(public.html(name))
        data = (public.site / tags["og:image"].removeprefix(BASE)).read_bytes()
        assert data.startswith(b"\x89PNG\r\n\x1a\n")
        assert struct.unpack(">II", data[16:24]) == (1200, 630)
        assert (tags["og:image:width"], tags["og:image:height"]) == ("1200", "630")
        pictures[name] = data
    assert len(set(pictures.values())) == 3
    assert metas(public.html("steps"))["og:image:alt"] == "A line that climbs from one to two."


def test_a_picture_has_the_same_bytes_whenever_it_is_made() -> None:
    words = {"title": "Slopes", "book": "Downhill",
             **{role: TOKENS[role].light for role in ("background", "text", "secondary")}}
    assert card.draw(words, mark.picture()) == card.draw(words, mark.picture())


def test_pages_that_are_no_part_of_the_book_ask_not_to_be_listed(public) -> None:
    search = BeautifulSoup((public.site / "search.html").read_text("utf-8"), "lxml")
    assert metas(search)["robots"] == "noindex"


def test_without_a_public_address_nothing_names_one(good_book) -> None:
    assert not (good_book.site / "sitemap.xml").exists()
    assert not (good_book.site / "cards").exists()
    assert "Sitemap" not in (good_book.site / "robots.txt").read_text()
    for name in ("index", "slopes"):
        page = good_book.html(name)
        assert page.select("link[rel=canonical]") == []
        assert [tag for tag in metas(page).items() if urlsplit(tag[1]).scheme.startswith("http")
                or tag[0] in ("og:url", "og:image", "twitter:card")] == []


def same_section(page, *ids: str) -> bool:
    """Whether all of these ids stand in the same section of a page."""
    return len({id(page.find(id=name).find_parent("section")) for name in ids}) == 1


def test_a_moved_page_and_a_moved_place_lead_on(public) -> None:
    assert 'url=../slopes.html#sec-secant"' in (
        public.site / "book" / "old" / "hills.html").read_text("utf-8")
    assert same_section(public.html("slopes"), "sec-old", "sec-secant")
    notice = public.html("steps").find(id="sec-gone")
    assert notice.a["href"] == "slopes.html#sec-secant"


def test_an_address_that_vanishes_stops_the_build_until_it_leads_on(book) -> None:
    lock = book.root / addresses.LOCK.path
    lock.write_text("# Head.\nbook/slopes.html#sec-secant\n", encoding="utf-8")
    assert book.press().status == 0
    before = book.fingerprint()
    for old, new in (("(sec-secant)=", "(sec-chord)="), ("{ref}`sec-secant`", "{ref}`sec-chord`")):
        book.edit("slopes", old, new)
    book.edit("steps", "{ref}`sec-secant`", "{ref}`sec-chord`")
    assert_one_problem(book.press(), "book/addresses.lock", 2,
                       "address book/slopes.html#sec-secant has vanished")
    assert book.fingerprint() == before
    lock.write_text("book/slopes.html#sec-secant -> book/slopes.html#sec-chord\n", "utf-8")
    assert book.press().status == 0
    assert same_section(book.html("slopes"), "sec-secant", "sec-chord")


def test_a_build_notes_every_address_that_an_author_named(good_book) -> None:
    noted = json.loads((good_book.root / "_build" / ".press" / "doctrees" / "press"
                        / "addresses.json").read_text("utf-8"))
    named = ["book/slopes.html", "book/slopes.html#sec-secant", "book/slopes.html#q-hand",
             "book/slopes.html#equation-eq-slope", "book/glossary.html#term-gradient"]
    assert [address for address in named if address not in noted] == []
    for address in noted:
        path, _, place = address.partition("#")
        page = good_book.html(path.removeprefix("book/").removesuffix(".html"))
        assert not place or page.find(id=place) is not None, address


def test_an_id_twice_on_a_page_stops_the_build_and_is_named(book) -> None:
    book.edit("slopes", "::::{exercise} In order", "## Q order\n\n::::{exercise} In order")
    assert_one_problem(book.press(), "book/slopes.md", book.line("slopes", "{solution} q-order"),
                       "id twice on a page: q-order")


def test_a_page_that_links_to_what_another_one_lost_is_told_though_it_did_not_change(book) -> None:
    book.edit("steps", "Down, see {ref}`sec-secant`.", "Down.")
    book.edit("steps", "# Steps\n", "# Steps\n\n(sec-here)=\n## Here\n\nSo.\n")
    book.edit("slopes", "The end.", "The {ref}`end <sec-here>`.")
    assert book.press().status == 0
    book.edit("steps", "(sec-here)=", "(sec-there)=")
    book.edit("steps", "## Here", "## There")
    assert_one_problem(book.press(), "book/slopes.md", book.line("slopes", "sec-here"), "sec-here")
    book.edit("steps", "(sec-there)=", "(sec-here)=")
    assert book.press().status == 0


class Elsewhere(http.server.BaseHTTPRequestHandler):
    """Another site: one page of it is there."""

    def do_HEAD(self) -> None:
        self.send_response(200 if self.path == "/here" else 404)
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, *args: object) -> None:
        """Tests print enough."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """The address of another site."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_link_to_another_site_that_does_not_answer_is_told_at_its_line(book, elsewhere) -> None:
    book.edit("slopes", "The end.", f"[Here]({elsewhere}/here).")
    assert book.press("links").status == 0
    book.edit("slopes", "[Here]", f"[There]({elsewhere}/there), [here]")
    told = book.press("links")
    problem = told.err.splitlines()[0]
    assert told.status == 1
    assert problem.startswith(f"book/slopes.md:{book.line('slopes', '[There]')}: broken link")
    assert f"{elsewhere}/there" in problem
    assert book.press().status == 0
