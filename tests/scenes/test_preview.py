"""Preview says what a run would do, step for step, and sends nothing."""

import pytest

from drivers.points import Place, Ref

from .stage import LI, Stage

LECTURE = """
lecture:
  name: {zh: 讲座, en: Lecture}
  steps:
    - together:
        - {set: matrix/video_tie/1, to: Camera}
        - {set: desk/fader/1, to: -5}
    - {set: lamp/power, to: "on", within: 90s}
    - {set: lamp/input, to: hdmi 2}
"""


@pytest.fixture
async def stage(tmp_path):
    return await Stage(tmp_path, LECTURE).start()


def by_path(seen):
    return {step["path"]: step for step in seen.shown()["steps"]}


async def test_now_and_then_and_what_is_so_already(stage):
    stage.far["desk"].front_panel(Place("fader", (1,)), -5)
    seen = stage.preview()
    steps = by_path(seen)
    assert list(steps) == ["0", "0.0", "0.1", "1", "2"]
    assert (steps["0.0"]["now"], steps["0.0"]["then"], steps["0.0"]["already"]) == (1, 2, False)
    assert (steps["0.1"]["now"], steps["0.1"]["already"], steps["0.1"]["seconds"]) == (-5, True, 0)
    assert not seen.blocked
    assert stage.sent() == stage.asked() == []
    assert stage.lines() == []


async def test_seconds_are_what_is_allowed_until_they_are_known(stage):
    assert by_path(stage.preview())["1"]["seconds"] == 90
    far = stage.far["lamp"]
    far.set(power="warming")
    far.deaf = True
    run = stage.run()
    assert run.expected is None or run.expected > 90
    await stage.pass_(30)
    far.set(power="on")
    far.deaf = False
    await stage.pass_(2)
    assert run.state == "done"

    assert stage.run().state == "done"  # verifies, and says nothing of how long it takes
    far.set(power="off")
    await stage.pass_(6)
    seen = stage.preview()
    assert 30 <= by_path(seen)["1"]["seconds"] <= 32
    assert 30 <= seen.seconds <= 33
    assert 30 <= stage.engine.times.usual(run.scene) <= 33


async def test_what_a_guard_would_stop_and_why(tmp_path):
    stage = Stage(tmp_path, CUT)
    stage.far["lamp"].set(power="on")
    stage.far["strip"].holds[Place("outlet", (1,))] = True
    await stage.start()
    seen = stage.preview("cut", LI)
    steps = by_path(seen)
    assert seen.blocked
    assert steps["1"]["blocked"].id == "guard.hot_outlet"
    assert [steps[path]["state"] for path in "012"] == ["put_back", "failed", "skipped"]

    run = stage.run("cut", LI)
    assert [str(one.state) for one in run.steps] == ["put_back", "failed", "skipped"]


CUT = """
cut: {name: Cut, steps: [
  {set: desk/fader/1, to: -60}, {set: strip/outlet/1, to: false}, {set: desk/fader/2, to: -60}]}
cold: {name: Cold, steps: [{set: lamp/power, to: "off"}, {set: strip/outlet/1, to: false}]}
at-once: {name: At once, steps: [
  {together: [{set: lamp/power, to: "off"}, {set: strip/outlet/1, to: false}]}]}
"""


async def test_a_guard_is_asked_how_the_room_will_stand_by_then(tmp_path):
    """The projector goes off first, then its outlet may be cut; at once it may not."""
    stage = Stage(tmp_path, CUT)
    stage.far["lamp"].set(power="on")
    stage.far["strip"].holds[Place("outlet", (1,))] = True
    await stage.start()
    assert not stage.preview("cold", LI).blocked
    assert by_path(stage.preview("at-once", LI))["0.1"]["blocked"].id == "guard.hot_outlet"
    assert stage.run("cold", LI).state == "done"
    assert stage.holds("strip", "outlet", 1) is False


async def test_a_device_that_is_away_is_told_before(stage):
    stage.far["lamp"].absent = True
    stage.far["lamp"].hang_up()
    await stage.pass_(1)
    seen = stage.preview()
    steps = by_path(seen)
    assert seen.blocked
    assert steps["1"]["blocked"].id.startswith("link.")
    assert [steps[path]["state"] for path in ("0.0", "0.1", "1", "2")] == [
        "put_back", "put_back", "failed", "skipped",
    ]  # fmt: skip
    run = stage.run()
    await stage.pass_(10)
    assert [str(one.state) for one in run.steps] == [step["state"] for step in steps.values()]


async def test_what_was_never_read_will_be_asked_first(stage):
    stage.state.forget("lamp")
    stage.state.add([Ref.parse("lamp/power"), Ref.parse("lamp/input")])
    step = by_path(stage.preview())["1"]
    assert (step["now"], step["asks"], step["already"]) == (None, True, False)


async def test_a_device_that_left_the_hall_is_told_in_words(stage):
    stage.extra = ""  # the engine still has the scenes it was given
    await stage.reload("desk: {driver: desk, address: 'tcp://127.0.0.1:4003'}")
    seen = stage.preview()
    assert by_path(seen)["0.0"]["blocked"].id == "reason.impossible"
    run = stage.run()
    assert run.reason.params["why"].id == "reason.impossible"
    assert [str(one.state) for one in run.steps] == [str(one.taken.state) for one in seen.steps]


async def test_what_would_be_skipped_does_not_come_true(tmp_path):
    """The outlet is not switched, so the projector is still on when it matters."""
    stage = Stage(tmp_path, SKIPPED)
    stage.far["lamp"].set(power="on")
    stage.far["strip"].holds[Place("outlet", (1,))] = True
    await stage.start()
    steps = by_path(stage.preview("skip", LI))
    assert (steps["0.1"]["state"], steps["1"]["already"], steps["1"]["state"]) == ("skipped", False, "ok")
    run = stage.run("skip", LI)
    assert [str(one.state) for one in run.steps] == [step["state"] for step in steps.values()]


SKIPPED = """
skip: {name: Skip, steps: [
  {vital: false, in_turn: [{set: strip/outlet/1, to: false}, {set: lamp/power, to: "off"}]},
  {set: lamp/power, to: "off"}]}
"""
