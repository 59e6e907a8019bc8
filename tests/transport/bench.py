"""What the stories about transports share: a listener that remembers, and a small server that is a device."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from drivers.errors import Loss
from drivers.transport import Transport

PATIENCE = 10.0  # s; only a test that fails ever waits so long


@dataclass
class Listener:
    """The two callbacks of a transport, and what they heard, in order."""

    heard: list[bytes] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def on_bytes(self, data: bytes) -> None:
        self.heard.append(data)
        self.news.set()

    def on_lost(self, why: str) -> None:
        self.losses.append(why)
        self.news.set()

    async def open(self, transport: Transport) -> None:
        await transport.open(self.on_bytes, self.on_lost)

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for news until it is so."""
        async with asyncio.timeout(PATIENCE):
            while not true():
                self.news.clear()
                await self.news.wait()

    async def until_heard(self, data: bytes) -> None:
        await self.until(lambda: b"".join(self.heard).endswith(data))

    async def until_lost(self) -> Loss:
        await self.until(lambda: bool(self.losses))
        (loss,) = self.losses
        assert isinstance(loss, Loss)
        return loss


@dataclass
class Device:
    """A TCP server that holds its one connection where a story can get at it."""

    port: int
    calls: "asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]]"

    async def answer(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        async with asyncio.timeout(PATIENCE):
            return await self.calls.get()


@asynccontextmanager
async def device() -> AsyncIterator[Device]:
    """A device that listens on a port of its own on the loopback."""
    calls: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    writers: list[asyncio.StreamWriter] = []

    async def called(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        await calls.put((reader, writer))

    server = await asyncio.start_server(called, "127.0.0.1", 0, limit=1024)
    try:
        yield Device(server.sockets[0].getsockname()[1], calls)
    finally:
        server.close()
        for writer in writers:
            writer.transport.abort()
