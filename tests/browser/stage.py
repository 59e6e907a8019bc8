"""The hall the page is tested against, and what a test may do to it behind the page's back.

`Stage` is all the stories know. `ScriptedStage` is the page's own mock in node; a live server with its
simulators can stand in its place by giving the same methods.
"""

import json
import re
import shutil
import subprocess
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "web" / "static" / "index.html"
MOCK = ROOT / "web" / "ui" / "mock" / "server.mjs"


class Stage(Protocol):
    """A hall that can be reached at `base_url` and disturbed."""

    base_url: str
    accounts: dict[str, tuple[str, str]]  # role -> (name, password)

    def reset(self) -> None:
        """Everything as at the start: projectors off, no faults, no tickets."""

    def change(self, ref: str, value: Any) -> None:
        """Change a value at the device's own front panel."""

    def trip(self, outlet: str) -> None:
        """Open an outlet; what hangs on it goes silent."""

    def lose(self, device: str) -> None:
        """Make a device silent."""

    def heal(self, device: str) -> None:
        """Let it answer again."""

    def deafen(self, ref: str) -> None:
        """It will say yes to this point and do nothing."""

    def slow(self, milliseconds: int) -> None:
        """Every order takes this long at the device."""

    def drop(self) -> None:
        """Close every WebSocket once; it may come back at once."""

    def refuse(self, on: bool) -> None:
        """Behave as a server that is not there."""

    def mute(self, on: bool) -> None:
        """Behave as a pulled cable: sockets stay open and carry nothing."""


@dataclass
class ScriptedStage:
    """The mock hall, a node process of its own."""

    process: subprocess.Popen[str]
    base_url: str
    accounts: dict[str, tuple[str, str]]

    @classmethod
    def start(cls, node: str) -> "ScriptedStage":
        """Start it on a free port and wait until it says where."""
        process = subprocess.Popen([node, str(MOCK), "--port", "0"], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found, "the mock hall did not start"
        accounts = {"lead": ("lin", "stage-demo"), "viewer": ("guest", "look-demo")}
        return cls(process, found.group(), accounts)

    def stop(self) -> None:
        """End the process."""
        self.process.terminate()
        self.process.wait(5)
        if self.process.stdout:
            self.process.stdout.close()

    def _do(self, trick: str, **words: Any) -> None:
        request = urllib.request.Request(
            f"{self.base_url}/mock/{trick}", json.dumps(words).encode(), method="POST"
        )
        urllib.request.urlopen(request, timeout=5).close()

    def reset(self) -> None:
        """See Stage."""
        self._do("refuse", on=False)
        self._do("reset")

    def change(self, ref: str, value: Any) -> None:
        """See Stage."""
        self._do("set", ref=ref, value=value)

    def trip(self, outlet: str) -> None:
        """See Stage."""
        self._do("trip", ref=outlet)

    def lose(self, device: str) -> None:
        """See Stage."""
        self._do("lost", device=device)

    def heal(self, device: str) -> None:
        """See Stage."""
        self._do("heal", device=device)

    def deafen(self, ref: str) -> None:
        """See Stage."""
        self._do("deaf", ref=ref)

    def slow(self, milliseconds: int) -> None:
        """See Stage."""
        self._do("speed", factor=10, delay=milliseconds)

    def drop(self) -> None:
        """See Stage."""
        self._do("drop")

    def refuse(self, on: bool) -> None:
        """See Stage."""
        self._do("refuse", on=on)

    def mute(self, on: bool) -> None:
        """See Stage."""
        self._do("mute", on=on)


def node() -> str | None:
    """The node that can play the scripted hall."""
    return shutil.which("node")
