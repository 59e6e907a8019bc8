"""The hall's file read again while the hall runs."""

from pathlib import Path

from drivers.points import Place
from tests.hall.room import Far
from tests.hall.tables import DRIVERS
from tests.web.house import HALL, House

MORE = HALL.replace("devices:\n", "devices:\n  side: {driver: lamp, address: tcp://127.0.0.2:4000}\n")


def write(house: House, text: str) -> None:
    """Another file in the place of the hall's."""
    Path(house.hall.venue.file).write_text(text, encoding="utf-8")


async def test_a_device_more_appears_and_the_others_live_on(house: House) -> None:
    tablet = await house.tablet()
    await tablet.hear("snap")
    dials = house.far["lamp"].dials
    house.far["side"] = Far(DRIVERS["lamp"])
    write(house, MORE)
    status, said, _ = await house.ask("POST", "/api/v1/config/reload", {})
    assert (status, said["devices"], said["scenes"]) == (200, 5, 1)
    assert "side/link" in (await tablet.hear("snap"))["points"]
    assert house.far["lamp"].dials == dials
    await house.until(lambda: house.far["side"].dials)


async def test_a_file_with_a_mistake_is_told_and_not_applied(house: House) -> None:
    write(house, HALL.replace("driver: lamp", "driver: lmap"))
    status, said, _ = await house.ask("POST", "/api/v1/config/reload", {})
    assert status == 422
    (mistake,) = said["errors"]
    assert mistake["line"] == 6
    assert mistake["path"] == "devices.lamp.driver"
    assert mistake["message"]["zh"]
    assert len(house.hall.devices) == 4
    assert (await house.ask("POST", "/api/v1/config/reload", {}, role="lead"))[0] == 403


async def test_a_scene_with_a_mistake_is_told_and_not_applied(house: House) -> None:
    write(house, MORE.replace("set: matrix/video_tie/1, to: 1", "set: matrix/video_tie/1, too: 1"))
    status, said, _ = await house.ask("POST", "/api/v1/config/reload", {})
    assert (status, said["code"]) == (422, "config")
    assert len(house.hall.devices) == 4


async def test_req_b_2_another_contract_moves_what_is_open_and_leaves_what_is_closed(house: House) -> None:
    for number in (1, 2):
        body = {"title": f"no {number}", "device": "lamp", "class": 1}
        assert (await house.ask("POST", "/api/v1/tickets", body, role="helpdesk"))[0] == 201
    await house.cancel(2)

    async def seen(no: int) -> tuple[object, ...]:
        _, whole, _ = await house.ask("GET", f"/api/v1/tickets/{no}")
        targets = {one["name"]: one["target_s"] for one in whole["clocks"]}
        return whole["contract"]["version"], targets["C1"], targets["C4"], whole["entries"][-1]["kind"]

    before = [await seen(1), await seen(2)]
    write(house, HALL + "contract: {call_back: 3m, repair: {1: 30m}}\n")
    assert (await house.ask("POST", "/api/v1/config/reload", {}))[0] == 200
    assert await seen(2) == before[1]
    version, *rest = await seen(1)
    assert version != before[0][0]
    assert rest == [180, 1800, "recomputed"]


async def test_r22_undo_lists_what_is_gone_from_the_file_and_knows_it_when_it_is_back(house: House) -> None:
    house.far["matrix"].front_panel(Place("video_tie", (1,)), 2)
    await house.pass_time(1)
    _, said, _ = await house.ask("POST", "/api/v1/scenes/lecture/run", {}, role="operator")
    await house.pass_time(95)

    async def undo() -> tuple[bool, list[str]]:
        run = (await house.ask("GET", f"/api/v1/runs/{said['id']}"))[1]
        return run["can_undo"], run["undo_lists"]

    before = await undo()
    matrix = HALL[HALL.index("  matrix:") : HALL.index("  pdu:")]
    assert before == (True, ["lamp/power"])
    write(
        house,
        HALL.replace(matrix, "").replace("set: matrix/video_tie/1, to: 1", "set: pdu/outlet/1, to: true"),
    )
    assert (await house.ask("POST", "/api/v1/config/reload", {}))[0] == 200
    assert await undo() == (False, ["matrix/video_tie/1", "lamp/power"])
    write(house, HALL)
    assert (await house.ask("POST", "/api/v1/config/reload", {}))[0] == 200
    assert await undo() == before
