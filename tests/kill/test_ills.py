"""Acceptance 5, with real processes: each device of the sample hall in turn is killed, deafened, slowed and
restarted before and while each scene runs; what the page is told of the run, of what was put back and of what
undo can do is true of the simulators' own state, the ill device's too.
"""

from collections.abc import AsyncIterator, Iterator
from itertools import cycle
from random import Random
from typing import Any

import pytest
import pytest_asyncio

from tests.kill.test_scene import SIZES, arranged, landed, leaves, ok, same, truth
from tests.stories.hall import Hall, opened
from tests.stories.person import Tablet

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

DEVICES = ("main-projector", "side-projector", "matrix", "matrix-2", "mixer", "pdu-a", "pdu-b")
ILLS: dict[str, dict[str, Any]] = {
    "killed": {"silent": True, "refuse_connect": True},
    "deaf": {"deaf": True},
    "slow": {"delay": 0.0},
    "restarted": {"reboot": 1},
}
SPEEDS = (0.9, 1.7, 2.2, 3.4, 6.0, None)
"""Seconds after which a slow device answers; None: by chance. A question waits for 2, an order for 5."""
Steps = dict[str, dict[str, Any]]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hall(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hall]:
    """One hall for all of it."""
    async with opened(tmp_path_factory.mktemp("ills"), speed=20) as hall:
        yield hall


async def told(hall: Hall, scene: str, device: str, how: dict[str, Any], during: bool = False) -> list[str]:
    """What a page is told of one run that is not so; the device is ill before, or once a third has landed."""
    tablet = await arranged(hall, scene)
    before = await truth(hall)
    if not during:
        await hall.devices.ail(device, **how)
    run = await tablet.run(scene)
    if during:
        await tablet.until(lambda: over(tablet.runs[run]) or landed(tablet.runs[run]) > SIZES[scene] // 3)
        await hall.devices.ail(device, **how)
    await ended(hall, tablet, run)
    now, shown = await truth(hall), tablet.runs[run]
    wrong = [*untrue(shown, now, device if "reboot" in how else ""), *unsound(shown)]
    await hall.devices.ail(device)
    await tablet.link(device, "up")
    wrong += await displaced(hall, tablet, shown, before, now)
    await hall.leave()
    return wrong


async def ended(hall: Hall, tablet: Tablet, run: str, choice: str = "go_on") -> None:
    """Go on wherever the run asks, until it is over."""
    answered: set[str] = set()
    while not over(tablet.runs[run]):
        await tablet.until(lambda: over(tablet.runs[run]) or asks(tablet.runs[run]) - answered, 130)
        for path in asks(tablet.runs[run]) - answered:
            answered.add(path)
            body = {"path": path, "choice": choice}
            await hall.people[-1].ask("POST", f"/runs/{run}/answer", body)


def over(run: dict[str, Any]) -> bool:
    """Whether it has ended."""
    return run["state"] not in ("running", "undoing")


def asks(run: dict[str, Any]) -> set[str]:
    """The steps about which somebody has to decide."""
    return {one["path"] for one in run.get("asks", ())}


def last(run: dict[str, Any]) -> Steps:
    """The last wish of a run for each point."""
    return {one["ref"]: one for one in leaves(run) if one["kind"] == "set"}


def untrue(run: dict[str, Any], now: dict[str, Any], restarted: str) -> list[str]:
    """Steps that stand, and points that are back, by what is told, and do not and are not.

    A step that was confirmed before its device restarted claims nothing any more once its run has failed.
    """
    steps = last(run).items()
    claimed = [one for ref, one in steps if run["state"] == "done" or ref.split("/")[0] != restarted]
    back = {one["ref"]: one for one in run["put_back"]}
    said = [(one["ref"], one["to"], "to be") for one in claimed if stood(one) and one["ref"] not in back]
    said += [(ref, one["value"], "to be back at") for ref, one in back.items() if stood(one)]
    said += [(one["ref"], one["from"], "to be back at") for _, one in steps if one["state"] == "put_back"]
    return [f"{ref} is said {what} {value} and is {now[ref]}"
            for ref, value, what in said if not same(now[ref], value)]  # fmt: skip


def stood(one: dict[str, Any]) -> bool:
    """Whether it was read back, or found so."""
    return one["state"] in ("ok", "already")


def unsound(run: dict[str, Any]) -> Iterator[str]:
    """What the verdict says otherwise than its steps."""
    failed = [one for one in leaves(run) if one["state"] == "failed"]
    yield from (f"{one.get('ref')} failed and nobody says why" for one in failed if not one["reason"])
    if run["state"] == "done" and failed and not run["reason"]:
        yield "it is done, and says nothing of what failed"
    if run["state"] == "failed" and not failed:
        yield "it failed, and nothing in it did"
    if not over(run):
        yield f"it is still {run['state']}"


async def displaced(
    hall: Hall, tablet: Tablet, run: dict[str, Any], before: dict[str, Any], now: dict[str, Any]
) -> list[str]:
    """What a run that was not done left as it wanted it, and neither lists nor, once all is well, undoes."""
    moved = [ref for ref, one in last(run).items()
             if same(now[ref], one["to"]) and not same(now[ref], before[ref])]  # fmt: skip
    left = [ref for ref in moved if ref not in run["undo_lists"]]
    if run["state"] == "done" or not left:
        return []
    if not run["can_undo"]:
        return [f"{left} are displaced, and nobody says so"]
    status, body = await hall.people[-1].ask("POST", f"/runs/{run['id']}/undo", {})
    if status != 202:
        return [f"it may not be undone: {body}"]
    await tablet.until(lambda: tablet.runs[run["id"]]["state"] not in ("failed", "undoing"))
    undone, then = tablet.runs[run["id"]], await truth(hall)
    wrong = untrue(undone, then, "")
    told = {one["ref"] for one in undone["put_back"] if not ok(one)}
    return wrong + [f"{ref} was undone and is {then[ref]}, not {before[ref]}"
                    for ref in left if ref not in told and not same(then[ref], before[ref])]  # fmt: skip


def ills(device: str, ill: str) -> Iterator[dict[str, Any]]:
    """How a device is ill in one case after the other; a slow one in all its speeds."""
    chance = Random(device)
    for speed in cycle(SPEEDS):
        seconds = chance.uniform(0.9, 6.0) if speed is None else speed
        yield {"delay": f"{round(seconds * 1000)}ms"} if ill == "slow" else ILLS[ill]


@pytest.mark.parametrize("during", [False, True], ids=["before", "during"])
@pytest.mark.parametrize("ill", ILLS)
@pytest.mark.parametrize("device", DEVICES)
async def test_acceptance5_whatever_a_device_does_the_page_is_told_the_truth(
    hall: Hall, device: str, ill: str, during: bool
) -> None:
    found = {}
    for scene, how in zip(SIZES, ills(device, ill), strict=False):
        if wrong := await told(hall, scene, device, how, during):
            found[scene, str(how)] = wrong
    assert found == {}


async def overruled(hall: Hall) -> list[str]:
    """A person sets a fader while the scene's own order for it is on its way; then a vital step fails."""
    tablet = await arranged(hall, "lecture")
    await hall.devices.ail("mixer", delay="600ms")
    await hall.devices.ail("matrix", deaf=True)
    run = await tablet.run("lecture")
    status, _ = await hall.people[-1].ask("PUT", "/points/mixer/fader/1", {"value": -15})
    assert status == 202
    await ended(hall, tablet, run)
    now, shown = await truth(hall), tablet.runs[run]
    for device in ("mixer", "matrix"):
        await hall.devices.ail(device)
    wrong = [*untrue(shown, now, ""), *unsound(shown)]
    if shown["state"] != "failed":
        wrong.append(f"it is {shown['state']}")
    if not same(now["mixer/fader/1"], -15.0):
        wrong.append(f"he wanted -15, and it is {now['mixer/fader/1']}")
    await hall.leave()
    return wrong


async def test_req11_who_sets_a_point_while_a_scene_is_at_it_keeps_it(hall: Hall) -> None:
    assert await overruled(hall) == []


LOOKS = ",nobody_looks_at_the_end"
"""One bug alone is found by the hall itself: who believes too much is corrected by the last look."""


@pytest.mark.parametrize(
    ("bug", "device", "how"),
    [
        ("steps_believe_the_answer" + LOOKS, "mixer", {"deaf": True}),
        ("failures_are_not_told", "side-projector", {"deaf": True}),
        ("what_is_under_way_is_forgotten" + LOOKS, "matrix", {"delay": "1700ms"}),
        ("people_are_put_back", "", {}),
    ],
)
async def test_a_planted_bug_is_found(hall: Hall, bug: str, device: str, how: dict[str, Any]) -> None:
    await hall.kill()
    await hall.leave()
    await hall.serve(AUDITORIUM_PLANT=bug)
    assert await (told(hall, "lecture", device, how) if device else overruled(hall)) != []
    await hall.kill()
    await hall.leave()
    await hall.serve()
