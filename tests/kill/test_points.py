"""REQ-11, R2, R24: the service dies at every named point, and another one goes on from its record.

Each life is a real process that ends at the point as by kill -9; the devices, the mailbox and everybody who
is told live on. After each death the record, the wires and the letters are judged; the next life says
whether what it shows is what is on record, and dies at the next point. The last life of a chain does all its
work, and nobody may be forgotten then. A point that no life comes to is a failure.
"""

from pathlib import Path

import pytest

from controller.record.failpoints import POINTS
from tests.kill.lives.outside import Nursery, Outside
from tests.kill.lives.world import World

CHAINS = {
    ("journal", "answer"): ("people", "crowded"),
    ("service", "config", "clock", "account", "session"): ("people", "booked"),
    ("order", "sheet", "agenda", "calendar", "contract", "report"): ("orders", "booked", "swept"),
    ("scene", "schedule"): ("scenes", "asked", "waited"),
    ("fault", "maintenance", "healing"): ("ill", "kept_up", "told"),
    ("ticket", "threshold"): ("tickets", "ill", "told"),
    ("outbox",): ("tickets", "ill", "told"),
    ("record", "migrate", "tickets", "mail", "link"): ("others",),
}
"""The families of points that are lived through one after the other on one record, and the parts of the work
in which they are passed: the long harness does all of it in every life.
"""
BEFORE = {"scene.interrupted": "scene.on_record"}
"""What must have cut the last life short, for the next to come to a point."""
COUNTS = {"healing.before": 2, "healing.after": 2}
"""The second remedy is the one that is done once."""
PLANTED = {
    "ack_before_commit": ("journal.insisting", "was acknowledged and is on record 0 times"),
    "outbox_note_before_send": ("outbox.after_try", "is said to be sent and never arrived"),
    "a_message_is_taken_again": ("link.noted", "is on record 2 times"),
    "once_without_record": ("healing.after", "an outlet was cycled 2 times"),
    "runs_go_on_by_themselves": ("scene.on_record", "because of a start"),
    "thresholds_are_forgotten": ("threshold.fired", "fired 2 times"),
}
"""Known bugs: where a life has to die for them to show, and how they are told."""
QUICK = ("ack_before_commit", "once_without_record")
"""Those that are planted at every run of the tests; the others in the long ones."""


def chain(families: tuple[str, ...]) -> list[str]:
    """The points of some families, each after what must come before it."""
    points = [name for name in POINTS if name.partition(".")[0] in families]
    return [one for name in points for one in (BEFORE.get(name), name) if one is not None]


def test_every_point_is_in_one_chain() -> None:
    found = [name for families in CHAINS for name in chain(families)]
    assert set(found) == set(POINTS)
    assert len(found) == len(POINTS) + len(BEFORE)


@pytest.mark.parametrize(("families", "parts"), CHAINS.items(), ids=lambda one: "-".join(one))
def test_whoever_dies_at_a_named_point_loses_and_doubles_nothing(
    tmp_path: Path, nursery: Nursery, families: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    with Outside() as outside:
        world = World(tmp_path, nursery, outside)
        for point in chain(families):
            assert world.dies_at(point, COUNTS.get(point, 1), parts) == [], point
        assert world.lives_on() == []


@pytest.mark.parametrize(
    "bug", [pytest.param(bug, marks=() if bug in QUICK else pytest.mark.slow) for bug in PLANTED]
)
def test_a_planted_bug_is_found(tmp_path: Path, nursery: Nursery, bug: str) -> None:
    point, told = PLANTED[bug]
    with Outside() as outside:
        world = World(tmp_path, nursery, outside, bug)
        found = [*world.dies_at(point, COUNTS.get(point, 1)), *world.lives_on()]
    assert any(told in one for one in found), found
