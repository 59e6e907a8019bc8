"""REQ-11: what is reached through another, in a running hall: a boot and a reboot above excuse it too."""

import pytest

import tests.hall.room as rooms
from tests.hall.room import CHEN, LI

from . import test_real_hall
from .paper import Paper
from .test_real_hall import HALL, Watched

NODES = "\nnodes:\n  switch: {fed_by: pdu/outlet/1, boot: 90s}\n  board: {fed_by: pdu/outlet/2}\n"


def behind(name):
    """The lamp is reached through the matrix, or through a switch that nobody can ask."""
    hall = HALL.replace("fed_by: pdu/outlet/4, boot: 20s", f"network: {name}, boot: 20s")
    return hall.replace("fed_by: pdu/outlet/1}", "fed_by: pdu/outlet/1, boot: 90s}")


@pytest.fixture
async def begin(tmp_path, monkeypatch):
    rooms_begun = []

    async def begin(hall):
        monkeypatch.setattr(rooms, "Memory", lambda: Paper(None))
        monkeypatch.setattr(test_real_hall, "HALL", hall)
        room = await Watched(tmp_path, extra=NODES).begin()
        rooms_begun.append(room)
        return room

    yield begin
    for room in rooms_begun:
        room.watch.stop()
        room.board.stop()
        room.hall.stop()


@pytest.mark.parametrize("name", ["matrix", "switch"])
async def test_req11_a_lamp_behind_one_that_boots_slowly(begin, name):
    room = await begin(behind(name))
    room.set("pdu/outlet/1", False, actor=LI)
    for each in ("lamp", "matrix"):
        room.dark(each)
    await room.pass_(30, step=1)
    room.set("pdu/outlet/1", True, actor=LI)
    await room.pass_(80, step=1)
    assert room.standing() == []
    for each in ("lamp", "matrix"):
        room.dark(each, absent=False)
    await room.pass_(60, step=1)
    assert (room.standing(), room.board.tickets()) == ([], [])


async def test_req11_who_is_dead_is_found_when_both_should_be_up(begin):
    room = await begin(behind("matrix"))
    room.set("pdu/outlet/1", False, actor=LI)
    room.dark("lamp")
    await room.pass_(30, step=1)
    room.set("pdu/outlet/1", True, actor=LI)
    await room.pass_(100, step=1)
    assert room.standing() == []
    await room.pass_(60, step=1)
    assert room.standing() == ["lamp/link_lost"]


async def test_req11_a_reboot_excuses_who_is_reached_through_it(begin):
    room = await begin(HALL.replace("fed_by: pdu/outlet/1}", "network: lamp, boot: 30s}"))
    room.rig.invoke(CHEN, "lamp", "reboot", {})
    await room.pass_(1, step=0.2)
    for each in ("lamp", "matrix"):
        room.dark(each)
    await room.pass_(4, step=1)
    room.dark("lamp", absent=False)
    await room.pass_(38, step=1)
    assert room.standing() == []
    await room.pass_(60, step=1)
    assert room.standing() == ["matrix/link_lost"]


async def test_req11_a_reboot_that_never_left_excuses_nobody(begin):
    room = await begin(HALL.replace("fed_by: pdu/outlet/1}", "network: lamp, boot: 90s}"))
    room.dark("lamp")
    await room.pass_(15, step=1)
    order = room.rig.invoke(CHEN, "lamp", "reboot", {})
    await room.pass_(15, step=1)
    assert str(order.state) == "unreachable"
    assert room.standing() == ["lamp/link_lost"]


async def test_a_node_carries_others_after_its_own_boot_or_as_long_as_anything_may(begin):
    hall = (await begin(behind("switch"))).hall
    assert [hall.carries(name) for name in ("switch", "board", "matrix")] == [90.0, 0.0, 90.0]
