"""Where the book's repository is, and the addresses that follow from it."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

COLAB = "https://colab.research.google.com/github"
_GITHUB = re.compile(r"(?:https?://(?:[^@/]+@)?|ssh://git@|git@)github\.com[:/]"
                     r"(?P<owner>[\w.-]+)/(?P<name>[\w.-]+?)(?:\.git)?/?")


@dataclass(frozen=True)
class Repository:
    """A repository on GitHub."""

    owner: str
    name: str

    def colab(self, branch: str, path: str) -> str:
        """The address that opens a notebook of a branch in Colab."""
        return f"{COLAB}/{self.owner}/{self.name}/blob/{branch}/{path}"

    @property
    def pages(self) -> str:
        """The address of its site on GitHub Pages."""
        return f"https://{self.owner.lower()}.github.io/{self.name}/"


def parsed(url: str) -> Repository | None:
    """The repository that an address names; None where it is not on GitHub."""
    match = _GITHUB.fullmatch(url.strip())
    return Repository(match["owner"], match["name"]) if match else None


def remote(root: Path) -> str:
    """The address of the remote `origin`; empty where there is none, or no git."""
    try:
        ran = subprocess.run(["git", "-C", str(root), "remote", "get-url", "origin"],
                             capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return ran.stdout.strip() if ran.returncode == 0 else ""


def find(setting: str, root: Path) -> Repository | None:
    """The repository of the setting, or else of the git remote; None where neither is known."""
    return parsed(setting) if setting.strip() else parsed(remote(root))
