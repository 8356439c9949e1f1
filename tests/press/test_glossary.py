"""A small book with a glossary, built: its term pages, its links, and all that machines read."""

from __future__ import annotations

import csv
import gzip
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urldefrag

import pytest
import yaml
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from bs4 import BeautifulSoup
from jsonschema import Draft202012Validator
from lxml import etree
from press import build as press_build
from press.core import citations, term_lock, terms
from press.glossary import entries

ROOT = Path(__file__).resolve().parents[2]
BASE = "https://book.example/downhill/"

pytestmark = pytest.mark.slow

GLOSSARY = r"""# Glossary

```{glossary}
:sorted:

slope
  Rise over run, $\Delta y / \Delta x$.

  :topic: Slopes
  :see: gradient
  :defined: sec-slopes
  :questions: q-steep

gradient
  All slopes at once, where they exist.

  A {term}`gradient` points up, says {ref}`sec-slopes`.

  :symbol: $\nabla f$
  :synonyms: nabla vector
  :deprecated: grad field
  :code: `w.grad`
  :topic: Slopes
  :see: slope

walk
  Steps against the {term}`gradient`.

  :topic: Steps
```
"""
LESSON = """# Lesson

(sec-slopes)=
## Slopes

A slope is steep. Another slope is not; two **gradients** are bold, `gradient` is code.
A [gradient](steps.md) in a link. The nabla
vector comes over a line's end.

### Slope in a title

Some slopes again, by [walks]{.no-terms}.

::::{exercise} How steep
:label: q-steep
:class: quiz idea

A walk along a slope?

- [x] Up.

  So.
- [ ] Or down.

  No.
::::

:::{solution} q-steep
It is.
:::

(sec-walks)=
## Walks

First a gradient without a mark, then {term}`gradient` with one, then {term}`Walks <walk>`.
"""
PAGES = {"index": "# Small\n\nNothing here.\n", "glossary": GLOSSARY, "lesson": LESSON,
         "steps": "---\nno-terms: true\n---\n# Steps\n\nA walk of steps along a slope.\n"}
LOCK = "DH-0001 steepness -> slope\nDH-0007 old-walk -> walk\n"
CITATION = ("title: A small book\nauthors:\n  - name: Somebody\nversion: 0.3.0\n"
            "date-released: 2026-03-05\nlicense: CC-BY-4.0\n")


def write(root: Path) -> Path:
    """The sources of a small book."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    config["sphinx"]["local_extensions"]["press"] = str(ROOT / "code")
    config["sphinx"]["config"]["html_baseurl"] = BASE
    (root / "book").mkdir(parents=True)
    (root / "_config.yml").write_text(yaml.safe_dump(config), "utf-8")
    chapters = [{"file": f"book/{name}"} for name in PAGES if name != "index"]
    (root / "_toc.yml").write_text(yaml.safe_dump(
        {"format": "jb-book", "root": "book/index", "chapters": chapters}), "utf-8")
    (root / "book" / "references.bib").touch()
    (root / "CITATION.cff").write_text(CITATION, "utf-8")
    for name, text in PAGES.items():
        (root / "book" / f"{name}.md").write_text(text, "utf-8")
    (root / term_lock.LOCK).write_text(LOCK, "utf-8")
    term_lock.write(root, term_lock.renewed(term_lock.read(root), terms.read(root), "0.3.0"))
    return root


def build(root: Path, builder: str = "html") -> Path:
    """The folder of the built book."""
    result = press_build.build(root, say=lambda _: None, builder=builder)
    assert ([str(mistake) for mistake in result.mistakes], result.failure) == ([], "")
    return result.site


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources of the small book. Do not change them."""
    return write(tmp_path_factory.mktemp("terms") / "book")


@pytest.fixture(scope="module")
def site(book: Path) -> Path:
    """The small book's site."""
    return build(book)


@pytest.fixture
def copy(book: Path, site: Path, tmp_path: Path) -> Path:
    """A copy of the built book, to change at will."""
    shutil.copytree(book, tmp_path / "book", symlinks=True)
    return tmp_path / "book"


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Replace words that stand in a file once."""
    text = (root / name).read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    (root / name).write_text(text.replace(old, new), "utf-8")


def page(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / name).read_text("utf-8"), "lxml")


def text(node) -> str:
    return " ".join(node.get_text(" ", strip=True).split())


def links(site: Path, name: str) -> list[tuple[str, str]]:
    """The term links of a page: where they lead, and on which words they are."""
    return [(a["href"], text(a)) for a in page(site, name).select("article a.term")]


def fields(soup: BeautifulSoup) -> dict[str, str]:
    return {text(dt).rstrip(" :"): text(dt.find_next_sibling("dd"))
            for dt in soup.select("dl.term-facts dt")}


# -- Links in the text -----------------------------------------------------------------------------


def test_the_first_use_in_each_section_is_linked_and_nothing_else(site):
    assert links(site, "book/lesson.html") == [
        ("../term/slope/index.html", "slope"),
        ("../term/gradient/index.html", "nabla vector"),
        ("../term/slope/index.html", "slopes"),
        ("../term/gradient/index.html", "gradient"),
        ("../term/walk/index.html", "Walks"),
    ]
    walks = page(site, "book/lesson.html").find(id="sec-walks").find_parent("section") or \
        page(site, "book/lesson.html").find("section", id="walks")
    assert "without a mark, then gradient with" in text(walks)
    assert walks.select_one("a.term").previous_sibling.endswith("mark, then ")


def test_a_page_may_turn_it_off(site):
    assert links(site, "book/steps.html") == []


def test_a_page_holds_the_definitions_of_the_terms_that_it_links_and_no_others(site):
    soup = page(site, "book/lesson.html")
    data = json.loads(soup.find(id="downhill-terms").string)
    assert set(data) == {"slope", "gradient", "walk"}
    definition, symbol = data["gradient"]
    assert definition == "All slopes at once, where they exist."
    assert text(BeautifulSoup(symbol, "lxml")).replace(" ", "") == "∇f"
    assert "<a" not in data["walk"][0]
    assert page(site, "book/steps.html").find(id="downhill-terms") is None
    scripts = [[s["src"] for s in page(site, f"book/{name}.html").select("script[src]")
                if "widgets/term-" in s["src"]] for name in ("lesson", "steps")]
    assert [len(found) for found in scripts] == [1, 0]
    beside = json.loads(page(site, "term/slope/index.html").find(id="downhill-terms").string)
    assert set(beside) == {"gradient"}


def test_what_another_process_has_read_is_taken_over():
    ours, theirs, others = SimpleNamespace(), SimpleNamespace(), SimpleNamespace()
    entries.places_of(theirs)["docname"] = "book/glossary"
    entries.merge(None, ours, ["book/lesson"], others)
    assert entries.places_of(ours) == {}
    entries.merge(None, ours, ["book/glossary"], theirs)
    assert entries.places_of(ours) == {"docname": "book/glossary"}


# -- The pages of terms ----------------------------------------------------------------------------


def test_a_term_has_a_page_with_its_definition_symbol_names_code_and_version(site):
    soup = page(site, "term/gradient/index.html")
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


def test_it_leads_back_to_every_section_that_uses_it_and_to_the_questions_that_test_it(site):
    soup = page(site, "term/gradient/index.html")
    used = next(dt for dt in soup.select("dl.term-facts dt") if text(dt).startswith("Used in"))
    found = [(a["href"], text(a)) for a in used.find_next_sibling("dd").select("a")]
    assert found == [("../../book/lesson.html#sec-slopes", "Lesson: Slopes"),
                     ("../../book/lesson.html#sec-walks", "Lesson: Walks")]
    slope = page(site, "term/slope/index.html")
    assert fields(slope)["Defined in"] == "Slopes" and fields(slope)["Tested by"] == "How steep"
    hrefs = [a["href"] for a in slope.select("dl.term-facts a")]
    assert "../../book/lesson.html#q-steep" in hrefs
    assert "../../book/lesson.html#sec-slopes" in hrefs


def test_previous_and_next_follow_the_topics(site):
    def beside(name: str) -> list[str]:
        return [a["href"] for a in page(site, f"term/{name}/index.html").select(
            "a.left-prev, a.right-next")]

    assert beside("slope") == ["../gradient/index.html"]
    assert beside("gradient") == ["../slope/index.html", "../walk/index.html"]
    assert beside("walk") == ["../gradient/index.html"]


@pytest.mark.parametrize("name", ["term/slope", "term/gradient", "term/walk", "book/lesson",
                                  "book/glossary"])
def test_every_link_and_file_of_the_page_is_there(site, name):
    path = site / (f"{name}/index.html" if name.startswith("term") else f"{name}.html")
    for node in page(site, str(path.relative_to(site))).select("[href], [src]"):
        address, fragment = urldefrag(node.get("href") or node.get("src"))
        if "://" in address or node.get("rel") == ["canonical"]:
            continue
        target = (path.parent / address.partition("?")[0]).resolve() if address else path
        assert target.is_file(), node
        if fragment and target.suffix == ".html":
            goal = BeautifulSoup(target.read_text("utf-8"), "lxml")
            assert goal.find(id=fragment) is not None, node


def test_former_addresses_and_codes_lead_on_without_script(site):
    for old, new in {"steepness": "slope", "old-walk": "walk", "DH-0001": "slope",
                     "DH-0007": "walk", "DH-0008": "gradient"}.items():
        soup = page(site, f"term/{old}/index.html")
        assert soup.find("meta", attrs={"http-equiv": "refresh"})["content"] == \
            f"0; url=../{new}/index.html"
        assert soup.a["href"] == f"../{new}/index.html"
        assert soup.find("link", rel="canonical")["href"] == f"{BASE}term/{new}/"
    assert page(site, "term/index.html").a["href"] == "../book/glossary.html"


def test_a_term_that_leaves_the_book_leaves_the_site_and_its_readers_are_led_on(copy):
    edit(copy, "book/glossary.md", "walk\n  Steps", "stroll\n  Steps")
    edit(copy, "book/lesson.md", "{term}`Walks <walk>`", "{term}`stroll`")
    line = next(entry for entry in term_lock.read(copy).entries.values() if entry.slug == "walk")
    edit(copy, "book/terms.lock", f"{line}\n", "DH-0007 walk -> stroll\n")
    term_lock.write(copy, term_lock.renewed(term_lock.read(copy), terms.read(copy), "0.4.0"))
    built = build(copy)
    for old in ("walk", "DH-0007", "old-walk"):
        assert page(built, f"term/{old}/index.html").a["href"] == "../stroll/index.html"
    assert "DH-0007" in text(page(built, "term/stroll/index.html").select_one(".term-place"))


def test_an_edit_of_an_entry_reaches_the_pages_that_use_it(copy):
    edit(copy, "book/glossary.md", "All slopes at once", "Every slope")
    edit(copy, "book/glossary.md", "  :defined:", "  :link: no\n  :defined:")
    built = build(copy)
    assert "Every slope, where" in page(built, "book/lesson.html").find(id="downhill-terms").string
    assert "Every slope, where" in text(page(built, "term/gradient/index.html").article)
    assert "../term/slope/index.html" not in dict(links(built, "book/lesson.html"))


# -- Citations -------------------------------------------------------------------------------------


def forms(soup: BeautifulSoup) -> dict[str, str]:
    return {text(form.select_one(".cite-name")): form.pre.get_text()
            for form in soup.select("details.cite .cite-form")}


def test_a_page_says_how_to_cite_it_in_every_form_with_version_and_date(site):
    found = forms(page(site, "term/gradient/index.html"))
    assert list(found) == ["Link", "Markdown", "APA", "Chicago", "BibTeX", "RIS", "CSL-JSON"]
    address = f"{BASE}term/gradient/"
    assert all(address in form for form in found.values())
    for name in ("APA", "Chicago", "BibTeX", "RIS", "CSL-JSON"):
        assert "0.3.0" in found[name] and "2026" in found[name] and "DH-0008" in found[name]
    work = citations.Work("A small book", ("Somebody",), "0.3.0",
                          citations.read(site.parents[1]).released, ("CC-BY-4.0",))
    entry = citations.Entry("gradient", "DH-0008", address, work,
                            "All slopes at once, where they exist.")
    assert found == citations.all_forms(entry)


def test_without_an_address_of_the_site_citations_name_the_path_and_the_build_says_so(copy):
    edit(copy, "_config.yml", BASE, "''")
    said: list[str] = []
    result = press_build.build(copy, say=said.append)
    assert result.ok and any("html_baseurl is not set" in line for line in said)
    assert forms(page(result.site, "term/walk/index.html"))["Link"] == "/term/walk/"


# -- For machines ----------------------------------------------------------------------------------


def test_the_json_fits_the_schema_that_is_published_beside_it(site):
    schema = json.loads((site / "glossary.schema.json").read_text("utf-8"))
    data = json.loads((site / "glossary.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    validator.validate(data)
    assert [term["term"] for term in data["terms"]] == ["gradient", "slope", "walk"]
    slope = data["terms"][1]
    assert slope["definition"] == r"Rise over run, $\Delta y / \Delta x$."
    assert slope["definition_text"] == "Rise over run, Δy / Δx."
    assert slope["url"] == f"{BASE}term/slope/"
    assert {use["url"] for use in slope["used_in"]} == {
        f"{BASE}book/lesson.html#sec-slopes", f"{BASE}book/lesson.html#slope-in-a-title"}
    broken = {**data, "terms": [{**slope, "code": "7"}]}
    assert not validator.is_valid(broken)


def test_the_csv_has_a_row_for_each_term(site):
    with (site / "glossary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["term"] for row in rows] == ["gradient", "slope", "walk"]
    assert rows[0]["symbol"] == "∇f" and rows[0]["synonyms"] == "nabla vector"


def test_linked_data_tell_of_a_defined_term_in_a_set(site):
    one = json.loads(page(site, "term/gradient/index.html").find(id="downhill-term").string)
    assert one["@type"] == "DefinedTerm" and one["termCode"] == "DH-0008"
    assert one["@id"] == one["url"] == f"{BASE}term/gradient/"
    assert one["inDefinedTermSet"]["@type"] == "DefinedTermSet"
    whole = json.loads(page(site, "book/glossary.html").find(id="downhill-terms-set").string)
    assert whole == json.loads((site / "glossary.jsonld").read_text("utf-8"))
    assert whole["@id"] == one["inDefinedTermSet"]["@id"]
    assert {term["name"] for term in whole["hasDefinedTerm"]} == {"gradient", "slope", "walk"}


def test_anki_imports_the_deck_and_a_second_time_changes_nothing(site, tmp_path):
    collection = Collection(str(tmp_path / "collection.anki2"))
    try:
        for _ in range(2):
            collection.import_anki_package(ImportAnkiPackageRequest(
                package_path=str(site / "glossary.apkg"), options=ImportAnkiPackageOptions()))
            notes = [collection.get_note(note) for note in collection.find_notes("")]
            assert {note["Term"] for note in notes} == {"gradient", "slope", "walk"}
        slope = next(note for note in notes if note["Term"] == "slope")
        assert slope["Definition"] == r"Rise over run, \(\Delta y / \Delta x\)."
        assert slope["Code"] == "DH-0001" and slope.tags == ["slopes"]
        assert len({note.guid for note in notes}) == 3
    finally:
        collection.close()


SECOND = """# Second

{external:term}`gradient`, {external+small:std:term}`a walk <walk>`, {external:term}`nabla vector`
and [](<inv:small:std:term#slope>).
"""


def test_another_sphinx_book_links_to_the_terms_by_the_inventory(site, tmp_path):
    (tmp_path / "conf.py").write_text(
        "project = 'Second'\nextensions = ['myst_parser', 'sphinx.ext.intersphinx']\n"
        f"intersphinx_mapping = {{'small': ({BASE!r}, {str(site / 'objects.inv')!r})}}\n", "utf-8")
    (tmp_path / "index.md").write_text(SECOND, "utf-8")
    subprocess.run([sys.executable, "-m", "sphinx", "-nWqb", "html", ".", "out"], cwd=tmp_path,
                   check=True)
    found = {text(a): a["href"] for a in page(tmp_path, "out/index.html").select("a.external")}
    assert {f"{BASE}term/{name}/index.html" for name in ("gradient", "walk", "slope")} == \
        {href for href in found.values() if href.startswith(BASE)}
    assert found["a walk"] == f"{BASE}term/walk/index.html"


# -- Other forms of the book -----------------------------------------------------------------------


def test_other_builders_print_the_entries_and_lead_to_them(copy):
    built = build(copy, builder="text")
    printed = (built / "book" / "glossary.txt").read_text("utf-8")
    assert "All slopes at once, where they exist." in printed and "w.grad" in printed
    assert "DH-" not in printed and not (built / "term").exists()
    tree = etree.parse(build(copy, builder="xml") / "book" / "lesson.xml")
    links = [one.get("refuri") for one in tree.iter("reference") if "#term-" in
             one.get("refuri", "")]
    assert [link.partition("#")[2] for link in links] == [
        f"term-{name}" for name in ("slope", "gradient", "slope", "gradient", "walk")]


# -- Weight ----------------------------------------------------------------------------------------


def test_thirty_linked_terms_add_less_than_4_kb(copy):
    real = terms.read(ROOT)
    extra = ["momentum", "early stopping"]
    body = (ROOT / terms.SOURCE).read_text("utf-8").partition("{glossary}")[2].rpartition("```")[0]
    kept = "\n".join(line for line in body.splitlines()
                     if not line.strip().startswith((":defined:", ":questions:", ":source:")))
    more = "".join(f"\n\n{name}\n  {term.definition}" for name, term in
                   zip(extra, sorted(real.terms, key=lambda t: len(t.definition))[-2:]))
    names = [*(term.name for term in real.terms), *extra][:30]
    pages = {"index": "# Small\n\nNothing.\n",
             "glossary": f"# Glossary\n\n```{{glossary}}{kept}{more}\n```\n",
             "lesson": "# Lesson\n\n" + "\n\n".join(f"Of {{term}}`{n}`." for n in names) + "\n"}
    for name, content in pages.items():
        (copy / "book" / f"{name}.md").write_text(content, "utf-8")
    (copy / "book" / "steps.md").write_text("# Steps\n\nNone.\n", "utf-8")
    (copy / term_lock.LOCK).unlink()
    site = build(copy)
    html = (site / "book" / "lesson.html").read_text("utf-8")
    soup = BeautifulSoup(html, "lxml")
    data = soup.find(id="downhill-terms")
    script = next(s for s in soup.select("script[src]") if "widgets/term-" in s["src"])
    assert len(json.loads(data.string)) == 30
    without = html.replace(f'<script type="application/json" id="downhill-terms">{data.string}'
                           "</script>\n", "")
    without = "".join(line for line in without.splitlines(keepends=True)
                      if "widgets/term-" not in line)
    assert len(html) - len(without) > len(data.string)
    whole = (site / "_static" / "press.css").read_text("utf-8")
    other = re.sub(r"[^{}]*\.term-preview[^{}]*\{[^{}]*\}", "", whole)
    assert len(whole) - len(other) > 300
    file = site / "book" / script["src"].partition("?")[0]
    gained = (packed(html) - packed(without) + packed(file.read_text("utf-8"))
              + packed(whole) - packed(other))
    assert gained < 4000, gained


def packed(content: str) -> int:
    return len(gzip.compress(content.encode(), 9, mtime=0))
