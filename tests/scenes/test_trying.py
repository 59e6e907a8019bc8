"""Steps that are tried again, have a time as a whole, or ask a person: and what the room is like then."""

import pytest

from controller.hall.orders import Order, OrderState
from controller.hall.sentences import Sentence
from drivers.errors import NotAllowed
from scenes.reasons import Reasons
from scenes.trying import Choice

from .stage import CHEN, GUEST, Stage, states

AGAIN = """
again:
  name: Again
  steps:
    - {set: desk/fader/1, to: -5, within: 2s, retries: 2, on_fail: %s}
    - {set: matrix/video_tie/1, to: 2}
"""


async def stage_with(tmp_path, scenes):
    return await Stage(tmp_path, scenes).start()


async def test_a_step_is_tried_again_until_it_goes_well(tmp_path):
    stage = await stage_with(tmp_path, AGAIN % "undo")
    stage.far["desk"].deaf = True
    run = stage.run("again")
    await stage.pass_(2.5)
    assert run.active
    stage.far["desk"].deaf = False
    await stage.pass_(5)
    assert (run.state, states(run)["desk/fader/1"]) == ("done", "ok")
    assert stage.sent().count(("desk", "/ch 1 -5")) > 1


async def test_after_its_last_try_it_has_failed_and_the_room_is_put_back(tmp_path):
    stage = await stage_with(tmp_path, AGAIN % "undo")
    stage.far["desk"].deaf = True
    run = stage.run("again")
    await stage.pass_(30)
    assert (run.state, states(run)["matrix/video_tie/1"]) == ("failed", "skipped")


async def test_what_a_point_was_before_the_first_try_is_what_is_put_back(tmp_path):
    stage = await stage_with(tmp_path, AGAIN % "undo")
    before = stage.holds("desk", "fader", 1)
    run = stage.run("again")
    await stage.pass_(1)
    assert run.state == "done"
    stage.engine.undo(CHEN, run.id)
    await stage.pass_(3)
    assert stage.holds("desk", "fader", 1) == before


async def test_a_person_is_asked_and_says_go_on(tmp_path):
    stage = await stage_with(tmp_path, AGAIN % "ask")
    stage.far["desk"].deaf = True
    run = stage.run("again")
    await stage.pass_(15)
    assert (run.state, run.asks) == ("running", ((0,),))
    assert run.shown()["asks"][0]["reason"].id == "reason.not_confirmed"
    stage.engine.answer(CHEN, run.id, (0,), Choice.GO_ON)
    await stage.pass_(3)
    assert (run.state, run.asks) == ("done", ())
    assert states(run) == {"desk/fader/1": "failed", "matrix/video_tie/1": "ok"}
    assert [line.data["choice"] for line in stage.lines("scene.answered")] == ["go_on"]


async def test_a_person_says_again_once_the_device_was_mended(tmp_path):
    stage = await stage_with(tmp_path, AGAIN % "ask")
    stage.far["desk"].deaf = True
    run = stage.run("again")
    await stage.pass_(15)
    stage.far["desk"].deaf = False
    stage.engine.answer(CHEN, run.id, (0,), Choice.AGAIN)
    await stage.pass_(5)
    assert (run.state, set(states(run).values())) == ("done", {"ok"})


async def test_a_person_says_undo_or_nothing_for_ten_minutes(tmp_path):
    for answer in (Choice.UNDO, None):
        stage = await stage_with(tmp_path, AGAIN % "ask")
        stage.far["desk"].deaf = True
        run = stage.run("again")
        await stage.pass_(15)
        if answer:
            stage.engine.answer(CHEN, run.id, (0,), answer)
        await stage.pass_(5 if answer else 601)
        assert (run.state, run.asks) == ("failed", ()), answer


NESTED = """
nested:
  name: Nested
  steps:
    - in_turn:
        - in_turn: [{set: desk/fader/1, to: -5, on_fail: ask}]
          retries: 1
      retries: 2
      on_fail: ask
    - {set: matrix/video_tie/1, to: 2}
"""


@pytest.mark.parametrize("answer", [Choice.UNDO, None])
async def test_req22_who_has_it_put_back_is_not_asked_once_for_each_retry_around(tmp_path, answer):
    stage = await stage_with(tmp_path, NESTED)
    stage.far["desk"].deaf = True
    run = stage.run("nested")
    await stage.pass_(15)
    assert run.asks == ((0, 0, 0),)
    stage.forget()
    if answer:
        stage.engine.answer(CHEN, run.id, (0, 0, 0), answer)
    await stage.pass_(15 if answer else 620)
    assert (run.state, run.asks) == ("failed", ())
    assert ("desk", "/ch 1 -5") not in stage.sent()


async def test_who_has_it_tried_again_and_goes_on_is_still_followed_by_the_retries_around(tmp_path):
    stage = await stage_with(tmp_path, NESTED)
    stage.far["desk"].deaf = True
    run = stage.run("nested")
    await stage.pass_(15)
    stage.far["desk"].deaf = False
    stage.engine.answer(CHEN, run.id, (0, 0, 0), Choice.AGAIN)
    await stage.pass_(5)
    assert (run.state, set(states(run).values())) == ("done", {"ok"})


async def test_a_group_that_asks_tells_what_failed_in_it(tmp_path):
    group = "group: {name: G, steps: [{in_turn: [{set: desk/fader/1, to: -5}], on_fail: ask}]}"
    stage = await stage_with(tmp_path, group)
    stage.far["desk"].deaf = True
    run = stage.run("group")
    await stage.pass_(15)
    assert run.shown()["asks"][0]["reason"].id == "reason.not_confirmed"


async def test_stop_ends_a_run_that_asks(tmp_path):
    stage = await stage_with(tmp_path, AGAIN % "ask")
    stage.far["desk"].deaf = True
    run = stage.run("again")
    await stage.pass_(15)
    stage.engine.stop(CHEN, run.id)
    assert (run.state, run.asks) == ("stopped", ())


async def test_only_who_may_run_it_decides_and_only_what_is_asked(tmp_path):
    stage = await stage_with(tmp_path, AGAIN % "ask")
    stage.far["desk"].deaf = True
    run = stage.run("again")
    with pytest.raises(NotAllowed):
        stage.engine.answer(CHEN, run.id, (0,), Choice.GO_ON)
    await stage.pass_(15)
    with pytest.raises(NotAllowed):
        stage.engine.answer(GUEST, run.id, (0,), Choice.GO_ON)
    with pytest.raises(NotAllowed):
        stage.engine.answer(CHEN, run.id, (1,), Choice.GO_ON)
    assert run.asks


GROUP = """
group:
  name: Group
  steps:
    - in_turn:
        - {invoke: matrix/recall, args: {preset: 1}}
        - {set: lamp/power, to: "on", within: 90s}
        - {set: lamp/input, to: hdmi 2}
      within: 5s
      retries: 1
      on_fail: go_on
    - {set: desk/fader/1, to: -5}
"""


async def test_a_group_has_a_time_as_a_whole_and_goes_again_without_repeating_an_action(tmp_path):
    stage = await stage_with(tmp_path, GROUP)
    stage.far["lamp"].deaf = True
    run = stage.run("group")
    await stage.pass_(60)
    assert run.state == "done"
    assert states(run) == {
        "matrix/recall": "unverifiable", "lamp/power": "failed", "lamp/input": "skipped", "desk/fader/1": "ok"
    }  # fmt: skip
    assert next(one for one in run.steps if one.path == (0, 1)).reason.id == "scene.too_late"
    assert (stage.sent().count(("matrix", "R1")), stage.sent().count(("lamp", "POWR 1"))) == (1, 2)


async def test_why_a_run_failed_is_not_what_a_person_had_gone_on_without(tmp_path):
    both = AGAIN % "ask" + "    - {set: lamp/input, to: hdmi 2, within: 2s}\n"
    stage = await stage_with(tmp_path, both)
    stage.far["desk"].deaf = stage.far["lamp"].deaf = True
    run = stage.run("again")
    await stage.pass_(15)
    stage.engine.answer(CHEN, run.id, (0,), Choice.GO_ON)
    await stage.pass_(15)
    assert (run.state, run.steps[2].state) == ("failed", "failed")
    assert run.reason.params["why"] == run.steps[2].reason


async def test_a_time_of_less_than_a_second_is_told_as_it_was_written(tmp_path):
    scene = """
    short:
      name: Short
      steps:
        - in_turn: [{set: matrix/video_tie/1, to: 2}, {set: desk/fader/1, to: -5}]
          within: 800ms
    """
    stage = await stage_with(tmp_path, scene)
    stage.far["matrix"].held = []
    run = stage.run("short")
    await stage.pass_(1)
    assert run.steps[1].reason == Sentence("scene.too_late", seconds=0.8)


async def test_what_could_not_be_heard_in_time_is_not_said_to_disobey(tmp_path):
    stage = await stage_with(
        tmp_path, "one: {name: One, steps: [{set: matrix/video_tie/1, to: 2, within: 1s}]}"
    )
    run = stage.run("one")
    assert run.state == "done"
    stage.far["matrix"].held = []
    order = Order("x", CHEN, "matrix", "set", 1.0, run.steps[0].step.ref, 2, state=OrderState.NOT_CONFIRMED)
    assert Reasons(stage.hall).of(order).id == "reason.not_seen"
    order.value = 3
    assert Reasons(stage.hall).of(order).id == "reason.not_confirmed"
