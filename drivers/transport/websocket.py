"""WebSocket: whole messages both ways, to the framing above as lines.

A message that arrives is handed on with a line feed behind it, so that the cut above sees where it ends; of
what is sent the last line feed is left out. Pings are answered by the library; a peer that acknowledges
nothing is found as with TCP.
"""

import asyncio
import contextlib
from collections import deque

import aiohttp

from drivers.errors import Loss, Unreachable
from drivers.transport import OnBytes, OnLost, losses
from drivers.transport.address import Address
from drivers.transport.ears import Ears
from drivers.transport.tcp import UNSENT, watch

LARGEST = 4 * 1024 * 1024
"""The most bytes of one message."""


class WebSocket:
    """A WebSocket connection to a device; `connect_timeout` is in seconds."""

    def __init__(self, url: str, connect_timeout: float = 5.0, verify: bool = True) -> None:
        self._url, self._connect_timeout, self._verify = url, connect_timeout, verify
        self._wire: _Wire | None = None

    @classmethod
    def at(cls, address: Address) -> "WebSocket":
        """As an address says."""
        host = f"[{address.host}]" if ":" in address.host else address.host
        verify = address.scheme == "ws" or bool(address.option("verify"))
        url = f"{address.scheme}://{host}:{address.port}{address.path or '/'}"
        return cls(url, float(address.option("connect_timeout")), verify)

    async def open(self, on_bytes: OnBytes, on_lost: OnLost) -> None:
        """Connect and shake hands within the time; raises Unreachable with the way in which it failed."""
        self.close()
        self._wire = wire = _Wire(Ears(on_bytes, on_lost))
        is_open = False
        try:
            async with asyncio.timeout(self._connect_timeout):
                await wire.connect(self._url, self._verify)
            is_open = True
        except (aiohttp.ClientError, OSError) as trouble:
            raise Unreachable(_loss(trouble)) from trouble
        finally:
            if not is_open:
                self.close()
                await wire.ended()

    def send(self, data: bytes) -> None:
        """Queue one message; more than 64 KB that wait, and the device is lost."""
        if self._wire is None or not self._wire.ears.listening:
            raise Unreachable(losses.NOT_OPEN)
        self._wire.send(data.removesuffix(b"\n"))

    def close(self) -> None:
        """Drop the connection and what waits in it."""
        if self._wire is not None:
            self._wire.close()
            self._wire = None


class _Wire:
    """One connection: a task that hears and one that speaks."""

    def __init__(self, ears: Ears) -> None:
        self.ears = ears
        self._session: aiohttp.ClientSession | None = None
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._waiting: deque[bytes] = deque()
        self._unsent = 0
        self._more = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._ending: asyncio.Future[None] | None = None

    async def connect(self, url: str, verify: bool) -> None:
        """Shake hands, then hear and speak."""
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None))
        self._socket = await self._session.ws_connect(url, ssl=verify, max_msg_size=LARGEST)
        if sock := self._socket.get_extra_info("socket"):
            watch(sock)
        self._tasks = [asyncio.ensure_future(self._hear()), asyncio.ensure_future(self._speak())]

    async def _hear(self) -> None:
        assert self._socket is not None  # noqa: S101
        loss = losses.CLOSED
        async for message in self._socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                self.ears.hear(message.data.encode("utf-8", "replace") + b"\n")
            elif message.type is aiohttp.WSMsgType.BINARY:
                self.ears.hear(message.data + b"\n")
            elif message.type is aiohttp.WSMsgType.ERROR:
                loss = _loss(self._socket.exception())
        self.ears.lose(loss)
        self.close()

    async def _speak(self) -> None:
        assert self._socket is not None  # noqa: S101
        while True:
            await self._more.wait()
            self._more.clear()
            while self._waiting:
                data = self._waiting.popleft()
                try:
                    await self._socket.send_str(data.decode("utf-8", "replace"))
                except (aiohttp.ClientError, OSError) as trouble:
                    self.ears.lose(_loss(trouble))
                    return
                self._unsent -= len(data)

    def send(self, data: bytes) -> None:
        """One message more."""
        if self.ears.leaving:
            return
        self._waiting.append(data)
        self._unsent += len(data)
        self._more.set()
        if self._unsent > UNSENT:
            self.ears.lose_soon(losses.NOT_READING)
            self.close_tasks()

    def close(self) -> None:
        """Hear nothing more, and let go of the socket."""
        self.ears.close()
        self.close_tasks()

    def close_tasks(self) -> None:
        """End both tasks and, behind them, the connection."""
        for task in self._tasks:
            task.cancel()
        if self._session is not None:
            self._ending = asyncio.ensure_future(self._end(self._session))
            self._session = None

    async def _end(self, session: aiohttp.ClientSession) -> None:
        with contextlib.suppress(Exception):
            await session.close()

    async def ended(self) -> None:
        """Wait until the socket is let go of."""
        if self._ending is not None:
            await self._ending


def _loss(trouble: BaseException | None) -> Loss:
    """What an error of the library means."""
    match trouble:
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientConnectorSSLError():
            return losses.NOT_TRUSTED
        case aiohttp.ClientConnectorDNSError():
            return losses.NAME_UNKNOWN
        case aiohttp.ClientOSError():
            cause = getattr(trouble, "os_error", None) or trouble
            return losses.of(cause)
        case aiohttp.ServerDisconnectedError():
            return losses.CLOSED
        case aiohttp.ClientError():
            return losses.NO_WEBSOCKET
    return losses.of(trouble)
