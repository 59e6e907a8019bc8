"""The sweep before doors: what is away, what answers and ignores, and the room as it was before."""

from types import SimpleNamespace

import pytest

from controller.hall.orders import Actor
from controller.hall.show import far_hands
from drivers.errors import NotAllowed
from scenes.readiness import Readiness

from .stage import CHEN, HALL, Stage

TRIED = HALL.replace(
    "  inputs: {1: Lectern, 2: Camera}",
    "  inputs: {1: Lectern, 2: Camera}\n  readiness: {route: {video_tie/2: Camera}}",
).replace("127.0.0.1:4002'}", "127.0.0.1:4002', readiness: {toggle: [outlet/2]}}")
LEAD, ENGINEER = Actor("li", "lead"), Actor("wang", "engineer")


async def swept(tmp_path, before=None, seconds=20):
    stage = await Stage(tmp_path, devices=TRIED).start()
    if before:
        before(stage)
    stage.sheets = []
    readiness = Readiness(stage.hall, stage.engine, lambda sheet: stage.sheets.append(len(sheet.items)))
    held = dict(stage.far["matrix"].holds), dict(stage.far["strip"].holds)
    sheet = readiness.begin(LEAD)
    await stage.pass_(seconds)
    assert sheet.ended is not None, sheet
    return stage, sheet, held


def lights(sheet):
    return {(item.device, item.check, item.ref): str(item.light) for item in sheet.items}


async def test_a_hall_that_is_well_is_green_and_stands_as_before(tmp_path):
    stage, sheet, held = await swept(tmp_path)
    found = lights(sheet)
    assert found["matrix", "there", ""] == found["matrix", "reads", ""] == "green"
    assert found["matrix", "obeys", "matrix/video_tie/2"] == "green"
    assert found["strip", "obeys", "strip/outlet/2"] == "green"
    assert (dict(stage.far["matrix"].holds), dict(stage.far["strip"].holds)) == held
    told = [frame for name, frame in stage.sent() if name == "matrix"]
    assert len(told) == 2, told  # there, and back
    assert "red" not in found.values()


async def test_a_sweep_that_is_over_leaves_nothing_to_undo(tmp_path):
    stage, _, _ = await swept(tmp_path, lambda stage: setattr(stage.far["matrix"], "deaf", True))
    (run,) = stage.engine.runs.values()
    assert (run.scene.id, run.state, run.shown()["can_undo"]) == ("readiness", "done", False)


async def test_of_which_nothing_may_be_tried_is_not_said_to_obey(tmp_path):
    _, sheet, _ = await swept(tmp_path)
    (row,) = [item for item in sheet.items if (item.device, item.check) == ("lamp", "obeys")]
    assert (row.light, row.why.id) == ("grey", "readiness.nothing_to_try")


async def test_nobody_far_away_sweeps_or_runs_scenes_while_a_guard_holds_them_off(tmp_path):
    stage = await Stage(tmp_path, devices=TRIED).start()
    stage.hall.add_guard(far_hands(SimpleNamespace(mode="show")))
    readiness = Readiness(stage.hall, stage.engine, lambda sheet: None)
    with pytest.raises(NotAllowed):
        readiness.begin(ENGINEER)
    with pytest.raises(NotAllowed):
        stage.run(actor=ENGINEER)
    run = stage.run(actor=LEAD)
    assert stage.engine.stop(ENGINEER, run.id).id == run.id  # what moves may be stopped by anybody


async def test_a_device_that_answers_and_ignores_is_found_by_it(tmp_path):
    _, sheet, _ = await swept(tmp_path, lambda stage: setattr(stage.far["matrix"], "deaf", True))
    found = lights(sheet)
    assert (found["matrix", "reads", ""], found["matrix", "obeys", "matrix/video_tie/2"]) == ("green", "red")
    assert next(item for item in sheet.items if item.light == "red").why.id == "reason.not_confirmed"


async def test_a_device_that_is_away_is_red_and_the_others_are_tried(tmp_path):
    stage = await Stage(tmp_path, devices=TRIED).start()
    readiness = Readiness(stage.hall, stage.engine, lambda sheet: None)
    stage.state.report(next(ref for ref, _ in stage.state.points("lamp") if ref.key == "link"), "lost")
    sheet = readiness.begin(LEAD)
    await stage.pass_(20)
    found = lights(sheet)
    assert (found["lamp", "there", ""], found["matrix", "obeys", "matrix/video_tie/2"]) == ("red", "green")


async def test_what_holds_the_room_holds_it_afterwards(tmp_path):
    stage = await Stage(tmp_path, devices=TRIED).start()
    run = stage.run()
    await stage.pass_(95)
    assert (run.state, stage.engine.holding.scene) == ("done", "lecture")
    readiness = Readiness(stage.hall, stage.engine, lambda sheet: None)
    sheet = readiness.begin(LEAD)
    await stage.pass_(20)
    assert sheet.ended
    assert stage.engine.holding.scene == "lecture"


async def test_one_at_a_time_and_never_into_a_scene(tmp_path):
    stage = await Stage(tmp_path, devices=TRIED).start()
    readiness = Readiness(stage.hall, stage.engine, lambda sheet: None)
    stage.far["lamp"].deaf = True
    run = stage.run(actor=CHEN)
    with pytest.raises(NotAllowed):
        readiness.begin(LEAD)
    await stage.pass_(95)
    assert run.state == "failed"
    stage.far["matrix"].deaf = True
    readiness.begin(LEAD)
    with pytest.raises(NotAllowed):
        readiness.begin(LEAD)
