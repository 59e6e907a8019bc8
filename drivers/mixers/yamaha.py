"""Yamaha CL/QL, TF, DM3, DM7 and Rivage PM consoles, and Rio stage boxes: text lines over TCP 49280.

Source: Yamaha remote control protocol ("RCP", "SCP"), value rules; parameter dumps of each family. Everybody
but the setter is told of every change. A level that was clamped or rounded is acknowledged with OKm and what
it is now.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from drivers import vocabulary as std
from drivers.mixers.yamaha_rows import (
    BANKED,
    DCAS,
    ITSELF,
    LISTED,
    NO,
    QUOTED,
    SENDS,
    STAGE_BOX,
    TEXTUAL,
    metering,
    parameter,
    strip,
)
from drivers.mixers.yamaha_serving import Desk
from drivers.mixers.yamaha_words import CURVED, LINEAR, MeterByte, SceneNumber, Strip
from drivers.points import Point
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends
from drivers.wire.remark import Remark
from drivers.wire.spelling import ONE_ZERO, ZERO_ONE, Real, Spelling, Text, Whole, Words
from drivers.wire.spelling_more import Wide
from drivers.wire.talk import Query, Row

BOTTOM = -138.0
"""What stands for silence, in dB."""

RUN_MODES = ("normal", "emergency", "update")
FADER = replace(std.FADER, range=(BOTTOM, 10.0), step=0.05, tolerance=0.3)
SEND = replace(std.SEND, range=(BOTTOM, 10.0), step=0.05, tolerance=0.3)
DCA = (
    replace(FADER, key="dca_fader", about="level of this control group").over("dca"),
    replace(std.MUTE, key="dca_mute", about="control group muted").over("dca"),
    replace(std.LABEL, key="dca_name", about="the name given to this control group").over("dca"),
)
BOX = (
    Point("run_mode", "how the device is running", RUN_MODES),
    Point("device_error", "the error the device says it has; empty or 0 is none"),
    std.MODEL, std.NAME, std.FIRMWARE, std.SERIAL,
)  # fmt: skip
DESK = (
    FADER.over("channel"), std.MUTE.over("channel"), std.LABEL.over("channel"), SEND.over("input", "bus"),
    std.SEND_MUTE.over("input", "bus"), std.MUTE_GROUP.over("group"), std.METER.over("level"), *BOX,
    Point("scene_modified", "whether something was changed since the scene was recalled", std.YES_NO),
)  # fmt: skip
NUMBERED = Point("console_scene", "the scene number the console stands at", range=(0, 300), step=1)
NAMED = Point("scene", "the scene the console stands at, as it shows it")

LEVEL = Real(places=0, scale=0.01, low=BOTTOM, high=10.0, zero="-32768", clamp=True)
SHOWN = Real(places=2, low=BOTTOM, high=10.0, zero="-∞")
OFF_ON = Words({"ON": False, "OFF": True})
SPELLING: Mapping[str, Spelling | Wide] = {
    **dict.fromkeys(("fader", "dca_fader", "send"), LEVEL),
    **dict.fromkeys(("fader:shown", "dca_fader:shown", "send:shown"), SHOWN),
    **dict.fromkeys(("mute", "dca_mute", "send_mute"), ZERO_ONE),
    **dict.fromkeys(("mute:shown", "dca_mute:shown", "send_mute:shown"), OFF_ON),
    **dict.fromkeys(("mute_group", "phantom", "audio_mute"), ONE_ZERO),
    "mute_group:shown": Words({"ON": True, "OFF": False}),
    **dict.fromkeys(("input", "bus", "dca", "group"), Whole(first=0, low=1)),
    "scene_modified": Words({"modified": True, "unmodified": False}),
    "run_mode": Words({mode: mode for mode in RUN_MODES}),
}
KINDS = {"InCh": "", "StInCh": "stereo", "FxRtnCh": "fx", "Mix": "mix", "Mtrx": "matrix", "St": "main"}
"""Kinds of strips by their word in an address, and how a hall calls them."""


def banks(letters: str) -> Words:
    """Scenes of banks as the console shows them: A20 is the twentieth of bank A."""
    return Words({f"scene_{bank} {n}": f"{bank.upper()}{n:02d}" for bank in letters for n in range(100)})


@dataclass(frozen=True)
class Family:
    """How many strips of each kind there are, and what mute groups, scenes and meters are called."""

    strips: Mapping[str, int]
    mutes: tuple[str, int]
    scenes: tuple[Row, ...]
    dcas: int = 0
    numbered: bool = False
    longest: int = 64
    metered: str = "InCh"
    curve: tuple[tuple[int, float], ...] = LINEAR

    def kinds(self) -> dict[str, Strip]:
        """The strips of each kind; the first stereo bus is the main one."""
        first = {"St": "main"}
        return {kind: Strip(KINDS[kind], many, first.get(kind, "")) for kind, many in self.strips.items()}


def spelling(family: Family, kinds: Mapping[str, Strip], preset: Spelling) -> dict[str, Spelling | Wide]:
    """How this family spells its values and places."""
    return {
        **SPELLING,
        **{f"channel:{kind}": strips for kind, strips in kinds.items()},
        **dict.fromkeys(("label", "dca_name"), Text(longest=family.longest, quote='"')),
        **dict.fromkeys(("preset", "console_scene" if family.numbered else "scene"), preset),
        "scene:a": banks("a"),
        "scene:b": banks("b"),
        "meter": MeterByte(family.curve),
    }


def talk(family: Family) -> tuple[Row, ...]:
    """What this family understands."""
    return (
        *ITSELF,
        *(row for kind in family.strips for row in strip(kind)),
        *SENDS,
        *(DCAS if family.dcas else ()),
        *parameter(f"MIXER:Current/{family.mutes[0]}/On {{group}} 0", "mute_group"),
        *family.scenes,
        *metering(family.metered),
        Query(
            Desk(family.strips, family.dcas, family.mutes, family.metered, family.kinds()).serves(), every=0
        ),
        *NO,
    )


def console(name: str, title: str, family: Family, preset: Spelling) -> Driver:
    """The driver of one family."""
    kinds = family.kinds()
    return Driver(
        name=name,
        title=title,
        source="Yamaha remote control protocol, commands; parameter dump of the family",
        port=49280,
        framing=Framing.both(Ends("\n", charset="utf-8")),
        fold=True,
        gap=0.005,
        session={"exact": True, "meters": 0.0},
        quiet=("NOTIFY mtr ",),
        axes={
            "channel": tuple(place for strips in kinds.values() for place in strips.places()),
            "input": tuple(range(1, family.strips["InCh"] + 1)),
            "bus": (),
            "dca": tuple(range(1, family.dcas + 1)),
            "group": tuple(range(1, family.mutes[1] + 1)),
            "level": kinds[family.metered].places(),
        },
        points=(*DESK, *(DCA if family.dcas else ()), NUMBERED if family.numbered else NAMED),
        spelling=spelling(family, kinds, preset),
        talk=talk(family),
        about={
            "sends": Remark(
                "需要发送电平时，在礼堂文件中写明使用的混音母线数：options: {buses: 6}",
                "a hall that wants sends says how many mixes it uses: options: {buses: 6}",
            )
        },
    )


YAMAHA_CL = console(
    "yamaha_cl",
    "Yamaha CL / QL console",
    Family(
        {"InCh": 72, "StInCh": 16, "Mix": 24, "Mtrx": 8, "St": 3}, ("MuteMaster", 8), LISTED,
        dcas=16, numbered=True, longest=8, metered="Mix",
    ),
    Whole(low=0, high=300),
)  # fmt: skip
YAMAHA_TF = console(
    "yamaha_tf",
    "Yamaha TF console",
    Family(
        {"InCh": 40, "StInCh": 4, "FxRtnCh": 4, "Mix": 20, "Mtrx": 4, "St": 2}, ("MuteMaster", 6), BANKED,
        dcas=8,
    ),
    banks("ab"),
)  # fmt: skip
YAMAHA_DM3 = console(
    "yamaha_dm3",
    "Yamaha DM3 console",
    Family(
        {"InCh": 16, "StInCh": 2, "FxRtnCh": 4, "Mix": 6, "Mtrx": 2, "St": 2}, ("MuteGrpCtrl", 6), BANKED
    ),
    banks("ab"),
)  # fmt: skip
YAMAHA_DM7 = console(
    "yamaha_dm7",
    "Yamaha DM7 console",
    Family(
        {"InCh": 120, "Mix": 48, "Mtrx": 12, "St": 4}, ("MuteGrpCtrl", 12), TEXTUAL, dcas=24, curve=CURVED
    ),
    SceneNumber(),
)
YAMAHA_RIVAGE = console(
    "yamaha_rivage",
    "Yamaha Rivage PM console",
    Family(
        {"InCh": 288, "Mix": 60, "Mtrx": 36, "St": 4}, ("MuteMaster", 12), QUOTED,
        dcas=24, metered="Mix", curve=CURVED,
    ),
    SceneNumber(quote='"'),
)  # fmt: skip
YAMAHA_RIO = replace(
    YAMAHA_DM3,
    name="yamaha_rio",
    title="Yamaha Rio / Tio stage box",
    quiet=(),
    session={"exact": True},
    axes={"input": tuple(range(1, 33))},
    points=(std.PHANTOM.over("input"), std.AUDIO_MUTE, *BOX),
    spelling=SPELLING,
    talk=(*ITSELF, *STAGE_BOX, *NO),
    about={},
)
