"""Frames between two bytes that occur nowhere else, and the calls that a cut answers by itself."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.wire.framing import Buffer, Frame, Framing
from drivers.wire.framings import Ends
from drivers.wire.framings_escaped import BAD_CHECKSUM, BAD_LENGTH, Escaped
from drivers.wire.sides import ControllerSide, DeviceSide
from drivers.wire.talk import Query
from tests.wire.small import device

CUT = Escaped()
VECTORS = {
    "00 01 10": "fe 03 00 01 10 12 ff",
    "00 20 01 01 01 30 30 30 30": "fe 09 00 20 01 01 01 30 30 30 30 6a ff",
    "00 20 01 01 00 30 30 30 30": "fe 09 00 20 01 01 00 30 30 30 30 69 ff",
}


def frames(data):
    return [frame.text for frame in CUT.cut(Buffer(data))]


@pytest.mark.parametrize(("text", "data"), VECTORS.items())
def test_the_examples_of_the_protocol(text, data):
    assert CUT.wrap(text).hex(" ") == data
    assert frames(bytes.fromhex(data)) == [text]


def test_bytes_that_mean_something_are_escaped_and_do_not_count():
    assert CUT.wrap("FE FF FD").hex(" ") == "fe 03 fd 01 fd 00 fd 02 7b ff"


@given(st.binary(min_size=1, max_size=40), st.binary(max_size=5).map(lambda b: b.replace(b"\xfe", b"")))
def test_whatever_is_said_arrives_however_it_is_cut(data, noise):
    text = data.hex(" ").upper()
    wire, buffer, heard = noise + CUT.wrap(text), Buffer(), []
    for byte in wire:
        buffer.append(byte)
        heard += CUT.cut(buffer)
    assert heard[-1] == Frame(text)


def test_damage_is_named():
    assert frames(bytes.fromhex("fe 03 00 01 10 13 ff")) == [BAD_CHECKSUM]
    assert frames(bytes.fromhex("fe 04 00 01 10 12 ff")) == [BAD_LENGTH]
    assert frames(bytes.fromhex("fe 03 00 fe 03 00 01 10 12 ff")) == ["00 01 10"]
    assert CUT.wrap("no hex") == b""


ASKS = device(Query("power?", "power {power}"), silent=True)
ASKS = replace(ASKS, framing=Framing(Ends("\r"), Ends("\r"), answers={"there?": "here"}))


def test_a_call_is_answered_even_while_a_question_is_open():
    ours, theirs = ControllerSide(ASKS), DeviceSide(ASKS)
    ours.open()
    ours.send(ours.polls()[0].request)
    out = ours.hear(theirs.calls())
    assert (out.data, out.events) == (b"here\r", [])
    assert ours.pending is not None
    assert theirs.unanswered == 1
    assert theirs.hear(out.data, lambda key, index: "on") == (b"", [])
    assert theirs.unanswered == 0
