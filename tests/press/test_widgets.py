"""A figure that moves: one figure in the doctree, a custom element around it on the page."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from bs4 import BeautifulSoup
from press import gallery
from press.build import build
from press.cli import main
from press.core import widgets

pytestmark = pytest.mark.slow

MORE = """```{code-cell} python
---
tags: [hide-input]
mystnb:
  image: {alt: A line that goes down.}
  figure: {name: fig-down, caption: It goes down.}
---
import matplotlib.pyplot as plt
plt.plot([3, 2, 1])
plt.show()
```

```{widget} descent-playground
:figure: fig-down
:eta: 1/3
:start: 4 3
:flip:
```

See {play}`the zig-zag <fig-down eta=0.3 steps=12>`, {play}`it again <fig-down eta=0.3 steps=12>`
and {numref}`fig-down`.
"""


@pytest.fixture(scope="module")
def moving(good_book, tmp_path_factory):
    """The tiny book with a figure that moves on one page, built."""
    root = tmp_path_factory.mktemp("moving") / "tiny"
    shutil.copytree(good_book.root, root, symlinks=True)
    book = type(good_book)(root)
    source = book.page("steps")
    source.write_text(source.read_text("utf-8") + "\n" + MORE, encoding="utf-8")
    main(["--root", str(root), "book"], standalone_mode=False)
    return book


def test_the_figure_that_the_cell_drew_stands_in_the_custom_element(moving):
    page = moving.html("steps")
    [host] = page.select("downhill-descent-playground")
    assert host.attrs == {"data-figure": "fig-down", "data-eta": "1/3", "data-start": "4,3",
                          "data-flip": "1"}
    figure = host.find("figure", recursive=False)
    assert figure["id"] == "fig-down"
    assert figure.select_one(".plot > img")["alt"] == "A line that goes down."
    assert "It goes down." in figure.find("figcaption").get_text()
    assert len(page.select("figure")) == 1
    assert host.find_parent("div", class_="cell") is not None


def test_links_to_one_state_share_one_anchor_in_the_figure(moving):
    page = moving.html("steps")
    links = page.select("a.play")
    assert [link.get_text() for link in links] == ["the zig-zag", "it again"]
    assert {link["href"] for link in links} == {"#fig-down~1~eta=0.3&steps=12"}
    [anchor] = page.select("[id='fig-down~1~eta=0.3&steps=12']")
    assert anchor.parent.name == "downhill-descent-playground"
    assert page.find("a", href="#fig-down") is not None


def test_only_the_page_with_the_figure_loads_the_script(moving):
    def scripts(name):
        return [tag["src"] for tag in moving.html(name).select("script[src*='widgets/widgets-']")]

    assert len(scripts("steps")) == 1
    assert scripts("slopes") == []
    address = scripts("steps")[0].partition("?")[0]
    assert (moving.site / "book" / address).resolve().is_file()


def test_adding_a_widget_runs_no_cell_and_taking_it_away_leaves_the_figure(moving, capfd):
    book = moving
    text = book.page("steps").read_text("utf-8")
    start, end = text.index("```{widget}"), text.index("See {play}")
    tail = "See {numref}`fig-down`.\n"
    book.page("steps").write_text(text[:start] + tail, encoding="utf-8")
    capfd.readouterr()
    main(["--root", str(book.root), "book"], standalone_mode=False)
    assert "0 chapters executed" in capfd.readouterr().out
    page = book.html("steps")
    assert len(page.select("figure#fig-down img.by-day")) == 1
    assert page.select("downhill-descent-playground, a.play") == []
    book.page("steps").write_text(text, encoding="utf-8")
    main(["--root", str(book.root), "book"], standalone_mode=False)
    assert "0 chapters executed" in capfd.readouterr().out
    assert len(book.html("steps").select("downhill-descent-playground")) == 1
    assert end > start


def test_a_build_that_stops_at_its_chapters_leaves_whole_bundles_and_no_process(book):
    kept = book.root / "_build" / ".press" / ".widgets"
    shutil.rmtree(kept)
    for role in (":label:", "{solution}"):
        book.edit("steps", f"{role} q-far", f"{role} q-which")
    assert book.press().status == 1
    [made] = kept.iterdir()
    for name in json.loads((made / "manifest.json").read_text("utf-8")).values():
        assert (made / name).is_file()


def test_another_builder_prints_the_figure_and_the_words_of_the_links(moving):
    build(moving.root, say=lambda _: None, builder="pseudoxml")
    text = (moving.root / "_build" / "pseudoxml" / "book" / "steps.pseudoxml").read_text("utf-8")
    assert "It goes down." in text
    assert "the zig-zag" in text and "it again" in text
    assert not re.search("~1~|<widget|<play|downhill", text)


def test_the_gallery_shows_every_state_and_loads_its_script(tmp_path):
    page = gallery.write(tmp_path)
    found = BeautifulSoup(page.read_text("utf-8"), "lxml")
    states = sum(len(json.loads(file.read_text("utf-8")))
                 for file in widgets.FOLDER.glob("*/gallery.json"))
    assert len(found.select("[data-figure]")) == states >= 20
    assert (tmp_path / found.find("script")["src"]).is_file()
    assert (tmp_path / found.find("link")["href"]).is_file()


def test_every_widget_has_options_states_and_a_line_in_the_script():
    script = (widgets.FOLDER / "widgets.ts").read_text("utf-8")
    for name in widgets.options_of_all():
        assert (widgets.FOLDER / name / "gallery.json").is_file()
        assert f'import("./{name}/element.ts")' in script
