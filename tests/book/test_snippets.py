"""The committed snippet files are those of the chapters, and each runs by itself."""

from __future__ import annotations

import os
import subprocess
import sys

from press.core import chapters, snippets


def test_the_committed_snippets_are_those_of_the_chapters(root):
    assert [path.relative_to(root).as_posix() for path in snippets.stale(root)] == []


def test_the_snippet_of_a_chapter_runs_by_itself(root, executable):
    script = snippets.target(chapters.read(root / executable, root))
    ran = subprocess.run([sys.executable, str(root / script)], capture_output=True, text=True,
                         env={**os.environ, "MPLBACKEND": "Agg"}, cwd=root)
    assert ran.returncode == 0, ran.stderr
