"""A person does a step by hand and says so: the run goes on, he is named, and nothing is called proved."""

import json

import pytest

from controller.hall.sentences import Sentence
from drivers.errors import NotAllowed
from drivers.points import Place
from scenes.record import KINDS
from scenes.runs import leaves
from scenes.trying import Choice

from .demo import planting
from .stage import CHEN, GUEST, LI, Stage, states

ASKS = """
asks:
  name: Asks
  steps:
    - {set: desk/fader/1, to: -5, within: 2s, on_fail: ask}
    - {set: matrix/video_tie/1, to: 2}
"""
GROUP = """
group:
  name: Group
  steps:
    - in_turn:
        - {set: desk/fader/2, to: -6}
        - {set: lamp/power, to: "on", within: 5s}
        - {set: lamp/input, to: hdmi 2}
      on_fail: ask
    - {set: matrix/video_tie/1, to: 2}
"""
WAITS = """
waits:
  name: Waits
  steps: [{wait: lamp/power, to: "on", within: 600s}, {set: matrix/video_tie/1, to: 2}]
"""
MAY = """
may:
  name: May
  steps: [{set: desk/fader/1, to: -5, within: 2s, vital: false}, {wait: lamp/power, to: "on", within: 600s}]
"""


async def come_to(tmp_path, scenes, scene, seconds=15, deaf=("desk",), actor=CHEN):
    stage = await Stage(tmp_path, scenes).start()
    for device in deaf:
        stage.far[device].deaf = True
    run = stage.run(scene, actor)
    await stage.pass_(seconds)
    return stage, run


def shown(run, path):
    return next(one for one in run.shown()["steps"] if one["path"] == path)


async def test_what_asked_is_done_by_hand_and_the_run_goes_on(tmp_path):
    stage, run = await come_to(tmp_path, ASKS, "asks")
    assert run.shown()["by_hand"] == ["0"]
    stage.engine.answer(LI, run.id, (0,), Choice.BY_HAND)
    await stage.pass_(2)
    assert (run.state, run.reason) == ("done", Sentence("scene.by_hand", count=1))
    step = shown(run, "0")
    assert (step["state"], step["hand"]["by"]) == ("by_hand", "li")
    assert step["reason"].id == "reason.not_confirmed"  # why a hand was needed stays to be seen
    assert states(run)["matrix/video_tie/1"] == "ok"
    assert [line.data["choice"] for line in stage.lines("scene.answered")] == ["by_hand"]
    assert [line.actor for line in stage.lines("scene.step") if line.data["state"] == "by_hand"] == ["li"]
    assert (0,) not in run.by_hand


async def test_it_is_never_taken_for_proved(tmp_path):
    stage, run = await come_to(tmp_path, ASKS, "asks")
    stage.engine.answer(LI, run.id, (0,), Choice.BY_HAND)
    await stage.pass_(2)
    fader = leaves(run.steps)[0].step.ref
    assert fader not in stage.engine.holding.values
    assert run.undo.steps[-1].unless_moved is None  # something was sent for it, and it may be anywhere
    assert not [key for key in stage.engine.times._took if str(fader) in key]


async def test_of_a_group_only_what_was_not_done_is_by_hand(tmp_path):
    stage, run = await come_to(tmp_path, GROUP, "group", deaf=("lamp",))
    assert run.asks == ((0,),)
    assert run.shown()["by_hand"] == ["0", "0.1"]
    stage.engine.answer(LI, run.id, (0,), Choice.BY_HAND)
    await stage.pass_(2)
    assert run.state == "done"
    assert [str(one.state) for one in run.steps] == ["ok", "ok", "by_hand", "by_hand", "ok"]
    assert "lamp/input" in run.shown()["undo_lists"]  # nothing was sent: only a person takes it back


async def test_one_step_of_a_group_is_done_by_hand_and_the_others_are_tried_again(tmp_path):
    stage, run = await come_to(tmp_path, GROUP, "group", deaf=("lamp",))
    stage.engine.answer(LI, run.id, (0, 1), Choice.BY_HAND)
    assert run.asks == ((0,),)
    stage.far["lamp"].deaf, stage.far["lamp"].holds[Place("power")] = False, "on"
    stage.forget()
    stage.engine.answer(LI, run.id, (0,), Choice.AGAIN)
    await stage.pass_(3)
    assert run.state == "done"
    assert states(run) == {
        "desk/fader/2": "ok", "lamp/power": "by_hand", "lamp/input": "ok", "matrix/video_tie/1": "ok"
    }  # fmt: skip
    assert ("lamp", "POWR 1") not in stage.sent()


async def test_what_is_waited_for_is_done_by_hand(tmp_path):
    stage, run = await come_to(tmp_path, WAITS, "waits", 5)
    assert run.shown()["by_hand"] == ["0"]
    stage.engine.answer(LI, run.id, (0,), Choice.BY_HAND)
    assert (run.state, shown(run, "0")["hand"]["by"]) == ("done", "li")
    await stage.pass_(620)
    assert run.state == "done"


async def test_what_failed_and_was_allowed_to_is_done_by_hand_while_the_run_goes_on(tmp_path):
    stage, run = await come_to(tmp_path, MAY, "may", 5)
    assert run.shown()["by_hand"] == ["1", "0"]
    stage.engine.answer(LI, run.id, (0,), Choice.BY_HAND)
    stage.engine.answer(LI, run.id, (1,), Choice.BY_HAND)
    assert (run.state, run.reason.params["count"]) == ("done", 2)


async def test_what_a_stopped_run_left_is_done_by_hand_and_resumed_around(tmp_path):
    stage, run = await come_to(tmp_path, ASKS, "asks")
    stage.engine.stop(CHEN, run.id)
    assert run.shown()["by_hand"] == ["0", "1"]
    stage.engine.answer(LI, run.id, (0,), Choice.BY_HAND)
    assert shown(run, "0")["hand"]["by"] == "li"
    stage.forget()
    stage.engine.resume(CHEN, run.id)
    await stage.pass_(3)
    assert (run.state, run.reason.id) == ("done", "scene.by_hand")
    assert [device for device, _ in stage.sent()] == ["matrix"]


async def test_it_is_known_after_a_restart_and_not_done_again(tmp_path):
    stage, run = await come_to(tmp_path, MAY, "may", 5)
    stage.engine.answer(LI, run.id, (0,), Choice.BY_HAND)
    lines = [line for line in stage.journal.lines if line.kind in KINDS]
    for line in lines:
        line.data = json.loads(json.dumps(line.data))
    engine = stage.new_engine()
    engine.recall(lines)
    found = engine.find(run.id)
    step = shown(found, "0")
    assert (step["state"], step["hand"]) == ("by_hand", shown(run, "0")["hand"])
    stage.forget()
    engine.resume(CHEN, run.id)
    assert stage.sent() == []
    assert shown(found, "0")["state"] == "by_hand"


async def test_who_may_and_what_may_not(tmp_path):
    stage, run = await come_to(tmp_path, ASKS, "asks")
    for actor, path in ((GUEST, (0,)), (LI, (1,)), (LI, (7,))):
        with pytest.raises(NotAllowed):
            stage.engine.answer(actor, run.id, path, Choice.BY_HAND)
    stage.engine.answer(LI, run.id, (0,), Choice.UNDO)
    await stage.pass_(3)
    assert run.state == "failed"
    with pytest.raises(NotAllowed):  # it was put back: there is nothing left to go on with
        stage.engine.answer(LI, run.id, (0,), Choice.BY_HAND)


async def test_a_planted_bug_is_found(tmp_path):
    with planting("a_word_is_proof"), pytest.raises(AssertionError):
        await test_it_is_never_taken_for_proved(tmp_path)
