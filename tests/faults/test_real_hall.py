"""The engine over a running hall: real devices at the end of in-memory wires, real orders."""

import pytest

import tests.hall.room as rooms
from controller.desk.board import Board
from controller.desk.hallnews import HallNews
from controller.events import OrderMoved
from controller.hall.cards import Cards
from controller.hall.watch import Watch
from drivers.points import Place
from tests.hall.room import LI, Room

from .paper import Paper, now_of

HALL = """
lamp: {driver: lamp, address: 'tcp://127.0.0.1:4000', name: {zh: 主投影, en: Main projector},
       fed_by: pdu/outlet/4, boot: 20s}
matrix: {driver: matrix, address: 'tcp://127.0.0.1:4001', fed_by: pdu/outlet/1}
pdu: {driver: strip, address: 'tcp://127.0.0.1:4002', name: {zh: 电源, en: Mains},
      outlets: {4: {zh: 主投影, en: Main projector}}}
"""
CABLES = """
cables:
  - {from: matrix/output/1, to: lamp/hdmi 1}
"""


class Watched(Room):
    """A room with the fault engine and the desk at work."""

    def __init__(self, tmp_path, extra=CABLES):
        super().__init__(tmp_path, HALL, extra)
        self.journal.clock = self.clock
        self.watch = Watch.over(self.hall, self.journal)
        self.board = Board(self.journal, self.clock, self.bus)
        for socket in (1, 2, 3, 4):
            self.far["pdu"].holds[Place("outlet", (socket,))] = True

    async def begin(self):
        await self.start()
        now_of(self.watch.load())
        now_of(self.board.load())
        self.board.start()
        self.watch.start()
        await self.pass_(8)
        return self

    def dark(self, name, absent=True):
        self.far[name].absent = absent
        if absent:
            self.far[name].hang_up()

    def after(self, ref, then):
        """Call `then` once an order for this point has ended, while that is being told."""

        def heard(event):
            if str(event.order.ref) == ref and event.order.ended:
                leave()
                then()

        leave = self.bus.subscribe(OrderMoved, heard)

    def standing(self):
        return sorted(fault.key for fault in self.watch.standing())


@pytest.fixture
async def room(tmp_path, monkeypatch):
    monkeypatch.setattr(rooms, "Memory", lambda: Paper(None))
    room = await Watched(tmp_path).begin()
    yield room
    room.watch.stop()
    room.board.stop()
    room.hall.stop()


async def test_a_hall_that_is_well_has_no_faults(room):
    await room.pass_(60, step=1)
    assert room.standing() == []
    assert room.board.tickets() == []


async def test_a_tripped_outlet_of_a_real_pdu(room):
    room.far["pdu"].holds[Place("outlet", (4,))] = False
    room.dark("lamp")
    await room.pass_(45, step=1)
    assert room.standing() == ["lamp/link_lost", "pdu/outlet/4/outlet_lost"]
    (ticket,) = room.board.tickets()
    assert ticket.cause == "pdu/outlet/4/outlet_lost"
    assert "lamp/link_lost" in ticket.faults
    assert {frame["device"] for frame in await room.board.trace(1)} == {"pdu", "lamp"}
    room.far["pdu"].holds[Place("outlet", (4,))] = True
    room.dark("lamp", absent=False)
    await room.pass_(60, step=1)
    assert room.standing() == []
    assert str(room.board.ticket(1).state) == "restored_verifying"


async def test_ordered_off_is_lawful_with_real_orders(room):
    assert room.set("pdu/outlet/4", False, actor=LI)
    await room.pass_(1)
    room.dark("lamp")
    await room.pass_(90, step=1)
    assert room.standing() == []
    room.set("pdu/outlet/4", True, actor=LI)
    await room.pass_(1)
    room.dark("lamp", absent=False)
    await room.pass_(30, step=1)
    assert room.standing() == []


async def test_a_cycle_is_lawful_with_a_real_action(room):
    room.rig.invoke(LI, "pdu", "cycle", {"socket": 4})
    room.dark("lamp")
    await room.pass_(15, step=1)
    room.dark("lamp", absent=False)
    await room.pass_(40, step=1)
    assert room.standing() == []


async def test_a_deaf_projector_for_real(room):
    room.far["lamp"].deaf = True
    order = room.set("lamp/power", "on", within=8)
    await room.pass_(12)
    assert str(order.state) == "not_confirmed"
    assert room.standing() == ["lamp/power/did_not_reach_state"]


async def test_orders_given_while_others_are_told_count_as_well(room):
    """As a scene does: the next step is ordered in the stack that heard the last one end."""
    room.far["lamp"].deaf = True
    room.after("matrix/video_tie/1", lambda: room.set("lamp/power", "on", within=8))
    room.set("matrix/video_tie/1", 3)
    await room.pass_(12)
    assert room.standing() == ["lamp/power/did_not_reach_state"]


async def test_an_outlet_cut_so_is_lawful(room):
    room.after("matrix/video_tie/1", lambda: room.set("pdu/outlet/4", False, actor=LI))
    room.after("matrix/video_tie/2", lambda: room.rig.invoke(LI, "pdu", "cycle", {"socket": 1}))
    room.set("matrix/video_tie/1", 3)
    room.set("matrix/video_tie/2", 3)
    await room.pass_(1)
    room.dark("lamp")
    await room.pass_(60, step=1)
    assert room.standing() == []


async def test_a_barred_device_for_real(room):
    room.device("lamp").supervisor.start()
    room.far["lamp"].silent = True
    await room.pass_(40, step=1)
    assert room.standing() == ["lamp/link_lost"]
    fault = room.watch.fault("lamp/link_lost")
    assert Cards(room.hall).title(fault).id == "fault.no_reply.title"
    room.hall.reconnect("lamp")
    assert room.watch.fault("lamp/link_lost") is not None


async def test_a_device_is_probed_when_its_silence_ends(room):
    room.watch.silence("lamp", LI, 10, "a moment")
    room.watch.silence("matrix", LI, 10, "a moment")
    room.dark("matrix")
    dials = room.far["matrix"].dials
    await room.pass_(12, step=1)
    assert room.far["matrix"].dials > dials
    assert room.far["lamp"].heard[-1]


async def test_limits_come_from_the_file_and_faults_from_what_devices_say(room):
    room.far["lamp"].holds[Place("health", ("fan",))] = "failed"
    await room.pass_(45, step=1)
    (fault,) = room.watch.standing()
    assert (fault.key, fault.evidence["said"]) == ("lamp/health/fan/device_error", "failed")


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (HALL.replace("lamp:", "beamer:"), "removed"),
        (HALL.replace("boot: 20s}", "boot: 20s, enabled: false}"), "disabled"),
    ],
)
async def test_req11_a_file_without_the_device_repairs_nothing(room, now, why):
    """Renamed, or switched off in the file; the real hall takes the other file while it runs."""
    now_of(HallNews(room.journal, room.board).start())
    room.dark("lamp")
    await room.pass_(60, step=1)
    room.extra = ""
    await room.reload(now)
    if why == "removed":
        room.dark("beamer")
    await room.pass_(900, step=1)
    first = room.board.ticket(1)
    assert (first.cause, str(first.state)) == ("lamp/link_lost", "new")
    assert [one.data["why"] for one in first.entries if one.kind == "gone"] == [why]
    assert room.journal.kinds("fault.verified") == []
    others = [one.cause for one in room.board.tickets()[:-1]]
    assert others == (["beamer/link_lost"] if why == "removed" else [])
