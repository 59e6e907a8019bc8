"""What is known of a point: reported beside desired, with quality and age, and one event for each change."""

from datetime import timedelta

import pytest

from controller.clock import ManualClock
from controller.events import Bus, PointChanged
from controller.hall.expectations import Expectation
from controller.hall.state import State
from drivers.points import Ref

POWER = Ref("pj", "power")
INPUT = Ref("pj", "input")
LINK = Ref("pj", "link")


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def heard():
    return []


@pytest.fixture
def state(clock, heard):
    bus = Bus()
    bus.subscribe(PointChanged, lambda event: heard.append(event))
    return State(bus, clock)


def test_a_point_never_read_is_unknown_and_holds_nothing(state):
    state.add([POWER])
    now = state.get(POWER)
    assert (now.reported, now.quality, now.at) == (None, "unknown", None)
    assert state.knows(POWER)
    assert not state.knows(INPUT)


def test_a_report_is_news_once_and_then_only_younger(state, clock, heard):
    assert state.report(POWER, "on")
    clock.advance(5)
    assert not state.report(POWER, "on")

    assert len(heard) == 1
    assert state.get(POWER).at == clock.now()


def test_wish_and_fact_stand_side_by_side_until_the_wish_is_settled(state, clock, heard):
    state.report(POWER, "off")
    state.desire(POWER, "on", within=90)
    now = state.get(POWER)
    assert (now.reported, now.desired, now.pending) == ("off", "on", True)
    assert now.deadline == clock.now() + timedelta(seconds=90)

    state.report(POWER, "on")
    state.settle(POWER)
    assert state.get(POWER).desired is None
    assert not state.get(POWER).pending
    assert [event.now.reported for event in heard] == ["off", "off", "on", "on"]


def test_a_wish_that_a_scene_holds_outlives_its_order(state):
    state.hold(INPUT, "hdmi 1")
    state.desire(INPUT, "hdmi 1", within=5)
    state.report(INPUT, "hdmi 1")
    state.settle(INPUT)
    now = state.get(INPUT)
    assert (now.desired, now.pending, state.held(INPUT)) == ("hdmi 1", False, "hdmi 1")

    state.report(INPUT, "hdmi 2")  # somebody at the front panel
    assert state.get(INPUT).desired != state.get(INPUT).reported

    state.release(INPUT)
    assert state.get(INPUT).desired is None


def test_a_lost_link_makes_every_value_stale_and_keeps_the_last(state, heard):
    state.report(LINK, "up")
    state.report(POWER, "on")
    state.assume(INPUT, "hdmi 1")
    heard.clear()

    state.doubt("pj")

    assert {str(event.ref) for event in heard} == {"pj/power", "pj/input"}
    assert (state.get(POWER).reported, state.get(POWER).quality) == ("on", "stale")
    assert state.get(LINK).quality == "live"


def test_a_late_answer_lifts_a_doubt_but_not_a_loss(state):
    state.report(POWER, "on")
    state.assume(INPUT, "hdmi 1")
    state.doubt("pj", lasting=False)
    state.trust("pj")
    assert (state.get(POWER).quality, state.get(INPUT).quality) == ("live", "assumed")

    state.doubt("pj", lasting=False)
    state.doubt("pj")
    state.trust("pj")
    assert state.get(POWER).quality == "stale"


def test_the_same_value_read_again_is_live_again_and_that_is_news(state, heard):
    state.report(POWER, "on")
    state.stale([POWER, Ref("pj", "nothing")])
    heard.clear()
    assert state.report(POWER, "on")
    assert heard[0].was.quality == "stale"
    assert heard[0].now.quality == "live"


def test_points_are_listed_by_device_and_forgotten_with_it(state):
    state.report(POWER, "on")
    state.report(Ref("pdu", "outlet", (1,)), True)
    assert [str(ref) for ref, _ in state.points("pj")] == ["pj/power"]
    assert len(list(state.points())) == 2

    state.forget("pj")
    assert [str(ref) for ref, _ in state.points()] == ["pdu/outlet/1"]
    state.settle(POWER)
    state.release(POWER)
    assert state.held(POWER) is None
    assert state.get(POWER).quality == "unknown"


def expect(clock, device="pj", key="power", until=180.0, silence=False, allowed=("cooling", "off")):
    now = clock.now()
    end = now + timedelta(seconds=until) if until else None
    return Expectation(device, key, frozenset(allowed), now, end, "o1", silence)


def test_an_expectation_excuses_until_its_end_and_no_longer(state, clock):
    state.expect(expect(clock))
    excused = state.expectations.excused
    assert excused(POWER, clock.now()).order == "o1"
    assert excused(LINK, clock.now()) is None
    clock.advance(180)
    assert excused(POWER, clock.now()) is None


def test_allowed_silence_excuses_the_link_until_it_is_taken_back(state, clock):
    state.expect(expect(clock, key="link", until=None, silence=True, allowed=("lost",)))
    clock.advance(86_400)
    assert state.expectations.excused(LINK, clock.now())

    state.expectations.end("pj", "link", (), clock.now() + timedelta(seconds=90))
    clock.advance(89)
    assert state.expectations.excused(LINK, clock.now())
    clock.advance(2)
    assert state.expectations.excused(LINK, clock.now()) is None


def test_a_newer_expectation_of_a_point_replaces_the_older_and_old_ones_are_forgotten(state, clock):
    state.expect(expect(clock, until=10))
    state.expect(expect(clock, until=20))
    assert len(list(state.expectations)) == 1
    clock.advance(30)
    state.expectations.forget(clock.now())
    assert list(state.expectations) == []
