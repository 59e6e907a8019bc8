"""While a scene that says so holds the room, what is changed from outside is put back; with limits."""

from drivers.points import Place, Ref

from .stage import CHEN, Stage

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
