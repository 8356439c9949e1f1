"""What an author is told when something is wrong."""

from __future__ import annotations


def assert_one_problem(told, path: str, line: int, says: str) -> None:
    """One line says where, what and what instead; a second one that the old site stands."""
    assert told.status == 1
    problem, stopped = told.err.splitlines()
    place, what, instead = problem.split(": ", 1)[0], *problem.split(": ", 1)[1].rsplit("; ", 1)
    assert place == f"{path}:{line}", problem
    assert says in what and instead.strip(), problem
    assert not any(noise in problem for noise in ("WARNING", "ERROR", "Traceback", "\x1b", "/tmp"))
    assert stopped.startswith("Stopped after") and "last good site" in stopped
