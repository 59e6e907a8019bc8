"""What the service says by itself of great tickets: each once, in time, across restarts (REQ-22, 25, 27)."""

from datetime import UTC, datetime, timedelta

import pytest

from controller.desk.duties import Duties
from controller.desk.experts import best, propose
from controller.desk.notify.directory import Contact, Directory, Weekly, time
from controller.record import failpoints
from controller.record.lines import written
from tests.desk.desks import Desk

HOUR = 3600.0
ZHAO = {"who": "zhao", "name": "Zhao", "level": 3, "phones": ["1"]}


class Service(Desk):
    """A desk with the duties of its service."""

    def start(self) -> "Service":
        super().start()
        self.duties = Duties(self.journal, self.clock, self.board, lambda ticket, at: ZHAO)
        self.duties.start()
        return self

    def again(self) -> "Service":
        """The service dies and starts on the same record."""
        self.board.stop()
        self.duties.stop()
        return Service(self.clock, self.journal.lines, self.journal.attached).start()

    def opened(self, grade: int) -> int:
        no, _ = self.board.open_by_hand("chen", "phone", "no picture", grade=grade)
        return no

    def said(self, no: int, kind: str) -> list[dict]:
        return [one.data for one in self.board.ticket(no).entries if one.kind == kind]

    def hours(self, hours: float) -> None:
        """Time passes; the service sleeps through all but the last minute of it."""
        self.board.stop()
        self.duties.stop()
        self.clock.advance(hours * HOUR - 60)
        vars(self).update(vars(Service(self.clock, self.journal.lines, self.journal.attached).start()))
        self.clock.advance(60)

    def plan(self, no: int, hours: float) -> None:
        until = written(self.clock.now() + timedelta(hours=hours))
        said = {"entry": "plan", "what": "spare", "text": "a lamp", "until": until}
        self.board.add_entry(no, said, "chen", "engineer")


@pytest.fixture
def service() -> Service:
    return Service().start()


def prove_that_it_is_said_once(service: Service) -> None:
    no = service.opened(3)
    for _ in range(6):
        service.hours(10)
        service = service.again()
    assert len(service.said(no, "expert_proposed")) == 1
    assert len(service.said(no, "plan_demanded")) == 1
    assert [one["what"] for one in service.said(no, "overdue")] == ["plan"]


def test_req_25_and_27_each_is_said_once_whatever_restarts(service: Service) -> None:
    prove_that_it_is_said_once(service)


def test_the_proof_finds_what_is_said_again(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"experts_are_proposed_again"}))
    with pytest.raises(AssertionError):
        prove_that_it_is_said_once(service)


def test_req_22_a_disaster_has_its_team_within_seconds_also_one_that_becomes_one(service: Service) -> None:
    one, two = service.opened(4), service.opened(2)
    service.clock.advance(6)
    assert len(service.said(one, "team_opened")) == 1
    assert service.said(two, "team_opened") == []
    worse = {"entry": "class", "class": 4, "reason": "data is lost"}
    service.board.add_entry(two, worse, "li", "lead")
    service.clock.advance(6)
    assert len(service.said(two, "team_opened")) == 1
    again = service.again()
    again.hours(1)
    assert len(again.said(two, "team_opened")) == 1


def test_req_25_a_plan_is_asked_for_at_48_hours_and_overdue_four_later(service: Service) -> None:
    no = service.opened(3)
    service.hours(47.9)
    assert service.said(no, "plan_demanded") == []
    service.hours(0.2)
    (asked,) = service.said(no, "plan_demanded")
    due = service.board.ticket(no).received + timedelta(hours=52)
    assert asked["until"] == written(due)
    service.hours(3.8)
    assert service.said(no, "overdue") == []
    service.hours(0.2)
    assert [one["what"] for one in service.said(no, "overdue")] == ["plan"]
    assert service.board.summary(service.board.ticket(no))["demands"][0]["overdue"]


def test_req_25_who_has_a_plan_is_not_asked_until_it_has_failed(service: Service) -> None:
    no = service.opened(3)
    service.plan(no, 50)
    service.hours(49)
    assert service.said(no, "plan_demanded") == []
    service.hours(1.2)
    (asked,) = service.said(no, "plan_demanded")
    assert asked["of"] > 0
    service.plan(no, 10)
    service.hours(9)
    assert len(service.said(no, "plan_demanded")) == 1
    service.hours(1.2)
    assert len(service.said(no, "plan_demanded")) == 2
    assert service.said(no, "overdue") == []


def test_req_25_only_great_open_tickets_need_a_plan(service: Service) -> None:
    small, mended, late = service.opened(2), service.opened(3), service.opened(2)
    service.board.add_entry(mended, {"entry": "restored"}, "chen", "engineer")
    service.hours(60)
    assert service.said(small, "plan_demanded") == service.said(mended, "plan_demanded") == []
    worse = {"entry": "class", "class": 3, "reason": "the board is dead"}
    service.board.add_entry(late, worse, "li", "lead")
    service.clock.advance(6)
    (asked,) = service.said(late, "plan_demanded")
    assert asked["until"] > written(service.clock.now() + timedelta(hours=3.9))


def test_req_25_a_service_that_was_down_asks_when_it_is_back(service: Service) -> None:
    no = service.opened(3)
    service.board.stop()
    service.duties.stop()
    service.clock.advance(60 * HOUR)
    back = service.again()
    back.clock.advance(6)
    assert len(back.said(no, "plan_demanded")) == 1
    back.clock.advance(6)
    assert [one["what"] for one in back.said(no, "overdue")] == ["plan"]


def test_req_27_an_expert_is_proposed_at_half_of_the_repairs_time(service: Service) -> None:
    no, small = service.opened(3), service.opened(2)
    service.hours(35.9)
    assert service.said(no, "expert_proposed") == []
    service.hours(0.2)
    (said,) = service.said(no, "expert_proposed")
    assert (said["who"], said["level"]) == ("zhao", 3)
    assert [one["what"] for one in service.board.summary(service.board.ticket(no))["demands"]] == ["expert"]
    advised = {"entry": "expert", "outcome": "advised", "person": "Zhao"}
    service.board.add_entry(no, advised, "chen", "engineer")
    assert service.board.summary(service.board.ticket(no))["demands"] == []
    assert service.said(small, "expert_proposed") == []


def test_req_27_a_pause_of_the_repair_puts_the_expert_off(service: Service) -> None:
    no = service.opened(3)
    service.board.add_entry(no, {"entry": "contact_made", "way": "here", "person": "Li"}, "chen", "engineer")
    until = written(service.clock.now() + timedelta(hours=20))
    wait = {"entry": "state", "to": "waiting_customer", "reason": "waiting_customer_access"}
    service.board.add_entry(
        no, {**wait, "asked_by": "Li", "until": until, "evidence": "a call"}, "chen", "engineer"
    )
    service.hours(50)
    assert service.said(no, "expert_proposed") == []
    service.hours(6.2)
    assert len(service.said(no, "expert_proposed")) == 1


def test_req_22_a_review_that_nobody_made_is_overdue(service: Service) -> None:
    no = service.opened(4)
    service.clock.advance(6)
    for said in ({"entry": "restored"}, {"entry": "state", "to": "resolved"}):
        service.board.add_entry(no, said, "li", "lead")
    assert [one["what"] for one in service.board.summary(service.board.ticket(no))["demands"]] == ["review"]
    service.hours(24 * 4.9)
    assert service.said(no, "overdue") == []
    service.hours(24 * 0.2)
    assert [one["what"] for one in service.said(no, "overdue")] == ["review"]
    assert service.board.summary(service.board.ticket(no))["demands"][0]["overdue"]


def test_req_26_a_work_around_is_asked_about_once_when_its_day_has_come(service: Service) -> None:
    no = service.opened(2)
    for step in (
        {"entry": "contact_made", "way": "here", "person": "Wang"},
        {"entry": "state", "to": "diagnosing"},
    ):
        service.board.add_entry(no, step, "chen", "engineer")
    stop_gap = {"entry": "workaround", "what": "the side projector", "accepted_by": "Wang"}
    service.board.add_entry(no, stop_gap, "chen", "engineer")
    service.hours(24 * 6.9)
    assert service.said(no, "overdue") == []
    service.hours(24 * 0.2)
    assert [one["what"] for one in service.said(no, "overdue")] == ["workaround"]
    service.hours(24 * 9)
    assert len(service.said(no, "overdue")) == 1


def test_req_26_one_that_is_over_is_not_asked_about(service: Service) -> None:
    no = service.opened(2)
    for step in (
        {"entry": "contact_made", "way": "here", "person": "Wang"},
        {"entry": "state", "to": "diagnosing"},
    ):
        service.board.add_entry(no, step, "chen", "engineer")
    stop_gap = {"entry": "workaround", "what": "the side projector", "accepted_by": "Wang"}
    service.board.add_entry(no, stop_gap, "chen", "engineer")
    service.board.add_entry(no, {"entry": "workaround_over", "reason": "mended"}, "chen", "engineer")
    service.hours(24 * 8)
    assert service.said(no, "overdue") == []


def test_a_clock_that_is_set_makes_nothing_overdue(service: Service) -> None:
    no = service.opened(3)
    service.hours(40)
    service.clock.jump(3 * 24 * HOUR)
    service.clock.advance(5)
    service.journal.append("clock.jumped", "clock", {"seconds": 3 * 24 * HOUR})
    service.clock.advance(60)
    assert service.said(no, "plan_demanded") == []
    service.hours(8.2)
    assert len(service.said(no, "plan_demanded")) == 1


DIRECTORY = Directory(
    contacts={
        "chen": Contact("chen", "Chen", level=1, skills=("pjlink",)),
        "zhao": Contact("zhao", "Zhao", level=3),
        "qian": Contact("qian", "Qian", level=2, skills=("pjlink",)),
        "sun": Contact("sun", "Sun", level=2, skills=("pjlink",), order=-1),
        "li": Contact("li", "Li", level=3),
    },
    weekly=(Weekly(frozenset(range(7)), time(0), time(12), ("li",)),),
)
NIGHT, DAY = datetime(2026, 3, 2, 20, tzinfo=UTC), datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("about", "at", "who"),
    [
        ({"pjlink"}, DAY, "sun"),
        ({"mixer"}, DAY, "li"),
        ({"mixer"}, NIGHT, "li"),
    ],
)
def test_req_27_who_knows_such_devices_then_who_stands_higher(about: set, at: datetime, who: str) -> None:
    found = best(DIRECTORY, about, at)
    assert found is not None
    assert found.id == who


def test_req_27_who_is_on_call_goes_before_his_equal() -> None:
    directory = Directory(contacts={id: Contact(id, id, level=3) for id in ("a", "b")}, weekly=(
        Weekly(frozenset(range(7)), time(0), time(12), ("b",)),
    ))  # fmt: skip
    assert [best(directory, (), at).id for at in (NIGHT, DAY)] == ["b", "a"]  # type: ignore[union-attr]


def test_req_27_a_directory_without_experts_says_so() -> None:
    said = propose(Directory(contacts={"chen": Contact("chen", "Chen")}), {"pjlink"}, DAY)
    assert (said["who"], said["level"]) == ("", 0)
