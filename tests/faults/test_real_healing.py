"""Self-healing over a running hall: real orders through the one door, and what `check` says of the file."""

import pytest

import tests.hall.room as rooms
from controller.hall.healing import TRIED
from controller.hall.venue import load
from drivers.points import Place
from drivers.rigfile.problems import RigFileError
from tests.hall.room import LI

from . import test_real_hall
from .paper import Paper
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
