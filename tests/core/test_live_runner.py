"""The Python that runs live cells, here in this Python; elsewhere in the browser's."""

from __future__ import annotations

import builtins
import json
import sys

import numpy as np
import pytest
from press.core.live_runner import MOST_LINES, Session, checked


@pytest.fixture
def said() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def session(said) -> Session:
    return Session(lambda kind, text: said.append((kind, text)))


def text(said: list[tuple[str, str]], kind: str = "out") -> str:
    return "".join(words for what, words in said if what == kind)


def test_cells_share_their_names_and_the_last_expression_is_the_value(session, said):
    assert session.run("a = 20\nprint('hello')", "cell 1") == {
        "ok": True, "value": None, "note": None}
    assert session.run("a + 1\na + 22", "cell 2")["value"] == "42"
    assert text(said) == "hello\n"


def test_an_array_comes_with_its_shape_and_type(session):
    result = session.run("import numpy as np\nnp.zeros((2, 3))", "cell 1")
    assert result["value"] == repr(np.zeros((2, 3)))
    assert result["note"] == "shape (2, 3), float64"


def test_an_error_names_the_lines_of_cells_alone(session):
    session.run("import json\ndef f(x):\n    return json.loads(x)", "cell 1")
    error = session.run("\nf('{')", "cell 2")["error"]
    assert error["type"] == "JSONDecodeError"
    assert error["lines"] == [{"cell": "cell 2", "line": 2}, {"cell": "cell 1", "line": 3}]


def test_code_that_is_not_python_names_its_line(session):
    error = session.run("a = 1\nb = = 2", "cell 1")["error"]
    assert (error["type"], error["lines"]) == ("SyntaxError", [{"cell": "cell 1", "line": 2}])


def test_a_missing_module_is_named(session):
    assert session.run("import no_such_thing", "cell 1")["error"]["module"] == "no_such_thing"


@pytest.mark.parametrize("code", [
    "while True: print('x')", "while True: print('x', end='')", "'x' * 10**6",
    "while True:\n    try:\n        print('x')\n    except Exception:\n        pass",
])
def test_endless_output_ends_the_cell(session, said, code):
    assert session.run(code, "cell 1")["error"]["type"] == "TooMuchOutput"
    assert text(said).count("\n") <= MOST_LINES


def test_recursion_and_exit_end_the_cell_and_nothing_else(session):
    recursion = session.run("def f():\n    f()\nf()", "cell 1")["error"]
    assert recursion["type"] == "RecursionError"
    assert len(recursion["lines"]) <= 8
    assert session.run("exit(3)", "cell 2")["error"]["type"] == "SystemExit"
    assert session.run("1 + 1", "cell 3")["value"] == "2"


def test_input_is_refused_and_streams_are_given_back(session):
    before = builtins.input, sys.stdout
    assert "cannot ask" in session.run("input()", "cell 1")["error"]["message"]
    assert (builtins.input, sys.stdout) == before


def test_a_plot_hands_over_what_is_finite_after_what_was_printed(session, said):
    session.run("print('a')\nimport math\nplot([0, 1, 2], [1, math.inf, 3], log=True)\nprint('b')",
                "cell 1")
    assert [kind for kind, _ in said] == ["out", "plot", "out"]
    plot = json.loads(said[1][1])
    assert (plot["x"], plot["lines"], plot["log"]) == ([0, 1, 2], [[1, None, 3]], True)


@pytest.mark.parametrize(("call", "says"), [
    ("plot()", "plot takes y, or x and y"), ("plot([1, 2], [1])", "first axes differ"),
    ("plot(3)", "shape (n,) or (n, k)"),
])
def test_a_plot_of_something_else_is_refused_in_words(session, call, says):
    assert says in session.run(call, "cell 1")["error"]["message"]


def test_columns_are_lines_and_long_lines_are_thinned(session, said):
    session.run("import numpy as np\nplot(np.ones((5000, 2)))", "cell 1")
    plot = json.loads(text(said, "plot"))
    assert len(plot["lines"]) == 2
    assert 1000 < len(plot["x"]) == len(plot["lines"][0]) <= 2000


def test_checks_see_the_readers_code_but_not_each_others_names():
    checks = ["y = f(2)\ny == 4", "'y' not in globals()", "f(1) == 3", "f('a') + 1"]
    result = checked("def f(x): return 2 * x", checks, ["f(1) == 9", "f(1) == 2"], {})
    assert result["passed"] == [True, True, False, False]
    assert result["slip"] == 1
    assert result["errors"][3]["type"] == "TypeError"


def test_code_that_does_not_run_is_not_checked():
    result = checked("1 / 0", ["True"], [], {})
    assert (result["passed"], result["error"]["type"]) == ([], "ZeroDivisionError")


def test_a_check_runs_on_the_pages_own_cells_whatever_the_reader_made_of_them(session):
    session.run("k = 5", "cell 1")
    run = session.check("def f(): return k", ["f() == 2"], [], ["k = 2"])
    assert run["passed"] == [True]
    assert session.run("k", "cell 1")["value"] == "5"
