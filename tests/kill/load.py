"""Work given to a service until it is killed, and what it acknowledged of it, kept outside.

Three hands work at once: one sets points over the WebSocket as fast as they are acknowledged, one runs a
scene and does a single action, one reports tickets over HTTP. What is remembered is what somebody was told:
an `ack` frame, a 201, a run that a page shows. What was still on its way when the service died was told to
nobody.
"""

import asyncio
import contextlib
import itertools
import json
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.stories.person import Person

IN_FLIGHT = 8
FADERS, STEPS = 32, 160
"""Values that can be told apart in one round: a fader, and half decibels from -80 upwards."""
REPORTS = 3


@dataclass
class Told:
    """What one service acknowledged before it died."""

    orders: list[tuple[str, Any]] = field(default_factory=list)  # (subject, value or arguments)
    tickets: list[int] = field(default_factory=list)
    runs: set[str] = field(default_factory=set)


class Load:
    """The three hands of one person."""

    def __init__(self, person: Person, turn: int) -> None:
        self._person, self._turn = person, turn
        self._given: dict[str, tuple[str, Any]] = {}
        self._room = asyncio.Semaphore(IN_FLIGHT)
        self._begun, self._news = asyncio.Event(), asyncio.Event()
        self.told = Told()

    async def work(self) -> None:
        """Go on until the service is gone."""
        http, url = self._person.http, f"{self._person.url}/api/v1/ws"
        async with http.ws_connect(url, protocols=("auditorium.v1",), origin=self._person.url) as socket:
            hands = (self._hear(socket), self._set(socket), self._act(socket), self._report())
            await asyncio.gather(*map(until_gone, hands))

    async def acknowledged(self, count: int) -> None:
        """Wait until so many orders were acknowledged."""
        while len(self.told.orders) < count:
            self._news.clear()
            await self._news.wait()

    async def _hear(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            frame = json.loads(message.data)
            match frame["t"]:
                case "snap":
                    self._begun.set()
                case "ack" if given := self._given.pop(frame["id"], None):
                    self.told.orders.append(given)
                    self._room.release()
                    self._news.set()
                case "d":
                    self.told.runs |= {run for run, shown in frame.get("runs", {}).items() if shown}
        self._room.release()  # the setting hand may find that nobody is there

    async def _set(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        await self._begun.wait()
        for n in itertools.count():
            await self._room.acquire()
            ref, value = f"mixer/fader/{n % FADERS + 1}", -80 + 0.5 * (n // FADERS % STEPS)
            await self._give(socket, f"set-{n}", (ref, value), t="set", ref=ref, value=value)

    async def _act(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        await self._begun.wait()
        await socket.send_str(json.dumps({"t": "run", "id": f"run-{self._turn}", "scene": "ceremony"}))
        await self._room.acquire()
        args = {"preset": preset(self._turn)}
        what: dict[str, Any] = {"t": "invoke", "device": "matrix-2", "action": "recall", "args": args}
        await self._give(socket, "act", ("matrix-2/recall", args), **what)

    async def _give(
        self, socket: aiohttp.ClientWebSocketResponse, id: str, order: tuple[str, Any], **frame: Any
    ) -> None:
        self._given[id := f"{id}-{self._turn}"] = order
        await socket.send_str(json.dumps({**frame, "id": id}))

    async def _report(self) -> None:
        await self._begun.wait()
        for n in range(REPORTS):
            said = {"title": f"round {self._turn}, report {n}", "class": 3}
            status, ticket = await self._person.ask("POST", "/tickets", said)
            assert status == 201, ticket
            self.told.tickets.append(ticket["no"])


def preset(turn: int) -> int:
    """The preset that a round recalls; the scene itself recalls number 1."""
    return turn % 30 + 2


async def until_gone(hand: Awaitable[None]) -> None:
    """Work on; that the service is gone is no mistake of ours."""
    with contextlib.suppress(aiohttp.ClientError, ConnectionError, json.JSONDecodeError):
        await hand
