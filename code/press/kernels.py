"""Kernels of chapters: what they are started with, and forked from a process that is warm."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from nbclient import NotebookClient

from press.core import versions
from press.forkserver import ForkServer

PACKAGES = Path(__file__).resolve().parents[1]  # the folder that holds `press`
ALWAYS = ("ipykernel.kernelapp", "press.core.prove")  # what every chapter's kernel imports
_IMPORT = re.compile(rf"^\s*(?:import|from)\s+((?:{'|'.join(versions.PACKAGES)})\b[\w.]*)", re.M)


def environment() -> dict[str, str]:
    """The variables that a chapter sees."""
    path = os.pathsep.join(filter(None, [str(PACKAGES), os.environ.get("PYTHONPATH")]))
    # With another backend than the kernel's own, a cell shows no figure.
    outside = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    # Chapters run side by side, one on each processor.
    return {**outside, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"}


def warm(sources: Iterable[str]) -> ForkServer | None:
    """A process that imports what chapters do; None where nothing can fork, which is Windows."""
    if not hasattr(os, "fork"):
        return None
    found = {name for source in sources for name in _IMPORT.findall(source)}
    # Matplotlib looks for its backend when it is imported, and a kernel names it before.
    inline = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    return ForkServer([*ALWAYS, *sorted(found)], environment() | inline)


def use(server: ForkServer, client: NotebookClient) -> None:
    """Have the client's kernel fork from ``server``."""
    manager = client.create_kernel_manager()
    manager.provisioner = Forked(server, kernel_spec=manager.kernel_spec, parent=manager)


class Forked(LocalProvisioner):
    """Forks the kernel, and does all else as for one that is started."""

    process: Any = None

    def __init__(self, server: ForkServer, **kwargs: Any):
        super().__init__(**kwargs)
        self.server = server

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork, if the command is this Python and the server is alive; else start the command."""
        if cmd[:2] != [sys.executable, "-m"]:
            return await super().launch_kernel(cmd, **kwargs)
        try:
            self.process = self.server.fork(cmd, kwargs["cwd"], kwargs["env"])
        except (OSError, EOFError):
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.process.pid
        return self.connection_info
