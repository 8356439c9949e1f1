"""Whatever an author gets wrong is told in one line, and the last good site stays as it was."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import yaml
from told import assert_one_problem

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Bad:
    """An edit of the tiny book, where it is told, and words of what is told."""

    what: str
    old: str
    new: str
    at: str
    says: str
    page: str = "slopes"
    above: int = 0  # how many lines above `at`


BAD = [
    Bad("a cell that raises", "total = slope(2, 0.1)", "total = 1\ntotal / 0",
        "total / 0", "ZeroDivisionError"),
    Bad("a cell that raises in a function of an earlier cell", "total = slope(2, 0.1)",
        "total = slope(2, 0)", "return rise / h", "ZeroDivisionError"),
    Bad("a cell that is not Python", "total = slope(2, 0.1)", "total = = 2", "total = = 2",
        "SyntaxError"),
    Bad("a cell that kills its kernel", "total = slope(2, 0.1)",
        "import os\nos._exit(1)", "import os", "stopped here"),
    Bad("an unknown term", "The end.", "The {term}`gradiant` ends.", "The {term}`gradiant`",
        "gradiant"),
    Bad("a map of concepts where no page below brings any", "The end.", "```{concept-map}\n```",
        "{concept-map}", "no page below this one introduces a term"),
    Bad("a map of no number of concepts", "The end.", "```{concept-map}\n:most: few\n```",
        "{concept-map}", "write `:most: 30`"),
    Bad("a dead {ref}", "The end.", "See {ref}`sec-nowhere`.", "sec-nowhere", "sec-nowhere"),
    Bad("a dead {eq}", "The end.", "See {eq}`eq-nowhere`.", "eq-nowhere", "eq-nowhere"),
    Bad("a dead link to a file", "The end.", "See [that](nowhere.md).", "nowhere.md",
        "nowhere.md"),
    Bad("a dead link to a section", "The end.", "See [that](#sec-nowhere).", "sec-nowhere",
        "sec-nowhere"),
    Bad("a question without a right answer", "- [x] Against", "- [ ] Against",
        "{exercise} Which way", "no right choice"),
    Bad("a question without an oracle", ":oracle: 2 * 2 + 0.1\n", "", "{blank} total",
        "no oracle"),
    Bad("a TeX error", r"\frac{f(x + h) - f(x)}{h}", r"\frac{f(x + h) - f(x)}{h", "m = ",
        "TeX error"),
    Bad("an unknown TeX command in a line", "The end.", r"The $\gradiant$ ends.",
        "The $", "TeX error"),
    Bad("a letter that no shipped font has", "The end.", "The ⟿ end.", "The ⟿ end.",
        "'⟿' (U+27FF)"),
    Bad("a letter in a formula that no shipped font has", "The end.", "Its end is $x ⟿ y$.",
        "Its end", "no font of the book draws '⟿'"),
    Bad("a header that is not YAML", "def slope(x, h):",
        "---\ntags: [hide-input\n---\ndef slope(x, h):", "tags: [hide-input", "header"),
    Bad("a header without options", "def slope(x, h):",
        "---\ntags hide-input\n---\ndef slope(x, h):", "tags hide-input", "header"),
    Bad("a bad header within a question", ":oracle: 2 * 2 + 0.1\n:tolerance: 0.005\n",
        "---\noracle: [4\n---\n", "oracle: [4", "header"),
    Bad("a bad header of a chapter", "  language: python", "  language: [python",
        "  language: [python", "header"),
    Bad("a blank with a malformed option", ":tolerance: 0.005", ":tolerance: about 1",
        "{blank} total", "`about 1` is not a tolerance"),
    Bad("a blank with an unknown option", ":tolerance: 0.005", ":tolerence: 0.005",
        "{blank} total", "no option `:tolerence:`"),
    Bad("an unknown directive", "The end.", ":::{admonishion} Well\nThe end.\n:::",
        "{admonishion}", "admonishion"),
    Bad("an unknown role", "The end.", "The {trem}`gradient` ends.", "{trem}", "trem"),
    Bad("a key that its oracle denies", ":oracle: 2 * 2 + 0.1", ":oracle: 2 * 2 + 0.2",
        "{blank} total", "give 4.1 and 4.2"),
    Bad("a slip that is right", "`2 * 2`", "`2 * 2 + 0.1`", "`2 * 2 + 0.1`",
        "counts as the right answer"),
    Bad("a number that disagrees", "{num}`4.1 <total>`", "{num}`4.2 <total>`", "{num}`4.2",
        "it is 4.1"),
    Bad("a number that disagrees, on a page without cells", "{num}`43 <", "{num}`44 <",
        "{num}`44", "it is 43", page="index"),
    Bad("a number whose expression raises", "{num}`4.1 <total>`", "{num}`4.1 <totall>`",
        "<totall>", "NameError"),
    Bad("a missing key of the bibliography", "{cite}`cauchy1847`", "{cite}`cauchy1848`",
        "{cite}`cauchy1848`", "cauchy1848"),
    Bad("a question whose solution is called otherwise", ":label: q-far", ":label: q-near",
        "{exercise} How far", "q-near has no solution", page="steps"),
    Bad("a solution without a question", "{solution} q-hand", "{solution} q-head",
        "{solution} q-head", "q-head"),
    Bad("a name that stands twice on a page", "The end.", "[The]{#twice}\n\n[end]{#twice}.",
        "[end]", "twice"),
    Bad("a heading that skips a level", "The end.", "#### The end", "#### The end", "header level"),
    Bad("a plot without words for those who do not see it", "total = slope(2, 0.1)",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2]);\ntotal = slope(2, 0.1)",
        "import matplotlib", "alt text", above=1),
    Bad("a term that is defined twice", "  All slopes at once.",
        "  All slopes at once.\n\nGradient\n  Again.", "Gradient", "defined twice",
        page="glossary"),
    Bad("a see-also that leads nowhere", "  All slopes at once.",
        "  All slopes at once.\n\n  :see: gradiant", ":see:", "gradiant", page="glossary"),
    Bad("a definition that is too long", "  All slopes at once.", "  All" + " of it" * 20,
        "  All", "41 words, over 40", page="glossary"),
    Bad("a cycle of synonyms", "  All slopes at once.",
        "  All slopes at once.\n\n  :synonyms: slope\n\nslope\n  Rise.\n\n  :synonyms: gradient",
        ":synonyms: slope", "a cycle of synonyms: gradient → slope → gradient",
        page="glossary"),
]


@pytest.mark.parametrize("bad", BAD, ids=[bad.what for bad in BAD])
def test_it_is_told_in_one_line_and_the_last_good_site_stays(book, bad):
    before = book.fingerprint()
    source = book.page(bad.page).read_text("utf-8")
    book.edit(bad.page, bad.old, bad.new)
    line = book.line(bad.page, bad.at) - bad.above
    assert_one_problem(book.press(), f"book/{bad.page}.md", line, bad.says)
    assert book.fingerprint() == before
    book.page(bad.page).write_text(source, encoding="utf-8")
    mended = book.press()
    assert (mended.status, mended.err) == (0, "")
    assert book.fingerprint() == before


@pytest.mark.parametrize(("old", "new", "at"), [
    ("def slope(x, h):", "while True: pass\ndef slope(x, h):", "while True"),
    ("{num}`4.1 <total>`", "{num}`4.1 <sum(0 for _ in iter(int, 1))>`", "{num}`4.1"),
], ids=["a cell", "an expression"])
def test_a_chapter_past_its_time_limit_is_stopped_and_told(book, old, new, at):
    config = (book.root / "_config.yml").read_text("utf-8")
    settings = yaml.safe_load(config)
    settings["execute"]["timeout"] = 3
    (book.root / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    before = book.fingerprint()
    book.edit("slopes", old, new)
    assert_one_problem(book.press(), "book/slopes.md", book.line("slopes", at), "limit of 3 s")
    assert book.fingerprint() == before
    (book.root / "_config.yml").write_text(config, encoding="utf-8")
    book.edit("slopes", new, old)
    assert book.press().status == 0
    assert book.fingerprint() == before


def test_a_label_that_another_chapter_has_taken_is_told_when_only_one_of_them_is_read(fresh_book):
    book = fresh_book()
    assert book.press().status == 0
    book.edit("steps", ":label: q-far", ":label: q-which")
    book.edit("steps", "{solution} q-far", "{solution} q-which")
    assert_one_problem(book.press(), "book/steps.md", book.line("steps", "{exercise} How far"),
                       "q-which is taken in book/slopes.md")


def test_a_name_that_the_book_does_not_use_is_told_where_it_is_marked(book):
    book.edit("glossary", "  All slopes at once.", "  All slopes.\n\n  :deprecated: slope field")
    book.edit("slopes", "The end.", "The end of a\n{term}`slope field`.")
    told = book.press()
    assert_one_problem(told, "book/slopes.md", book.line("slopes", "{term}`slope field`"),
                       "deprecated name of a term: 'slope field'")
    assert "write {term}`gradient`" in told.err


def test_sections_and_questions_that_a_term_names_and_the_book_has_not_are_told(book):
    book.edit("glossary", "  All slopes at once.", "  All slopes at once.\n\n"
              "  :defined: sec-nowhere\n  :questions: q-which, q-nowhere")
    problems = book.press().err.splitlines()[:-1]
    assert [(problem.split(": ")[0], name in problem) for problem, name in
            zip(problems, ("names sec-nowhere", "names q-nowhere"), strict=True)] == [
        (f"book/glossary.md:{book.line('glossary', mark)}", True)
        for mark in (":defined:", ":questions:")]


def test_a_published_term_that_vanishes_without_a_redirect_is_told_at_its_line_of_the_lock(book):
    lock = book.root / "book" / "terms.lock"
    lock.write_text("# Codes.\nDH-0001 old -> gradient\nDH-0002 slope 0123456789ab 0.1.0\n",
                    "utf-8")
    assert_one_problem(book.press(), "book/terms.lock", 3, "term slope (DH-0002) has vanished")
    lock.write_text("# Codes.\nDH-0001 old -> gradient\nDH-0002 slope -> gradiant\n", "utf-8")
    assert_one_problem(book.press(), "book/terms.lock", 3, "leads to gradiant, which is no term")
    lock.write_text("# Codes.\nDH-0001 old -> gradient\nDH-0002 slope -> gradient\n", "utf-8")
    assert book.press().status == 0


def test_several_mistakes_are_told_at_once_in_reading_order(book):
    book.edit("slopes", "- [x] Against", "- [ ] Against")
    book.edit("slopes", ":tolerance: 0.005", ":tolerance: tight")
    book.edit("steps", ":key: w\n", "")
    places = [line.split(": ")[0] for line in book.press().err.splitlines()[:-1]]
    assert places == [f"book/slopes.md:{book.line('slopes', '{blank} total')}",
                      f"book/slopes.md:{book.line('slopes', '{exercise} Which way')}",
                      f"book/steps.md:{book.line('steps', '{exercise} How far')}"]


def test_each_mistake_of_a_paragraph_is_told_at_its_own_line(book):
    wrong = ["{term}`gradiant`", r"$\gradiant$", "[that](nowhere.md)", "{ref}`sec-nowhere`",
             "{eq}`eq-nowhere`", "{trem}`x`", "{cite}`cauchy1848`"]
    book.edit("slopes", "The end.", "It begins well,\n" + "\nand\n".join(wrong))
    places = [line.split(": ")[0] for line in book.press().err.splitlines()[:-1]]
    assert sorted(places) == sorted(f"book/slopes.md:{book.line('slopes', w)}" for w in wrong)


def test_a_mistake_is_told_again_until_it_is_mended(book):
    book.edit("slopes", "The end.", "See {ref}`sec-nowhere`.")
    first, again = book.press(), book.press()
    assert first.err.splitlines()[0] == again.err.splitlines()[0]
    assert (first.status, again.status) == (1, 1)


def test_the_command_itself_ends_with_status_one_and_writes_to_stderr(book):
    book.edit("slopes", ":oracle: 2 * 2 + 0.1", ":oracle: 2 * 2 + 0.2")
    assert_one_problem(book.command(), "book/slopes.md", book.line("slopes", "{blank} total"),
                       "give 4.1 and 4.2")


def test_a_page_that_the_table_of_contents_names_in_vain_is_told(book):
    book.page("steps").unlink()
    before = book.fingerprint()
    told = book.press()
    assert told.status == 1 and "book/steps" in told.err and "Traceback" not in told.err
    assert book.fingerprint() == before
