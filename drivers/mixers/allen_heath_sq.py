"""Allen & Heath SQ-5, SQ-6 and SQ-7 mixers: MIDI parameter numbers over TCP 51325.

Source: Allen & Heath SQ MIDI Protocol, issue 5 (firmware 1.5 and later); of issue 1 two mute numbers. The
mixer never acknowledges and never refuses: a set is believed when it has been read back, and a question
about what it does not have stays without an answer, as everything does on the wrong MIDI channel. Which
scene stands cannot be asked; the mixer tells it when one is recalled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from drivers import vocabulary as std
from drivers.mixers.allen_heath_words import BOTTOM, DCA, SCENE, Level, Pan, seven
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings_midi import Midi
from drivers.wire.options import OptionError, Options, only
from drivers.wire.remark import Remark
from drivers.wire.spelling import Spelling, Whole, Words
from drivers.wire.spelling_more import Grid, Wide
from drivers.wire.talk import ALL, Action, Command, Notice, Query, Row, Session

COUNTS = {"": 48, "group": 12, "fx": 8, "main": 0, "mix": 12, "fxsend": 4, "matrix": 3}
MUTES = {"": 0x00, "group": 0x30, "fx": 0x3C, "main": 0x44, "mix": 0x45, "fxsend": 0x51, "matrix": 0x55}
LEVELS = {
    "": 0x40 << 7, "group": 0x40 << 7 | 0x30, "fx": 0x40 << 7 | 0x3C, "main": 0x4F << 7,
    "mix": 0x4F << 7 | 0x01, "fxsend": 0x4F << 7 | 0x0D, "matrix": 0x4F << 7 | 0x11,
}  # fmt: skip
"""Where the numbers of each kind of strip begin."""


def places(kind: str) -> tuple[int | str, ...]:
    """The strips of one kind, as a hall names them."""
    if not COUNTS[kind]:
        return (kind,)
    return tuple(f"{kind} {n}" if kind else n for n in range(1, COUNTS[kind] + 1))


def addresses(bases: Mapping[str, int]) -> Words:
    """The strips by their parameter number."""
    return Words({
        seven(base + at): place for kind, base in bases.items() for at, place in enumerate(places(kind))
    })  # fmt: skip


def parameter(address: str, point: str, every: float = 60) -> tuple[Row, ...]:
    """One parameter: asked, set without a word, and told to everybody else in the same bytes."""
    said = f"nrpn {address} = {{{point}}}"
    return Query(f"nrpn? {address}", said, every=every), Command(said, None), Notice(said)


FADER = replace(std.FADER, range=(BOTTOM, 10.0), step=0.5, tolerance=0.1)
SEND = replace(std.SEND, range=(BOTTOM, 10.0), step=0.5, tolerance=0.1)
RECALL = Action(
    "recall", "scene {preset}", None, settle=1.0, stales=(ALL,), sets={"console_scene": "{preset}"}
)
SWITCH = Words({"0001": True, "0000": False})
SENT = Words({"0000": True, "0001": False})
SENDS = {"input": (48, 12), "bus": (12, 1)}

SPELLING: Mapping[str, Spelling | Wide] = {
    "channel:level": addresses(LEVELS),
    "channel:mute": addresses(MUTES),
    **dict.fromkeys(("mute", "dca_mute", "mute_group"), SWITCH),
    **dict.fromkeys(("fader", "send", "dca_fader"), Level()),
    "send_mute": SENT,
    "pan": Pan(),
    "at_dca_level": Grid({"dca": (8, 1)}, base=0x4F << 7 | 0x20),
    "at_dca_mute": Grid({"dca": (8, 1)}, base=0x02 << 7),
    "at_group": Grid({"group": (8, 1)}, base=0x04 << 7),
    "at_pan": Grid({"input": (48, 1)}, base=0x50 << 7),
    "at_send": Grid(SENDS, base=0x40 << 7 | 0x44),
    "at_assign": Grid(SENDS, base=0x60 << 7 | 0x44),
    "console_scene": Whole(low=0, high=300),
    "preset": Whole(low=1, high=300),
    "key": Whole(low=1, high=16),
}
KNOWN: Mapping[str, Sequence[object]] = {
    "midi_channel": range(1, 17),
    "fader_law": ("linear", "audio"),
    "firmware": ("1.4", "1.5"),
}


def fit(driver: Driver, options: Options) -> Driver:
    """As this mixer is set: its MIDI channel, its fader law, and which firmware it runs."""
    only(driver.name, options, tuple(KNOWN))
    wrong = [_wrong(name, value) for name, value in options.items() if value not in KNOWN[name]]
    if wrong:
        raise OptionError.of(wrong)
    if options.get("firmware") == "1.4":
        driver = _older(driver)
    levels = dict.fromkeys(("fader", "send", "dca_fader"), Level(options.get("fader_law", "linear")))
    coarse = options.get("fader_law") == "audio"
    return replace(
        driver,
        framing=Framing.both(Midi(options.get("midi_channel", 1))),
        spelling={**driver.spelling, **levels},
        points=tuple(
            replace(point, tolerance=0.6) if coarse and point.key in levels else point
            for point in driver.points
        ),
    )


def _wrong(name: str, value: object) -> OptionError:
    known = KNOWN[name]
    words = f"{known[0]} ~ {known[-1]}" if isinstance(known, range) else ", ".join(map(str, known))
    return OptionError((name,), f"{name} is one of {words}", f"{name} 只能是 {words}")


def _older(driver: Driver) -> Driver:
    """Firmware 1.4: of the mutes, only those of the main mix and of the mute groups are known."""
    kept = driver.without("mute")
    talk = tuple(row for row in kept.talk if not (isinstance(row, Action) and row.name == "toggle_mute"))
    return replace(
        kept,
        points=(*kept.points, std.AUDIO_MUTE),
        spelling={
            **kept.spelling,
            "audio_mute": SWITCH,
            "at_group": Grid({"group": (8, 1)}, base=0x10 << 7 | 3),
        },
        talk=(*talk, *parameter("0600", "audio_mute")),
    )


ALLEN_HEATH_SQ = Driver(
    name="allen_heath_sq",
    title="Allen & Heath SQ mixer",
    source="Allen & Heath SQ MIDI Protocol, issue 5",
    port=51325,
    framing=Framing.both(Midi(channel=1)),
    gap=0.005,
    patience=1.0,
    silent=True,
    axes={
        "channel": tuple(place for kind in COUNTS for place in places(kind)),
        "input": tuple(range(1, 49)),
        "bus": (),
        "dca": tuple(range(1, 9)),
        "group": tuple(range(1, 9)),
    },
    points=(
        FADER.over("channel"), std.MUTE.over("channel"), replace(std.PAN, tolerance=0.1).over("input"),
        SEND.over("input", "bus"), std.SEND_MUTE.over("input", "bus"), *DCA,
        std.MUTE_GROUP.over("group"), SCENE,
    ),
    spelling=SPELLING,
    talk=(
        Session("nrpn? 4F00", "nrpn 4F00 = {fader[main]}", every=10),
        *parameter("{channel:level}", "fader"),
        *parameter("{channel:mute}", "mute"),
        *parameter("{at_dca_level}", "dca_fader"),
        *parameter("{at_dca_mute}", "dca_mute"),
        *parameter("{at_group}", "mute_group"),
        *parameter("{at_pan}", "pan", every=0),
        *parameter("{at_send}", "send", every=0),
        *parameter("{at_assign}", "send_mute", every=0),
        RECALL,
        Action("soft_key", "key {key}", None, stales=(ALL,), about="press and release a soft key"),
        Action("toggle_mute", "nrpn+ {channel:mute}", None, stales=("mute",)),
        Notice("scene {console_scene}", stales=(ALL,)),
    ),
    about={
        "options": Remark(
            "midi_channel：1 至 16；fader_law：linear 或 audio；firmware：'1.4' 或 '1.5'",
            "midi_channel: 1 to 16; fader_law: linear or audio; firmware: '1.4' or '1.5'",
        ),
        "sends": Remark(
            "需要发送电平时，在礼堂文件中写明使用的混音母线数：options: {buses: 12}",
            "a hall that wants sends says how many mixes it uses: options: {buses: 12}",
        ),
    },
    fit=fit,
)  # fmt: skip
