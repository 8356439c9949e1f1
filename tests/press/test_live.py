"""Live cells at build: proved on the files that pages ship, refused where those would differ."""

from __future__ import annotations

import hashlib
import json

import pytest
from press import runtime

pytestmark = pytest.mark.slow

LIVE = """import numpy as np

def slope(x, h):
"""
CODING = """
:::::{exercise} Half
:label: q-half
:class: quiz coding

```python
def half(x):
    ...
```

::::{check} It halves
half(3.0) == slope(0.75, 0.0625) - 0.0625
::::

::::{slip} Floor
:when: half(3) == 1

It cuts.

```python
def half(x):
    return x // 2
```
::::
:::::

::::{solution} q-half
```python
def half(x):
    return x / 2
```
::::

The end.
"""
NEXT = "\n```\n\n```{code-cell} python\n:tags: [live]\n\n"
PRINT = """print("the secant's slope is", round(total, 6))"""
# What each piece of a live chapter is told: (the piece, the line's words, what is told).
BAD = [
    ("import sys\nprint(sys.maxsize)", "total = slope",
     "in the browser this live cell prints something else: `2147483647`"),
    ("import struct\nassert struct.calcsize('P') == 8", "assert struct",
     "in the browser this live cell raises AssertionError"),
    ("many = np.array(list(range(3)))", "import numpy", "32 bits: `many`"),
]


@pytest.fixture
def live_book(book):
    """The tiny book with its cells tagged `live` and a coding exercise."""
    source = book.page("slopes").read_text("utf-8")
    source = source.replace("```{code-cell} python\n", "```{code-cell} python\n:tags: [live]\n\n")
    book.page("slopes").write_text(source, encoding="utf-8")
    book.edit("slopes", "def slope(x, h):\n", LIVE)
    book.edit("slopes", "\nThe end.\n", CODING)
    return book


def test_it_is_proved_once_and_the_files_that_it_ran_on_are_in_the_site(live_book, monkeypatch):
    first = live_book.press()
    assert (first.status, first.err) == (0, "")
    shipped = list((live_book.site / "_static" / "pyodide").iterdir())
    assert [folder.name for folder in shipped] == [runtime.installed().version]
    lock = json.loads((shipped[0] / "pyodide-lock.json").read_text("utf-8"))
    assert list(lock["packages"]) == ["numpy"]
    numpy = (shipped[0] / lock["packages"]["numpy"]["file_name"]).read_bytes()
    assert lock["packages"]["numpy"]["sha256"] == hashlib.sha256(numpy).hexdigest()
    told = json.loads(live_book.html("slopes").find(id="live-runtime").string)
    for name, size, sha256 in told["files"]:
        data = (shipped[0] / name).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (size, sha256)
    assert {name for name, _, _ in told["files"]} == {file.name for file in shipped[0].iterdir()}

    def refuse(*_: object) -> None:
        raise AssertionError("an edit to prose ran the live cells")

    monkeypatch.setattr("press.live.Run", refuse)
    live_book.edit("slopes", "The end.", "The very end.")
    assert live_book.press().status == 0


def test_what_differs_in_the_browser_is_told_at_its_line_and_the_last_site_stays(live_book):
    before = live_book.fingerprint()
    live_book.edit("slopes", PRINT, NEXT.join(code for code, _, _ in BAD))
    live_book.edit("slopes", "half(3.0) == slope(0.75, 0.0625) - 0.0625",
                   "import sys\nhalf(3.0) == 1.5 and sys.maxsize > 2**40")
    told = live_book.press()
    assert told.status == 1
    asked = [*BAD, ("", "{exercise} Half", "in the browser the solution of q-half fails")]
    for _, at, says in asked:
        line = live_book.line("slopes", at)
        assert any(row.startswith(f"book/slopes.md:{line}: ") and says in row
                   for row in told.err.splitlines()), (says, told.err)
    assert len(told.err.splitlines()) == len(asked) + 1
    assert live_book.fingerprint() == before


def test_a_book_without_live_cells_ships_no_python(good_book):
    assert not (good_book.site / "_static" / "pyodide").exists()
