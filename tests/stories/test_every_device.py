"""One device of every driver in one hall, over real sockets: read, obeying, and found out when deaf."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from drivers import catalog
from drivers.points import Point, Value
from tests.stories.hall import BackDoor
from tests.stories.person import Person, Tablet
from tests.stories.processes import Child, free_port, own_host

SLOW = "phantom trim outlet standby power"
"""Points that a device refuses in some states, or that take their time: tried where there is no other."""


class Wish(NamedTuple):
    """What is tried at one device."""

    device: str
    ref: str
    there: Value
    back: Value


class Every:
    """The hall, one tablet in it, and the devices' back door."""

    def __init__(self, tablet: Tablet, door: BackDoor) -> None:
        self.tablet, self.door = tablet, door
        ids = {ref.partition("/")[0] for ref in tablet.points}
        self.drivers = {id: catalog.get(id.replace("-", "_")) for id in sorted(ids)}

    def wish(self, id: str) -> Wish | None:
        """A point of a device, with another value and its own; None where none can be set."""
        refs = sorted(ref for ref in self.tablet.points if ref.startswith(f"{id}/"))
        for ref in sorted(refs, key=lambda ref: SLOW.find(ref.split("/")[1])):
            key, now = ref.split("/")[1], self.tablet.value(ref)
            point = self.drivers[id].point(key) if self.drivers[id].has(key) else None
            if point is None or not point.settable:
                continue
            others = [each for each in _values(point) if each != now and point.allows(each)]
            if self.tablet.quality(ref) in ("live", "assumed") and others and point.allows(now):
                return Wish(id, ref, others[0], now)
            if not self.drivers[id].readable(key) and len(others) > 1:  # nobody knows before it is told
                return Wish(id, ref, others[0], others[1])
        return None

    async def give(self, wishes: list[Wish], back: bool = False) -> dict[str, dict[str, Any]]:
        """Give all these orders, and wait for all their ends; answers them by device."""
        ids = {wish.device: f"{wish.device}-{next(NUMBERS)}" for wish in wishes}
        for wish in wishes:
            value = wish.back if back else wish.there
            await self.tablet.say(t="set", id=ids[wish.device], ref=wish.ref, value=value)
        try:
            await self.tablet.until(lambda: all(id in self.tablet.ends for id in ids.values()), 90)
        except AssertionError:
            unended = [wish for wish in wishes if ids[wish.device] not in self.tablet.ends]
            raise AssertionError(f"these orders never ended: {unended}") from None
        return {device: self.tablet.ends[id] for device, id in ids.items()}


def _quick(wish: Wish | None) -> bool:
    """Whether it is about something that does not take its time."""
    return wish is not None and not wish.ref.endswith("/power")


NUMBERS = count()
UNTOLD = {"nti-xl2", "scpi", "scpi-mains"}
"""Devices that have nothing to set."""


def _values(point: Point) -> tuple[Value, ...]:
    if point.values is not None:
        return point.values
    return (1, 2) if point.among else (point.range or ())


@contextlib.asynccontextmanager
async def every(folder: Path) -> AsyncIterator[Every]:
    """Start simulators and service with one device of every driver."""
    port = free_port(pair=True)
    service = await Child.start(
        "web", "--lang", "en", "demo", "--port", str(port), "--data", str(folder / "record"), "--every",
        "--speed", "20", env={"AUDITORIUM_DEMO_HOST": own_host(), "AUDITORIUM_DEMO_DIR": str(folder)},
    )  # fmt: skip
    try:
        await service.until("Ctrl-C")
        lead, door = Person(f"http://127.0.0.1:{port}", "lead"), BackDoor(f"http://127.0.0.1:{port + 1}")
        async with contextlib.AsyncExitStack() as leaving:
            leaving.push_async_callback(door.close)
            leaving.push_async_callback(lead.close)
            assert await lead.log_in("demo-lead") == 200
            yield Every(await lead.tablet(), door)
    finally:
        print(service.text)
        await service.stop()


async def test_every_device_is_read_obeys_and_is_found_out_when_it_only_says_yes(tmp_path: Path) -> None:
    async with every(tmp_path) as hall:
        for id in hall.drivers:
            await hall.tablet.link(id, "up")
        lit = [Wish(id, f"{id}/power", "on", "off") for id, one in hall.drivers.items() if one.has("power")]
        dark = {id: end for id, end in (await hall.give(lit)).items() if end["t"] != "done"}
        assert not dark, dark
        await hall.tablet.until(
            lambda: all(_quick(hall.wish(id)) for id in hall.drivers if id not in UNTOLD), 60
        )
        wishes = [wish for id in hall.drivers if (wish := hall.wish(id))]
        troubles = [id for id in hall.drivers if id not in {one.device for one in wishes} | UNTOLD]
        there, back = await hall.give(wishes), await hall.give(wishes, back=True)
        troubles += [
            f"{id}: {end}" for ends in (there, back) for id, end in ends.items() if end["t"] != "done"
        ]
        await asyncio.gather(*(hall.door.ail(wish.device, deaf=True) for wish in wishes))
        for id, end in (await hall.give(wishes)).items():
            noticed = end["t"] != "done" or end["state"] == "unverifiable"
            troubles += [] if noticed else [f"{id} is deaf, and nobody noticed: {end}"]
        assert not troubles, "\n".join(troubles)
