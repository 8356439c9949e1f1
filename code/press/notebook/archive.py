"""Archives of notebooks for download, of each module and of all. Two builds agree on them."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterable
from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold
ALL = "downhill-notebooks.zip"


def modules(paths: Iterable[str]) -> list[str]:
    """The folders that notebooks stand in, in order, each once."""
    return list(dict.fromkeys(path.partition("/")[0] for path in paths if "/" in path))


def name_of(folder: str) -> str:
    """The archive of a folder; of all notebooks where it is empty."""
    return f"{folder}.zip" if folder else ALL


def write(folder: Path) -> None:
    """Write all archives of the notebooks below a folder into it."""
    files = sorted(folder.rglob("*.ipynb"), key=lambda file: file.relative_to(folder).as_posix())
    names = [file.relative_to(folder).as_posix() for file in files]
    for module in ["", *modules(names)]:
        inside = [name for name in names if not module or name.startswith(f"{module}/")]
        pack(folder, inside, folder / name_of(module))


def pack(folder: Path, names: list[str], archive: Path) -> None:
    """Write files into an archive, without the times and rights of this machine."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name in names:
            entry = zipfile.ZipInfo(posixpath.join("downhill", name), EPOCH)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            zipped.writestr(entry, (folder / name).read_bytes())
