"""What can only be said of a page when it is a whole: its style, its data, and what it may load."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.theming import Theme

from press.core.policy import guarded
from press.page_data import parted
from press.stylesheet import PLACE, styled


def setup_whole(app: Sphinx) -> None:
    app.connect("config-inited", choose_templates)


def choose_templates(app: Sphinx, config: Config) -> None:
    """Sphinx asks a template bridge for every page: the one place where a page is a whole."""
    config.template_bridge = f"{WholePages.__module__}.{WholePages.__qualname__}"


class WholePages(BuiltinTemplateLoader):
    """Sphinx's own templates, with style and policy set into what they make, and data taken out."""

    def init(self, builder: Builder, theme: Theme | None = None,
             dirs: list[str] | None = None) -> None:
        super().init(builder, theme, dirs)
        self.app = builder.app

    def render(  # type: ignore[override] # Sphinx says None, and means the page
        self, template: str, context: dict[str, Any]
    ) -> str:
        page: str = super().render(template, context)
        if PLACE not in page:  # a part of one
            return page
        base = context["pathto"]("_static/", resource=True)
        rules: Path = self.app.press_rules  # type: ignore[attr-defined]
        file = Path(self.app.builder.get_outfilename(  # type: ignore[attr-defined]
            context["pagename"]))
        return guarded(parted(styled(page, rules, base), file))
