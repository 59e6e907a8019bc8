"""Lines, and lists of lines that are one frame."""

from hypothesis import given
from hypothesis import strategies as st

from drivers.wire.framing import Buffer, Frame
from drivers.wire.framings_lists import Lists

CUT = Lists()
DATA = b'OK\nBEGIN LIST VAR ups\nVAR ups a "1"\r\n\nVAR ups b "2"\nEND LIST VAR ups\nERR X\n'
FRAMES = [
    Frame("OK"),
    Frame('BEGIN LIST VAR ups\nVAR ups a "1"\n\nVAR ups b "2"\nEND LIST VAR ups'),
    Frame("ERR X"),
]


@given(st.integers(1, 30))
def test_in_pieces_of_any_size(size):
    buffer, heard = Buffer(), []
    for at in range(0, len(DATA), size):
        buffer += DATA[at : at + size]
        heard += CUT.cut(buffer)
    assert heard == FRAMES
    assert CUT.wrap("VER") == b"VER\n"


def test_a_list_without_end_is_forgotten():
    buffer = Buffer(b"BEGIN LIST VAR ups\n" + 800 * (b"x" * 99 + b"\n") + b"OK\n")
    assert CUT.cut(buffer)[-1] == Frame("OK")
