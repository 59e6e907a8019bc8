"""REQ-11: a running hall in which somebody taps *on* and the lamp, asleep, stays dark; real orders."""

import pytest

import tests.hall.room as rooms
from tests.hall.room import LI

from . import test_real_hall
from .paper import Paper
from .test_real_hall import HALL, Watched

DARK = "lamp/power/did_not_reach_state"


@pytest.fixture
async def room(tmp_path, monkeypatch):
    """The lamp says that it is off, and is gone from the network."""
    monkeypatch.setattr(rooms, "Memory", lambda: Paper(None))
    sleeps = HALL.replace("boot: 20s}", "boot: 20s, options: {lan_in_standby: false}}")
    monkeypatch.setattr(test_real_hall, "HALL", sleeps)
    room = Watched(tmp_path)
    room.far["lamp"].set(power="on")
    await room.begin()
    room.set("lamp/power", "off", actor=LI)
    await room.pass_(5, step=1)
    room.dark("lamp")
    await room.pass_(60, step=1)
    yield room
    room.watch.stop()
    room.board.stop()
    room.hall.stop()


async def test_req11_asleep_it_has_no_fault_and_called_in_vain_it_has(room):
    assert room.standing() == []
    order = room.set("lamp/power", "on", actor=LI)
    await room.pass_(10, step=1)
    assert room.board.tickets() == []
    await room.pass_(120, step=1)
    assert str(order.state) == "unreachable"
    assert room.standing() == [DARK]
    (ticket,) = room.board.tickets()
    assert (ticket.cause, str(ticket.state)) == (DARK, "new")
    assert room.watch.fault(DARK).evidence["unheard"] is True


async def test_req11_it_clears_when_it_is_seen_on(room):
    room.set("lamp/power", "on", actor=LI)
    await room.pass_(120, step=1)
    room.far["lamp"].set(power="on")
    room.dark("lamp", absent=False)
    await room.pass_(100, step=1)
    assert room.standing() == []
    assert [str(one.state) for one in room.board.tickets()] == ["restored_verifying"]


async def test_req11_it_comes_in_time_by_whatever_hand(room):
    order = room.set("lamp/power", "on", actor=LI)
    await room.pass_(10, step=1)
    assert (str(order.state), room.standing()) == ("unreachable", [DARK])  # a suspicion
    room.far["lamp"].set(power="on")
    room.dark("lamp", absent=False)
    await room.pass_(150, step=1)
    assert room.standing() == []
    assert room.board.tickets() == []
