"""Acceptance 5, with real processes: each device of the sample hall in turn is killed, deafened, slowed and
restarted while each scene runs; what the page is told of the run is true of the simulators' own state.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.kill.test_scene import SIZES, arranged, leaves, ok, stands, truth
from tests.stories.hall import Hall, opened
from tests.stories.person import Tablet

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

DEVICES = ("main-projector", "side-projector", "matrix", "matrix-2", "mixer", "pdu-a", "pdu-b")
ILLS: dict[str, dict[str, Any]] = {
    "killed": {"silent": True, "refuse_connect": True},
    "deaf": {"deaf": True},
    "slow": {"delay": "900ms"},
    "restarted": {"reboot": 1},
}
AWAY = ("killed", "restarted")
"""What becomes of a device that is not there nobody can say: what was confirmed may be lost with it."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hall(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hall]:
    """One hall for all of it."""
    async with opened(tmp_path_factory.mktemp("ills"), speed=20) as hall:
        yield hall


async def told(hall: Hall, scene: str, device: str, ill: str) -> list[str]:
    """What a page is told of one run that is not so."""
    tablet = await arranged(hall, scene)
    await hall.devices.ail(device, **ILLS[ill])
    run = await tablet.run(scene)
    await ended(hall, tablet, run)
    now, shown = await truth(hall), tablet.runs[run]
    wrong = [*untrue(shown, now, device if ill in AWAY else ""), *unsound(shown)]
    await hall.devices.ail(device)
    await tablet.link(device, "up")
    await hall.leave()
    return wrong


async def ended(hall: Hall, tablet: Tablet, run: str) -> None:
    """Go on wherever the run asks, until it is over."""
    answered: set[str] = set()
    while tablet.runs[run]["state"] in ("running", "undoing"):
        await tablet.until(lambda: over(tablet.runs[run]) or asks(tablet.runs[run]) - answered, 130)
        for path in asks(tablet.runs[run]) - answered:
            answered.add(path)
            body = {"path": path, "choice": "go_on"}
            await hall.people[-1].ask("POST", f"/runs/{run}/answer", body)
    await asyncio.sleep(0)


def over(run: dict[str, Any]) -> bool:
    """Whether it has ended."""
    return run["state"] not in ("running", "undoing")


def asks(run: dict[str, Any]) -> set[str]:
    """The steps about which somebody has to decide."""
    return {one["path"] for one in run.get("asks", ())}


def untrue(run: dict[str, Any], now: dict[str, Any], away: str) -> list[str]:
    """Steps that stand, by what is told, and do not."""
    last = {one["ref"]: one for one in leaves(run) if one["kind"] == "set"}
    steps = [one for ref, one in last.items() if ref.split("/")[0] != away]
    return [f"{one['ref']} is said to be {one['to']} and is {now[one['ref']]}"
            for one in steps if ok(one) and not stands(one, now)]  # fmt: skip


def unsound(run: dict[str, Any]) -> list[str]:
    """What the verdict says otherwise than its steps."""
    failed = [one for one in leaves(run) if one["state"] == "failed"]
    found = [f"{one.get('ref')} failed and nobody says why" for one in failed if not one["reason"]]
    if run["state"] == "done" and failed and not run["reason"]:
        found.append("it is done, and says nothing of what failed")
    if run["state"] == "failed" and not failed:
        found.append("it failed, and nothing in it did")
    return found if over(run) else [*found, f"it is still {run['state']}"]


@pytest.mark.parametrize("ill", ILLS)
@pytest.mark.parametrize("device", DEVICES)
async def test_acceptance5_whatever_a_device_does_the_page_is_told_the_truth(
    hall: Hall, device: str, ill: str
) -> None:
    for scene in SIZES:
        assert await told(hall, scene, device, ill) == [], scene


BELIEVES = "steps_believe_the_answer,nobody_looks_at_the_end"
"""One alone is found by the other: who believes an answer is corrected by the last look."""


@pytest.mark.parametrize("bug", [BELIEVES, "failures_are_not_told"])
async def test_a_planted_bug_is_found(hall: Hall, bug: str) -> None:
    await hall.kill()
    await hall.leave()
    await hall.serve(AUDITORIUM_PLANT=bug)
    assert await told(hall, "lecture", "mixer" if bug[0] == "s" else "side-projector", "deaf") != []
    await hall.kill()
    await hall.serve()
