"""Two want the same room: a scene waits its turn or takes it, and a person at the same device is named."""

import pytest

from drivers.errors import NotAllowed

from .stage import CHEN, GUEST, LI, Stage, states

SCENES = """
lecture: {name: Lecture, steps: [{set: matrix/video_tie/1, to: 2}, {set: desk/fader/1, to: -5}]}
film: {name: Film, steps: [{set: matrix/video_tie/1, to: 3}]}
break: {name: Break, steps: [{set: matrix/video_tie/1, to: 1}]}
"""


@pytest.fixture
async def stage(tmp_path):
    return await Stage(tmp_path, SCENES).start()


async def test_a_queued_scene_sends_nothing_until_its_turn_and_then_runs(stage):
    stage.far["matrix"].held = []
    first = stage.run("lecture")
    stage.forget()
    second, third = (stage.run(scene, LI, queue=True) for scene in ("film", "break"))
    assert (second.state, third.state) == ("queued", "queued")
    assert stage.sent() == []
    assert second.recorded.done()
    stage.far["matrix"].let_go()
    await stage.pass_(1)
    assert [run.state for run in (first, second, third)] == ["done"] * 3
    assert stage.holds("matrix", "video_tie", 1) == 1
    assert [line.subject for line in stage.lines("scene.started")] == ["lecture", "film", "break"]
    assert stage.engine.last("break") is third


async def test_with_nothing_running_it_runs_at_once(stage):
    assert stage.run("film", queue=True).state == "done"


async def test_who_stops_the_hall_stops_what_waits(stage):
    stage.far["matrix"].held = []
    first, second = stage.run("lecture"), stage.run("film", queue=True)
    stage.engine.stop(LI, first.id)
    await stage.pass_(3)
    assert (second.state, second.reason.id) == ("stopped", "scene.stopped")
    assert not second.can_resume


async def test_what_waits_may_be_called_off_alone(stage):
    stage.far["matrix"].held = []
    first, second = stage.run("lecture"), stage.run("film", queue=True)
    stage.engine.stop(CHEN, second.id)
    assert (first.state, second.state) == ("running", "stopped")


async def test_who_takes_the_room_takes_it_from_those_who_wait_too(stage):
    stage.far["matrix"].held = []
    first, second = stage.run("lecture"), stage.run("film", queue=True)
    third = stage.run("break", LI, replace=True)
    stage.far["matrix"].let_go()
    await stage.pass_(2)
    assert [run.state for run in (first, second, third)] == ["stopped", "stopped", "done"]
    assert second.reason.id == "scene.replaced"


async def test_a_role_that_may_not_run_it_may_not_queue_it(stage):
    stage.far["matrix"].held = []
    stage.run("lecture")
    with pytest.raises(NotAllowed):
        stage.run("film", GUEST, queue=True)


async def test_a_person_at_a_device_that_would_move_is_named_and_oneself_is_not(stage):
    stage.set("desk/fader/2", -5, LI)
    assert dict(stage.preview("lecture").people) == {"desk": "li"}
    assert dict(stage.preview("lecture", LI).people) == {}
    assert dict(stage.preview("film").people) == {}
    assert stage.preview("lecture").shown()["people"] == [{"device": "desk", "who": "li"}]
    stage.clock.advance(61)
    assert dict(stage.preview("lecture").people) == {}


async def test_a_person_who_takes_a_point_from_a_running_scene_is_named(stage):
    stage.far["matrix"].held = []
    run = stage.run("film")
    stage.set("matrix/video_tie/1", 2, LI)
    stage.far["matrix"].let_go()
    await stage.pass_(2)
    assert states(run) == {"matrix/video_tie/1": "skipped"}
    assert (run.steps[0].reason.id, run.steps[0].reason.params["who"]) == ("reason.superseded_by", "li")


async def test_what_waited_for_its_turn_when_the_service_died_is_found_and_never_began(stage):
    stage.far["matrix"].held = []
    first, second, third = stage.run("lecture"), stage.run("film", queue=True), stage.run("break", queue=True)
    stage.engine.stop(CHEN, third.id)
    engine = stage.new_engine()
    engine.recall(stage.lines())
    found = [engine.find(run.id) for run in (first, second, third)]
    assert [run.state for run in found] == ["interrupted", "stopped", "stopped"]
    assert [run.reason.id for run in found] == ["scene.interrupted", "scene.never_began", "scene.stopped"]
    assert [run.latest for run in found] == [True, False, False]
    assert [(run.can_resume, bool(run.undo.steps)) for run in found[1:]] == [(False, False)] * 2
    again = stage.new_engine()
    again.recall(stage.lines())
    assert [again.find(run.id).reason for run in found] == [run.reason for run in found]
    assert [run.id for run in again.runs.values() if run.latest] == [first.id]
    assert [line.subject for line in stage.lines("scene.queued")] == ["film", "break"]


async def test_what_waited_and_then_ran_is_the_latest_run(stage):
    stage.far["matrix"].held = []
    stage.run("lecture")
    second = stage.run("film", queue=True)
    stage.far["matrix"].let_go()
    await stage.pass_(2)
    engine = stage.new_engine()
    engine.recall(stage.lines())
    (last,) = [run for run in engine.runs.values() if run.latest]
    assert (last.id, last.state, engine.holding.scene) == (second.id, "done", "film")


async def test_ten_wait_at_most_and_what_moves_is_never_forgotten(stage):
    stage.far["matrix"].silent = True
    first = stage.run("lecture", LI)
    for _ in range(10):
        stage.run("film", LI, queue=True)
    with pytest.raises(NotAllowed):
        stage.run("film", LI, queue=True)
    for run in list(stage.engine.runs.values())[1:]:
        stage.engine.stop(LI, run.id)
    for _ in range(60):
        stage.engine.stop(LI, stage.run("film", LI, queue=True).id)
    assert stage.engine.find(first.id) is first
    assert stage.engine.stop(LI, first.id) is first
    assert len(stage.engine.runs) <= 50
