"""What only a lesson's scripts read is in a file beside it, and comes after its first screen.

On a slow network each kilobyte before that holds it up, and what no reader sees can wait. The
script ``code/widgets/src/page/data.ts`` puts it back where other scripts look for it.
"""

from __future__ import annotations

import hashlib
import json
import re
from html import unescape
from pathlib import Path

# The keys of questions, and the previews of terms.
_KEY = re.compile(r'(<form\b[^>]*? id="([^"]+)"[^>]*?) data-key="([^"]*)"')
_BLOCK = re.compile(r'<script type="application/json" id="(downhill-terms)">(.*?)</script>\n?',
                    re.DOTALL)
_LATER = '<script type="text/later"'


def parted(page: str, file: Path) -> str:
    """A page without that, which is in the file beside it then; one without questions as it is.

    Args:
        page: all of it.
        file: where the page will lie.
    """
    keys = {label: unescape(key) for _, label, key in _KEY.findall(page)}
    remove(file)
    if not keys:  # for previews alone a file is not worth the asking
        return page
    blocks = {name: json.loads(text) for name, text in _BLOCK.findall(page)}
    text = "document.currentScript.data=" + json.dumps(
        {"keys": keys, "blocks": blocks}, ensure_ascii=False, separators=(",", ":")) + "\n"
    # Its content names it: an old page in some cache must not be judged by the keys of a new one.
    beside = file.with_suffix(f".{hashlib.sha256(text.encode()).hexdigest()[:8]}.js")
    beside.parent.mkdir(parents=True, exist_ok=True)
    beside.write_text(text, encoding="utf-8")
    script = f'{_LATER} src="{beside.name}"></script>\n'
    page = _BLOCK.sub("", _KEY.sub(r"\1", page))
    return page.replace(_LATER, script + _LATER, 1)


def remove(file: Path) -> None:
    """Remove what is beside a page."""
    for beside in file.parent.glob(f"{file.stem}.{'[0-9a-f]' * 8}.js"):
        beside.unlink()
