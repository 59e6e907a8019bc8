"""A rule of the hall's file, and a scene whose steps would break it: stopped in preview and run alike."""

import pytest

from controller.record import failpoints
from drivers.points import Place
from scenes.runs import leaves

from .stage import LI, Stage

GUARDS = """
guards:
  - never: {set: desk/fader/*, above: -3}
    while: matrix/video_tie/1 is Camera
    because: {zh: 摄像机在用，推子不得高于 -3 dB, en: with the camera in use no fader above -3 dB}
  - never: {set: lamp/power, to: "on"}
    while: strip/outlet/4 moved less than 20s ago
    because: {zh: 升降台正在移动, en: the lift is moving}
  - never: {invoke: matrix/recall}
    while: desk/fader/2 is above -50
    because: {zh: 推子未拉下, en: not while it is loud}
"""
CAMERA, LOUD = "{set: matrix/video_tie/1, to: Camera}", "{set: desk/fader/1, to: 5}"
LAMP, LIFT = '{set: lamp/power, to: "on"}', "{set: strip/outlet/4, to: true}"
PRESET, SECOND = "{invoke: matrix/recall, args: {preset: 1}}", "{set: desk/fader/2, to: -5}"
PAIRS = [(CAMERA, LOUD), (LOUD, CAMERA), (LAMP, LIFT), (LIFT, LAMP), (PRESET, SECOND), (SECOND, PRESET)]
SETS = [(CAMERA, LOUD), (LOUD, CAMERA), (LIFT, LAMP), (SECOND, PRESET)]
"""What stands by then, and not only what is under way, is in the way."""


async def stage_of(tmp_path, steps, name="both"):
    scene = f"{name}: {{name: Both, steps: [{steps}]}}\n"
    stage = await Stage(tmp_path, scene, extra=GUARDS).start()
    for far, place, value in (
        ("matrix", Place("video_tie", (1,)), 1),
        ("desk", Place("fader", (1,)), -20),
        ("strip", Place("outlet", (1,)), True),
    ):
        stage.far[far].front_panel(place, value)
        stage.far[far].holds[place] = value
    await stage.pass_(40)
    stage.forget()
    return stage


def ends(steps):
    return [str(one.state) for one in leaves(steps)]


async def ran(stage, late=()):
    """Run it, with these devices slow to answer."""
    for name in late:
        stage.far[name].held = []
    run = stage.engine.run(LI, "both")
    for name in late:
        stage.far[name].let_go()
    await stage.pass_(5)
    return run


@pytest.mark.parametrize(("first", "second"), PAIRS)
async def test_at_once_the_first_goes_and_the_second_is_stopped(tmp_path, first, second):
    stage = await stage_of(tmp_path, f"together: [{first}, {second}]".join("{}"))
    seen = stage.preview("both", LI)
    run = await ran(stage, late=("matrix", "desk", "strip", "lamp"))
    assert ends([one.taken for one in seen.steps])[-1] == "failed"
    assert [one.blocked is not None for one in seen.steps[1:]] == [False, True]
    assert run.state == "failed"
    went, stopped = leaves(run.steps)
    assert (stopped.state, stopped.reason, stopped.touched) == ("failed", seen.steps[2].blocked, False)
    assert went.state in ("ok", "put_back", "unverifiable")
    assert went.touched


@pytest.mark.parametrize(("first", "second"), SETS)
async def test_in_turn_the_second_is_stopped_by_what_stands(tmp_path, first, second):
    stage = await stage_of(tmp_path, f"{first}, {second}")
    seen = stage.preview("both", LI)
    run = await ran(stage)
    assert [one.blocked is not None for one in seen.steps] == [False, True]
    assert ends(run.steps) == [str(one.taken.state) for one in seen.steps]
    assert run.steps[1].reason == seen.steps[1].blocked


@pytest.mark.parametrize(("first", "second"), PAIRS)
async def test_a_person_is_the_first_or_the_second_too(tmp_path, first, second):
    stage = await stage_of(tmp_path, second)
    for far in stage.far.values():
        far.held = []
    _give(stage, first)
    seen = stage.preview("both", LI)
    run = stage.engine.run(LI, "both")
    assert seen.steps[0].blocked is not None
    assert (run.state, run.steps[0].reason) == ("failed", seen.steps[0].blocked)


def _give(stage, text):
    if "invoke" in text:
        stage.rig.invoke(LI, "matrix", "recall", {"preset": 1})
    else:
        ref, value = text[6:-1].split(", to: ")
        worth = {"Camera": 2, '"on"': "on", "true": True}.get(value)
        stage.set(ref, int(value) if worth is None else worth, LI)


async def test_a_scene_may_end_what_is_wrong(tmp_path):
    stage = await stage_of(tmp_path, "{set: desk/fader/1, to: -1}, {set: matrix/video_tie/1, to: 1}")
    stage.far["matrix"].front_panel(Place("video_tie", (1,)), 2)
    stage.far["desk"].front_panel(Place("fader", (1,)), 5)
    seen = stage.preview("both", LI)
    run = await ran(stage)
    assert not seen.blocked
    assert (run.state, ends(run.steps)) == ("done", ["ok", "ok"])


@pytest.mark.parametrize("bug", ["guards_see_what_is_reported_only", "guards_look_one_way"])
async def test_a_planted_bug_is_caught(tmp_path, monkeypatch, bug):
    monkeypatch.setattr(failpoints, "_planted", frozenset({bug}))
    with pytest.raises(AssertionError):
        await test_at_once_the_first_goes_and_the_second_is_stopped(tmp_path, LOUD, CAMERA)
