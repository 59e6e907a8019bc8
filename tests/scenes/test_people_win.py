"""REQ-11: who sets a point while a scene is at it wins, also against what is put back; and what is under way
is not called so already.
"""

import json

import pytest

from drivers.points import Ref
from scenes.record import KINDS

from .demo import planting
from .stage import CHEN, LI, Stage, states

TIE = Ref("matrix", "video_tie", (1,))
TWO = """
two:
  name: Two
  steps:
    - together:
        - {set: matrix/video_tie/1, to: 2, within: 3s}
        - {set: desk/fader/1, to: -5, within: 3s}
tie: {name: Tie, steps: [{set: matrix/video_tie/1, to: 1}]}
wait: {name: Wait, steps: [{wait: matrix/video_tie/1, to: 1, within: 3s}]}
"""


async def stage(tmp_path, scenes=TWO):
    return await Stage(tmp_path, scenes).start()


async def overtaken(room):
    """A person sets the tie while the step's own order is on its way; the other step fails."""
    room.far["matrix"].held = []
    room.far["desk"].deaf = True
    run = room.run("two")
    room.set("matrix/video_tie/1", 4, LI)
    room.far["matrix"].let_go()
    await room.pass_(12)
    return run


async def test_what_a_person_set_meanwhile_is_not_put_back(tmp_path):
    room = await stage(tmp_path)
    run = await overtaken(room)
    assert (run.state, states(run)["matrix/video_tie/1"]) == ("failed", "skipped")
    assert room.holds("matrix", "video_tie", 1) == 4
    assert "matrix/video_tie/1" not in run.shown()["undo_lists"]
    assert all("matrix" not in str(step) for step in run.undo.steps)


async def test_nor_after_a_restart(tmp_path):
    room = await stage(tmp_path)
    run = await overtaken(room)
    lines = [line for line in room.journal.lines if line.kind in KINDS]
    for line in lines:
        line.data = json.loads(json.dumps(line.data))
    engine = room.new_engine()
    engine.recall(lines)
    assert all("matrix" not in str(step) for step in engine.find(run.id).undo.steps)


async def test_who_sets_it_after_a_stop_keeps_it_when_the_run_is_undone(tmp_path):
    room = await stage(tmp_path)
    room.far["desk"].deaf = True
    room.far["matrix"].deaf = True
    run = room.run("two")
    room.engine.stop(CHEN, run.id)
    await room.pass_(4)
    room.far["matrix"].deaf = False
    room.set("matrix/video_tie/1", 4, LI)
    if run.shown()["can_undo"]:
        room.engine.undo(CHEN, run.id)
        await room.pass_(8)
    assert room.holds("matrix", "video_tie", 1) == 4


async def test_who_recalls_a_preset_keeps_what_it_changed(tmp_path):
    room = await stage(tmp_path)
    room.far["desk"].held = []
    run = room.run("two")
    assert states(run)["matrix/video_tie/1"] == "ok"
    room.hall.rig.invoke(LI, "matrix", "recall", {"preset": 1})
    room.far["desk"].deaf = True
    await room.pass_(12)
    back = next(one for one in run.shown()["put_back"] if one["ref"] == "matrix/video_tie/1")
    assert (run.state, back["state"], back["reason"].params["who"]) == ("failed", "skipped", "li")


async def test_a_later_scene_overrules_an_order_that_is_still_on_its_way(tmp_path):
    """Two people: one sets the tie, the other runs a scene that wants it as it is still shown."""
    room = await stage(tmp_path)
    room.far["matrix"].held = []
    room.set("matrix/video_tie/1", 4, LI)
    run = room.run("tie")
    assert run.state == "running"
    room.far["matrix"].let_go()
    await room.pass_(3)
    assert (run.state, states(run)["matrix/video_tie/1"]) == ("done", "ok")
    assert run.steps[0].before == 4
    assert room.holds("matrix", "video_tie", 1) == 1


async def test_what_somebody_has_just_ordered_the_same_is_verified_and_left_alone(tmp_path):
    room = await stage(tmp_path)
    room.far["matrix"].held = []
    room.set("matrix/video_tie/1", 4, LI)
    room.set("matrix/video_tie/1", 1, LI)
    run = room.run("tie")
    room.far["matrix"].let_go()
    await room.pass_(3)
    assert (run.state, states(run)["matrix/video_tie/1"]) == ("done", "already")


async def test_an_order_that_failed_is_put_back_though_it_seems_never_to_have_moved(tmp_path):
    """The device is slow: the step gives up before it is acknowledged, and what is shown is what was."""
    room = await stage(tmp_path, TWO.replace("within: 3s", "within: 100ms", 1))
    room.far["matrix"].held = []
    run = room.run("two")
    await room.pass_(0.15, 0.05)
    room.far["matrix"].let_go()
    await room.pass_(8)
    assert run.state == "failed"
    back = next(one for one in run.shown()["put_back"] if one["ref"] == "matrix/video_tie/1")
    assert back["state"] == "ok"
    assert room.holds("matrix", "video_tie", 1) == 1


async def test_nobody_waits_for_what_is_about_to_change(tmp_path):
    room = await stage(tmp_path)
    room.far["matrix"].held = []
    room.set("matrix/video_tie/1", 4, LI)
    run = room.run("wait")
    room.far["matrix"].let_go()
    await room.pass_(4)
    assert run.state == "failed"


async def test_what_somebody_orders_as_the_run_ends_is_asked_for_and_not_claimed(tmp_path):
    room = await stage(tmp_path)
    room.far["desk"].held = []
    run = room.run("two")
    room.far["matrix"].held = []
    room.set("matrix/video_tie/1", 4, LI)
    room.far["desk"].let_go()
    await room.pass_(0.25)
    assert run.state == "running"
    room.far["matrix"].let_go()
    await room.pass_(2)
    assert (run.state, run.reason.id, states(run)["matrix/video_tie/1"]) == (
        "done",
        "scene.overtaken",
        "skipped",
    )


async def test_what_could_not_be_put_back_is_said_and_may_be_undone_later(tmp_path):
    room = await stage(tmp_path)
    room.far["desk"].deaf = True
    run = room.run("two")
    room.far["matrix"].deaf = True
    await room.pass_(15)
    assert (run.state, run.reason.id, run.reason.params["count"]) == ("failed", "scene.failed_and_left", 1)
    assert run.reason.params["why"].id == "reason.not_confirmed"
    room.far["desk"].deaf = room.far["matrix"].deaf = False
    assert (run.shown()["can_undo"], run.shown()["undo_lists"]) == (True, [])
    room.engine.undo(CHEN, run.id)
    await room.pass_(3)
    assert room.holds("matrix", "video_tie", 1) == 1


async def test_who_sets_it_between_two_tries_wins(tmp_path):
    room = await stage(tmp_path, TWO.replace("within: 3s", "within: 2s, retries: 2"))
    room.far["desk"].deaf = True
    run = room.run("two")
    await room.pass_(2.5)
    room.far["desk"].deaf = False
    room.set("desk/fader/1", -20, LI)
    await room.pass_(8)
    assert (run.state, run.reason.id, states(run)["desk/fader/1"]) == ("done", "scene.overtaken", "skipped")
    assert room.holds("desk", "fader", 1) == -20


@pytest.mark.parametrize(
    ("bug", "test"),
    [
        ("what_is_under_way_is_forgotten", test_a_later_scene_overrules_an_order_that_is_still_on_its_way),
        (
            "what_is_under_way_is_forgotten",
            test_an_order_that_failed_is_put_back_though_it_seems_never_to_have_moved,
        ),
        ("people_are_put_back", test_who_sets_it_after_a_stop_keeps_it_when_the_run_is_undone),
        ("people_are_put_back", test_what_a_person_set_meanwhile_is_not_put_back),
    ],
)
async def test_planted_bugs_are_found(tmp_path, bug, test):
    with planting(bug), pytest.raises(AssertionError):
        await test(tmp_path)
