"""Several devices behind one box of serial ports, as a hall's file says it: its loss is one fault."""

import pytest

import tests.hall.room as rooms
from controller.hall.topology import Kind
from controller.hall.watch import Watch
from drivers.points import Place
from tests.hall.room import Room

from .paper import Paper, now_of

HALL = """
lamp: {driver: lamp, address: 'socket://127.0.0.1:4000', control: gateway/serial/1}
matrix: {driver: matrix, address: 'socket://127.0.0.1:4001', control: gateway/serial/2}
pdu: {driver: strip, address: 'tcp://127.0.0.1:4002'}
"""
GATEWAY = """
nodes:
  gateway: {name: {zh: 串口网关, en: Serial gateway}, fed_by: pdu/outlet/2}
"""


@pytest.fixture
async def room(tmp_path, monkeypatch):
    monkeypatch.setattr(rooms, "Memory", lambda: Paper(None))
    room = Room(tmp_path, HALL, GATEWAY)
    room.journal.clock = room.clock
    for socket in (1, 2, 3, 4):
        room.far["pdu"].holds[Place("outlet", (socket,))] = True
    room.watch = Watch.over(room.hall, room.journal)
    await room.start()
    now_of(room.watch.load())
    room.watch.start()
    await room.pass_(8)
    return room


def gone(room, *names):
    for name in names:
        room.far[name].absent = True
        room.far[name].hang_up()


def standing(room):
    return {fault.key: fault.cause for fault in room.watch.standing()}


async def test_the_file_says_what_hangs_on_the_gateway(room):
    feeds = {(feed.sink, feed.kind, str(feed.source)) for feed in room.hall.venue.topology.feeds}
    assert ("lamp", Kind.CONTROL, "gateway/serial/1") in feeds
    assert ("gateway", Kind.POWER, "pdu/outlet/2") in feeds


async def test_the_gateway_is_the_one_fault_and_the_others_are_its_consequence(room):
    gone(room, "lamp", "matrix")
    await room.pass_(90)
    assert standing(room) == {
        "gateway/common_cause": None,
        "lamp/link_lost": "gateway/common_cause",
        "matrix/link_lost": "gateway/common_cause",
    }


async def test_one_silent_device_accuses_no_gateway(room):
    gone(room, "lamp")
    await room.pass_(90)
    assert standing(room) == {"lamp/link_lost": None}
