"""Chapters as notebooks: what stands in them, where pages lead to them, what stops the build."""

from __future__ import annotations

import base64
import json
import re
import shutil
import zipfile
from pathlib import Path
from urllib.parse import urlparse

import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from press.build import build
from press.core import notebook_lint
from press.publish import SERVED

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
OWNER, NAME = "ann", "downhill"
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
                       "WjR9awAAAABJRU5ErkJggg==")
RICH = r"""---
file_format: mystnb
kernelspec:
  name: python3
  language: python
---

# A rich chapter

*Lesson 1*

It costs \$5, and 2 * 3 * 4 is a snake_case. The {term}`gradient`, {ref}`sec-rich`, {eq}`eq-rich`,
{numref}`fig-rich`, {cite}`cauchy1847`, {num}`4.0 <2.0 * 2>`, [a page](steps.md),
![one dot](dot.png).

(sec-rich)=
## A rich section

$$
|x| = \max(x, -x)
$$ (eq-rich)

| sign | meaning |
|---|---|
| $\|x\|$ | `a \| b` or c |

- one
  - nested $y$
    1. deeper
- two

:::{admonition} A callout
:class: worked

1. First.
2. Second.

$$
y = 2
$$
:::

:::{margin} Beside
A side note.
:::

:::{dropdown} Why so?
Because of $|x|$.
:::

```python
print("not run")
```

```{code-cell} python
---
tags: [hide-input]
mystnb:
  image:
    alt: A line that rises.
  figure:
    name: fig-rich
    caption: It *rises*.
---
import matplotlib.pyplot as plt
plt.plot([1, 2]);
```

```{widget} tangent-explorer
:figure: fig-rich
```

See {play}`a state <fig-rich x=1>`.

::::{exercise} Two blanks
:label: q-rich
:class: quiz

What are they?

:::{blank} [1.0, 2.0]
:kind: vector
:oracle: [2.0 / 2, 4.0 / 2]
:prompt: $\mathbf{w} =$
:::

:::{blank} 3 * 4
:oracle: 4 + 4 + 4
:unit: steps

`3 + 4`
: You added.
:::
::::

:::{solution} q-rich
They are.
:::

```{review} q-secant
```

The end[^1].

[^1]: A footnote.
"""


def made(book, name: str) -> dict:
    return json.loads((book.site / "notebooks" / f"{name}.ipynb").read_text("utf-8"))


def markdown(notebook: dict) -> str:
    return "\n\n".join("".join(cell["source"]) for cell in notebook["cells"]
                       if cell["cell_type"] == "markdown")


def code(notebook: dict) -> list[str]:
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def numbers(book, name: str) -> dict[str, str]:
    """The numbers that the page gives to its first equation, figure and question."""
    page = BeautifulSoup((book.site / "book" / f"{name}.html").read_text("utf-8"), "lxml")
    found = {"equation": page.select_one(".eqno"), "figure": page.select_one(".caption-number"),
             "question": page.select_one("form .caption-number")}
    return {kind: re.search(r"\d+", node.get_text())[0] for kind, node in found.items() if node}


def with_repository(root: Path, url: str) -> None:
    config = yaml.safe_load((root / "_config.yml").read_text("utf-8"))
    config["repository"]["url"] = url
    (root / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")


@pytest.fixture(scope="module")
def rich(good_book, tmp_path_factory):
    """The tiny book with a chapter of everything and an exercise, whose repository is known."""
    root = tmp_path_factory.mktemp("notebooks") / "book"
    shutil.copytree(good_book.root, root, symlinks=True)
    book = type(good_book)(root)
    book.page("rich").write_text(RICH, encoding="utf-8")
    (book.root / "book" / "dot.png").write_bytes(PNG)
    (book.root / "book" / "exercises").mkdir()
    shutil.copy(ROOT / "tests/examples/exercises/exercise-double.md", book.root / "book/exercises")
    shutil.copy(ROOT / "CITATION.cff", book.root)
    index = book.page("index")
    index.write_text(index.read_text("utf-8") + "\n```{notebooks}\n```\n", encoding="utf-8")
    toc = book.root / "_toc.yml"
    toc.write_text(toc.read_text("utf-8") + "  - file: book/rich\n", encoding="utf-8")
    with_repository(book.root, f"https://github.com/{OWNER}/{NAME}")
    for builder in ("html", "notebooks"):
        result = build(book.root, say=lambda _: None, builder=builder)
        assert ([str(one) for one in result.mistakes], result.failure) == ([], "")
    return book


@pytest.fixture
def copy(rich, tmp_path: Path, capfd):
    """A copy of that book, to change at will."""
    shutil.copytree(rich.root, tmp_path / "book", symlinks=True)
    return type(rich)(tmp_path / "book", capfd)


def test_each_chapter_that_runs_or_asks_has_one_and_no_other_page(rich):
    names = {path.relative_to(rich.root / "_build" / "notebooks").as_posix()
             for path in (rich.root / "_build" / "notebooks").rglob("*") if path.is_file()}
    assert names == {"slopes.ipynb", "steps.ipynb", "rich.ipynb",
                     "exercises/exercise-double.ipynb", "exercises/answers/exercise-double.ipynb"}


def test_the_site_carries_the_very_same_notebooks(rich):
    for path in (rich.root / "_build" / "notebooks").rglob("*.ipynb"):
        name = path.relative_to(rich.root / "_build" / "notebooks")
        assert (rich.site / "notebooks" / name).read_bytes() == path.read_bytes()


def test_all_are_valid_without_outputs_and_without_a_trace_of_myst(rich):
    for path in (rich.site / "notebooks").rglob("*.ipynb"):
        notebook = json.loads(path.read_text("utf-8"))
        nbformat.validate(nbformat.from_dict(notebook))
        assert notebook_lint.in_notebook(notebook) == []
        assert not any(cell.get("outputs") for cell in notebook["cells"])
        ids = [cell["id"] for cell in notebook["cells"]]
        assert len(set(ids)) == len(ids)


def test_two_builds_agree_to_the_byte(rich, copy):
    def bytes_of(book):
        files = (path for path in (book.site / "notebooks").rglob("*") if path.is_file())
        return {path.relative_to(book.site).as_posix(): path.read_bytes() for path in files}

    shutil.rmtree(copy.root / "_build" / ".press" / "doctrees")
    assert copy.press().status == 0
    assert bytes_of(copy) == bytes_of(rich)


def test_while_an_author_is_served_notebooks_come_and_go_with_their_exercise(copy):
    served = copy.root / SERVED
    source = copy.root / "book" / "exercises" / "exercise-double.md"
    text = source.read_text("utf-8")

    def built() -> set[str]:
        result = build(copy.root, say=lambda line: None, shown=lambda files: None)
        assert (result.mistakes, result.failure) == ([], "")
        there, here = ({path.relative_to(site / "notebooks").as_posix()
                        for path in (site / "notebooks" / "exercises").rglob("*.ipynb")}
                       for site in (copy.site, served))
        assert here == there
        return here

    def listed() -> str:
        return " ".join(item.get_text() for item in copy.html("index").select(".launches li"))

    both = {"exercises/exercise-double.ipynb", "exercises/answers/exercise-double.ipynb"}
    assert built() == both
    source.unlink()
    assert built() == set()
    assert "Double" not in listed()
    source.write_text(text.replace("· Double", "· Double or nothing", 1), encoding="utf-8")
    assert built() == both
    assert "Double or nothing" in listed()
    source.write_text(text, encoding="utf-8")
    assert built() == both
    assert "nothing" not in listed()


def test_what_a_notebook_needs_is_written_again_and_nothing_else_is(copy):
    assert copy.press().status == 0
    file = copy.site / "notebooks" / "exercises" / "exercise-double.ipynb"
    source = copy.root / "book" / "exercises" / "exercise-double.md"
    before = file.stat().st_mtime_ns
    assert copy.press().status == 0
    assert file.stat().st_mtime_ns == before
    text = source.read_text("utf-8")
    source.write_text(text.replace("Prose is plain", "Words are plain"), encoding="utf-8")
    assert copy.press().status == 0
    assert "Words are plain" in file.read_text("utf-8")


def test_the_first_cell_says_what_it_is_where_it_comes_from_and_how_to_cite_it(rich):
    first = "".join(made(rich, "rich")["cells"][0]["source"])
    assert first.startswith("# A rich chapter\n")
    page = f"(https://{OWNER}.github.io/{NAME}/book/rich.html)"
    assert all(words in first for words in (page, "CC BY 4.0", "MIT", "Cite:"))


def test_references_become_words_and_links_to_the_online_book(rich):
    base = f"https://{OWNER}.github.io/{NAME}/book"
    text, number = markdown(made(rich, "rich")), numbers(rich, "rich")
    for link in (f"[gradient]({base}/glossary.html#term-gradient)",
                 f"[A rich section]({base}/rich.html#sec-rich)",
                 f"[({number['equation']})]({base}/rich.html#equation-eq-rich)",
                 f"[Fig. {number['figure']}]({base}/rich.html#fig-rich)",
                 f"[a page]({base}/steps.html)",
                 f"[a state]({base}/rich.html#fig-rich~1~x=1)"):
        assert link in text
    assert "has slope 4.0" not in text and "4.0, " in text


def test_without_a_repository_they_are_words(rich, copy):
    with_repository(copy.root, "")
    assert copy.press().status == 0
    text = markdown(made(copy, "rich"))
    assert "github.io" not in text and ".html" not in text
    assert re.search(r"The gradient, \*A rich section\*, \(\d\), Fig. \d, ", text)


def test_text_keeps_its_meaning_and_dollars_are_no_math(rich):
    text = markdown(made(rich, "rich"))
    assert r"costs \$5" in text and "snake_case" in text and r"2 \* 3 \* 4" in text


def test_formulas_are_between_dollars_and_bars_split_no_table(rich):
    text = markdown(made(rich, "rich"))
    tag = numbers(rich, "rich")["equation"]
    assert f"$$\n|x| = \\max(x, -x) \\tag{{{tag}}}\n$$" in text
    assert r"| $\vert x\vert $ | `a \| b` or c |" in text
    html = MarkdownIt("gfm-like", {"linkify": False}).render(text)
    rows = BeautifulSoup(html, "lxml").select("table tr")
    assert [len(row.find_all(["td", "th"])) for row in rows] == [2, 2]


def test_nested_lists_and_callouts_keep_their_structure(rich):
    html = MarkdownIt("gfm-like", {"linkify": False}).render(markdown(made(rich, "rich")))
    page = BeautifulSoup(html, "lxml")
    assert page.select_one("ul > li > ul > li > ol > li").get_text() == "deeper"
    callout = next(quote for quote in page.select("blockquote") if "A callout" in quote.get_text())
    assert callout.strong.get_text() == "A callout"
    assert [item.get_text() for item in callout.select("ol > li")] == ["First.", "Second."]
    assert "> $$ y = 2 $$" in markdown(made(rich, "rich"))
    assert any("A side note." in quote.get_text() for quote in page.select("blockquote"))


def test_an_image_is_in_the_notebook_with_its_alternative_text(rich):
    text = markdown(made(rich, "rich"))
    found = re.search(r"!\[one dot\]\(data:image/png;base64,([^)]+)\)", text)
    assert found and base64.b64decode(found[1]) == PNG


def test_a_figure_has_its_folded_code_its_number_its_caption_and_words_for_what_it_shows(rich):
    notebook = made(rich, "rich")
    [drawing] = [cell for cell in notebook["cells"] if "plt.plot" in "".join(cell["source"])]
    assert drawing["metadata"]["cellView"] == "form"
    number = numbers(rich, "rich")["figure"]
    assert drawing["source"][0] == f'#@title Figure {number} {{ display-mode: "form" }}\n'
    text = markdown(notebook)
    assert f"**Figure {number}.** It *rises*." in text
    assert "*What it shows:* A line that rises." in text
    assert "[This figure moves in the online book.]" in text


SECRETS = ["It points up.", "The rise is", "You added.", "They are.", "Because of",
           "Done by hand."]


def test_the_answer_of_a_question_is_nowhere_to_be_read(rich):
    for name in ("slopes", "rich", "steps"):
        notebook = made(rich, name)
        visible = markdown(notebook) + "".join(
            "".join(cell["source"]) for cell in notebook["cells"]
            if cell["cell_type"] == "code" and not cell["metadata"])
        for secret in SECRETS:
            assert secret not in visible
            assert not any(secret in source for source in code(notebook))


def test_a_question_has_a_cell_for_its_answer_and_a_folded_one_that_checks_it(rich):
    sources, n = code(made(rich, "rich")), numbers(rich, "rich")["question"]
    assert f"answer_{n} = [\n    ...,  # (1) a list of numbers, as in [0.5, 2]\n" \
           "    ...,  # (2) a number\n]" in sources
    assert r"(1) $\mathbf{w} =$ …" in markdown(made(rich, "rich"))
    assert any(source.startswith(f"#@title Exercise {n}: check your answer")
               and f", answer_{n}, show_answer)" in source for source in sources)
    assert "answer_review_1 = ...  # a number" in sources
    slopes = code(made(rich, "slopes"))
    assert 'answer_2 = ""  #@param ["", "A", "B", "C"]' in slopes
    assert any(source.startswith('answer_3 = ""  # letters') for source in slopes)


@pytest.mark.parametrize(("name", "place", "answer", "says"), [
    ("slopes", 1, "4.1", "**Right.** The rise is"), ("slopes", 1, "4.0", "That is the tangent."),
    ("slopes", 1, "7", "**Not yet.**"), ("slopes", 1, "...", "No answer yet"),
    ("slopes", 2, "'a'", "**Right.** It points up."), ("slopes", 2, "'B'", "That climbs."),
    ("rich", 0, "[[1.0, 2.0], 12]", "**Right.** They are."),
    ("rich", 0, "[[1.0, 2.0], 7]", "You added."),
    ("rich", "review_1", "4.0", "That is the tangent.")])
def test_the_folded_cell_checks_what_was_typed(rich, name, place, answer, says):
    sources = code(made(rich, name))
    place = place or numbers(rich, name)["question"]
    said = []
    names: dict = {}
    exec(next(source for source in sources if "def check_answer" in source), names)
    names["_tell"] = said.append
    names[f"answer_{place}"] = eval(answer)
    exec(next(s for s in sources if "check_answer(" in s and f"answer_{place}" in s), names)
    assert len(said) == 1 and says in said[0]


def launches(book) -> list[str]:
    """The addresses on Colab that pages and notebooks link."""
    linked = [a["href"] for page in sorted(book.site.rglob("*.html"))
              for a in BeautifulSoup(page.read_text("utf-8"), "lxml").select("a[href]")]
    for file in sorted((book.site / "notebooks").rglob("*.ipynb")):
        linked += re.findall(r"\]\((\S+?)\)", markdown(json.loads(file.read_text("utf-8"))))
    return [address for address in linked if "colab.research" in address]


def test_every_launch_address_opens_a_file_of_the_branch_that_is_pushed(rich):
    workflow = yaml.safe_load((ROOT / ".github/workflows/publish.yml").read_text("utf-8"))
    job = workflow["jobs"]["publish"]
    pushed = next(step for step in job["steps"] if step.get("name") == "Push the notebooks")
    folder = rich.root / pushed["working-directory"]
    found = launches(rich)
    assert len(set(found)) == 5
    for address in found:
        url = urlparse(address)
        assert (url.scheme, url.netloc) == ("https", "colab.research.google.com")
        github, owner, name, blob, branch, *path = url.path.strip("/").split("/")
        assert (github, owner, name, blob) == ("github", OWNER, NAME, "blob")
        assert branch == job["env"]["BRANCH"]
        assert (folder / "/".join(path)).is_file()


def local_links(book) -> list[Path]:
    return [(page.parent / a["href"]).resolve() for page in sorted(book.site.rglob("*.html"))
            for a in BeautifulSoup(page.read_text("utf-8"), "lxml").select("a[download]")]


def test_lessons_and_lists_offer_downloads_that_are_there(rich):
    links = local_links(rich)
    notebooks = rich.site.resolve() / "notebooks"
    names = {link.relative_to(notebooks).as_posix() for link in links}
    assert names == {"slopes.ipynb", "steps.ipynb", "rich.ipynb", "exercises/exercise-double.ipynb",
                     "exercises/answers/exercise-double.ipynb", "exercises.zip",
                     "downhill-notebooks.zip"}
    assert all(link.is_file() for link in links)


def test_without_a_repository_there_are_downloads_and_no_launch(copy):
    with_repository(copy.root, "")
    assert copy.press().status == 0
    assert launches(copy) == []
    assert local_links(copy) and all(link.is_file() for link in local_links(copy))


def test_an_archive_holds_the_notebooks_and_no_time_of_this_machine(rich):
    with zipfile.ZipFile(rich.site / "notebooks" / "downhill-notebooks.zip") as archive:
        entries = archive.infolist()
        names = [entry.filename for entry in entries]
        assert names == sorted(names) and len(names) == 5
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        for entry in entries:
            file = rich.site / "notebooks" / entry.filename.removeprefix("downhill/")
            assert archive.read(entry) == file.read_bytes()


def test_a_chapter_may_ask_for_a_gpu(copy):
    copy.edit("steps", "  language: python", "  language: python\naccelerator: gpu")
    assert copy.press().status == 0
    assert made(copy, "steps")["metadata"]["accelerator"] == "GPU"
    assert "accelerator" not in made(copy, "rich")["metadata"]


BAD = [
    ("a node without a form", "The end[^1].", "<b>The</b> end[^1].", "<b>The</b>",
     "`raw` has no form"),
    ("a missing image", "![one dot](dot.png)", "![one dot](no.png)", "no.png", "no.png"),
    ("an image that Colab does not show", "![one dot](dot.png)", "![one dot](dot.svg)", "dot.svg",
     "dot.svg"),
    ("a package that Colab lacks", "import matplotlib.pyplot as plt",
     "import matplotlib.pyplot as plt\nimport yaml", "import yaml", "`yaml`"),
    ("a fold within a callout", "1. First.\n2. Second.\n",
     ":::{dropdown} Why?\nSo.\n:::\n", "{dropdown} Why?", "no cells inside"),
    ("a list of notebooks that are not there", "The end[^1].",
     "```{notebooks} nowhere\n```\n\nThe end[^1].", "{notebooks} nowhere", "no notebook is called"),
]


@pytest.mark.parametrize(("what", "old", "new", "at", "says"), BAD, ids=[one[0] for one in BAD])
def test_what_has_no_form_in_a_notebook_is_told_at_its_line(copy, what, old, new, at, says):
    svg = "<svg xmlns='http://www.w3.org/2000/svg'/>"
    (copy.root / "book" / "dot.svg").write_text(svg, encoding="utf-8")
    if "callout" in what:
        copy.edit("rich", ":::{admonition} A callout", "::::{admonition} A callout")
        copy.edit("rich", "y = 2\n$$\n:::", "y = 2\n$$\n::::")
    copy.edit("rich", old, new)
    result = build(copy.root, say=lambda _: None, builder="notebooks")
    [mistake] = result.mistakes
    assert (mistake.path, mistake.line) == ("book/rich.md", copy.line("rich", at))
    assert says in mistake.what and mistake.instead


def test_it_stops_the_build_of_the_site_too_and_the_last_good_one_stays(copy):
    before = copy.fingerprint()
    copy.edit("rich", "The end[^1].", "<b>The</b> end[^1].")
    told = copy.press()
    assert told.status == 1
    assert told.err.startswith(f"book/rich.md:{copy.line('rich', '<b>The</b>')}: `raw` has no form")
    assert copy.fingerprint() == before


def test_a_mistake_in_an_exercise_stops_the_build_at_its_line(copy):
    file = copy.root / "book/exercises/exercise-double.md"
    text = file.read_text("utf-8").replace("```{check} half", "```{chekc} half")
    file.write_text(text, encoding="utf-8")
    line = text[: text.index("{chekc}")].count("\n") + 1
    result = build(copy.root, say=lambda _: None, builder="notebooks")
    places = {(mistake.path, mistake.line) for mistake in result.mistakes}
    assert ("book/exercises/exercise-double.md", line) in places
