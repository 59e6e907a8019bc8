"""Allen & Heath Qu-16, Qu-24, Qu-32, Qu-Pac and Qu-SB mixers: MIDI over TCP 51325, one connection at a time.

Source: Allen & Heath Qu Mixer MIDI Protocol, firmware 1.9: channel numbers, parameters, system state, active
sensing. The whole state is told once on request, and every change that is made at the mixer; only names can
be asked for singly, so an order is believed. A connection that once showed a sign of life has to go on so.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace

from drivers import vocabulary as std
from drivers.mixers.allen_heath_words import BOTTOM, DCA, SCENE
from drivers.points import Value
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings_qu import QuMidi
from drivers.wire.options import OptionError, Options, only
from drivers.wire.remark import Remark
from drivers.wire.spelling import Spelling, Text, Whole, Words, between, number
from drivers.wire.spelling_more import Wide
from drivers.wire.talk import ALL, Action, Command, Notice, Query, Row, Session

CHANNELS = {
    "": (0x20, 32), "stereo": (0x40, 3), "fx": (0x08, 4), "main": (0x67, 0), "mix": (0x60, 7),
    "group": (0x68, 4), "matrix": (0x6C, 2), "fxsend": (0x00, 4),
}  # fmt: skip
"""Where the channel numbers of each kind of strip begin, and how many there are in the largest model."""

MODELS = {"01": "Qu-16", "02": "Qu-24", "03": "Qu-32", "04": "Qu-Pac", "05": "Qu-SB"}
KNOTS = (
    (0, BOTTOM), (7, -55.0), (8, -50.0), (12, -45.0), (15, -40.0), (31, -30.0), (47, -20.0), (62, -10.0),
    (79, -5.0), (98, 0.0), (115, 5.0), (127, 10.0),
)  # fmt: skip
"""The fader's law: straight lines between these."""


def strips() -> dict[str, int | str]:
    """Every strip by its channel number in hex."""
    found: dict[str, int | str] = {}
    for kind, (first, count) in CHANNELS.items():
        if not count:
            found[f"{first:02X}"] = kind
        for at in range(count):
            found[f"{first + at:02X}"] = f"{kind} {at + 1}" if kind else at + 1
    return found


def numbered(first: int, count: int) -> Words:
    """Places 1, 2, ... by their channel number in hex."""
    return Words({f"{first + at:02X}": at + 1 for at in range(count)})


@dataclass(frozen=True)
class Fader:
    """A level as one 7-bit hex byte."""

    pattern = "[0-7][0-9A-F]"
    size = 2

    def read(self, text: str) -> float:
        """The level in dB."""
        wire = int(text, 16)
        at = min(max(1, bisect_right(KNOTS, (wire, 1e9))), len(KNOTS) - 1)
        (low, below), (high, above) = KNOTS[at - 1], KNOTS[at]
        return round(below + (above - below) * (wire - low) / (high - low), 1)

    def write(self, value: Value) -> str:
        """The nearest step."""
        level = number(value)
        between(level, BOTTOM, 10.0)
        return min((f"{wire:02X}" for wire in range(128)), key=lambda text: abs(self.read(text) - level))

    def samples(self) -> tuple[Value, ...]:
        """Unity, the bottom, the top."""
        return (0.0, BOTTOM, 10.0)


@dataclass(frozen=True)
class Pan:
    """A place between left (00) and right (4A); 25 is the middle."""

    pattern = "[0-7][0-9A-F]"
    size = 2

    def read(self, text: str) -> float:
        """-100 is left, 100 is right."""
        return round(min(100.0, (int(text, 16) - 37) * 100 / 37), 1)

    def write(self, value: Value) -> str:
        """The nearest step."""
        between(number(value), -100, 100)
        return f"{round(number(value) * 37 / 100) + 37:02X}"

    def samples(self) -> tuple[Value, ...]:
        """The middle and both sides."""
        return (0.0, -100.0, 100.0)


def told(line: str) -> tuple[Row, ...]:
    """Something that is set, told on request with everything else, and told when it changes at the mixer."""
    return Command(line, None), Notice(line, when={"synced": (True,)}, opening=True)


FADER = replace(std.FADER, range=(BOTTOM, 10.0), step=0.5, tolerance=1.0)
SEND = replace(std.SEND, range=(BOTTOM, 10.0), step=0.5, tolerance=1.0)
MUTED = Words({"on": True, "off": False})
SPELLING: Mapping[str, Spelling | Wide] = {
    "channel": Words(strips()),
    "input": numbered(0x20, 32),
    "bus": numbered(0, 7),
    "dca": numbered(0x10, 4),
    "group": numbered(0x50, 4),
    **dict.fromkeys(("fader", "send", "dca_fader"), Fader()),
    **dict.fromkeys(("mute", "dca_mute", "mute_group"), MUTED),
    "pan": Pan(),
    "phantom": Words({"01": True, "00": False}),
    "label": Text(longest=6),
    "model": Words(MODELS),
    "firmware": Words({f"{n:02X} {m:02X}": f"{n}.{m}" for n in range(3) for m in range(100)}),
    "console_scene": Whole(low=0, high=100),
}
TALK: tuple[Row, ...] = (
    Session("alive", None, every=1),
    Session("state? {_:00}", "state {model} {firmware}", sets={"synced": True}, tells=True),
    Query("name? {channel}", "name {channel} = {label}", every=60),
    Command("name! {channel} = {label}", None),
    Notice("name {channel} = {label}", when={"synced": (True,)}),
    *told("nrpn {channel}17 = {fader}07"),
    *told("mute {channel} = {mute}"),
    *told("nrpn {input}16 = {pan}07"),
    *told("nrpn {input}20 = {send}{bus}"),
    *told("nrpn {input}69 = {phantom}07"),
    *told("nrpn {dca}17 = {dca_fader}07"),
    *told("mute {dca} = {dca_mute}"),
    *told("mute {group} = {mute_group}"),
    Notice("synced", when={"synced": (True,)}, opening=True),
    Action("recall", "scene {preset}", None, settle=1.0, stales=(ALL,), sets={"console_scene": "{preset}"}),
    Notice("scene {console_scene}", when={"synced": (True,)}),
    Action("shut_down", "nrpn 005F = 0000", None, risk="c"),
)


def fit(driver: Driver, options: Options) -> Driver:
    """On the MIDI channel that the mixer is set to."""
    only(driver.name, options, ("midi_channel",))
    channel = options.get("midi_channel", 1)
    if type(channel) is not int or not 1 <= channel <= 16:
        raise OptionError(("midi_channel",), "midi_channel is from 1 to 16", "midi_channel 为 1 到 16")
    return replace(driver, framing=Framing(QuMidi(channel, asks=True), QuMidi(channel)))


ALLEN_HEATH_QU = Driver(
    name="allen_heath_qu",
    title="Allen & Heath Qu mixer",
    source="Allen & Heath Qu Mixer MIDI Protocol, firmware 1.9",
    port=51325,
    framing=Framing(QuMidi(asks=True), QuMidi()),
    gap=0.005,
    idle=12,
    silent=True,
    assumed=True,
    session={"synced": None},
    axes={
        "channel": tuple(strips().values()),
        "input": tuple(range(1, 33)),
        "bus": tuple(range(1, 8)),
        "dca": tuple(range(1, 5)),
        "group": tuple(range(1, 5)),
    },
    points=(
        FADER.over("channel"), std.MUTE.over("channel"), std.LABEL.over("channel"),
        replace(std.PAN, tolerance=2.0).over("input"), SEND.over("input", "bus"),
        std.PHANTOM.over("input"), std.MUTE_GROUP.over("group"), SCENE, std.MODEL, std.FIRMWARE,
        *(replace(point, tolerance=1.0) if point.unit else point for point in DCA),
    ),
    spelling=SPELLING,
    talk=TALK,
    fit=fit,
    about={
        "one": Remark(
            "Qu 同一时间只接受一个程序，第二个连接得不到任何应答",
            "a Qu lets one program in at a time; a second connection gets nothing",
        ),
        "options": Remark(
            "midi_channel：1 至 16",
            "midi_channel: 1 to 16",
        ),
        "unverified": Remark(
            "参数编号取自厂家文档的公开副本",
            "its numbers are from public copies of the maker's document",
        ),
    },
)  # fmt: skip
