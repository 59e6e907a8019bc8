"""REQ-11, R22: every sample scene, the service killed at each of its steps.

The run is found again as it stood, interrupted; nothing goes on by itself and nothing done once is done
twice; resuming it brings the room to where the scene wanted it, undoing it to where it was. The simulators
are asked how the devices really are.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.record.checker import broken_promises
from tests.stories.hall import Hall, opened
from tests.stories.person import Tablet
from tests.stories.wires import Wires

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

CLOSE = 0.06
LANDED = ("ok", "already", "unverifiable", "failed")
LATE = (
    "matrix/video_tie/5",
    "matrix-2/video_tie/4",
    "mixer/fader/8",
    "pdu-a/outlet/8",
    "main-projector/power",
)
"""What is read late of each device: once it is known, all that would be said at a start was said."""
OPEN = {
    "matrix": {"video_tie/1": 0, "video_tie/2": 0, "video_tie/3": 0, "video_tie/5": 0, "video_tie/6": 0},
    "matrix-2": {"video_tie/1": 0, "video_tie/3": 0},
    "main-projector": {"power": "off"},
    "side-projector": {"power": "off"},
    "mixer": {
        **{f"mute/{channel}": True for channel in (1, 2, 3, 5, 6)},
        **{f"fader/{channel}": -40.0 for channel in (1, 5, 6, 8)},
        "mute/8": False,
        "mute_group/1": True,
        "mute_group/2": True,
    },
}
"""The room before each run, so that every step has something to move."""
LIT = {
    "matrix": {"video_tie/1": 1, "video_tie/2": 1},
    "main-projector": {"power": "on"},
    "side-projector": {"power": "on"},
    "mixer": {"mute_group/1": False},
}
ROOMS = {"film": {**OPEN, "side-projector": {"power": "on"}}, "all-off": LIT}
SIZES = {"lecture": 13, "film": 11, "ceremony": 18, "overflow": 5, "all-off": 5}
"""How many steps at a device each scene has."""
CASES = [(scene, count) for scene, size in SIZES.items() for count in range(size)]


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


def leaves(run: dict[str, Any]) -> list[dict[str, Any]]:
    """Its steps at devices."""
    return [step for step in run["steps"] if step["kind"] not in ("together", "in_turn")]


def landed(run: dict[str, Any]) -> int:
    """How many of them have landed."""
    return sum(step["state"] in LANDED for step in leaves(run))


async def truth(hall: Hall) -> dict[str, Any]:
    """How every point of every device really is."""
    found = {device: await hall.devices.model(device) for device in hall.names}
    return {f"{device}/{key}": value for device, model in found.items() for key, value in model.items()}


async def arranged(hall: Hall, scene: str) -> Tablet:
    """The room before a run, and a page that shows it."""
    room = ROOMS.get(scene, OPEN)
    for device, values in room.items():
        await hall.devices.panel(device, **values)
    tablet = await open_page(hall)
    for device, values in room.items():
        for key, value in values.items():
            await tablet.shows(f"{device}/{key}", value)
    return tablet


async def killed(hall: Hall, scene: str, count: int, bug: str = "") -> list[str]:
    """What is wrong after a service was killed when `count` steps had landed, and another took its place."""
    tablet = await arranged(hall, scene)
    wires = await Wires.begin(hall.devices)
    run = await tablet.run(scene)
    await tablet.until(lambda: landed(tablet.runs[run]) >= count)
    seen = tablet.runs[run]
    await hall.kill()
    await hall.leave()
    silence = await Wires.begin(hall.devices)
    wrong = broken_promises(hall.data / "auditorium.db", [])
    await hall.serve(**({"AUDITORIUM_PLANT": bug} if bug else {}))
    page = await open_page(hall)
    await page.until(lambda: run in page.runs)
    again = page.runs[run]
    wrong += lies(seen, again, await truth(hall))
    if (moved := await silence.orders()) != {}:
        wrong.append(f"it went on by itself: {moved}")
    if again["state"] == "interrupted":
        wrong += await (resumed if count % 2 else undone)(hall, page, again)
    if (await wires.orders()).get("matrix-2", []).count("1.") > 1:
        wrong.append("the preset was recalled twice")
    await hall.leave()
    return wrong


def lies(seen: dict[str, Any], again: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Where the record says otherwise than a page was told, or than the devices are."""
    found = []
    if again["state"] not in ("interrupted", "done"):
        found.append(f"the run is {again['state']}")
    if again["state"] == "done" and seen["state"] != "done" and any(not ok(one) for one in leaves(again)):
        found.append("the run is said to be done and is not")
    for was, one in zip(leaves(seen), leaves(again), strict=True):
        if ok(was) and not ok(one):
            found.append(f"{was['ref']} was confirmed, and is {one['state']}")
        if one["kind"] == "set" and ok(one) and not stands(one, now):
            found.append(f"{one['ref']} is said to be {one['to']} and is {now[one['ref']]}")
        if one["state"] in ("running", "waiting"):
            found.append(f"{one.get('ref')} is still {one['state']}")
    return found


def stands(step: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether a point is as a step wished, or on its way there."""
    here = now[step["ref"]]
    return here in ("warming", "cooling") or same(here, step["to"])


def same(one: Any, other: Any) -> bool:
    """Whether two values are one; a console keeps a level in steps of its own."""
    if isinstance(one, float) or isinstance(other, float):
        return abs(one - other) < CLOSE
    return bool(one == other)


def ok(step: dict[str, Any]) -> bool:
    """Whether it is said to have gone well."""
    return step["state"] in ("ok", "already", "unverifiable")


async def resumed(hall: Hall, page: Tablet, run: dict[str, Any]) -> list[str]:
    """It may go on; then the room is as the scene wants it."""
    status, body = await hall.people[-1].ask("POST", f"/runs/{run['id']}/resume", {})
    if status != 202:
        return [f"it may not go on: {body}"]
    await page.until(lambda: page.runs[run["id"]]["state"] == "done")
    now = await truth(hall)
    last = {one["ref"]: one["to"] for one in leaves(page.runs[run["id"]]) if one["kind"] == "set"}
    return [f"{ref} is {now[ref]}, not {to}" for ref, to in last.items() if not same(now[ref], to)]


async def undone(hall: Hall, page: Tablet, run: dict[str, Any]) -> list[str]:
    """It may be undone, if anything reversible was moved; then that is as it was."""
    moved = [one for one in leaves(run) if one["kind"] == "set" and ok(one) and one["from"] != one["to"]]
    back = [one for one in moved if one["ref"] not in run["undo_lists"] and "/power" not in one["ref"]]
    if not run["can_undo"]:
        return [f"{back} could be put back, and that is not offered"] if back else []
    status, body = await hall.people[-1].ask("POST", f"/runs/{run['id']}/undo", {})
    if status != 202:
        return [f"it may not be undone: {body}"]
    await page.until(lambda: page.runs[run["id"]]["state"] == "undone")
    now = await truth(hall)
    return [f"{one['ref']} is {now[one['ref']]}, not {one['from']}" for one in back
            if not same(now[one["ref"]], one["from"])]  # fmt: skip


@pytest.mark.parametrize(("scene", "count"), CASES)
async def test_r22_killed_after_any_step_nothing_is_lost_and_nothing_goes_on_by_itself(
    hall: Hall, scene: str, count: int
) -> None:
    assert await killed(hall, scene, count) == []


@pytest.mark.parametrize(
    ("bug", "count"), [("runs_go_on_by_themselves", 3), ("interruptions_are_forgotten", 3)]
)
async def test_a_planted_bug_is_found(hall: Hall, bug: str, count: int) -> None:
    assert await killed(hall, "lecture", count, bug) != []
    await hall.kill()
    await hall.serve()
