"""The list of what a reader may keep: every file that pages ask for, and its true size and hash."""

from __future__ import annotations

import hashlib
import json

import pytest
from press.core import offline

PAGE = ('<html><head><title>The chain rule &amp; friends — Downhill</title>'
        '<link rel="stylesheet" href="../_static/a.css?v=1a2b"><script src="../_static/b.js?v=3c">'
        "</script></head><body><a href='x.html?v=no'>x</a></body></html>")


@pytest.fixture
def site(tmp_path):
    """A site with one of everything, and its worker."""
    for name, text in {
        "index.html": "<title>Home</title>", "book/page.html": PAGE, "_static/a.css": "a {}",
        "_static/b.js": "b()", "_static/f.woff2": "font",
        "_static/pyodide/python.wasm": "wasm", "_sources/book/page.md": "# Page",
        "book.pdf": "pdf", "downhill-1.zip": "zip",
        ".buildinfo": "x", "objects.inv": "x", "robots.txt": "x", "sw.js": "old\nwork();\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_the_list_has_what_pages_ask_for_and_nothing_else(site):
    assert [file.path for file in offline.files(site)] == [
        "_static/a.css", "_static/b.js", "_static/f.woff2",
        "_static/pyodide/python.wasm", "book/page.html", "index.html"]


def test_sizes_and_hashes_are_those_of_the_bytes(site):
    for file in offline.files(site):
        content = (site / file.path).read_bytes()
        assert file.size == len(content)
        assert hashlib.sha256(content).hexdigest().startswith(file.hash) and len(file.hash) == 32


def test_a_file_knows_the_version_its_title_and_its_group(site):
    found = {file.path: file for file in offline.files(site)}
    assert (found["_static/a.css"].query, found["_static/b.js"].query) == ("?v=1a2b", "?v=3c")
    assert found["book/page.html"].title == "The chain rule & friends"
    assert found["_static/pyodide/python.wasm"].group == "python"
    assert {file.group for file in found.values()} == {"book", "python"}


def test_what_has_changed_since_the_last_list_is_looked_at_again(site):
    offline.files(site)
    page, style = site / "index.html", site / "_static" / "a.css"
    page.write_text(page.read_text("utf-8").replace("Home", "Cave"), "utf-8")  # as long as before
    style.unlink()
    (site / "new.html").write_text("<title>New</title>", "utf-8")
    found = {file.path: file for file in offline.files(site)}
    assert found["index.html"].title == "Cave" and found["new.html"].title == "New"
    assert hashlib.sha256(page.read_bytes()).hexdigest().startswith(found["index.html"].hash)
    assert "_static/a.css" not in found


def test_the_written_list_is_the_list_and_repeats_byte_for_byte(site):
    offline.finish(site)
    first = (site / "offline.json").read_text("utf-8")
    rows = json.loads(first)["files"]
    assert [(row["path"], row["size"]) for row in rows] == [
        (file.path, file.size) for file in offline.files(site)]
    offline.finish(site)
    assert (site / "offline.json").read_text("utf-8") == first


def test_another_byte_anywhere_is_another_build_and_another_worker(site):
    offline.finish(site)
    worker, build = (site / "sw.js").read_text(), json.loads((site / "offline.json").read_text())
    assert worker == f'const DOWNHILL_BUILD = "{build["build"]}";\nwork();\n'
    (site / "_static" / "b.js").write_text("c()")
    offline.finish(site)
    assert (site / "sw.js").read_text() != worker
    (site / "_static" / "b.js").write_text("b()")
    offline.finish(site)
    assert (site / "sw.js").read_text() == worker


@pytest.mark.parametrize(("page", "address", "path"), [
    ("index.html", "book/a.html", "book/a.html"),
    ("book/x/a.html", "../../_static/a.css", "_static/a.css"),
    ("book/a.html", "./b.html", "book/b.html"),
    ("term/a/index.html", "../b/", "term/b/"),
])
def test_an_address_leads_from_its_page_to_a_path(page, address, path):
    assert offline.resolve(page, address) == path
