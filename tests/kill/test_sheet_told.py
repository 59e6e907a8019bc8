"""R22: a readiness sheet that somebody has, or a mode that was acknowledged, is the same after a death.

The disk is slow, and the service is killed the moment a sheet is shown as ended, or an answer has come.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.kill.test_scene import open_page
from tests.stories.hall import Hall, opened


async def given_out(hall: Hall) -> tuple[dict[str, Any], dict[str, Any]]:
    """A sheet as it was given out first, and the one of the same name in the next life."""
    await open_page(hall)
    lead = hall.people[-1]
    status, begun = await lead.ask("POST", "/readiness", {})
    assert status == 202, begun
    sheet = begun
    while sheet["ended"] is None:
        sheet = await lead.get(f"/readiness/{begun['id']}")
    await hall.kill()
    await hall.leave()
    await hall.serve()
    await open_page(hall)
    return sheet, await hall.people[-1].get(f"/readiness/{begun['id']}")


async def test_r22_a_sheet_that_was_given_out_is_the_same_after_a_death(tmp_path: Path) -> None:
    async with opened(tmp_path, speed=20, serve={"AUDITORIUM_PLANT": "slow_disk"}) as hall:
        before, after = await given_out(hall)
        assert before["signature"]
        assert before == after


@pytest.mark.slow
async def test_a_sheet_that_is_told_early_is_found(tmp_path: Path) -> None:
    bug = {"AUDITORIUM_PLANT": "slow_disk,sheets_are_told_early"}
    async with opened(tmp_path, speed=20, serve=bug) as hall:
        before, after = await given_out(hall)
        assert before != after


async def test_r22_show_mode_that_was_acknowledged_is_armed_after_a_death(tmp_path: Path) -> None:
    async with opened(tmp_path, speed=20, serve={"AUDITORIUM_PLANT": "slow_disk"}) as hall:
        lead = await hall.person("lead")
        assert await lead.ask("POST", "/mode", {"mode": "show"}) == (200, {"mode": "show"})
        await hall.kill()
        await hall.leave()
        await hall.serve()
        assert (await (await hall.person("lead")).get("/hall"))["mode"] == "show"
