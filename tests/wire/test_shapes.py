"""Bytes told by their shape, and lines by datagram."""

import pytest

from drivers.wire.framing import Buffer
from drivers.wire.framings_binary import sum8
from drivers.wire.framings_shapes import NOISE, Packets, Shapes


def shape(text: str):
    """ "FF ?? 01" as a shape; a word in brackets is one of its bytes."""
    return tuple(None if word == "??" else frozenset(bytes.fromhex(word)) for word in text.split())


TWO = Shapes((shape("FF 01 ??"), shape("FE 0001 0D")))


def texts(cut, *pieces: bytes) -> list[str]:
    buffer = Buffer()
    found = []
    for piece in pieces:
        buffer += piece
        found += [frame.text for frame in cut.cut(buffer)]
    return found


def test_a_message_is_over_when_its_shape_is_full():
    assert texts(TWO, b"\xff\x01\x07\xfe\x01\x0d") == ["FF 01 07", "FE 01 0D"]
    assert texts(TWO, b"\xff", b"\x01", b"\x07") == ["FF 01 07"]


@pytest.mark.parametrize("noise", [b"\x55", b"\xff", b"\xff\xff", b"\xfe\x01", b"\xff\x02\x07"])
def test_noise_before_a_message_is_shown_and_costs_none(noise):
    found = texts(TWO, noise, b"\xff\x01\x07")
    assert found[-1] == "FF 01 07"
    assert "".join(text[2:] for text in found[:-1]).replace(" ", "") == noise.hex().upper()


def test_endless_noise_is_told_in_pieces_and_not_kept():
    buffer = Buffer(b"\x55" * 1000)
    found = TWO.cut(buffer)
    assert not buffer
    assert max(len(frame.text) for frame in found) <= 2 + 3 * NOISE


def test_a_seal_and_a_tail_are_said_and_wanted():
    sealed = Shapes((shape("FF 01 ??"),), sum8, b"\x0d")
    assert sealed.wrap("FF 01 07") == b"\xff\x01\x07\x07\x0d"
    assert texts(sealed, b"\xff\x01\x07\x07\x0d") == ["FF 01 07"]
    assert texts(sealed, b"\xff\x01\x07\x08\x0d") == ["? FF 01 07 08 0D"]


def test_what_is_no_hex_is_not_said():
    assert TWO.wrap("? FF") == b""


def test_a_datagram_is_a_line_with_or_without_its_end():
    assert Packets("\r").wrap("get 1") == b"get 1\r"
    assert texts(Packets("\r"), b"one 1\r\n", b"two 2", b"\0\r\n") == ["one 1", "two 2"]
    assert texts(Packets(";"), b"a;b") == ["a", "b"]
