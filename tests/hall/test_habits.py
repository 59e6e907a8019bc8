"""Habits of devices: they tell their size, only push, leave questions unanswered, restart, have meters."""

from dataclasses import replace

import pytest

from drivers.points import Place
from drivers.vocabulary import METER, MODEL
from drivers.wire.spelling import Whole
from drivers.wire.talk import Command, Line, Notice, Query, Session

from . import tables
from .room import CHEN, Room
from .tables import DESK, LAMP, LINES, MATRIX, Driver

HALL = "lamp: {driver: lamp, address: 'tcp://127.0.0.1:4000'}"


@pytest.fixture
def learning(monkeypatch):
    """A matrix that says how large it is, in its first answer."""
    driver = Driver(
        name="matrix", title="It tells its size", framing=LINES, port=4001, points=MATRIX.points,
        axes={"input": (1, 2, 3, 4), "output": ()}, spelling=MATRIX.spelling,
        talk=(Query("I", "I{#output}", every=0), *MATRIX.talk),
    )  # fmt: skip
    monkeypatch.setitem(tables.DRIVERS, "matrix", driver)
    return driver


async def test_a_device_that_tells_its_size_gets_its_points(tmp_path, learning):
    room = Room(tmp_path, "m: {driver: matrix, address: 'tcp://127.0.0.1:4001'}")
    room.far["m"].driver = learning.sized(output=3)
    room.far["m"].holds = {Place("video_tie", (n,)): n for n in (1, 2, 3)}
    await room.start()
    assert [str(ref) for ref, _ in room.state.points("m")] == [
        "m/link",
        "m/video_tie/1",
        "m/video_tie/2",
        "m/video_tie/3",
    ]
    assert room.value("m/video_tie/3") == 3
    assert room.set("m/video_tie/3", 4).state == "confirmed"


async def test_a_device_that_only_pushes_is_up_with_its_connection_and_stays_live(tmp_path, monkeypatch):
    pushing = Driver(
        name="desk", title="It only pushes", framing=LINES, port=4003, points=DESK.points, axes=DESK.axes,
        spelling=DESK.spelling, talk=(Notice("/ch {channel} {fader}"), Command("/ch {channel} {fader}")),
    )  # fmt: skip
    monkeypatch.setitem(tables.DRIVERS, "desk", pushing)
    room = await Room(tmp_path, "desk: {driver: desk, address: 'tcp://127.0.0.1:4003'}").start()
    assert room.value("desk/link") == "up"
    room.far["desk"].front_panel(Place("fader", (1,)), -20)
    await room.pass_(120, step=2)
    assert (room.value("desk/fader/1"), room.quality("desk/fader/1")) == (-20, "live")


async def test_an_order_to_a_device_that_only_pushes_waits_for_its_word(tmp_path, monkeypatch):
    pushing = Driver(
        name="desk", title="It only pushes", framing=LINES, port=4003, points=DESK.points, axes=DESK.axes,
        spelling=DESK.spelling,
        talk=(Notice("/ch {channel} {fader}", to="all"), Command("/ch {channel} {fader}", "OK {channel}")),
    )  # fmt: skip
    monkeypatch.setitem(tables.DRIVERS, "desk", pushing)
    room = await Room(tmp_path, "desk: {driver: desk, address: 'tcp://127.0.0.1:4003'}").start()
    order = room.set("desk/fader/1", -20)
    assert order.state == "acknowledged"
    room.far["desk"].front_panel(Place("fader", (1,)), -20)
    assert order.state == "confirmed"

    silent = room.set("desk/fader/2", -30)
    await room.pass_(6)
    assert silent.state == "unverifiable"
    assert room.quality("desk/fader/2") == "assumed"


async def test_a_push_only_device_with_an_answered_keep_alive_is_lost_when_that_is_not_answered(
    tmp_path, monkeypatch
):
    pushing = Driver(
        name="desk", title="It pushes and answers pings", framing=LINES, port=4003, points=DESK.points,
        axes=DESK.axes, spelling=DESK.spelling,
        talk=(Session("PING", "PONG", every=10), Notice("/ch {channel} {fader}")),
    )  # fmt: skip
    monkeypatch.setitem(tables.DRIVERS, "desk", pushing)
    room = await Room(tmp_path, "desk: {driver: desk, address: 'tcp://127.0.0.1:4003'}").start()
    assert room.value("desk/link") == "up"
    room.far["desk"].front_panel(Place("fader", (1,)), -20)
    await room.pass_(60)
    assert room.quality("desk/fader/1") == "live"
    room.far["desk"].silent = True
    await room.pass_(10)
    assert room.value("desk/link") == "lost"


async def test_an_optional_question_without_an_answer_is_dropped_and_loses_no_link(tmp_path, monkeypatch):
    picky = Driver(
        name="lamp", title="No error status", framing=LINES, port=4000, points=LAMP.points, axes=LAMP.axes,
        spelling=LAMP.spelling,
        talk=(
            Query("POWR ?", "POWR={power}", every=2),
            Query("ERST ?", "ERST={health[fan]}", every=2, optional=True),
        ),
    )  # fmt: skip
    monkeypatch.setitem(tables.DRIVERS, "lamp", picky)
    room = Room(tmp_path, HALL)
    far = room.far["lamp"]
    answer = far._answer
    far._answer = lambda event: event.frame != "ERST ?" and answer(event)
    await room.start()
    await room.pass_(60)
    assert room.value("lamp/link") == "up"
    assert far.count("ERST ?") == 2


async def test_an_optional_question_whose_answer_names_nothing_costs_one_connection(tmp_path, monkeypatch):
    picky = Driver(
        name="lamp", title="Names no input", framing=LINES, port=4000, points=(*LAMP.points, MODEL),
        axes=LAMP.axes, spelling=LAMP.spelling,
        talk=(
            Query("POWR ?", "POWR={power}", every=2),
            Query("WHO ?", "{model}", every=0, optional=True),
        ),
    )  # fmt: skip
    monkeypatch.setitem(tables.DRIVERS, "lamp", picky)
    room = Room(tmp_path, HALL)
    far = room.far["lamp"]
    answer = far._answer
    far._answer = lambda event: event.frame != "WHO ?" and answer(event)
    await room.start()
    await room.pass_(60)
    assert room.value("lamp/link") == "up"
    assert far.count("WHO ?") == 1


async def test_a_question_that_is_not_supported_is_asked_no_more_on_this_connection(tmp_path, monkeypatch):
    odd = Driver(
        name="lamp", title="It asks too much", framing=LINES, port=4000, points=LAMP.points, axes=LAMP.axes,
        spelling=LAMP.spelling, talk=(*LAMP.talk, Query("WHAT ?", "WHAT={health[lamp]}", every=1)),
    )  # fmt: skip
    monkeypatch.setitem(tables.DRIVERS, "lamp", odd)
    room = Room(tmp_path, HALL)
    room.far["lamp"].driver = LAMP
    await room.start()
    await room.pass_(10)
    assert [entry.text for entry in room.device("lamp").trace].count("WHAT ?") == 1


@pytest.fixture
def restarting(monkeypatch):
    """A lamp that says when it has started."""
    driver = Driver(
        name="lamp", title="It says when it starts", framing=LINES, port=4000, points=LAMP.points,
        axes=LAMP.axes, spelling=LAMP.spelling, talk=(*LAMP.talk, Notice("HELLO WORLD", restart=True)),
    )  # fmt: skip
    monkeypatch.setitem(tables.DRIVERS, "lamp", driver)


async def test_a_restarted_device_is_read_anew(tmp_path, restarting):
    room = await Room(tmp_path, HALL).start()
    room.far["lamp"].set(power="on")
    room.far["lamp"].heard.clear()
    room.far["lamp"].end.send(b"HELLO WORLD\r")
    assert room.far["lamp"].heard[0] == "POWR ?"
    assert room.value("lamp/power") == "on"


async def test_a_device_that_restarts_without_end_is_not_asked_without_end(tmp_path, restarting):
    room = await Room(tmp_path, HALL).start()
    far = room.far["lamp"]
    far.held = []
    for _ in range(50):
        far.end.send(b"HELLO WORLD\r")
    assert len(room.device("lamp").lanes) < 10

    far.let_go()
    far.heard.clear()
    far.set(power="on")
    far.end.send(b"HELLO WORLD\r")
    assert room.quality("lamp/power") == "stale"
    await room.pass_(5)
    assert (room.value("lamp/power"), room.quality("lamp/power")) == ("on", "live")
    assert far.count("ERST ?") <= 2


async def test_meters_go_by_the_side_channel_and_are_no_points(tmp_path, monkeypatch):
    metering = Driver(
        name="desk", title="It has meters", framing=LINES, port=4003,
        points=(*DESK.points, METER.over("channel")), axes=DESK.axes,
        spelling={**DESK.spelling, "meter": Whole()}, talk=(*DESK.talk, Notice("/m {channel} {meter}")),
    )  # fmt: skip
    monkeypatch.setitem(tables.DRIVERS, "desk", metering)
    room = await Room(tmp_path, "desk: {driver: desk, address: 'tcp://127.0.0.1:4003'}").start()
    levels = []
    room.hall.on_meters(lambda device, place, value: levels.append((device, place.index, value)))
    room.far["desk"].end.send(b"/m 2 -18\r")
    assert levels == [("desk", (2,), -18)]
    assert not any(ref.key == "meter" for ref, _ in room.state.points())


async def test_settling_holds_everything_back(tmp_path, monkeypatch):
    slow = Driver(
        name="lamp", title="It settles", framing=LINES, port=4000, points=LAMP.points, axes=LAMP.axes,
        spelling=LAMP.spelling,
        talk=(Query("POWR ?", "POWR={power}", every=5), Command("POWR {power}", Line("POWR OK"), settle=40)),
    )  # fmt: skip
    monkeypatch.setitem(tables.DRIVERS, "lamp", slow)
    room = await Room(tmp_path, HALL).start()
    room.far["lamp"].heard.clear()
    order = room.rig.set(CHEN, next(ref for ref, _ in room.state.points("lamp") if ref.key == "power"), "on")
    await room.pass_(39, step=1)
    assert room.far["lamp"].heard == ["POWR 1"]
    assert room.value("lamp/link") == "up"
    await room.pass_(2)
    assert order.state == "confirmed"


async def test_a_question_the_device_does_not_know_gives_way_to_another_that_tells_the_same(
    tmp_path, monkeypatch
):
    power = next(row for row in LAMP.talk if isinstance(row, Query) and "power" in str(row.replies[0]))
    newer = Query("ALL ?", "ALL={power}", every=power.every)
    asking = replace(LAMP, talk=(newer, *(row for row in LAMP.talk if row is not power), power))
    monkeypatch.setitem(tables.DRIVERS, "lamp", asking)
    room = Room(tmp_path, HALL)
    room.far["lamp"].driver = LAMP
    await room.start()
    assert (room.value("lamp/power"), room.quality("lamp/power")) == ("off", "live")
    assert room.set("lamp/power", "on").state in ("acknowledged", "confirmed")


async def test_what_may_only_be_asked_while_it_runs_is_asked_as_soon_as_it_does(tmp_path, monkeypatch):
    rare = [replace_every(row, 600) if getattr(row, "when", None) else row for row in LAMP.talk]
    monkeypatch.setitem(tables.DRIVERS, "lamp", replace(LAMP, talk=tuple(rare)))
    room = await Room(tmp_path, HALL).start()
    assert room.quality("lamp/input") == "unknown"
    room.set("lamp/power", "on")
    await room.pass_(10, step=1)
    assert (room.value("lamp/power"), room.quality("lamp/input")) == ("on", "live")


def replace_every(row, seconds):
    """The same question, asked less often; any other row as it is."""
    if not isinstance(row, Query):
        return row
    return Query(row.ask, *row.replies, every=seconds, when=row.when)
