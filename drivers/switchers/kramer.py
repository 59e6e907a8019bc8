"""Kramer matrix switchers and scalers by Protocol 3000: TCP 5000, UDP 50000, RS-232 (115200 8N1, older 9600).

Source: Protocol 3000 appendices of the manuals of VS-44DT, VS-622DT, VS-88HN, VS-44H2, VP-444, KIT-400 and
FC-404NETxl. Three profiles: switching by ROUTE, by VID and AUD, and by the newer X commands; what differs
from device to device inside a profile is an option. What changes elsewhere comes in the form of the answers.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from drivers import vocabulary as std
from drivers.points import Point
from drivers.switchers.kramer_login import greet, welcome
from drivers.switchers.kramer_rows import (
    BANNER,
    NO,
    PANEL,
    PRESETS,
    SIGNALS,
    SIZE,
    VIDEO_MUTES,
    identity,
    routing,
    said,
    sound,
)
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings_kramer import Answers, Orders
from drivers.wire.looking import many
from drivers.wire.options import OptionError, Options, only
from drivers.wire.remark import Remark
from drivers.wire.serving import Serves
from drivers.wire.spelling import Real, Spelling, Text, Whole, Words
from drivers.wire.spelling_more import Either
from drivers.wire.talk import Command, Look, Notice, Query, Row

PANEL_LOCK = Point("panel_lock", "whether the front panel is locked", std.YES_NO, settable=True)
DISPLAY = Point("display", "whether a display is plugged in at this output", std.YES_NO)
VOLUME = Point("volume", "level of this output's sound", range=(-100, 100), settable=True, unit="dB")
WHAT_IT_IS = (
    replace(std.NAME, settable=True),
    std.MODEL,
    std.SERIAL,
    std.FIRMWARE,
    Point("build", "when the device's software was made"),
    Point("protocol", "the version of the protocol that the device speaks"),
    Point("ip_address", "the network address"),
    Point("mac", "the hardware address"),
)
SOUNDS = (std.AUDIO_TIE.over("output"), std.AUDIO_MUTE.over("output"), VOLUME.over("output"))
LAYERS = {"video": 1, "audio": 2, "both": 12}
OPTIONS = ("audio", "layers", "disconnect", "video_muted", "machine", "level")
ON_OFF = Words({"ON": True, "OFF": False}, heard={"1": True, "0": False})


def ties(word: str) -> Spelling:
    """A source by its number; `word` is the one for none."""
    return Either(Words({word: 0}, heard={"0": 0}), Whole(low=1, high=999))


def muted(digit: int) -> Words:
    """Whether the picture is muted, `digit` meaning so. A blank picture is muted, too."""
    return Words({str(digit): True, str(1 - digit): False}, heard={"2": True})


@dataclass(frozen=True)
class Profile:
    """What a family of devices says; layer 0 is one there is not, `level` the word of AUD-LVL for outputs."""

    route: bool = True
    video: int = 1
    audio: int = 2
    both: int = 12
    level: int = 1

    def rows(self) -> tuple[Row, ...]:
        """The lines of such a device."""
        return (
            *identity(SIZE),
            *routing(self.video, self.audio, self.both, self.route),
            *VIDEO_MUTES,
            *(sound(self.level) if self.audio else ()),
            *SIGNALS,
            *PANEL,
            *PRESETS,
            BANNER,
            *NO,
        )


def fit(driver: Driver, options: Options) -> Driver:
    """`audio: false`: no sound of its own. `layers: {video: 1, audio: 2, both: 12}`: their numbers in ROUTE,
    0 for none. `disconnect`: the source that means none (0, x, or a number). `video_muted: 0` or `1`: the
    digit of VMUTE that hides the picture. `machine`: its number in a chain. `level`: AUD-LVL's word for
    outputs.
    """
    only(driver.name, options, OPTIONS)
    layers = _layers(options.get("layers", {}))
    if not options.get("audio", True):
        layers |= {"audio": 0, "both": 0}
    level = _one_of(options, "level", (0, 1), 1)
    profile = Profile(driver.name == KRAMER.name, layers["video"], layers["audio"], layers["both"], level)
    none = str(_one_of(options, "disconnect", (0, "x", *range(1, 1000)), 0))
    spelling = {
        **driver.spelling,
        **dict.fromkeys(("video_tie", "audio_tie"), ties(none)),
        "output_mute": muted(_one_of(options, "video_muted", (0, 1), 0)),
    }
    machine = _one_of(options, "machine", range(1, 100), 0)
    return replace(
        driver,
        points=driver.points if profile.audio else tuple(p for p in driver.points if p not in SOUNDS),
        spelling=spelling,
        talk=profile.rows(),
        framing=Framing(Orders(machine), Answers(machine or 1)),
    )


def _layers(given: Any) -> dict[str, int]:
    wrong = not isinstance(given, Mapping) or any(
        key not in LAYERS or not isinstance(number, int) for key, number in given.items()
    )
    if wrong:
        raise OptionError(
            ("layers",),
            "layers are video, audio and both, each a number",
            "layers 应为 video、audio、both 三个数字",
        )
    return {**LAYERS, **given}


def _one_of(options: Options, name: str, known: Collection[Any], usual: Any) -> Any:
    value = options.get(name, usual)
    if value != usual and value not in known:
        raise OptionError((name,), f"{name} cannot be {value!r}", f"{name} 不能是 {value!r}")
    return value


KRAMER = Driver(
    name="kramer",
    title="Kramer matrix, Protocol 3000 (ROUTE)",
    source="Kramer Protocol 3000, appendix of the manuals of VS-44DT and VS-622DT",
    port=5000,
    transports=("tcp", "udp", "serial"),
    framing=Framing(Orders(), Answers()),
    fold=True,
    gap=0.05,
    greet=greet,
    welcome=welcome,
    axes={"input": (), "output": (), "preset": ()},
    points=(
        std.VIDEO_TIE.over("output"), std.OUTPUT_MUTE.over("output"), std.FREEZE.over("output"),
        std.SIGNAL.over("input"), DISPLAY.over("output"), *SOUNDS, PANEL_LOCK, *WHAT_IT_IS,
    ),
    spelling={
        **dict.fromkeys(("video_tie", "audio_tie"), ties("0")),
        **dict.fromkeys(("input", "output", "preset"), Whole(low=1, high=999)),
        "output_mute": muted(0),
        "volume": Real(places=0, low=-100, high=100),
        "protocol": Either(Text(), Words({"3000:1.3": "3000:1.3"})),
        "ip_address": Either(Text(), Words({"192.0.2.39": "192.0.2.39"})),
    },
    talk=Profile().rows(),
    fit=fit,
    about={
        "output_mute": Remark(
            "按矩阵的文档：0 为关闭画面。部分缩放器含义相反：请实测后设置选项 video_muted。",
            "Documented for matrices: 0 hides the picture. Some scalers mean the opposite: try "
            "it, and give the option video_muted.",
        ),
        "video_tie": Remark(
            "表示“无信号源”的编号因型号而异：用选项 disconnect 指定。",
            "The source that means none differs by model: option disconnect.",
        ),
        "signal": Remark(
            "并非所有型号都主动上报变化：每十秒查询一次。",
            "Not every model tells a change by itself: it is asked for every ten seconds.",
        ),
    },
)  # fmt: skip
KRAMER_VID = replace(
    KRAMER,
    name="kramer_vid",
    title="Kramer switcher, Protocol 3000 (VID, AUD)",
    source="Kramer Protocol 3000, appendix of the manuals of VS-88HN and VS-44H2",
    talk=Profile(route=False).rows(),
)


def signals(source: str, sink: str) -> Query:
    """The names of all jacks, which others ask for."""

    def answer(frame: str, look: Look) -> str:
        """Inputs, then outputs, then the loudspeakers' jacks."""
        names = [f"IN.{source}.{at + 1}.VIDEO.1" for at in range(many(look, "signal"))]
        names += [f"OUT.{sink}.{at + 1}.VIDEO.1" for at in range(many(look, "video_tie"))]
        names += [f"OUT.ANALOG_AUDIO.{at + 1}.AUDIO.1" for at in range(many(look, "audio_mute"))]
        return f"SIGNALS-LIST [{','.join(names)}]"

    return Query(Serves(lambda frame: frame.upper() == "#SIGNALS-LIST?", answer))


def x_rows(source: str, sink: str) -> tuple[Row, ...]:
    """The X commands: a jack is named by its end, its kind, its number and its signal, in small letters when
    we say it and in capitals when the device does.
    """
    here, there = f"OUT.{sink}.{{output}}.VIDEO.1", f"IN.{source}.{{video_tie}}.VIDEO.1"
    routed = said(f"X-ROUTE {here},{there}")
    silent = said("X-MUTE OUT.ANALOG_AUDIO.{speaker}.AUDIO.1,{audio_mute}")
    present = said(f"X-SIGNAL IN.{source}.{{input}}.VIDEO.1,{{signal}}")
    return (
        *identity(SIZE),
        signals(source, sink),
        Query(f"#X-ROUTE? {here.lower()}", routed, every=10),
        Command(f"#X-ROUTE {here.lower()},{there.lower()}", routed),
        Notice(routed),
        Query("#X-MUTE? out.analog_audio.{speaker}.audio.1", silent, every=15, optional=True),
        Command("#X-MUTE out.analog_audio.{speaker}.audio.1,{audio_mute:order}", silent),
        Notice(silent),
        Query(f"#X-SIGNAL? in.{source.lower()}.{{input}}.video.1", present, every=10, optional=True),
        Notice(present),
        *PANEL,
        *PRESETS,
        BANNER,
        *NO,
    )


def fit_x(driver: Driver, options: Options) -> Driver:
    """`source`, `sink`: the kind of jack of inputs and outputs (HDMI, SDI ...). `machine`: as for others."""
    only(driver.name, options, ("source", "sink", "machine"))
    kinds = [str(options.get(name, "HDMI")).upper() for name in ("source", "sink")]
    for name, kind in zip(("source", "sink"), kinds, strict=True):
        if not kind.replace("_", "").isalnum():
            raise OptionError((name,), f"{kind!r} is no kind of jack", f"{kind!r} 不是接口类型")
    machine = _one_of(options, "machine", range(1, 100), 0)
    return replace(driver, talk=x_rows(*kinds), framing=Framing(Orders(machine), Answers(machine or 1)))


KRAMER_X = replace(
    KRAMER,
    name="kramer_x",
    title="Kramer switcher, Protocol 3000 (X commands)",
    source="Kramer Protocol 3000 for VS-34FD, VP-551X and MTX3",
    axes={"input": (), "output": (), "preset": (), "speaker": (1,)},
    points=(
        std.VIDEO_TIE.over("output"), std.SIGNAL.over("input"), std.AUDIO_MUTE.over("speaker"),
        PANEL_LOCK, *WHAT_IT_IS,
    ),
    spelling={
        **KRAMER.spelling, "audio_mute": ON_OFF, "audio_mute:order": Words({"on": True, "off": False}),
        "signal": ON_OFF, "speaker": Whole(low=1, high=999),
    },
    talk=x_rows("HDMI", "HDMI"),
    fit=fit_x,
    about={"signal": Remark(
        "所读手册未给出此应答的写法：ON、OFF、1、0 都能识别。",
        "The manual read does not print this answer: ON, OFF, 1 and 0 are understood.",
    )},
)  # fmt: skip
