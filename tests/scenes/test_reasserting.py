"""While a scene that says so holds the room, what is changed from outside is put back; with limits."""

import pytest

from controller.record import failpoints
from drivers.points import Place, Ref
from scenes.model import Scene, Set

from .demo import Demo
from .stage import CHEN, LI, Stage

KEPT = """
kept:
  name: Kept
  reasserts: true
  steps:
    - {set: matrix/video_tie/1, to: 2}
    - {set: lamp/power, to: "on", within: 90s}
"""
TIE, LAMP = Ref("matrix", "video_tie", (1,)), Ref("lamp", "power")


async def held(tmp_path, scene=KEPT):
    stage = await Stage(tmp_path, scene).start()
    run = stage.run("kept")
    await stage.pass_(40)
    assert run.state == "done"
    stage.forget()
    return stage


async def panel(stage, value):
    """Somebody changes the tie at the matrix' own front panel."""
    stage.far["matrix"].holds[Place("video_tie", (1,))] = value
    stage.state.report(TIE, value)
    await stage.pass_(5)


async def test_what_is_changed_from_outside_is_put_back(tmp_path):
    stage = await held(tmp_path)
    await panel(stage, 3)
    assert stage.holds("matrix", "video_tie", 1) == 2
    assert [line.data["found"] for line in stage.lines("scene.reasserted")] == [3]


async def test_who_changes_it_often_wins(tmp_path):
    stage = await held(tmp_path)
    for _ in range(4):
        await panel(stage, 3)
    assert stage.holds("matrix", "video_tie", 1) == 3
    assert len(stage.lines("scene.reasserted")) == 3
    assert len(stage.lines("scene.gave_up")) == 1
    await panel(stage, 1)
    assert stage.holds("matrix", "video_tie", 1) == 1


async def deaf_for(stage, seconds):
    """Somebody moves it, and the device ignores what it is told for so long."""
    stage.far["matrix"].deaf = True
    await panel(stage, 3)
    await stage.pass_(seconds)
    stage.far["matrix"].deaf = False


async def test_req22_what_could_not_be_put_back_at_once_is_tried_again(tmp_path):
    stage = await held(tmp_path)
    await deaf_for(stage, 10)
    await stage.pass_(30)
    assert stage.holds("matrix", "video_tie", 1) == 2
    assert len(stage.lines("scene.reasserted")) == 2
    assert stage.lines("scene.gave_up") == []


async def test_but_not_more_often_than_what_is_moved_again(tmp_path):
    stage = await held(tmp_path)
    await deaf_for(stage, 200)
    assert len(stage.lines("scene.reasserted")) == 3
    assert len(stage.lines("scene.gave_up")) == 1
    await stage.pass_(100)
    assert stage.holds("matrix", "video_tie", 1) == 3


async def test_nor_is_it_tried_again_once_a_person_wants_it_otherwise(tmp_path):
    stage = await held(tmp_path)
    await deaf_for(stage, 4)
    stage.hall.rig.set(CHEN, TIE, 1)
    await stage.pass_(60)
    assert stage.holds("matrix", "video_tie", 1) == 1
    assert len(stage.lines("scene.reasserted")) == 1


async def test_power_is_never_put_back_by_itself(tmp_path):
    stage = await held(tmp_path)
    stage.far["lamp"].holds[Place("power")] = "off"
    stage.state.report(LAMP, "off")
    await stage.pass_(10)
    assert stage.holds("lamp", "power") == "off"


async def test_what_a_person_orders_stays(tmp_path):
    stage = await held(tmp_path)
    stage.hall.rig.set(CHEN, TIE, 1)
    await stage.pass_(10)
    assert stage.holds("matrix", "video_tie", 1) == 1


async def test_a_scene_that_does_not_say_so_only_shows_it(tmp_path):
    stage = await held(tmp_path, KEPT.replace("  reasserts: true\n", ""))
    await panel(stage, 3)
    assert stage.holds("matrix", "video_tie", 1) == 3
    assert stage.engine.holding.differs() == {TIE: 3}


async def test_after_a_restart_it_is_still_kept(tmp_path):
    stage = await held(tmp_path)
    engine = stage.new_engine()
    engine.recall(stage.lines())
    assert engine.holding.reasserts


async def test_a_value_that_the_device_keeps_in_steps_of_its_own_is_no_drift():
    """The console keeps -7.33 dB as -7.3: it agrees, so it is not told again, and not shown as changed."""
    demo = await Demo().start()
    wish = Set(Ref("mixer", "fader", (1,)), -7.33)
    demo.engine.scenes["kept"] = Scene("kept", {"zh": "K", "en": "K"}, (wish,), reasserts=True)
    run = await demo.finish(demo.engine.run(LI, "kept"))
    await demo.pass_(30)
    assert (run.state, demo.state.get(wish.ref).reported != wish.value) == ("done", True)
    assert "scene.reasserted" not in demo.journal.kinds()
    assert demo.engine.holding.differs() == {}
    demo.put({"mixer/fader/1": -20.0})
    await demo.pass_(10)
    assert abs(demo.truth(wish.ref) + 7.33) < 0.1


async def test_what_a_preset_of_a_person_changes_is_as_he_wants_it(tmp_path):
    stage = await held(tmp_path)
    stage.hall.rig.invoke(LI, "matrix", "recall", {"preset": 1})
    await panel(stage, 3)  # as the preset says
    await stage.pass_(10)
    assert stage.holds("matrix", "video_tie", 1) == 3
    assert stage.engine.holding.differs() == {}
    assert list(stage.engine.holding.values) == [LAMP]
    assert stage.state.held(TIE) is None


async def test_nor_is_it_held_after_a_restart(tmp_path):
    stage = await held(tmp_path)
    stage.hall.rig.invoke(LI, "matrix", "recall", {"preset": 1})
    engine = stage.new_engine()
    engine.recall(stage.lines())
    engine.recall_orders(stage.lines("order.asked")[-1:])
    assert list(engine.holding.values) == [LAMP]


async def test_what_was_put_back_for_one_run_does_not_count_against_the_next(tmp_path):
    stage = await held(tmp_path)
    for _ in range(3):
        await panel(stage, 3)
    stage.run("kept")
    await stage.pass_(3)
    await panel(stage, 3)
    assert stage.holds("matrix", "video_tie", 1) == 2
    assert stage.lines("scene.gave_up") == []


RECALLS = "{invoke: matrix/recall, args: {preset: 1}}"
TIE_2 = "{set: matrix/video_tie/1, to: 2}"


async def preset(tmp_path, steps):
    """A scene that recalls a preset, which brings input 3; held, and what becomes of it in half a minute."""
    scene = f"kept: {{name: Kept, reasserts: true, steps: [{steps}]}}\n"
    stage = await Stage(tmp_path, scene).start()
    matrix = stage.far["matrix"]
    obey = matrix._obey

    def recalls(event):
        obey(event)
        if event.frame == "R1":
            matrix.holds[Place("video_tie", (1,))] = 3

    matrix._obey = recalls
    run = stage.run("kept")
    await stage.pass_(40)
    assert run.state == "done"
    return stage


@pytest.mark.parametrize("deed", [RECALLS, f"{{in_turn: [{RECALLS}]}}", f"{{together: [{RECALLS}]}}"])
async def test_what_the_run_itself_brought_later_by_a_preset_is_not_fought(tmp_path, deed):
    stage = await preset(tmp_path, f"{TIE_2}, {deed}")
    assert stage.holds("matrix", "video_tie", 1) == 3
    assert (stage.engine.holding.values, stage.state.get(TIE).desired) == ({}, None)
    assert stage.lines("scene.reasserted") == []
    engine = stage.new_engine()
    engine.recall(stage.lines())
    assert engine.holding.values == {}


async def test_what_is_set_after_the_preset_is_held(tmp_path):
    stage = await preset(tmp_path, f"{RECALLS}, {TIE_2}")
    assert stage.holds("matrix", "video_tie", 1) == 2
    assert stage.engine.holding.values == {TIE: 2}


async def test_of_what_runs_beside_a_preset_nothing_is_held(tmp_path):
    stage = await preset(tmp_path, f"{{together: [{RECALLS}, {TIE_2}]}}")
    assert stage.engine.holding.values == {}


async def test_a_planted_fight_with_its_own_preset_is_caught(tmp_path, monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({"presets_are_fought"}))
    stage = await preset(tmp_path, f"{TIE_2}, {RECALLS}")
    assert stage.holds("matrix", "video_tie", 1) == 2
    assert len(stage.lines("scene.reasserted")) >= 1
