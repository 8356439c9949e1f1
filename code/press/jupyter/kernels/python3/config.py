# How a chapter's cells show their figures: as SVG, the same bytes at every run.
c = get_config()  # type: ignore[name-defined]  # noqa: F821
c.InlineBackend.figure_formats = {"svg"}
c.InlineBackend.print_figure_kwargs = {
    "bbox_inches": "tight",
    "metadata": {"Date": None, "Creator": None, "Format": None, "Type": None},
}
# The kernel warns at each start that its sockets, on this machine only, are not encrypted.
c.Application.log_level = "ERROR"
