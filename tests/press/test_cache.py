"""What no copy of the book has used for long leaves the user's cache, and nothing else does."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from press import cache

DAY = 24 * 60 * 60


def aged(path: Path, days: float) -> Path:
    """A file that was used so many days ago; or a folder, where the name has no ending."""
    if path.suffix:
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    else:
        path.mkdir(parents=True)
        (path / "inside.txt").write_text("x")
    then = time.time() - days * DAY
    os.utime(path, (then, then))
    return path


def test_only_what_is_unused_for_long_is_dropped(tmp_path):
    fonts = tmp_path / "fonts"
    gone = [aged(fonts / "old.woff2", 200), aged(tmp_path / "pyodide-old", 91)]
    stays = [aged(fonts / "new.woff2", 2), aged(tmp_path / "pyodide-new", 80)]
    os.utime(fonts)
    assert set(cache.drop_unused([tmp_path, fonts, tmp_path / "nowhere"])) == set(gone)
    assert [path.exists() for path in (*gone, *stays)] == [False, False, True, True]


def test_what_is_used_is_young_again_and_written_once_a_day(tmp_path):
    old, young = aged(tmp_path / "old.woff2", 80), aged(tmp_path / "young.woff2", 0.5)
    before = young.stat().st_mtime_ns
    cache.note_use(old, young)
    assert time.time() - old.stat().st_mtime < DAY
    assert young.stat().st_mtime_ns == before


@pytest.mark.parametrize(("named", "base", "folder"), [
    ({"DOWNHILL_CACHE": "/a"}, {"XDG_CACHE_HOME": "/b"}, "/a"),
    ({}, {"XDG_CACHE_HOME": "/b"}, "/b/downhill"),
    ({}, {}, "~/.cache/downhill"),
])
def test_the_folder_is_the_users_own_or_the_one_that_is_named(monkeypatch, named, base, folder):
    for name in ("DOWNHILL_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {**named, **base}.items():
        monkeypatch.setenv(name, value)
    assert cache.folder() == Path(folder).expanduser()
