"""A small book with a glossary, built: its links, its term pages, its citations, its weight."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urldefrag

import pytest
from bs4 import BeautifulSoup
from lxml import etree
from press import build as press_build
from press.core import citations, term_lock, terms
from press.glossary import entries
from terms_book import BASE, ROOT, build, edit, page, text

pytestmark = pytest.mark.slow


def links(site: Path, name: str) -> list[tuple[str, str]]:
    """The term links of a page: where they lead, and on which words they are."""
    return [(a["href"], text(a)) for a in page(site, name).select("article a.term")]


def fields(soup: BeautifulSoup) -> dict[str, str]:
    return {text(dt).rstrip(" :"): text(dt.find_next_sibling("dd"))
            for dt in soup.select("dl.term-facts dt")}


# -- Links in the text -----------------------------------------------------------------------------


def test_the_first_use_in_each_section_is_linked_and_nothing_else(terms_site):
    assert links(terms_site, "book/lesson.html") == [
        ("../term/slope/index.html", "slope"),
        ("../term/gradient/index.html", "nabla vector"),
        ("../term/slope/index.html", "slopes"),
        ("../term/gradient/index.html", "gradient"),
        ("../term/walk/index.html", "Walks"),
    ]
    walks = page(terms_site, "book/lesson.html").find(id="sec-walks").find_parent("section") or \
        page(terms_site, "book/lesson.html").find("section", id="walks")
    assert "without a mark, then gradient with" in text(walks)
    assert walks.select_one("a.term").previous_sibling.endswith("mark, then ")


def test_a_page_may_turn_it_off(terms_site):
    assert links(terms_site, "book/steps.html") == []


def test_a_page_holds_the_definitions_of_the_terms_that_it_links_and_no_others(terms_site):
    soup = page(terms_site, "book/lesson.html")
    data = json.loads(soup.find(id="downhill-terms").string)
    assert set(data) == {"slope", "gradient", "walk"}
    definition, symbol = data["gradient"]
    assert definition == "All slopes at once, where they exist."
    assert text(BeautifulSoup(symbol, "lxml")).replace(" ", "") == "∇f"
    assert "<a" not in data["walk"][0]
    assert page(terms_site, "book/steps.html").find(id="downhill-terms") is None
    scripts = [[s["src"] for s in page(terms_site, f"book/{name}.html").select("script[src]")
                if "widgets/term-" in s["src"]] for name in ("lesson", "steps")]
    assert [len(found) for found in scripts] == [1, 0]
    beside = json.loads(page(terms_site, "term/slope/index.html").find(id="downhill-terms").string)
    assert set(beside) == {"gradient"}


def test_what_another_process_has_read_is_taken_over():
    ours, theirs, others = SimpleNamespace(), SimpleNamespace(), SimpleNamespace()
    entries.places_of(theirs)["docname"] = "book/glossary"
    entries.merge(None, ours, ["book/lesson"], others)
    assert entries.places_of(ours) == {}
    entries.merge(None, ours, ["book/glossary"], theirs)
    assert entries.places_of(ours) == {"docname": "book/glossary"}


# -- The pages of terms ----------------------------------------------------------------------------


def test_a_term_has_a_page_with_its_definition_symbol_names_code_and_version(terms_site):
    soup = page(terms_site, "term/gradient/index.html")
    assert soup.select_one("article h1").find(string=True) == "Gradient"
    assert text(soup.select_one(".term-place")) == \
        "Glossary · Slopes · DH-0008 · since version 0.3.0"
    assert "All slopes at once, where they exist." in text(soup.article)
    assert "A gradient points up, says Slopes" in text(soup.article)
    shown = fields(soup)
    assert shown["Also called"] == "nabla vector" and shown["Not"] == "grad field"
    assert shown["See also"] == "slope" and shown["In code"] == "w.grad"
    assert soup.find("meta", attrs={"name": "description"})["content"] == \
        "All slopes at once, where they exist."


def test_it_leads_back_to_every_section_that_uses_it_and_to_the_questions_that_test_it(terms_site):
    soup = page(terms_site, "term/gradient/index.html")
    used = next(dt for dt in soup.select("dl.term-facts dt") if text(dt).startswith("Used in"))
    found = [(a["href"], text(a)) for a in used.find_next_sibling("dd").select("a")]
    assert found == [("../../book/lesson.html#sec-slopes", "Lesson: Slopes"),
                     ("../../book/lesson.html#sec-walks", "Lesson: Walks")]
    slope = page(terms_site, "term/slope/index.html")
    assert fields(slope)["Defined in"] == "Slopes" and fields(slope)["Tested by"] == "How steep"
    hrefs = [a["href"] for a in slope.select("dl.term-facts a")]
    assert "../../book/lesson.html#q-steep" in hrefs
    assert "../../book/lesson.html#sec-slopes" in hrefs


def test_previous_and_next_follow_the_topics(terms_site):
    def beside(name: str) -> list[str]:
        return [a["href"] for a in page(terms_site, f"term/{name}/index.html").select(
            "a.left-prev, a.right-next")]

    assert beside("slope") == ["../gradient/index.html"]
    assert beside("gradient") == ["../slope/index.html", "../walk/index.html"]
    assert beside("walk") == ["../gradient/index.html"]


@pytest.mark.parametrize("name", ["term/slope", "term/gradient", "term/walk", "book/lesson",
                                  "book/glossary"])
def test_every_link_and_file_of_the_page_is_there(terms_site, name):
    path = terms_site / (f"{name}/index.html" if name.startswith("term") else f"{name}.html")
    for node in page(terms_site, str(path.relative_to(terms_site))).select("[href], [src]"):
        address, fragment = urldefrag(node.get("href") or node.get("src"))
        if "://" in address or node.get("rel") == ["canonical"]:
            continue
        target = (path.parent / address.partition("?")[0]).resolve() if address else path
        assert target.is_file(), node
        if fragment and target.suffix == ".html":
            goal = BeautifulSoup(target.read_text("utf-8"), "lxml")
            assert goal.find(id=fragment) is not None, node


def test_former_addresses_and_codes_lead_on_without_script(terms_site):
    for old, new in {"steepness": "slope", "old-walk": "walk", "DH-0001": "slope",
                     "DH-0007": "walk", "DH-0008": "gradient"}.items():
        soup = page(terms_site, f"term/{old}/index.html")
        assert soup.find("meta", attrs={"http-equiv": "refresh"})["content"] == \
            f"0; url=../{new}/index.html"
        assert soup.a["href"] == f"../{new}/index.html"
        assert soup.find("link", rel="canonical")["href"] == f"{BASE}term/{new}/"
    assert page(terms_site, "term/index.html").a["href"] == "../book/glossary.html"


def test_a_term_that_leaves_the_book_leaves_the_site_and_its_readers_are_led_on(terms_copy):
    edit(terms_copy, "book/glossary.md", "walk\n  Steps", "stroll\n  Steps")
    edit(terms_copy, "book/lesson.md", "{term}`Walks <walk>`", "{term}`stroll`")
    line = term_lock.read(terms_copy).entries["walk"]
    edit(terms_copy, "book/terms.lock", f"{line}\n", "DH-0007 walk -> stroll\n")
    lock = term_lock.renewed(term_lock.read(terms_copy), terms.read(terms_copy), "0.4.0")
    term_lock.write(terms_copy, lock)
    built = build(terms_copy)
    for old in ("walk", "DH-0007", "old-walk"):
        assert page(built, f"term/{old}/index.html").a["href"] == "../stroll/index.html"
    assert "DH-0007" in text(page(built, "term/stroll/index.html").select_one(".term-place"))


def test_an_edit_of_an_entry_reaches_the_pages_that_use_it(terms_copy):
    edit(terms_copy, "book/glossary.md", "All slopes at once", "Every slope")
    edit(terms_copy, "book/glossary.md", "  :defined:", "  :link: no\n  :defined:")
    built = build(terms_copy)
    assert "Every slope, where" in page(built, "book/lesson.html").find(id="downhill-terms").string
    assert "Every slope, where" in text(page(built, "term/gradient/index.html").article)
    assert "../term/slope/index.html" not in dict(links(built, "book/lesson.html"))


def test_term_pages_and_files_are_written_where_what_they_show_has_changed(terms_copy):
    def written() -> list[int]:
        site = build(terms_copy)
        return [(site / name).stat().st_mtime_ns
                for name in ("term/slope/index.html", "glossary.json", "glossary.apkg")]

    first = written()
    edit(terms_copy, "book/lesson.md", "Another slope is not", "Another slope never is")
    second = written()
    assert second == first
    edit(terms_copy, "book/lesson.md", "} How steep", "} How very steep")
    third = written()
    assert all(one > other for one, other in zip(third, second, strict=True))
    shown = page(terms_copy / "_build" / "html", "term/slope/index.html")
    assert "How very steep" in text(shown.article)


def test_a_use_that_came_with_a_mistake_is_told_of_when_that_is_mended(terms_copy):
    build(terms_copy)
    edit(terms_copy, "book/lesson.md", "First a", "First a slope {ref}`sec-no`, then a")
    assert press_build.build(terms_copy, say=lambda _: None).mistakes
    edit(terms_copy, "book/lesson.md", " {ref}`sec-no`", "")
    site = build(terms_copy)
    uses = page(site, "term/slope/index.html").select("dl.term-facts a")
    assert any(link["href"].endswith("#sec-walks") for link in uses)
    slope = json.loads((site / "glossary.json").read_text("utf-8"))["terms"][1]
    assert any(use["url"].endswith("#sec-walks") for use in slope["used_in"])


def test_a_file_that_was_lost_is_made_again(terms_copy):
    build(terms_copy)
    (terms_copy / "_build" / ".press" / "html" / "glossary.csv").unlink()
    edit(terms_copy, "book/lesson.md", "Another slope is not", "Another slope never is")
    assert (build(terms_copy) / "glossary.csv").is_file()


# -- Citations -------------------------------------------------------------------------------------


def forms(soup: BeautifulSoup) -> dict[str, str]:
    return {text(form.select_one(".cite-name")): form.pre.get_text()
            for form in soup.select("details.cite .cite-form")}


def test_a_page_says_how_to_cite_it_in_every_form_with_version_and_date(terms_site):
    found = forms(page(terms_site, "term/gradient/index.html"))
    assert list(found) == ["Link", "Markdown", "APA", "Chicago", "BibTeX", "RIS", "CSL-JSON"]
    address = f"{BASE}term/gradient/"
    assert all(address in form for form in found.values())
    for name in ("APA", "Chicago", "BibTeX", "RIS", "CSL-JSON"):
        assert "0.3.0" in found[name] and "2026" in found[name] and "DH-0008" in found[name]
    work = citations.Work("A small book", ("Somebody",), "0.3.0",
                          citations.read(terms_site.parents[1]).released, ("CC-BY-4.0",))
    entry = citations.Entry("gradient", "DH-0008", address, work,
                            "All slopes at once, where they exist.")
    assert found == citations.all_forms(entry)


def test_without_an_address_of_the_site_citations_name_the_path_and_the_build_says_so(terms_copy):
    edit(terms_copy, "_config.yml", BASE, "''")
    said: list[str] = []
    result = press_build.build(terms_copy, say=said.append)
    assert result.ok and any("`html: baseurl:`" in line for line in said)
    assert forms(page(result.site, "term/walk/index.html"))["Link"] == "/term/walk/"


# -- Other forms of the book -----------------------------------------------------------------------


def test_other_builders_print_the_entries_and_lead_to_them(terms_copy):
    built = build(terms_copy, builder="text")
    printed = (built / "book" / "glossary.txt").read_text("utf-8")
    assert "All slopes at once, where they exist." in printed and "w.grad" in printed
    assert "DH-" not in printed and not (built / "term").exists()
    tree = etree.parse(build(terms_copy, builder="xml") / "book" / "lesson.xml")
    links = [one.get("refuri") for one in tree.iter("reference") if "#term-" in
             one.get("refuri", "")]
    assert [link.partition("#")[2] for link in links] == [
        f"term-{name}" for name in ("slope", "gradient", "slope", "gradient", "walk")]


# -- Weight ----------------------------------------------------------------------------------------


def test_thirty_linked_terms_add_less_than_4_kb(terms_copy):
    real = terms.read(ROOT).terms
    body = (ROOT / terms.SOURCE).read_text("utf-8").partition("{glossary}")[2].rpartition("```")[0]
    kept = "\n".join(line for line in body.splitlines()
                     if not line.strip().startswith((":defined:", ":questions:", ":source:")))
    names = [term.name for term in real][:30]
    pages = {"index": "# Small\n\nNothing.\n",
             "glossary": f"# Glossary\n\n```{{glossary}}{kept}\n```\n",
             "lesson": "# Lesson\n\n" + "\n\n".join(f"Of {{term}}`{n}`." for n in names) + "\n"}
    for name, content in pages.items():
        (terms_copy / "book" / f"{name}.md").write_text(content, "utf-8")
    (terms_copy / "book" / "steps.md").write_text("# Steps\n\nNone.\n", "utf-8")
    (terms_copy / term_lock.LOCK).unlink()
    site = build(terms_copy)
    # The faces, which are packed already, decide where a block of deflate ends: by 100 bytes or so.
    html = re.sub(r"base64,[^)]*", "", (site / "book" / "lesson.html").read_text("utf-8"))
    soup = BeautifulSoup(html, "lxml")
    data = soup.find(id="downhill-terms")
    script = next(s for s in soup.select("script[src]") if "widgets/term-" in s["src"])
    assert len(json.loads(data.string)) == 30
    without = html.replace(f'<script type="application/json" id="downhill-terms">{data.string}'
                           "</script>\n", "")
    without = "".join(line for line in without.splitlines(keepends=True)
                      if "widgets/term-" not in line)
    rules = r"[^{}]*\.term-preview[^{}]*\{[^{}]*\}"
    assert len("".join(re.findall(rules, without))) > 300
    without = re.sub(rules, "", without)
    assert len(html) - len(without) > len(data.string)
    file = site / "book" / script["src"].partition("?")[0]
    gained = packed(html) - packed(without) + packed(file.read_text("utf-8"))
    assert gained < 4000, gained


def packed(content: str) -> int:
    return len(gzip.compress(content.encode(), 9, mtime=0))
