"""The Content-Security-Policy of a page: what it may load, said in the page itself.

A page asks no host but its own. Inline scripts run only with the very text that they were printed
with: the policy names the hash of each.
"""

from __future__ import annotations

import base64
import hashlib
import re

SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
# A script of another type is data, and never runs.
RUNS = re.compile(r"\btype=[\"']?(?:module|(?:text|application)/(?:java|ecma)script)[\"'\s>]", re.I)
CHARSET = re.compile(r"<meta charset=[^>]*>", re.IGNORECASE)


def guarded(page: str) -> str:
    """The page with its policy as the first thing after the character set."""
    tag = f'<meta http-equiv="Content-Security-Policy" content="{policy(page)}">'
    return CHARSET.sub(lambda found: found[0] + tag, page, count=1)


def on_disk(content: str) -> str:
    """The same policy for a page from a disk, whose files not every browser calls 'self'."""
    return content.replace("'self'", "'self' file:")


def policy(page: str) -> str:
    """What the page may load. WebAssembly, for live cells, counts as a script of its own kind."""
    scripts = " ".join(f"'{name}'" for name in hashes(page))
    return "; ".join([
        "default-src 'self'",
        f"script-src 'self' 'wasm-unsafe-eval' {scripts}".strip(),
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    ])


def hashes(page: str) -> list[str]:
    """The hash of each inline script that runs, as CSP writes it, each once."""
    found = [digest(body) for attributes, body in SCRIPT.findall(page) if runs(attributes)]
    return list(dict.fromkeys(found))


def runs(attributes: str) -> bool:
    """Whether a script with these attributes stands inline and is code rather than data."""
    if re.search(r"\bsrc=", attributes):
        return False
    return "type=" not in attributes or bool(RUNS.search(attributes + ">"))


def digest(body: str) -> str:
    """https://www.w3.org/TR/CSP3/#grammardef-hash-source"""
    return "sha256-" + base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
