"""A scene killed after each of its steps: interrupted, may be undone, and never gone on with by itself."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.record.checker import broken_promises
from tests.stories.hall import Hall, opened
from tests.stories.person import Tablet
from tests.stories.wires import Wires

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

PROJECTOR = "main-projector/power"
LANDED = ("ok", "already", "unverifiable", "failed")
LATE = (
    "matrix/video_tie/5",
    "matrix-2/video_tie/4",
    "mixer/fader/8",
    "pdu-a/outlet/8",
    "main-projector/power",
)
"""What is read late of each device: once it is known, all that would be said at a start was said."""
BEFORE = {
    "matrix": {"video_tie/1": 0, "video_tie/2": 0, "video_tie/5": 0},
    "main-projector": {"power": "off"},
    "side-projector": {"power": "off"},
    "mixer": {"mute/2": True, "mute/3": True, "mute/8": True, "mute_group/1": True, "mute_group/2": True},
}
"""The room before each run, so that every step has something to move."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hall(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hall]:
    """One hall for all the deaths."""
    async with opened(tmp_path_factory.mktemp("scene"), speed=20) as hall:
        yield hall


async def open_page(hall: Hall) -> Tablet:
    """A page that shows the room as it is."""
    tablet = await (await hall.person("lead")).tablet()
    await tablet.until(lambda: all(tablet.quality(ref) == "live" for ref in LATE))
    return tablet


def landed(run: dict[str, Any]) -> int:
    """How many of its steps have landed."""
    return sum(
        step["state"] in LANDED for step in run["steps"] if step["kind"] not in ("together", "in_turn")
    )


@pytest.mark.parametrize("count", [0, 1, 3, 6, 7, 8, 9, 12, 15])
async def test_a_scene_killed_after_any_step_is_interrupted_and_repeats_nothing(
    hall: Hall, count: int
) -> None:
    for device, values in BEFORE.items():
        await hall.devices.panel(device, **values)
    tablet = await open_page(hall)
    await tablet.shows(PROJECTOR, "off")
    await tablet.shows("matrix/video_tie/5", 0)
    wires = await Wires.begin(hall.devices)
    run = await tablet.run("ceremony")
    await tablet.until(lambda: landed(tablet.runs[run]) >= count)
    seen = tablet.runs[run]
    await hall.kill()
    await hall.leave()

    silence = await Wires.begin(hall.devices)
    assert broken_promises(hall.data / "auditorium.db", []) == []
    await hall.serve()
    page = await open_page(hall)
    await page.until(lambda: run in page.runs)
    again = page.runs[run]
    assert again["state"] == "interrupted" or seen["state"] == "done" or count == 15, again
    assert {one["id"] for one in page.runs.values() if one["state"] == "running"} == set()
    assert await silence.orders() == {}, "nothing goes on by itself"
    assert (await wires.orders()).get("matrix-2", []).count("1.") <= 1
    if again["state"] == "interrupted" and count >= 6:
        assert again["can_undo"], again
        status, undone = await hall.people[-1].ask("POST", f"/runs/{run}/undo", {})
        assert status in (200, 202), undone
        await page.until(lambda: page.runs[run]["state"] == "undone")
        assert (await hall.devices.model("matrix"))["video_tie/5"] == 0
    await hall.leave()
