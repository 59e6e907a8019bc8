"""REQ 0.5: a wait ends by itself, or when the customer acts; one that is open for long is told, once."""

from datetime import timedelta

import pytest

from controller.desk.notify import routing
from controller.record import failpoints
from controller.record.lines import written
from controller.record.states import State
from tests.desk.desks import cancel
from tests.service.test_duties import Service, service

__all__ = ["service"]
ACCESS = "waiting_customer_access"


def waits(service: Service, no: int, hours: float, reason: str = ACCESS) -> None:
    until = written(service.clock.now() + timedelta(hours=hours))
    said = {"entry": "state", "to": "waiting_customer", "reason": reason, "asked_by": "Ms Li"}
    service.board.add_entry(no, {**said, "until": until, "evidence": "a call"}, "chen", "helpdesk")


def opened(service: Service) -> int:
    no = service.opened(2)
    service.board.add_entry(no, {"entry": "contact_made", "way": "here", "person": "Li"}, "chen", "engineer")
    service.board.add_entry(no, {"entry": "state", "to": "diagnosing"}, "chen", "engineer")
    return no


def clock(service: Service, no: int, name: str = "C4") -> dict:
    shown = service.board.summary(service.board.ticket(no))["clocks"]
    return next(one for one in shown if one["name"] == name)


def test_req_0_5_a_wait_is_over_at_the_end_that_was_expected(service: Service) -> None:
    no = opened(service)
    waits(service, no, 1)
    service.clock.advance(3595)
    assert service.board.ticket(no).state == State.WAITING
    service.clock.advance(10)
    ticket = service.board.ticket(no)
    assert (ticket.state, ticket.entries[-1].kind) == (State.DIAGNOSING, "resumed")
    assert ticket.entries[-1].data["why"] == "expected_end"
    service.clock.advance(60)
    assert clock(service, no)["elapsed_net_s"] == 65
    assert len(service.said(no, "resumed")) == 1


def test_req_0_5_it_is_over_also_where_the_service_was_down_then(service: Service) -> None:
    no = opened(service)
    waits(service, no, 1)
    service.hours(3)
    assert service.board.ticket(no).state == State.DIAGNOSING
    assert clock(service, no)["elapsed_net_s"] == 7200
    assert len(service.said(no, "resumed")) == 1


def test_req_0_5_a_new_ticket_that_waited_is_new_again(service: Service) -> None:
    no = service.opened(2)
    waits(service, no, 1)
    service.clock.advance(3610)
    assert service.board.ticket(no).state == State.NEW


@pytest.mark.parametrize(
    ("data", "role", "over"),
    [
        ({"entry": "comment", "text": "the door is open"}, "operator", True),
        ({"entry": "comment", "text": "I have heard nothing"}, "helpdesk", False),
        ({"entry": "mail", "text": "the door is open"}, "system", True),
        ({"entry": "note", "text": "hm"}, "helpdesk", False),
        ({"entry": "progress", "text": "we wait"}, "helpdesk", False),
    ],
)
def test_req_0_5_a_wait_is_over_when_the_customer_acts(
    service: Service, data: dict[str, object], role: str, over: bool
) -> None:
    no = opened(service)
    waits(service, no, 10)
    service.clock.advance(600)
    service.board.add_entry(no, data, "Ms Li", role)
    assert (service.board.ticket(no).state == State.DIAGNOSING) == over
    service.clock.advance(100)
    assert clock(service, no)["elapsed_net_s"] == (100 if over else 0)


def test_req_0_5_an_appointment_is_not_talked_away(service: Service) -> None:
    no = opened(service)
    waits(service, no, 10, "customer_appointment")
    service.board.add_entry(no, {"entry": "comment", "text": "bring a ladder"}, "Ms Li", "operator")
    assert service.board.ticket(no).state == State.WAITING


def prove_that_a_long_wait_is_told_once(service: Service) -> None:
    no = opened(service)
    for _ in range(2):
        waits(service, no, 40)
        service.hours(35.99)
    assert service.said(no, "long_wait") == []
    service.clock.advance(120)
    (said,) = service.said(no, "long_wait")
    assert "late_s" not in said
    waits(service, no, 100)
    service.hours(90)
    service = service.again()
    assert len(service.said(no, "long_wait")) == 1, "extended again, and through a restart"


def test_req_0_5_a_wait_of_72_hours_is_told_through_all_its_extensions(service: Service) -> None:
    prove_that_a_long_wait_is_told_once(service)


def test_the_test_of_long_waits_would_tell(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"extensions_begin_anew"}))
    with pytest.raises((AssertionError, ValueError)):
        prove_that_a_long_wait_is_told_once(service)


def test_req_0_5_letting_it_lapse_makes_no_wait_young(service: Service) -> None:
    no = opened(service)
    waits(service, no, 30)
    service.hours(31)
    assert service.board.ticket(no).state == State.DIAGNOSING
    waits(service, no, 60)
    service.hours(42)
    assert len(service.said(no, "long_wait")) == 1


def test_req_0_5_one_that_passed_while_the_service_was_down_is_told_late(service: Service) -> None:
    no = opened(service)
    waits(service, no, 100)
    service.hours(80)
    (said,) = service.said(no, "long_wait")
    assert said["late_s"] == pytest.approx(8 * 3600 - 60, abs=10)
    line = next(one for one in service.journal.lines if one.data.get("entry") == "long_wait")
    news = routing.news_of(line, service.board.ticket(no))
    assert news is not None
    assert (news["what"], news["late_s"]) == ("long_wait", said["late_s"])


def test_req_0_5_one_that_ended_before_is_not_told(service: Service) -> None:
    no = opened(service)
    waits(service, no, 71)
    service.hours(100)
    assert service.said(no, "long_wait") == []
    other = opened(service)
    waits(service, other, 90)
    cancel(service.board, other)
    service.hours(90)
    assert service.said(other, "long_wait") == []
