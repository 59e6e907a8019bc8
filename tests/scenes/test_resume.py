"""After a crash or a stop a run goes on where it stood, when a person says so and never by itself."""

import json

import pytest

from drivers.errors import NotAllowed
from scenes.runs import leaves

from .demo import planting
from .stage import CHEN, GUEST, LI, Stage, states

DEEP = """
deep:
  name: {zh: 深, en: Deep}
  steps:
    - together:
        - {set: matrix/video_tie/1, to: 2}
        - in_turn: [{set: desk/fader/1, to: -5}, {set: desk/fader/2, to: -6}]
    - {invoke: matrix/recall, args: {preset: 1}}
    - {set: lamp/power, to: "on", within: 90s}
    - {set: lamp/input, to: hdmi 2}
other: {name: Other, steps: [{set: desk/fader/1, to: -40}]}
"""


@pytest.fixture
async def stage(tmp_path):
    return await Stage(tmp_path, DEEP).start()


def survived(lines):
    for line in lines:
        line.data = json.loads(json.dumps(line.data))
    return lines


def again(stage, lines):
    """The service has come back on these lines."""
    engine = stage.new_engine()
    engine.recall(lines)
    return engine


def recalls(stage):
    return stage.far["matrix"].count("R1")


async def test_killed_anywhere_it_goes_on_and_does_once_what_is_done_once(stage):
    stage.far["lamp"].held = []
    run = stage.run("deep")
    lines = survived(stage.lines())
    assert len(lines) > 8
    done = recalls(stage)
    assert done == 1
    for length in range(1, len(lines) + 1):
        stage.forget()
        engine = again(stage, lines[:length])
        found = engine.find(run.id)
        assert found.state == "interrupted"
        assert stage.sent() == []
        assert found.can_resume
        told = any(line.data.get("path") == "1" for line in lines[:length] if line.kind == "scene.step")
        stage.forget()
        engine.resume(CHEN, run.id)
        assert recalls(stage) == (0 if told else 1), length
        engine.close()


@pytest.mark.parametrize("bug", ["runs_go_on_by_themselves", "deeds_are_done_twice"])
async def test_a_planted_bug_is_found(stage, bug):
    with planting(bug), pytest.raises((AssertionError, NotAllowed)):
        await test_killed_anywhere_it_goes_on_and_does_once_what_is_done_once(stage)


async def test_it_ends_as_if_it_had_never_been_interrupted_and_undo_knows_what_was_before(stage):
    stage.far["lamp"].held = []
    run = stage.run("deep")
    lines = survived(stage.lines())
    stage.engine.close()
    stage.far["lamp"].let_go()
    engine = again(stage, lines)
    found = engine.resume(LI, run.id)
    await stage.pass_(5)
    assert found.state == "done", found.shown()
    assert set(states(found).values()) <= {"ok", "already", "unverifiable"}
    assert found.shown()["resumed"] is not None
    assert engine.times.usual(found.scene) is None  # how long it lay dead is no measure
    engine.undo(LI, run.id)
    await stage.pass_(5)
    assert stage.holds("matrix", "video_tie", 1) == 1
    assert stage.holds("desk", "fader", 1) == -90


async def test_what_may_have_been_done_is_not_done_again_and_says_so(stage):
    stage.far["matrix"].held = []
    run = stage.run("deep")
    stage.far["matrix"].let_go()
    lines = [line for line in survived(stage.lines())]
    cut = next(at for at, line in enumerate(lines) if line.data.get("path") == "1") + 1
    engine = again(stage, lines[:cut])
    stage.forget()
    found = engine.resume(CHEN, run.id)
    await stage.pass_(5)
    (deed,) = [one for one in leaves(found.steps) if one.path == (1,)]
    assert (deed.state, deed.reason.id) == ("skipped", "scene.may_be_done")
    assert recalls(stage) == 0
    assert found.state == "done"


async def test_a_second_death_is_survived_as_the_first_was(stage):
    stage.far["lamp"].held = []
    run = stage.run("deep")
    before = len(stage.lines())
    engine = again(stage, survived(stage.lines()))
    engine.resume(CHEN, run.id)
    lines = survived(stage.lines())
    assert len(lines) > before
    third = again(stage, lines)
    assert third.find(run.id).state == "interrupted"
    assert third.find(run.id).can_resume
    assert third.active is None


async def test_who_may_and_what_may_not(stage):
    stage.far["lamp"].held = []
    run = stage.run("deep")
    with pytest.raises(NotAllowed) as busy:
        stage.engine.resume(CHEN, run.id)
    assert busy.value.why.id == "scene.busy"
    stage.engine.stop(CHEN, run.id)
    await stage.pass_(3)
    assert run.state == "stopped"
    assert run.can_resume
    with pytest.raises(NotAllowed):
        stage.engine.resume(GUEST, run.id)
    stage.run("other")
    assert not run.can_resume
    with pytest.raises(NotAllowed) as over:
        stage.engine.resume(CHEN, run.id)
    assert over.value.why.id == "scene.nothing_to_resume"


async def test_a_stopped_run_goes_on_too(stage):
    stage.far["lamp"].held = []
    run = stage.run("deep")
    stage.engine.stop(CHEN, run.id)
    await stage.pass_(3)
    stage.far["lamp"].let_go()
    stage.engine.resume(CHEN, run.id)
    await stage.pass_(5)
    assert run.state == "done"
    assert stage.holds("lamp", "input") == "hdmi 2"
