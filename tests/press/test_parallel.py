"""Several processes make the site that one makes; a longer book takes longer by its length."""

from __future__ import annotations

import cProfile
import hashlib
import os
import pstats
from pathlib import Path

import pytest
import synthetic
from press.build import build
from press.core.chapters import parse

pytestmark = pytest.mark.slow


def fingerprint(site: Path) -> dict[str, str]:
    """Each file of a site with the hash of its bytes."""
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(site.rglob("*")) if path.is_file()}


def test_a_chapter_of_full_length_keeps_the_contract():
    page = parse(synthetic.chapter(3), "book/chapter-3.md")
    assert len(page.questions) == synthetic.SECTIONS


@pytest.fixture
def short_chapters(monkeypatch):
    """Chapters of two sections: what is asked depends on their number, not on their length."""
    monkeypatch.setattr(synthetic, "SECTIONS", 2)


def test_a_parallel_build_is_a_serial_one_byte_for_byte(short_chapters, tmp_path, monkeypatch):
    sites, processes = [], {}
    for jobs in (1, 2):
        root = tmp_path / str(jobs) / "book"
        synthetic.write(root, 12)
        with monkeypatch.context() as patch:
            forks = counted(patch)
            result = build(root, say=lambda line: None, jobs=jobs)
        assert (result.mistakes, result.failure) == ([], "")
        sites.append(fingerprint(result.site))
        processes[jobs] = len(forks)
    assert sites[0] == sites[1]
    assert processes[1] == 0 and processes[2] >= 4  # two read, others write


def counted(patch: pytest.MonkeyPatch) -> list[int]:
    """A list that grows by one whenever this process forks."""
    forks, fork = [], os.fork

    def counting() -> int:
        forks.append(1)
        return fork()

    patch.setattr(os, "fork", counting)
    return forks


def calls(root: Path, chapters: int) -> int:
    """How many calls of Python functions a build takes: it does not depend on the machine."""
    synthetic.write(root, chapters)
    profile = cProfile.Profile()
    profile.enable()
    result = build(root, say=lambda line: None, jobs=1)
    profile.disable()
    assert result.ok
    return pstats.Stats(profile).total_calls


def test_each_further_chapter_takes_as_long_as_the_one_before(short_chapters, tmp_path):
    calls(tmp_path / "warm", 1)  # what a process does once
    few, more, many = (calls(tmp_path / str(n) / "book", n) for n in (4, 12, 28))
    first, second = (more - few) / 8, (many - more) / 16
    assert second < 1.1 * first
