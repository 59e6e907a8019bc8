"""A storm of orders at slow, silent and unplugged devices: what a rule forbids is never true at the far ends.

The oracle knows nothing of orders: it looks at what the devices hold, whenever anything has moved.
"""

import asyncio
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from controller.record import failpoints
from drivers.errors import NotAllowed, Unreachable
from drivers.points import Place, Ref

from .room import LI, Room
from .test_interlocks import DEVICES

GUARDS = """
guards:
  - never: {set: desk/fader/*, above: -3}
    while: matrix/video_tie/1 is Camera
    because: it howls
  - never: {set: lift/outlet/2, to: false}
    while: [desk/fader/1 is above -50, matrix/video_tie/2 is not 4]
    because: it thumps
"""
ORDERS = {
    "matrix/video_tie/1": (1, 2),
    "matrix/video_tie/2": (1, 4),
    "desk/fader/1": (-90, -3, 0, 5),
    "desk/fader/2": (-40, 5),
    "lift/outlet/2": (True, False),
}
DEVICE = st.sampled_from(("matrix", "desk", "lift"))
OTHER = st.one_of(
    DEVICE.map(lambda name: ("slow", name)),
    DEVICE.map(lambda name: ("wake", name)),
    DEVICE.map(lambda name: ("unplug", name)),
    st.sampled_from((0.3, 2.0, 7.0, 31.0)).map(lambda seconds: ("wait", seconds)),
)


@st.composite
def some_acts(draw):
    """Orders, two of three; and what else happens to devices and time."""
    if not draw(st.integers(0, 2)):
        return draw(OTHER)
    ref = draw(st.sampled_from(sorted(ORDERS)))
    return "order", (ref, draw(st.sampled_from(ORDERS[ref])))


class Slow:
    """A device that hears late: what was said to it waits, in order, until it wakes."""

    def __init__(self, far, look):
        self.far, self.look, self.waits, self.asleep = far, look, [], False
        self._hear = far.hear
        far.hear = self.hear

    def hear(self, data):
        self.waits.append(data)
        self.wake(self.asleep)

    def wake(self, asleep=False):
        self.asleep = asleep
        while self.waits and not self.asleep:
            with suppress(Unreachable):  # it obeys, and nobody is there to be told
                self._hear(self.waits.pop(0))
            self.look()

    def unplug(self):
        """The connection is gone, and what it had not heard with it."""
        self.waits.clear()
        self.far.hang_up()


def forbidden(room):
    """The rules, said by hand, over what the devices hold."""
    tie, other = (room.far["matrix"].holds[Place("video_tie", (n,))] for n in (1, 2))
    faders = [room.far["desk"].holds[Place("fader", (n,))] for n in (1, 2)]
    dark = room.far["lift"].holds[Place("outlet", (2,))] is False
    return (tie == 2 and max(faders) > -3) or (dark and faders[0] > -50 and other != 4)


async def act(room, slow, what, about):
    if what == "order":
        with suppress(NotAllowed):
            room.rig.set(LI, Ref.parse(about[0]), about[1])
    elif what == "wait":
        await room.pass_(about)
    else:
        {"slow": lambda one: one.wake(True), "wake": Slow.wake, "unplug": Slow.unplug}[what](slow[about])
        await room.turn()


async def storm(folder, acts):
    room, wrong = Room(folder, DEVICES, GUARDS), []
    slow = {
        name: Slow(room.far[name], lambda: wrong.append(forbidden(room)))
        for name in ("matrix", "desk", "lift")
    }
    await room.start()
    await room.pass_(30)
    for what, about in acts:
        await act(room, slow, what, about)
        assert not any(wrong), (what, about)
    for one in slow.values():
        one.wake()
    await room.pass_(40)
    assert not any(wrong)
    room.hall.stop()


def examined(examples):
    checks = list(HealthCheck)
    phases = (Phase.generate,)  # no shrinking: an example is short, and costs half a second

    @settings(
        max_examples=examples, deadline=None, database=None, phases=phases, suppress_health_check=checks
    )
    @given(st.lists(some_acts(), min_size=10, max_size=40))
    def every(acts):
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(storm(Path(folder), acts))

    every()


def test_what_a_rule_forbids_never_comes_true():
    examined(60)


@pytest.mark.slow
def test_nor_in_thousands_of_storms():
    examined(3000)


TIE, LOUD = ("order", ("matrix/video_tie/1", 2)), ("order", ("desk/fader/2", 5))
AT_ONCE = [("slow", "matrix"), TIE, LOUD, ("wake", "matrix")]


@pytest.mark.parametrize(
    ("bug", "acts"), [("guards_see_what_is_reported_only", AT_ONCE), ("guards_look_one_way", [LOUD, TIE])]
)
async def test_a_planted_bug_is_found(tmp_path, bug, acts, monkeypatch):
    await storm(tmp_path, acts)
    monkeypatch.setattr(failpoints, "_planted", frozenset({bug}))
    with pytest.raises(AssertionError):
        await storm(tmp_path, acts)
