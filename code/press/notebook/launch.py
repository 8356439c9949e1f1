"""Where a notebook can be opened and downloaded, said on the pages of the site."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from press.core import exercises, markdown, repository
from press.core.repository import Repository
from press.lesson import facts
from press.notebook import archive
from press.notebook.chapters import chapters_of, has_notebook, target
from press.questions.form import html

logger = logging.getLogger(__name__)

FOLDER = "notebooks"  # of the site, where the copies for download are
LISTS = "press_lists_notebooks"  # a field of the pages that do


def setup_launch(app: Sphinx) -> None:
    """Register the setting, the directive, and the buttons at the head of a lesson."""
    app.add_config_value("notebooks_branch", "notebooks", "env", types=str)
    app.add_node(notebook_list)
    app.add_directive("notebooks", Notebooks)
    app.connect("env-updated", pages_to_write)
    app.add_post_transform(LessonButtons)
    app.add_post_transform(Lists)


def repository_of(app: Sphinx) -> Repository | None:
    """The repository of `_config.yml`, or else of the git remote."""
    return _find(app.config.html_theme_options.get("repository_url", ""), str(app.srcdir))


@lru_cache
def _find(setting: str, root: str) -> Repository | None:
    return repository.find(setting, Path(root))


def address_of(app: Sphinx) -> str:
    """The address of the online book, with a slash at its end; empty where it is not known."""
    if app.config.html_baseurl:
        return app.config.html_baseurl.rstrip("/") + "/"
    known = repository_of(app)
    return known.pages if known else ""


class notebook_list(nodes.General, nodes.Element):
    """Where a list of notebooks will stand: ``folder`` is empty for all, or names a part."""


class Notebooks(SphinxDirective):
    """``{notebooks}`` lists all of them; an argument names a folder or a single one."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        node = notebook_list(folder=self.arguments[0].strip("/") if self.arguments else "")
        self.set_source_info(node)
        self.env.metadata[self.env.docname][LISTS] = True
        return [node]


def pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages that list notebooks, where one has come or gone, or has another title."""
    if app.builder is None or app.builder.name != "html":
        return []
    listed = titles(app)
    before = getattr(env, "press_notebooks", listed)
    env.press_notebooks = listed  # type: ignore[attr-defined]
    return [name for name in sorted(env.found_docs)
            if listed != before and env.metadata[name].get(LISTS)]


def titles(app: Sphinx) -> dict[str, str]:
    """The notebooks of the book, with their titles; those of teachers are not in it."""
    env = app.env
    assert env is not None
    found = {target(name): env.titles[name].astext() for name in chapters_of(env)}
    for file in exercises.sources(Path(app.srcdir)):
        text = file.read_text(encoding="utf-8")
        found[f"exercises/{file.stem}.ipynb"] = markdown.title(text) or file.stem
    return found


def links(app: Sphinx, docname: str, path: str, title: str) -> list[nodes.Node]:
    """Colab and download for one notebook, as inline nodes; Colab alone outside of the site."""
    known = repository_of(app)
    result: list[nodes.Node] = []
    if known:
        uri = known.colab(app.config.notebooks_branch, path)
        assert app.builder is not None
        result.append(
            html("a", nodes.Text("Open in Colab"), href=uri, class_="launch",
                 aria_label=f"Open in Colab: {title}") if app.builder.format == "html"
            else nodes.reference("", "Open in Colab", refuri=uri))
    return [*result, *downloads(app, docname, path, "Download notebook", title)]


def downloads(app: Sphinx, docname: str, path: str, words: str, title: str) -> list[nodes.Node]:
    """A link to a file of the site that the browser saves; none outside of the site."""
    assert app.builder is not None
    if app.builder.format != "html":
        return []
    page = app.builder.get_target_uri(docname)
    uri = posixpath.relpath(f"{FOLDER}/{path}", posixpath.dirname(page) or ".")
    return [html("a", nodes.Text(words), href=uri, download=True, class_="launch",
                 aria_label=f"{words}: {title}" if title else False)]


def spaced(found: list[nodes.Node]) -> list[nodes.Node]:
    """Inline nodes with blanks between them."""
    return [part for node in found for part in (nodes.Text(" "), node)][1:]


class LessonButtons(SphinxPostTransform):
    """Sets the two links below the title of each page that has a notebook. HTML only."""

    default_priority = 21  # after the head of the lesson
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        docname = self.env.docname
        head = next((node for kind in (facts, nodes.title) for node in self.document.findall(kind)),
                    None)
        if head is None or not has_notebook(self.env, docname):
            return
        title = self.env.titles[docname].astext()
        found = links(self.app, docname, target(docname), title)
        place = head.parent.index(head) + 1
        head.parent.insert(place, html("p", *spaced(found), class_="lesson-launch"))


class Lists(SphinxPostTransform):
    """Replaces each ``notebook_list`` by links."""

    default_priority = 9  # before references are resolved, at 10

    def run(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(notebook_list)):
            node.replace_self(self.listed(node))

    def listed(self, node: notebook_list) -> list[nodes.Node]:
        every, folder = titles(self.app), node["folder"]
        single = f"{folder}.ipynb"
        if single in every:
            found = self.of(single, every[single])
            return [nodes.paragraph("", "", *spaced(found), classes=["launches"])] if found else []
        chosen = {path: title for path, title in every.items()
                  if not folder or path.startswith(f"{folder}/")}
        if not chosen:
            known = ", ".join(sorted({posixpath.dirname(path) for path in every} - {""}))
            logger.warning("no notebook is called %s; name a folder, or a notebook without its "
                           "ending: %s", folder, known, location=node, type="press",
                           subtype="notebooks")
            return []
        items = [nodes.list_item("", nodes.paragraph("", "", nodes.Text(f"{title} "),
                                                     *spaced(self.of(path, title))))
                 for path, title in chosen.items()]
        return [nodes.bullet_list("", *items, classes=["launches"]), *self.whole(every, folder)]

    def of(self, path: str, title: str) -> list[nodes.Node]:
        """The links of one notebook; of an exercise also that to its answers."""
        found = links(self.app, self.env.docname, path, title)
        if path.startswith("exercises/"):
            answers = path.replace("exercises/", f"exercises/{exercises.ANSWERS}/", 1)
            found += downloads(self.app, self.env.docname, answers, "With answers", title)
        return found

    def whole(self, every: dict[str, str], folder: str) -> list[nodes.Node]:
        """Links to the archives: of the folder, or of each module and of all."""
        found: list[nodes.Node] = []
        for name in [folder] if folder else [*archive.modules(every), ""]:
            words = f"{name.capitalize() or 'All notebooks'} as a zip"
            found += downloads(self.app, self.env.docname, archive.name_of(name), words, "")
        return [nodes.paragraph("", "", *spaced(found), classes=["launches"])] if found else []
