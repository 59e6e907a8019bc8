"""Several people in one hall: they see the same, may do what their role allows, and queue nothing."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.stories.hall import Hall, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hall(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hall]:
    """One hall for the file."""
    async with opened(tmp_path_factory.mktemp("people")) as hall:
        yield hall


async def test_two_tablets_see_the_same(hall: Hall) -> None:
    one = await (await hall.person("lead")).tablet()
    two = await (await hall.person("operator")).tablet()
    for tablet in (one, two):
        await tablet.link("matrix", "up")
        await tablet.until(lambda tablet=tablet: tablet.quality("matrix/video_tie/2") == "live")
    end = await one.set("matrix/video_tie/2", 5)
    assert (end["t"], end["state"]) == ("done", "confirmed")
    await two.shows("matrix/video_tie/2", 5)

    await hall.devices.panel("matrix", video_tie__2=6)
    await one.shows("matrix/video_tie/2", 6)
    await two.until(lambda: two.rev >= one.rev)
    await one.until(lambda: one.rev >= two.rev)
    assert one.points["matrix/video_tie/2"] == two.points["matrix/video_tie/2"]
    assert not two.ends, "the life of an order is for the one who gave it"


async def test_a_role_that_is_too_low_is_refused_and_nothing_is_sent(hall: Hall) -> None:
    guest = await hall.person("guest")
    tablet = await guest.tablet()
    await tablet.link("matrix", "up")
    mark = await hall.devices.mark("matrix")
    end = await tablet.set("matrix/video_tie/3", 7)
    assert end["t"] == "err"
    assert end["problem"]["sentence"]["zh"]
    assert end["problem"]["sentence"]["en"]
    status, problem = await guest.ask("POST", "/scenes/lecture/run", {})
    assert status == 403, problem
    assert (await guest.ask("PUT", "/points/matrix/video_tie/3", {"value": 7}))[0] == 403
    assert not [text for text in await hall.devices.heard("matrix", mark) if text.startswith("7*3")]

    operator = await (await hall.person("operator")).tablet()
    await operator.link("pdu-a", "up")
    end = await operator.set("pdu-a/outlet/7", False)
    assert end["t"] == "err", "an operator does not cut power"
    assert (await hall.devices.model("pdu-a"))["outlet/7"] is True


async def test_the_hot_projectors_outlet_is_not_cut(hall: Hall) -> None:
    tablet = await (await hall.person("engineer")).tablet()
    await tablet.shows("pdu-a/outlet/1", True)
    await tablet.until(lambda: tablet.quality("main-projector/power") == "live")
    if tablet.value("main-projector/power") != "on":
        assert (await tablet.set("main-projector/power", "on"))["state"] == "confirmed"
    end = await tablet.set("pdu-a/outlet/1", False)
    assert end["t"] == "err"
    assert "Main projector" in end["problem"]["sentence"]["en"], end
    assert (await hall.devices.model("pdu-a"))["outlet/1"] is True


async def test_a_tablet_that_was_cut_off_queues_nothing_and_resumes_where_it_was(hall: Hall) -> None:
    person = await hall.person("lead")
    tablet = await person.tablet()
    await tablet.until(lambda: tablet.quality("matrix/video_tie/4") == "live")
    rev, mark = tablet.rev, await hall.devices.mark("matrix")
    tablet.cut()
    await hall.devices.panel("matrix", video_tie__4=8)

    again = await person.tablet(rev=rev)
    await again.until(lambda: again.value("matrix/video_tie/4") == 8)
    assert "snap" not in {frame["t"] for frame in again.frames}, "what was missed is enough"
    heard = await hall.devices.heard("matrix", mark)
    assert not [text for text in heard if text.endswith(("%", "!", "$")) and "*" in text], heard


async def test_an_order_that_was_held_up_on_the_way_is_refused(hall: Hall) -> None:
    tablet = await (await hall.person("lead")).tablet()
    mark = await hall.devices.mark("matrix")
    end = await tablet.order("set", ref="matrix/video_tie/4", value=2, at="2026-01-01T00:00:00Z")
    assert end["t"] == "err"
    assert end["problem"]["code"] == "too_late"
    assert not [text for text in await hall.devices.heard("matrix", mark) if text.startswith("2*4")]


async def test_logging_out_ends_the_page(hall: Hall) -> None:
    person = await hall.person("operator")
    tablet = await person.tablet()
    assert (await person.ask("DELETE", "/session"))[0] == 204
    assert await tablet.gone() == 1001
    assert (await person.ask("GET", "/points"))[0] == 401
