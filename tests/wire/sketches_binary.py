"""Sketches of binary frames with checksums (NEC) and of MIDI NRPN (Allen & Heath SQ)."""

from drivers.errors import Reason
from drivers.points import Point
from drivers.vocabulary import (
    AUDIO_MUTE,
    FADER,
    FREEZE,
    HEALTH,
    INPUT,
    LAMP_HOURS,
    MUTE,
    OFF,
    ON,
    POWER,
    SEND,
    VIDEO_MUTE,
    Health,
)
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings_binary import Checked
from drivers.wire.framings_midi import Midi
from drivers.wire.spelling import Words
from drivers.wire.spelling_more import Bits, Grid, Hex, Law
from drivers.wire.talk import ALL, Action, Command, Line, Notice, Query, Refusal

R = Reason


# ---------------------------------------------------------------- binary with checksums: NEC

_ERRORS = Bits(
    {0: "health[cover]", 1: "health[temperature]", 3: "health[fan]", 6: "health[lamp]"},
    Health.FAILED,
    Health.GOOD,
)


def _switch(on: str, off: str, key: str) -> tuple[Command, Command]:
    return tuple(  # type: ignore[return-value]
        Command(Line(f"02 {code} 00 00", means={key: value}), f"22 {code} {{_:01}} {{_:10}}")
        for code, value in ((on, True), (off, False))
    )


NEC = Driver(
    name="nec",
    title="NEC projector, binary protocol",
    source="NEC BDT140013",
    framing=Framing(
        says=Checked(starts=b"\x00\x01\x02\x03"),
        hears=Checked(starts=b"\x20\x21\x22\x23\xa0\xa1\xa2\xa3"),
    ),
    port=7142,
    gap=0.6,
    patience=15,
    axes={"part": ("cover", "temperature", "fan", "lamp")},
    points=(POWER, INPUT, VIDEO_MUTE, AUDIO_MUTE, FREEZE, HEALTH.over("part"), LAMP_HOURS),
    spelling={
        "input": Words({"01": "computer 1", "1A": "hdmi 1", "1B": "hdmi 2"}),
        **dict.fromkeys(("video_mute", "audio_mute", "freeze"), Words({"00": False, "01": True})),
        "freeze:set": Words({"01": True, "02": False}),
        "operation": Words({"00": OFF, "04": ON, "05": "cooling"}, heard={"0F": OFF, "10": OFF}),
        "power:operation": Words({"00": OFF, "04": ON, "05": "cooling"}, heard={"0F": OFF, "10": OFF}),
        "errors": _ERRORS,
        "lamp_hours": Hex(4, little=True, scale=1 / 3600),
    },
    talk=(
        Command(Line("02 00 00 00", means={"power": ON}), "22 00 {_:01} {_:10}", settle=5),
        Command(Line("02 01 00 00", means={"power": OFF}), "22 01 {_:01} {_:10}", settle=5),
        Command("02 03 00 00 01 {input}", "22 03 {_:01} {_:10} 00"),
        *_switch("10", "11", "video_mute"),
        *_switch("12", "13", "audio_mute"),
        Command("01 98 00 00 01 {freeze:set}", "21 98 {_:01} {_:10} 00"),
        Query(
            "00 BF 00 00 02",
            "20 BF {_:01} {_:10} 02 {power:operation} {_:00} {input} {_:21} {_:00}"
            " {video_mute} {audio_mute} {_:00} {freeze}",
            every=5,
        ),
        Query("00 88 00 00", "20 88 {_:01} {_:10} {errors} {_:00 00 00}", every=30),
        Query("03 96 00 00 00 01", "23 96 {_:01} {_:10} 00 01 {lamp_hours}", every=600),
        Refusal("22 03 {_:01} {_:10} FF", {"": R.FAILED}, of="02 03 {_}"),
        Refusal(
            "{_:A0} {_:00} {_:01} {_:10} {reason}",
            {
                "00 01": R.NOT_SUPPORTED,
                "01 00": R.OUT_OF_RANGE,
                "02 0D": R.BUSY,
                "02 0F": R.NOT_AUTHORISED,
                "02 0E": R.FAILED,
            },
        ),
    ),
)

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
