"""A wrong password is shown as that, is tried once, and is right again when a person has corrected it."""

from pathlib import Path

from tests.stories.hall import Hall, opened

PROJECTOR = "main-projector"


async def refusals(hall: Hall) -> int:
    """How often the projector has refused a password."""
    frames = (await hall.devices.wire(PROJECTOR))["frames"]
    return sum(one["dir"] == "<" and "ERRA" in one["text"] for one in frames)


async def test_a_wrong_password_locks_us_out_after_one_attempt_until_it_is_corrected(tmp_path: Path) -> None:
    async with opened(tmp_path, serve={"AUDITORIUM_DEMO_PJLINK": "not-this-one"}) as hall:
        tablet = await (await hall.person("engineer")).tablet()
        await tablet.link(PROJECTOR, "locked_out")
        await tablet.until(lambda: f"{PROJECTOR}/locked_out" in tablet.faults)
        await tablet.until(lambda: tablet.tickets)
        assert [one["cause"] for one in tablet.tickets.values()] == [f"{PROJECTOR}/locked_out"]
        assert await refusals(hall) == 1

        end = await tablet.set(f"{PROJECTOR}/power", "on")
        assert end["t"] == "err"
        assert "password" in end["problem"]["sentence"]["en"], end
        beats = sum(frame["t"] == "beat" for frame in tablet.frames)
        await tablet.until(lambda: sum(frame["t"] == "beat" for frame in tablet.frames) >= beats + 4)
        assert await refusals(hall) == 1
        assert tablet.value(f"{PROJECTOR}/link") == "locked_out"

        assert hall.service
        assert await hall.service.stop() == 0
        await hall.serve()
        tablet = await (await hall.person("engineer")).tablet()
        await tablet.link(PROJECTOR, "up")
        await tablet.until(lambda: all(one["restored"] for one in tablet.tickets.values()))
