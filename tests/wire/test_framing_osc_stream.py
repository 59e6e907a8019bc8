"""OSC packets one after another on a stream: with their length, and between end bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.wire.framing import Buffer
from drivers.wire.framing_osc import Osc
from drivers.wire.framings_osc_stream import OscStream

COUNTED, SLIP = OscStream(), OscStream(slip=True)
LINES = ("/eos/ping", "/eos/sub/1 ,f 0.7500", '/eos/newcmd ,s "Chan 1"', "/x ,b C0DBDCDD")


def test_the_example_of_the_manual():
    assert COUNTED.wrap("/eos/ping").hex(" ") == "00 00 00 10 2f 65 6f 73 2f 70 69 6e 67 00 00 00 2c 00 00 00"


@pytest.mark.parametrize("cut", [COUNTED, SLIP])
@given(lines=st.lists(st.sampled_from(LINES), max_size=4), size=st.integers(1, 9))
def test_whatever_is_said_arrives_in_pieces_of_any_size(cut, lines, size):
    data, buffer, heard = b"".join(map(cut.wrap, lines)), Buffer(), []
    for at in range(0, len(data), size):
        buffer += data[at : at + size]
        heard += [frame.text for frame in cut.cut(buffer)]
    assert heard == lines
    assert not buffer


def test_end_bytes_inside_are_spelled():
    assert SLIP.wrap("/x ,b C0DB")[-7:] == b"\xdb\xdc\xdb\xdd\0\0\xc0"


def test_what_cannot_be_a_length_is_thrown_away_with_all_behind_it():
    buffer = Buffer(b"GET / HTTP/1.1\r\n\r\n")
    assert COUNTED.cut(buffer) == []
    assert not buffer
    assert COUNTED.wrap("/x ,f no") == b""


def test_several_packets_in_one_datagram_are_a_bundle():
    osc = Osc()
    data = osc.together([osc.wrap(line) for line in LINES[:2]])
    assert [frame.text for frame in osc.cut(Buffer(data))] == list(LINES[:2])
    assert osc.together([osc.wrap(LINES[0])]) == osc.wrap(LINES[0])
