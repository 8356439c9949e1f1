"""Labels of questions do not vanish unnoticed."""

from __future__ import annotations

from pathlib import Path

import pytest
from press.core import labels


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """A lock with a published label, a renamed one and a dropped one."""
    path = tmp_path / labels.LOCK.path
    path.parent.mkdir()
    path.write_text("# Labels.\nq-kept\nq-old -> q-new\nq-gone ->\n", encoding="utf-8")
    return path


def found(root: Path, *present: str) -> list[tuple[int, str]]:
    """Line and message of what is wrong with the lock."""
    return [(m.line, m.what) for m in labels.LOCK.vanished(root, set(present))]


def test_a_book_with_all_labels_or_their_successors_is_in_order(lock: Path, tmp_path: Path) -> None:
    assert found(tmp_path, "q-kept", "q-new") == []


def test_a_label_that_vanished_is_named_with_its_line(lock: Path, tmp_path: Path) -> None:
    assert found(tmp_path, "q-new") == [(2, "question q-kept has vanished")]


def test_a_redirect_must_lead_to_a_question(lock: Path, tmp_path: Path) -> None:
    assert found(tmp_path, "q-kept") == [(3, "q-old leads to q-new, which is no question")]


def test_a_book_without_a_lock_has_nothing_to_lose(tmp_path: Path) -> None:
    assert found(tmp_path) == []


def test_new_labels_are_added_and_old_lines_stay(lock: Path, tmp_path: Path) -> None:
    (tmp_path / "_toc.yml").write_text("root: book/index\n", encoding="utf-8")
    (tmp_path / "book" / "index.md").write_text(
        "::::{exercise} One\n:label: q-first\n:class: quiz idea\n\n- [x] a\n\n  b\n- [ ] c\n\n"
        "  d\n::::\n\n:::{solution} q-first\nSo.\n:::\n", encoding="utf-8")
    before = lock.read_text(encoding="utf-8")
    present = labels.labels_of(tmp_path)
    assert labels.LOCK.add(tmp_path, present) == ["q-first"]
    assert lock.read_text(encoding="utf-8") == before + "q-first\n"
    assert labels.LOCK.add(tmp_path, present) == []
