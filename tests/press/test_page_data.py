"""What only scripts read leaves the page, whole, for a file that is asked for before they run."""

from __future__ import annotations

import hashlib
import re

from press.page_data import parted
from whole_page import data_of, whole_page

FORM = ('<form class="exercise quiz" id="q-one" data-kind="number" data-key="&quot;a&amp;b&quot;"'
        ' data-was="q-old"></form>')
BLOCK = '<script type="application/json" id="downhill-terms">{"slope":["<\\/script> \\u003c!--"]}'
LATER = '<script type="text/later" src="doctools.js"></script>\n'
PAGE = f"<html><body>{LATER}{FORM}\n<p>Text.</p>{BLOCK}</script>\n</body></html>"


def test_a_page_and_its_file_together_are_the_page_that_was(tmp_path):
    file = tmp_path / "book" / "lesson.html"
    file.parent.mkdir()
    page = parted(PAGE, file)
    file.write_text(page, encoding="utf-8")
    assert data_of(file) == {"keys": {"q-one": '"a&b"'},
                             "blocks": {"downhill-terms": {"slope": ["</script> <!--"]}}}
    assert whole_page(file).find("form").attrs == {
        "class": ["exercise", "quiz"], "id": "q-one", "data-kind": "number",
        "data-key": '"a&b"', "data-was": "q-old"}
    assert "a&amp;b" not in page and "slope" not in page


def test_the_file_is_asked_for_first_by_its_content_and_no_other_is_left(tmp_path):
    file = tmp_path / "index.html"
    named = []
    for text in (PAGE, PAGE.replace("slope", "rise"), PAGE):
        first, second = re.findall(r'type="text/later" src="([^"]+)"', parted(text, file))
        content = (tmp_path / first).read_bytes()
        assert first == f"index.{hashlib.sha256(content).hexdigest()[:8]}.js"
        assert second == "doctools.js"
        assert [path.name for path in tmp_path.iterdir()] == [first]
        named.append(first)
    assert named[0] == named[2] != named[1]


def test_a_page_without_questions_has_no_file_any_more_and_keeps_its_previews(tmp_path):
    file = tmp_path / "index.html"
    parted(PAGE, file)
    plain = PAGE.replace(FORM, "")
    assert parted(plain, file) == plain
    assert list(tmp_path.iterdir()) == []
