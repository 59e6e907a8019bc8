"""Any scene as it may be written, with any choice, from any room: what is foreseen is what happens.

Choices, calls, ways through the cables, retries, times of groups and questions are all said in the file and
read as a hall's file is read; the rooms are those of `test_same_as_run`.
"""

import json

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from controller.hall.venue import load as load_hall
from drivers.rigfile.problems import RigFileError
from scenes.library import read_again
from scenes.model import Wait
from scenes.runs import leaves
from tests.hall.room import Catalog

from .demo import planting
from .stage import LI, Stage
from .test_same_as_run import GUARDS, PASSING, VALUES, arrange, like

PARAMS = {
    "place": {"name": "Place", "values": {"a": "A", "b": "B"}, "default": "a"},
    "level": {"name": "Level", "range": [-60, -5], "default": -40},
}
HELPERS = """
helper:
  name: Helper
  params: {level: {name: Level, range: [-90, 0], default: -90}}
  steps: [{set: desk/fader/1, to: {param: level}}, {set: strip/outlet/2, to: true, vital: false}]
random: {name: Random, steps: [{set: desk/fader/1, to: -90}]}
"""
CABLES = "cables: [{from: matrix/output/1, to: lamp/hdmi 1}, {from: matrix/output/2, to: spare/hdmi 2}]\n"
MORE = {
    "vital": st.sampled_from((None, None, {"vital": False}, {"on_fail": "go_on"}, {"on_fail": "ask"})),
    "retries": st.sampled_from((None, None, None, {"retries": 1})),
}


@st.composite
def said(draw, deep=0, among=tuple(VALUES)):
    """One step, as a file says it."""
    kinds = ["set"] * 4 + ["wait", "invoke", "show", "call"]
    kind = draw(st.sampled_from(kinds + (["in_turn", "in_turn", "together"] if deep < 3 else [])))
    step = draw(globals()[f"_{kind}"](deep, among)) if kind in ("in_turn", "together") else draw(_leaf(kind))
    for more in (draw(one) for one in MORE.values()):
        step |= more or {}
    return step


@st.composite
def _leaf(draw, kind):
    if kind == "invoke":
        return {"invoke": "matrix/recall", "args": {"preset": 1}}
    if kind == "show":
        source = draw(st.sampled_from(("Lectern", {"param": "place", "a": "Lectern", "b": "Camera"})))
        return {"show": source, "on": draw(st.sampled_from(("lamp", "spare")))}
    if kind == "call":
        return {"scene": "helper", "args": {"level": draw(st.sampled_from((-40, -5, {"param": "level"})))}}
    ref = draw(st.sampled_from([ref for ref in VALUES if kind == "set" or not ref.startswith("screen")]))
    values = VALUES[ref]
    plain = draw(st.sampled_from(values))
    chosen = {"param": "place", "a": values[0], "b": values[-1]}
    return {kind: ref, "to": draw(st.sampled_from((plain, plain, chosen)))}


@st.composite
def _in_turn(draw, deep, among):
    step = {"in_turn": draw(st.lists(said(deep + 1), min_size=1, max_size=4))}
    return step | draw(st.sampled_from(({}, {"within": "2000s"})))


@st.composite
def _together(draw, deep, among):
    """Branches whose guards do not look at one another."""
    matrix = st.sampled_from(("matrix/video_tie/2",))
    lamp = st.sampled_from(("spare/power",))
    branches = [{"set": draw(one), "to": None} for one in (matrix, lamp)]
    for branch in branches:
        branch["to"] = draw(st.sampled_from(VALUES[branch["set"]]))
    return {"together": branches, **draw(st.sampled_from(({}, {"within": "2000s"})))}


scenes = st.lists(said(), min_size=1, max_size=5)
rooms = st.fixed_dictionaries(
    {ref: st.sampled_from((*values, *PASSING.get(ref, ()))) for ref, values in VALUES.items()}
)
choices = st.fixed_dictionaries(
    {}, optional={"place": st.sampled_from("ab"), "level": st.sampled_from((-60, -33.5, -5))}
)


def examine(stage, venue, steps, args, room, answer):
    """One example; False where it cannot be written so."""
    try:
        whole = read_again(venue, "random", {"name": "Random", "params": PARAMS, "steps": steps}, Catalog())
    except RigFileError:
        return False
    arrange(stage, room, set(), False)
    stage.engine.scenes = {"random": whole}
    stage.forget()
    seen = stage.engine.preview(LI, "random", args)
    assert all(far.heard == [] for far in stage.far.values()), "a preview asks nothing"
    run = stage.engine.run(LI, "random", args=args)
    for _ in range(80):
        for path in run.asks:
            stage.engine.answer(LI, run.id, path, answer)
        if run.active:
            stage.clock.advance(40)
    assert not run.active
    vain = any(isinstance(one.step, Wait) and one.state == "failed" for one in leaves(run.steps))
    asked = answer == "go_on" and any(one.step.ask and one.state == "failed" for one in run.steps)
    if not vain and not asked and not second_tries(seen):
        like(seen, run)
    if answer == "go_on":
        unstopped(run)
    return True


def second_tries(seen):
    """Whether an interlock fails what is tried again: the second try finds what the first one left."""
    stopped = [one.taken.path for one in seen.steps if one.blocked]
    groups = [one.taken.path for one in seen.steps if one.taken.step.retries]
    return any(path[: len(group)] == group for path in stopped for group in groups)


def unstopped(run):
    """Who goes on is not stopped by what asked: some failure that may not be spared is what ended it."""
    if run.state == "failed":
        spared = [one.path for one in run.steps if one.step.ask or not one.step.vital]
        fatal = [one for one in leaves(run.steps) if one.state == "failed"]
        assert any(all(one.path[: len(path)] != path for path in spared) for one in fatal)


async def examined(tmp_path, examples):
    stage = await Stage(tmp_path, HELPERS, extra=GUARDS + CABLES).start()
    venue, read = load_hall(stage.file, {}, Catalog()), []
    phases = (Phase.explicit, Phase.reuse, Phase.generate)

    @settings(max_examples=examples, deadline=None, phases=phases, suppress_health_check=list(HealthCheck))
    @given(steps=scenes, args=choices, room=rooms, answer=st.sampled_from(("undo", "undo", "go_on")))
    def every(steps, args, room, answer):
        note(f"{json.dumps(steps)} {args} {room} {answer}")
        read.append(examine(stage, venue, steps, args, room, answer))

    every()
    assert sum(read) > len(read) / 2, "most of what is written can be read"


async def test_what_is_said_and_chosen_is_foreseen(tmp_path):
    await examined(tmp_path, 40)


@pytest.mark.slow
async def test_it_is_so_of_thousands_of_scenes(tmp_path):
    await examined(tmp_path, 700)


@pytest.mark.parametrize("bug", ["previews_forget_their_steps", "previews_ask"])
async def test_a_planted_bug_is_found(tmp_path, bug):
    with planting(bug), pytest.raises(AssertionError):
        await examined(tmp_path, 200)
