"""A term's code and address stay; its definition may change, and the lock says when."""

from __future__ import annotations

import hashlib

import pytest
from press.core import term_lock, terms
from press.core.mistakes import Mistakes


def glossary(**definitions: str) -> terms.Glossary:
    body = "\n\n".join(f"{name}\n  {text}" for name, text in definitions.items())
    return terms.parse(f"```{{glossary}}\n{body}\n```\n", "book/glossary.md")


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


LINE = f"DH-0001 loss {hashed('How bad.')} 0.1.0"


def lines(lock: term_lock.Lock) -> list[str]:
    return [str(entry) for entry in lock.entries.values()]


def test_a_new_term_gets_the_next_code_and_the_version():
    lock = term_lock.parse(f"# Codes.\n{LINE}\n")
    new = term_lock.renewed(lock, glossary(loss="How bad.", slope="Rise over run."), "0.2.0")
    assert lines(new) == [LINE, f"DH-0002 slope {hashed('Rise over run.')} 0.2.0"]


def test_a_changed_definition_keeps_its_code_and_records_the_version():
    lock = term_lock.parse(LINE)
    changed = glossary(loss="How bad it is.")
    assert [(term.name, what) for term, what in term_lock.outdated(lock, changed)] == [
        ("loss", "has another definition")]
    new = term_lock.renewed(lock, changed, "0.3.0")
    assert lines(new) == [f"DH-0001 loss {hashed('How bad it is.')} 0.1.0 0.3.0"]
    again = term_lock.renewed(new, glossary(loss="How very bad."), "0.3.0")
    assert lines(again)[0].endswith(" 0.1.0 0.3.0")


def test_a_note_or_a_field_may_change_without_a_new_version():
    with_note = terms.parse("```{glossary}\nloss\n  How\n  bad.\n\n  A note.\n\n  :topic: x\n```\n",
                            "book/glossary.md")
    assert term_lock.outdated(term_lock.parse(LINE), with_note) == []


def test_a_term_that_vanished_is_named_with_its_line():
    found = term_lock.vanished(term_lock.parse(f"# Codes.\n{LINE}\n"), glossary(cost="How bad."))
    assert [(m.path, m.line, m.what) for m in found] == [
        ("book/terms.lock", 2, "term loss (DH-0001) has vanished")]


def test_a_renamed_term_keeps_its_code_and_the_old_address_leads_to_it():
    lock = term_lock.parse("DH-0001 loss -> cost\n")
    renamed = glossary(cost="How bad.")
    assert term_lock.vanished(lock, renamed) == []
    new = term_lock.renewed(lock, renamed, "0.2.0")
    assert lines(new)[1] == f"DH-0001 cost {hashed('How bad.')} 0.2.0"
    assert new.addresses == {"loss": "cost", "DH-0001": "cost"}


def test_redirects_may_follow_each_other_and_must_end_at_a_term():
    lock = term_lock.parse("DH-0001 a -> b\nDH-0001 b -> c\n")
    assert lock.addresses["a"] == "c"
    assert term_lock.vanished(lock, glossary(c="C.")) == []
    assert [m.line for m in term_lock.vanished(lock, glossary(d="D."))] == [1, 2]


def test_redirects_in_a_circle_lead_to_no_term():
    lock = term_lock.parse("DH-0001 a -> b\nDH-0001 b -> a\n")
    assert len(term_lock.vanished(lock, glossary(c="C."))) == 2


@pytest.mark.parametrize(("text", "line"), [
    (f"{LINE}\nDH-2 slope\n", 2), (f"{LINE}\n{LINE}\n", 2),
    (f"{LINE}\n{LINE.replace('loss', 'cost')}\n", 2)])
def test_a_line_that_cannot_be_is_told(text, line):
    with pytest.raises(Mistakes) as found:
        term_lock.parse(text)
    assert found.value.found[0].line == line


def test_what_is_written_is_read_again_and_comments_stay(tmp_path):
    (tmp_path / "book").mkdir()
    lock = term_lock.renewed(term_lock.Lock([]), glossary(b="B.", a="A."), "0.1.0")
    term_lock.write(tmp_path, lock)
    before = (tmp_path / term_lock.LOCK).read_text("utf-8")
    again = term_lock.read(tmp_path)
    assert lines(again) == lines(lock)
    term_lock.write(tmp_path, again)
    assert (tmp_path / term_lock.LOCK).read_text("utf-8") == before and before.startswith("#")
