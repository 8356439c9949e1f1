"""A forked kernel is the kernel that its command would have started, and none outlives a build."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import psutil
import pytest
from nbclient import NotebookClient
from press import execute, kernels
from press.figures import prepare_kernel
from press.forkserver import ForkServer
from press.reproducible import hide_addresses

pytestmark = pytest.mark.slow

PATIENCE = 60  # seconds until something that never comes is a failure
SPEC = {"name": "python3", "language": "python", "display_name": "Python 3"}
# What a program can see of how it was started, and of what was done before.
PROBE = """
import gc, os, random, signal, sys, threading, warnings
import matplotlib, numpy as np, torch
hidden = {"JPY_PARENT_PID"}  # another process each time
print(sys.argv[0], sys.argv[1::2], sys.path, sys.flags, __name__, os.getcwd(), sep="\\n")
print(sorted(item for item in os.environ.items() if item[0] not in hidden))
print(os.getsid(0) == os.getpid(), [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGCHLD)])
print(sorted(thread.name for thread in threading.enumerate()))
print(gc.isenabled(), gc.get_threshold(), sys.getrecursionlimit())
print(sorted(map(str, warnings.filters)))
print(sorted(name for name in globals() if not name.startswith("_")))
print(np.get_printoptions(), sorted(matplotlib.rcParams.items()), sep="\\n")
"""
CELLS = (PROBE, "import matplotlib.pyplot as plt", "fig, ax = plt.subplots()\nax.plot([1, 3, 2])",
         "{'a', 1}", "print('to standard error', file=sys.stderr)", "%time 1 + 1\nprint(In[3])",
         "import torch\ntorch.manual_seed(0)\nprint(torch.rand(2), torch.get_num_threads())",
         "def f(x):\n    return 1 / x\nf(0)")


def outputs(cells, cwd: Path, server: ForkServer | None) -> list[str]:
    """What each cell gives in a fresh kernel: forked, or started where there is no server."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell, id=f"c{n}") for n, cell in enumerate(cells)],
        metadata={"kernelspec": SPEC})
    client = NotebookClient(notebook, record_timing=False, shutdown_kernel="immediate",
                            allow_errors=True, coalesce_streams=True)

    async def run() -> None:
        if server is not None:
            kernels.use(server, client)
        async with client.async_setup_kernel(cwd=str(cwd), env=kernels.environment()):
            for index, cell in enumerate(notebook.cells):
                await client.async_execute_cell(cell, index)

    asyncio.run(run())
    hide_addresses(notebook)
    return ["\n".join(str(output) for output in cell.outputs) for cell in notebook.cells]


@pytest.fixture
def server(tmp_path, monkeypatch) -> Iterator[ForkServer]:
    """A warm process in which all that the cells import is imported."""
    monkeypatch.setenv("MATPLOTLIBRC", "")
    monkeypatch.setenv("JUPYTER_PATH", "")
    prepare_kernel(tmp_path / "style")
    found = kernels.warm(["import numpy as np\nimport matplotlib.pyplot as plt\nimport torch"])
    assert found is not None
    yield found
    found.end()


def test_a_forked_kernel_shows_what_a_started_one_shows_byte_for_byte(server, tmp_path):
    started = outputs(CELLS, tmp_path, None)
    forked = outputs(CELLS, tmp_path, server)
    told = [cell for cell in range(len(CELLS)) if "Wall time" not in started[cell]]
    assert len(told) == len(CELLS) - 1
    for cell in told:
        assert forked[cell].split("\\n") == started[cell].split("\\n")
    assert "<svg" in forked[2] and "ZeroDivisionError" in forked[7]


def test_a_chapter_sees_nothing_of_the_one_before(server, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    before = outputs([PROBE], tmp_path / "b", server)
    outputs(["import os, random, sys, warnings\nimport numpy as np, matplotlib.pyplot as plt",
             "left = 1\nos.environ['LEFT'] = '1'\nos.chdir('/')\nsys.path.insert(0, '/left')",
             "np.set_printoptions(precision=2)\nplt.rcParams['font.size'] = 3\nplt.figure()",
             "warnings.simplefilter('error')\nrandom.seed(1)\nnp.random.seed(1)"],
            tmp_path / "a", server)
    assert outputs([PROBE], tmp_path / "b", server) == before
    draw = "import random, numpy as np\nprint(random.random(), np.random.rand())"
    drawn = [number for _ in range(2)
             for number in re.findall(r"0\.\d+", outputs([draw], tmp_path, server)[0])]
    assert len(drawn) == len(set(drawn)) == 4
    seeded = "import random, numpy as np\nrandom.seed(1); np.random.seed(1)\n" + draw
    assert outputs([seeded], tmp_path, server) == outputs([seeded], tmp_path, None)


def test_where_the_warm_process_has_died_kernels_are_started(server, tmp_path):
    server.process.kill()
    assert "'42" in outputs(["print(42)"], tmp_path, server)[0]


def test_the_end_of_the_warm_process_is_the_end_of_its_forks(server, tmp_path):
    (tmp_path / "endless.py").write_text("import time\ntime.sleep(1e6)\n")
    fork = server.fork([sys.executable, "-m", "endless"], str(tmp_path), os.environ)
    other = server.fork([sys.executable, "-m", "endless"], str(tmp_path), os.environ)
    processes = [psutil.Process(fork.pid), psutil.Process(other.pid)]
    assert fork.poll() is None
    fork.send_signal(signal.SIGTERM)
    wait_for(lambda: fork.poll() == -signal.SIGTERM)
    server.end()
    assert not psutil.wait_procs(processes, timeout=PATIENCE)[1]
    assert other.poll() is not None


def wait_for(true) -> None:
    limit = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_build_that_is_stopped_leaves_no_process(book, tmp_path, number):
    mark = tmp_path / "runs"
    book.edit("steps", "w = 4.0 - 0.1 * 8.0", "w = 3.2\nimport time, pathlib\n"
              f"pathlib.Path({str(mark)!r}).touch()\ntime.sleep(80)")
    build = subprocess.Popen([sys.executable, "-m", "press", "--root", str(book.root), "book"],
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(mark.exists)
    below = psutil.Process(build.pid).children(recursive=True)
    assert any("press.forkserver" in child.cmdline() for child in below)
    assert len(below) >= 2  # the server and the kernel
    build.send_signal(number)
    build.wait(timeout=PATIENCE)
    assert not psutil.wait_procs(below, timeout=PATIENCE)[1]


def test_a_build_that_fails_leaves_no_process(book):
    book.edit("steps", "w = 4.0 - 0.1 * 8.0", "import os\nos.kill(os.getpid(), 9)")
    before = psutil.Process().children(recursive=True)  # of the tests before this one
    told = book.press()
    assert told.status == 1
    assert "book/steps.md:10: the chapter's Python stopped here" in told.err
    assert [one for one in psutil.Process().children(recursive=True) if one not in before] == []


@pytest.fixture
def warmed(monkeypatch) -> list[list[str]]:
    """What was given to be imported, each time that a warm process was started."""
    calls: list[list[str]] = []
    warm = kernels.warm

    def noting(sources):
        sources = list(sources)
        calls.append(sources)
        return warm(sources)

    monkeypatch.setattr(kernels, "warm", noting)
    return calls


def test_only_a_chapter_with_other_code_is_worth_a_warm_process(book, warmed):
    book.edit("slopes", "The end.", "The very end.")
    assert book.press().status == 0
    assert book.press().status == 0
    assert warmed == []
    book.edit("slopes", 'print("the secant', 'print("a secant')
    assert book.press().status == 0
    assert warmed == [[book.page("slopes").read_text("utf-8")]]


def test_a_change_that_does_not_show_in_the_files_times_runs_all_the_same(book, warmed):
    book.edit("slopes", 'print("the secant', 'print("a secant')
    os.utime(book.page("slopes"), (1, 1))
    told = book.press()
    assert "1 chapters executed" in told.out
    assert len(warmed) == 1


def test_where_nothing_can_fork_kernels_are_started(book, monkeypatch):
    monkeypatch.setattr(execute.kernels, "warm", lambda sources: None)
    book.edit("steps", "w = 4.0 - 0.1 * 8.0", "w = 3.2")
    assert "1 chapters executed" in book.press().out


def test_what_a_chapter_imports_is_imported_before(monkeypatch):
    asked = []
    monkeypatch.setattr(kernels, "ForkServer", lambda modules, env: asked.append((modules, env)))
    kernels.warm(["import numpy as np\nfrom torch import nn\nimport antigravity\n",
                  "    import matplotlib.pyplot as plt\nThe import torchlike matters.\n"])
    (modules, env), = asked
    assert modules == [*kernels.ALWAYS, "matplotlib.pyplot", "numpy", "torch"]
    assert env["OMP_NUM_THREADS"] == "1"
