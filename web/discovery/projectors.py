"""Projectors that answer a PJLink search (class 2), and what they say of themselves when asked."""

import asyncio
import re
from collections.abc import Iterable, Mapping
from typing import cast

from controller.clock import Clock
from drivers import catalog
from drivers.clues import own_language
from drivers.errors import DeviceError, NotAuthorised
from drivers.points import Place
from drivers.transport.address import parse
from drivers.transport.connecting import connect
from web.discovery.finding import Found
from web.recording.conversation import Conversation, Enough

SEARCH, ANSWER = b"%2SRCH\r", re.compile(rb"%2ACKN=([0-9A-Fa-f:]{17})", re.IGNORECASE)
PORT = 4352
WAIT = 11.0
"""Seconds to wait: a projector may take up to ten, so that not all answer at once."""
ASKED = ("maker", "model", "name")


class Search(asyncio.DatagramProtocol):
    """One call into the network. Projectors answer to port 4352 of the caller, where that is free."""

    def __init__(self, clock: Clock, port: int = PORT, reply_port: int = PORT) -> None:
        self.port, self.reply_port, self._clock = port, reply_port, clock
        self.found: dict[tuple[str, int], str] = {}
        self.heard = asyncio.Event()
        self._socket: asyncio.DatagramTransport | None = None

    async def run(self, targets: Iterable[str], enough: Enough) -> list[Found]:
        """Who answered until it was enough, each asked its name; `targets` are addresses, also broadcast."""
        await self._open()
        try:
            for target in targets:
                self._say(target)
            await enough.wait()
        finally:
            if self._socket is not None:
                self._socket.close()
        asked = [self._who(host, port) for (host, port) in sorted(self.found)]
        return [await one for one in asked]

    async def _open(self) -> None:
        loop = asyncio.get_running_loop()
        for port in (self.reply_port, 0):
            try:
                await loop.create_datagram_endpoint(
                    lambda: self, local_addr=("0.0.0.0", port), allow_broadcast=True
                )
            except OSError:  # a projector's own simulator, or our service, listens there
                continue
            return

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._socket = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if answer := ANSWER.match(data):
            self.found[addr[0], addr[1] if self.port != PORT else PORT] = answer[1].decode().lower()
            self.heard.set()

    def error_received(self, exc: Exception) -> None:
        """Nobody is there."""

    def _say(self, target: str) -> None:
        if self._socket is not None:
            self._socket.sendto(SEARCH, (target, self.port))

    # ------------------------------------------------------------ one projector

    async def _who(self, host: str, port: int) -> Found:
        address = f"tcp://{host}:{port}"
        told, locked = await self._told(address)
        said = " ".join(told[key] for key in ASKED if told.get(key)) or self.found[host, port]
        own = own_language(told.get("maker", ""))
        lines = ("password: ${PJ_PASSWORD}",) if locked else ()
        return Found("pjlink", host, address, "pjlink", said, (own,) if own else (), lines)

    async def _told(self, address: str) -> tuple[Mapping[str, str], bool]:
        """What it says of itself; whether it wants a password first."""
        talk = Conversation(catalog.get("pjlink"), {}, connect(parse(address)), self._clock, lambda _: None)
        try:
            await talk.link.open()
            await talk.ask(Place(key) for key in ASKED)
        except NotAuthorised:
            return {}, True
        except DeviceError:
            pass
        finally:
            talk.link.close()
        return {place.key: str(value) for place, value in talk.known.items() if value}, False
