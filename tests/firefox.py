"""Find Firefox, or install it (``make browser``), and drive it by WebDriver BiDi, which it speaks.

Looked for: the program that $FIREFOX names, then one on the PATH.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

NAMES = ("firefox", "firefox-esr")
HELP = ("No Firefox to test with. Install one (Debian, Ubuntu: apt-get install firefox-esr), "
        "or name one: FIREFOX=/path/to/firefox make test")
PREFERENCES = {
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "extensions.getAddons.cache.enabled": False,
}


def firefox() -> str | None:
    """The program to start, or None."""
    named = os.environ.get("FIREFOX")
    found = [named] if named else [shutil.which(name) for name in NAMES]
    return next((path for path in found if path and Path(path).exists()), None)


class Tab:
    """One tab: opens an address, evaluates JavaScript."""

    def __init__(self, address: str):
        self.socket: ClientConnection = connect(f"{address}/session", max_size=None)
        self.count = 0
        self.send("session.new", capabilities={})
        self.context = self.send("browsingContext.create", type="tab")["context"]

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        self.count += 1
        self.socket.send(json.dumps({"id": self.count, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv(timeout=120))
            if answer.get("id") == self.count:
                assert answer["type"] == "success", answer
                return answer["result"]

    def open(self, address: str) -> None:
        self.send("browsingContext.navigate", context=self.context, url=address, wait="complete")

    def run(self, code: str) -> Any:
        """The value of an async function's body; strings, numbers and booleans alone."""
        result = self.send("script.evaluate", expression=f"(async () => {{ {code} }})()",
                           target={"context": self.context}, awaitPromise=True)
        assert result["type"] == "success", result
        return result["result"].get("value")


@contextmanager
def started(profile: Path) -> Iterator[Tab]:
    """Firefox without a window, with a profile of its own; it ends with the block."""
    program = firefox()
    assert program, HELP
    (profile / "user.js").write_text("".join(
        f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
        for name, value in PREFERENCES.items()))
    process = subprocess.Popen(
        [program, "--headless", "--no-remote", "--profile", str(profile),
         "--remote-debugging-port", "0"],
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        env={**os.environ, "HOME": str(profile), "MOZ_DISABLE_AUTO_SAFE_MODE": "1"})
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if match := re.search(r"WebDriver BiDi listening on (ws://\S+)", line):
                yield Tab(match[1])
                break
        else:
            raise AssertionError("Firefox ended before it listened")
    finally:
        process.terminate()
        process.wait(timeout=30)


def install() -> None:
    """Try the usual way; it may be closed on a given machine."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "firefox-esr"], check=False)


if __name__ == "__main__":
    if not firefox():
        install()
    if not firefox():
        sys.exit(HELP)
