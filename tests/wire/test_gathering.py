"""One question that is answered by many frames: "< GET 0 ALL >", whose answer has no last line."""

from drivers.points import Place
from drivers.wire.events import Answered, Noise, Report
from drivers.wire.sides import ControllerSide
from drivers.wire.talk import Command, Line, Notice, Query
from tests.conformance.bench import clients
from tests.wire.small import device

MUTE, FADER = "mute {channel} {mute}", "fader {channel} {fader}"
DRIVER = device(
    Query("all?", MUTE, FADER, gathers=True),
    Query("all? {channel}", MUTE, FADER, gathers=True),
    Query("mute? {channel}", MUTE),
    Command("mute! {channel} {mute}", MUTE),
    Command(Line("mute! 0 {mute}", all="channel"), MUTE),
    Command("fader! {channel} {fader}", FADER),
    Notice(FADER),
    silent=True,
)
LEFT, RIGHT = Place("mute", ("left",)), Place("mute", ("right",))


def places(events):
    return [event.place for event in events if isinstance(event, Report)]


def asked():
    side = ControllerSide(DRIVER)
    request = next(poll.request for poll in side.polls() if poll.request.shown == "all?")
    side.send(request)
    return side, request


def test_it_is_over_when_every_place_was_heard_in_any_order():
    side, request = asked()
    lines = [b"fader right 1\r", b"mute left 0\r", b"mute right 1\r"]
    for line in lines:
        assert Answered(request) not in side.hear(line).events
    assert side.hear(b"fader left 2\r").events[-1] == Answered(request)
    assert not side.give_up()


def test_what_one_question_tells_is_not_asked_again_by_others():
    assert [poll.request.shown for poll in ControllerSide(DRIVER).polls()] == ["all?"]
    assert ControllerSide(DRIVER).asks([LEFT]).shown == "mute? left"


def test_a_device_that_has_less_was_heard_all_the_same():
    side, _ = asked()
    side.hear(b"mute left 0\r")
    assert side.give_up()
    assert side.pending is None


def test_a_device_that_said_nothing_was_not():
    side, _ = asked()
    side.hear(b"rubbish\r")
    assert not side.give_up()


def test_what_comes_late_is_news():
    side, _ = asked()
    side.give_up()
    events = side.hear(b"fader left 2\r").events
    assert places(events) == [Place("fader", ("left",))]
    assert not any(isinstance(event, Noise) for event in events)


def test_a_device_answers_with_every_line_at_every_place():
    (client,) = clients(DRIVER)
    request = client.ours.polls()[0].request
    assert places(client.exchange(request)) == [
        LEFT, RIGHT, Place("fader", ("left",)), Place("fader", ("right",)),
    ]  # fmt: skip
    assert places(client.tell_device(b"all? right\r")) == [RIGHT, Place("fader", ("right",))]


def test_an_order_for_all_places_is_acknowledged_at_each():
    (client,) = clients(DRIVER)
    request = client.ours.tell({LEFT: True, RIGHT: True})
    assert request.shown == "mute! 0 1"
    events = client.exchange(request)
    assert Answered(request) in events
    assert places(events) == [LEFT, RIGHT]
