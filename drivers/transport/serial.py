"""A serial port of this machine.

The name is resolved at each opening, so `/dev/serial/by-id/...` finds an adapter that came back under another
number. The port is locked against other programs that lock, and let go of the moment it is closed.
"""

import asyncio
import os
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Self

import serial
import serial_asyncio_fast

from drivers.errors import Loss, Unreachable
from drivers.transport import OnBytes, OnLost, losses
from drivers.transport.address import Address
from drivers.transport.ears import Ears
from drivers.transport.line import CannotSet, Line

if TYPE_CHECKING:
    from serial_asyncio_fast import SerialTransport

UNSENT = 16 * 1024  # bytes; at 9600 baud a quarter of a minute's worth


class SerialPort:
    """A port by its name (`/dev/ttyUSB0`, `COM3`) with its line settings."""

    def __init__(self, path: str, line: Line) -> None:
        self._path, self._line = path, line
        self._wire: _Wire | None = None

    @classmethod
    def at(cls, address: Address) -> Self:
        """The port an address names."""
        return cls(address.path, Line.of(address))

    async def open(self, on_bytes: OnBytes, on_lost: OnLost) -> None:
        """Open and lock the port; raises Unreachable: absent, not permitted, held, not so settable."""
        self.close()
        self._wire = wire = _Wire(Ears(on_bytes, on_lost))
        try:
            wire.transport = await self._opened(wire)
            if not wire.ears.listening:
                wire.close()  # we were closed meanwhile
        except (OSError, ValueError, CannotSet) as trouble:
            self.close()
            raise Unreachable(not_opened(trouble)) from trouble
        except asyncio.CancelledError:
            self.close()
            raise

    async def _opened(self, wire: "_Wire") -> "SerialTransport":
        loop = asyncio.get_running_loop()
        opening = partial(_Port, self._path, exclusive=True, **asdict(self._line))
        port = await loop.run_in_executor(None, opening)
        transport = None
        try:
            transport, _ = await serial_asyncio_fast.connection_for_serial(loop, lambda: wire, port)
        finally:
            if transport is None:
                port.close()  # a setting that the port does not keep shows only here
        return transport

    def send(self, data: bytes) -> None:
        """Write at once what the port takes, keep the rest up to 16 KB; beyond, the device is lost."""
        if self._wire is None or not self._wire.ears.listening:
            raise Unreachable(losses.NOT_OPEN)
        self._wire.send(data)

    def close(self) -> None:
        """Drop what waits and free the port."""
        if self._wire is not None:
            self._wire.close()
            self._wire = None


class _Port(serial.Serial):  # type: ignore[misc]
    """pyserial's port, but a full one says so: the library's own `write` spins until the device takes more,
    and with it the event loop and every other device of the hall."""

    def write(self, data: bytes) -> int:
        return os.write(self.fd, data)


class _Wire(asyncio.Protocol):
    """One opening of the port."""

    def __init__(self, ears: Ears) -> None:
        self.ears = ears
        self.transport: SerialTransport | None = None  # known before connection_made is called

    def data_received(self, data: bytes) -> None:
        self.ears.hear(data)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ears.leaving:
            self.ears.lose(losses.UNPLUGGED if isinstance(exc, OSError) else losses.of(exc))

    def send(self, data: bytes) -> None:
        if self.transport is None:
            raise Unreachable(losses.NOT_OPEN)
        if self.ears.leaving:
            return
        self.transport.write(data)
        if self.transport.get_write_buffer_size() > UNSENT:
            self.ears.lose_soon(losses.NOT_READING)
            self._free(self.transport)

    def close(self) -> None:
        self.ears.close()
        if self.transport is not None:
            self._free(self.transport)

    def _free(self, transport: "SerialTransport") -> None:
        """Close the port now: the library does so later in a thread, and a reopening would find it locked."""
        port = transport.serial
        if port is None:
            return  # the library has closed it
        transport.abort()
        with suppress(OSError):
            port.reset_output_buffer()  # else closing waits for a device that takes nothing
        with suppress(OSError):
            port.close()


def not_opened(trouble: Exception) -> Loss:
    """The loss behind a port that did not open; the library often wraps the system's own error."""
    for cause in (trouble, trouble.__cause__, trouble.__context__):
        loss = losses.of(cause) if isinstance(cause, OSError) else None
        if loss is not None and loss.code != "system":
            return loss
    if isinstance(trouble, (ValueError, CannotSet, serial.SerialException)):
        return Loss("not_settable", f"the port cannot be set as the address says: {trouble}")
    return losses.of(trouble)
