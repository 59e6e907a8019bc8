"""Killed at any moment under load, the service keeps all that it acknowledged, once, and repeats nothing.

The service of the demonstration's hall dies sixty times, after some hundred acknowledgements more or less,
with orders, tickets and a scene under way; its simulators live on and remember what they were told. After
each death the record is read as it lies there; after each start no device may hear an order again, and no run
may go on by itself.
"""

import asyncio
import random
from pathlib import Path

import pytest

from tests.kill.load import Load, preset
from tests.kill.records import Reading
from tests.stories.hall import Hall, opened
from tests.stories.wires import Wires

pytestmark = pytest.mark.slow

ROUNDS = 60
FEWEST, MOST = 1, 300
"""Acknowledgements until the kill: about 50 to 600 ms of work."""
READ_THROUGH = ("matrix-2/video_tie/1", "mixer/fader/32", "matrix/video_tie/1", "pdu-a/outlet/8")
"""What is read late of each device: once it is known, all that would be said at a start was said."""


class Deaths:
    """A hall whose service is killed again and again, each time started with `env`."""

    def __init__(self, hall: Hall, env: dict[str, str]) -> None:
        self._hall, self._env = hall, env
        self._dice = random.Random()
        self._record = Reading(hall.data / "auditorium.db")

    async def round(self, turn: int) -> list[str]:
        """One life and death; what is wrong afterwards."""
        load = Load(await self._hall.person("lead"), turn)
        wires = await Wires.begin(self._hall.devices)
        work = asyncio.ensure_future(load.work())
        await asyncio.wait_for(load.acknowledged(self._dice.randint(FEWEST, MOST)), 60)
        await self._hall.kill()
        await asyncio.wait_for(work, 60)
        await self._hall.leave()
        return [*self._record.wrong(load.told), *await self._start(wires, turn)]

    async def _start(self, wires: Wires, turn: int) -> list[str]:
        """Start again: what a device heard twice, or heard because of the start."""
        silence = await Wires.begin(self._hall.devices)
        await self._hall.serve(**self._env)
        page = await (await self._hall.person("guest")).tablet()
        await page.until(lambda: all(page.quality(ref) == "live" for ref in READ_THROUGH))
        heard = (await wires.orders()).get("matrix-2", [])
        found = [f"preset {n} was recalled twice" for n in (1, preset(turn)) if heard.count(f"{n}.") > 1]
        found += [f"told after the start: {one}" for one in (await silence.orders()).items()]
        going = {run["state"] for run in page.runs.values()} & {"running", "stopping", "undoing"}
        await self._hall.leave()
        return [*found, *(f"a run is still {state}" for state in going)]


async def deaths(folder: Path, **env: str) -> list[str]:
    """What was found wrong within sixty deaths; the first that finds something is the last."""
    async with opened(folder, speed=50, serve=env) as hall:
        many = Deaths(hall, env)
        for turn in range(ROUNDS):
            if found := await many.round(turn):
                return found
    return []


async def test_nothing_acknowledged_is_lost_and_nothing_repeated_in_sixty_deaths(tmp_path: Path) -> None:
    assert await deaths(tmp_path) == []


async def test_the_harness_catches_an_acknowledgement_before_the_commit(tmp_path: Path) -> None:
    found = await deaths(tmp_path, AUDITORIUM_PLANT="ack_before_commit")
    assert any("was acknowledged and is" in one or "was shown and is lost" in one for one in found), found
