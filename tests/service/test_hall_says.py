"""What the hall finds of a device becomes evidence on the ticket, by journal lines alone (REQ-24)."""

import pytest

from controller.desk.hallnews import HallNews, verdict
from controller.record import failpoints
from controller.record.lawful import NotLawful
from controller.record.service.visits import visits
from tests.desk.desks import Desk
from tests.faults.paper import now_of

GREEN = [
    {"device": "lamp", "check": "there", "light": "green"},
    {"device": "lamp", "check": "reads", "light": "green"},
]
TEXT = {"say": "fault.verified", "with": {"minutes": 10}}


class Hall(Desk):
    """A desk that hears a hall; an engineer has come for ticket 1, about the lamp."""

    def start(self) -> "Hall":
        super().start()
        self.news = HallNews(self.journal, self.board)
        now_of(self.news.start())
        return self

    def sheet(self, items: list[dict] = GREEN, **more: object) -> None:
        self.journal.append("readiness.sheet", "sweep", {"items": items, **more})

    def say(self, **said: object) -> None:
        self.board.add_entry(1, {"entry": said.pop("kind"), **said}, "chen", "engineer")

    def results(self) -> list[object]:
        return [one.data["passed"] for one in self.board.ticket(1).entries if "passed" in one.data]

    def may_leave(self) -> bool:
        try:
            self.say(kind="visit_left", outcome="done")
        except NotLawful:
            return False
        return True


@pytest.fixture
def hall() -> Hall:
    hall = Hall().start()
    hall.board.open_by_hand("li", "phone", "no picture", device="lamp", grade=2)
    hall.say(kind="contact_made", way="here", person="Li")
    hall.say(kind="visit_arrived", person="Chen")
    return hall


@pytest.mark.parametrize(
    ("lights", "standing", "passed"),
    [
        ({"there": "green", "reads": "green"}, [], True),
        ({"there": "green", "reads": "grey", "obeys": "green"}, [], True),
        ({"there": "green", "reads": "green", "obeys": "red"}, [], False),
        ({"there": "red"}, [], False),
        ({"there": "green", "reads": "green"}, ["lamp/hot"], False),
        ({"there": "green", "reads": "grey"}, [], None),
        ({"there": "green", "reads": "grey", "obeys": "grey"}, [], None),
    ],
)
def test_a_verdict_needs_something_that_came_true(lights: dict, standing: list, passed: object) -> None:
    items = [{"device": "lamp", "check": check, "light": light} for check, light in lights.items()]
    assert verdict(items, standing) is passed


def test_req_24_a_test_for_the_ticket_and_a_sweep_while_somebody_is_there_both_count(hall: Hall) -> None:
    hall.sheet(ticket=1, standing=[])
    assert hall.results() == [True]
    hall.say(kind="work", text="x")
    hall.sheet()
    assert hall.results() == [True, True]
    assert hall.may_leave()
    assert visits(hall.board.ticket(1))[0].test.passed  # type: ignore[union-attr]


def test_a_sweep_says_nothing_on_tickets_where_nobody_is_there_and_of_other_devices(hall: Hall) -> None:
    hall.sheet([{**one, "device": "mixer"} for one in GREEN])
    assert hall.results() == []
    hall.sheet()
    assert hall.may_leave()
    hall.sheet()
    assert hall.results() == [True]


def prove_that_a_restart_makes_no_evidence(hall: Hall) -> None:
    """A sweep from before the arrival, and one from before the work, are no proof after a restart either."""
    first = Hall().start()
    first.sheet()
    first.board.open_by_hand("li", "phone", "no picture", device="lamp", grade=2)
    first.say(kind="contact_made", way="here", person="Li")
    first.say(kind="visit_arrived", person="Chen")
    again = Hall(first.clock, first.journal.lines, first.journal.attached).start()
    assert again.results() == []
    again.journal._followers.clear()
    again.sheet(ticket=1)
    again.say(kind="work", text="x")
    back = Hall(again.clock, again.journal.lines, again.journal.attached).start()
    assert back.results() == [True]
    assert not back.may_leave()


def test_req_24_a_restart_makes_no_evidence(hall: Hall) -> None:
    prove_that_a_restart_makes_no_evidence(hall)


def test_the_proof_finds_evidence_that_is_too_old(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"a_test_before_the_work_will_do"}))
    with pytest.raises(AssertionError):
        prove_that_a_restart_makes_no_evidence(hall)


def test_req_24_a_fault_that_stayed_away_and_was_verified_is_a_test_too() -> None:
    hall = Hall().start()
    hall.fail("lamp/link_lost")
    hall.say(kind="contact_made", way="here", person="Li")
    hall.say(kind="visit_arrived", person="Chen")
    hall.say(kind="work", text="plugged it in")
    hall.cleared("lamp/link_lost")
    assert not hall.may_leave()
    hall.journal.append("fault.verified", "lamp/link_lost", {"text": TEXT})
    assert hall.may_leave()


def test_one_of_two_faults_that_is_over_proves_nothing() -> None:
    hall = Hall().start()
    hall.fail("lamp/link_lost")
    hall.behind("lamp/hot", "lamp/link_lost")
    hall.raised("lamp/hot")
    hall.behind("lamp/hot", "lamp/link_lost")
    hall.say(kind="contact_made", way="here", person="Li")
    hall.say(kind="visit_arrived", person="Chen")
    hall.cleared("lamp/link_lost")
    hall.journal.append("fault.verified", "lamp/link_lost", {"text": TEXT})
    assert hall.results() == []
    assert not hall.may_leave()
