"""How long a scene will take is said from the medians of what its steps took, in whichever scene that was."""

import json

import pytest

from drivers.points import Ref
from scenes.model import InTurn, Set, Together, Wait
from scenes.record import KINDS

from .stage import LI, Stage

SCENES = """
lights:
  name: Lights
  steps: [{set: lamp/power, to: "on", within: 90s}, {wait: lamp/power, to: "on", within: 90s}]
side:
  name: Side
  steps: [{set: spare/power, to: "on", within: 90s}]
calls:
  name: Calls
  steps: [{scene: lights}, {scene: side}, {set: lamp/input, to: hdmi 2}]
both:
  name: Both
  steps:
    - together: [{scene: lights}, {scene: side}]
    - {set: lamp/input, to: hdmi 2}
deep:
  name: Deep
  steps:
    - in_turn:
        - together:
            - in_turn: [{set: lamp/power, to: "on", within: 90s}, {set: lamp/input, to: hdmi 2}]
            - {scene: side}
        - {set: desk/fader/1, to: -5}
capped:
  name: Capped
  steps: [{in_turn: [{set: lamp/power, to: "on", within: 90s}], within: 12s, on_fail: go_on}]
asks:
  name: Asks
  steps: [{set: desk/fader/2, to: -5, within: 2s, on_fail: ask}]
"""
NEAR = 1.2
"""Seconds by which a lamp is seen later than it is on, and by which a quick point may differ."""


@pytest.fixture
async def stage(tmp_path):
    return await Stage(tmp_path, SCENES).start()


async def warm(stage, scene, device, seconds):
    """One run in which this lamp takes so long; then it is off again."""
    far = stage.far[device]
    far.set(power="warming")
    far.deaf = True
    run = stage.run(scene, LI)
    await stage.pass_(seconds)
    far.set(power="on")
    far.deaf = False
    await stage.pass_(6)
    assert run.state == "done", run.shown()
    await off(stage, device)


async def off(stage, *devices):
    for device in devices:
        stage.far[device].set(power="off")
    await stage.pass_(12)


async def known(stage):
    """The main lamp took 10, 40 and 20 seconds, the other 50, each in a scene of its own."""
    for seconds in (10, 40, 20):
        await warm(stage, "lights", "lamp", seconds)
    await warm(stage, "side", "spare", 50)
    return stage


async def test_a_step_takes_the_median_of_its_runs(stage):
    await known(stage)
    assert stage.preview("lights").seconds == pytest.approx(20, abs=NEAR)
    assert stage.engine.times.usual(stage.engine.scene("lights")) == pytest.approx(20, abs=NEAR)


async def test_a_scene_that_calls_scenes_takes_what_they_took(stage):
    await known(stage)
    assert stage.preview("calls").seconds == pytest.approx(70, abs=2 * NEAR)


async def test_what_runs_at_once_takes_as_long_as_the_slowest(stage):
    await known(stage)
    assert stage.preview("both").seconds == pytest.approx(50, abs=2 * NEAR)
    assert stage.preview("deep").seconds == pytest.approx(50, abs=2 * NEAR)


@pytest.mark.parametrize("scene", ["lights", "calls", "both", "deep"])
async def test_the_run_says_what_its_preview_said(stage, scene):
    await known(stage)
    seen = stage.preview(scene).seconds
    for device in ("lamp", "spare"):
        stage.far[device].deaf = True
        stage.far[device].set(power="warming")
    run = stage.run(scene, LI)
    assert run.state == "running"
    assert run.expected == pytest.approx(seen, abs=NEAR)


async def test_what_is_so_already_takes_no_time(stage):
    await known(stage)
    stage.far["spare"].set(power="on")
    await stage.pass_(12)
    assert stage.preview("calls").seconds == pytest.approx(20, abs=2 * NEAR)
    assert stage.preview("both").seconds == pytest.approx(20, abs=2 * NEAR)


async def test_the_medians_are_known_after_a_restart(stage):
    await known(stage)
    lines = [line for line in stage.journal.lines if line.kind in KINDS]
    for line in lines:
        line.data = json.loads(json.dumps(line.data))
    seen = stage.preview("calls").seconds
    stage.engine = stage.new_engine()
    stage.engine.recall(lines)
    assert stage.preview("calls").seconds == pytest.approx(seen, abs=0.01)


async def test_a_group_takes_no_longer_than_it_may(stage):
    await known(stage)
    assert stage.preview("capped").seconds == 12
    assert stage.engine.times.ahead(stage.engine.scene("capped").body) == 12


async def test_how_long_a_person_took_is_no_measure(stage):
    stage.far["desk"].deaf = True
    run = stage.run("asks", LI)
    await stage.pass_(200)
    stage.engine.answer(LI, run.id, (0,), "by_hand")
    assert run.state == "done"
    assert stage.engine.times.usual(run.scene) is None


async def test_what_one_branch_waits_for_another_does_not_bring(stage):
    """Branches do not see one another; what comes after them sees them all."""
    await known(stage)
    lamp = Ref.parse("lamp/power")
    spare = Ref.parse("spare/power")
    on, wait = Set(lamp, "on", 90), Wait(lamp, "on", 33)
    ahead, alone = stage.engine.times.ahead, Wait(spare, "on", 33)
    assert ahead(InTurn((Together((on,)), wait))) == pytest.approx(20, abs=NEAR)
    assert ahead(InTurn((on, alone))) == pytest.approx(53, abs=NEAR)
    assert ahead(Together((Set(spare, "on", 90), alone))) == pytest.approx(50, abs=NEAR)
    assert ahead(Together((on, alone))) == 33
