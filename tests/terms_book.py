"""A small book with a glossary, and how it is built, changed and read."""

from __future__ import annotations

from pathlib import Path

import yaml
from bs4 import BeautifulSoup
from press import build as press_build
from press.core import term_lock, terms
from whole_page import whole_page

ROOT = Path(__file__).resolve().parents[1]
BASE = "https://book.example/downhill/"

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


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Replace words that stand in a file once."""
    text = (root / name).read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    (root / name).write_text(text.replace(old, new), "utf-8")


def page(site: Path, name: str) -> BeautifulSoup:
    return whole_page(site / name)


def text(node) -> str:
    return " ".join(node.get_text(" ", strip=True).split())
