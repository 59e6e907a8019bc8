"""Stories of our side: what is an answer, what is news, what is noise, and what is never believed."""

import pytest

from drivers.errors import Reason
from drivers.points import Place
from drivers.wire.controller import ControllerSide, turn
from drivers.wire.events import (
    Answered,
    No,
    Noise,
    Report,
    Restarted,
    Sized,
    Stale,
)
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends
from drivers.wire.framings_text import Braced, Signed
from drivers.wire.spelling import Whole, Words
from drivers.wire.talk import ALL, ECHO, Command, Line, Notice, Query, Refusal
from tests.wire.small import MATRIX, SWITCHED, device, tie

POWER = Place("power")


def side(*talk, credentials=None, **more):
    """Our side of a small device, past its greeting."""
    ours = ControllerSide(device(*talk, **more), credentials)
    ours.open()
    return ours


def asked(ours, *places):
    """Our side, having asked for these places."""
    request = ours.asks(places)
    ours.send(request)
    return request


# ---------------------------------------------------------------- answers


def test_an_answer_is_a_report_and_the_end_of_the_exchange():
    ours = side(*SWITCHED)
    request = asked(ours, POWER)
    assert ours.hear(b"PWR=1\r").events == [Report(POWER, "on"), Answered(request)]
    assert ours.pending is None


def test_only_one_request_is_pending():
    ours = side(*SWITCHED)
    asked(ours, POWER)
    with pytest.raises(RuntimeError):
        ours.send(ours.asks([POWER]))


def test_an_answer_about_another_output_is_news():
    """Given output 2 was asked for, when output 3 is switched meanwhile, then that answers nothing."""
    ours = side(*MATRIX)
    request = asked(ours, tie(2))
    assert ours.hear(b"Out03 In01 Vid\r").events == [Report(tie(3), 1)]
    assert ours.hear(b"In04 Out02 Vid\r").events == [Report(tie(2), 4), Answered(request)]


def test_a_bare_answer_is_about_what_was_asked():
    ours = side(*MATRIX)
    request = asked(ours, tie(2))
    assert ours.hear(b"03\r").events == [Report(tie(2), 3), Answered(request)]
    assert ours.hear(b"03\r").events == [Noise("03")]


def test_a_late_answer_that_says_what_it_is_about_is_news():
    ours = side(*SWITCHED)
    asked(ours, POWER)
    ours.give_up()
    assert not ours.must_close()
    assert ours.hear(b"PWR=0\r").events == [Report(POWER, "off")]


def test_a_late_bare_answer_spoils_the_connection():
    """Given an answer that names nothing is overdue, when we give up, then the connection must be closed."""
    ours = side(*MATRIX)
    assert asked(ours, tie(1)).bare
    ours.give_up()
    assert ours.must_close()
    ours.give_up()


def test_an_order_is_acknowledged_and_its_acknowledgement_is_news_too():
    ours = side(*MATRIX)
    request = ours.tell({tie(2): 3})
    assert ours.send(request) == b"3*2%\r"
    assert ours.hear(b"Out02 In03 Vid\r").events == [Report(tie(2), 3), Answered(request)]


def test_where_nothing_is_answered_nothing_is_waited_for():
    ours = side(Query("PWR?", "PWR={power}"), Command("PWR={power}", None, gap=0.1, settle=2))
    request = ours.tell({POWER: "on"})
    assert (request.waits, request.gap, request.settle) == (False, 0.1, 2)
    ours.send(request)
    assert ours.pending is None


def test_an_echo_answers_and_is_never_news():
    ours = side(Query("PWR?", "PWR={power}"), Command("PWR={power}", ECHO), fold=True)
    request = ours.tell({POWER: "on"})
    ours.send(request)
    assert ours.hear(b"pwr=1\r").events == [Answered(request)]


def test_a_frame_before_the_answer_is_eaten():
    ours = side(Query("PWR?", "PWR={power}", first="ACK"))
    request = asked(ours, POWER)
    assert ours.hear(b"ACK\r").events == []
    assert ours.hear(b"PWR=1\r").events == [Report(POWER, "on"), Answered(request)]


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("said", "reason"), [(b"PWR:BUSY\r", Reason.BUSY), (b"PWR:BAD\r", Reason.OUT_OF_RANGE)]
)
def test_a_refusal_has_a_reason(said, reason):
    ours = side(*SWITCHED)
    request = asked(ours, POWER)
    assert ours.hear(said).events == [No(request, reason, said.decode().strip())]


def test_a_refusal_of_something_else_is_not_ours():
    ours = side(*SWITCHED)
    asked(ours, POWER)
    assert ours.hear(b"VOL:BUSY\r").events == []
    assert ours.pending is not None


def test_a_refusal_of_one_row_only():
    """Given a line that refuses switching, when a question is pending, then it is no answer to that."""
    refused = Refusal("NO {video_tie}", {"": Reason.FAILED}, of="{video_tie}*{_}")
    ours = side(
        Query("{output}%", "Out{output} In{video_tie}"), Command("{video_tie}*{output}%", "OK"), refused
    )
    asked(ours, tie(1))
    assert ours.hear(b"NO 02\r").events == []
    ours.give_up()
    request = ours.tell({tie(1): 2})
    ours.send(request)
    assert ours.hear(b"NO 03\r").events == []
    assert ours.hear(b"NO 02\r").events == [No(request, Reason.FAILED, "NO 02")]


def test_a_text_that_looks_like_a_listed_refusal_is_one():
    """The name of a device is any text; ERR1 in its place is still a refusal."""
    ours = side(Query("NAME?", "NAME={name}"), Refusal("NAME={reason}", {"ERR1": Reason.NOT_SUPPORTED}))
    request = asked(ours, Place("name"))
    assert ours.hear(b"NAME=ERR1\r").events == [No(request, Reason.NOT_SUPPORTED, "NAME=ERR1")]


def test_any_other_refusal_and_one_that_counts_as_done():
    reasons = {"*": Reason.FAILED, "ALREADY": None}
    ours = side(Query("PWR?", "PWR={power}"), Refusal("-ERR {reason}", reasons))
    request = asked(ours, POWER)
    assert ours.hear(b"-ERR whatever\r").events == [No(request, Reason.FAILED, "-ERR whatever")]
    request = asked(ours, POWER)
    assert ours.hear(b"-ERR ALREADY\r").events == [Answered(request)]


# ---------------------------------------------------------------- news and noise


def test_news_may_mean_more_than_it_spells():
    ours = side(
        *SWITCHED,
        Notice("Qik", stales=("video_tie",)),
        Notice("(c) {_}", restart=True),
        Notice("LINK {_}", stales=(ALL,)),
        Notice("UDP={power:vague}"),
        spelling={"power": Words({"0": "off", "1": "on"}), "power:vague": Words({"0": "off"}, lossy=True)},
    )
    assert ours.hear(b"Qik\r(c) 2024\rLINK 1\rUDP=0\r").events == [
        Stale(("video_tie",)), Restarted(), Stale((ALL,)), Stale(("power",)),
    ]  # fmt: skip


def test_what_is_no_line_of_the_protocol_is_noise_even_while_we_wait():
    ours = side(*SWITCHED)
    asked(ours, POWER)
    assert ours.hear(b"@#!\rPWR=9\r").events == [Noise("@#!"), Noise("PWR=9")]


def test_a_place_that_is_not_there_is_noise():
    ours = side(*MATRIX)
    assert ours.hear(b"Out09 In01 Vid\r").events == [Noise("Out09 In01 Vid")]


def test_answers_that_look_alike_are_believed_only_when_asked_for():
    ours = side(Query("name", '+OK "value":"{name}"'), Query("model", '+OK "value":"{model}"'))
    request = asked(ours, Place("name"))
    assert request.bare
    assert ours.hear(b'+OK "value":"Hall"\r').events == [Report(Place("name"), "Hall"), Answered(request)]
    assert ours.hear(b'+OK "value":"Hall"\r').events == [Noise('+OK "value":"Hall"')]


def test_a_device_tells_its_own_size():
    ours = side(
        Query("SIZE?", "V{#input}X{#output}", every=0),
        Query("VC", Line("VC=", each="{video_tie}", sep=" ")),
        axes={"input": (), "output": ()},
    )
    (sizing, _) = ours.polls()
    ours.send(sizing.request)
    events = ours.hear(b"V4X3\r").events
    assert events[:2] == [Sized("input", (1, 2, 3, 4)), Sized("output", (1, 2, 3))]
    ours.resize({"input": 4, "output": (1, 2, 3)})
    assert ours.hear(b"V4X3\r").events == []
    padded = device(Notice("V{#output:two}"), spelling={":two": Whole(2)}).table.rows
    (bound,) = padded.values()
    assert bound.replies[0].said.say(lambda key, index: None, {}, ours.driver.table.sizes).text == "V03"
    assert [poll.covers for poll in ours.polls()][1] == (tie(1), tie(2), tie(3))


def test_a_list_longer_than_known_makes_the_axis_longer():
    ours = side(Query("VC", Line("VC=", each="{video_tie}", sep=" ")))
    assert ours.hear(b"VC=01 02 03 04\r").events[0] == Sized("output", (1, 2, 3, 4))
    assert len(ours.hear(b"VC=01 02\r").events) == 2


def test_another_socket_brings_only_news():
    ours = side(*SWITCHED)
    asked(ours, POWER)
    assert ours.overhear(b"PWR=1").events == [Report(POWER, "on")]
    assert ours.pending is not None
    assert ours.overhear(b"@@").events == [Noise("@@")]


# ---------------------------------------------------------------- wires


def test_an_echoing_wire_and_telnet():
    ours = side(*SWITCHED, framing=Framing.both(Ends("\r"), echo=True, telnet=True))
    request = asked(ours, POWER)
    out = ours.hear(b"\xff\xfd\x01PWR?\rPWR=1\r")
    assert out.data == b"\xff\xfc\x01"
    assert out.events == [Report(POWER, "on"), Answered(request)]


def test_numbered_exchanges():
    """Given numbered requests, when an answer with an old number comes, then it answers nothing."""
    ours = side(*SWITCHED, framing=Framing(Signed(), Braced(), tags=True))
    asked(ours, POWER)
    ours.give_up()
    assert not ours.must_close()
    request = ours.asks([POWER])
    assert ours.send(request) == b"0002#PWR?\r\n"
    assert ours.hear(b"{0001\r\nPWR=0\r\n}\r\n").events == [Report(POWER, "off")]
    assert ours.hear(b"PWR=2\r\n").events == [Report(POWER, "warming")]
    assert ours.hear(b"{0002\r\nPWR=1\r\n}\r\n").events == [Report(POWER, "on"), Answered(request)]
    assert turn(Ends(), 3) == "3"
