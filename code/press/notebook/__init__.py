"""Notebooks for Colab and Jupyter: chapters without a trace of MyST, and hands-on exercises.

``builder`` is the Sphinx builder; ``markdown``, ``inline`` and ``questions`` write cells, ``front``
what each notebook begins with, ``handson`` the exercises. ``launch`` puts links on pages, ``site``
and ``archive`` what they lead to.
"""

from __future__ import annotations

from sphinx.application import Sphinx

from press.notebook.builder import setup_builder
from press.notebook.launch import setup_launch
from press.notebook.site import setup_site

__all__ = ["setup_notebooks"]


def setup_notebooks(app: Sphinx) -> None:
    """Register the builder, the links, and the notebooks within the site."""
    setup_builder(app)
    setup_launch(app)
    setup_site(app)
