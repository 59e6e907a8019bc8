"""What a tablet sees: everything first, then every change once, in order, without a gap; and the life of its
orders.
"""

import asyncio

import pytest

from drivers.points import Place
from tests.web.house import House
from web.live import BEAT


async def test_it_is_greeted_then_told_everything(house: House) -> None:
    tablet = await house.tablet()
    hello, snap = await tablet.next(), await tablet.next()
    assert [hello["t"], snap["t"]] == ["hello", "snap"]
    assert hello["user"] == "operator-token"
    assert hello["mode"] == "edit"
    assert hello["now"].endswith("Z")
    assert hello["rev"] == snap["rev"]
    assert snap["points"]["lamp/power"] == (await house.ask("GET", "/api/v1/points/lamp/power"))[1]
    assert tablet.socket.protocol == "auditorium.v1"
    await tablet.close()


async def test_a_change_at_the_device_reaches_every_tablet_as_one_frame(house: House) -> None:
    tablets = [await house.tablet("viewer") for _ in range(3)]
    for tablet in tablets:
        await tablet.hear("snap")
    house.far["matrix"].front_panel(Place("video_tie", (1,)), 4)
    frames = [await tablet.hear("d") for tablet in tablets]
    assert frames[0] == frames[1] == frames[2]
    assert frames[0]["points"]["matrix/video_tie/1"]["reported"] == 4


async def test_a_lost_link_makes_all_its_points_stale_in_the_same_frame(house: House) -> None:
    tablet = await house.tablet()
    await tablet.hear("snap")
    house.far["lamp"].hang_up()
    frame = await tablet.hear("d")
    mine = {ref: point for ref, point in frame["points"].items() if ref.startswith("lamp/")}
    assert mine["lamp/link"]["reported"] == "lost"
    assert {point["quality"] for ref, point in mine.items() if ref != "lamp/link"} == {"stale"}
    assert len(mine) == 4  # its input was never read while it was off: unknown, not stale


async def test_an_order_is_acknowledged_then_done_after_its_value_was_told(house: House) -> None:
    tablet = await house.tablet()
    await tablet.hear("snap")
    await tablet.say(t="set", id="k1", ref="matrix/video_tie/2", value=3)
    await tablet.hear("done", id="k1", state="confirmed")
    kinds = [frame["t"] for frame in tablet.heard if frame["t"] in ("ack", "done", "d")]
    assert kinds.index("ack") < kinds.index("done")
    assert tablet.points["matrix/video_tie/2"]["reported"] == 3
    assert tablet.points["matrix/video_tie/2"]["desired"] is None


async def test_a_value_is_told_before_its_order_is_called_done(house: House) -> None:
    tablet = await house.tablet()
    await tablet.hear("snap")
    house.far["matrix"].held = []
    await tablet.say(t="set", id="k", ref="matrix/video_tie/1", value=4)
    await tablet.hear("ack", id="k")
    while tablet.heard[-1]["t"] != "done":
        for data in house.far["matrix"].held:
            house.far["matrix"].end.send(data)
        house.far["matrix"].held.clear()
        await tablet.next()
    assert tablet.points["matrix/video_tie/1"]["reported"] == 4


async def test_the_bytes_leave_before_the_disk_is_asked_and_the_ack_does_not(house: House) -> None:
    tablet = await house.tablet()
    await tablet.hear("snap")
    held: list[bool] = []
    append = house.journal.append

    def look(kind, *said, **more):  # type: ignore[no-untyped-def]
        line = append(kind, *said, **more)
        if kind == "order.asked":
            line.committed.add_done_callback(
                lambda _: held.append(any(frame["t"] == "ack" for frame in tablet.heard))
            )
            held.append(house.far["matrix"].count("V1*2!") > 0)
        return line

    house.hall.rig._journal.append = look  # type: ignore[method-assign]
    await tablet.say(t="set", id="k", ref="matrix/video_tie/1", value=2)
    await tablet.hear("ack", id="k")
    assert house.far["matrix"].count("V1*2!") == 1
    assert held == [False, False]  # written down first, sent in the same stack, acknowledged only afterwards


@pytest.mark.parametrize(
    ("frame", "status"),
    [
        ({"t": "set", "id": "a", "ref": "lamp/shutter", "value": 1}, 404),
        ({"t": "set", "id": "a", "ref": "lamp", "value": 1}, 404),
        ({"t": "set", "id": "a", "ref": "lamp/power", "value": "warming"}, 422),
        ({"t": "set", "id": "a", "ref": "lamp/power", "value": {"x": 1}}, 422),
        ({"t": "set", "id": "a", "ref": 7, "value": 1}, 422),
        ({"t": "set", "ref": "lamp/power", "value": "on"}, 422),
        ({"t": "set", "id": "", "ref": "lamp/power", "value": "on"}, 422),
        ({"t": "set", "id": "a", "ref": "pdu/outlet/4", "value": False}, 409),
        ({"t": "invoke", "id": "a", "device": "lamp", "action": "dance"}, 404),
        ({"t": "invoke", "id": "a", "device": "lamp", "action": "reboot", "args": [1]}, 422),
        ({"t": "set", "id": "a", "ref": "lamp/power", "value": "on", "at": "2025-01-01T00:00:00Z"}, 409),
        ({"t": "sub", "id": "a", "topic": "trace/nobody"}, 404),
    ],
)
async def test_what_cannot_be_is_told_as_a_problem(
    house: House, frame: dict[str, object], status: int
) -> None:
    tablet = await house.tablet()
    await tablet.hear("snap")
    await tablet.say(**frame)
    said = await tablet.hear("err")
    assert said["problem"]["status"] == status
    assert said["problem"]["sentence"]["zh"]
    assert said["id"] == frame.get("id")


async def test_whoever_only_watches_is_told_so(house: House) -> None:
    tablet = await house.tablet("viewer")
    await tablet.say(t="set", id="a", ref="lamp/power", value="on")
    assert (await tablet.hear("err"))["problem"]["code"] == "not_allowed"
    assert house.far["lamp"].count("POWR 1") == 0


async def test_nonsense_is_ignored_and_the_conversation_goes_on(house: House) -> None:
    tablet = await house.tablet()
    await tablet.hear("snap")
    for text in ("", "{", "[]", "7", '{"t": "dance"}', '{"t": ["set"]}', "[" * 50_000, '{"a":1}'):
        await tablet.socket.send_str(text)
    await tablet.socket.send_bytes(b"\x00\x01")
    await tablet.say(t="ping", id=7)
    assert await tablet.next() == {"t": "pong", "id": 7}


async def test_a_frame_too_long_ends_the_conversation_alone(house: House) -> None:
    greedy, other = await house.tablet(), await house.tablet()
    for tablet in (greedy, other):
        await tablet.hear("snap")
    await greedy.socket.send_str("x" * 70_000)
    assert (await asyncio.wait_for(greedy.socket.receive(), 5)).type.name in ("CLOSE", "CLOSED", "ERROR")
    await other.say(t="ping", id=1)
    await other.hear("pong")


async def test_a_tablet_that_was_away_gets_just_what_it_missed(house: House) -> None:
    tablet = await house.tablet()
    await tablet.hear("snap")
    house.far["matrix"].front_panel(Place("video_tie", (1,)), 2)
    first = await tablet.hear("d")
    await tablet.close()
    for number, value in enumerate((3, 4), 1):
        house.far["matrix"].front_panel(Place("video_tie", (2,)), value)
        await house.until(lambda n=number: house.service.live.rev == first["rev"] + n)
    back = await house.tablet(rev=first["rev"])
    await back.hear("hello")
    missed = [await back.next(), await back.next()]
    assert [frame["t"] for frame in missed] == ["d", "d"]
    assert [frame["rev"] for frame in missed] == [first["rev"] + 1, first["rev"] + 2]
    assert [frame["points"]["matrix/video_tie/2"]["reported"] for frame in missed] == [3, 4]


async def test_a_number_of_another_life_gets_a_snapshot(house: House) -> None:
    for rev in (0, 5, house.service.live.rev + 1, house.service.live.rev - 10**9):
        tablet = await house.tablet(rev=rev)
        assert [(await tablet.next())["t"], (await tablet.next())["t"]] == ["hello", "snap"]
        await tablet.close()


async def test_it_beats(house: House) -> None:
    tablet = await house.tablet()
    await tablet.hear("snap")
    house.clock.advance(BEAT)
    assert "now" in await tablet.hear("beat")


async def test_a_trace_is_streamed_to_those_who_ask_and_to_nobody_else(house: House) -> None:
    watching, other = await house.tablet(), await house.tablet()
    for tablet in (watching, other):
        await tablet.hear("snap")
    await watching.say(t="sub", topic="trace/matrix")
    await watching.say(t="ping", id=1)
    await watching.hear("pong")
    assert (await house.ask("PUT", "/api/v1/points/matrix/video_tie/1?wait=5s", {"value": 2}))[0] == 200
    frames = (await watching.hear("trace", device="matrix"))["frames"]
    assert {"dir": ">", "text": "V1*2!"}.items() <= frames[0].items()
    await watching.say(t="unsub", topic="trace/matrix")
    await watching.say(t="ping", id=2)
    await watching.hear("pong")
    await other.say(t="ping", id=3)
    await other.hear("pong")
    assert all(frame["t"] != "trace" for frame in other.heard)
    assert house.hall.devices["matrix"].trace._watchers == ()


async def test_a_tablet_that_leaves_takes_its_streams_along(house: House) -> None:
    tablet = await house.tablet()
    await tablet.say(t="sub", topic="trace/lamp")
    await tablet.say(t="ping", id=1)
    await tablet.hear("pong")
    await tablet.close()
    await house.until(lambda: not house.service.live.peers)
    assert house.hall.devices["lamp"].trace._watchers == ()


async def test_when_the_service_ends_tablets_are_told(house: House) -> None:
    tablet = await house.tablet()
    await tablet.hear("snap")
    house.service.live.farewell()
    message = await asyncio.wait_for(tablet.socket.receive(), 5)
    assert (message.type.name, message.data) == ("CLOSE", 1001)
