"""A page with what its scripts read, which is in a file beside it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

HEAD = "document.currentScript.data="


def data_of(file: Path) -> dict[str, dict[str, Any]]:
    """The file beside a page; empty where it has none."""
    names = re.findall(r'type="text/later" src="([^"/]+\.js)"', file.read_text(encoding="utf-8"))
    if not names:
        return {"keys": {}, "blocks": {}}
    text = (file.parent / names[0]).read_text(encoding="utf-8")
    assert text.startswith(HEAD)
    found: dict[str, dict[str, Any]] = json.loads(text.removeprefix(HEAD))
    return found


def whole_page(file: Path) -> BeautifulSoup:
    """A page, and that put back where scripts look for it."""
    page, data = BeautifulSoup(file.read_text(encoding="utf-8"), "lxml"), data_of(file)
    for label, key in data["keys"].items():
        page.find("form", id=label)["data-key"] = key
    for name, content in data["blocks"].items():
        block = page.new_tag("script", id=name, type="application/json")
        block.string = json.dumps(content)
        page.body.append(block)
    return page
