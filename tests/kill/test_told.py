"""R22: whatever a page was told as landed before the service died is found again, and undo lists it.

The disk is slow: every group of lines takes 0.3 s longer, while devices answer at once. The service is killed
the moment a page is told that so many steps have landed.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.kill.test_scene import SIZES, arranged, leaves, open_page
from tests.stories.hall import Hall, opened

LANDED = ("ok", "failed", "unverifiable", "put_back")


async def forgotten(hall: Hall, scene: str, count: int) -> list[str]:
    """What was told as landed, and is not found again or not in what undo brings back or lists."""
    tablet = await arranged(hall, scene)
    run = await tablet.run(scene)
    await tablet.until(lambda: len(told(tablet.runs[run])) >= count)
    seen = told(tablet.runs[run])
    await hall.kill()
    await hall.leave()
    await hall.serve(AUDITORIUM_PLANT="slow_disk")
    page = await open_page(hall)
    await page.until(lambda: run in page.runs)
    again = page.runs[run]
    found = {one["path"]: one["state"] for one in leaves(again)}
    wrong = [f"{name(one)} had landed, and is {found[path]}" for path, one in seen.items()
             if found[path] != one["state"]]  # fmt: skip
    listed = {*again["undo_lists"], *await put_back(hall, page, again)}
    wrong += [f"undo says nothing of {name(one)}" for one in seen.values() if name(one) not in listed]
    await hall.leave()
    return wrong


def told(run: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The steps that have moved something, by what a page is told."""
    moved = (one for one in leaves(run) if one["state"] in LANDED and one["kind"] != "wait")
    return {one["path"]: one for one in moved}


def name(step: dict[str, Any]) -> str:
    """What it is about, as undo lists it."""
    return str(step.get("ref") or f"{step['device']}/{step['action']}")


async def put_back(hall: Hall, page: Any, run: dict[str, Any]) -> list[str]:
    """What undo brings back."""
    if not run["can_undo"]:
        return []
    status, body = await hall.people[-1].ask("POST", f"/runs/{run['id']}/undo", {})
    assert status == 202, body
    await page.until(lambda: page.runs[run["id"]]["state"] == "undone")
    return [str(one["ref"]) for one in page.runs[run["id"]]["put_back"]]


async def test_r22_what_was_told_before_a_death_is_known_after_it(tmp_path: Path) -> None:
    async with opened(tmp_path, speed=20, serve={"AUDITORIUM_PLANT": "slow_disk"}) as hall:
        assert await forgotten(hall, "lecture", 3) == []


@pytest.mark.slow
async def test_r22_in_every_sample_scene(tmp_path: Path) -> None:
    async with opened(tmp_path, speed=20, serve={"AUDITORIUM_PLANT": "slow_disk"}) as hall:
        for scene in ("lecture", "film", "ceremony", "overflow"):
            for count in (one for one in (1, 2, 4, 6) if one < SIZES[scene]):
                assert await forgotten(hall, scene, count) == [], (scene, count)


async def test_a_planted_bug_is_found(tmp_path: Path) -> None:
    bug = {"AUDITORIUM_PLANT": "slow_disk,landings_are_told_early"}
    async with opened(tmp_path, speed=20, serve=bug) as hall:
        assert await forgotten(hall, "lecture", 3) != []
