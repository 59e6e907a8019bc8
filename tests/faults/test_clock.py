"""A wall clock that is set, by a second or by ten years, either way, creates no fault and hides none.

Each scene runs twice, on a clock that is never set and on one that is set in the middle; the same faults
stand and the same tickets are open, at the same seconds. A known bug, switched on by name, is seen.
"""

import pytest

from controller.hall.orders import Order
from controller.record import failpoints
from controller.record.lines import written

from .stage import CHEN, Stage
from .things import pdu, projector

STEPS = [sign * step for step in (1, 59, 3600, 86_400, 31_536_000, 315_360_000) for sign in (-1, 1)]
LOST = "lamp/link_lost"


def hall():
    """A projector on a PDU."""
    return Stage("pdu/outlet/1 > lamp", things=[pdu("pdu"), projector("lamp")]).start().pass_(3)


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


SCENES = (held, resting, silenced, maintained, cut, cycled, rebooted, warming, behind, beyond, verified)


def film(scene, jump):
    """What stands and is open, second by second, after the clock was set in the middle of a scene."""
    stage = hall()
    scene(stage)
    if jump:
        stage.clock.jump(jump)
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


@pytest.mark.parametrize(
    ("bug", "scene"),
    [
        ("silences_by_wall_clock", silenced),
        ("windows_by_wall_clock", maintained),
        ("excuses_by_wall_clock", rebooted),
    ],
)
def test_a_known_bug_is_seen(bug, scene, calm, monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({bug}))
    assert any(film(scene, jump) != calm[scene] for jump in (-3600, 3600))
