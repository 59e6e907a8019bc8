"""A wall clock that is set, by a second or by ten years, either way, creates no fault and hides none.

Each scene runs twice, on a clock that is never set and on one that is set in the middle; the same faults
stand and the same tickets are open, at the same seconds. A known bug, switched on by name, is seen.
"""

import pytest

from controller.hall.orders import Order
from controller.record import failpoints
from controller.record.lines import written

from .stage import CHEN, Stage
from .things import Thing, pdu, projector

STEPS = [sign * step for step in (1, 59, 3600, 86_400, 31_536_000, 315_360_000) for sign in (-1, 1)]
LOST = "lamp/link_lost"


def hall():
    """A projector on a PDU."""
    things = [pdu("pdu"), projector("lamp"), *(Thing(name) for name in ("one", "two", "three"))]
    return Stage("pdu/outlet/1 > lamp", "switch ~ one two three", things=things).start().pass_(3)


def ill(stage, well=False):
    stage.things["lamp"].ill = not well


def held(stage):
    """In the hold before its ticket."""
    ill(stage)
    stage.pass_(15)


def resting(stage):
    """Over, and resting."""
    ill(stage)
    stage.pass_(40)
    ill(stage, well=True)
    stage.pass_(10)


def silenced(stage):
    """Silenced for two minutes, by fault and by device."""
    ill(stage)
    stage.pass_(15)
    stage.watch.silence(LOST, CHEN, 120, "known")
    stage.watch.silence("pdu", CHEN, 100, "known")
    stage.watch.ack(LOST, CHEN, hours=1)
    stage.things["pdu"].says["health", ("fan",)] = "failed"
    stage.pass_(10)


def maintained(stage):
    """In a maintenance window of three minutes."""
    now = stage.clock.now()
    end = written(now.fromtimestamp(now.timestamp() + 180, now.tzinfo))
    stage.watch.maintain(
        CHEN, {"what": "lamp", "kind": "fixed", "start": written(now), "end": end, "lasts": 0}
    )
    stage.pass_(5)
    ill(stage)
    stage.pass_(20)


def cut(stage):
    """Its outlet is off by order, and on again: it boots."""
    stage.set("pdu/outlet/1", False)
    stage.pass_(10)
    stage.set("pdu/outlet/1", True)
    stage.pass_(4)


def cycled(stage):
    """Its outlet is off for a while, by the PDU's own action."""
    stage.cycle("pdu", 1, seconds=8)
    stage.pass_(5)


def rebooted(stage):
    """Told to restart, and it never comes back: excused for as long as it boots, and no longer."""
    stage._begin(Order("r1", CHEN, "lamp", "invoke", 5, action="reboot"))
    ill(stage)
    stage.pass_(6)


def warming(stage):
    """On its way, longer than the order's time."""
    stage.things["lamp"].warm = 100
    stage.set("lamp/power", "on", within=30)
    stage.pass_(20)


def behind(stage):
    """Behind a cause that is just over: excused while it boots."""
    ill(stage)
    stage.things["pdu"].ill = True
    stage.pass_(40)
    stage.things["pdu"].ill = False
    stage.pass_(5)


def beyond(stage):
    """A value beyond its limit, not for long enough."""
    from drivers.rigfile.limits import Limit

    stage.things["lamp"].limits = {"temperature": Limit(above=50)}
    stage.things["lamp"].says["temperature", ()] = 60
    stage.pass_(20)


def verified(stage):
    """Over, and to be verified."""
    resting(stage)
    stage.pass_(300)


def flickering(stage):
    """Away for four seconds, again and again; the clock is set half way."""
    flicker(stage, 4)


def flicker(stage, times):
    for _ in range(times):
        ill(stage)
        stage.pass_(4)
        ill(stage, well=True)
        stage.pass_(14)


def swinging(stage):
    """Believed and gone, slowly; once more after the clock was set."""
    swing(stage, 1)


def swing(stage, times):
    for _ in range(times):
        ill(stage)
        stage.pass_(25)
        ill(stage, well=True)
        stage.pass_(60)


def together(stage):
    """The first of three falls silent; the others do so after the clock was set: a switch."""
    stage.things["one"].ill = True
    stage.pass_(4)


def the_rest(stage):
    stage.things["two"].ill = stage.things["three"].ill = True


def asleep(stage):
    """Off by its own remote, and not to be reached until it is on again; then it dies."""
    stage.things["lamp"].sleeps = True
    stage.set("lamp/power", "on")
    stage.pass_(30)
    stage.flip("lamp/power", "off")
    stage.pass_(40)


def wakes_and_dies(stage):
    stage.pass_(20)
    stage.flip("lamp/power", "on")
    stage.pass_(30)
    ill(stage)


ENDS = {
    flickering: lambda stage: flicker(stage, 4),
    swinging: lambda stage: swing(stage, 1),
    together: the_rest,
    asleep: wakes_and_dies,
}
"""How a scene goes on after the clock was set."""
SCENES = (
    held, resting, silenced, maintained, cut, cycled, rebooted, warming, behind, beyond, verified, flickering,
    swinging, together, asleep,
)  # fmt: skip
FOUND = {flickering: LOST, swinging: LOST, together: "switch/common_cause", asleep: LOST}
"""What must have a ticket in the end: a scene in which nothing is found on any clock proves nothing."""


def film(scene, jump):
    """What stands and is open, second by second, after the clock was set in the middle of a scene."""
    stage = hall()
    scene(stage)
    if jump:
        stage.clock.jump(jump)
    if scene in ENDS:
        ENDS[scene](stage)
    frames = []
    for _ in range(320 if scene is verified else 200):
        stage.pass_(1)
        opened = [line.data["cause"] for line in stage.journal.lines if line.kind == "ticket.opened"]
        sure = [line.subject for line in stage.journal.lines if line.kind == "fault.verified"]
        frames.append((stage.standing(), stage.standing(("clearing",)), opened, sure))
    return frames


@pytest.fixture(scope="module")
def calm():
    """Each scene on a clock that is never set."""
    return {scene: film(scene, 0) for scene in SCENES}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
@pytest.mark.parametrize("jump", STEPS)
def test_nothing_is_created_and_nothing_hidden(scene, jump, calm):
    assert film(scene, jump) == calm[scene]


@pytest.mark.parametrize("scene", FOUND, ids=lambda scene: scene.__name__)
def test_what_is_really_wrong_is_found_on_a_calm_clock(scene, calm):
    assert {cause for frame in calm[scene] for cause in frame[2]} == {FOUND[scene]}


@pytest.mark.parametrize(
    ("bug", "scene"),
    [
        ("silences_by_wall_clock", silenced),
        ("windows_by_wall_clock", maintained),
        ("excuses_by_wall_clock", rebooted),
        ("faults_by_wall_clock", flickering),
        ("faults_by_wall_clock", swinging),
        ("faults_by_wall_clock", together),
    ],
)
def test_a_known_bug_is_seen(bug, scene, calm, monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({bug}))
    assert any(film(scene, jump) != calm[scene] for jump in (-3600, 3600))
