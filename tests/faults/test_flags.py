"""Every flag beside the phase: data, folded from the journal, judged again whenever one of them changes."""

from datetime import UTC, datetime, timedelta

import pytest

from controller.hall import flapping
from controller.hall.faults import FaultBook
from controller.hall.upkeep import SET

from .stage import CHEN, Stage
from .things import pdu, projector

LOST = "lamp/link_lost"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def hall():
    """A projector on a PDU."""
    return Stage("pdu/outlet/1 > lamp", things=[pdu("pdu"), projector("lamp")]).start().pass_(3)


def ill(hall, seconds):
    hall.things["lamp"].ill = True
    return hall.pass_(seconds)


def folded(hall):
    book = FaultBook()
    for line in hall.journal.lines:
        book.hear(line)
    return book.standing


def blink(hall, seconds, times, away=4):
    for _ in range(times):
        ill(hall, away)
        hall.things["lamp"].ill = False
        hall.pass_(seconds)


# ------------------------------------------------------------ lawful for a while


def test_who_cycles_the_outlet_of_a_dead_device_clears_no_fault_by_it(hall):
    ill(hall, 60)
    assert len(hall.tickets()) == 1
    hall.cycle("pdu", 1)
    hall.pass_(4)
    fault = hall.watch.fault(LOST)
    assert fault.expected_by
    assert not fault.due
    assert folded(hall)[LOST] == fault
    hall.pass_(80)
    fault = hall.watch.fault(LOST)
    assert fault.expected_by is None
    assert fault.due
    assert str(fault.phase) == "active"
    assert [state for _, state, _ in hall.tickets()] == ["new"]


def test_and_one_that_it_helped_is_over(hall):
    ill(hall, 60)
    hall.cycle("pdu", 1)
    hall.things["lamp"].ill = False
    hall.pass_(120)
    assert hall.standing(("soft", "active", "clearing")) == []
    assert [state for _, state, _ in hall.tickets()] == ["restored_verifying"]


# ------------------------------------------------------------ evidence that grew old


def test_of_a_device_that_is_gone_what_it_said_last_is_stale(hall):
    hall.things["lamp"].says["health", ("lamp",)] = "failed"
    hall.pass_(60)
    ill(hall, 60)
    assert hall.watch.fault("lamp/health/lamp/device_error").stale
    assert not hall.watch.fault(LOST).stale
    hall.things["lamp"].ill = False
    hall.pass_(5)
    assert not hall.watch.fault("lamp/health/lamp/device_error").stale


# ------------------------------------------------------------ flapping


def test_the_ring_weighs_newer_changes_heavier():
    every = tuple(NOON - timedelta(seconds=10 * n) for n in range(20))
    assert flapping.ring(every, NOON, 10) == pytest.approx(99.0)
    assert flapping.ring(every[:6], NOON, 10) > flapping.START > flapping.ring(every[14:], NOON, 10)
    assert flapping.ring((NOON + timedelta(days=1), NOON - timedelta(days=1)), NOON, 10) == 0


def test_what_flaps_goes_on_until_it_is_below_the_lower_bound():
    assert flapping.flaps(27, 0, 4, was=True)
    assert not flapping.flaps(27, 0, 4, was=False)
    assert not flapping.flaps(24, 3, 4, was=True)
    assert flapping.flaps(0, 4, 4, was=False)


def test_what_only_flickers_is_one_ticket_unstable_and_nothing_more(hall):
    """Never away for long enough to be believed, and away every twenty seconds."""
    blink(hall, 14, times=12)
    assert hall.watch.fault(LOST).flapping
    assert len(hall.tickets()) == 1
    blink(hall, 14, times=20)
    assert len(hall.tickets()) == 1
    assert sum(line.data.get("entry") == "relapsed" for line in hall.journal.lines) == 0
    hall.pass_(960)
    assert hall.watch.fault(LOST) is None
    assert hall.tickets()[0][1] == "restored_verifying"  # the final state is told


def test_twice_in_five_minutes_is_no_flickering(hall):
    blink(hall, 120, times=4)
    assert hall.tickets() == []


def test_a_restart_in_the_middle_of_it_forgets_no_change(hall):
    for _ in range(6):
        blink(hall, 14, times=2)
        hall.restart(away=1)
    assert len(hall.tickets()) == 1


# ------------------------------------------------------------ and judged again at each change


def test_the_end_of_every_suppression_can_raise_the_ticket(hall):
    ill(hall, 15)
    hall.watch.silence(LOST, CHEN, 3600, "known")
    now = hall.clock.now()
    said = {"what": "lamp", "kind": "fixed", "start": _text(now), "end": _text(now + timedelta(hours=1))}
    one, line = hall.watch.upkeep.add(CHEN, {**said, "lasts": 0}, now)
    assert line.kind == SET
    hall.pass_(60)
    hall.watch.unsilence(LOST, CHEN)
    hall.pass_(5)
    assert hall.tickets() == []  # another one is in force
    hall.watch.upkeep.end(one.id, CHEN, hall.watch._now())
    hall.pass_(20)
    assert len(hall.tickets()) == 1
    assert folded(hall) == {fault.key: fault for fault in hall.watch.standing()}


def _text(at):
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
