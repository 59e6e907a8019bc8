"""A simulated device on a serial line: a real pseudo-terminal, linked at the path in its address."""

import asyncio
import contextlib
import os
import tty
from pathlib import Path

from simulators.client import Client
from simulators.device import Reach, SimulatedDevice

CHUNK = 4096


class PtyServer:
    """One line, one client: whoever opens the link. A device that refuses has its adapter pulled."""

    def __init__(self, device: SimulatedDevice, path: str) -> None:
        """`path` becomes a link to the terminal; only links are ever replaced, never a real device."""
        self.device, self.path = device, Path(path)
        self._master = self._slave = -1
        self._client: Client | None = None

    @property
    def address(self) -> str:
        """serial://path."""
        return f"serial://{self.path}"

    async def open(self) -> None:
        """Make the terminal and the link."""
        self._plug()

    def reach(self, state: Reach) -> None:
        """Pull or plug the adapter; a device that has started says its first words."""
        if state is Reach.REFUSING:
            self._pull()
        elif self._master < 0:
            self._plug()
        elif state in (Reach.OPEN, Reach.ASLEEP) and self._client is None:
            self._meet()

    async def close(self) -> None:
        """Remove the link and the terminal."""
        self._pull()

    def _plug(self) -> None:
        if self.path.exists() and not self.path.is_symlink():
            raise FileExistsError(f"{self.path} is there and is no link; a simulator will not replace it")
        self._master, self._slave = os.openpty()
        for end in (self._master, self._slave):
            tty.setraw(end)
        os.set_blocking(self._master, False)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(os.ttyname(self._slave))
        asyncio.get_running_loop().add_reader(self._master, self._read)
        self._meet()

    def _pull(self) -> None:
        if self._master < 0:
            return
        self._part()
        asyncio.get_running_loop().remove_reader(self._master)
        ours = os.ttyname(self._slave)
        if self.path.is_symlink() and os.readlink(self.path) == ours:
            self.path.unlink()
        os.close(self._master)
        os.close(self._slave)
        self._master = self._slave = -1

    def _meet(self) -> None:
        if self.device.alive:
            self._client = self.device.connect(str(self.path), self._write, self._part)

    def _part(self) -> None:
        if self._client:
            client, self._client = self._client, None
            self.device.leave(client)
            if self.device.state in (Reach.OPEN, Reach.ASLEEP) and self._master >= 0:
                self._meet()

    def _read(self) -> None:
        with contextlib.suppress(BlockingIOError):
            data = os.read(self._master, CHUNK)
            if self._client and not self.device.impairments.half_open:
                self._client.hear(data)

    def _write(self, data: bytes) -> None:
        # A serial line does not wait for a reader: what finds no room is lost.
        with contextlib.suppress(BlockingIOError):
            os.write(self._master, data)
