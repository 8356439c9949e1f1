"""What is fetched or made once for all copies of the book on a machine, in the user's cache."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

DAY = 24 * 60 * 60  # seconds
UNUSED = 90 * DAY  # so long nothing is dropped: another copy of the book may want it


def folder() -> Path:
    """Where it is kept: $DOWNHILL_CACHE, or the user's own cache."""
    named = os.environ.get("DOWNHILL_CACHE")
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(named) if named else Path(base) / "downhill"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file in one rename, so that two builds side by side never read half of it."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as coming:
        coming.write(data)
    Path(coming.name).replace(path)


def note_use(*paths: Path) -> None:
    """Note that files or folders of the cache are in use, by their time."""
    for path in paths:
        if time.time() - path.stat().st_mtime > DAY:
            with suppress(OSError):  # a cache may be somebody else's, to read only
                os.utime(path)


def drop_unused(paths: Iterable[Path]) -> None:
    """Remove those files and folders that no copy of the book has used for long."""
    for path in paths:
        if time.time() - path.stat().st_mtime > UNUSED:
            with suppress(OSError):
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()
