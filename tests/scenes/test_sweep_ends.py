"""A sweep that is stopped puts back what it turned over, one that was killed is found again, and none tries
anything before an audience.
"""

import json

import pytest

from controller.hall.orders import Actor
from controller.hall.sentences import Sentence
from controller.record import failpoints
from drivers.errors import NotAllowed, Reason
from drivers.points import Place
from drivers.wire.events import Told
from scenes.readiness import Readiness
from scenes.record import KINDS
from scenes.sheet import BEGUN, FOUND, left_of

from .stage import CHEN, LI, Stage
from .test_readiness import TRIED, lights

TIE, OUTLET = Place("video_tie", (2,)), Place("outlet", (2,))
EVENT = Sentence("readiness.event", title="Gala")


def slow_to_confirm(far):
    """It obeys, and says nothing of it until it is let go."""
    answer = far._answer

    def hold(event):
        if isinstance(event, Told) and far.held is None:
            far.held = []
        answer(event)

    far._answer = hold

    def let_go():
        far._answer = answer
        far.let_go()

    return let_go


class Swept:
    """A sweep that stands with the matrix turned over, and nobody knows how that landed."""

    def __init__(self, stage):
        self.stage, self.matrix = stage, stage.far["matrix"]
        self.readiness = Readiness(stage.hall, stage.engine, lambda sheet: None)
        self.let_go = slow_to_confirm(self.matrix)

    async def begin(self, **how):
        self.was = dict(self.matrix.holds), dict(self.stage.far["strip"].holds)
        self.sheet = self.readiness.begin(LI, **how)
        await self.stage.pass_(0.5)
        assert self.matrix.holds[TIE] == 2
        return self

    async def stop(self):
        self.readiness.stop(CHEN)
        await self.stage.pass_(20)
        assert self.sheet.ended
        return self

    @property
    def stands(self):
        return dict(self.matrix.holds), dict(self.stage.far["strip"].holds)


async def swept(tmp_path, **how):
    return await Swept(await Stage(tmp_path, devices=TRIED).start()).begin(**how)


def row(sheet, device, check):
    (found,) = [item for item in sheet.items if (item.device, item.check) == (device, check)]
    return found


async def test_a_stopped_sweep_puts_back_what_it_turned_over(tmp_path):
    sweep = await swept(tmp_path)
    sweep.readiness.stop(CHEN)
    sweep.let_go()
    await sweep.stage.pass_(20)
    assert sweep.stands == sweep.was
    assert (sweep.sheet.state, sweep.sheet.why, sweep.sheet.left) == (
        "stopped",
        Sentence("scene.stopped", who="chen"),
        [],
    )
    assert (row(sweep.sheet, "matrix", "obeys").light, row(sweep.sheet, "matrix", "back").light) == (
        "grey",
        "green",
    )
    assert all(item.why is not None for item in sweep.sheet.items if item.light != "green")
    assert not sweep.readiness.going


async def test_a_run_that_is_stopped_from_elsewhere_is_a_sweep_that_is_stopped(tmp_path):
    sweep = await swept(tmp_path)
    sweep.stage.engine.stop(CHEN, sweep.stage.engine.active.id)
    sweep.let_go()
    await sweep.stage.pass_(20)
    assert (sweep.stands, sweep.sheet.state) == (sweep.was, "stopped")


async def test_what_could_not_be_put_back_is_named_and_put_back_later(tmp_path):
    sweep = await swept(tmp_path)
    sweep.matrix.refuses = Reason.FAILED
    sweep.readiness.stop(CHEN)
    sweep.let_go()
    await sweep.stage.pass_(20)
    (left,) = sweep.sheet.left
    assert (str(left.ref), left.was, left.to) == ("matrix/video_tie/2", 1, 2)
    found = row(sweep.sheet, "matrix", "back")
    assert (found.light, found.why.id, found.why.params["was"]) == (
        "red",
        "readiness.left",
        {"zh": "Lectern", "en": "Lectern"},
    )
    sweep.matrix.refuses = None
    told = []
    sweep.readiness.put_back(CHEN, left_of([left.shown()]), told.extend)
    await sweep.stage.pass_(10)
    assert [one.left for one in told] == [None]
    assert sweep.stands == sweep.was


async def test_what_somebody_set_since_is_left_to_him(tmp_path):
    sweep = await swept(tmp_path)
    sweep.matrix.refuses = Reason.FAILED
    sweep.readiness.stop(CHEN)
    sweep.let_go()
    await sweep.stage.pass_(20)
    sweep.matrix.refuses = None
    sweep.stage.set("matrix/video_tie/2", 3, actor=CHEN)
    await sweep.stage.pass_(3)
    told = []
    sweep.readiness.put_back(CHEN, sweep.sheet.left, told.extend)
    await sweep.stage.pass_(10)
    assert [(str(one.item.light), one.left) for one in told] == [("grey", None)]
    assert sweep.matrix.holds[TIE] == 3


@pytest.mark.parametrize("stopped", [False, True])
async def test_who_sets_a_point_while_it_is_turned_over_wins_and_is_named(tmp_path, stopped):
    sweep = await swept(tmp_path)
    if stopped:
        sweep.readiness.stop(LI)
    sweep.stage.set("matrix/video_tie/2", 3, actor=CHEN)
    sweep.let_go()
    await sweep.stage.pass_(20)
    assert (sweep.matrix.holds[TIE], sweep.sheet.left) == (3, [])
    found = row(sweep.sheet, "matrix", "obeys")
    assert (found.light, stopped or found.why.params.get("who")) == ("grey", stopped or "chen"), found


async def test_one_that_is_stopped_while_it_asks_has_grey_rows_for_the_rest(tmp_path):
    stage = await Stage(tmp_path, devices=TRIED).start()
    stage.far["desk"].held = []
    stage.forget()
    readiness = Readiness(stage.hall, stage.engine, lambda sheet: None)
    sheet = readiness.begin(LI)
    await stage.pass_(0.2)
    readiness.stop(CHEN)
    stage.far["desk"].let_go()
    await stage.pass_(20)
    assert (sheet.state, sheet.ended is not None, stage.sent()) == ("stopped", True, [])
    assert row(sheet, "desk", "reads").why == Sentence("scene.stopped", who="chen")
    assert "red" not in lights(sheet).values()
    with pytest.raises(NotAllowed):
        readiness.stop(CHEN)
    again = readiness.begin(LI)
    await stage.pass_(20)
    assert (again.state, again.id != sheet.id) == ("done", True)


async def test_a_scene_that_takes_its_place_is_not_disturbed_and_what_is_left_is_named(tmp_path):
    sweep = await swept(tmp_path)
    run = sweep.stage.run(replace=True)
    sweep.let_go()
    await sweep.stage.pass_(95)
    assert (run.state, sweep.sheet.state) == ("done", "stopped")
    (left,) = sweep.sheet.left
    assert left.why.id == "readiness.scene_since"


# ------------------------------------------------------------ killed


def another_life(sweep):
    """What a service that starts anew makes of the record."""
    stage = sweep.stage
    for line in stage.journal.lines:
        line.data = json.loads(json.dumps(line.data))
    engine = stage.new_engine()
    engine.recall(stage.lines(*KINDS))
    (begun,), found = stage.lines(BEGUN), stage.lines(FOUND)
    return engine, Readiness(stage.hall, engine, lambda sheet: None).interrupted(begun, found)


async def test_a_sweep_that_was_killed_is_found_and_says_what_is_left(tmp_path):
    sweep = await swept(tmp_path)
    engine, sheet = another_life(sweep)
    assert (sheet.id, sheet.by, sheet.state) == (sweep.sheet.id, "li", "interrupted")
    found = lights(sheet)
    assert found["lamp", "there", ""] == found["lamp", "reads", ""] == "green"
    assert (
        found["matrix", "obeys", "matrix/video_tie/2"],
        found["matrix", "back", "matrix/video_tie/2"],
    ) == (
        "grey",
        "red",
    )
    assert [(str(one.ref), one.was, one.to) for one in sheet.left] == [("matrix/video_tie/2", 1, 2)]
    (run,) = engine.runs.values()
    assert (run.state, run.can_resume, run.by_hand) == ("interrupted", False, [])


async def test_one_that_was_killed_while_it_asked_says_what_was_not_tried(tmp_path):
    stage = await Stage(tmp_path, devices=TRIED).start()
    stage.far["desk"].held = []
    sweep = Swept(stage)
    sweep.sheet = sweep.readiness.begin(LI)
    await stage.pass_(0.2)
    _, sheet = another_life(sweep)
    assert (lights(sheet)["desk", "reads", ""], lights(sheet)["matrix", "obeys", ""]) == ("grey", "grey")
    assert {item.why.id for item in sheet.items if item.light == "grey" and item.device == "desk"} == {
        "readiness.interrupted"
    }
    assert sheet.left == []


async def test_one_that_was_killed_once_all_was_tried_has_every_row_once(tmp_path):
    stage = await Stage(tmp_path, devices=TRIED).start()
    readiness = Readiness(stage.hall, stage.engine, lambda sheet: None)
    sheet = readiness.begin(LI)
    await stage.pass_(20)
    sweep = Swept(stage)
    _, found = another_life(sweep)
    assert (lights(found), found.left) == (lights(sheet), [])
    assert len(found.items) == len(sheet.items)


# ------------------------------------------------------------ before an audience


async def hushed(tmp_path, **how):
    stage = await Stage(tmp_path, devices=TRIED).start()
    readiness = Readiness(stage.hall, stage.engine, lambda sheet: None)
    readiness.hushed = lambda: EVENT
    sheet = readiness.begin(LI, **how)
    await stage.pass_(20)
    assert sheet.ended
    return stage, sheet


async def test_during_an_event_it_only_asks(tmp_path):
    stage, sheet = await hushed(tmp_path)
    assert (stage.sent(), sheet.quiet, sheet.state) == ([], EVENT, "done")
    assert row(sheet, "matrix", "obeys").why == EVENT
    assert (row(sheet, "matrix", "reads").light, len(stage.engine.runs)) == ("green", 0)


async def test_during_an_event_it_tries_where_somebody_insists(tmp_path):
    stage, sheet = await hushed(tmp_path, insists=True)
    assert (len(stage.sent()), sheet.quiet, sheet.insisted) == (4, None, True)


async def test_an_event_that_begins_while_it_asks_is_heeded(tmp_path):
    stage = await Stage(tmp_path, devices=TRIED).start()
    stage.far["desk"].held = []
    readiness = Readiness(stage.hall, stage.engine, lambda sheet: None)
    sheet = readiness.begin(Actor("evening", "lead", "schedule"))
    await stage.pass_(0.2)
    readiness.hushed = lambda: EVENT
    stage.far["desk"].let_go()
    await stage.pass_(20)
    assert (sheet.quiet, stage.sent()) == (EVENT, [])


@pytest.mark.parametrize(
    ("bug", "fails"),
    [
        ("stopped_sweeps_put_nothing_back", test_a_stopped_sweep_puts_back_what_it_turned_over),
        ("sweeps_try_during_events", test_during_an_event_it_only_asks),
    ],
)
async def test_planted_bugs_are_found(tmp_path, monkeypatch, bug, fails):
    monkeypatch.setattr(failpoints, "_planted", frozenset({bug}))
    with pytest.raises(AssertionError):
        await fails(tmp_path)
