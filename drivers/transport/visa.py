"""Instruments by VISA: `visa://TCPIP::10.1.4.60::5025::SOCKET`, `visa://ASRL/dev/ttyUSB0::INSTR?baud=9600`.

The library blocks, so each opening has one thread that alone touches the instrument, one exchange at a time.
An exchange that is not over a second after the library's own timeout hangs for good (clearing a socket whose
far end has closed does): the connection is given up together with its thread, and opened anew.
The library is imported when the first instrument is opened, and need not be installed before.
"""

import asyncio
import importlib
import socket
import sys
import threading
from contextlib import suppress
from typing import Any, Self

from drivers.errors import Loss, Unreachable
from drivers.transport import OnBytes, OnLost, losses
from drivers.transport.address import Address
from drivers.transport.crossing import Crossing
from drivers.transport.ears import Ears
from drivers.transport.line import Line
from drivers.transport.serial import not_opened

GRACE = 1.0  # s that the library gets beyond its own timeout
OPENING = 10.0  # s for importing the library and opening the instrument
UNSENT = 64  # messages waiting for the instrument
SILENT = -1073807339  # VI_ERROR_TMO
PARITIES = {"N": 0, "O": 1, "E": 2, "M": 3, "S": 4}
STOP_BITS = {1: 10, 1.5: 15, 2: 20}

_managers: dict[str, Any] = {}
_opening = threading.Lock()


class Visa:
    """An instrument by the name of its resource."""

    def __init__(
        self, resource: str, backend: str = "@py", timeout: float = 2.0, line: Line | None = None
    ) -> None:
        self._resource, self._backend, self._timeout, self._line = resource, backend, timeout, line
        self._wire: _Wire | None = None

    @classmethod
    def at(cls, address: Address) -> Self:
        """The instrument an address names; only a serial one has line settings."""
        line = Line.of(address) if address.path.upper().startswith("ASRL") else None
        return cls(address.path, str(address.option("backend")), float(address.option("timeout")), line)

    async def open(self, on_bytes: OnBytes, on_lost: OnLost) -> None:
        """Open the resource; raises Unreachable. A socket nobody listens at shows only at the first word."""
        self.close()
        self._wire = wire = _Wire(Ears(on_bytes, on_lost), self._timeout)
        threading.Thread(target=wire.run, args=(self._open,), name=self._resource, daemon=True).start()
        try:
            async with asyncio.timeout(OPENING):
                await wire.opened
        except TimeoutError as trouble:
            self.close()
            raise Unreachable(losses.TIMED_OUT) from trouble
        except Unreachable:
            self.close()
            raise
        except asyncio.CancelledError:
            self.close()
            raise

    def _open(self) -> Any:
        """In the thread: the opened instrument."""
        try:
            instrument = _manager(self._backend).open_resource(self._resource)
        except ImportError as trouble:
            raise Unreachable(losses.NO_VISA) from trouble
        except _troubles() as trouble:
            raise Unreachable(_not_opened(trouble)) from trouble
        instrument.timeout = self._timeout * 1000
        instrument.read_termination = "\n"
        if self._line is not None:
            instrument.baud_rate, instrument.data_bits = self._line.baudrate, self._line.bytesize
            instrument.parity, instrument.stop_bits = (
                PARITIES[self._line.parity],
                STOP_BITS[self._line.stopbits],
            )
            instrument.flow_control = self._line.xonxoff + 2 * self._line.rtscts + 4 * self._line.dsrdtr
        return instrument

    def send(self, data: bytes) -> None:
        """Hand over to the instrument's thread; with it goes the wait for as many answers as it asks for."""
        if self._wire is None or not self._wire.ears.listening:
            raise Unreachable(losses.NOT_OPEN)
        self._wire.send(data)

    def close(self) -> None:
        """Drop what waits; the thread lets the instrument go as soon as it can."""
        if self._wire is not None:
            self._wire.close()
            self._wire = None


class _Wire(Crossing):
    """One opening and its thread."""

    def __init__(self, ears: Ears, timeout: float) -> None:
        super().__init__(ears, UNSENT)
        self._timeout = timeout
        self._deadline: asyncio.TimerHandle | None = None

    def end(self) -> None:
        self._done()
        super().end()

    # ------------------------------------------------------------ in the thread

    def run(self, opening: Any) -> None:
        """Open, exchange until the end, let go."""
        try:
            instrument = opening()
        except Unreachable as trouble:
            self.tell(self._opened, trouble)
            return
        self.tell(self._opened, None)
        loss = losses.CLOSED
        while (data := self.next()) is not None:
            self.tell(self._begun, 1 + _asks(data))
            try:
                self._exchange(instrument, data)
            except _troubles() as trouble:
                loss = _loss(trouble)
                break
            self.tell(self._done)
        self.tell(self.lost, loss)
        with suppress(*_troubles()):
            instrument.close()

    def _exchange(self, instrument: Any, data: bytes) -> None:
        """Write, and read as many messages as were asked for; silence is no loss, an end is."""
        instrument.write_raw(data)
        for _ in range(_asks(data)):
            try:
                answer = instrument.read_raw()
            except _troubles() as trouble:
                if getattr(trouble, "error_code", None) != SILENT or _gone(instrument):
                    raise
                return
            self.tell(self.ears.hear, bytes(answer))

    # ------------------------------------------------------------ in the loop

    def _opened(self, trouble: Unreachable | None) -> None:
        if self.opened.done():
            self.end()
        elif trouble is None:
            self.opened.set_result(None)
        else:
            self.opened.set_exception(trouble)

    def _begun(self, waits: int) -> None:
        self._done()
        self._deadline = self.loop.call_later(self._timeout * waits + GRACE, self._hangs)

    def _done(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _hangs(self) -> None:
        self.lost(losses.SILENT)
        self.end()

    def lost(self, loss: Loss) -> None:
        self._done()
        super().lost(loss)


def _manager(backend: str) -> Any:
    """The library's manager of resources, one for each backend; made once, half a second long."""
    with _opening:
        if backend not in _managers:
            _managers[backend] = importlib.import_module("pyvisa").ResourceManager(backend)
        return _managers[backend]


def _troubles() -> tuple[type[Exception], ...]:
    """What a backend lets through: its own errors, and whatever the libraries below it raise."""
    library = sys.modules.get("pyvisa")
    own: tuple[type[Exception], ...] = (library.errors.Error,) if library is not None else ()
    return (OSError, ValueError, LookupError, AttributeError, TypeError, RuntimeError, *own)


def _asks(data: bytes) -> int:
    """How many messages come back: one for each line with a question in it."""
    return sum(b"?" in line for line in data.split(b"\n"))


def _gone(instrument: Any) -> bool:
    """Whether the far end of a raw socket has closed it, which the library takes for silence."""
    with suppress(*_troubles()):
        wire = instrument.visalib.sessions[instrument.session].interface
        if isinstance(wire, socket.socket):
            return wire.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    return False


def _not_opened(trouble: Exception) -> Loss:
    if isinstance(trouble, OSError):
        return not_opened(trouble)
    return losses.NO_INSTRUMENT


def _loss(trouble: Exception) -> Loss:
    if getattr(trouble, "error_code", None) == SILENT:
        return losses.CLOSED
    return not_opened(trouble) if isinstance(trouble, OSError) else losses.NO_INSTRUMENT
