"""Figures are plotted in the book's style, alike at each run, and shown in the colors of a page."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from press.core import svg
from press.core.figure_style import matplotlibrc
from press.core.tokens import CYCLE, HIGH, TOKENS
from press.figures import JUPYTER, prepare_kernel

PLOT = """
import io, sys
import matplotlib
matplotlib.use("svg")
import matplotlib.pyplot as plt
fig, ax = plt.subplots()
for k in range(4):
    ax.plot([0, 1], [0, k], "o-")
ax.set_xlabel("weight $w_1$")
fig.savefig(sys.stdout, format="svg", metadata={"Date": None})
"""


@pytest.fixture(scope="module")
def plotted(tmp_path_factory: pytest.TempPathFactory) -> str:
    return plot(tmp_path_factory.mktemp("style"))


def plot(folder: Path) -> str:
    (folder / "matplotlibrc").write_text(matplotlibrc())
    environment = {**os.environ, "MATPLOTLIBRC": str(folder / "matplotlibrc")}
    done = subprocess.run(
        [sys.executable, "-c", PLOT], env=environment, capture_output=True, text=True, check=True
    )
    assert "rcparams" not in done.stderr.lower()
    return done.stdout


def test_curves_take_the_tokens_colors_in_order(plotted: str) -> None:
    strokes = re.findall(r"stroke: (#[0-9a-f]{6}); stroke-width: 1\.8", plotted)
    assert list(dict.fromkeys(strokes)) == [TOKENS[role].light for role in CYCLE]


def test_two_runs_draw_the_same_bytes(plotted: str, tmp_path: Path) -> None:
    assert plot(tmp_path) == plotted


def test_a_figure_has_no_frame_and_no_ground(plotted: str) -> None:
    assert plotted.count('id="patch_') == 4  # figure, axes, left spine, bottom spine
    assert "fill: #ffffff" not in plotted


def test_an_inlined_figure_is_an_image_with_a_name(plotted: str) -> None:
    root = ElementTree.fromstring(svg.inline(plotted, alt='A "bowl" & a path', prefix="a-"))
    assert root.tag == "svg"
    assert (root.get("role"), root.get("aria-label")) == ("img", 'A "bowl" & a path')
    assert root.find(".//style") is None and root.find(".//metadata") is None


def test_ids_are_unique_on_a_page_and_every_link_finds_its_own(plotted: str) -> None:
    page = "".join(svg.inline(plotted, alt="x", prefix=f"plot-{n}-") for n in (1, 2))
    root = ElementTree.fromstring(f"<page>{page}</page>")
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    targets = [element.get("href", "#")[1:] for element in root.iter("use")]
    targets += re.findall(r"url\(#([^)]+)\)", page)
    assert targets and set(targets) <= set(ids)


def test_every_color_follows_the_theme_and_falls_back_to_the_light_one(plotted: str) -> None:
    inlined = svg.inline(plotted, alt="x", prefix="a-")
    bare = re.sub(r"var\(--[a-z]+, (#[0-9a-f]{6})\)", "", inlined)
    assert not re.search(r"#[0-9a-fA-F]{6}\b", bare)
    for role, fallback in re.findall(r"var\(--([a-z]+), (#[0-9a-f]{6})\)", inlined):
        assert fallback == TOKENS[role].light


def test_a_file_of_its_own_has_the_colors_of_day_and_night(plotted: str) -> None:
    text, width, height = svg.apart(plotted)
    root = ElementTree.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert (root.get("id"), root.get("width"), root.get("height")) == (svg.NIGHT, width, height)
    style = root.find("{*}style")
    assert style is not None and style.text
    for role in set(re.findall(r"var\(--([a-z]+)", text)):
        for colors in (TOKENS[role], HIGH[role]):
            assert f"--{role}: {colors.light}" in style.text
            assert f"--{role}: {colors.dark}" in style.text


def test_a_paint_attribute_becomes_a_style_since_only_that_holds_a_variable() -> None:
    source = '<svg xmlns="http://www.w3.org/2000/svg"><path fill="#1F5FBF" d="M0 0"/></svg>'
    path = ElementTree.fromstring(svg.inline(source, alt="x", prefix="a-"))[0]
    assert path.attrib == {"d": "M0 0", "style": "fill: var(--input, #1f5fbf)"}


def test_a_color_that_is_no_token_stays() -> None:
    assert svg.themed("fill: #123456") == "fill: #123456"


def test_the_books_kernel_goes_before_others_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_PATH", "/elsewhere")
    monkeypatch.setenv("MATPLOTLIBRC", "/elsewhere")
    prepare_kernel(tmp_path)
    prepare_kernel(tmp_path)  # a second build in one process must not add to the path
    assert os.environ["JUPYTER_PATH"] == f"{JUPYTER}{os.pathsep}/elsewhere"
    listing = subprocess.run(
        [sys.executable, "-m", "jupyter_client.kernelspecapp", "list", "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    specs = json.load(io.StringIO(listing.stdout))["kernelspecs"]
    assert Path(specs["python3"]["resource_dir"]) == JUPYTER / "kernels" / "python3"


CONF = """
extensions = ["myst_nb"]
nb_execution_mode = "force"
nb_execution_raise_on_error = True
def setup(app):
    from press.figures import setup_figures
    setup_figures(app)
"""
CHAPTER = """---
file_format: mystnb
kernelspec: {name: python3, language: python}
---
# Figures

```{code-cell} python
---
mystnb:
  image: {alt: A line.}
  figure: {name: fig-line, caption: Up.}
---
import matplotlib.pyplot as plt
plt.plot([1, 2]);
```

```{code-cell} python
plt.plot([2, 1]);
```
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("book")
    (folder / "conf.py").write_text(CONF)
    (folder / "index.md").write_text(CHAPTER)
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-N", ".", "out"],
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return folder, done.stderr


def test_a_page_shows_a_file_by_day_and_the_same_by_night(built: tuple[Path, str]) -> None:
    folder, _ = built
    page = BeautifulSoup((folder / "out" / "index.html").read_text(), "html.parser")
    pairs = [plot.select("img") for plot in page.select(".plot")]
    assert len(pairs) == 2
    for day, night in pairs:
        assert (folder / "out" / day["src"]).is_file()
        assert night["src"] == day["src"] + "#night"
        assert day["loading"] == night["loading"] == "lazy"
        assert int(day["width"]) > 100 and int(day["height"]) > 100
    assert [image["alt"] for image in pairs[0]] == ["A line.", "A line."]


def test_a_drawing_that_no_page_shows_is_dropped(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text(CONF)
    (tmp_path / "index.md").write_text(CHAPTER)
    for text in (CHAPTER, CHAPTER.replace("plt.plot([2, 1])", "plt.plot([3, 1])")):
        (tmp_path / "index.md").write_text(text)
        subprocess.run([sys.executable, "-m", "sphinx", "-q", "-N", ".", "out"],
                       cwd=tmp_path, capture_output=True, text=True, check=True)  # fmt: skip
    page = (tmp_path / "out" / "index.html").read_text()
    drawings = {path.name for path in (tmp_path / "out" / "_images").glob("figure-*.svg")}
    assert drawings == set(re.findall(r"_images/(figure-\w+\.svg)", page))
    assert len(drawings) == 2


def test_what_another_style_has_executed_goes_when_a_build_has_succeeded(tmp_path: Path) -> None:
    old = tmp_path / ".jupyter_cache-0123abcd"
    (old / "executed").mkdir(parents=True)
    (tmp_path / "conf.py").write_text(CONF.replace("force", "cache"))
    (tmp_path / "index.md").write_text(CHAPTER.replace("plt.plot([2, 1])", "plt.plot(["))
    command = [sys.executable, "-m", "sphinx", "-q", "-N", ".", "out"]
    failed = subprocess.run(command, cwd=tmp_path, capture_output=True)
    assert failed.returncode and old.is_dir()
    (tmp_path / "index.md").write_text(CHAPTER)
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert not old.exists()
    [kept] = tmp_path.glob(".jupyter_cache-*")
    assert list(kept.glob("executed/*")), "what this build has executed stays"


def test_a_plot_without_words_is_reported_once_where_its_cell_begins(
    built: tuple[Path, str],
) -> None:
    reports = [line for line in built[1].splitlines() if "alt text" in line]
    assert len(reports) == 1
    line = CHAPTER[: CHAPTER.index("plt.plot([2, 1])")].count("\n")
    assert f"index.md:{line}: WARNING: output image has no alt text; add" in reports[0]
