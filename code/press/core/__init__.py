"""The pure half of the press: text in, data out. Nothing here knows Sphinx or docutils."""
