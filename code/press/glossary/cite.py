"""How to cite a term: a fold on its page that holds every form."""

from __future__ import annotations

from html import escape

from press.core import citations

# What the fold says of itself, and the key that copies each form while the fold has the focus.
SUMMARY = "Cite this definition"


def cite_box(entry: citations.Entry) -> str:
    """The fold in HTML: a figure for each form, made at build."""
    forms = citations.all_forms(entry)
    shown = "".join(_form(key, name, text) for key, (name, text) in enumerate(forms.items(), 1))
    code = f" Permanent code: <strong>{entry.code}</strong>." if entry.code else ""
    return (f'<details class="cite" id="cite" data-address="{escape(entry.address)}">'
            f"<summary>{SUMMARY}</summary>"
            f'<p class="cite-hint">Version {escape(entry.work.version)}{_dated(entry.work)}.{code}'
            f'</p>{shown}<p class="cite-said" role="status"></p></details>\n')


def _dated(work: citations.Work) -> str:
    return f" of {work.released.isoformat()}" if work.released else ""


def _form(key: int, name: str, text: str) -> str:
    kind = "cite-code" if "\n" in text or name in ("Link", "Markdown") else "cite-line"
    return (f'<div class="cite-form" data-key="{key}">'
            f'<p class="cite-name" id="cite-{key}">{name}</p>'
            f'<pre class="{kind}" tabindex="0" role="group" aria-labelledby="cite-{key}">'
            f"{escape(text, quote=False)}</pre></div>")
