"""Self-healing where one outlet feeds more than what is ill, over a running hall: nobody's work is cut,
nothing that starts is, and once is enough for all.
"""

from datetime import timedelta

import pytest

import tests.hall.room as rooms
from controller.desk.hallnews import HallNews
from controller.hall.healing import TRIED
from controller.record import failpoints
from drivers.errors import Reason
from tests.hall.room import LI
from web.shown import plain

from . import test_real_hall
from .paper import Paper, now_of
from .test_real_hall import Watched

HEALING = "healing: {steps: [reconnect, power], after: 60s, wait: 40s, cool_down: 5m, most: 2}"
HALL = f"""
lamp: {{driver: lamp, address: 'tcp://127.0.0.1:4000', fed_by: pdu/outlet/4, boot: 20s}}
one: {{driver: matrix, address: 'tcp://127.0.0.1:4001', fed_by: pdu/outlet/1, boot: 20s, {HEALING},
      name: {{zh: 矩阵一, en: Matrix one}}}}
two: {{driver: matrix, address: 'tcp://127.0.0.1:4003', fed_by: pdu/outlet/1, boot: 20s, {HEALING},
      name: {{zh: 矩阵二, en: Matrix two}}}}
pdu: {{driver: strip, address: 'tcp://127.0.0.1:4002', name: {{zh: 电源, en: Mains}}, fed_by: board}}
"""


@pytest.fixture
def build(tmp_path, monkeypatch):
    """Makes a room of that hall; it is let go at the end."""
    monkeypatch.setattr(rooms, "Memory", lambda: Paper(None))
    built = []

    async def make(hall=HALL):
        monkeypatch.setattr(test_real_hall, "HALL", hall)
        room = await Watched(tmp_path, "nodes: {board: {name: Board}}").begin()
        built.append(room)
        now_of(HallNews(room.journal, room.board).start())
        return room

    yield make
    for room in built:
        room.watch.stop()
        room.board.stop()
        room.hall.stop()


def window(room, what):
    now = room.clock.now()
    said = {"what": what, "kind": "fixed", "start": now.isoformat(), "lasts": 0.0, "reason": "new cards"}
    room.watch.maintain(LI, said | {"end": (now + timedelta(hours=2)).isoformat()})


def cuts(room):
    """The outlets that self-healing cut, in turn."""
    return [one.data["args"]["socket"] for one in room.journal.kinds("order.asked") if one.actor == "healing"]


def powers(room):
    """What came of the power of each device, in turn, and why, as the English say it."""
    found = []
    for line in room.journal.kinds(TRIED):
        if line.data["remedy"] == "power":
            said = plain(line.data["text"])["en"]
            found.append((line.data["device"], said.removeprefix("Self-healing: ")))
    return found


async def prove_that_nobodys_work_is_cut(build, how, what):
    room = await build()
    if how == "window":
        window(room, what)
    else:
        room.watch.silence(what, LI, 7200, "I work at it")
    room.dark("one")
    room.dark("two")
    await room.pass_(250, step=1)
    assert cuts(room) == []
    name = {"two": "Matrix two", "pdu": "Mains", "board": "board"}[what]
    state = "in maintenance" if how == "window" else "silenced"
    if what == "board" and how == "window":
        assert powers(room) == []  # a window over a board is about everything that goes down with it
        return
    told = [one for one in powers(room) if one[0] == "one"]
    assert told == [("one", f"its power was not cut ({name} is {state})")]
    texts = [plain(one.data["text"]) for one in room.board.ticket(1).entries if one.kind == "progress"]
    assert name in texts[-1]["en"] or room.board.ticket(1).cause != "one/link_lost"
    assert texts[-1]["zh"].endswith("正在维护）" if how == "window" else "已静音）")


WORK = [("window", "two"), ("silence", "two"), ("window", "pdu"), ("silence", "pdu"), ("window", "board")]


@pytest.mark.parametrize(("how", "what"), WORK)
async def test_the_mains_of_what_somebody_works_at_are_not_cut(build, how, what):
    await prove_that_nobodys_work_is_cut(build, how, what)


@pytest.mark.parametrize(("how", "what"), WORK[:4])
async def test_the_test_of_somebodys_work_would_tell(build, how, what, monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({"heals_what_is_worked_at"}))
    with pytest.raises(AssertionError):
        await prove_that_nobodys_work_is_cut(build, how, what)


async def prove_that_one_cut_is_for_both(build, gap):
    """Two that died within a minute: one cut a round, two a day, and the other's ticket says why."""
    room = await build()
    room.dark("one")
    await room.pass_(gap)
    room.dark("two")
    await room.pass_(3000, step=1)
    assert cuts(room) == [1, 1]
    why = "its power was not cut (the same outlet was just off and on for Matrix one)"
    assert ("two", why) in powers(room)


@pytest.mark.parametrize("gap", [0, 5, 30, 45])
async def test_an_outlet_is_cut_once_for_both(build, gap):
    await prove_that_one_cut_is_for_both(build, gap)


async def prove_that_a_days_cuts_are_those_of_the_outlet(build):
    """Two of them are spent for one device when the turn of the other, which waits for longer, comes."""
    first, _, second = HALL.rpartition("after: 60s")
    room = await build(f"{first}after: 20m{second}")
    room.dark("one")
    room.dark("two")
    await room.pass_(1000, step=1)
    assert (cuts(room), powers(room)[2:]) == ([1, 1], [])
    await room.pass_(2000, step=1)
    assert cuts(room) == [1, 1]
    assert powers(room)[-1] == ("two", "its power was not cut (the outlet was off and on 2 times today)")


async def test_a_days_cuts_are_those_of_the_outlet(build):
    await prove_that_a_days_cuts_are_those_of_the_outlet(build)


async def prove_that_what_starts_keeps_its_power(build):
    """One takes long to start after the cut; two died a little later, and is not cured at its expense."""
    slow = HALL.replace("4001', fed_by: pdu/outlet/1, boot: 20s", "4001', fed_by: pdu/outlet/1, boot: 150s")
    room = await build(slow.replace("cool_down: 5m", "cool_down: 30s"))
    room.dark("one")
    await room.pass_(10)
    room.dark("two")
    await room.pass_(200, step=1)
    assert cuts(room) == [1]
    assert ("two", "its power was not cut (Matrix one is starting)") in powers(room)


async def test_what_starts_keeps_its_power(build):
    await prove_that_what_starts_keeps_its_power(build)


async def prove_that_what_a_person_switched_off_stays_off(build):
    """A cycle would have switched it on again."""
    room = await build(HALL.replace("pdu/outlet/1, boot", "[pdu/outlet/1, pdu/outlet/2], boot", 1))
    assert room.set("pdu/outlet/2", False, actor=LI)
    await room.pass_(5)
    room.dark("one")
    room.dark("two")
    await room.pass_(200, step=1)
    why = "its power was not cut (outlet 2 of Mains is off by order, or being switched)"
    assert ("one", why) in powers(room)
    assert 2 not in cuts(room)


async def test_what_a_person_switched_off_stays_off(build):
    await prove_that_what_a_person_switched_off_stays_off(build)


async def test_what_a_pdu_refused_was_no_cut(build):
    room = await build()
    room.far["pdu"].refuses = Reason.BUSY
    room.dark("one")
    await room.pass_(45)
    room.dark("two")
    await room.pass_(110, step=1)
    room.far["pdu"].refuses = None
    await room.pass_(60, step=1)
    said = [text for device, text in powers(room) if device == "two"]
    assert said == ["its outlet was told to go off and on"]


@pytest.mark.parametrize(
    "proof",
    [
        lambda build: prove_that_one_cut_is_for_both(build, 0),
        lambda build: prove_that_one_cut_is_for_both(build, 30),
        prove_that_a_days_cuts_are_those_of_the_outlet,
        prove_that_what_starts_keeps_its_power,
        prove_that_what_a_person_switched_off_stays_off,
    ],
)
async def test_the_tests_of_cuts_would_tell(build, proof, monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({"an_outlet_is_cut_for_each"}))
    with pytest.raises(AssertionError):
        await proof(build)
