"""Protocol 3000 on the wire: machine numbers, chains, blanks, and lines that are none of it."""

import pytest

from drivers.wire.framing import Buffer
from drivers.wire.framings_kramer import Answers, Orders


def cut(framing, data):
    return [frame.text for frame in framing.cut(Buffer(data))]


@pytest.mark.parametrize(
    ("data", "frames"),
    [
        (b"#ROUTE 1,2,3\r", ["#ROUTE 1,2,3"]),
        (b"#01@ROUTE   1,2,3 \r\n#\r", ["#ROUTE 1,2,3", "#"]),
        (b"#VID 1>1|VID 2>2|#AUD 3>3\r", ["#VID 1>1", "#VID 2>2", "#AUD 3>3"]),
        (b"VID 1>1\r\0#\0MODEL?\r#VER", ["#MODEL?"]),
    ],
)
def test_what_a_controller_says(data, frames):
    assert cut(Orders(), data) == frames


@pytest.mark.parametrize(
    ("data", "frames"),
    [
        (b"~01@ OK\r\n~02@ROUTE 1,2,3\r\n", ["OK", "ROUTE 1,2,3"]),
        (b"Kramer Electronics LTD. , Device Model VS\r\n~01@NAME  the hall\r\n",
         ["Kramer Electronics LTD. , Device Model VS", "NAME the hall"]),
    ],
)  # fmt: skip
def test_what_a_device_says(data, frames):
    assert cut(Answers(), data) == frames


def test_both_are_addressed():
    assert Orders(7).wrap("#MODEL?") == b"#07@MODEL?\r"
    assert Answers(7).wrap("OK") == b"~07@ OK\r\n"


def test_what_never_ends_is_thrown_away():
    buffer = Buffer(b"#" * 70_000)
    assert Orders().cut(buffer) == []
    assert not buffer
