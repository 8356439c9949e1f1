"""Each page carries its Content-Security-Policy, made when the whole page is there."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.jinja2glue import BuiltinTemplateLoader

from press.core.policy import guarded


def setup_policy(app: Sphinx) -> None:
    app.connect("config-inited", choose_templates)


def choose_templates(app: Sphinx, config: Config) -> None:
    """Sphinx asks a template bridge for every page: the one place where a page is a whole."""
    config.template_bridge = f"{GuardedPages.__module__}.{GuardedPages.__qualname__}"


class GuardedPages(BuiltinTemplateLoader):
    """Sphinx's own templates, with the policy set into what they make."""

    def render(  # type: ignore[override] # Sphinx says None, and means the page
        self, template: str, context: dict[str, Any]
    ) -> str:
        page: str = super().render(template, context)
        return guarded(page) if template.endswith(".html") else page
