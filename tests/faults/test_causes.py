"""Root first: a PDU, a breaker, a switch or a gateway that dies is one ticket; nothing behind it is lost."""

import pytest

from controller.record import failpoints

from .stage import Stage
from .things import Thing, pdu, projector

EIGHT = [f"lamp-{n}" for n in range(1, 9)]


def flood(*more, **settings):
    """A PDU that alone feeds eight projectors."""
    feeds = [f"pdu/outlet/{n} > lamp-{n}" for n in range(1, 9)]
    things = [pdu("pdu"), *(projector(name) for name in EIGHT)]
    return Stage(*feeds, *more, things=things, **settings).start().pass_(3)


def causes(hall):
    return [cause for cause, _, _ in hall.tickets()]


def test_a_pdu_dies_with_eight_devices_and_is_one_ticket():
    hall = flood()
    for name in ("pdu", *EIGHT):
        hall.things[name].ill = True
    hall.pass_(60)
    assert causes(hall) == ["pdu/link_lost"]
    assert len(hall.board.ticket(1).faults) == 9
    assert hall.board.ticket(1).grade == 3


@pytest.mark.parametrize("first", ["pdu", "lamps"])
def test_whoever_is_seen_first_it_is_one_ticket(first):
    hall = flood()
    late = EIGHT if first == "pdu" else ["pdu"]
    for name in {"pdu", *EIGHT} - set(late):
        hall.things[name].ill = True
    hall.pass_(12)
    for name in late:
        hall.things[name].ill = True
    hall.pass_(60)
    assert causes(hall) == ["pdu/link_lost"]


def test_three_of_eight_are_still_ill_and_get_exactly_three_more():
    hall = flood()
    for name in ("pdu", *EIGHT):
        hall.things[name].ill = True
    hall.pass_(60)
    for name in ("pdu", *EIGHT[3:]):
        hall.things[name].ill = False
    hall.pass_(120)
    assert causes(hall) == ["pdu/link_lost", *(f"{name}/link_lost" for name in EIGHT[:3])]
    assert hall.tickets()[0][1] == "restored_verifying"
    assert set(hall.probed) == set(EIGHT[:3])


def test_without_the_memory_they_would_be_lost_for_ever(monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({"no_suppression_memory"}))
    with pytest.raises(AssertionError):
        test_three_of_eight_are_still_ill_and_get_exactly_three_more()


def test_a_restart_in_the_middle_forgets_none_of_it():
    hall = flood()
    for name in ("pdu", *EIGHT):
        hall.things[name].ill = True
    for _ in range(4):
        hall.pass_(8).restart(away=2)
    hall.pass_(30)
    assert causes(hall) == ["pdu/link_lost"]
    for name in ("pdu", *EIGHT[1:]):
        hall.things[name].ill = False
    hall.pass_(4).restart(away=5).pass_(120)
    assert causes(hall) == ["pdu/link_lost", "lamp-1/link_lost"]


def test_a_pdu_that_lost_its_network_only_explains_no_darkness():
    hall = flood()
    hall.things["pdu"].ill = True
    hall.pass_(60)
    hall.things["lamp-2"].ill = True
    hall.pass_(60)
    assert causes(hall) == ["pdu/link_lost", "lamp-2/link_lost"]


def test_a_breaker_takes_its_outlets_and_they_their_devices():
    hall = flood()
    hall.flip("pdu/breaker/1", "failed")
    for n in (1, 2, 3):
        hall.flip(f"pdu/outlet/{n}", False)
    hall.pass_(60)
    assert causes(hall) == ["pdu/breaker/1/breaker_tripped"]
    assert len(hall.board.ticket(1).faults) == 7


def test_a_gateway_and_what_is_reached_through_it():
    things = [Thing("gateway"), Thing("screen"), Thing("blind")]
    hall = Stage("gateway/serial/1 : screen", "gateway/serial/2 : blind", things=things).start().pass_(3)
    for name in ("gateway", "screen", "blind"):
        hall.things[name].ill = True
    hall.pass_(60)
    assert causes(hall) == ["gateway/link_lost"]


def test_a_gateway_that_cannot_be_asked_is_found_by_the_two_behind_it():
    things = [Thing("screen"), Thing("blind")]
    hall = Stage("box/serial/1 : screen", "box/serial/2 : blind", things=things).start().pass_(3)
    hall.things["screen"].ill = hall.things["blind"].ill = True
    hall.pass_(60)
    assert causes(hall) == ["box/common_cause"]
    hall.things["screen"].ill = hall.things["blind"].ill = False
    hall.pass_(120)
    hall.things["blind"].ill = True
    hall.pass_(60)
    assert causes(hall)[1:] == ["blind/link_lost"]


def test_a_cause_that_shows_late_takes_over_the_ticket():
    hall = flood()
    hall.things["lamp-1"].ill = True
    hall.pass_(60)
    assert causes(hall) == ["lamp-1/link_lost"]
    hall.things["lamp-1"].ill = False
    hall.flip("pdu/outlet/1", False)
    hall.pass_(60)
    assert hall.tickets() == [
        ("lamp-1/link_lost", "merged", ["lamp-1/link_lost"]),
        ("pdu/outlet/1/outlet_lost", "new", ["lamp-1/link_lost", "pdu/outlet/1/outlet_lost"]),
    ]


def test_two_feeds_one_cut_by_order_one_lost():
    things = [pdu("pdu-a"), pdu("pdu-b"), projector("side")]
    hall = Stage("pdu-a/outlet/1|pdu-b/outlet/1 > side", things=things).start().pass_(3)
    hall.set("pdu-a/outlet/1", False)
    hall.pass_(30)
    hall.flip("pdu-b/outlet/1", False)
    hall.pass_(60)
    assert causes(hall) == ["pdu-b/outlet/1/outlet_lost"]
    assert hall.watch.fault("side/link_lost").cause == "pdu-b/outlet/1/outlet_lost"


def test_two_that_fall_silent_days_apart_have_no_common_cause():
    things = [Thing(name) for name in ("a", "b", "c")]
    hall = Stage("switch ~ a b c", things=things).start().pass_(3)
    for name in ("a", "b", "c"):
        hall.things[name].ill = True
        hall.pass_(60)
    assert causes(hall) == ["a/link_lost", "b/link_lost", "c/link_lost"]


def test_a_node_with_one_thing_on_it_is_not_blamed_for_it():
    hall = flood("board > pdu")
    for name in ("pdu", *EIGHT):
        hall.things[name].ill = True
    hall.pass_(60)
    assert causes(hall) == ["pdu/link_lost"]
