"""Relays take their time, delays are kept, currents follow what hangs on the outlets."""

import pytest

from drivers.errors import Reason, Refused
from drivers.vocabulary import FAILED, GOOD, LoadState
from tests.simulators.hall import at, pdu


def test_an_outlet_switches_after_the_relays_time_and_says_that_it_is_pending():
    model = pdu(relay="1s")
    model.obey({at("outlet/2"): False})
    assert (model.look("outlet", (2,)), model.look("pending", (2,))) == (True, True)
    model.pass_time(1)
    assert (model.look("outlet", (2,)), model.look("pending", (2,))) == (False, False)


def test_a_newer_order_replaces_the_one_still_waiting():
    model = pdu(relay="1s")
    model.obey({at("outlet/2"): False})
    model.pass_time(0.5)
    model.obey({at("outlet/2"): True})
    model.pass_time(5)
    assert model.look("outlet", (2,)) is True


def test_a_cycle_is_off_for_a_while_and_then_on():
    model = pdu(relay="1s", reboot_time="5s")
    model.act("cycle", {"socket": 3}, {})
    seen = []
    for _ in range(7):
        seen.append(model.look("outlet", (3,)))
        model.pass_time(1)
    assert seen == [True, False, False, False, False, False, True]


def test_cancel_stops_what_waits_and_an_unknown_outlet_is_refused():
    model = pdu(relay="1s")
    model.act("cycle", {"socket": 3}, {})
    model.act("cancel", {"socket": 3}, {})
    model.pass_time(9)
    assert model.look("outlet", (3,)) is True
    with pytest.raises(Refused) as no:
        model.act("cycle", {"socket": 99}, {})
    assert no.value.reason is Reason.OUT_OF_RANGE


def test_an_action_on_all_outlets_moves_all():
    model = pdu(relay="0s")
    model.act("all_off", {}, {})
    model.pass_time(0.1)
    assert [model.look("outlet", (socket,)) for socket in (1, 2, 3, 4)] == [False] * 4


def test_load_bank_and_phase_follow_what_hangs_on_the_outlets():
    model = pdu(rating=10)
    model.carry_load(at("outlet/1"), 2.4)
    model.carry_load(at("outlet/4"), 6.0)
    assert model.look("load", (1,)) == 2.4
    assert [model.look("bank_current", (bank,)) for bank in (1, 2)] == [2.4, 6.0]
    assert model.look("current", (1,)) == 8.4
    assert model.look("load_state", (1,)) == LoadState.NEAR
    model.pass_time(3600)
    assert model.look("energy") == pytest.approx(8.4 * 0.23, abs=0.01)


def test_a_tripped_breaker_takes_its_outlets_and_refuses_to_close_them():
    model = pdu()
    model.put(at("breaker/2"), FAILED)
    assert [model.feeds(at(f"outlet/{socket}")) for socket in (1, 2, 3, 4)] == [True, True, False, False]
    with pytest.raises(Refused):
        model.obey({at("outlet/3"): True})
    model.put(at("breaker/2"), GOOD)
    model.obey({at("outlet/3"): True})


def test_a_tripped_outlet_is_dark_at_once_and_can_be_closed_again():
    model = pdu(relay="0s")
    model.obey({at("outlet/1"): True})
    model.trip(at("outlet/1"))
    model.pass_time(5)
    assert model.look("outlet", (1,)) is False
    model.obey({at("outlet/1"): True})
    model.pass_time(0.1)
    assert model.look("outlet", (1,)) is True


def test_queued_orders_wait_until_they_are_committed():
    model = pdu(relay="0s")
    model.act("queue_off", {"socket": 1}, {})
    model.act("queue_off", {"socket": 3}, {})
    model.pass_time(1)
    assert model.look("outlet", (1,)) is True
    model.act("commit", {}, {})
    model.pass_time(0.1)
    assert [model.look("outlet", (socket,)) for socket in (1, 2, 3)] == [False, True, False]
    model.act("queue_on", {"socket": 1}, {})
    model.act("clear_queue", {}, {})
    model.act("commit", {}, {})
    model.pass_time(1)
    assert model.look("outlet", (1,)) is False


def test_all_in_turn_one_after_the_other():
    model = pdu(relay="0s", turn="2s")
    model.act("all_off_in_turn", {}, {})
    seen = []
    for _ in range(3):
        model.pass_time(0.1)
        seen.append(sum(bool(model.values[place]) for place in model.places_of("outlet")))
        model.pass_time(1.9)
    assert seen == [len(model.places_of("outlet")) - number for number in (1, 2, 3)]


def test_a_delay_may_stand_in_the_order_and_what_is_no_switching_switches_nothing():
    model = pdu(relay="0s")
    model.act("off_delayed", {"socket": 2, "delay": 30}, {})
    model.act("identify", {"socket": 1}, {})
    model.pass_time(29)
    assert model.look("outlet", (2,)) is True
    model.pass_time(1)
    assert [model.look("outlet", (socket,)) for socket in (1, 2)] == [True, False]


def test_one_bank_is_switched_by_itself():
    model = pdu(relay="0s")
    model.act("bank_off", {"bank": 2}, {})
    model.pass_time(1)
    dark = [place.index[0] for place in model.places_of("outlet") if model.values[place] is False]
    half = len(model.places_of("outlet")) // 2
    assert dark == list(range(half + 1, 2 * half + 1))


def test_a_bank_that_carries_too_much_for_too_long_trips_and_takes_its_outlets():
    model = pdu(rating=10, trips_after="20s")
    model.carry_load(at("outlet/1"), 12.0)
    model.pass_time(15)
    assert model.look("outlet", (1,)) is True
    model.carry_load(at("outlet/1"), 2.0)
    model.pass_time(15)
    model.carry_load(at("outlet/1"), 12.0)
    model.pass_time(15)
    assert model.look("outlet", (1,)) is True
    model.pass_time(5)
    assert model.look("breaker", (1,)) == FAILED
    assert model.look("outlet", (1,)) is False
