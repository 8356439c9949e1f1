"""Every live cell of the book on the very files that the site ships, under Node."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from press import live, npm
from press.core import chapters, prove, toc
from press.core import live as core

pytestmark = pytest.mark.built

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "_build" / "html"
PAGES = [page for page in (chapters.read(path, ROOT) for path in toc.sources(ROOT))
         if live.runs_in_browser(page)]


@pytest.fixture(scope="module")
def results() -> list[dict]:
    """What all live chapters print in the browser's Python."""
    folder, = (SITE / "_static" / "pyodide").iterdir()
    ran = subprocess.run([npm.node(), str(live.DRIVER), str(folder), str(live.RUNNER)],
                         input=json.dumps([live.job(page) for page in PAGES]), check=True,
                         capture_output=True, text=True)
    return json.loads(ran.stdout)


def test_every_live_cell_prints_what_it_prints_natively(results, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "Agg")
    assert sum(len(page.live_cells) for page in PAGES) >= 10
    for page, result in zip(PAGES, results, strict=True):
        printed = dict(zip([cell.line for cell in page.cells], prove.prove(page).outputs,
                           strict=True))
        for cell, got in zip(page.live_cells, result["cells"], strict=True):
            assert got["ok"], (cell.line, got)
            assert core.difference(printed[cell.line], got["out"]) is None, cell.line


def test_the_browsers_integers_are_32_bits_and_no_live_cell_leaves_an_array_of_them(results):
    for result in results:
        assert result["integers"] == []


def test_solutions_pass_starters_fail_and_each_slip_shows_itself_in_the_browsers_python(results):
    asked = [(page, question) for page in PAGES for question in live.coding(page)]
    assert len(asked) >= 1
    for page, result in zip(PAGES, results, strict=True):
        checks = iter(result["checks"])
        for question in live.coding(page):
            assert len(question.mishaps) >= 3
            solution, starter, *slips = [next(checks) for _ in range(2 + len(question.mishaps))]
            assert all(solution["passed"])
            assert not all(starter["passed"])
            assert [slip["slip"] for slip in slips] == list(range(len(slips)))
            assert not any(all(slip["passed"]) for slip in slips)
