"""The real exercises: answers pass, blanks fail, and each slip is told by name."""

from __future__ import annotations

from pathlib import Path

import pytest
import steps
from press.core import exercises

ROOT = Path(__file__).resolve().parents[2]
FILES = exercises.sources(ROOT)


@pytest.fixture(scope="module", params=FILES, ids=[file.stem for file in FILES])
def exercise(request) -> exercises.Exercise:
    return exercises.read(request.param, ROOT)


@pytest.fixture(autouse=True)
def quiet_figures(monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "Agg")
    yield
    import matplotlib.pyplot as plt

    plt.close("all")


def test_it_has_eight_to_ten_steps_and_slips_for_each(exercise):
    assert 8 <= len(exercise.checks) <= 10
    slipped = {step for step, _, _ in exercise.slips()}
    assert slipped == set(range(1, len(exercise.checks) + 1))


def test_with_answers_every_check_passes(exercise):
    told = steps.verdicts(steps.run(exercise.cells(answers=True), {"__name__": "__main__"}))
    assert len(told) == len(exercise.checks)
    assert [line for ok, line in told.values() if not ok] == []


def test_with_blanks_every_check_fails_and_no_cell_raises(exercise):
    told = steps.verdicts(steps.run(exercise.cells(answers=False), {"__name__": "__main__"}))
    assert len(told) == len(exercise.checks)
    assert [line for ok, line in told.values() if ok] == []


def test_each_step_passes_alone_with_all_others_blank(exercise):
    """A check holds its own step only: what is blank elsewhere must not hide a right answer.

    A step that uses an earlier one says so by raising it; those are left to the test above.
    """
    blank, full = exercise.cells(answers=False), exercise.cells(answers=True)
    alone = []
    mine: list[int] = []
    for place, cell in enumerate(full):
        if cell.source != blank[place].source:
            mine.append(place)
        step = steps.step_of(cell)
        if step:
            alone.append((step, [full[i] if i in mine else blank[i] for i in range(place + 1)]))
            mine = []
    passed = [step for step, cells in alone
              if steps.verdicts(steps.run(cells, {}, go_on=True))[step][0]]
    assert set(range(1, len(exercise.checks) + 1)) - set(passed) <= {8}  # fits by step 4's loop


def test_each_slip_is_told_by_name(exercise):
    told = steps.slips_told(exercise)
    assert len(told) == len(list(exercise.slips()))
    assert [f"line {slip.line}: {line}" for slip, line in told if slip.says not in line] == []
