"""Every notebook of the built book: valid, clean, runs from the top, agrees with the book."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urljoin

import nbformat
import pages
import pytest
from bs4 import BeautifulSoup
from jupyter_cache import get_cache
from nbclient import NotebookClient
from press.core import notebook_lint, toc

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "_build" / "html"
FOLDER = SITE / "notebooks"
RUNNING = [path.relative_to(ROOT / "book").with_suffix("").as_posix() for path in toc.sources(ROOT)
           if "```{code-cell}" in path.read_text("utf-8")]
LESSONS = [page.removeprefix("book/").removesuffix(".html") for page in pages.LESSONS]
EXERCISES = [path.stem for path in sorted((ROOT / "book/exercises").glob("exercise-*.md"))]
NAMES = [*RUNNING, *(f"exercises/{folder}{name}"
                     for name in EXERCISES for folder in ("", "answers/"))]

pytestmark = pytest.mark.built


def read(name: str) -> nbformat.NotebookNode:
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)


@pytest.fixture(scope="module")
def ran(tmp_path_factory) -> dict[str, nbformat.NotebookNode]:
    """All notebooks, each run from the top in a kernel of its own, with no help from the press."""
    folder = str(tmp_path_factory.mktemp("away"))  # the book's files are not at hand
    plain = {name: value for name, value in os.environ.items()
             if name not in ("MATPLOTLIBRC", "JUPYTER_PATH", "PYTHONPATH", "MPLBACKEND")}

    def run(name: str) -> nbformat.NotebookNode:
        notebook = read(name)
        client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": folder}},
                                extra_arguments=["--IPKernelApp.log_level=ERROR"])
        client.execute(env=plain)
        return notebook

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(NAMES, pool.map(run, NAMES), strict=True))


def printed(cell: nbformat.NotebookNode) -> str:
    return "".join(out.text for out in cell.outputs
                   if out.output_type == "stream" and out.name == "stdout")


def drawn(cell: nbformat.NotebookNode) -> int:
    return sum(any(kind.startswith("image/") for kind in out.get("data", {}))
               for out in cell.outputs)


def shown(cell: nbformat.NotebookNode) -> str:
    return "".join(out.data.get("text/markdown", "") for out in cell.outputs
                   if out.output_type == "display_data")


def bare(source: str) -> str:
    """A cell's code, without the title of a folded one."""
    return re.sub(r"\A#@title .*\n", "", source).strip()


def test_there_is_one_for_each_lesson_and_each_exercise():
    assert sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.ipynb")) \
        == sorted(f"{name}.ipynb" for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_valid_and_holds_no_myst_and_no_output(name):
    notebook = read(name)
    nbformat.validate(notebook)
    assert notebook_lint.in_notebook(notebook) == []
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells)


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_from_the_top_without_an_error_or_a_warning(ran, name):
    cells = [cell for cell in ran[name].cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in cells)
    assert not [out for cell in cells for out in cell.outputs
                if out.output_type == "error" or out.get("name") == "stderr"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_lesson_prints_and_draws_what_the_book_prints_and_draws(ran, lesson):
    """The book's outputs are those that `make book` kept in its cache."""
    caches = [get_cache(path) for path in (ROOT / "_build" / ".press").glob(".jupyter_cache-*")]
    book = [cache.get_cache_bundle(record.pk).nb.cells
            for cache in caches for record in cache.list_cache_records()
            if record.uri.endswith(f"{lesson}.md")]
    mine = {bare(cell.source): cell for cell in ran[lesson].cells if cell.cell_type == "code"}
    fresh = [cells for cells in book
             if {bare(c.source) for c in cells if c.cell_type == "code"} <= set(mine)]
    assert fresh, "the site and the cache are of different chapters; run `make book`"
    compared = [cell for cell in fresh[-1] if cell.cell_type == "code"]
    assert len(compared) > 15
    for cell in compared:
        assert printed(mine[bare(cell.source)]) == printed(cell)
        assert drawn(mine[bare(cell.source)]) == drawn(cell)


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_question_left_open_is_told_so_and_gives_nothing_away(ran, lesson):
    told = [shown(cell) for cell in ran[lesson].cells
            if cell.cell_type == "code" and "check_answer(" in cell.source]
    told = [text for text in told if text]
    assert len(told) > 40
    assert all(text.startswith(("No answer yet", "✗ **Not yet.**")) for text in told)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_learners_exercise_passes_no_check_and_the_teachers_all(ran, exercise):
    learner, teacher = ("".join(printed(cell) for cell in ran[f"exercises/{folder}{exercise}"].cells
                                if cell.cell_type == "code") for folder in ("", "answers/"))
    steps = (ROOT / f"book/exercises/{exercise}.md").read_text("utf-8").count("\n```{check}")
    assert steps >= 8
    assert learner.count("✗ Step") == steps and "✓" not in learner
    assert teacher.count("✓ Step") == steps and "✗" not in teacher


def test_every_link_for_download_leads_to_a_file_of_the_site():
    links = [(page, a["href"]) for page in SITE.rglob("*.html")
             for a in BeautifulSoup(page.read_text("utf-8"), "lxml").select("a.launch[download]")]
    assert len(links) > 5
    lost = [(page.name, href) for page, href in links
            if not (SITE / urljoin(f"/{page.relative_to(SITE).as_posix()}", href)[1:]).is_file()]
    assert lost == []
