"""The command ``press``: what `make` calls."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from press import __version__
from press.core import (
    addresses,
    chapters,
    citations,
    labels,
    new_lesson,
    snippets,
    term_lock,
    terms,
    toc,
)
from press.core.lock import Lock
from press.core.mistakes import Mistake, Mistakes

if TYPE_CHECKING:
    from press.build import Result


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--root", type=click.Path(exists=True, file_okay=False, path_type=Path),
              default=Path.cwd, help="The folder with _toc.yml; default: this one.")
@click.pass_context
def main(context: click.Context, root: Path) -> None:
    """Prints the book: proves its chapters, runs them, builds the site."""
    # Python would tidy up for two seconds before it ends.
    atexit.register(gc.freeze)
    context.obj = root.resolve()


@main.command()
@click.pass_obj
def book(root: Path) -> None:
    """Run what changed and build the site into _build/html.

    Only when nothing is wrong is the new site put in place; until then the last good one stays.
    """
    if build_and_tell(root) is None:
        raise SystemExit(1)


@main.command("zip")
@click.pass_context
def zip_(context: click.Context) -> None:
    """Build the site with a zip in it, whose pages work from a disk, without a server.

    The page that holds the control "Read offline" leads to it.
    """
    from press import zipped

    context.invoke(book)
    packed = zipped.add(context.obj / "_build" / "html")
    click.echo(f"{os.path.relpath(packed)}: {packed.stat().st_size / 1e6:.1f} MB")


@main.command()
@click.pass_obj
def pdf(root: Path) -> None:
    """Set the book into _build/pdf; no TeX is needed. The last good PDF stays until then."""
    if not make_file(root, "pdf"):
        raise SystemExit(1)


@main.command()
@click.pass_obj
def epub(root: Path) -> None:
    """Make the book for e-readers into _build/epub. The last good one stays until then."""
    if not make_file(root, "epub"):
        raise SystemExit(1)


@main.command()
@click.option("--port", type=int, default=None, help="Default: a free one.")
@click.pass_obj
def serve(root: Path, port: int | None) -> None:
    """Build, serve on this machine, and build again on each save."""
    from sphinx.errors import ExtensionError

    from press.publish import SERVED
    from press.serve import Builder
    from press.serve import serve as run

    # The server passes the signal on when it has ended; this is for the builder to end too.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    builder = Builder(root)
    try:
        builder([], lambda files: None)
        run(root, root / SERVED, port, builder)
    except ExtensionError as error:
        click.echo(f"press: {error}", err=True)
        raise SystemExit(1) from None
    finally:
        builder.stop()


@main.command("notebooks")
@click.pass_obj
def notebooks_(root: Path) -> None:
    """Write the chapters and the exercises as notebooks into _build/notebooks."""
    from press.build import build

    result = build(root, say=click.echo, builder="notebooks")
    stop_on(result.mistakes)
    if result.failure:
        click.echo(f"press: {result.failure}", err=True)
        raise SystemExit(1)
    for path in sorted(result.site.rglob("*.ipynb")):
        click.echo(os.path.relpath(path))


@main.command("widgets")
@click.option("--port", type=int, default=None, help="Default: a free one.")
@click.option("--check", is_flag=True, help="Only write the page; serve nothing.")
@click.pass_obj
def widgets_(root: Path, port: int | None, check: bool) -> None:
    """Show every widget in several states on one page."""
    from press import gallery
    from press.serve import Command
    from press.serve import serve as run

    folder = root / "_build" / "widgets"
    page = gallery.write(folder)
    if check:
        click.echo(os.path.relpath(page))
        return
    run(root, folder, port, Command(folder, root, "widgets", "--check"))


@main.command("prove")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def prove_(root: Path, paths: tuple[Path, ...]) -> None:
    """Run chapters in plain Python and check every answer, slip and number in them.

    PATHS are chapters; default: all of the book.
    """
    from press.core import prove  # and with it NumPy, which no other command needs

    os.environ.setdefault("MPLBACKEND", "Agg")
    found: list[Mistake] = []
    try:
        chosen = [p.resolve() for p in paths] or toc.sources(root)
    except Mistakes as mistakes:
        stop_on(mistakes.found)
        return
    for path in chosen:
        try:
            page = chapters.read(path, root)
            proof = prove.prove(page)
        except Mistakes as mistakes:
            found += mistakes.found
        else:
            found += proof.mistakes
            if page.questions or page.numbers:
                click.echo(f"{page.path}: {len(page.questions)} questions and "
                           f"{len(page.numbers)} numbers checked")
    stop_on(found)


@main.command("runtime")
def runtime_() -> None:
    """Fetch and compile the Python of live cells, and cut the fonts, unless they are there."""
    from sphinx.errors import ExtensionError

    from press import cache, fonts, runtime

    try:
        found = runtime.fetch()
        fonts.prepare()
        cache.drop_unused([*runtime.kept(), *fonts.kept().glob(fonts.MADE)])
    except ExtensionError as error:
        click.echo(f"press: {error}", err=True)
        raise SystemExit(1) from None
    click.echo(f"{len(found.files)} files, {found.size:,} bytes: {found.folder}")


@main.command("snippets")
@click.option("--check", is_flag=True, help="Write nothing; fail if a file is out of date.")
@click.pass_obj
def snippets_(root: Path, check: bool) -> None:
    """Write each chapter's cells to a plain Python file below code/snippets."""
    try:
        changed = snippets.stale(root) if check else snippets.write(root)
    except Mistakes as mistakes:
        stop_on(mistakes.found)
        return
    for path in changed:
        name = path.relative_to(root).as_posix()
        click.echo(f"{name}:1: differs from its chapter; run `{snippets.COMMAND}`" if check
                   else name)
    if check and changed:
        raise SystemExit(1)


@main.command("labels")
@click.option("--check", is_flag=True, help="Write nothing; fail if a label is missing.")
@click.pass_obj
def labels_(root: Path, check: bool) -> None:
    """Add the labels of new questions to book/questions.lock."""
    try:
        present = labels.labels_of(root)
        stop_on(labels.LOCK.vanished(root, present))
        added = labels.LOCK.missing(root, present) if check else labels.LOCK.add(root, present)
    except Mistakes as mistakes:
        stop_on(mistakes.found)
        return
    tell_added(labels.LOCK, added, "make labels" if check else "")


@main.command("links")
@click.pass_obj
def links_(root: Path) -> None:
    """Ask every other site that the book links to whether it still answers."""
    if build_and_tell(root, "linkcheck") is None:
        raise SystemExit(1)


@main.group()
def new() -> None:
    """Begin something new."""


@new.command("lesson")
@click.argument("title")
@click.option("--after", required=True, metavar="PAGE",
              help="The page that comes before, such as foundations/index.")
@click.pass_obj
def new_lesson_(root: Path, title: str, after: str) -> None:
    """Write the skeleton of a lesson, and its line of the table of contents.

    TITLE is its heading; what stands before a colon names its file. The skeleton builds as it is.
    """
    try:
        lesson = new_lesson.plan(title, after, root)
    except Mistakes as mistakes:
        stop_on(mistakes.found)
        return
    for path in new_lesson.write(lesson, root):
        click.echo(path.relative_to(root).as_posix())
    click.echo(new_lesson.NEXT)


@main.command("addresses")
@click.option("--check", is_flag=True, help="Write nothing; fail if an address is missing.")
@click.pass_obj
def addresses_(root: Path, check: bool) -> None:
    """Build the book, and add the addresses of new pages and sections to book/addresses.lock."""
    from press.addresses import published

    if build_and_tell(root) is None:
        raise SystemExit(1)
    present = published(root)
    lock = addresses.LOCK
    added = lock.missing(root, present) if check else lock.add(root, present)
    tell_added(lock, added, "make addresses" if check else "")


def tell_added(lock: Lock, added: list[str], command: str) -> None:
    """Name what was added; or, where a ``command`` would add it, what is missing, and end."""
    for entry in added:
        click.echo(f"{lock.path.as_posix()}:1: {entry} is missing; run `{command}`" if command
                   else entry)
    if command and added:
        raise SystemExit(1)


@main.command("terms")
@click.option("--check", is_flag=True, help="Write nothing; fail if the lock is out of date.")
@click.pass_obj
def terms_(root: Path, check: bool) -> None:
    """Add new terms, and changes of definitions, to book/terms.lock."""
    try:
        glossary, lock = terms.read(root), term_lock.read(root)
        version = citations.read(root, version=__version__).version
    except Mistakes as mistakes:
        stop_on(mistakes.found)
        return
    stop_on(term_lock.vanished(lock, glossary))
    found = term_lock.outdated(lock, glossary)
    if found and not check:
        term_lock.write(root, term_lock.renewed(lock, glossary, version))
    for term, what in found:
        click.echo(f"{glossary.path}:{term.line}: `{term.name}` {what} in "
                   f"{term_lock.LOCK.as_posix()}; run `make terms`" if check else term.name)
    if found and check:
        raise SystemExit(1)


def stop_on(found: list[Mistake]) -> None:
    """Print mistakes, and end with status 1 where there are any."""
    for mistake in found:
        click.echo(str(mistake), err=True)
    if found:
        raise SystemExit(1)


def build_and_tell(root: Path, builder: str = "html",
                   shown: Callable[[list[str]], None] | None = None) -> list[str] | None:
    """Build the site and say how it went; the files that changed, or None when it failed.

    ``shown`` is called as :func:`press.build.build` does.
    """
    click.echo("Building the book" if builder == "html" else f"Reading the book for {builder}")
    result = run_build(root, builder, shown)
    if not result.ok:
        return None
    if builder != "html":
        click.echo(f"All is well after {result.seconds:.1f} s")
        return result.published
    click.echo(f"{len(result.written)} pages written in {result.seconds:.1f} s")
    click.echo(f"Open {os.path.relpath(result.site / 'index.html')}")
    sys.stdout.flush()
    return result.published


def make_file(root: Path, kind: str) -> bool:
    """Make the book as one file, and say how large it is; True when it is in place."""
    click.echo(f"Making the {kind.upper()}")
    result = run_build(root, kind)
    if not result.ok:
        return False
    for file in sorted(result.site.glob(f"*.{kind}")):
        size = file.stat().st_size / 1e6
        click.echo(f"{os.path.relpath(file)}: {size:.1f} MB, made in {result.seconds:.1f} s")
    return True


def run_build(root: Path, builder: str,
              shown: Callable[[list[str]], None] | None = None) -> Result:
    """Build, and tell of all that is wrong."""
    from press.build import BOOKS, build

    # A build makes a million small objects and ends. Looking for garbage among them would take a
    # third of its time.
    collects = gc.isenabled()
    gc.disable()
    try:
        result = build(root, say=click.echo, builder=builder, shown=shown)
    finally:
        # Now all are old, unseen, as if they had been looked at.
        gc.freeze()
        gc.unfreeze()
        if collects:
            gc.enable()
    for mistake in result.mistakes:
        click.echo(str(mistake), err=True)
    if result.failure:
        click.echo(f"press: {result.failure}", err=True)
    if not result.ok:
        what = builder.upper() if builder in BOOKS else "site"
        kept = f"; the last good {what} is still there" if result.site.exists() else ""
        click.echo(f"Stopped after {result.seconds:.1f} s{kept}", err=True)
    return result
