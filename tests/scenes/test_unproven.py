"""Acceptance 5: what no device confirmed is not called done without a word."""

import pytest

from controller.hall.sentences import Sentence
from drivers.points import Place, Ref

from .demo import Demo, planting
from .stage import LI, Stage, states

RECALL = """
recall:
  name: Recall
  steps:
    - {invoke: matrix/recall, args: {preset: 1}}
%s"""
WAIT = "    - {wait: matrix/video_tie/%s, to: 4, within: 3s}\n"


async def recalled(tmp_path, more="", deaf=True):
    stage = await Stage(tmp_path, RECALL % more).start()
    stage.far["matrix"].deaf = deaf
    run = stage.run("recall")
    await stage.pass_(5)
    return stage, run


async def without_a_word(tmp_path):
    _, run = await recalled(tmp_path)
    assert (run.state, run.reason) == ("done", Sentence("scene.unproved", count=1))


async def test_an_action_that_nothing_proves_is_told(tmp_path):
    await without_a_word(tmp_path)


async def test_a_planted_bug_is_found(tmp_path):
    with planting("what_nobody_proves_is_done"), pytest.raises(AssertionError):
        await without_a_word(tmp_path)


async def test_a_scene_that_waits_for_what_an_action_changes_fails_where_the_device_is_deaf(tmp_path):
    _, run = await recalled(tmp_path, WAIT % 1)
    assert (run.state, states(run)["matrix/video_tie/1"]) == ("failed", "failed")


async def test_and_is_proved_where_it_comes(tmp_path):
    stage = await Stage(tmp_path, RECALL % (WAIT % 1)).start()
    run = stage.run("recall")
    stage.far["matrix"].front_panel(Place("video_tie", (1,)), 4)
    await stage.pass_(5)
    assert (run.state, run.reason) == ("done", None)


async def test_acceptance5_the_sample_hall_proves_what_it_recalls():
    demo = await Demo().start()
    demo.ail("matrix-2", deaf=True)
    run = demo.engine.run(LI, "ceremony")
    await demo.pass_(100)
    assert (run.state, run.reason) == ("done", Sentence("scene.partly", count=1))
    assert [demo.truth(Ref("matrix-2", "video_tie", (output,))) for output in (1, 2)] == [3, 1]
