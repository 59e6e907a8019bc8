"""The bus: everyone hears everything of their kind, in one order, whatever a neighbour does."""

import logging

import pytest

from controller.events import Bus, RunMoved, TicketChanged


def test_an_event_is_heard_at_once_by_those_who_asked_for_its_kind() -> None:
    bus, tickets, runs = Bus(), list[TicketChanged](), list[RunMoved]()
    bus.subscribe(TicketChanged, tickets.append)
    bus.subscribe(RunMoved, runs.append)
    bus.publish(TicketChanged(7))
    assert tickets == [TicketChanged(7)]
    assert runs == []


def test_what_is_published_while_telling_is_heard_next_and_in_one_order_by_all() -> None:
    bus, first, second = Bus(), list[object](), list[object]()

    def answer(event: TicketChanged) -> None:
        first.append(event)
        bus.publish(RunMoved(f"for {event.number}"))
        assert not second

    bus.subscribe(TicketChanged, answer)
    bus.subscribe(RunMoved, first.append)
    bus.subscribe(RunMoved, second.append)
    bus.subscribe(TicketChanged, second.append)
    bus.publish(TicketChanged(1))
    assert first == second == [TicketChanged(1), RunMoved("for 1")]


def test_a_subscriber_that_fails_is_logged_and_the_rest_still_hear(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bus, heard = Bus(), list[TicketChanged]()

    def fail(event: TicketChanged) -> None:
        raise RuntimeError("a bug of ours")

    bus.subscribe(TicketChanged, fail)
    bus.subscribe(TicketChanged, heard.append)
    with caplog.at_level(logging.ERROR):
        bus.publish(TicketChanged(1))
        bus.publish(TicketChanged(2))
    assert heard == [TicketChanged(1), TicketChanged(2)]
    assert "TicketChanged" in caplog.text
    assert "a bug of ours" in caplog.text


def test_who_unsubscribed_hears_no_more() -> None:
    bus, heard = Bus(), list[TicketChanged]()
    stop = bus.subscribe(TicketChanged, heard.append)
    bus.publish(TicketChanged(1))
    stop()
    stop()
    bus.publish(TicketChanged(2))
    assert heard == [TicketChanged(1)]


def test_what_is_held_is_told_at_the_release_and_in_order() -> None:
    bus, told = Bus(), list[int]()
    bus.subscribe(TicketChanged, lambda event: told.append(event.number))
    bus.hold()
    bus.publish(TicketChanged(1))
    bus.publish(TicketChanged(2))
    assert told == []
    bus.release()
    bus.publish(TicketChanged(3))
    assert told == [1, 2, 3]


def test_a_release_while_others_are_told_does_not_jump_the_queue() -> None:
    bus, told = Bus(), list[object]()

    def give_an_order(event: TicketChanged) -> None:
        bus.hold()
        bus.publish(RunMoved("news of the order"))
        bus.release()
        told.append(event)

    bus.subscribe(TicketChanged, give_an_order)
    bus.subscribe(TicketChanged, lambda event: told.append("the others"))
    bus.subscribe(RunMoved, lambda event: told.append(event.run_id))
    bus.publish(TicketChanged(1))
    assert told == [TicketChanged(1), "the others", "news of the order"]
