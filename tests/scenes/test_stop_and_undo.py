"""Stop sends nothing more at any depth; undo restores what may be restored, and says what it cannot."""

import pytest

from controller.events import RunMoved
from controller.hall.sentences import Sentence
from drivers.errors import NotAllowed
from drivers.points import Place, Ref

from .stage import CHEN, GUEST, LI, Stage, states

DEEP = """
deep:
  name: Deep
  steps:
    - {set: matrix/video_tie/1, to: 2}
    - together:
        - in_turn:
            - {set: matrix/video_tie/2, to: 3}
            - together:
                - {set: matrix/video_tie/3, to: 4}
                - {set: desk/fader/1, to: -5}
            - {set: desk/fader/2, to: -6}
        - {set: lamp/power, to: "on", within: 90s}
    - {set: spare/power, to: "on", within: 90s}
"""


@pytest.fixture
async def stage(tmp_path):
    return await Stage(tmp_path, DEEP).start()


@pytest.mark.parametrize("device", ["matrix", "lamp", "spare"])
@pytest.mark.parametrize("sent", [1, 2, 3])
async def test_after_stop_nothing_more_is_sent_at_any_depth(stage, device, sent):
    """Stopped while the n-th order of a device waits for its answer; then everything answers."""
    for far in stage.far.values():
        far.held = []
    run = stage.run("deep")
    for _ in range(sent - 1):
        stage.far[device].let_go()
        stage.far[device].held = []
    stage.engine.stop(CHEN, run.id)
    before, begun = stage.sent(), [one.started for one in run.steps]
    for far in stage.far.values():
        far.let_go()
    await stage.pass_(10)
    assert stage.sent() == before
    assert [one.started for one in run.steps] == begun
    assert run.state == "stopped"
    assert run.reason == Sentence("scene.stopped", who="chen")
    assert set(states(run).values()) <= {"ok", "stopped"}
    assert stage.engine.active is None


async def test_what_waits_for_its_turn_is_withdrawn(stage):
    stage.far["matrix"].held = []
    busy = stage.set("matrix/video_tie/4", 2)  # the lane is taken: the scene's order waits behind it
    run = stage.run("deep")
    stage.engine.stop(CHEN, run.id)
    assert run.state == "stopped"
    assert states(run)["matrix/video_tie/1"] == "stopped"
    stage.far["matrix"].let_go()
    assert busy.state == "confirmed"
    assert [frame for _, frame in stage.sent()] == ["V4*2!"]
    assert stage.state.get(Ref.parse("matrix/video_tie/1")).desired is None


async def test_a_busy_device_is_not_told_again_after_stop(stage):
    stage.far["matrix"].busy = 1
    run = stage.run("deep")
    stage.engine.stop(CHEN, run.id)
    await stage.pass_(10)
    assert stage.far["matrix"].count("V1*2!") == 1
    assert states(run)["matrix/video_tie/1"] == "stopped"


async def test_what_had_left_may_still_land_for_two_seconds(stage):
    stage.far["matrix"].held = []
    run = stage.run("deep")
    stage.engine.stop(CHEN, run.id)
    assert run.state == "stopping"
    stage.far["matrix"].let_go()
    assert (run.state, states(run)["matrix/video_tie/1"]) == ("stopped", "ok")

    stage.far["lamp"].deaf = True
    run = stage.run("deep")
    stage.engine.stop(CHEN, run.id)
    await stage.pass_(1.75)
    assert run.state == "stopping"
    await stage.pass_(0.5)
    assert run.state == "stopped"
    lamp = next(one for one in run.steps if getattr(one.step, "ref", "") == Ref.parse("lamp/power"))
    assert (lamp.state, lamp.reason) == ("stopped", Sentence("scene.sent_before_stop"))
    assert lamp.touched


async def test_whoever_is_told_of_a_step_may_stop_it_before_it_sends(stage):
    def stop(event):
        if "running" in states(stage.engine.find(event.run_id)).values():
            stage.engine.stop(CHEN, event.run_id)

    stage.bus.subscribe(RunMoved, stop)
    run = stage.run("deep")
    assert run.state == "stopped"
    assert stage.sent() == stage.asked() == []


async def test_stop_ends_putting_back_as_well(stage):
    stage.far["lamp"].deaf = True
    run = stage.run("deep")
    await stage.pass_(89)
    stage.far["desk"].heard.clear()
    stage.far["desk"].silent = True
    stage.far["matrix"].held = []
    await stage.pass_(1.25)
    assert run.state == "undoing"
    stage.engine.stop(LI, run.id)
    stage.far["matrix"].let_go()
    before = stage.sent()
    await stage.pass_(10)
    assert run.state == "stopped"
    assert stage.sent() == before


async def test_undo_restores_what_is_reversible_and_lists_the_rest(stage):
    run = stage.run("deep")
    assert run.state == "done"
    assert run.shown()["can_undo"]
    assert set(run.shown()["undo_lists"]) == {"lamp/power", "spare/power"}
    stage.engine.undo(LI, run.id)
    assert run.state == "undone"
    assert [stage.holds("matrix", "video_tie", n) for n in (1, 2, 3)] == [1, 1, 1]
    assert [stage.holds("desk", "fader", n) for n in (1, 2)] == [-90, -90]
    assert stage.holds("lamp", "power") == "on"
    assert not run.shown()["can_undo"]
    with pytest.raises(NotAllowed) as no:
        stage.engine.undo(LI, run.id)
    assert no.value.why.id == "scene.nothing_to_undo"


async def test_undo_goes_backwards(stage):
    run = stage.run("deep")
    stage.forget()
    stage.engine.undo(CHEN, run.id)
    matrix = [frame for name, frame in stage.sent() if name == "matrix"]
    assert matrix == ["V3*1!", "V2*1!", "V1*1!"]
    assert [one["ref"] for one in run.shown()["put_back"]] == [
        "desk/fader/2", "desk/fader/1", "matrix/video_tie/3", "matrix/video_tie/2", "matrix/video_tie/1",
    ]  # fmt: skip


async def test_undo_leaves_alone_what_somebody_has_changed_since(stage):
    run = stage.run("deep")
    stage.set("matrix/video_tie/1", 4)
    stage.engine.undo(CHEN, run.id)
    assert run.state == "undone"
    assert stage.holds("matrix", "video_tie", 1) == 4
    left = next(one for one in run.shown()["put_back"] if one["ref"] == "matrix/video_tie/1")
    assert (left["state"], left["reason"].id) == ("skipped", "reason.superseded_by")


async def test_a_point_moved_twice_goes_back_to_where_it_was_first(tmp_path):
    stage = await Stage(tmp_path, TWICE).start()
    run = stage.run("twice")
    stage.forget()
    stage.engine.undo(CHEN, run.id)
    assert [frame for _, frame in stage.sent()] == ["/ch 1 -90"]


TWICE = "twice: {name: Twice, steps: [{set: desk/fader/1, to: -20}, {set: desk/fader/1, to: -5}]}"


async def test_an_undo_that_does_not_quite_succeed_says_so_and_may_be_repeated(stage):
    run = stage.run("deep")
    stage.far["desk"].deaf = True
    stage.engine.undo(CHEN, run.id)
    await stage.pass_(12)
    assert run.state == "undone"
    assert run.reason == Sentence("scene.undone_partly", count=2)
    stage.far["desk"].deaf = False
    stage.engine.undo(CHEN, run.id)
    assert stage.holds("desk", "fader", 1) == -90
    assert run.reason is None


async def test_only_the_latest_run_can_be_undone_and_not_by_a_guest(stage):
    first = stage.run("deep")
    with pytest.raises(NotAllowed):
        stage.engine.undo(GUEST, first.id)
    stage.run("deep")
    assert not first.shown()["can_undo"]
    with pytest.raises(NotAllowed):
        stage.engine.undo(CHEN, first.id)


async def test_what_was_not_sent_is_not_undone(stage):
    stage.far["lamp"].deaf = True
    run = stage.run("deep")
    stage.engine.stop(CHEN, run.id)
    await stage.pass_(3)
    stage.forget()
    assert "spare/power" not in run.shown()["undo_lists"]
    stage.engine.undo(CHEN, run.id)
    assert stage.holds("matrix", "video_tie", 1) == 1
    assert [name for name, _ in stage.sent() if name in ("lamp", "spare")] == []


async def test_while_a_scene_holds_a_change_from_outside_differs(stage):
    stage.run("deep")
    tie = Ref.parse("matrix/video_tie/1")
    assert stage.state.held(tie) == 2
    assert stage.engine.holding.scene == "deep"
    stage.far["matrix"].front_panel(Place("video_tie", (1,)), 3)
    assert stage.engine.holding.differs() == {tie: 3}
    assert stage.state.get(tie).desired == 2

    stage.set("matrix/video_tie/1", 3)  # now somebody wants it so
    assert stage.state.held(tie) is None
    assert stage.engine.holding.differs() == {}


async def test_a_scene_lets_go_when_it_is_undone_or_another_begins(stage):
    run = stage.run("deep")
    fader = Ref.parse("desk/fader/1")
    assert stage.state.held(fader) == -5
    stage.engine.undo(CHEN, run.id)
    assert stage.state.held(fader) is None
    assert stage.engine.holding.scene is None


async def test_a_scene_that_does_not_hold_holds_nothing(tmp_path):
    stage = await Stage(
        tmp_path, "loose: {name: L, holds: false, steps: [{set: desk/fader/1, to: -5}]}"
    ).start()
    stage.run("loose")
    assert stage.state.held(Ref.parse("desk/fader/1")) is None


async def test_when_the_service_ends_the_run_says_so(stage):
    stage.far["lamp"].deaf = True
    run = stage.run("deep")
    stage.engine.close()
    assert run.state == "interrupted"
    assert stage.lines("scene.ended")[-1].data["state"] == "interrupted"
