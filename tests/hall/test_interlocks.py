"""Interlocks of a hall's own file at the door: level ceilings, what is on its way, values by their names."""

import pytest

from drivers.errors import NotAllowed
from drivers.points import Ref
from drivers.rigfile.problems import RigFileError
from scenes.forecast import Forecast

from .room import LI, Room

DEVICES = """
lamp: {driver: lamp, address: 'tcp://127.0.0.1:4000'}
matrix: {driver: matrix, address: 'tcp://127.0.0.1:4001', inputs: {1: Lectern, 2: Camera}}
desk: {driver: desk, address: 'tcp://127.0.0.1:4003'}
lift: {driver: strip, address: 'tcp://127.0.0.1:4002'}
"""
GUARDS = """
guards:
  - never: {set: desk/fader/*, above: -3}
    while: matrix/video_tie/1 is Camera
    because: {zh: 摄像机在用，推子不得高于 -3 dB, en: with the camera in use no fader above -3 dB}
  - never: {set: matrix/video_tie/1, to: Lectern}
    while: lift/outlet/1 moved less than 20s ago
    because: {zh: 讲台升降台正在移动, en: the lectern's lift is moving}
"""


@pytest.fixture
async def room(tmp_path):
    return await Room(tmp_path, DEVICES, GUARDS).start()


def refused(room, text, value):
    with pytest.raises(NotAllowed) as no:
        room.set(text, value, LI)
    return no.value.why.params["because"]["en"]


async def test_a_ceiling_holds_for_every_channel_and_only_above_it(room):
    await room.pass_(30)
    assert room.set("desk/fader/1", 0, LI).state == "confirmed"
    room.set("matrix/video_tie/1", 2, LI)
    assert "above -3 dB" in refused(room, "desk/fader/1", -2)
    assert "above -3 dB" in refused(room, "desk/fader/2", 0)
    assert room.set("desk/fader/1", -3, LI).state == "confirmed"
    room.set("matrix/video_tie/1", 3, LI)
    assert room.set("desk/fader/1", 0, LI).state == "confirmed"


async def test_nothing_is_done_under_a_lift_that_moves(room):
    await room.pass_(30)
    assert room.set("matrix/video_tie/1", 1, LI).state == "confirmed"
    was = room.value("lift/outlet/1")
    room.set("lift/outlet/1", not was, LI)
    assert "moving" in refused(room, "matrix/video_tie/1", 1)
    assert room.set("matrix/video_tie/1", 3, LI).state == "confirmed"
    await room.pass_(21)
    assert room.set("matrix/video_tie/1", 1, LI).state == "confirmed"


async def test_right_after_a_start_nobody_knows_whether_it_moves(room):
    assert "moving" in refused(room, "matrix/video_tie/1", 1)


async def test_a_scene_that_moves_it_is_foreseen_to(room):
    await room.pass_(30)
    view = Forecast(room.state, room.clock.now())
    lift, tie = Ref.parse("lift/outlet/1"), Ref.parse("matrix/video_tie/1")
    assert room.rig.blocked(LI, tie, 1, room.hall.guards(view)) is None
    view.becomes(lift, not room.value("lift/outlet/1"))
    assert room.rig.blocked(LI, tie, 1, room.hall.guards(view)).id == "guard.written"


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        ("{set: desk/fader/1, above: -3, to: 0}", "never"),
        ("{invoke: matrix/recall, above: 3}", "never"),
        ("{set: lamp/power, above: 3}", "no_limit"),
        ("{set: desk/fader/9, below: 3}", "no_index"),
    ],
)
async def test_what_makes_no_sense_is_told_with_its_place(tmp_path, deed, code):
    guards = f"guards: [{{never: {deed}, because: nonsense}}]\n"
    with pytest.raises(RigFileError) as wrong:
        Room(tmp_path, DEVICES, guards)
    assert [problem.code for problem in wrong.value.problems] == [code]
