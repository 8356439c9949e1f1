"""The words of a chapter as Markdown: what stands within a line.

Each kind of inline node has a method ``inline_<node>``. A node without one stops the build.
"""

from __future__ import annotations

import base64
import mimetypes
import posixpath
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.builders import Builder

from press.core import widgets
from press.core.escape import escaped, one_line
from press.core.mistakes import Mistake
from press.notebook.place import line_of, path_of
from press.problems import exact_line
from press.widget import play

IMAGES = ("image/png", "image/jpeg", "image/gif")


class Inline:
    """Writes inline nodes of one chapter. ``builder`` knows the addresses of the online book."""

    def __init__(self, builder: Builder, docname: str):
        self.builder = builder
        self.docname = docname
        self.in_table = False

    def inline(self, children: Iterable[nodes.Node]) -> str:
        """Inline nodes as Markdown."""
        return "".join(self._method("inline", child)(child) for child in children)

    def _method(self, kind: str, node: nodes.Node) -> Callable[[Any], Any]:
        for cls in type(node).__mro__:
            method = getattr(self, f"{kind}_{cls.__name__}", None)
            if method is not None:
                return method  # type: ignore[no-any-return]
        raise Mistake(path_of(self.builder.env, self.docname), line_of(node),
                      f"`{type(node).__name__}` has no form in a notebook",
                      "write what book/README.md lists, or teach press/notebook")

    def online(self, target: str = "") -> str:
        """The address of this page, or of a target on it; empty where none is known."""
        page = self.builder.get_target_uri(self.docname)
        return "" if "://" not in page else f"{page}#{target}" if target else page

    def link(self, words: str, uri: str) -> str:
        """A link, or its words alone where it would lead nowhere."""
        return f"[{words}]({uri})" if "://" in uri or uri.startswith("mailto:") else words

    def inline_Text(self, node: nodes.Text) -> str:
        return escaped(node.astext().replace("\n", " "), in_table=self.in_table)

    def inline_inline(self, node: nodes.Element) -> str:
        return self.inline(node.children)

    inline_generated = inline_abbreviation = inline_inline

    def inline_emphasis(self, node: nodes.Element) -> str:
        return f"*{self.inline(node.children)}*"

    inline_title_reference = inline_emphasis

    def inline_strong(self, node: nodes.Element) -> str:
        return f"**{self.inline(node.children)}**"

    def inline_literal(self, node: nodes.Element) -> str:
        text = node.astext().replace("\n", " ")
        fence = "``" if "`" in text else "`"
        text = f" {text} " if text[:1] == "`" or text[-1:] == "`" else text
        return fence + (text.replace("|", r"\|") if self.in_table else text) + fence

    def inline_math(self, node: nodes.math) -> str:
        source = one_line(node.astext())
        if self.in_table:  # where a bar would end the cell
            source = source.replace("|", r"\vert ")
        return f"${source}$"

    def inline_reference(self, node: nodes.reference) -> str:
        uri = node.get("refuri") or self.online(node.get("refid", ""))
        words = self.inline(node.children)
        if "://" not in uri and "std-ref" in words_classes(node):
            return f"*{words}*"  # a section's title within a sentence
        return self.link(words, uri)

    def inline_play(self, node: play) -> str:
        uri = self.online(widgets.link(node["figure"], node["settings"]))
        return self.link(self.inline(node.children), uri)

    def inline_image(self, node: nodes.image) -> str:
        """The picture itself: Colab shows none of the attachments that Jupyter knows."""
        uri = node["uri"]
        kind = mimetypes.guess_type(uri)[0]
        file = Path(self.builder.srcdir, uri)
        source = Path(self.builder.env.doc2path(self.docname))
        where = (path_of(self.builder.env, self.docname),
                 exact_line(source, line_of(node), f"image: {posixpath.basename(uri)}"))
        if "://" in uri:
            raise Mistake(*where, f"the image {uri} is on another host", "keep it in the book")
        if kind not in IMAGES:
            raise Mistake(*where, f"Colab shows no image such as {uri}", "use PNG or JPEG")
        if not file.is_file():
            raise Mistake(*where, f"the image {uri} is missing",
                          "mend the path, relative to this chapter")
        alt = escaped(one_line(node.get("alt", "")))
        return f"![{alt}](data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()})"

    def inline_footnote_reference(self, node: nodes.Element) -> str:
        return f"[{node.astext()}]"

    def inline_target(self, node: nodes.Node) -> str:
        return ""

    inline_index = inline_comment = inline_target


def words_classes(node: nodes.Element) -> list[str]:
    """The classes of what a reference is written on; they tell what it refers to."""
    return [name for child in node.findall(nodes.inline) for name in child["classes"]]
