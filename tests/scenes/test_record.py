"""The service is killed at any step of a run: the run is found again, interrupted, and nothing moves."""

import json

import pytest

from controller.hall.sentences import Sentence
from drivers.points import Place, Ref
from scenes.reasons import kept, told
from scenes.record import KINDS, remembered
from scenes.runs import leaves

from .stage import CHEN, HALL, Stage, states

DEEP = """
deep:
  name: {zh: 深, en: Deep}
  steps:
    - together:
        - {set: matrix/video_tie/1, to: 2}
        - in_turn: [{set: desk/fader/1, to: -5}, {set: desk/fader/2, to: -6}]
    - {invoke: matrix/recall, args: {preset: 1}}
    - {set: lamp/power, to: "on", within: 90s}
    - {wait: lamp/power, to: "on"}
"""


@pytest.fixture
async def stage(tmp_path):
    return await Stage(tmp_path, DEEP).start()


def survived(lines):
    """What a disk gives back: plain JSON."""
    for line in lines:
        line.data = json.loads(json.dumps(line.data))
    return lines


async def test_a_run_is_read_back_as_it_was(stage):
    run = stage.run("deep")
    assert run.state == "done"
    (found,) = remembered(survived(stage.lines()), 50).values()
    again = found.shown() | {"steps": [one.shown() for one in leaves(found.steps)]}
    before = run.shown() | {"steps": [one.shown() for one in leaves(run.steps)]}
    for step in (*again["steps"], *before["steps"]):
        step.pop("started"), step.pop("within_s")
    assert again | {"expected_s": None, "can_undo": True, "undo_lists": before["undo_lists"]} == before


async def test_a_failure_and_its_reason_are_read_back(stage):
    stage.far["lamp"].deaf = True
    run = stage.run("deep")
    await stage.pass_(91)
    (found,) = remembered(survived(stage.lines()), 50).values()
    assert found.state == "failed"
    assert found.reason == run.reason
    assert states(found) == states(run)
    assert [one.state for one in leaves(found.put_back)] == ["ok", "ok", "ok"]


async def test_killed_at_every_step_it_is_interrupted_and_nothing_is_sent(stage):
    stage.far["lamp"].deaf = True
    run = stage.run("deep")
    await stage.pass_(91)  # it fails and puts back: the record has every kind of line
    lines = survived(stage.lines())
    assert len(lines) >= 15
    for length in range(1, len(lines) + 1):
        stage.forget()
        engine = stage.new_engine()
        engine.recall(lines[:length])
        assert stage.sent() == stage.asked() == []
        found = engine.find(run.id)
        whole = length == len(lines)
        assert found.state == ("failed" if whole else "interrupted"), length
        assert not found.active
        assert engine.active is None
        assert set(states(found).values()).isdisjoint({"running", "waiting"})
        if not whole:
            assert found.reason == Sentence("scene.interrupted")
            assert stage.lines("scene.ended")[-1].data["state"] == "interrupted"
    assert engine.holding.scene is None


async def test_what_an_interrupted_run_moved_can_be_undone(stage):
    stage.far["lamp"].deaf = True
    run = stage.run("deep")
    lines = survived(stage.lines())
    engine = stage.new_engine()
    engine.recall(lines)
    assert stage.holds("matrix", "video_tie", 1) == 2
    assert engine.find(run.id).shown()["can_undo"]
    assert set(engine.find(run.id).shown()["undo_lists"]) == {"lamp/power", "matrix/recall"}
    engine.undo(CHEN, run.id)
    assert engine.find(run.id).state == "undone"
    assert stage.holds("matrix", "video_tie", 1) == 1
    assert stage.holds("desk", "fader", 1) == -90


async def test_an_interrupted_undo_is_interrupted_too(stage):
    run = stage.run("deep")
    stage.far["desk"].deaf = True
    stage.engine.undo(CHEN, run.id)
    engine = stage.new_engine()
    engine.recall(survived(stage.lines()))
    found = engine.find(run.id)
    assert found.state == "interrupted"
    assert found.shown()["can_undo"]


async def test_it_is_said_once_that_a_run_was_interrupted(stage):
    stage.far["lamp"].deaf = True
    stage.run("deep")
    stage.new_engine().recall(survived(stage.lines()))
    said = len(stage.lines("scene.ended"))
    stage.new_engine().recall(survived(stage.lines()))
    assert len(stage.lines("scene.ended")) == said == 1


async def test_a_scene_that_held_the_room_holds_it_again_but_for_what_was_ordered_since(stage):
    stage.run("deep")
    stage.set("desk/fader/1", -30)
    tie, fader, other = map(Ref.parse, ("matrix/video_tie/1", "desk/fader/1", "desk/fader/2"))
    stage.engine.holding.drop()
    engine = stage.new_engine()
    engine.recall(survived(stage.lines()))
    assert engine.holding.scene == "deep"
    assert stage.state.held(fader) == -5
    last = stage.lines("scene.ended")[-1].seq
    engine.recall_orders(line for line in stage.lines("order.asked") if line.seq > last)
    assert stage.state.held(fader) is None
    assert stage.state.held(other) == -6
    assert stage.state.held(tie) is None  # the preset that the run recalled may have moved it


async def test_what_past_runs_took_is_known_after_a_restart(stage):
    stage.far["lamp"].deaf = True
    stage.far["lamp"].set(power="warming")
    run = stage.run("deep")
    await stage.pass_(30)
    stage.far["lamp"].set(power="on")
    stage.far["lamp"].deaf = False
    await stage.pass_(2)
    assert run.state == "done"
    engine = stage.new_engine()
    engine.recall(survived(stage.lines()))
    assert engine.times.usual(run.scene) == pytest.approx(31, abs=1.5)


async def test_only_the_latest_fifty_runs_are_kept(tmp_path):
    stage = await Stage(tmp_path, "one: {name: One, steps: [{set: desk/fader/1, to: -5}]}", HALL).start()
    runs = [stage.run("one") for _ in range(53)]
    assert list(stage.engine.runs) == [run.id for run in runs[3:]]
    assert stage.told.count(runs[0].id) > 1  # whoever shows it hears that it is gone
    assert list(remembered(survived(stage.lines(*KINDS)), 50)) == list(stage.engine.runs)


async def test_the_start_is_on_record_before_anything_is_acknowledged(stage):
    stage.journal.slow = True
    run = stage.run("deep")
    assert not run.recorded.done()
    stage.journal.catch_up()
    assert run.recorded.done()
    kinds = [line.kind for line in stage.journal.lines]
    assert kinds.index("scene.started") < kinds.index("order.asked")


async def test_the_record_says_what_was_before_ahead_of_the_order(stage):
    stage.far["matrix"].holds[Place("video_tie", (1,))] = 4
    stage.clock.jump(100)
    stage.run("deep")
    lines = [line for line in stage.journal.lines if line.subject in ("deep", "matrix/video_tie/1")]
    touching = next(n for n, line in enumerate(lines) if line.data.get("path") == "0.0")
    assert lines[touching].data["from"] == 1  # live, and not as wished: it need not be asked
    assert lines[touching + 1].kind == "order.asked"


def test_a_sentence_survives_the_record():
    inner = Sentence("reason.not_confirmed", name={"zh": "灯", "en": "Lamp"}, now=Sentence("value.power.off"))
    outer = Sentence("scene.failed", why=inner)
    assert told(json.loads(json.dumps(kept(outer)))) == outer
    assert told(kept(None)) is None
