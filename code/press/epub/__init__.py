"""The book as EPUB: Sphinx's builder, with the forms that paper has too, and MathML.

For this builder a format of its own is what keeps the site's forms, figures that move and scripts
out, and lets the printed forms in: their transforms ask for the format.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import typst
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.epub3 import Epub3Builder
from sphinx.config import Config
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import make_filename

from press import fonts, mark, npm
from press.core import tokens
from press.pdf import faces
from press.pdf.imprint import address, facts
from press.questions.answers import page_of_key
from press.questions.nodes import questions_of

HERE = Path(__file__).parent
STYLE = "book.css"
COVER = "cover.png"
# What a bookshop tells readers who depend on it.
ACCESS = (
    ("accessMode", "textual"), ("accessMode", "visual"), ("accessModeSufficient", "textual"),
    ("accessibilityFeature", "alternativeText"), ("accessibilityFeature", "MathML"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "tableOfContents"), ("accessibilityHazard", "none"),
    ("accessibilitySummary", "Figures have alternative text, and formulas are MathML."),
)
_FORM = re.compile(r'(<mo\b[^>]*?) form="\w+"')
_ITEM = re.compile(r'<item id="[^"]*" href="([^"]+)"[^>]*>')
_MATH = re.compile(r"<math(?![^>]*xmlns)")
FACE = "stix-two-math-latin-400-normal.woff2"


class EpubBuilder(Epub3Builder):
    """Writes one .epub with everything in it."""

    name = "epub"
    format = "epub"
    media_types = {**Epub3Builder.media_types, ".woff2": "font/woff2"}
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg"]

    def init(self) -> None:
        # What an earlier build left would be packed too, the cover even twice.
        shutil.rmtree(self.outdir)
        Path(self.outdir).mkdir()
        # How nodes are written as HTML is known by the name of the format.
        known = self.app.registry.translation_handlers
        known["epub"] = {**known.get("html", {}), **known.get("epub", {})}
        # The site's templates, and the policy that its pages carry, are for browsers.
        self.config.templates_path = []
        self.config.template_bridge = ""
        super().init()
        self.date = facts(self.app)["timestamp"]

    def content_metadata(self) -> dict[str, Any]:
        """Sphinx's, with the version's date instead of this moment, so that builds agree."""
        return {**super().content_metadata(), "date": f"{self.date:%Y-%m-%dT%H:%M:%SZ}",
                "version": facts(self.app)["version"] or "1"}

    def build_content(self) -> None:
        """As Sphinx does it, but without style sheets that no page names.

        Pages with formulas say so in the manifest, as EPUB asks.
        """
        outdir = Path(self.outdir)
        own = Path(self.app.doctreedir) / "press" / "epub"
        static = (file for file in (outdir / "_static").rglob("*") if file.is_file())
        self.config.epub_exclude_files = [
            file.relative_to(outdir).as_posix() for file in static
            if not (own / file.relative_to(outdir / "_static")).is_file()]
        super().build_content()
        file = outdir / "content.opf"

        def declared(item: re.Match[str]) -> str:
            page = outdir / item[1]
            has_math = page.name != "nav.xhtml" and page.suffix == ".xhtml" and \
                "<math" in page.read_text(encoding="utf-8")
            kind = "mathml" if has_math else "cover-image" if page.name == COVER else ""
            return item[0].replace("<item ", f'<item properties="{kind}" ') if kind else item[0]

        text = _ITEM.sub(declared, file.read_text(encoding="utf-8"))
        metas = "".join(f'<meta property="schema:{name}">{value}</meta>\n'
                        for name, value in ACCESS)
        file.write_text(text.replace("</metadata>", f"{metas}</metadata>"), encoding="utf-8")

    def toc_metadata(self, level: int, navpoints: list[Any]) -> dict[str, Any]:
        """Sphinx's, with the identifier that the package has too."""
        return {**super().toc_metadata(level, navpoints), "uid": self.config.epub_identifier}

    def build_epub(self) -> None:
        """As Sphinx does it, but in a fixed order and with a fixed date in the archive."""
        outdir = Path(self.outdir)
        names = ["META-INF/container.xml", "content.opf", "toc.ncx", *sorted(self.files)]
        with ZipFile(outdir / f"{self.config.epub_basename}.epub", "w") as epub:
            for name in ("mimetype", *names):
                entry = ZipInfo(name, (self.date.year, self.date.month, self.date.day, 0, 0, 0))
                entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                epub.writestr(entry, (outdir / name).read_bytes())


def setup_epub(app: Sphinx) -> None:
    """Replace Sphinx's builder, and give the book its title, its date and its look."""
    app.add_builder(EpubBuilder, override=True)
    app.connect("config-inited", name_the_book, priority=400)
    app.connect("builder-inited", make_files)
    app.connect("html-page-context", only_own_style, priority=999)
    app.add_post_transform(AnswersAtTheBack)
    app.add_post_transform(WhereFiguresMove)
    app.connect("doctree-resolved", no_scripts, priority=999)


def name_the_book(app: Sphinx, config: Config) -> None:
    """Title, author, date: as on the title page of the PDF."""
    known = facts(app)
    config.epub_title = ": ".join(part for part in (known["title"], known["subtitle"]) if part)
    config.epub_basename = make_filename(known["title"]).lower()
    config.epub_author = ", ".join(known["authors"])
    config.epub_publisher = config.epub_author
    config.epub_contributor = config.epub_author
    config.epub_copyright = known["rights"] or config.copyright
    config.epub_description = known["description"]
    config.epub_language = config.language
    config.epub_identifier = config.html_baseurl or f"urn:x-book:{config.epub_basename}"
    config.epub_scheme = "URL" if config.html_baseurl else "URN"
    config.epub_uid = "book"
    config.epub_theme = "epub"
    config.epub_show_urls = "no"
    config.epub_tocscope = "includehidden"
    config.epub_use_index = False
    config.epub_cover = (f"_static/{COVER}", "epub-cover.html")
    config.epub_css_files = [STYLE]


def make_files(app: Sphinx) -> None:
    """The style sheet, the math face and the mark, where the builder takes static files from."""
    if app.builder.name != "epub":
        return
    folder = Path(app.doctreedir) / "press" / "epub"
    (folder / "fonts").mkdir(parents=True, exist_ok=True)
    colors = "".join(f"  --{role}: {token.light};\n" for role, token in tokens.TOKENS.items())
    style = (HERE / STYLE).read_text(encoding="utf-8")
    (folder / STYLE).write_text(f":root {{\n{colors}}}\n{style}", encoding="utf-8")
    shutil.copyfile(npm.package("@fontsource/stix-two-math") / "files" / FACE,
                    folder / "fonts" / FACE)
    shutil.copyfile(npm.package("temml") / "dist" / fonts.TEMML, folder / "fonts" / fonts.TEMML)
    (folder / "mark.svg").write_text(mark.printed(), encoding="utf-8")
    draw_cover(app, folder)
    app.config.html_static_path = [str(folder)]


def draw_cover(app: Sphinx, folder: Path) -> None:
    """Have Typst draw the cover, once for each title."""
    known = facts(app)
    words = {"title": known["title"], "subtitle": known["subtitle"],
             "author": ", ".join(known["authors"]), "font": "STIX Two Text",
             "color": tokens.TOKENS["text"].light, "background": tokens.TOKENS["background"].light}
    source = shutil.copyfile(HERE / "cover.typ", folder / "cover.typ")
    typst.compile(str(source), output=str(folder / COVER), format="png", ppi=200, root=str(folder),
                  font_paths=[str(faces.convert(Path(app.doctreedir).parent / ".pdf"))],
                  ignore_system_fonts=True, sys_inputs=words)
    source.unlink()


def only_own_style(app: Sphinx, page: str, template: str, context: dict[str, Any],
                   doctree: nodes.document | None) -> None:
    """An e-reader runs no script, and has its own theme: what the site adds to a page goes."""
    if app.builder.name != "epub":
        return
    context["script_files"] = []
    context["css_files"] = [file for file in context["css_files"] if STYLE in str(file)]
    context["metatags"] = ""
    # A sign's place in its row says its form already; epubcheck takes the attribute for HTML's.
    body = _FORM.sub(r"\1", context.get("body", ""))
    context["body"] = _MATH.sub('<math xmlns="http://www.w3.org/1998/Math/MathML"', body)


class AnswersAtTheBack(SphinxPostTransform):
    """Leaves a link to the key where the printed form of a question has its answer."""

    default_priority = 31  # after PrintedForm
    formats = ("epub",)

    def run(self, **kwargs: Any) -> None:
        key = page_of_key(self.env)
        for question in questions_of(self.document) if key else []:
            label = question["label"].rpartition("-in-")[0] or question["label"]
            assert self.app.builder is not None
            uri = self.app.builder.get_relative_uri(self.env.docname, key or "")
            link = nodes.reference("", "Answer", internal=True, refuri=f"{uri}#answer-{label}")
            for answer in list(question.findall(nodes.container)):
                if "answer" in answer["classes"]:
                    answer.replace_self(nodes.paragraph("", "", link, classes=["to-answer"]))


class WhereFiguresMove(SphinxPostTransform):
    """Below a figure that moves on the site: a link to it, where the site's address is known."""

    default_priority = 41  # after PrintedFigures
    formats = ("epub",)

    def run(self, **kwargs: Any) -> None:
        site = address(self.config.html_baseurl)
        for figure in self.document.findall(nodes.figure) if site else []:
            if figure.get("widget"):
                uri = f"{site}{self.env.docname}.html#{figure['ids'][0]}"
                link = nodes.reference("", "This figure moves on the site.", refuri=uri)
                figure += nodes.legend("", nodes.paragraph("", "", link))


def no_scripts(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Takes out the scripts that extensions put into pages."""
    if app.builder is not None and app.builder.format == "epub":
        for raw in list(doctree.findall(nodes.raw)):
            if raw.astext().lstrip().startswith("<script"):
                raw.parent.remove(raw)
