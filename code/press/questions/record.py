"""What identifies a question: its label and a hash of what it asks, kept for each page."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from press.core.labels import LOCK
from press.execute import Stopped
from press.questions.nodes import blank, choice, choice_list, clue, slip, steps, tests, worked


def setup_record(app: Sphinx) -> None:
    """Keep the record with the environment, through purging and merging."""
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", check_labels)


def scored(env: BuildEnvironment, docname: str) -> dict[str, str]:
    """The hash of each question of a page that counts in the reader's progress, by label."""
    return {label: mark for label, (mark, counts) in _all(env).get(docname, {}).items() if counts}


def remember(env: BuildEnvironment, docname: str, node: nodes.Element) -> None:
    """Note a question that has been read, and write its hash on its node."""
    node["hash"] = fingerprint(node)
    counts = "predict" not in node["classes"]
    _all(env).setdefault(docname, {})[node["label"]] = (node["hash"], counts)


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop what is known of a page that is gone or read anew."""
    _all(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    """Take over the pages that another process has read."""
    _all(env).update({name: _all(other).get(name, {}) for name in docnames})


def former_labels(root: Path) -> dict[str, list[str]]:
    """For each label the former labels that the lock redirects to it."""
    found: dict[str, list[str]] = {}
    for old, target in LOCK.redirects(root).items():
        found.setdefault(target, []).append(old)
    return found


def check_labels(app: Sphinx, env: BuildEnvironment) -> None:
    """Stop where a label that was published has vanished without a redirect."""
    present = {label for labels in _all(env).values() for label in labels}
    found = LOCK.vanished(Path(app.srcdir), present)
    if found:
        raise Stopped(found)


def _all(env: BuildEnvironment) -> dict[str, dict[str, tuple[str, bool]]]:
    if not hasattr(env, "press_hashes"):
        env.press_hashes = {}  # type: ignore[attr-defined]
    return env.press_hashes  # type: ignore[attr-defined]


def key_data(node: nodes.Element) -> dict[str, Any]:
    """What the script checks an answer against."""
    if node["kind"] in ("choice", "choices"):
        return {"right": [bool(one["right"]) for one in node.findall(choice)]}
    if node["kind"] == "order":
        return {"order": list(range(len(next(node.findall(steps)).children)))}
    if node["kind"] == "coding":
        return dict(node["checks"])
    fields = [field["key"] for field in node.findall(blank)]
    return {"blanks": [{**{k: v for k, v in field.items() if k != "shown"},
                        "slips": [one["value"] for one in field.get("slips", [])]}
                       for field in fields]}


# Each sign of ASCII for the one 47 places on: https://en.wikipedia.org/wiki/ROT13#Variants
_TURNED = {code: 33 + (code - 33 + 47) % 94 for code in range(33, 127)}


def encoded(data: dict[str, Any]) -> str:
    """JSON in ROT47: not a secret, but not read by accident; base64 could not be compressed."""
    return json.dumps(data, separators=(",", ":")).translate(_TURNED)


def fingerprint(node: nodes.Element) -> str:
    """Changes when the question does: its words, its choices or its key, but not its reasons."""
    words = [text for child in node.children[1:] for text in _asked(child)]
    return hashlib.sha256(json.dumps([words, key_data(node)]).encode()).hexdigest()[:12]


def _asked(child: nodes.Node) -> list[str]:
    if isinstance(child, choice_list):
        return [one[0].astext() for one in child.children]
    if isinstance(child, blank):
        return [part.astext() for part in child.children[:2]]
    return [] if isinstance(child, clue | slip | tests | worked) else [child.astext()]
