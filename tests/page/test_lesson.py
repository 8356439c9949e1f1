"""The head of a lesson tells where it stands, how long it takes, and how far the reader is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe import findings
from docutils import nodes
from pages import LESSONS
from playwright.sync_api import expect
from press.lesson import words
from sphinx_exercise.nodes import exercise_node

pytestmark = [pytest.mark.built, pytest.mark.browser]


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_head_leads_to_the_module_and_marks_this_lesson(open_page, lesson):
    page = open_page(lesson)
    title = page.get_by_role("heading", level=1).inner_text().partition(":")[0].rstrip("#")
    place = page.get_by_role("navigation", name="Where this lesson stands")
    expect(place.locator("[aria-current=page]")).to_have_text(title)
    place.get_by_role("link", name="Foundations").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Foundations")


def test_the_progress_of_the_head_counts_a_right_answer_and_no_wrong_one(open_page):
    page = open_page()
    done = page.locator(".lesson-done")
    expect(done).to_have_text(re.compile(r"^0 of \d+ questions answered right$"))
    question = page.locator("form#q-review-column-meets-row")
    question.get_by_role("textbox").fill("(100, 1)")
    question.get_by_role("button", name="Check").click()
    expect(question).to_have_attribute("data-verdict", re.compile("."))
    expect(done).to_have_text(re.compile(r"^0 of "))
    question.get_by_role("textbox").fill("(100, 100)")
    question.get_by_role("button", name="Check").click()
    expect(done).to_have_text(re.compile(r"^1 of \d+ questions answered right$"))


@pytest.mark.parametrize("lesson", LESSONS)
def test_without_script_the_head_says_how_many_questions_there_are(open_page, lesson):
    page = open_page(lesson, java_script_enabled=False)
    copies = f"[id$=-in-{Path(lesson).stem}]"  # of questions that count where they are asked
    forms = page.locator(f"form.quiz:not(.predict, {copies})").count()
    expect(page.locator(".lesson-done")).to_have_text(f"{forms} questions")


@pytest.mark.parametrize("width", [320, 1400])
def test_the_head_has_no_finding(open_page, width):
    assert findings(open_page(width=width), ".lesson-place") == []


def test_words_of_questions_and_code_are_not_read():
    section = nodes.section()
    section += nodes.paragraph(text="four words of prose")
    section += nodes.literal_block(text="x = 1 # not prose")
    question = exercise_node()
    question += nodes.paragraph(text="what is asked")
    section += question
    assert words(section) == 4
