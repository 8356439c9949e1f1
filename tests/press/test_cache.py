"""What no copy of the book has used for long leaves the user's cache, and nothing else does."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from press import cache, fonts, runtime

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


def test_only_what_is_unused_for_long_is_dropped_and_nothing_of_others(tmp_path, monkeypatch):
    monkeypatch.setenv("DOWNHILL_CACHE", str(tmp_path))
    font = "stix-two-text-latin-400-normal.woff2"
    gone = [aged(tmp_path / "fonts" / f"0123456789abcdef-{font}", 200),
            aged(tmp_path / "pyodide-1-numpy-1-00000000", 91),
            aged(tmp_path / "pyodide-1-numpy-1-00000000.json", 91),
            aged(tmp_path / "numpy-1.0-cp1.whl", 91)]
    stays = [aged(tmp_path / "fonts" / f"fedcba9876543210-{font}", 2),
             aged(tmp_path / "pyodide-2-numpy-2-00000000", 80),
             aged(tmp_path / "somebody-elses", 300), aged(tmp_path / "fonts" / font, 300)]
    cache.drop_unused([*runtime.kept(), *fonts.kept().glob(fonts.MADE)])
    assert [path.exists() for path in (*gone, *stays)] == [False] * 4 + [True] * 4


def test_what_is_made_is_named_so_that_it_is_found():
    assert {fonts.made(cut, fonts.kept()) for cut in fonts.cuts()} <= set(
        fonts.kept().glob(fonts.MADE))
    found, kept = runtime.installed(), runtime.kept()
    assert {found.folder, found.folder.with_name(f"{found.folder.name}.json")} <= set(kept)
    assert any(path.name.endswith(".whl") for path in kept)


def test_a_cache_that_may_only_be_read_is_used_all_the_same(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(os, "utime", refuse)
    monkeypatch.setattr(time, "time", lambda: 2**40)
    file = tmp_path / "old.woff2"
    file.write_text("x")
    cache.note_use(file)
    assert file.is_file()


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
