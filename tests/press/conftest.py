"""A tiny book with one of everything, and the command that an author gives."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import terms_book
import yaml
from bs4 import BeautifulSoup
from press.cli import main

ROOT = Path(__file__).resolve().parents[2]

HEADER = """---
file_format: mystnb
kernelspec:
  name: python3
  language: python
---
"""

PAGES = {
    "index": "# A tiny book\n\nA page without cells: {num}`43 <4**2 + 3 * 3**2>`.\n\n"
             "```{bibliography}\n```\n",
    "glossary": "# Glossary\n\n```{glossary}\ngradient\n  All slopes at once.\n```\n",
    "answers": "# Answers\n\n```{answer-key}\n```\n",
    "slopes": HEADER + r"""# Slopes

(sec-secant)=
## The slope of a secant

The {term}`gradient` has a history {cite}`cauchy1847`. See {ref}`sec-secant`, {eq}`eq-slope`
and [the next chapter](steps.md).

```{code-cell} python
def slope(x, h):
    rise = (x + h)**2 - x**2
    return rise / h
```

$$
m = \frac{f(x + h) - f(x)}{h}
$$ (eq-slope)

```{code-cell} python
total = slope(2, 0.1)
print("the secant's slope is", round(total, 6))
```

The slope is {num}`4.1 <total>`.

::::{exercise} The secant from 2
:label: q-secant
:class: quiz

What is the slope?

:::{blank} total
:oracle: 2 * 2 + 0.1
:tolerance: 0.005

`2 * 2`
: That is the tangent.
:::
::::

:::{solution} q-secant
The rise is $0.41$.
:::

::::{exercise} Which way
:label: q-which
:class: quiz idea

Which way is down?

- [x] Against the {term}`gradient`.

  It points up.
- [ ] Along it.

  That climbs.
- [ ] Across it.

  That stays level.
::::

:::{solution} q-which
Against it.
:::

::::{exercise} In order
:label: q-order
:class: quiz order

1. Forward.
2. Loss.
3. Backward.
4. Step.
::::

:::{solution} q-order
So.
:::

::::{exercise} By hand
:label: q-hand

No quiz, but an exercise.
::::

:::{solution} q-hand
Done by hand.
:::

The end.
""",
    "steps": HEADER + """# Steps

```{code-cell} python
w = 4.0 - 0.1 * 8.0
print("the walk leads to", w)
```

::::{exercise} How far
:label: q-far
:class: quiz
:key: w

- [x] {num}`3.2 <w>`

  Yes.
- [ ] {num}`4.8 <4.0 + 0.1 * 8.0>`

  Uphill.
::::

:::{solution} q-far
Down, see {ref}`sec-secant`.
:::
""",
}
TOC = "format: jb-book\nroot: book/index\nchapters:\n" + "".join(
    f"  - file: book/{name}\n" for name in PAGES if name != "index")
BIB = "@article{cauchy1847, author = {Cauchy, A.}, title = {M}, journal = {C}, year = {1847}}\n"


@dataclass
class Told:
    """What the command wrote, and how it ended."""

    status: int
    out: str
    err: str


@dataclass
class Book:
    """A book on disk, and `press book` for it."""

    root: Path
    capture: pytest.CaptureFixture[str] | None = None

    def page(self, name: str) -> Path:
        """The source of a page."""
        return self.root / "book" / f"{name}.md"

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace words that stand in a page once."""
        text = self.page(name).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.page(name).write_text(text.replace(old, new), encoding="utf-8")

    def line(self, name: str, marker: str) -> int:
        """The line at which words stand in a page."""
        text = self.page(name).read_text("utf-8")
        assert text.count(marker) == 1, f"{marker!r} stands {text.count(marker)} times in {name}"
        return text[: text.index(marker)].count("\n") + 1

    def press(self, verb: str = "book") -> Told:
        """Give `press book`, or another verb, in this process; read what a terminal gets."""
        assert self.capture is not None
        self.capture.readouterr()
        try:
            main(["--root", str(self.root), verb])
        except SystemExit as end:
            status = int(end.code or 0)
        out, err = self.capture.readouterr()
        return Told(status, out, err)

    def command(self) -> Told:
        """Give `press book` in a process of its own, as a shell does."""
        ran = subprocess.run([sys.executable, "-m", "press", "book"], cwd=self.root,
                             capture_output=True, text=True)
        return Told(ran.returncode, ran.stdout, ran.stderr)

    @property
    def site(self) -> Path:
        """The folder of the built pages."""
        return self.root / "_build" / "html"

    def html(self, name: str) -> BeautifulSoup:
        """A built page."""
        return BeautifulSoup((self.site / "book" / f"{name}.html").read_text("utf-8"), "lxml")

    def fingerprint(self) -> dict[str, str]:
        """Each file of the site with the hash of its bytes."""
        files = sorted(path for path in self.site.rglob("*") if path.is_file())
        return {path.relative_to(self.site).as_posix():
                hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def write_book(root: Path) -> Book:
    """Write the sources: the real book's settings, other pages."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    config["sphinx"]["local_extensions"]["press"] = str(ROOT / "code")
    (root / "book").mkdir(parents=True)
    (root / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (root / "_toc.yml").write_text(TOC, encoding="utf-8")
    (root / "book" / "references.bib").write_text(BIB, encoding="utf-8")
    for name, text in PAGES.items():
        (root / "book" / f"{name}.md").write_text(text, encoding="utf-8")
    return Book(root)


@pytest.fixture(scope="session")
def new_book(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Book]:
    """A function that writes the tiny book, not built yet, for fixtures that tests share."""
    return lambda: write_book(tmp_path_factory.mktemp("new") / "tiny")


@pytest.fixture(scope="session")
def good_book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The tiny book, built once. Do not change it: ask for `book`."""
    book = write_book(tmp_path_factory.mktemp("good") / "tiny")
    # By a process of its own: Sphinx's extensions look at all objects of theirs, and would find
    # those of a browser that another test has left.
    subprocess.run([sys.executable, "-m", "press", "--root", str(book.root), "book"], check=True)
    return book


@pytest.fixture
def book(good_book: Book, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Book:
    """A copy of the built book, to change at will."""
    shutil.copytree(good_book.root, tmp_path / "tiny", symlinks=True)
    return Book(tmp_path / "tiny", capfd)


@pytest.fixture
def fresh_book(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Callable[[], Book]:
    """A function that writes the tiny book, not built yet."""
    def write() -> Book:
        fresh = write_book(tmp_path / "fresh")
        fresh.capture = capfd
        return fresh

    return write


@pytest.fixture(scope="session")
def terms_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a small book with a glossary, built once. Its sources lie above it."""
    return terms_book.build(terms_book.write(tmp_path_factory.mktemp("terms") / "book"))


@pytest.fixture
def terms_copy(terms_site: Path, tmp_path: Path) -> Path:
    """A copy of that book, to change at will."""
    shutil.copytree(terms_site.parents[1], tmp_path / "book", symlinks=True)
    return tmp_path / "book"
