"""Interlocks of a hall's own file at the door: level ceilings, what is on its way, values by their names."""

import pytest

from controller.record import failpoints
from drivers.errors import NotAllowed
from drivers.points import Ref
from drivers.rigfile.problems import RigFileError
from scenes.forecast import Forecast
from web import words

from .room import LI, Room

TIE, FADER = Ref.parse("matrix/video_tie/1"), Ref.parse("desk/fader/1")
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


def no(room, text, value):
    with pytest.raises(NotAllowed) as stopped:
        room.set(text, value, LI)
    return stopped.value.why


def refused(room, text, value):
    return no(room, text, value).params["because"]["en"]


async def test_a_ceiling_holds_for_every_channel_and_only_above_it(room):
    await room.pass_(30)
    assert room.set("desk/fader/1", -20, LI).state == "confirmed"
    room.set("matrix/video_tie/1", 2, LI)
    assert "above -3 dB" in refused(room, "desk/fader/1", -2)
    assert "above -3 dB" in refused(room, "desk/fader/2", 0)
    assert room.set("desk/fader/1", -3, LI).state == "confirmed"
    room.set("matrix/video_tie/1", 3, LI)
    assert room.set("desk/fader/1", 0, LI).state == "confirmed"


async def test_the_camera_is_not_used_while_a_fader_is_above_its_ceiling(room):
    await room.pass_(30)
    room.set("desk/fader/2", 0, LI)
    why = no(room, "matrix/video_tie/1", 2)
    assert words.words(why) == {
        "en": "with the camera in use no fader above -3 dB. In the way: desk, Fader 2 is 0",
        "zh": "摄像机在用，推子不得高于 -3 dB。冲突：desk的推子 2现为0",
    }
    assert room.set("matrix/video_tie/1", 3, LI).ok
    assert room.set("desk/fader/2", -3, LI).ok
    assert room.set("matrix/video_tie/1", 2, LI).ok


async def test_what_is_wrong_already_may_be_lessened_and_ended(room):
    await room.pass_(30)
    room.far["matrix"].front_panel(TIE.place, 2)
    room.far["desk"].front_panel(FADER.place, 5)
    assert "above -3 dB" in refused(room, "desk/fader/1", 6)
    assert room.set("desk/fader/1", 0, LI).state == "confirmed"
    assert "above -3 dB" in refused(room, "desk/fader/1", 5)
    assert room.set("desk/fader/1", -2, LI).state == "confirmed"
    assert room.set("matrix/video_tie/1", 1, LI).state == "confirmed"


async def test_of_two_orders_at_once_the_second_is_stopped(room):
    """Neither has been read back when the other is given."""
    await room.pass_(30)
    room.far["matrix"].held = []
    room.set("matrix/video_tie/1", 2, LI)
    assert "above -3 dB" in refused(room, "desk/fader/1", 5)
    room.far["matrix"].let_go()
    assert room.set("matrix/video_tie/1", 1, LI).ok
    room.far["desk"].held = []
    room.set("desk/fader/1", 5, LI)
    assert no(room, "matrix/video_tie/1", 2).id == "guard.written_told"


async def test_an_order_that_failed_counts_until_the_device_is_heard_again(room):
    await room.pass_(30)
    room.far["matrix"].silent = True
    order = room.set("matrix/video_tie/1", 2, LI, within=1)
    room.set("matrix/video_tie/1", 3, LI, within=1)
    await room.pass_(2, step=0.5)
    assert order.ended
    assert not room.state.get(TIE).pending
    assert "above -3 dB" in refused(room, "desk/fader/1", 0)
    room.far["matrix"].silent = False
    await room.pass_(30)
    assert (room.value("matrix/video_tie/1"), room.quality("matrix/video_tie/1")) == (1, "live")
    assert room.set("desk/fader/1", 0, LI).ok


async def test_what_a_preset_brings_nobody_knows_before_it_is_heard(room):
    await room.pass_(30)
    room.far["matrix"].held = []
    room.rig.invoke(LI, "matrix", "recall", {"preset": 1})
    assert "above -3 dB" in refused(room, "desk/fader/1", 0)
    room.far["matrix"].let_go()
    await room.pass_(1)
    assert room.set("desk/fader/1", 0, LI).ok


async def test_the_lift_is_not_moved_under_what_was_just_ordered(room):
    await room.pass_(30)
    room.far["matrix"].held = []
    room.set("matrix/video_tie/1", 1, LI)
    was = room.value("lift/outlet/1")
    assert "moving" in refused(room, "lift/outlet/1", not was)
    assert room.set("lift/outlet/1", was, LI).ok
    room.far["matrix"].let_go()
    assert room.set("lift/outlet/1", not was, LI).ok, "what stands for long does not keep the lift down"


async def test_a_lift_that_nobody_hears_may_be_moving(room):
    await room.pass_(30)
    assert room.set("matrix/video_tie/1", 1, LI).ok
    room.far["lift"].absent = True
    room.far["lift"].hang_up()
    await room.pass_(30)
    assert room.quality("lift/outlet/1") == "stale"
    assert "moving" in refused(room, "matrix/video_tie/1", 1)


async def test_whoever_is_not_heard_is_as_last_heard_for_the_other_side(room):
    await room.pass_(30)
    room.set("desk/fader/1", 0, LI)
    room.far["desk"].absent = True
    room.far["desk"].hang_up()
    await room.pass_(30)
    assert room.quality("desk/fader/1") == "stale"
    assert no(room, "matrix/video_tie/1", 2).id == "guard.written_is"


async def test_an_action_is_the_other_side_too(tmp_path):
    said = "{invoke: matrix/recall}\n    while: desk/fader/1 is above -3"
    guards = f"guards:\n  - never: {said}\n    because: no preset while it is loud\n"
    room = await Room(tmp_path, DEVICES, guards).start()
    await room.pass_(30)
    room.far["matrix"].held = []
    room.rig.invoke(LI, "matrix", "recall", {"preset": 1})
    why = no(room, "desk/fader/1", 0)
    assert (why.id, str(why.params["action"])) == ("guard.written_done", "action.recall")
    room.far["matrix"].let_go()
    await room.pass_(1)
    assert room.set("desk/fader/1", 0, LI).ok
    with pytest.raises(NotAllowed):
        room.rig.invoke(LI, "matrix", "recall", {"preset": 1})


async def test_an_outlet_that_an_action_cuts_is_off_for_a_rule(tmp_path):
    said = "{set: lift/outlet/2, to: false}\n    while: desk/fader/1 is above -50"
    room = await Room(tmp_path, DEVICES, f"guards:\n  - never: {said}\n    because: it is loud\n").start()
    await room.pass_(30)
    assert no(room, "desk/fader/1", 0).id == "guard.written_is", "that outlet is off"
    room.set("lift/outlet/2", True, LI)
    assert room.set("desk/fader/1", 0, LI).ok
    with pytest.raises(NotAllowed):
        room.rig.invoke(LI, "lift", "cycle", {"socket": 2})
    room.rig.invoke(LI, "lift", "cycle", {"socket": 1})


async def test_what_a_lamp_passes_on_its_way_counts(tmp_path):
    said = "{set: desk/fader/1, above: -50}\n    while: lamp/power is warming"
    room = await Room(tmp_path, DEVICES, f"guards:\n  - never: {said}\n    because: it hums\n").start()
    await room.pass_(30)
    room.far["lamp"].held = []
    room.set("desk/fader/1", 0, LI)
    assert no(room, "lamp/power", "on").id == "guard.written_is"
    assert room.set("lamp/power", "off", LI)


@pytest.mark.parametrize(
    ("bug", "holds"),
    [
        (
            "guards_see_what_is_reported_only",
            test_of_two_orders_at_once_the_second_is_stopped,
        ),
        ("guards_look_one_way", test_the_camera_is_not_used_while_a_fader_is_above_its_ceiling),
        ("who_is_not_heard_stands_still", test_a_lift_that_nobody_hears_may_be_moving),
    ],
)
async def test_a_planted_bug_is_caught(room, monkeypatch, bug, holds):
    monkeypatch.setattr(failpoints, "_planted", frozenset({bug}))
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        await holds(room)


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
