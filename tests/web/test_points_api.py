"""Points over HTTP: read, set, waited for; what is stopped at the door, and what a device refuses."""

import asyncio
import threading
from pathlib import Path

from drivers.errors import Reason
from drivers.points import Place
from tests.web.house import House, open_house


async def test_all_points_and_one_of_them(house: House) -> None:
    status, all_of_them, _ = await house.ask("GET", "/api/v1/points", role="viewer")
    assert status == 200
    assert all_of_them["points"]["lamp/link"]["reported"] == "up"
    status, one, _ = await house.ask("GET", "/api/v1/points/lamp/power", role="viewer")
    assert status == 200
    assert one["reported"] == "off"
    assert one["quality"] == "live"
    assert one["at"].endswith("Z")
    assert one == all_of_them["points"]["lamp/power"]


async def test_a_wish_is_accepted_and_a_waiting_one_confirmed(house: House) -> None:
    status, said, _ = await house.ask("PUT", "/api/v1/points/matrix/video_tie/2", {"value": 3})
    assert (status, said["state"]) == (202, "accepted")
    status, said, _ = await house.ask("PUT", "/api/v1/points/matrix/video_tie/2?wait=5s", {"value": 4})
    assert (status, said["state"], said["value"]) == (200, "confirmed", 4)
    status, life, _ = await house.ask("GET", f"/api/v1/commands/{said['id']}")
    assert status == 200
    assert life["state"] == "confirmed"
    assert life["by"] == "admin-token"
    assert next(iter(life["times"])) == "asked"


async def test_nothing_is_acknowledged_before_the_disk_has_it(house: House) -> None:
    disk = threading.Event()
    slow = asyncio.create_task(house.journal.write(lambda _: disk.wait(30)))
    path = "/api/v1/points/matrix/video_tie/1"
    asking = asyncio.create_task(house.ask("PUT", path, {"value": 2}))
    await house.until(lambda: house.far["matrix"].count("V1*2!"))  # its bytes do not wait
    await house.pass_time(20)
    assert not asking.done()
    disk.set()
    await slow
    _, said, _ = await asking
    lines = await house.journal.recall(["order.asked"])
    assert said["id"] in [line.data["order"] for line in lines]


async def test_the_same_key_is_the_same_order(house: House) -> None:
    first = await house.ask(
        "PUT", "/api/v1/points/matrix/video_tie/1", {"value": 2}, **{"Idempotency-Key": "k"}
    )
    again = await house.ask(
        "PUT", "/api/v1/points/matrix/video_tie/1", {"value": 2}, **{"Idempotency-Key": "k"}
    )
    assert first[1]["id"] == again[1]["id"]
    assert house.far["matrix"].count("V1*2!") == 1


async def test_a_guard_says_why_not(house: House) -> None:
    house.far["lamp"].set(power="on")
    house.clock.advance(6)
    await house.until(lambda: house.far["lamp"].count("POWR ?") > 1)
    status, said, headers = await house.ask(
        "PUT", "/api/v1/points/pdu/outlet/4", {"value": False}, role="lead"
    )
    assert status == 409
    assert headers["Content-Type"].startswith("application/problem+json")
    assert said["code"] == "not_allowed"
    assert set(said["sentence"]) == {"zh", "en"}
    assert house.far["pdu"].count("S4=0") == 0


async def test_what_cannot_be_is_refused_before_anything_is_sent(house: House) -> None:
    before = len(house.far["lamp"].heard)
    for path, value, status in (
        ("lamp/power", "warming", 422),
        ("lamp/power", True, 422),
        ("lamp/power", [1], 422),
        ("matrix/video_tie/1", 1e308, 422),
        ("lamp/shutter", True, 404),
        ("nobody/power", "on", 404),
        ("lamp", "on", 404),
    ):
        answer = await house.ask("PUT", f"/api/v1/points/{path}", {"value": value})
        assert answer[0] == status, (path, value, answer)
    assert len(house.far["lamp"].heard) == before


async def test_wrong_bodies_are_told_member_by_member(house: House) -> None:
    path = "/api/v1/points/lamp/power"
    status, said, _ = await house.ask("PUT", path, {"valeu": "on"})
    assert status == 422
    assert {(one["path"], one["code"]) for one in said["errors"]} == {
        ("body.value", "missing"),
        ("body.valeu", "extra_forbidden"),
    }
    assert all(one["message"]["zh"] and one["message"]["en"] for one in said["errors"])
    assert (await house.ask("PUT", path, b"{"))[0] == 400
    assert (await house.ask("PUT", path, b"{}", **{"Content-Type": "text/plain"}))[0] == 415
    assert (await house.ask("PUT", path + "?wait=soon", {"value": "on"}))[0] == 422
    assert (await house.ask("PUT", path, b'{"value": "' + b"x" * (1 << 20) + b'"}'))[0] == 413


async def test_a_device_that_refuses_is_a_502_with_its_reason(house: House) -> None:
    house.far["lamp"].refuses = Reason.OUT_OF_RANGE
    status, said, _ = await house.ask("PUT", "/api/v1/points/lamp/power?wait=5s", {"value": "on"})
    assert (status, said["state"], said["reason"]) == (502, "refused", "out_of_range")


async def test_a_deaf_device_is_not_believed(house: House) -> None:
    house.far["lamp"].deaf = True
    order = house.hall.rig.order
    asking = house.ask("PUT", "/api/v1/points/matrix/video_tie/1?wait=60s", {"value": 1})
    assert (await asking)[0] == 200
    status, said, _ = await house.ask("PUT", "/api/v1/points/lamp/power", {"value": "on"})
    assert status == 202
    await house.pass_time(130)
    ended = order(said["id"])
    assert ended is not None
    assert ended.state == "not_confirmed"
    status, again, _ = await house.ask("GET", f"/api/v1/commands/{said['id']}")
    assert again["state"] == "not_confirmed"
    assert again["reason"] is not None


async def test_what_cannot_be_read_back_is_said_to_be_so(house: House) -> None:
    status, said, _ = await house.ask("PUT", "/api/v1/points/screen/power?wait=5s", {"value": "on"})
    assert (status, said["state"]) == (200, "unverifiable")
    assert (await house.ask("GET", "/api/v1/points/screen/power"))[1]["quality"] == "assumed"


async def test_an_action_is_done_once(house: House) -> None:
    path = "/api/v1/devices/matrix/actions/recall"
    status, said, _ = await house.ask("POST", path + "?wait=5s", {"args": {"preset": 7}})
    assert status == 200, said
    assert house.far["matrix"].count("R7") == 1
    assert (await house.ask("POST", path, {"args": {"preset": "x"}}))[0] == 422
    assert (await house.ask("POST", "/api/v1/devices/matrix/actions/dance", {}))[0] == 404
    assert (await house.ask("POST", "/api/v1/devices/nobody/actions/recall", {}))[0] == 404


async def test_a_front_panel_change_is_seen_at_once(house: House) -> None:
    house.far["matrix"].front_panel(Place("video_tie", (1,)), 4)
    assert (await house.ask("GET", "/api/v1/points/matrix/video_tie/1"))[1]["reported"] == 4


async def test_an_order_is_found_again_after_a_restart(house: House, tmp_path: Path) -> None:
    path = "/api/v1/points/matrix/video_tie/1?wait=5s"
    _, said, _ = await house.ask("PUT", path, {"value": 2}, role="lead")
    await house.close()
    again = await open_house(tmp_path, tokens=house.tokens)
    try:
        status, order, _ = await again.ask("GET", f"/api/v1/commands/{said['id']}")
        assert status == 200
        assert (order["state"], order["by"], order["value"]) == ("confirmed", "lead-token", 2)
        assert order["ref"] == "matrix/video_tie/1"
        for none in ("0" * 16, "%25" * 16, "x"):
            assert (await again.ask("GET", f"/api/v1/commands/{none}"))[0] == 404
    finally:
        await again.close()
