"""Serial ports at the far end of a network: `rfc2217://` (with line settings) and `socket://` (raw bytes).

pyserial speaks both, and blocks; so each opening has two threads, one that opens and reads and one that
writes, behind the same callbacks as every other transport. Nothing of them touches the rest of the program
except through `call_soon_threadsafe`.
"""

import asyncio
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from typing import Self

import serial

from drivers.errors import Loss, Unreachable
from drivers.transport import OnBytes, OnLost, losses
from drivers.transport.address import Address
from drivers.transport.crossing import Crossing
from drivers.transport.ears import Ears
from drivers.transport.line import CannotSet, Line
from drivers.transport.serial import not_opened
from drivers.transport.tcp import watch

UNSENT = 256  # messages waiting for the writer's thread
LOOK_UP = 0.5  # s between two looks whether we were closed, while nothing arrives


class Threaded:
    """A remote port by its URL; `settings` are pyserial's words for the line."""

    def __init__(self, url: str, settings: Mapping[str, object]) -> None:
        self._url, self._settings = url, settings
        self._wire: _Wire | None = None

    @classmethod
    def at(cls, address: Address) -> Self:
        """The port an address names."""
        host = f"[{address.host}]" if ":" in address.host else address.host
        settings = asdict(Line.of(address)) if address.scheme == "rfc2217" else {}
        return cls(f"{address.scheme}://{host}:{address.port}", settings)

    async def open(self, on_bytes: OnBytes, on_lost: OnLost) -> None:
        """Connect and set the line (the library gives up after 5 s each); raises Unreachable."""
        self.close()
        self._wire = wire = _Wire(Ears(on_bytes, on_lost), self._url, self._settings)
        try:
            await wire.opened
        except (OSError, ValueError, CannotSet) as trouble:
            self.close()
            raise Unreachable(not_opened(trouble)) from trouble
        except asyncio.CancelledError:
            self.close()
            raise

    def send(self, data: bytes) -> None:
        """Hand over to the writer's thread; a device behind 256 unsent messages is lost."""
        if self._wire is None or not self._wire.ears.listening:
            raise Unreachable(losses.NOT_OPEN)
        self._wire.send(data)

    def close(self) -> None:
        """Break the connection off; the threads end by themselves."""
        if self._wire is not None:
            self._wire.close()
            self._wire = None


class _Wire(Crossing):
    """One opening and its threads."""

    def __init__(self, ears: Ears, url: str, settings: Mapping[str, object]) -> None:
        super().__init__(ears, UNSENT)
        self._port: serial.SerialBase | None = None
        threading.Thread(target=self._run, args=(url, settings), name=f"read {url}", daemon=True).start()

    def end(self) -> None:
        """Wake both threads wherever they block."""
        super().end()
        sock: socket.socket | None = getattr(self._port, "_socket", None)
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def _run(self, url: str, settings: Mapping[str, object]) -> None:
        try:
            port = serial.serial_for_url(url, timeout=LOOK_UP, **settings)
        except (OSError, ValueError, CannotSet) as trouble:
            self.tell(self._not_opened, trouble)
            return
        self._port = port
        if (sock := getattr(port, "_socket", None)) is not None:
            watch(sock)
        threading.Thread(target=self._write, args=(port,), name=f"write {url}", daemon=True).start()
        self.tell(self._opened)
        self._read(port)

    def _read(self, port: serial.SerialBase) -> None:
        loss = losses.CLOSED
        try:
            while not self.ended.is_set():
                if data := port.read(1):
                    data += _the_rest(port)
                    self.tell(self.ears.hear, data)
        except OSError as trouble:
            loss = _loss(trouble)
        self.tell(self.lost, loss)
        self.end()
        with suppress(OSError):
            port.close()

    def _write(self, port: serial.SerialBase) -> None:
        with suppress(OSError):  # the reader finds out and tells
            while (data := self.next()) is not None:
                port.write(data)

    def _opened(self) -> None:
        if not self.opened.done():
            self.opened.set_result(None)

    def _not_opened(self, trouble: Exception) -> None:
        if not self.opened.done():
            self.opened.set_exception(trouble)


def _the_rest(port: serial.SerialBase) -> bytes:
    data = b""
    while len(data) < 4096 and (waiting := port.in_waiting):
        data += port.read(waiting)
    return data


def _loss(trouble: OSError) -> Loss:
    """pyserial tells an orderly end and a reset alike; the system's own error is behind its exception."""
    cause = trouble.__context__
    return losses.of(cause) if isinstance(cause, OSError) and cause.errno else losses.CLOSED
