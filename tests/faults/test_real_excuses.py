"""REQ-11: excuses of orders in a running hall: real devices at the end of in-memory wires, the real rig."""

import pytest

import tests.hall.room as rooms
from drivers.errors import Reason
from drivers.points import Place
from tests.hall.room import LI

from . import test_real_hall
from .paper import Paper
from .test_real_hall import HALL, Watched

ONE = Place("outlet", (1,))


@pytest.fixture(params=["fed_by: pdu/outlet/1", "fed_by: rack"])
async def room(request, tmp_path, monkeypatch):
    """The matrix on its outlet, or on a strip that hangs there."""
    monkeypatch.setattr(rooms, "Memory", lambda: Paper(None))
    monkeypatch.setattr(test_real_hall, "HALL", HALL.replace("fed_by: pdu/outlet/1", request.param))
    room = await Watched(tmp_path, extra=NODES).begin()
    yield room
    room.watch.stop()
    room.board.stop()
    room.hall.stop()


NODES = "\nnodes:\n  rack: {fed_by: pdu/outlet/1}\n"


async def dies(room, name="matrix"):
    room.dark(name)
    await room.pass_(100, step=1)
    return room.standing()


async def off(room, seconds=10):
    order = room.set("pdu/outlet/1", False, actor=LI)
    await room.pass_(seconds, step=1)
    return order


async def test_on_again_by_hand(room):
    await off(room)
    room.dark("matrix")
    await room.pass_(60, step=1)
    room.far["pdu"].holds[ONE] = True
    room.dark("matrix", absent=False)
    await room.pass_(100, step=1)
    assert room.standing() == []
    assert await dies(room) == ["matrix/link_lost"]


async def test_on_again_by_order(room):
    await off(room)
    room.dark("matrix")
    await room.pass_(60, step=1)
    assert room.standing() == []
    room.set("pdu/outlet/1", True, actor=LI)
    await room.pass_(100, step=1)
    assert room.standing() == ["matrix/link_lost"]


async def test_refused(room):
    room.far["pdu"].refuses = Reason.NOT_AUTHORISED
    order = await off(room, 20)
    assert str(order.state) == "refused"
    assert await dies(room) == ["matrix/link_lost"]


async def test_unreachable(room):
    room.dark("pdu")
    await room.pass_(20, step=1)
    order = await off(room, 5)
    assert str(order.state) == "unreachable"
    room.dark("pdu", absent=False)
    await room.pass_(100, step=1)
    assert room.standing() == []
    assert await dies(room) == ["matrix/link_lost"]


async def test_an_outlet_ordered_off_for_good_restores_nothing(room):
    await dies(room)
    await off(room, 600)
    (ticket,) = room.board.tickets()
    assert (ticket.cause, str(ticket.state), ticket.restored) == ("matrix/link_lost", "new", None)
    assert room.watch.fault("matrix/link_lost").expected_by == "outlet"
