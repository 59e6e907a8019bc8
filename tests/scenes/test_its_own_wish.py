"""A person who sets a point between two steps of a run keeps it, unless somebody has it go on after him."""

import pytest

from scenes.trying import Choice

from .demo import planting
from .stage import CHEN, LI, Stage, states

TWICE = """
twice:
  name: Twice
  steps:
    - {set: desk/fader/1, to: -20}
    - {set: lamp/power, to: "on", within: 90s}
    - {set: desk/fader/1, to: -30}
"""
ASKS = """
asks:
  name: Asks
  steps:
    - {set: desk/fader/1, to: -30, within: 2s, on_fail: ask}
"""


async def warming(tmp_path):
    """A run between its two wishes for one point."""
    stage = await Stage(tmp_path, TWICE).start()
    stage.far["lamp"].deaf = True
    stage.far["lamp"].set(power="warming")
    run = stage.run("twice")
    await stage.pass_(3)
    assert stage.holds("desk", "fader", 1) == -20
    return stage, run


async def warm(stage, seconds=8):
    stage.far["lamp"].set(power="on")
    stage.far["lamp"].deaf = False
    await stage.pass_(seconds)


async def taken_between(tmp_path):
    stage, run = await warming(tmp_path)
    stage.set("desk/fader/1", -15, LI)
    await warm(stage)
    assert (run.state, run.reason.id) == ("done", "scene.overtaken")
    assert stage.holds("desk", "fader", 1) == -15
    assert run.steps[-1].reason.params["who"] == "li"


async def test_req11_who_sets_a_point_between_two_wishes_of_a_run_keeps_it(tmp_path):
    await taken_between(tmp_path)


async def test_a_planted_bug_is_found(tmp_path):
    with planting("people_are_put_back"), pytest.raises((AssertionError, AttributeError)):
        await taken_between(tmp_path)


async def test_whoever_resumes_a_run_wants_what_is_still_to_come(tmp_path):
    stage, run = await warming(tmp_path)
    stage.engine.stop(LI, run.id)
    await stage.pass_(3)
    stage.set("desk/fader/1", -15, LI)
    await stage.pass_(1)
    stage.engine.resume(LI, run.id)
    await warm(stage)
    assert run.state == "done"
    assert stage.holds("desk", "fader", 1) == -30


async def test_a_resumed_run_that_fails_puts_nothing_back_that_somebody_took_before(tmp_path):
    stage, run = await warming(tmp_path)
    stage.engine.stop(LI, run.id)
    await stage.pass_(3)
    stage.set("desk/fader/1", -20, LI)  # just as the run left it, and now his
    await stage.pass_(1)
    stage.engine.resume(LI, run.id)
    await stage.pass_(100)
    assert run.state == "failed"
    assert stage.holds("desk", "fader", 1) == -20


async def test_who_says_again_wants_that_step_whoever_moved_it_meanwhile(tmp_path):
    stage = await Stage(tmp_path, ASKS).start()
    stage.far["desk"].deaf = True
    run = stage.run("asks")
    await stage.pass_(4)
    assert stage.engine.find(run.id).asks
    stage.far["desk"].deaf = False
    stage.set("desk/fader/1", -15, LI)
    await stage.pass_(1)
    stage.engine.answer(CHEN, run.id, run.asks[0], Choice.AGAIN)
    await stage.pass_(3)
    assert (run.state, states(run)["desk/fader/1"]) == ("done", "ok")
    assert stage.holds("desk", "fader", 1) == -30
