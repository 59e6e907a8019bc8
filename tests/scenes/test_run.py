"""A scene runs: every step asks, sends once, is verified, and says how it went."""

import pytest

from controller.hall.sentences import Sentence
from drivers.errors import Reason
from drivers.points import Place, Ref

from .stage import LI, Stage, states


@pytest.fixture
async def stage(tmp_path):
    return await Stage(tmp_path).start()


async def test_a_scene_brings_the_room_about_and_every_step_is_confirmed(stage):
    run = stage.run()
    assert run.state == "done"
    assert set(states(run).values()) == {"ok"}
    assert stage.holds("matrix", "video_tie", 1) == 2
    assert stage.holds("desk", "fader", 1) == -5
    assert (stage.holds("lamp", "power"), stage.holds("lamp", "input")) == ("on", "hdmi 2")
    assert [one.before for one in run.steps if one.before is not None] == [1, -90, "off", "hdmi 1"]


async def test_the_second_time_it_sends_nothing_and_verifies(stage):
    stage.run()
    for older in (False, True):  # than the question that keeps it fresh
        stage.forget()
        stage.clock.jump(60 if older else 0)
        run = stage.run()
        assert run.state == "done"
        assert set(states(run).values()) == {"already"}
        assert stage.sent() == []
        asked = {("matrix", "V1?"), ("desk", "/ch 1?"), ("lamp", "POWR ?"), ("lamp", "INPT ?")}
        assert set(stage.asked()) == (asked if older else set())


async def test_a_change_that_was_not_seen_yet_is_found_and_put_right(stage):
    stage.run()
    stage.far["desk"].holds[Place("fader", (1,))] = -20  # somebody at the desk, and the notice was lost
    stage.clock.jump(60)
    run = stage.run()
    assert states(run)["desk/fader/1"] == "ok"
    assert stage.holds("desk", "fader", 1) == -5


async def test_each_step_is_told_live_and_recorded(stage):
    for far in stage.far.values():
        far.held = []
    run = stage.run()
    assert run.state == "running"
    assert states(run) == {
        "matrix/video_tie/1": "running",
        "desk/fader/1": "running",
        "lamp/power": "waiting",
        "lamp/input": "waiting",
    }
    assert {frame for _, frame in stage.sent()} == {"V1*2!", "/ch 1 -5"}
    for far in ("matrix", "desk"):
        stage.far[far].let_go()
    assert states(run)["matrix/video_tie/1"] == "ok"
    assert states(run)["lamp/power"] == "running"
    stage.far["lamp"].let_go()
    assert run.state == "done"
    assert set(stage.told) == {run.id}
    kinds = [(line.data.get("path"), line.data.get("state")) for line in stage.lines()]
    assert kinds[0] == (None, None)
    assert kinds[-1] == (None, "done")
    assert [state for path, state in kinds if path == "1.0"] == ["running", "ok"]


async def test_steps_say_when_they_began_and_how_long_they_took(stage):
    stage.far["lamp"].deaf = True
    stage.far["lamp"].set(power="warming")
    run = stage.run()
    await stage.pass_(20)
    stage.far["lamp"].set(power="on")
    stage.far["lamp"].deaf = False
    await stage.pass_(2)
    shown = next(step for step in run.shown()["steps"] if step.get("ref") == "lamp/power")
    assert shown["state"] == "ok"
    assert 20 <= shown["took_s"] <= 22
    assert shown["within_s"] == 90
    assert stage.engine.times.usual(run.scene) == pytest.approx(shown["took_s"], abs=1)


async def test_a_deaf_device_makes_the_scene_fail_and_say_so_and_put_back(stage):
    stage.far["lamp"].deaf = True
    run = stage.run()
    assert run.state == "running"
    await stage.pass_(91)
    assert run.state == "failed"
    assert run.reason.id == "scene.failed"
    assert run.reason.params["why"].id == "reason.not_confirmed"
    assert states(run) == {
        "matrix/video_tie/1": "put_back",
        "desk/fader/1": "put_back",
        "lamp/power": "failed",
        "lamp/input": "skipped",
    }
    assert stage.holds("matrix", "video_tie", 1) == 1
    assert stage.holds("desk", "fader", 1) == -90
    assert [(one["ref"], one["value"], one["state"]) for one in run.shown()["put_back"]] == [
        ("desk/fader/1", -90, "ok"),
        ("matrix/video_tie/1", 1, "ok"),
    ]
    assert run.undo.lost == (Ref.parse("lamp/power"),)


async def test_a_lamp_is_never_put_back(stage):
    far = stage.far["lamp"]
    obey = far._obey

    def refuse_inputs(event):
        if event.frame.startswith("INPT") and "?" not in event.frame:
            far.refuses = Reason.OUT_OF_RANGE
        obey(event)

    far._obey = refuse_inputs
    run = stage.run()
    assert run.state == "failed"
    assert run.reason.params["why"].id == "reason.out_of_range"
    assert states(run)["lamp/power"] == "ok"
    assert stage.holds("lamp", "power") == "on"
    assert Ref.parse("lamp/power") in run.undo.lost


async def test_the_others_land_before_a_group_fails(stage):
    stage.far["matrix"].refuses = Reason.OUT_OF_RANGE
    stage.far["desk"].held = []
    run = stage.run()
    assert states(run)["matrix/video_tie/1"] == "failed"
    assert run.state == "running"
    stage.far["desk"].let_go()
    assert run.state == "failed"
    assert states(run)["desk/fader/1"] == "put_back"
    assert states(run)["lamp/power"] == "skipped"


async def test_what_is_not_vital_may_fail(tmp_path):
    stage = await Stage(tmp_path, LECTURE_WITHOUT_CARE).start()
    stage.far["spare"].refuses = Reason.OUT_OF_RANGE
    run = stage.run()
    assert run.state == "done"
    assert run.reason == Sentence("scene.partly", count=1)
    assert states(run) == {"spare/power": "failed", "spare/input": "skipped", "desk/fader/1": "ok"}


LECTURE_WITHOUT_CARE = """
lecture:
  name: Lecture
  steps:
    - vital: false
      in_turn:
        - {set: spare/power, to: "on"}
        - {set: spare/input, to: hdmi 2}
    - {set: desk/fader/1, to: -5}
"""


async def test_a_point_never_read_is_asked_before_it_is_touched(stage):
    stage.state.forget("lamp")
    stage.state.add([Ref.parse("lamp/power"), Ref.parse("lamp/input")])
    run = stage.run()
    frames = [frame for name, frame in stage.asked() + stage.sent() if name == "lamp"]
    assert run.state == "done"
    assert stage.far["lamp"].heard[:2] == ["POWR ?", "POWR 1"]
    assert frames


async def test_a_device_that_is_away_is_said_to_be_away_and_nothing_is_sent_to_it(stage):
    stage.far["lamp"].absent = True
    stage.far["lamp"].hang_up()
    await stage.pass_(1)
    run = stage.run()
    await stage.pass_(10)
    assert run.state == "failed"
    assert states(run)["lamp/power"] == "failed"
    why = run.reason.params["why"]
    assert why.id == "reason.unread"
    assert why.params["why"].id.startswith("link.")
    assert [frame for name, frame in stage.sent() if name == "lamp"] == []


async def test_what_the_device_cannot_tell_is_sent_again_and_called_unverifiable(tmp_path):
    stage = await Stage(tmp_path, SCREEN).start()
    for _ in range(2):
        run = stage.run("screen")
        assert states(run) == {"screen/power": "unverifiable"}
        assert run.state == "done"
    assert stage.sent() == [("screen", "P1"), ("screen", "P1")]


SCREEN = "screen: {name: Screen, steps: [{set: screen/power, to: 'on'}]}"


async def test_a_person_who_wants_it_otherwise_wins_and_nobody_is_at_fault(stage):
    stage.far["matrix"].held = []
    run = stage.run()
    stage.set("matrix/video_tie/1", 3)
    stage.far["matrix"].let_go()
    assert states(run)["matrix/video_tie/1"] == "skipped"
    assert run.state == "done"
    assert stage.holds("matrix", "video_tie", 1) == 3


async def test_a_guard_stops_a_step_with_its_own_sentence(tmp_path):
    stage = Stage(tmp_path, CUT)
    stage.far["lamp"].set(power="on")
    stage.far["strip"].holds[Place("outlet", (1,))] = True
    await stage.start()
    run = stage.run("cut", LI)
    assert run.state == "failed"
    assert run.reason.params["why"].id == "guard.hot_outlet"
    assert states(run) == {"desk/fader/1": "put_back", "strip/outlet/1": "failed"}
    assert stage.sent() == [("desk", "/ch 1 -60"), ("desk", "/ch 1 -90")]


CUT = """
cut: {name: Cut, steps: [{set: desk/fader/1, to: -60}, {set: strip/outlet/1, to: false}]}
"""


async def test_an_action_happens_in_every_run_and_what_it_touched_is_asked_anew(tmp_path):
    stage = await Stage(tmp_path, RECALL).start()
    for _ in range(2):
        stage.forget()
        run = stage.run("recall")
        assert states(run) == {"matrix/recall": "unverifiable", "matrix/video_tie/1": "already"}
        assert stage.sent() == [("matrix", "R3")]
        assert stage.far["matrix"].heard[-1] == "V1?"


RECALL = """
recall:
  name: Recall
  steps: [{invoke: matrix/recall, args: {preset: 3}}, {set: matrix/video_tie/1, to: 1}]
"""


async def test_waiting_goes_on_when_the_value_comes_and_fails_when_it_does_not(tmp_path):
    stage = await Stage(tmp_path, PATIENT).start()
    run = stage.run("patient")
    await stage.pass_(10)
    assert states(run) == {"lamp/power": "running", "desk/fader/1": "waiting"}
    stage.far["lamp"].set(power="on")
    await stage.pass_(6)
    assert states(run) == {"lamp/power": "ok", "desk/fader/1": "ok"}

    stage.far["lamp"].set(power="off")
    await stage.pass_(6)
    run = stage.run("patient")
    await stage.pass_(29)
    assert run.state == "running"
    await stage.pass_(2)
    assert run.state == "failed"
    why = run.reason.params["why"]
    assert (why.id, why.params["seconds"]) == ("reason.waited", 30)
    assert why.params["now"].id == "value.power.off"


PATIENT = """
patient: {name: Patient, steps: [{wait: lamp/power, to: "on", within: 30s}, {set: desk/fader/1, to: -5}]}
"""
