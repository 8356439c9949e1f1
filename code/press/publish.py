"""Put what was built where readers find it: only what changed, each file in one step."""

from __future__ import annotations

import filecmp
import os
import shutil
from pathlib import Path

# Below a book's folder, the pages that an author looks at: they are ahead of the site while their
# notebooks are made, and where a notebook then turns out to be wrong.
SERVED = Path("_build") / ".press" / "served"
# Among the handlers of the build's end: after those that check pages. Then old drawings go; then
# come the search, the notebooks, and last the list for reading offline, of all files.
PAGES_ARE_RIGHT = 960
PRIVATE = (".buildinfo", ".buildinfo.bak", ".doctrees")


def publish(fresh: Path, site: Path, pattern: str = "*") -> list[str]:
    """Make ``site`` equal to ``fresh``; return the paths of the files that changed.

    Of ``fresh`` only those files count whose names fit the pattern.

    A file is there whole, before or after. Pages come after what they load, and what is gone goes
    last, so that a reader who opens a page meanwhile finds all that it asks for.
    """
    wanted = [path for path in files(fresh)
              if path.parts[0] not in PRIVATE and path.match(pattern)]
    changed = [path for path in wanted if differs(fresh / path, site / path)]
    for path in sorted(changed, key=lambda path: (path.suffix == ".html", path)):
        put(fresh / path, site / path)
    for path in set(files(site)) - set(wanted):
        (site / path).unlink()
    for name, _, _ in os.walk(site, topdown=False):
        folder = Path(name)
        if folder != site and not any(folder.iterdir()):
            folder.rmdir()
    return sorted(path.as_posix() for path in changed)


def files(folder: Path) -> list[Path]:
    """All files below a folder, relative to it."""
    return [Path(place).relative_to(folder) / name
            for place, _, names in os.walk(folder) for name in names]


def differs(fresh: Path, old: Path) -> bool:
    """Whether the bytes differ. Size and time tell for most files; Sphinx copies many anew.

    A file that is the same but for its time gets the new one, so that time tells the next time.
    """
    if not old.is_file():
        return True
    new_stat, old_stat = fresh.stat(), old.stat()
    if new_stat.st_size != old_stat.st_size:
        return True
    if new_stat.st_mtime_ns == old_stat.st_mtime_ns:
        return False
    if not filecmp.cmp(fresh, old, shallow=False):
        return True
    shutil.copystat(fresh, old)
    return False


def put(fresh: Path, place: Path) -> None:
    """Copy a file, with its time, in one step."""
    place.parent.mkdir(parents=True, exist_ok=True)
    coming = place.with_name(f".{place.name}.new")
    shutil.copy2(fresh, coming)
    coming.replace(place)
