"""Self-healing over a running hall: real orders through the one door, and what `check` says of the file."""

import pytest

import tests.hall.room as rooms
from controller.desk.hallnews import HallNews
from controller.hall.healing import FAILED, TRIED
from controller.hall.venue import load
from drivers.errors import Reason
from drivers.points import Place
from drivers.rigfile.problems import RigFileError
from tests.hall.room import LI

from . import test_real_hall
from .paper import Paper, now_of
from .test_real_hall import Watched

HEALING = "healing: {steps: [reconnect, power], after: 60s, wait: 40s}"
HALL = test_real_hall.HALL.replace("boot: 20s", f"boot: 20s, {HEALING}").replace(
    "fed_by: pdu/outlet/1", f"fed_by: pdu/outlet/1, {HEALING}"
)


@pytest.fixture
async def room(tmp_path, monkeypatch):
    monkeypatch.setattr(rooms, "Memory", lambda: Paper(None))
    monkeypatch.setattr(test_real_hall, "HALL", HALL)
    room = await Watched(tmp_path).begin()
    now_of(HallNews(room.journal, room.board).start())
    yield room
    room.watch.stop()
    room.board.stop()
    room.hall.stop()


def tried(room):
    return [(line.subject, line.data["remedy"], line.data["outcome"]) for line in room.journal.kinds(TRIED)]


async def test_a_switcher_that_hangs_is_switched_off_and_on(room):
    room.dark("matrix")
    dials = room.far["matrix"].dials
    await room.pass_(170, step=1)
    assert tried(room) == [
        ("matrix/link_lost", "reconnect", "done"),
        ("matrix/link_lost", "power", "done"),
    ]
    assert room.far["matrix"].dials > dials
    (order,) = [line for line in room.journal.lines if line.kind == "order.asked"]
    assert (order.subject, order.actor, order.data["args"]) == ("pdu/cycle", "healing", {"socket": 1})
    room.dark("matrix", absent=False)
    await room.pass_(70, step=1)
    assert room.standing() == []


async def test_a_lamp_of_which_nobody_knows_whether_it_is_hot_keeps_its_power(room):
    room.far["lamp"].holds[Place("power")] = "on"
    await room.pass_(5)
    room.dark("lamp")
    await room.pass_(200, step=1)
    assert tried(room)[-1] == ("lamp/link_lost", "power", "refused")
    assert room.journal.kinds("order.asked") == []
    text = room.journal.kinds(TRIED)[-1].data["text"]
    assert text["with"]["why"]["say"].startswith("guard.")


async def test_neither_of_two_feeds_of_a_lamp_is_cut_for_both_would_be(tmp_path, monkeypatch):
    monkeypatch.setattr(rooms, "Memory", lambda: Paper(None))
    two = HALL.replace("fed_by: pdu/outlet/4, boot", "fed_by: [pdu/outlet/2, pdu/outlet/4], boot")
    monkeypatch.setattr(test_real_hall, "HALL", two)
    room = await Watched(tmp_path).begin()
    room.far["lamp"].holds[Place("power")] = "on"
    await room.pass_(5)
    room.dark("lamp")
    await room.pass_(300, step=1)
    assert tried(room)[-1] == ("lamp/link_lost", "power", "refused")
    assert room.journal.kinds("order.asked") == []
    room.hall.stop()


async def test_a_lamp_that_burns_is_not_reset(tmp_path, monkeypatch):
    monkeypatch.setattr(rooms, "Memory", lambda: Paper(None))
    resets = "healing: {steps: [reset], after: 30s, faults: [did_not_reach_state]}"
    monkeypatch.setattr(test_real_hall, "HALL", HALL.replace(HEALING, resets, 1))
    room = await Watched(tmp_path).begin()
    room.far["lamp"].holds[Place("power")] = "on"
    await room.pass_(6)
    room.far["lamp"].deaf = True
    room.set("lamp/power", "off", LI)
    await room.pass_(300, step=1)
    assert tried(room)[-1] == ("lamp/power/did_not_reach_state", "reset", "refused")
    assert room.far["lamp"].count("BOOT") == 0
    room.hall.stop()


async def test_a_cycle_that_the_pdu_refused_is_not_said_to_be_done(room):
    room.far["pdu"].refuses = Reason.BUSY
    room.dark("matrix")
    await room.pass_(170, step=1)
    assert tried(room)[-1] == ("matrix/link_lost", "power", "done")
    (line,) = room.journal.kinds(FAILED)
    assert line.data["text"]["say"] == "healing.power.failed"
    texts = [one.data["text"]["say"] for one in room.board.ticket(1).entries if one.kind == "progress"]
    assert texts[-2:] == ["healing.power.done", "healing.power.failed"]


async def test_an_outlet_that_something_well_hangs_on_is_not_cut(tmp_path, monkeypatch):
    monkeypatch.setattr(rooms, "Memory", lambda: Paper(None))
    monkeypatch.setattr(test_real_hall, "HALL", HALL.replace("pdu/outlet/1", "pdu/outlet/4"))
    room = await Watched(tmp_path).begin()
    room.dark("matrix")
    await room.pass_(200, step=1)
    assert tried(room)[-1] == ("matrix/link_lost", "power", "refused")
    assert room.journal.kinds(TRIED)[-1].data["text"]["with"]["why"]["say"] == "healing.others"
    room.hall.stop()


async def test_a_person_may_still_do_it(room):
    room.dark("matrix")
    await room.pass_(30)
    assert room.rig.invoke(LI, "pdu", "cycle", {"socket": 1})


# ------------------------------------------------------------ what `check` says

FILE = """
version: 1
hall: {id: h, name: H}
devices:
  pdu: {driver: apc_rpdu, address: 'snmp://10.1.4.2', options: {critical: "8"}}
  lamp:
    driver: pjlink
    address: tcp://10.1.4.20:4352
    fed_by: pdu/outlet/4
    healing: {steps: [reconnect, power]}
"""


def problems(tmp_path, old, new):
    file = tmp_path / "hall.yaml"
    file.write_text(FILE.replace(old, new))
    try:
        load(file, {})
    except RigFileError as wrong:
        return [problem.code for problem in wrong.problems]
    return []


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("x", "x", []),
        ("[reconnect, power]", "[reconnect, reset]", ["no_action"]),
        ("[reconnect, power]", "[reset], reset: selfdestruct", ["no_action"]),
        ("[reconnect, power]", "[]", ["too_short"]),
        ("[reconnect, power]", "[reconnect, dance]", ["literal_error"]),
        ("fed_by: pdu/outlet/4", "area: stage", ["heal_no_outlet"]),
        ("fed_by: pdu/outlet/4", "fed_by: pdu/outlet/8", ["heal_critical"]),
    ],
)
def test_a_remedy_that_comes_to_nothing_is_named_in_the_file(tmp_path, old, new, codes):
    assert problems(tmp_path, old, new) == codes
