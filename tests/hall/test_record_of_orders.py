"""What is written down of an order, what follows from it lawfully, and the same press twice."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from controller.hall.hands import HEALER
from controller.record import failpoints
from drivers.errors import NotAllowed
from drivers.points import Ref

from .grand import HALL, grand
from .room import CHEN, LI, WANG, Room


@pytest.fixture
async def room(tmp_path):
    return await grand(tmp_path)


# ------------------------------------------------------------ the record


async def test_an_order_is_on_record_from_asking_to_its_end(room):
    order = room.set("lamp/power", "on", within=30)
    asked, ended = (line for line in room.journal.lines if line.kind.startswith("order"))
    assert (asked.kind, asked.subject, asked.actor) == ("order.asked", "lamp/power", "chen")
    assert asked.data == {
        "order": order.id, "kind": "set", "within": 30, "role": "operator", "via": "tablet", "value": "on",
    }  # fmt: skip
    assert ended.data == {"order": order.id, "state": "confirmed", "reason": "", "said": ""}
    assert room.rig.order(order.id) is order


async def test_the_bytes_of_the_hall_do_not_wait_for_the_disk(room):
    room.journal.slow = True
    order = room.set("lamp/power", "on")
    assert order.ok
    assert not order.recorded.done()


async def test_a_remote_engineers_order_is_on_record_before_it_is_on_the_wire(room):
    room.journal.slow = True
    order = room.set("lamp/power", "on", actor=WANG)
    await room.turn()
    assert order.state == "asked"
    assert room.far["lamp"].count("POWR 1") == 0

    room.journal.catch_up()
    await room.turn()
    assert order.ok


async def test_req_11_what_the_hall_does_once_by_itself_is_on_record_first(room, monkeypatch):
    room.journal.slow = True
    order = room.rig.invoke(HEALER, "lamp", "reboot", {})
    await room.turn()
    assert (order.state, room.far["lamp"].count("BOOT")) == ("asked", 0)
    room.journal.catch_up()
    await room.turn()
    assert room.far["lamp"].count("BOOT") == 1
    room.journal.slow = True
    monkeypatch.setattr(failpoints, "_planted", frozenset({"once_without_record"}))
    room.rig.invoke(HEALER, "lamp", "reboot", {})
    await room.turn()
    assert room.far["lamp"].count("BOOT") == 2, "the planted bug does not wait"


async def test_what_cannot_be_recorded_in_time_is_never_sent(room):
    room.journal.slow = True
    order = room.set("lamp/power", "on", actor=WANG, within=5)
    await room.pass_(6)
    assert (order.state, order.reason) == ("failed", "not_recorded")
    room.journal.catch_up()
    await room.turn()
    assert room.far["lamp"].count("POWR 1") == 0


async def test_a_line_that_is_lost_fails_the_engineers_order(room):
    room.journal.slow = True
    order = room.set("lamp/power", "on", actor=WANG)
    order.recorded.set_exception(RuntimeError("the disk is gone"))
    await room.turn()
    assert (order.state, order.reason) == ("failed", "not_recorded")


# ------------------------------------------------------------ the same press is the same order


async def test_the_same_key_is_the_same_order_for_ten_minutes(room):
    order = room.rig.invoke(CHEN, "matrix", "recall", {"preset": 1}, key="k1")
    assert room.rig.invoke(CHEN, "matrix", "recall", {"preset": 1}, key="k1") is order
    assert room.far["matrix"].count("R1") == 1

    assert room.rig.invoke(LI, "matrix", "recall", {"preset": 1}, key="k1") is not order
    await room.pass_(600, step=20)
    assert room.rig.invoke(CHEN, "matrix", "recall", {"preset": 1}, key="k1") is not order


async def test_a_set_with_the_same_key_is_not_sent_again(room):
    order = room.set("matrix/video_tie/1", 3, key="k")
    assert room.set("matrix/video_tie/1", 3, key="k") is order
    with pytest.raises(NotAllowed, match=r"reason\.key_used"):
        room.set("matrix/video_tie/1", 4, key="k")
    assert room.far["matrix"].count("V1*3!") == 1


async def test_the_memory_of_orders_is_bounded(room):
    first = room.set("matrix/video_tie/1", 1)
    for n in range(2001):
        room.rig.keys.keep(
            room.set("matrix/video_tie/1", 1 + n % 3) if n % 1000 == 0 else _copy(first, n), None
        )
    assert room.rig.order(first.id) is None


def _copy(order, n):
    return replace(order, id=f"o{n}")


def _expected(room):
    return [line for line in room.journal.lines if line.kind == "expectation"]


# ------------------------------------------------------------ what follows lawfully


async def test_cooling_is_expected_before_the_order_leaves(room):
    room.far["lamp"].held = []
    order = room.set("lamp/power", "off", within=180)
    now = room.clock.now()
    excuse = room.state.expectations.excused(Ref.parse("lamp/power"), now)
    assert excuse.allowed >= {"cooling", "off"}
    assert excuse.until == now + timedelta(seconds=180)
    assert excuse.order == order.id
    kinds = room.journal.kinds()
    assert kinds.index("expectation") < kinds.index("order.asked")


async def test_what_has_no_end_of_its_own_is_no_expectation(room):
    """An outlet that is off is asked of the PDU, not remembered: it may be switched on by hand."""
    room.set("pdu/outlet/4", False, actor=LI)
    assert room.state.expectations.excused(Ref.parse("lamp/link"), room.clock.now()) is None
    assert all(line.data["until"] for line in _expected(room))


async def test_a_device_that_reboots_may_be_away_for_a_while(room):
    room.rig.invoke(CHEN, "lamp", "reboot", {})
    link = Ref.parse("lamp/link")
    assert room.state.expectations.excused(link, room.clock.now())
    assert not room.state.expectations.excused(link, room.clock.now() + timedelta(seconds=91))


async def test_an_expectation_survives_a_restart_by_its_line(room, tmp_path):
    room.rig.invoke(CHEN, "lamp", "reboot", {})
    room.set("lamp/power", "on")
    lines = _expected(room)
    (tmp_path / "again").mkdir()
    again = Room(tmp_path / "again", HALL)
    for line in lines:
        again.hall.recall(line.subject, line.data)
    assert again.state.expectations.excused(Ref.parse("lamp/link"), again.clock.now())
    assert again.state.expectations.excused(Ref.parse("lamp/power"), again.clock.now()).allowed >= {"warming"}


async def test_the_wish_is_set_when_the_call_returns_and_the_event_loop_was_not_needed(room):
    room.far["lamp"].held = []
    order = room.set("lamp/power", "on")
    assert room.far["lamp"].heard[-1] == "POWR 1"
    assert room.state.get(order.ref).pending
    assert isinstance(order.recorded, asyncio.Future)
