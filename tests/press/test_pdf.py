"""The printed form of a tiny book: what stands where, and what stops the build."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass

import pikepdf
import pytest
import yaml
from press.cli import main
from printed import Printed, squeeze, structure

pytestmark = pytest.mark.slow

PLOT = """```{code-cell} python
---
tags: [hide-input]
mystnb:
  image: {alt: A line that climbs.}
  figure: {name: fig-line, caption: It climbs.}
---
import matplotlib.pyplot as plt
plt.plot([1, 2]);
```

```{widget} tangent-explorer
:figure: fig-line
```

"""


@dataclass
class Told:
    status: int
    out: str
    err: str


def part(text: str, start: str, end: str) -> str:
    """What stands between two words that stand in a text once."""
    assert text.count(start) == text.count(end) == 1
    return text[text.index(start) : text.index(end)]


def set_book(book) -> Told:
    """Give `press pdf` in this process."""
    book.capture.readouterr()
    try:
        main(["--root", str(book.root), "pdf"])
    except SystemExit as end:
        status = int(end.code or 0)
    out, err = book.capture.readouterr()
    return Told(status, out, err)


@pytest.fixture(scope="session")
def set_once(good_book):
    """The tiny book with a plot, a margin note, code and a table; set once. Do not change it."""
    root = good_book.root.with_name("set")
    shutil.copytree(good_book.root, root, symlinks=True)
    page = root / "book" / "slopes.md"
    text = page.read_text("utf-8").replace("The end.", PLOT + (
        "A claim.\n\n:::{margin} A note\nSmall words.\n:::\n\n"
        "| a | b |\n|---|---|\n| cell one | cell two |\n\n"
        "```python\n" + "x = " + "1 + " * 60 + "1\n```\n\nSee [out](https://example.org/far).\n"))
    page.write_text(text, encoding="utf-8")
    config = yaml.safe_load((root / "_config.yml").read_text("utf-8"))
    config["sphinx"]["config"]["html_baseurl"] = "https://example.org/book"
    (root / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    try:
        main(["--root", str(root), "pdf"])
    except SystemExit as end:
        assert not end.code
    return Printed(next((root / "_build" / "pdf").glob("*.pdf")))


@pytest.fixture(scope="session")
def good_pdf(good_book):
    """The tiny book with its PDF. Do not change it: ask for `printable`."""
    root = good_book.root.with_name("printed")
    shutil.copytree(good_book.root, root, symlinks=True)
    try:
        main(["--root", str(root), "pdf"])
    except SystemExit as end:
        assert not end.code
    return root


@pytest.fixture
def printable(good_pdf, good_book, tmp_path, capfd):
    """A copy of the tiny book and its PDF, to change at will."""
    shutil.copytree(good_pdf, tmp_path / "tiny", symlinks=True)
    return type(good_book)(tmp_path / "tiny", capfd)


@dataclass(frozen=True)
class Bad:
    what: str
    old: str
    new: str
    at: str
    says: str
    above: int = 0


BAD = [
    Bad("a formula that cannot be converted", "The end.", r"See $\color{red} x + 1$.", "See $",
        "the PDF cannot set the formula"),
    Bad("a formula that loses a part", "The end.", r"See $a\phantom{b}c$.", "See $",
        "the PDF cannot set the formula"),
    Bad("an image without alt text", "The end.", "![](dot.png)", "![](dot.png)", "no alt text"),
    Bad("a letter that no font has", "The end.", "The end. 漢", "漢", "漢"),
    Bad("a letter in code that no font has", "total = slope(2, 0.1)",
        'total = slope(2, 0.1)  # "漢"', "漢", "漢"),
    Bad("raw HTML", "The end.", "The end.<br>", "The end.<br>", "raw HTML"),
    Bad("a node that nobody can print", "The end.", ":::{versionadded} 2\nThe end.\n:::",
        "{versionadded}", "`versionmodified`"),
]


@pytest.mark.parametrize("bad", BAD, ids=[bad.what for bad in BAD])
def test_it_stops_at_its_line_and_the_last_good_pdf_stays(printable, bad):
    book = printable
    (book.root / "book" / "dot.png").write_bytes(bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010100000000376ef9240000000a4944415478da63"
        "6800000082008177cd72b60000000049454e44ae426082"))
    (file,) = (book.root / "_build" / "pdf").iterdir()
    before = file.read_bytes()
    book.edit("slopes", bad.old, bad.new)
    told = set_book(book)
    assert told.status == 1
    problem, stopped = told.err.splitlines()
    assert problem.startswith(f"book/slopes.md:{book.line('slopes', bad.at) - bad.above}: ")
    assert bad.says in problem
    assert "; " in problem and not any(noise in problem for noise in ("Traceback", "/tmp"))
    assert "the last good PDF is still there" in stopped
    assert file.read_bytes() == before


def test_two_books_from_the_same_sources_are_the_same_to_the_byte(printable, tmp_path):
    (file,) = (printable.root / "_build" / "pdf").iterdir()
    first = file.read_bytes()
    shutil.rmtree(printable.root / "_build" / ".press" / ".pdf")
    assert set_book(printable).status == 0
    assert file.read_bytes() == first


def test_the_command_tells_the_size_and_the_time(printable):
    told = set_book(printable)
    assert re.search(r"\.pdf: \d+\.\d MB, made in \d+\.\d s", told.out)


def test_a_figure_that_moves_has_its_address_as_text_link_and_qr_code(set_once):
    address = "https://example.org/book/book/slopes.html#fig-line"
    assert squeeze(address.removeprefix("https://")) in set_once.squeezed()
    links = [str(note.A.URI) for page in set_once.pdf.pages for note in page.get("/Annots", [])
             if "/A" in note and "/URI" in note.A]
    assert address in links
    said = [str(node.Alt) for node in structure(set_once.pdf.Root.StructTreeRoot)
            if node.get("/S") == "/Figure"]
    assert sorted(said) == ["A line that climbs.", f"QR code of {address}"]


def test_without_an_address_of_the_site_the_path_stands_there_and_no_link(printable):
    printable.edit("slopes", "The end.", PLOT + "The end.")
    assert set_book(printable).status == 0
    (file,) = (printable.root / "_build" / "pdf").iterdir()
    made = Printed(file)
    assert squeeze("book/slopes.html#fig-line") in made.squeezed()
    assert not [note for page in made.pdf.pages for note in page.get("/Annots", [])
                if "/URI" in note.get("/A", {})]


def test_a_live_cell_prints_its_code_its_output_and_its_address(printable):
    printable.edit("steps", "```{code-cell} python\n", "```{code-cell} python\n:tags: [live]\n")
    assert set_book(printable).status == 0
    (file,) = (printable.root / "_build" / "pdf").iterdir()
    text = Printed(file).squeezed()
    assert text.count("w=4.00.1*8.0") == 1
    assert squeeze("the walk leads to 3.2") in text
    assert squeeze("run this code on the site: book/steps.html#steps") in text


def test_a_margin_note_is_a_footnote(set_once):
    kinds = [str(node.S) for node in structure(set_once.pdf.Root.StructTreeRoot)]
    assert "/Note" in kinds
    page = next(page for page in set_once.pages if "Small words." in set_once.body(page))
    rows = set_once.rows(page)
    note = next(i for i, row in enumerate(rows) if "Smallwords." in row)
    assert note > next(i for i, row in enumerate(rows) if row.startswith("Aclaim."))


def test_folded_code_stands_at_the_back_and_the_figure_says_where(set_once):
    text = set_once.squeezed()
    assert text.count("plt.plot([1,2]);") == 1
    assert text.rindex("Codeofthefigures") < text.index("plt.plot([1,2]);")
    assert re.search(r"Fig\.1Itclimbs\.Code:page\d+\.", text)


def test_a_long_line_of_code_is_wrapped_marked_and_whole(set_once):
    pages = [page for page in set_once.pages if "1 + 1 + 1" in set_once.body(page)]
    assert pages
    assert "x=" + "1+" * 60 + "1" in set_once.squeezed().replace("↪", "")
    assert "↪" in set_once.squeezed()


def test_tables_have_heads_that_are_tagged(set_once):
    kinds = [str(node.S) for node in structure(set_once.pdf.Root.StructTreeRoot)]
    assert kinds.count("/TH") == 2
    assert kinds.count("/TD") == 2


def test_an_answer_stands_in_the_key_and_nowhere_else(set_once):
    text = set_once.squeezed()
    assert text.count("Itpointsup.") == 1
    assert "Itpointsup." in part(text, "Exercise2:Whichway", "Exercise3:Inorder")


def test_without_a_key_answers_stand_below_their_questions(printable):
    printable.page("answers").write_text("# Answers\n\nNone.\n", encoding="utf-8")
    assert set_book(printable).status == 0
    (file,) = (printable.root / "_build" / "pdf").iterdir()
    text = Printed(file).squeezed()
    assert text.count("Itpointsup.") == 1
    assert "Itpointsup." in part(text, "Exercise2·Whichway", "Exercise3·Inorder")


def test_numbered_chapters_and_sections_have_the_sites_numbers(printable):
    toc = (printable.root / "_toc.yml").read_text("utf-8")
    (printable.root / "_toc.yml").write_text(
        toc.replace("root: book/index\n", "root: book/index\ndefaults:\n  numbered: true\n"),
        encoding="utf-8")
    assert printable.press().status == 0
    page = printable.html("slopes")
    number = page.select_one("h2 .section-number").get_text(strip=True).rstrip(".")
    assert set_book(printable).status == 0
    (file,) = (printable.root / "_build" / "pdf").iterdir()
    made = Printed(file)
    with pikepdf.open(file).open_outline() as outline:
        titles = [str(item.title) for top in outline.root for item in (top, *top.children)]
    assert any(re.fullmatch(rf"{re.escape(number)}\s+The slope of a secant", title)
               for title in titles), titles
    assert squeeze(f"{number}The slope of a secant") in made.squeezed()
