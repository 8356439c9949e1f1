"""A reader downloads notebooks from the pages."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from pages import LESSONS
from playwright.sync_api import expect

SITE = Path(__file__).resolve().parents[2] / "_build" / "html"

pytestmark = [pytest.mark.built, pytest.mark.browser]


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_button_below_a_lessons_title_saves_its_notebook(open_page, lesson):
    page = open_page(lesson, width=390)
    button = page.locator(".lesson-launch").get_by_role("link", name="Download notebook")
    expect(button).to_be_visible()
    button.focus()
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert saved.value.suggested_filename == f"{Path(lesson).stem}.ipynb"
    kept = (SITE / "notebooks" / Path(lesson).relative_to("book")).with_suffix(".ipynb")
    assert Path(saved.value.path()).read_bytes() == kept.read_bytes()


@pytest.mark.parametrize("number", range(len(LESSONS)))
def test_the_end_of_a_lesson_leads_to_its_exercise(open_page, number):
    page = open_page(LESSONS[number])
    end = page.locator("section#what-comes-next")
    end.get_by_role("link", name=f"Exercise {number:02}", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Exercises")
    links = page.locator(f"section[id^=exercise-{number:02}]")
    with page.expect_download() as saved:
        links.get_by_role("link", name="With answers").click()
    kept = SITE / "notebooks" / "exercises" / "answers" / saved.value.suggested_filename
    assert Path(saved.value.path()).read_bytes() == kept.read_bytes()


def test_all_notebooks_come_as_one_archive(open_page):
    page = open_page("book/exercises/index.html")
    with page.expect_download() as saved:
        page.get_by_role("link", name="All notebooks as a zip").click()
    with ZipFile(saved.value.path()) as archive:
        assert archive.testzip() is None
        assert "downhill/exercises/exercise-02-gradient-descent.ipynb" in archive.namelist()
