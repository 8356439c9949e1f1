"""A process that has imported what chapters import, from which their kernels fork.

Most of what a kernel does is to import IPython, Matplotlib and PyTorch: three seconds of each
chapter. This process does it once, while Sphinx starts, and then forks whenever it is asked to. A
fork becomes the very kernel that its command would have started. Nothing but imports happens
before, so that no chapter sees anything of another.

It is multiprocessing's fork server in small: that one imports the parent's main module into each
fork, and runs a function instead of a command.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any


class ForkServer:
    """The process, seen from the one that asks it."""

    def __init__(self, modules: Iterable[str], env: Mapping[str, str]):
        self._pipe, theirs = Pipe()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "press.forkserver", str(theirs.fileno()), *modules],
                env=env, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL,
                start_new_session=True)  # Ctrl+C is for us, who then end it

    def fork(self, command: list[str], cwd: str, env: Mapping[str, str]) -> Fork:
        """Have a fork run ``python -m …``.

        Raises:
            OSError, EOFError: the process is gone.
        """
        return Fork(self, self.ask("fork", command, cwd, dict(env)))

    def ask(self, *words: Any) -> Any:
        """The answer to one question."""
        self._pipe.send(words)
        return self._pipe.recv()

    def end(self) -> None:
        """End it, and the forks that are left."""
        self._pipe.close()
        self.process.wait()


class Fork:
    """One fork, with as much of the manners of a ``subprocess.Popen`` as Jupyter asks for."""

    stdin = stdout = stderr = None

    def __init__(self, server: ForkServer, pid: int):
        self.server = server
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The status that it ended with, if it has. Only the server, its parent, can tell."""
        if self.returncode is None:
            try:
                self.returncode = self.server.ask("poll", self.pid)
            except (OSError, EOFError):
                self.returncode = -signal.SIGKILL  # none outlives the server
        return self.returncode

    def wait(self) -> int | None:
        """As poll: Jupyter waits for an end that it has seen."""
        return self.poll()

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)


# -- In the process itself -------------------------------------------------------------------------


def main() -> None:
    """Import, then fork on demand until nobody can ask any more."""
    pipe, modules = Connection(int(sys.argv[1])), sys.argv[2:]
    del sys.path[0]  # the folder that the build was started in
    # A kernel ends with its parent, whose number it learns when this is imported.
    os.environ["JPY_PARENT_PID"] = str(os.getpid())
    for name in modules:
        with contextlib.suppress(ImportError):  # which the cell tells that imports it
            importlib.import_module(name)
    running: set[int] = set()
    while True:
        try:
            word, *arguments = pipe.recv()
        except EOFError:
            break
        if word == "fork":
            pid = os.fork()
            if pid == 0:
                pipe.close()
                become(*arguments)
                return  # and end as any program does
            running.add(pid)
            pipe.send(pid)
        else:
            ended, status = os.waitpid(arguments[0], os.WNOHANG)
            running.discard(ended)
            pipe.send(os.waitstatus_to_exitcode(status) if ended else None)
    for pid in running:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
    os._exit(0)  # to take down all that was imported takes half a second


def become(command: list[str], cwd: str, env: dict[str, str]) -> None:
    """Run what a fresh ``python -m …`` would, as if this process were just that."""
    os.setsid()
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env, JPY_PARENT_PID=str(os.getppid()))
    sys.path.insert(0, cwd)
    if "numpy.random" in sys.modules:  # Python's own random does this by itself
        sys.modules["numpy.random"].seed()
    sys.argv = command[2:]
    runpy.run_module(command[2], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
