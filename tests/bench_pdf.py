"""How long the PDF takes, and how large it is; beside LaTeX's own way where that is installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pikepdf

ROOT = Path(__file__).resolve().parents[1]


def measured(command: list[str], file: Path | None = None) -> tuple[float, Path | None]:
    """Run a command; its seconds, and the file that it made."""
    start = time.monotonic()
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    seconds = time.monotonic() - start
    if ran.returncode:
        print(ran.stdout[-2000:], ran.stderr[-2000:], file=sys.stderr)
    return seconds, file if file and file.is_file() and not ran.returncode else None


def row(name: str, seconds: float, file: Path | None) -> None:
    if file is None:
        print(f"{name:<34} {seconds:7.1f} s   made no PDF")
        return
    with pikepdf.open(file) as pdf:
        tagged = "tagged" if pdf.Root.get("/MarkInfo", {}).get("/Marked") else "untagged"
        print(f"{name:<34} {seconds:7.1f} s   {file.stat().st_size / 1e6:5.1f} MB "
              f"{len(pdf.pages):4} pages   {tagged}")


def main() -> None:
    """One line for each way: from the executed chapters, from nothing but these, and again."""
    press = [sys.executable, "-m", "press", "pdf"]
    book = ROOT / "_build" / "pdf" / "downhill.pdf"
    measured(press)  # chapters are executed here, and not measured
    shutil.rmtree(ROOT / "_build" / ".press" / ".pdf", ignore_errors=True)
    shutil.rmtree(ROOT / "_build" / ".press" / "doctrees", ignore_errors=True)
    row("press pdf, first time", *measured(press, book))
    row("press pdf, again", *measured(press, book))
    if not shutil.which("latexmk") or not shutil.which("xelatex"):
        print("jupyter-book --builder pdflatex      latexmk and xelatex are not installed")
        return
    with tempfile.TemporaryDirectory() as folder:
        command = ["jupyter-book", "build", ".", "--builder", "pdflatex", "--path-output", folder]
        seconds, _ = measured(command)
        made = next(Path(folder).rglob("_build/latex/*.pdf"), None)
        row("jupyter-book --builder pdflatex", seconds, made)


if __name__ == "__main__":
    main()
