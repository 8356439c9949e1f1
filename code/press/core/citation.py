"""How to cite the book and under which licence it stands, from ``CITATION.cff``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

FILE = "CITATION.cff"
LICENCES = {
    "CC-BY-4.0": ("text and figures", "[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)"),
    "MIT": ("code", "the MIT license"),
}


def read_cff(root: Path) -> dict[str, Any]:
    """The file's content; empty where there is none."""
    path = root / FILE
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}


def citation(cff: dict[str, Any], page: str = "") -> str:
    """One sentence: authors, year, title, version, and the page's address where it is known."""
    if not cff:
        return ""
    work = {**cff, **cff.get("preferred-citation", {})}
    authors = ", ".join(author.get("name") or f"{author.get('family-names', '')}, "
                        f"{author.get('given-names', '')}" for author in work["authors"])
    year = work.get("year") or str(work["date-released"])[:4]
    address = f" {page}" if page else ""
    return f"Cite: {authors} ({year}). *{work['title']}*. Version {work['version']}.{address}"


def licence(cff: dict[str, Any]) -> str:
    """One sentence: what stands under which licence."""
    named = [LICENCES[name] for name in cff.get("license", []) if name in LICENCES]
    sentence = "; ".join(f"{what}: {terms}" for what, terms in named)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""
