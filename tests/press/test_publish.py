"""Publishing replaces what changed, removes what is gone, and touches nothing else."""

from __future__ import annotations

import filecmp
import os
from pathlib import Path

import press.publish
import pytest
from press.publish import publish


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_html", ".html").replace("_css", ".css")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def contents(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8")
            for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """What was built, and the site that was published from it."""
    fresh, site = tmp_path / "fresh", tmp_path / "site"
    write(fresh, a_html="A", b__c_html="C", style_css="S")
    write(fresh, **{".buildinfo": "private"})
    publish(fresh, site)
    return fresh, site


def test_the_site_is_what_was_built_without_what_is_private(folders) -> None:
    assert contents(folders[1]) == {"a.html": "A", "b/c.html": "C", "style.css": "S"}


def test_only_what_changed_is_written(folders) -> None:
    fresh, site = folders
    before = {path: path.stat().st_ino for path in site.rglob("*") if path.is_file()}
    write(fresh, a_html="B")
    os.utime(fresh / "style.css")  # copied anew, with the same bytes
    assert publish(fresh, site) == ["a.html"]
    assert contents(site)["a.html"] == "B"
    written = {path.name for path, node in before.items() if path.stat().st_ino != node}
    assert written == {"a.html"}
    assert publish(fresh, site) == []


def test_of_nothing_comes_an_empty_site(folders, tmp_path) -> None:
    (tmp_path / "nothing").mkdir()
    publish(tmp_path / "nothing", folders[1])
    assert list(folders[1].iterdir()) == []


def test_what_was_compared_once_is_known_by_its_time(folders, monkeypatch) -> None:
    fresh, site = folders
    os.utime(fresh / "style.css", (10**9, 10**9))
    compared, compare = [], filecmp.cmp

    def comparing(one, other, **how):
        compared.append(one.name)
        return compare(one, other, **how)

    monkeypatch.setattr(press.publish.filecmp, "cmp", comparing)
    assert publish(fresh, site) == publish(fresh, site) == []
    assert compared == ["style.css"]
    (fresh / "style.css").write_text("T", encoding="utf-8")  # as many bytes
    assert publish(fresh, site) == ["style.css"]


def test_what_is_gone_goes_with_its_folder(folders) -> None:
    fresh, site = folders
    (fresh / "b" / "c.html").unlink()
    publish(fresh, site)
    assert contents(site) == {"a.html": "A", "style.css": "S"} and not (site / "b").exists()


def test_a_page_comes_after_what_it_loads(folders, monkeypatch) -> None:
    fresh, site = folders
    write(fresh, a_html="with z", z_css="Z")
    order, put = [], press.publish.put
    monkeypatch.setattr(press.publish, "put", lambda new, old: (order.append(old.name),
                                                                put(new, old)))
    publish(fresh, site)
    assert order == ["z.css", "a.html"]
