"""JSON trees as lines, a leaf each: whole, in pieces, numbered, and cut off."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.wire.framing import Buffer, Frame
from drivers.wire.framings_tree import Trees

CUT = Trees()
TREE = b'{"rx1":{"name":null,"gain":3},"osc":{"version":"1.0"}}\r\n'
LINES = 'rx1/name = null\nrx1/gain = 3\nosc/version = "1.0"'


def cut(data):
    return CUT.cut(Buffer(data))


def test_a_leaf_is_a_line_both_ways():
    assert cut(TREE) == [Frame(LINES)]
    assert CUT.wrap(LINES) == TREE


def test_a_number_is_no_leaf():
    assert cut(b'{"osc":{"xid":42},"rx1":{"mute":true}}') == [Frame("rx1/mute = true", "42")]
    assert CUT.wrap("rx1/mute = true", "42") == b'{"rx1":{"mute":true},"osc":{"xid":42}}\r\n'


@given(st.integers(1, 20))
def test_in_pieces_it_is_the_same(size):
    buffer, heard = Buffer(), []
    for at in range(0, len(TREE), size):
        buffer += TREE[at : at + size]
        heard += CUT.cut(buffer)
    assert heard == [Frame(LINES)]
    assert not buffer


@pytest.mark.parametrize("lost", [b'{"rx1":{"na\r\n', b"nonsense\r\n", b'{"rx1":[}\r\n'])
def test_what_was_cut_off_does_not_swallow_the_next(lost):
    buffer = Buffer(lost)
    CUT.cut(buffer)
    buffer += TREE
    assert CUT.cut(buffer)[-1] == Frame(LINES)


def test_deeper_than_any_device_is_no_message():
    deep = b'{"a":' * 60 + b"1" + b"}" * 60
    assert cut(deep)[0].text.startswith("? ")


@pytest.mark.parametrize("text", ["no leaf", "a = ", "a = 1\na/b = 2", " = 1", "a = 1\na = 2"])
def test_what_is_no_tree_is_not_said(text):
    assert CUT.wrap(text) == b""
