"""Self-healing with guards: in order, not too often, never for a child of the dead, every try on record."""

from types import SimpleNamespace

import pytest

from controller.hall.healing import FAILED, TRIED
from controller.hall.remedies import Try, next_remedy
from controller.hall.sentences import Sentence
from controller.record import failpoints
from drivers.points import Ref
from drivers.rigfile.healing import Healing

from .stage import CHEN, Stage
from .things import pdu, projector

LOST = "lamp/link_lost"
PLAN = Healing(steps=("reconnect", "reset", "power"), after="60s", wait="60s", cool_down="1h", most=2)


class Hands:
    """Remedies that are only noted; `helps` names one that does."""

    def __init__(self, stage, helps=""):
        self.stage, self.helps, self.done, self.refuses = stage, helps, [], ""

    def plan(self, device):
        return PLAN if device == "lamp" else None

    def reconnect(self, device):
        return self._do("reconnect")

    def reset(self, device, plan, fails):
        return Sentence("healing.unreachable")

    def power(self, device, fails):
        self.fails = fails
        return self._do("power")

    def title(self, name):
        return name

    def outlets(self, device):
        return [Ref("pdu", "outlet", (1,))]

    def _do(self, remedy):
        self.done.append(remedy)
        if remedy == self.helps:
            self.stage.things["lamp"].ill = False
        return Sentence("guard.hot_outlet") if remedy == self.refuses else None


def stage(helps="", *feeds):
    hall = Stage("pdu/outlet/1 > lamp", *feeds, things=[pdu("pdu"), projector("lamp")])
    hall.hands = Hands(hall, helps)
    hall.watch.heal(hall.hands)
    return hall.start().pass_(3)


def ill(hall, seconds):
    hall.things["lamp"].ill = True
    return hall.pass_(seconds)


def tried(hall):
    return [(line.data["remedy"], line.data["outcome"]) for line in hall.journal.kinds(TRIED)]


def test_the_mildest_first_each_with_time_to_help():
    hall = stage()
    ill(hall, 60)
    assert tried(hall) == []
    hall.pass_(10)
    assert tried(hall) == [("reconnect", "done")]
    hall.pass_(55)
    assert len(tried(hall)) == 1
    hall.pass_(10)
    assert tried(hall)[1:] == [("reset", "refused"), ("power", "done")]  # it could not be reset


def test_what_helped_is_the_last_that_is_tried():
    hall = stage(helps="reconnect")
    ill(hall, 600)
    assert tried(hall) == [("reconnect", "done")]
    assert hall.tickets()[0][1] == "restored_verifying"


def test_two_rounds_a_day_an_hour_apart_and_no_more():
    hall = stage()
    ill(hall, 3600)
    assert hall.hands.done == ["reconnect", "power"]
    hall.pass_(4000)
    assert hall.hands.done == ["reconnect", "power"] * 2
    hall.pass_(8000)
    assert hall.hands.done == ["reconnect", "power"] * 2


def test_a_restart_does_not_begin_anew():
    hall = stage()
    ill(hall, 80)
    hands = hall.hands
    engine = hall._engine
    hall._engine = lambda: (engine(), hall.watch.heal(hands))
    hall.restart(away=1).pass_(30)
    assert hands.done == ["reconnect"]
    hall.pass_(60)
    assert hands.done == ["reconnect", "power"]


def test_nobody_heals_the_child_of_a_dead_parent(monkeypatch):
    hall = stage()
    hall.topology = hall.wiring = Stage("pdu/outlet/1 > lamp", "gate : lamp").topology
    hall.things["pdu"].says["breaker", (1,)] = "failed"
    ill(hall, 300)
    assert tried(hall) == []
    assert hall.watch.healer.shown(hall.watch.fault(LOST))["waits"].id == "healing.waits.upstream"
    monkeypatch.setattr(failpoints, "_planted", frozenset({"heals_children_of_the_dead"}))
    hall.pass_(10)
    assert tried(hall) == [("reconnect", "done")]


def test_never_during_an_event():
    hall = stage()
    hall.watch.healer.busy = lambda: Sentence("healing.waits.event")
    ill(hall, 600)
    assert tried(hall) == []
    assert hall.watch.healer.waits(hall.watch.fault(LOST)).id == "healing.waits.event"
    hall.watch.healer.busy = lambda: None
    hall.pass_(2)
    assert len(tried(hall)) == 1


def test_not_what_somebody_silenced_or_maintains_and_not_what_flaps():
    hall = stage()
    hall.watch.silence("lamp", CHEN, 300, "I am working on it")
    ill(hall, 250)
    assert tried(hall) == []
    hall.pass_(60)
    assert len(tried(hall)) == 1


def test_a_guard_that_says_no_is_on_record_and_the_page_tells_it_all():
    hall = stage()
    hall.hands.refuses = "power"
    ill(hall, 200)
    assert tried(hall)[-1] == ("power", "refused")
    shown = hall.watch.healer.shown(hall.watch.fault(LOST))
    assert [one["remedy"] for one in shown["tried"]] == ["reconnect", "reset", "power"]
    assert shown["waits"] is None
    other = SimpleNamespace(device="pdu", rule="link_lost", key="pdu/link_lost")
    assert hall.watch.healer.shown(other) is None


@pytest.mark.parametrize(
    ("tries", "believed", "now", "found"),
    [
        ([], 0, 59, None),
        ([], 0, 60, ("reconnect", 1)),
        ([Try(60, "reconnect", 1)], 0, 100, None),
        ([Try(60, "reconnect", 1)], 0, 120, ("reset", 1)),
        ([Try(60, "reconnect", 1, counts=False)], 0, 61, ("reset", 1)),
        ([Try(60, "reconnect", 1), Try(120, "reset", 1), Try(180, "power", 1)], 0, 400, None),
        ([Try(60, "reconnect", 1), Try(120, "reset", 1), Try(180, "power", 1)], 0, 3780, ("reconnect", 2)),
        ([Try(60, "reconnect", 1)], 500, 600, None),  # ill again: another round, after the pause
        ([Try(60, "reconnect", 1)], 500, 3700, ("reconnect", 2)),
        ([Try(60, "reconnect", 1), Try(4000, "reconnect", 2)], 9000, 9100, None),
        ([Try(60, "reconnect", 1), Try(4000, "reconnect", 2)], 90000, 90100, ("reconnect", 3)),
    ],
)
def test_what_is_next(tries, believed, now, found):
    assert next_remedy(PLAN, tries, believed, now, 60) == found


def test_what_was_ordered_and_did_not_come_off_is_said_too():
    hall = stage()
    ill(hall, 200)
    assert tried(hall)[-1] == ("power", "done")
    hall.hands.fails(Sentence("healing.refused", name="PDU"))
    hall.pass_(1)
    (line,) = hall.journal.kinds(FAILED)
    assert (line.subject, line.data["text"]["say"]) == (LOST, "healing.power.failed")
    shown = hall.watch.healer.shown(hall.watch.fault(LOST))["tried"]
    assert [one["text"]["say"] for one in shown][-2:] == ["healing.power.done", "healing.power.failed"]
    hall.restart(away=1)
