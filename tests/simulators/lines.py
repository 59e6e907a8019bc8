"""Somebody's own program on a TCP port: it sends bytes as they are, and reads lines."""

import asyncio

from tests.simulators.real import HERE

GUARD = 5
"""Seconds after which a story is broken; nothing waits so long."""


class Terminal:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, end: bytes) -> None:
        self._reader, self._writer, self._end = reader, writer, end

    @classmethod
    async def dial(cls, port: int, end: bytes = b"\n") -> "Terminal":
        """Connect."""
        return cls(*await asyncio.open_connection(HERE, port), end)

    def send(self, data: str | bytes) -> None:
        """Bytes as they are."""
        self._writer.write(data.encode() if isinstance(data, str) else data)

    async def line(self) -> str:
        """The next line, without its end."""
        async with asyncio.timeout(GUARD):
            line = await self._reader.readuntil(self._end)
        return line.decode().rstrip("\r\n\0")

    async def lines(self, count: int) -> list[str]:
        """The next lines."""
        return [await self.line() for _ in range(count)]

    async def says(self, text: str, count: int = 1) -> list[str]:
        """What comes after this line."""
        self.send(text.encode() + self._end)
        return await self.lines(count)

    async def whole(self) -> bytes:
        """Everything up to and with the end."""
        async with asyncio.timeout(GUARD):
            return await self._reader.readuntil(self._end)

    async def bytes(self, count: int) -> bytes:
        """The next bytes."""
        async with asyncio.timeout(GUARD):
            return await self._reader.readexactly(count)
