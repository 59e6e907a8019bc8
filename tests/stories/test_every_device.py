"""One device of every driver in one hall, over real sockets: each is read, obeys, and is found out when deaf."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from drivers import catalog
from drivers.points import Place, Point, Value
from drivers.wire.driver import Driver
from tests.stories.hall import BackDoor
from tests.stories.person import Person, Tablet
from tests.stories.processes import Child, free_port, own_host

CALM = frozenset({"power", "outlet", "phantom", "trim"})
"""Points that a device refuses in some states, or that take their time; they have stories of their own."""


class Every:
    """The hall, one tablet in it, and the devices' back door."""

    def __init__(self, tablet: Tablet, door: BackDoor) -> None:
        self.tablet, self.door = tablet, door
        ids = {ref.partition("/")[0] for ref in tablet.points}
        self.drivers = {id: catalog.get(id.replace("-", "_")) for id in sorted(ids)}

    def wishes(self, id: str) -> list[tuple[str, Value]]:
        """Two values that one of its points may take in turn, the present one last; empty where none does."""
        for place, point in _wishable(self.drivers[id]):
            ref = "/".join(map(str, (id, place.key, *place.index)))
            now = self.tablet.value(ref)
            if point.values and self.tablet.quality(ref) in ("live", "assumed") and now in point.values:
                other = next(each for each in point.values if each != now and point.allows(each))
                return [(ref, other), (ref, now)]
        return []


def _wishable(driver: Driver) -> list[tuple[Place, Point]]:
    places = [(place, driver.point(place.key)) for place in driver.places()]
    return [
        (at, p) for at, p in places if p.settable and p.values and len(p.values) > 1 and p.key not in CALM
    ]


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
        troubles = [one for id in hall.drivers for one in await _tried(hall, id)]
        assert not troubles, "\n".join(map(str, troubles))


async def _tried(hall: Every, id: str) -> list[Any]:
    """What is wrong with this device: it does not obey, or nobody notices that it is deaf."""
    wishes = hall.wishes(id)
    if not wishes:
        return []
    (ref, there), (_, back) = wishes
    ends = [await hall.tablet.set(ref, there), await hall.tablet.set(ref, back)]
    troubles = [(ref, end) for end in ends if end["t"] != "done"]
    await hall.door.ail(id, deaf=True)
    deaf = await hall.tablet.set(ref, there)
    await hall.door.ail(id)
    if hall.drivers[id].assumed:
        return troubles + ([] if deaf["t"] == "done" else [(ref, "deaf", deaf)])
    return troubles + ([(ref, "deaf, and nobody noticed", deaf)] if deaf["t"] == "done" else [])
