"""Our own link on a real socket or a real serial line, asked and told one thing at a time."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping

from controller.clock import ManualClock
from drivers.points import Place, Value
from drivers.redialling import conversation
from drivers.trace import Trace
from drivers.transport.address import parse
from drivers.transport.connecting import connect
from drivers.wire.controller import ControllerSide
from drivers.wire.driver import Driver
from drivers.wire.events import Report, Request

GUARD = 10
"""Seconds after which a story is broken; nothing waits so long."""


class Ours:
    """One conversation; `known` is what the device has told."""

    def __init__(self, driver: Driver, address: str, credentials: Mapping[str, str]) -> None:
        self.clock = ManualClock()
        self.trace = Trace(self.clock)
        self.known: dict[Place, Value] = {}
        self.lost: list[str] = []
        side = ControllerSide(driver, credentials)
        transport = connect(parse(address, driver.port))
        self.link = conversation(side, transport, self.clock, self.trace, self)

    def on_event(self, event: object) -> None:
        if isinstance(event, Report):
            self.known[event.place] = event.value

    def on_idle(self) -> None: ...

    def on_overdue(self) -> None: ...

    def on_lost(self, loss: str) -> None:
        self.lost.append(loss)

    async def ask(self, key: str, *index: int | str) -> Value:
        """What the device says of it now."""
        await self.send(self.link.side.asks([Place(key, index)]))
        return self.known.get(Place(key, index))

    async def tell(self, **wishes: Value) -> None:
        """Order it. Refused where the device says no."""
        await self.send(self.link.side.tell({Place(key): value for key, value in wishes.items()}))

    async def silently(self, **wishes: Value) -> None:
        """Order it, where silence is the yes: our clock runs on until the device could have refused."""
        request = self.link.side.tell({Place(key): value for key, value in wishes.items()})
        told = asyncio.ensure_future(self.send(request))
        async with asyncio.timeout(GUARD):
            while not told.done():
                await asyncio.sleep(0)
                self.clock.advance(request.patience / 1000)
        await told

    async def do(self, name: str, **args: Value) -> None:
        """Do it once."""
        await self.send(self.link.side.do(name, args))

    async def send(self, request: Request) -> None:
        """One exchange, whatever pause has to come before it."""
        self.clock.advance(60)
        ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.link.request(
            request, lambda error: ended.set_exception(error) if error else ended.set_result(None)
        )
        async with asyncio.timeout(GUARD):
            await ended


@contextlib.asynccontextmanager
async def ours(driver: Driver, address: str, **credentials: str) -> AsyncIterator[Ours]:
    """While inside, we are connected and greeted."""
    one = Ours(driver, address, credentials)
    async with asyncio.timeout(GUARD):
        await one.link.open()
    try:
        yield one
    finally:
        one.link.close()
