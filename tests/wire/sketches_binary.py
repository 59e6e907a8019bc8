"""A sketch of MIDI NRPN (Allen & Heath SQ)."""

from drivers.errors import Reason
from drivers.points import Point
from drivers.vocabulary import (
    FADER,
    MUTE,
    SEND,
)
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings_midi import Midi
from drivers.wire.spelling import Words
from drivers.wire.spelling_more import Grid, Law
from drivers.wire.talk import ALL, Action, Command, Notice, Query

R = Reason


# ---------------------------------------------------------------- MIDI NRPN: Allen & Heath SQ

MIXES = 12


def _nrpn(address: str, point: str) -> tuple[Query, Command, Notice]:
    line = f"nrpn {address} = {{{point}}}"
    return Query(f"nrpn? {address}", line, every=60), Command(line, None, gap=0.005), Notice(line)


def _decibels(wire: float) -> float:
    return round((wire - 15196) / 118.775, 1)


class _Level:
    """A fader's 14 bits, as two 7-bit hex words, and its decibels on the linear taper."""

    pattern = "[0-7][0-9A-F][0-7][0-9A-F]"
    size = 4
    law = Law(
        _decibels,
        lambda decibels: min(16383, max(0, decibels * 118.775 + 15196)),
        places=0,
        step=1,
        high=16383,
    )

    def read(self, text: str) -> float:
        return self.law.read(str(int(text[:2], 16) * 128 + int(text[2:], 16)))

    def write(self, value) -> str:
        high, low = divmod(int(self.law.write(value)), 128)
        return f"{high:02X}{low:02X}"

    def samples(self) -> tuple:
        return (0.0, -10.0, 10.0)


SQ = Driver(
    name="sq",
    title="Allen & Heath SQ, NRPN",
    source="SQ MIDI Protocol issue 5",
    framing=Framing.both(Midi(channel=1)),
    port=51325,
    gap=0.005,
    silent=True,
    axes={"channel": tuple(range(1, 49)), "mix": tuple(range(1, MIXES + 1))},
    points=(
        MUTE.over("channel"),
        FADER.over("channel"),
        SEND.over("channel", "mix"),
        Point("main_fader", "level of the main mix", settable=True, unit="dB"),
        Point("scene", "the scene last recalled", range=(1, 300), step=1),
    ),
    assumed=True,
    spelling={
        "mute": Words({"0001": True, "0000": False}),
        **dict.fromkeys(("fader", "send", "main_fader"), _Level()),
        "at_mute": Grid({"channel": (48, 1)}, base=0x0000),
        "at_level": Grid({"channel": (48, 1)}, base=0x40 * 128),
        "at_send": Grid({"channel": (48, MIXES), "mix": (MIXES, 1)}, base=0x40 * 128 + 0x44),
    },
    talk=(
        *_nrpn("{at_mute}", "mute"),
        *_nrpn("{at_level}", "fader"),
        *_nrpn("{at_send}", "send"),
        *_nrpn("4F00", "main_fader"),
        Action("recall", "scene {preset}", None, stales=(ALL,)),
        Notice("scene {scene}", stales=(ALL,)),
    ),
)
