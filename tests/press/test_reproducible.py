"""The same sources give the same bytes: in another folder, on another day, with another seed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

MORE = """
(read-offline)=
## A line

```{code-cell} python
---
tags: [hide-input]
mystnb:
  image: {alt: A line that goes down.}
  figure: {name: fig-down, caption: It goes down.}
---
import matplotlib.pyplot as plt
fig, ax = plt.subplots()
ax.plot([3, 2, 1], "o-")
ax.fill_between([0, 1, 2], [3, 2, 1], hatch="/")
ax.set_title("loss $L(w)$")
plt.show()
```

```{widget} descent-playground
:figure: fig-down
:eta: 1/3
```

See {play}`the zig-zag <fig-down eta=0.3 steps=12>`, {numref}`fig-down` and {term}`gradient`.

```{code-cell} python
---
mystnb: {image: {alt: A line that goes up.}}
---
print({word for word in ["gradient"]})
plt.plot([1, 2])
```

```{offline}
```
"""

ONE = {"SOURCE_DATE_EPOCH": "1000000000", "PYTHONHASHSEED": "1", "TZ": "UTC"}
OTHER = {"SOURCE_DATE_EPOCH": "1900000000", "PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo",
         "LC_ALL": "C.UTF-8", "MPLBACKEND": "Agg"}


def bytes_of(site: Path) -> dict[str, str]:
    """Each file of a site with the hash of its bytes."""
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(site.rglob("*")) if path.is_file()}


def differing(one: Path, other: Path) -> list[str]:
    """The files that are not alike in both sites, or that only one has."""
    left, right = bytes_of(one), bytes_of(other)
    assert left, f"{one} is empty"
    return sorted(name for name in {*left, *right} if left.get(name) != right.get(name))


def press(root: Path, verb: str, environment: dict[str, str]) -> Path:
    """The site that a process of its own builds, under a date and a seed."""
    done = subprocess.run([sys.executable, "-m", "press", verb], cwd=root, capture_output=True,
                          text=True, env={**os.environ, **environment})
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "_build" / "html"


@pytest.mark.slow
def test_two_clean_builds_agree_in_every_byte(fresh_book, tmp_path):
    book = fresh_book()
    source = book.page("steps")
    source.write_text(source.read_text("utf-8") + MORE, encoding="utf-8")
    again = tmp_path / "another folder" / "with a longer name"
    shutil.copytree(book.root, again)
    one, other = press(book.root, "zip", ONE), press(again, "zip", OTHER)
    assert [name for name in bytes_of(one) if name.endswith(".zip")]
    page = (one / "book" / "steps.html").read_text("utf-8")
    assert "downhill-descent-playground" in page and "Line2D at 0x…" in page
    assert differing(one, other) == []


@pytest.mark.slow
def test_an_edit_that_is_taken_back_leaves_no_trace(good_book, book):
    book.edit("slopes", "The end.", "An unheard-of zeugma, the end.")
    assert book.press().status == 0
    assert "zeugma" in (book.site / "searchindex.js").read_text("utf-8")
    book.edit("slopes", "An unheard-of zeugma, the end.", "The end.")
    assert book.press().status == 0
    assert differing(book.site, good_book.site) == []


@pytest.mark.built
def test_the_book_built_elsewhere_on_another_day_agrees_with_the_built_site(tmp_path):
    site = ROOT / "_build" / "html"
    again = tmp_path / "elsewhere"
    again.mkdir()
    for name in ("book", "code", "_config.yml", "_toc.yml", "CITATION.cff", "package-lock.json"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, again / name)
    (again / "node_modules").symlink_to(ROOT / "node_modules")
    for book in ("pdf", "epub"):  # which the site offers where they have been made
        if (ROOT / "_build" / book).is_dir():
            shutil.copytree(ROOT / "_build" / book, again / "_build" / book)
    verb = "zip" if list(site.glob("*.zip")) else "book"
    other = press(again, verb, {**OTHER, "PYTHONPATH": str(again / "code")})
    assert differing(site, other) == []
