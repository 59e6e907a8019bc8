"""Messages in parentheses, and orders whose only answer is a no."""

import pytest

from drivers.points import Place
from drivers.projectors.christie import CHRISTIE
from drivers.wire.events import Answered, No
from drivers.wire.framing import Buffer
from drivers.wire.framings_parens import LONGEST, Parens
from drivers.wire.sides import ControllerSide

NO = b'(65535 00000 ERR00105 "Disabled Control")'


def cut(*pieces, alone="$"):
    buffer, frames = Buffer(), []
    for piece in pieces:
        buffer += piece
        frames += [frame.text for frame in Parens(alone=alone).cut(buffer)]
    return frames, bytes(buffer)


@pytest.mark.parametrize(
    ("said", "frames"),
    [
        (b'(SHU!001 "Closed")(PWR!001 "On")', ['(SHU!001 "Closed")', '(PWR!001 "On")']),
        (b'\r\n(PWR!001 "On")\r\n$(FRZ!000)', ['(PWR!001 "On")', "$", "(FRZ!000)"]),
        (b"(PWR(SHU?)", ["(SHU?)"]),
        (b'(SIN!005 "HDMI (1)")', ['(SIN!005 "HDMI (1)")']),
        (rb'(SIN!005 "a \"b\) $")', [r'(SIN!005 "a \"b\) $")']),
        (b'(SIN!005 "lost\r\n(PWR!001)', ["(PWR!001)"]),
    ],
)
def test_messages_in_a_row_whatever_lies_between(said, frames):
    assert cut(said) == (frames, b"")
    assert cut(*(said[at : at + 1] for at in range(len(said)))) == (frames, b"")


def test_what_is_not_over_waits_and_not_for_ever():
    assert cut(b'(SIN!005 "US$')[1] == b'(SIN!005 "US$'
    assert cut(b"(" + b"x" * LONGEST + b"(PWR?)")[0] == ["(PWR?)"]
    assert cut(b"(" + b"x" * 2 * LONGEST)[1] == b""


def told():
    side = ControllerSide(CHRISTIE)
    side.open()
    request = side.tell({Place("shutter"): True})
    assert side.send(request) == b"(SHU 1)"
    return side, request


def test_a_no_after_an_order_belongs_to_the_order():
    side, request = told()
    (no,) = side.hear(NO).events
    assert isinstance(no, No)
    assert no.request is request


def test_silence_after_an_order_is_a_yes():
    side, request = told()
    assert request.listens
    assert request.patience < CHRISTIE.patience
    assert side.give_up()
    side.send(side.asks([Place("shutter")]))
    assert isinstance(side.hear(b'(SHU!001 "Closed")').events[-1], Answered)
