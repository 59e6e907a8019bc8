"""The back door does what api.md promises, and says no in problems."""

import pytest
from aiohttp.test_utils import TestClient, TestServer

from drivers.points import Ref
from drivers.vocabulary import ON
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends
from simulators.backdoor import BackDoor
from simulators.device import SimulatedDevice
from simulators.timing import HandTiming
from simulators.venue import Cable, Venue
from tests.simulators.hall import at, matrix, pdu, projector

HALL = {"zh": "大礼堂", "en": "Grand Hall"}


def device(name, model, timing, **more):
    driver = Driver(
        name=name, title=name, framing=Framing.both(Ends("\r")), talk=(), points=tuple(model.points.values())
    )
    return SimulatedDevice(name, driver, model, timing, **more)


@pytest.fixture
def venue():
    timing = HandTiming()
    devices = [
        device("pdu", pdu(relay="1s"), timing),
        device("projector", projector({"power": ON}), timing, boot=2.0),
        device("matrix", matrix({"video_tie/1": 3, "signal/3": True}), timing),
    ]
    feeds = {"projector": (("pdu/outlet/1",),), "matrix": (("pdu/outlet/2", "pdu/outlet/3"),)}
    return Venue(
        devices, feeds, [Cable("matrix/output/1", "projector/hdmi 1"), Cable("camera", "matrix/input/2")]
    )


@pytest.fixture
async def door(venue):
    about = {name: {"name": HALL, "driver": name, "address": "tcp://127.0.0.1:1"} for name in venue.devices}
    async with TestClient(TestServer(BackDoor(venue, about, HALL).app())) as client:
        yield client


async def told(answer, status=200):
    assert answer.status == status, await answer.text()
    return await answer.json()


async def test_the_devices_and_how_they_are(door):
    body = await told(await door.get("/devices"))
    assert (body["hall"], body["speed"]) == (HALL, 1.0)
    assert [one["id"] for one in body["devices"]] == ["pdu", "projector", "matrix"]
    assert body["devices"][1]["alive"] is True


async def test_a_value_put_by_key_and_index_is_there(door, venue):
    body = await told(
        await door.patch("/devices/projector/model", json={"power": "off", "lamp_hours/1": 2900})
    )
    assert (body["power"], body["lamp_hours/1"]) == ("off", 2900)
    assert (await told(await door.get("/devices/projector/model")))["lamp_hours/1"] == 2900
    assert venue.devices["projector"].model.look("power") == "off"


async def test_nothing_is_changed_if_anything_is_wrong(door, venue):
    wrong = {"power": "off", "lamp_hours/9": 1, "lamp": True, "health/fan": "poorly", "video_mute": 1, "": 2}
    body = await told(await door.patch("/devices/projector/model", json=wrong), 422)
    assert len(body["errors"]) == 5
    assert venue.devices["projector"].model.look("power") == ON


@pytest.mark.parametrize("body", ["{", "[1]", '"x"', "[" * 50_000])
async def test_a_body_that_is_no_object_is_refused(door, body):
    answer = await door.patch("/devices/projector/model", data=body)
    assert answer.status in (400, 422)
    assert answer.content_type == "application/problem+json"


async def test_impairments_come_and_heal(door, venue):
    await told(await door.put("/devices/matrix/impairments", json={"silent": True, "delay": "200ms"}))
    assert venue.devices["matrix"].impairments.delay == 0.2
    assert await told(await door.get("/devices/matrix/impairments")) == {"silent": True, "delay": "200ms"}
    await told(await door.put("/devices/matrix/impairments", json={}))
    assert not venue.devices["matrix"].impairments.silent


async def test_an_unknown_impairment_is_refused_with_the_known_ones(door):
    body = await told(await door.put("/devices/matrix/impairments", json={"slient": True}), 422)
    assert "off_by_one" in body["errors"][0]["detail"]
    assert "silent" in await told(await door.get("/impairments"))


async def test_a_trip_takes_what_hangs_on_the_outlet_and_its_picture_goes(door, venue):
    assert venue.devices["projector"].model.look("resolution") == "1920x1080"
    assert await told(await door.post("/outlets/pdu/outlet/1/trip")) == {"pdu/outlet/1": False}
    projector = venue.devices["projector"]
    assert (projector.powered, projector.alive) == (False, False)
    await told(await door.patch("/devices/pdu/model", json={"outlet/1": True}))
    assert (projector.powered, projector.alive) == (True, False)
    venue.pass_time(2)
    assert projector.alive
    assert projector.model.look("power") == "off"


async def test_of_two_outlets_that_back_each_other_up_one_is_enough(venue):
    venue.trip(Ref.parse("pdu/outlet/2"))
    assert venue.devices["matrix"].powered
    venue.put("pdu", {at("outlet/3"): False})
    assert not venue.devices["matrix"].powered
    assert venue.devices["projector"].model.look("resolution") == "-"


async def test_currents_are_shared_and_shown(venue):
    pdu_model = venue.devices["pdu"].model
    assert pdu_model.look("load", (1,)) == 2.4
    assert pdu_model.look("load", (2,)) == pytest.approx(0.15, abs=0.06)


@pytest.mark.parametrize("ref", ["pdu/outlet/99", "pdu/power", "nobody/outlet/1", "pdu"])
async def test_there_is_no_such_outlet(door, ref):
    await told(await door.post(f"/outlets/{ref}/trip"), 404)


async def test_a_restart_is_dark_until_it_has_started(door, venue):
    assert (await told(await door.post("/devices/projector/reboot")))["alive"] is False
    venue.pass_time(1)
    assert not venue.devices["projector"].alive
    venue.pass_time(1)
    assert venue.devices["projector"].alive


async def test_speed(door, venue):
    await told(await door.put("/speed", json={"factor": 10}))
    await door.patch("/devices/projector/model", json={"power": "cooling"})
    venue.pass_time(1.6)
    assert venue.devices["projector"].model.look("power") == "off"
    for wrong in (-1, True, "fast", None, 1e9):
        await told(await door.put("/speed", json={"factor": wrong}), 422)


async def test_the_wire_since(door, venue):
    matrix_device = venue.devices["matrix"]
    matrix_device.wire.note(matrix_device.timing.wall(), "1", ">", "I")
    body = await told(await door.get("/devices/matrix/wire"))
    assert [(frame["dir"], frame["text"]) for frame in body["frames"]] == [(">", "I")]
    assert (await told(await door.get(f"/devices/matrix/wire?since={body['next']}")))["frames"] == []
    await told(await door.get("/devices/matrix/wire?since=x"), 422)


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/devices/nobody/model"), ("GET", "/nowhere"), ("PUT", "/devices")]
)
async def test_what_is_not_there_is_a_problem(door, method, path):
    answer = await door.request(method, path)
    assert answer.status in (404, 405)
    assert (await answer.json())["status"] == answer.status


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Host": "evil.example"}]
)
async def test_no_page_from_elsewhere_gets_in(door, headers):
    await told(await door.post("/devices/projector/reboot", headers=headers), 403)


async def test_the_page_and_its_parts(door):
    assert "page/page.js" in await (await door.get("/")).text()
    for part in ("page.js", "breaks.js", "words.js", "page.css"):
        assert (await door.get(f"/page/{part}")).status == 200
