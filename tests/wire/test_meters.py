"""Stories of meters: a blob of levels is heard strip by strip, and kept out of the trace."""

import math
import struct

import pytest

from drivers.mixers.osc_meters import FloatMeter, ShortMeter
from drivers.mixers.x32 import X32, XAIR
from drivers.points import Place
from drivers.wire.events import Report
from drivers.wire.sides import ControllerSide


def blob(address: str, data: bytes) -> bytes:
    """An OSC message of one blob, by the rules of OSC 1.0: everything padded to four bytes."""
    padded = data + b"\0" * (-len(data) % 4)
    head = address.encode() + b"\0" * (4 - len(address) % 4)
    return head + b",b\0\0" + struct.pack(">i", len(data)) + padded


def test_an_x32_tells_the_levels_of_seventy_strips():
    """Given channel 1 at full scale, channel 2 at half and the rest silent, then that is what is heard."""
    side = ControllerSide(X32)
    side.open()
    levels = [1.0, 0.5] + [0.0] * 68
    out = side.hear(blob("/meters/0", struct.pack("<i70f", 70, *levels)))
    heard = {event.place.index[0]: event.value for event in out.events if isinstance(event, Report)}
    assert len(heard) == 70
    assert heard[1] == 0.0
    assert heard[2] == round(20 * math.log10(0.5), 1)
    assert heard["matrix 6"] == -90.0
    assert out.shown == []


def test_an_xair_tells_decibels_by_256():
    """The recorded level of the sheet: 0xa43c is -91.77 dB, which is shown as silence."""
    side = ControllerSide(XAIR)
    side.open()
    wire = bytes.fromhex("3ca4") + struct.pack("<39h", *[-2560] * 39)
    out = side.hear(blob("/meters/1", struct.pack("<i", 40) + wire))
    heard = {event.place: event.value for event in out.events if isinstance(event, Report)}
    assert heard[Place("meter", (1,))] == -90.0
    assert heard[Place("meter", ("monitor R",))] == -10.0


@pytest.mark.parametrize("text", ["0000C07F", "000080BF", "zz"])
def test_what_is_no_level_is_refused(text):
    """Not a number, a negative level, no hex at all."""
    with pytest.raises(ValueError, match=r".*"):
        FloatMeter().read(text)


def test_what_is_said_is_read():
    """Both spellings, for the values of a simulator."""
    for spelling in (FloatMeter(), ShortMeter()):
        for value in spelling.samples():
            assert spelling.read(spelling.write(value)) == value
