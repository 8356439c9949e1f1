"""A page for a disk: the tags that a disk forbids are changed, and every other character stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from press.core import standalone
from press.core.standalone import page, retagged, to_file

FILES = {"index.html", "book/index.html", "book/a.html", "term/chain-rule/index.html", "x.pdf"}
AWKWARD = """<!DOCTYPE html>
<html lang=en data-content_root="../"><head><meta charset="utf-8" /><!-- <script type="module"> -->
<title>A &amp; B &mdash; &#8212; a<b</title>
<script>if (a < b && c > "d") { x = '<link rel=preload>' }</script>
</head><body><svg viewBox="0 0 1 1"><clipPath id=c><path d='M 0 0'/></clipPath></svg>
<p title='say "so"'>5 &lt; 6 &copy 2026 &nosuch; <br/>
<a href=a.html>a</a></p><math><mi>x</mi></math>
</body></html>
"""


def test_what_need_not_change_stays_character_by_character():
    assert page(AWKWARD, "book/a.html", FILES) == AWKWARD


@given(st.text(alphabet="<>ab =\"'/!-&;\n", max_size=60))
def test_however_odd_a_text_nothing_but_the_dropped_tags_is_lost(text):
    changed = retagged(text, lambda tag, attributes: None if tag == "b" else attributes)
    rest = iter(text)
    assert all(letter in rest for letter in changed)
    assert changed == text or "<b" in text


def test_a_module_that_is_run_later_becomes_a_classic_script_that_is_run_later():
    text = '<script type="text/later" src="../_static/q.js" data-module=""></script>'
    classic = '<script type="text/later" src="../_static/q.js"></script>'
    assert page(text, "book/a.html", FILES) == classic
    assert standalone.modules(text, "book/a.html") == ["_static/q.js"]
    assert page(classic, "book/a.html", FILES) == classic
    assert standalone.modules(classic, "book/a.html") == []


def test_inline_scripts_and_data_stay_so_that_their_hashes_hold():
    text = '<script>let a = 1;</script><script type="application/json">{"a": 1}</script>'
    assert page(text, "book/a.html", FILES) == text
    assert standalone.modules(text, "book/a.html") == []


def test_live_cells_find_no_python_and_stay_as_they_are_printed():
    text = '<script type="application/json" id="live-runtime">{"base": "x"}</script>'
    assert 'id="' not in page(text, "book/a.html", FILES)


def test_faces_are_not_fetched_ahead_and_nothing_asks_for_other_origins_rights():
    text = ('<link rel="preload" as="font" crossorigin href="a.woff2">'
            '<link rel="stylesheet" crossorigin="anonymous" integrity="sha256-x" href="a.css" />')
    assert page(text, "book/a.html", FILES) == '<link rel="stylesheet" href="a.css" />'


def test_the_policy_names_the_disk_beside_the_site_itself():
    text = ('<meta http-equiv="Content-Security-Policy" content="default-src \'self\'; '
            "script-src 'self' 'sha256-abc=' 'wasm-unsafe-eval'; object-src 'none'\">")
    changed = page(text, "book/a.html", FILES)
    assert changed.count("file:") == 2
    assert "'sha256-abc='" in changed and "object-src 'none'" in changed


@pytest.mark.parametrize(("address", "at", "wanted"), [
    ("../term/chain-rule/", "book/a.html", "../term/chain-rule/index.html"),
    ("../term/chain-rule/#def", "book/a.html", "../term/chain-rule/index.html#def"),
    ("../term/chain-rule", "book/a.html", "../term/chain-rule/index.html"),
    ("../", "book/a.html", "../index.html"),
    ("..", "book/a.html", "../index.html"),
    ("./", "book/a.html", "index.html"),
    (".", "book/a.html", "index.html"),
    ("/book/", "term/chain-rule/index.html", "../../book/index.html"),
    ("/", "index.html", "index.html"),
    ("a.html?x=1#y", "book/b.html", "a.html?x=1#y"),
    ("../x.pdf", "book/a.html", "../x.pdf"),
    ("#here", "book/a.html", "#here"),
    ("?q=1", "search.html", "?q=1"),
    ("", "book/a.html", ""),
    ("https://other.example/", "book/a.html", "https://other.example/"),
    ("//other.example/", "book/a.html", "//other.example/"),
    ("mailto:a@b.example", "book/a.html", "mailto:a@b.example"),
])
def test_an_address_that_names_a_folder_names_its_page(address, at, wanted):
    assert to_file(address, at, FILES) == wanted


def test_links_forms_and_redirections_lead_to_files():
    text = ('<a class="x" href="../term/chain-rule/">t</a><form action="../" method="get"></form>'
            '<meta http-equiv="Refresh" content="0; url=book/" />')
    assert page(text, "index.html", FILES) == (
        '<a class="x" href="../term/chain-rule/index.html">t</a>'
        '<form action="../index.html" method="get"></form>'
        '<meta http-equiv="Refresh" content="0; url=book/index.html" />')


def test_the_zip_does_not_lead_to_itself():
    assert page(f"<p>a</p>{standalone.MARK}", "book/a.html", FILES) == "<p>a</p>"
