"""Any steps, any room: preview is what the run does, and a second run only verifies."""

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from drivers.points import Place, Ref
from scenes.model import InTurn, Invoke, Scene, Set, Together, Wait
from scenes.runs import leaves

from .stage import LI, Stage

VALUES = {
    "lamp/power": ("off", "on"),
    "lamp/input": ("hdmi 1", "hdmi 2"),
    "spare/power": ("off", "on"),
    "matrix/video_tie/1": (1, 2, 3),
    "matrix/video_tie/2": (1, 2, 3),
    "strip/outlet/1": (False, True),
    "strip/outlet/2": (False, True),
    "desk/fader/1": (-90, -40, -5),
    "screen/power": ("off", "on"),
}
PASSING = {"lamp/power": ("warming", "cooling")}
APART = (("lamp", "strip"), ("spare",), ("matrix", "desk"), ("screen",))
"""Devices whose guards do not look at one another: only such stand in branches that run together."""

GUARDS = """
guards:
  - never: {set: matrix/video_tie/1, to: 3}
    while: desk/fader/1 is above -50
    because: {zh: 会啸叫, en: it would howl}
"""
NOTHING = "nothing: {name: Nothing, steps: [{set: desk/fader/1, to: -90}]}\n"


@st.composite
def trees(draw, apart=APART, deep=0):
    """A step over these devices."""
    kinds = ["set", "set", "set", "wait", "invoke"] + (["in_turn", "together"] if deep < 3 else [])
    kind = draw(st.sampled_from(kinds))
    vital = draw(st.sampled_from((True, True, False)))
    if kind == "together":
        parts = draw(st.permutations(apart))
        cut = draw(st.integers(0, len(parts)))
        halves = [half for half in (tuple(parts[:cut]), tuple(parts[cut:])) if half]
        return Together(tuple(draw(trees(half, deep + 1)) for half in halves), vital)
    if kind == "in_turn":
        return InTurn(tuple(draw(st.lists(trees(apart, deep + 1), min_size=1, max_size=4))), vital)
    names = [name for part in apart for name in part]
    if kind == "invoke" and "matrix" in names:
        return Invoke("matrix", "recall", {"preset": 1}, vital)
    refs = [ref for ref in VALUES if ref.split("/")[0] in names]
    ref = draw(st.sampled_from(refs))
    value = draw(st.sampled_from(VALUES[ref]))
    if kind == "wait" and not ref.startswith("screen"):
        return Wait(Ref.parse(ref), value, None, vital)
    return Set(Ref.parse(ref), value, None, vital)


def scenes():
    steps = st.lists(trees(), min_size=1, max_size=5).map(tuple)
    return steps.map(lambda steps: Scene("random", {"zh": "随机", "en": "Random"}, steps))


rooms = st.fixed_dictionaries(
    {ref: st.sampled_from((*values, *PASSING.get(ref, ()))) for ref, values in VALUES.items()}
)
unread = st.sets(st.sampled_from(sorted(VALUES)), max_size=3)


def arrange(stage, room, never_read, old):
    """Let the devices stand like this, and the hall know it, but for what it has never read."""
    for far in stage.far.values():
        far.heard.clear()
    for text, value in room.items():
        ref = Ref.parse(text)
        stage.far[ref.device].holds[Place(ref.key, ref.index)] = value
    for device in stage.far:
        standing = [ref for ref, _ in stage.state.points(device) if ref.key != "link"]
        stage.state.forget(device, but=[Ref(device, "link")])
        stage.state.add(standing)
        for ref in standing:
            if str(ref) not in never_read and device != "screen":
                stage.state.report(ref, stage.far[device].holds[ref.place])
    stage.clock.jump(100 if old else 0)


def like(seen, run):
    """Each step ends as foreseen; where nobody knew and it was so already, nobody could foresee it. Nor what
    a preset would bring, nor that a wish is for less than what stands: a preview that an interlock stopped
    for that, before the step or before putting it back, was only careful.
    """
    pairs = list(zip(seen.steps, run.steps, strict=True))
    unknown = [one for one, taken in pairs if one.asks and one.now is None and taken.state == "already"]
    recalls = any(isinstance(taken.step, Invoke) and taken.touched for _, taken in pairs)
    unknown += [one for one, _ in pairs if recalls and one.blocked and nobody_knows(one.blocked)]
    unknown += [one for one, taken in pairs if one.asks and one.now is None and one.blocked and taken.fine]
    for foreseen, taken in () if unknown else pairs:
        assert foreseen.taken.path == taken.path
        careful = (foreseen.asks and foreseen.now is None) or (recalls and foreseen.taken.state == "ok")
        ends = {foreseen.taken.state} | ({"put_back"} if careful else set())
        assert taken.state in ends, taken
        if isinstance(taken.step, Set) and taken.touched:
            assert foreseen.now in (None, taken.before)


def nobody_knows(why):
    return why.id.startswith("guard.written") and getattr(why.params.get("now"), "id", "") == "value.unknown"


def examine(stage, scene, room, never_read, old):
    """One example."""
    arrange(stage, room, never_read, old)
    stage.engine.scenes = {scene.id: scene}
    stage.forget()
    seen = stage.engine.preview(LI, scene.id)
    assert all(far.heard == [] for far in stage.far.values())
    run = stage.engine.run(LI, scene.id)
    finish(stage, run)
    waits = [one for one in leaves(run.steps) if isinstance(one.step, Wait) and one.state == "failed"]
    if not waits:
        like(seen, run)
    again(stage, scene, run)


def finish(stage, run):
    """Let pass what is waited for in vain."""
    for _ in range(40):
        if run.active:
            stage.clock.advance(130)
    assert not run.active


def again(stage, scene, run):
    """Everything went well: the second run sends only what cannot be verified."""
    stage.forget()
    if run.state != "done" or any(one.state == "failed" for one in run.steps):
        return
    twice = len({one.step.ref for one in leaves(run.steps) if isinstance(one.step, Set)})
    if twice < sum(isinstance(one.step, Set) for one in leaves(run.steps)):
        return  # a point set twice moves twice
    second = stage.engine.run(LI, scene.id)
    finish(stage, second)
    for one in leaves(second.steps):
        if isinstance(one.step, Set) and (one.fine or one.touched):
            assert one.touched == (one.step.ref.device == "screen"), one


async def examined(tmp_path, examples):
    stage = await Stage(tmp_path, NOTHING, extra=GUARDS).start()

    # No shrinking: an example is already small, and each costs a tenth of a second.
    phases = (Phase.explicit, Phase.reuse, Phase.generate)

    @settings(max_examples=examples, deadline=None, phases=phases, suppress_health_check=list(HealthCheck))
    @given(scene=scenes(), room=rooms, never_read=unread, old=st.booleans())
    def every(scene, room, never_read, old):
        note(f"{scene.steps}")
        note(f"{room} {never_read} {old}")
        examine(stage, scene, room, never_read, old)

    every()


async def test_preview_is_what_the_run_does_and_a_second_run_only_verifies(tmp_path):
    await examined(tmp_path, 60)


@pytest.mark.slow
async def test_it_is_so_for_thousands_of_rooms(tmp_path):
    await examined(tmp_path, 2000)
