"""A page's policy, against the example of the specification and a browser's rules."""

from __future__ import annotations

import base64
import hashlib

import pytest
from press.core.policy import digest, guarded, hashes

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8" />
<script>let a = 1;</script><script src="a.js"></script><script type="module">run()</script>
<script type="application/json">{"b": 2}</script><script>let a = 1;</script></head></html>"""


def test_a_hash_is_the_one_that_the_specification_gives_as_its_example() -> None:
    # CSP Level 3, section 8.3: the sha256 of alert('Hello, world.');
    expected = "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="
    assert digest("alert('Hello, world.');") == expected


def test_scripts_that_run_inline_are_named_once_and_data_is_not() -> None:
    wanted = [base64.b64encode(hashlib.sha256(text).digest()).decode()
              for text in (b"let a = 1;", b"run()")]
    assert hashes(PAGE) == [f"sha256-{name}" for name in wanted]


def test_the_policy_comes_first_and_stands_once() -> None:
    page = guarded(PAGE)
    assert page.index("Content-Security-Policy") < page.index("<script")
    assert page.count("Content-Security-Policy") == 1


@pytest.mark.parametrize("part", ["default-src 'self'", "object-src 'none'", "'wasm-unsafe-eval'"])
def test_the_policy_names_no_host(part: str) -> None:
    page = guarded(PAGE)
    assert part in page
    assert "http:" not in page and "https:" not in page and "unsafe-eval' 'unsafe" not in page
