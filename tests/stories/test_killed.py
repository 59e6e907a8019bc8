"""kill -9 in the middle of a scene, and the service started again on the same record.

Everything that was acknowledged is there, the run is shown as interrupted, its faults and tickets are the
same ones, and no device is told anything again: neither the action of the scene nor any wish of it.
"""

from pathlib import Path
from typing import Any

from tests.record.checker import broken_promises
from tests.stories.hall import Hall, opened
from tests.stories.person import Person, Tablet
from tests.stories.wires import Wires

LAMP = "side-projector/health/lamp"
FAULT = f"{LAMP}/device_error"
FIRM = ("no", "title", "state", "class", "cause", "faults", "opened", "received", "by", "restored")


async def test_a_scene_killed_in_the_middle_is_interrupted_and_nothing_is_lost_or_repeated(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, speed=2) as hall:
        lead = await hall.person("lead")
        tablet = await lead.tablet()
        await ticket_standing(hall, tablet)
        wires = await Wires.begin(hall.devices)

        ids = [await accepted(lead, f"mixer/fader/{n}", -20 - n) for n in range(2, 8)]
        run = await tablet.run("ceremony")
        await tablet.until(lambda: tablet.value("main-projector/power") == "warming")
        await tablet.until(lambda: recalled(tablet.runs[run]))
        assert tablet.runs[run]["state"] == "running"
        before = await remembered(lead, "1")
        standing = tablet.faults[FAULT]
        await hall.kill()
        told = await wires.orders()
        assert told["matrix-2"].count("1.") == 1

        silence = await Wires.begin(hall.devices)
        assert broken_promises(hall.data / "auditorium.db", []) == []
        await hall.serve()
        page = await (await hall.person("lead")).tablet()
        await page.until(lambda: run in page.runs)
        again = page.runs[run]
        assert (again["state"], again["scene"], again["by"]) == ("interrupted", "ceremony", "lead")
        assert again["reason"]["en"]
        assert recalled(again), "what had landed has landed"
        assert any(step["state"] not in ("ok", "already", "unverifiable") for step in again["steps"])
        await page.until(lambda: FAULT in page.faults)
        assert page.faults[FAULT]["since"] == standing["since"]
        assert page.faults[FAULT]["ticket"] == 1

        person = await hall.person("lead")
        assert await remembered(person, "1") == before
        for id in ids:
            assert (await person.get(f"/commands/{id}"))["by"] == "lead"

        await page.shows("main-projector/power", "on")
        await page.until(lambda: page.quality("matrix-2/video_tie/1") == "live")
        await page.until(lambda: page.quality("mixer/fader/8") == "live")
        assert await silence.orders() == {}, "nothing is ordered because of a restart"
        assert set(page.tickets) == {"1"}

        end = await page.set("mixer/fader/9", -30)
        assert end["state"] == "confirmed"
        run = await page.ended(await page.run("lecture"))
        assert run["state"] == "done", run


async def ticket_standing(hall: Hall, tablet: Tablet) -> None:
    """Something is wrong already, and has its ticket."""
    await tablet.until(lambda: tablet.quality(LAMP) == "live")
    await hall.devices.panel("side-projector", health__lamp="warning")
    await tablet.until(lambda: tablet.tickets)
    await tablet.until(lambda: tablet.quality("matrix-2/video_tie/1") == "live")
    await tablet.until(lambda: tablet.quality("mixer/fader/8") == "live")
    await tablet.until(lambda: tablet.faults[FAULT]["ticket"] == 1)


async def accepted(person: Person, ref: str, value: Any) -> str:
    """Set a point; the id of an order that the service has acknowledged."""
    status, body = await person.ask("PUT", f"/points/{ref}", {"value": value})
    assert status == 202, body
    return str(body["id"])


async def remembered(person: Person, no: str) -> dict[str, Any]:
    """What must not change about a ticket."""
    ticket = await person.get(f"/tickets/{no}")
    trace = await person.get(f"/tickets/{no}/trace")
    return {name: ticket[name] for name in FIRM} | {"entries": ticket["entries"], "trace": trace}


def recalled(run: dict[str, Any]) -> bool:
    """Whether the scene's one action has landed."""
    return any(step["kind"] == "invoke" and step["state"] == "unverifiable" for step in run["steps"])
