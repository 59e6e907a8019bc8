"""Who may run what, one scene at a time, and the same press being the same run."""

import pytest

from controller.hall.sentences import Sentence
from drivers.errors import NotAllowed
from scenes.engine import NoSuchRun, NoSuchScene
from scenes.runs import RunState

from .stage import CHEN, GUEST, LI, Stage


@pytest.fixture
async def stage(tmp_path):
    return await Stage(tmp_path).start()


async def test_a_hundred_steps_that_land_at_once_are_no_deep_stack(tmp_path):
    steps = ", ".join(f"{{set: desk/fader/1, to: {n % 50 - 60}}}" for n in range(300))
    stage = await Stage(tmp_path, f"long: {{name: Long, steps: [{steps}]}}").start()
    assert stage.run("long").state == "done"
    assert len(stage.sent()) == 300


async def test_who_may_run_what(tmp_path):
    stage = await Stage(tmp_path, LECTURE_AND_MAINS).start()
    with pytest.raises(NotAllowed) as no:
        stage.run("lecture", GUEST)
    assert no.value.why.id == "guard.only_watches"
    with pytest.raises(NotAllowed) as no:
        stage.run("mains", CHEN)
    assert no.value.why.id == "guard.needs_lead"
    assert stage.run("mains", LI).state == "done"
    with pytest.raises(NoSuchScene):
        stage.run("nothing")
    with pytest.raises(NoSuchRun):
        stage.engine.stop(CHEN, "nothing")


LECTURE_AND_MAINS = """
lecture: {name: Lecture, steps: [{set: desk/fader/1, to: -5}]}
mains: {name: Mains, steps: [{set: strip/outlet/2, to: true}]}
"""


async def test_one_scene_at_a_time(stage):
    stage.far["matrix"].held = []
    first = stage.run()
    with pytest.raises(NotAllowed) as no:
        stage.run(actor=LI)
    assert no.value.why == Sentence("scene.busy", scene=first.scene.name, who="chen")

    second = stage.run(actor=LI, replace=True)
    assert first.state == "stopped"
    assert first.reason.id == "scene.replaced"
    stage.far["matrix"].let_go()
    assert second.state == "done"
    assert stage.engine.active is None


async def test_the_same_press_is_the_same_run(stage):
    first = stage.run(key="press-1")
    assert stage.run(key="press-1") is first
    assert stage.run(key="press-2") is not first
    stage.clock.advance(601)
    assert stage.run(key="press-1") is not first


async def test_a_run_finishes_with_the_version_it_started_with(stage):
    stage.far["matrix"].held = []
    run = stage.run()
    old = run.version
    stage.engine.scenes = {}
    stage.far["matrix"].let_go()
    assert run.state is RunState.DONE
    assert run.version == old == run.scene.version
    with pytest.raises(NoSuchScene):
        stage.run()
