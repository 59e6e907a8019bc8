"""R22: nothing is told as landed that a service which dies now would forget, and undo lists all of it.

The record is slow: its lines reach the disk one by one, long after the devices have answered. Whatever a page
shows in between is held against what a service makes of the lines that are on disk by then.
"""

import json

import pytest

from scenes.model import Set, flat
from scenes.record import KINDS
from scenes.runs import leaves

from .demo import planting
from .stage import CHEN, Stage

DEEP = """
deep:
  name: {zh: 深, en: Deep}
  steps:
    - together:
        - {set: matrix/video_tie/1, to: 2}
        - in_turn: [{set: desk/fader/1, to: -5}, {set: desk/fader/2, to: -6}]
    - {set: lamp/power, to: "on", within: 90s}
    - {set: lamp/input, to: hdmi 2}
asks:
  name: Asks
  steps:
    - {set: desk/fader/1, to: -5}
    - {set: spare/power, to: "on", within: 2s, on_fail: ask}
"""
LANDED = ("ok", "failed", "put_back", "unverifiable")


@pytest.fixture
async def stage(tmp_path):
    return await Stage(tmp_path, DEEP).start()


async def commit(stage, count=1):
    """So many more lines are on disk."""
    for line in [line for line in stage.journal.lines if not line.committed.done()][:count]:
        line.committed.set_result(line)
    await stage.turn()


def on_disk(stage):
    lines = [line for line in stage.journal.lines if line.committed.done() and line.kind in KINDS]
    for line in lines:
        line.data = json.loads(json.dumps(line.data))
    return lines


def told(run):
    """What a page says has landed, of all that was touched."""
    return {one["path"]: one for one in run.shown()["steps"] if one["state"] in LANDED and "ref" in one}


def lost(stage, run):
    """What is told of a run and would be forgotten, or could not be undone, if the service died now."""
    engine = stage.new_engine()
    lines = len(stage.journal.lines)
    engine.recall(on_disk(stage))
    del stage.journal.lines[lines:]
    found = engine.runs.get(run.id)
    if found is None:
        return list(told(run))
    again = {one["path"]: one["state"] for one in found.shown()["steps"]}
    back = {str(step.ref) for _, step in flat(found.undo.steps) if isinstance(step, Set)}
    listed = back | set(map(str, found.undo.lost))
    wrong = [path for path, one in told(run).items() if again[path] != one["state"]]
    wrong += [one["ref"] for one in told(run).values() if one["state"] == "ok" and one["ref"] not in listed]
    if run.shown()["state"] != "running" and run.shown()["state"] != found.shown()["state"]:
        wrong.append(f"told {run.shown()['state']}, found {found.shown()['state']}")
    return wrong


async def all_the_way(stage, run):
    """Commit line after line; what was told too early."""
    wrong = lost(stage, run)
    while any(not line.committed.done() for line in stage.journal.lines):
        await commit(stage)
        wrong += lost(stage, run)
    return wrong


async def test_r22_what_is_told_as_landed_is_on_disk_and_undo_lists_it(stage):
    stage.journal.slow = True
    run = stage.run("deep")
    assert (run.state, told(run), run.shown()["state"]) == ("done", {}, "running")
    assert not run.shown()["can_undo"]
    assert await all_the_way(stage, run) == []
    assert run.shown()["state"] == "done"
    assert len(told(run)) == len(leaves(run.steps))
    assert run.shown()["can_undo"]


async def test_r22_of_a_run_that_fails_and_puts_back_too(stage):
    stage.far["lamp"].deaf = True
    stage.journal.slow = True
    run = stage.run("deep")
    await stage.pass_(91)
    assert (run.state, run.shown()["state"]) == ("failed", "running")
    wrong = lost(stage, run)
    while any(not line.committed.done() for line in stage.journal.lines):
        await commit(stage)
        if run.shown()["state"] != "undoing":  # what is being undone is interrupted in that
            wrong += lost(stage, run)
    assert wrong == []
    assert [one["state"] for one in run.shown()["put_back"]] == ["ok", "ok", "ok"]


async def test_the_bytes_wait_for_no_disk(stage):
    stage.run("deep")
    sent = stage.sent()
    for text, value in (("matrix/video_tie/1", 1), ("desk/fader/1", -90), ("desk/fader/2", -90)):
        stage.set(text, value)
    stage.set("lamp/input", "hdmi 1")
    stage.set("lamp/power", "off")
    stage.forget()
    stage.journal.slow = True
    run = stage.run("deep")
    assert sorted(stage.sent()) == sorted(sent)
    assert run.shown()["state"] == "running"


async def test_a_person_is_asked_about_a_failure_once_it_is_on_disk(stage):
    stage.far["spare"].deaf = True
    stage.journal.slow = True
    run = stage.run("asks")
    await stage.pass_(3)
    assert run.asks
    assert run.shown()["asks"] == []
    await commit(stage, 1000)
    assert [one["path"] for one in run.shown()["asks"]] == ["1"]
    stage.far["spare"].deaf = False
    stage.engine.answer(CHEN, run.id, (1,), "again")
    assert not run.stored.done()
    assert told(run).keys() == {"0"}
    await commit(stage, 1000)
    await stage.pass_(3)
    await commit(stage, 1000)
    assert run.shown()["state"] == "done"


async def test_while_nothing_can_be_saved_everything_is_told(stage):
    stage.journal.slow = True
    run = stage.run("deep")
    run.tell_all()
    assert run.shown()["state"] == "done"
    await commit(stage)  # an older line comes through, and takes nothing back
    assert run.shown()["state"] == "done"


async def test_a_planted_bug_is_found(stage):
    stage.journal.slow = True
    with planting("landings_are_told_early"):
        run = stage.run("deep")
        assert await all_the_way(stage, run) != []
