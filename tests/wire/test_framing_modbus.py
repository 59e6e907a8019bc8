"""Modbus over TCP and over a serial line: the examples of the documents, pieces, noise, and broadcasts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.wire.framing import Buffer, Frame
from drivers.wire.framings_modbus import Mbap, Rtu, crc

REQUESTS = {
    "05 00 00 FF 00": "01 05 00 00 FF 00 8C 3A",
    "05 00 00 00 00": "01 05 00 00 00 00 CD CA",
    "05 00 00 55 00": "01 05 00 00 55 00 F2 9A",
    "05 00 FF FF 00": "01 05 00 FF FF 00 BC 0A",
    "05 00 FF 00 00": "01 05 00 FF 00 00 FD FA",
    "01 00 00 00 08": "01 01 00 00 00 08 3D CC",
    "0F 00 00 00 08 01 FF": "01 0F 00 00 00 08 01 FF BE D5",
    "05 02 00 00 07": "01 05 02 00 00 07 8D B0",
}
SAYS, HEARS = Rtu(requests=True), Rtu()


def cut(framing, data):
    return framing.cut(Buffer(data))


@pytest.mark.parametrize(("text", "data"), REQUESTS.items())
def test_requests_on_a_serial_line(text, data):
    assert SAYS.wrap(text) == bytes.fromhex(data)
    assert cut(SAYS, bytes.fromhex(data)) == [Frame(text, "01")]


def test_answers_on_a_serial_line():
    for text in ("01 01 A5", "03 02 00 01", "05 00 00 FF 00", "0F 00 00 00 08", "81 02"):
        assert cut(HEARS, HEARS.wrap(text)) == [Frame(text)]


def test_a_broadcast_is_heard_and_answered_by_some_boards_only():
    ask = bytes.fromhex("00 03 40 00 00 01 90 1B")
    assert cut(SAYS, ask) == [Frame("03 40 00 00 01", "00")]
    assert HEARS.wrap("03 02 00 01", "00") == b""
    assert Rtu(answers_all=True).wrap("03 02 00 01", "00")[:5] == bytes.fromhex("00 03 02 00 01")


def test_others_on_the_bus_are_not_heard():
    assert cut(Rtu(2, requests=True), bytes.fromhex(REQUESTS["05 00 00 FF 00"])) == []


def test_an_unknown_function_ends_where_the_checksum_is_right():
    body = bytes.fromhex("01 2B 0E 01 00")
    assert cut(SAYS, body + crc(body) + b"\x01") == [Frame("2B 0E 01 00", "01")]


def test_after_noise_and_damage_it_goes_on():
    whole = bytes.fromhex(REQUESTS["05 00 00 FF 00"])
    assert cut(SAYS, b"\xff\x07\x01\x05\x00" + whole[:5] + b"\0" + whole) == [Frame("05 00 00 FF 00", "01")]


@given(st.sampled_from([*REQUESTS]), st.integers(0, 12))
def test_split_anywhere_it_is_the_same(text, at):
    data, buffer = SAYS.wrap(text), Buffer()
    buffer += data[:at]
    heard = SAYS.cut(buffer)
    buffer += data[at:]
    assert heard + SAYS.cut(buffer) == [Frame(text, "01")]


def test_over_tcp_an_answer_carries_the_number_and_the_unit_of_its_request():
    says, hears = Mbap(requests=True), Mbap()
    assert says.turn(1) == "000101"
    data = bytes.fromhex("00 01 00 00 00 06 01 05 00 00 FF 00")
    assert says.wrap("05 00 00 FF 00", says.turn(1)) == data
    assert cut(says, data) == [Frame("05 00 00 FF 00", "000101")]
    theirs = bytes.fromhex("00 02 00 00 00 06 FF 2B 00 00 FF 00")
    assert hears.wrap("AB 01", cut(says, theirs)[0].tag).hex(" ") == "00 02 00 00 00 03 ff ab 01"
    assert cut(hears, hears.wrap("01 01 A5", "000AFF")) == [Frame("01 01 A5", "000A01")]


def test_over_tcp_noise_is_dropped():
    data = Mbap().wrap("01 01 A5", "000101")
    assert cut(Mbap(), b"\r\n\r\n\0\0\0\0\0\0" + data) == [Frame("01 01 A5", "000101")]
    assert Mbap().wrap("no hex", "000101") == Rtu().wrap("no hex") == b""
