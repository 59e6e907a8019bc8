"""A newcomer's first minute: one command, a page, a scene that proves itself, and a clean end."""

from pathlib import Path
from typing import Any

import pytest

from tests.stories.hall import Demo, opened
from tests.stories.person import Person

LECTURE = {
    "matrix": {"video_tie/1": 1, "video_tie/2": 1, "video_tie/3": 1},
    "mixer": {"fader/1": -5, "mute/1": False, "mute/8": True, "mute_group/1": False},
    "main-projector": {"power": "on", "input": "hdmi 1", "video_mute": False},
    "side-projector": {"power": "on", "input": "hdmi 1", "video_mute": False},
}
DARK = ("input", "video_mute")
"""What a projector that is off cannot tell."""


def leaves(steps: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The steps that set something, by their path."""
    return {step["path"]: step for step in steps if step["kind"] == "set"}


async def test_one_command_a_page_a_lecture_and_a_clean_end(tmp_path: Path) -> None:
    async with opened(tmp_path, Demo, speed=4) as hall:
        stranger = Person(hall.url, "lead")
        assert await stranger.log_in("guessed wrong") == 401
        status, body = await stranger.ask("GET", "/points")
        assert (status, body.get("points")) == (401, None)
        await stranger.close()

        lead = await hall.person("lead")
        tablet = await lead.tablet()
        known = [f"{device}/{key}" for device, values in LECTURE.items() for key in values if key not in DARK]
        await tablet.until(lambda: all(tablet.quality(ref) == "live" for ref in known))

        before = {device: await hall.devices.model(device) for device in LECTURE}
        preview = await lead.get("/scenes/lecture/preview")
        assert not preview["blocked"]
        after = {device: await hall.devices.model(device) for device in LECTURE}
        for device, values in LECTURE.items():
            assert all(before[device][key] == after[device][key] for key in values)

        run = await tablet.run("lecture")
        end = await tablet.ended(run)
        assert end["state"] == "done", end

        shown, done = leaves(preview["steps"]), leaves(end["steps"])
        assert shown.keys() == done.keys()
        for path, step in done.items():
            assert (step["ref"], step["to"]) == (shown[path]["ref"], shown[path]["to"])
            if shown[path]["now"] is None:
                assert step["state"] in ("ok", "already"), step  # nobody could know before
            else:
                assert step["state"] == ("already" if shown[path]["already"] else "ok"), step
                assert step["state"] == "already" or step["from"] == shown[path]["now"], step

        told = [frame["runs"][run] for frame in tablet.frames if run in frame.get("runs", {})]
        assert len(told) > 3
        moved = (frame.get("points", {}).get("main-projector/power", {}) for frame in tablet.frames)
        powers = [one["reported"] for one in moved if one.get("reported") in ("warming", "on")]
        assert powers[0] == "warming"
        for device, values in LECTURE.items():
            really = await hall.devices.model(device)
            assert {key: really[key] for key in values} == pytest.approx(values, abs=0.3)

        again = await tablet.ended(await tablet.run("lecture"))
        assert again["state"] == "done"
        assert {step["state"] for step in leaves(again["steps"]).values()} == {"already"}

        assert hall.service
        assert await hall.service.stop() == 0, hall.service.text
        assert "Traceback" not in hall.service.text
