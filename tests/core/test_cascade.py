"""A page's own style: the rules that it may need, and no others, in their order."""

from __future__ import annotations

import json
import subprocess

import pytest
from press import npm
from press.core import cascade

SHEETS = """
.note p, .tip p { margin: 0 }
aside:not(.absent) > #here { color: var(--ink) }
@media print { .note { display: none } .other { display: none } }
@media print { article { color: black } }
:root { --ink: var(--deep); --deep: #123456; --unused: 1px; --asked: 2px }
[data-far-off] { animation: turn 1s }
@keyframes turn { to { rotate: 1turn } }
@keyframes fade { to { opacity: 0 } }
@container (min-width: 9px) { .note { & p { color: red !important } } }
@page { margin: 1cm }
"""


@pytest.fixture(scope="module")
def rules() -> list[cascade.Rule]:
    done = subprocess.run([npm.node(), "code/press/stylesheet.mjs"], cwd=npm.ROOT, check=True,
                          input=json.dumps({"foreign": ["@import 'x'; .lost { color: red }"],
                                            "own": SHEETS}), capture_output=True, text=True)
    return cascade.rules(json.loads(done.stdout))


def test_a_selector_stays_where_all_its_names_are(rules) -> None:
    sheet = cascade.cut(rules, cascade.names('<div class="big note"><p>'))
    assert ".note p{margin:0}" in sheet
    assert ".tip" not in sheet
    assert "@media print{.note{display:none}}" in sheet
    assert ".lost" not in sheet
    assert "@import" not in sheet
    assert "@container (min-width: 9px){.note p{color:red!important}}" in sheet
    assert "@page{margin:1cm}" in sheet


def test_what_a_selector_denies_need_not_be_there(rules) -> None:
    sheet = cascade.cut(rules, cascade.names('<aside><i id="here">'))
    assert "aside:not(.absent)>#here{color:var(--ink)}" in sheet


def test_a_custom_property_stays_as_long_as_something_names_it(rules) -> None:
    known = cascade.names('<aside><i id="here" style="width: var(--asked)">')
    assert ":root{--ink:var(--deep);--deep:#123456;--asked:2px}" in cascade.cut(rules, known)
    assert "--" not in cascade.cut(rules, cascade.names("<i>"))


def test_an_animation_stays_with_what_it_moves(rules) -> None:
    assert "@keyframes turn" in cascade.cut(rules, cascade.names("<i data-far-off>"))
    assert "@keyframes" not in cascade.cut(rules, cascade.names("<i>"))


def test_the_order_of_rules_is_kept(rules) -> None:
    sheet = cascade.cut(rules, cascade.names('<article class="note"><p>'))
    places = [sheet.index(part) for part in (".note p{m", "@media", "article{", "@container")]
    assert places == sorted(places)
    assert sheet.count("@media print") == 1  # neighbors under one condition share it


@pytest.mark.parametrize(("source", "name"), [
    ('add("one two")', "two"), ("`<b class=\"three ${x}\">`", "three"), ("'four'", "four"),
    ("box.dataset.farOff = ''", "data-far-off"), ("const { atEnd } = dataset", "data-at-end"),
    ('get("--ink")', "--ink")])
def test_a_script_may_bring_the_words_of_its_strings(source, name) -> None:
    assert name in cascade.words(source)


@pytest.mark.parametrize("source", [
    'let name = "x";', '// say "name"\n', '/* "name" */ f()', 'a("http://x") // "name"'])
def test_a_script_brings_no_word_of_its_comments_and_identifiers(source) -> None:
    assert "name" not in cascade.words(source)


def test_a_script_may_complete_a_name() -> None:
    known = cascade.words('node.className = `no-${kind}`; say("far- and wide")')
    rules = [cascade.Rule((), ((f".{name}", frozenset({name})),))
             for name in ("no-way", "nobody", "far-off")]
    assert cascade.completed(rules, known) == {"no-way"}


def test_a_table_has_the_body_that_a_browser_gives_it() -> None:
    assert "tbody" in cascade.names("<table><tr><td>")


def test_html_that_a_script_finds_in_the_page_counts() -> None:
    page = r'''<script type="application/json">{"a": "<mo class=\"prime wide\">"}</script>'''
    assert {"mo", "prime", "wide"} <= cascade.names(page)


def test_inline_scripts_count_and_data_does_not() -> None:
    page = '<script>root.dataset.upNow = "dark"</script><script type="x">"data"</script>'
    assert {"dark", "data-up-now"} <= cascade.names(page)
    assert "data" not in cascade.names(page)
