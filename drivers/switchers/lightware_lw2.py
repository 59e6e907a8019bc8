"""Lightware matrix switchers by LW2, over TCP 10001 or RS-232 (9600 or 57600 8N1): MX-FR, MX2, MMX.

Source: Lightware user manuals MX2 and MX2-HDMI20, chapter "LW2 protocol"; MX-FR for the error codes. A
command stands in braces, an answer in brackets. Most models answer only what they understood and did: silence
is their no. MX-FR frames say which part was wrong.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from drivers import vocabulary as std
from drivers.errors import Reason
from drivers.points import Point
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings import Pattern
from drivers.wire.options import OptionError, Options, only
from drivers.wire.remark import Remark
from drivers.wire.spelling import ONE_ZERO, Text, Whole, Words
from drivers.wire.spelling_more import Either
from drivers.wire.spelling_packed import Marked
from drivers.wire.talk import ALL, Action, Command, Line, Notice, Query, Refusal, Row, Session

SAYS = Pattern(r"\{[^{}\r\n]{0,200}\}")
HEARS = Pattern(r"\([^()\r\n]{0,4000}\)", end="\r\n", partial=4096)

LOCKED = Point("lock", "whether this output is locked", std.YES_NO, settable=True).over("output")
DETECT_IN = Point("detect_in", "what is found at this input, as the model's own digit", range=(0, 9), step=1)
DETECT_OUT = Point(
    "detect_out", "what is found at this output, as the model's own digit", range=(0, 9), step=1
)
DISPLAY = Point("display", "whether a display is plugged in at this output", std.YES_NO)
PROTOCOL = Point("protocol", "the version of the protocol that the device speaks")

MARKS = {
    mark: {"output_mute": mark in ("M", "U"), "lock": mark in ("L", "U")} for mark in ("", "L", "M", "U")
}
DIGITS = Words({str(digit): digit for digit in range(10)})


def switch(tie: str, *layers: str) -> Line:
    """An order to switch, on one layer or (unsaid) on those there are."""
    text = f"{{{{{{{tie}:plain}}@{{output:plain}}"
    first, *others = [f"{text}{layer}}}}}" for layer in layers]
    return Line(first, heard=tuple(others))


def tied(tie: str, *layers: str) -> Line:
    """An output and what it shows."""
    first, *others = [f"(O{{output}} I{{{tie}}}{layer})" for layer in layers]
    return Line(first, heard=tuple(others))


def everywhere(word: str, item: str) -> Line:
    """What all outputs show, in turn."""
    return Line(f"({word} ", each=item, sep=" ", tail=")")


def detected(word: str, point: str) -> Query:
    """A digit for each port, with blanks between them or without."""
    glued = Line(f"({word} ", each=f"{{{point}}}", sep="", tail=")")
    return Query(f"{{{{:{word}}}}}", replace(glued, sep=" ", heard=(glued,)), every=20, optional=True)


TIED = tied("video_tie", "", " AV", " V")
ALL_TIED = Line("(I{video_tie} ALL)", all="output")
MUTED, LOCK = "({output_mute}MT{output})", "({lock}LO{output})"
VIDEO_ONLY = Query("{{VC AV}}", everywhere("ALLV", "{state}"), others=True)
"""The answer where sound is not switched by itself."""
TIES: tuple[Row, ...] = (
    VIDEO_ONLY,
    Query(
        "{{VC}}",
        replace(everywhere("ALL", "{state}"), heard=(everywhere("ALLV", "{state}"),)),
        every=10,
    ),
    Query("{{?{output:plain}}}", TIED, every=10),
    Query("{{VM}}", Line("(MUT ", each="{output_mute}", sep=" ", tail=")"), every=30, optional=True),
    Command(switch("video_tie", "", " AV", " V"), TIED, prefer=1),
    Command(Line("{{{video_tie:plain}@O}}", all="output"), ALL_TIED),
    Command("{{{output_mute:key}{output}}}", MUTED),
    Command("{{{lock:key}{output}}}", LOCK),
    *(Notice(line) for line in (TIED, ALL_TIED, MUTED, LOCK)),
)
SOUND_TIED = tied("audio_tie", " A")
SOUND: tuple[Row, ...] = (
    Query(
        "{{VC AV}}", everywhere("ALLV", "{state}"), everywhere("ALLA", "{audio_tie}"), every=10, gathers=True
    ),
    Command(switch("audio_tie", " A"), SOUND_TIED),
    Notice(SOUND_TIED),
)
PRESETS = (
    Action(std.RECALL, "{{%{preset:plain}}}", "(LPR{preset})", stales=(ALL,)),
    Action("store", "{{${preset:plain}}}", "(SPR{preset})", risk="c"),
    Notice("(LPR{preset})", stales=(ALL,)),
    Notice("(SPR{preset})"),
)
IDENTITY = (
    Session("{{P_?}}", "(CURRENT PROTOCOL = #{protocol})", every=60),
    Query("{{P_?}}", "(CURRENT PROTOCOL = #{protocol})", every=0),
    Query("{{i}}", "(I:{model})", every=0, optional=True),
    Query("{{s}}", "(SN:{serial})", every=0, optional=True),
    Query("{{f}}", "(FW:{firmware})", every=0, optional=True),
)
NO = (
    Refusal("(1LO{output})", {"": Reason.NOT_AUTHORISED}, of="{{{_}@{output:plain}}}"),
    Refusal("(1LO{output})", {"": Reason.NOT_AUTHORISED}, of="{{{_}@{output:plain} {_}}}"),
)
ERRORS = Refusal(
    "(ERR{reason})",
    {
        "03": Reason.OUT_OF_RANGE,
        "01": (Reason.OUT_OF_RANGE, "input"),
        "02": (Reason.OUT_OF_RANGE, "output"),
        "04": (Reason.OUT_OF_RANGE, "preset"),
    },
)
"""What a frame says is wrong."""


def fit(driver: Driver, options: Options) -> Driver:
    """`audio: true`: sound is switched by itself. `present: [7]`, `displays: [7]`: the digits for an input
    that has a signal, for an output that has a display. `presets: named`: presets have names.
    """
    only(driver.name, options, ("audio", "present", "displays", "presets"))
    made = driver
    if options.get("audio"):
        points = (*made.points, std.AUDIO_TIE.over("output"))
        made = replace(
            made, points=points, talk=(*(row for row in made.talk if row is not VIDEO_ONLY), *SOUND)
        )
    for option, old, word, new in (
        ("present", DETECT_IN.over("input"), "ISD", std.SIGNAL.over("input")),
        ("displays", DETECT_OUT.over("output"), "OSD", DISPLAY.over("output")),
    ):
        if option in options:
            made = _meaning(made, old, new, word, _digits(option, options[option]))
    if options.get("presets", "numbered") not in ("named", "numbered"):
        raise OptionError(("presets",), "presets are named or numbered", "presets 只能是 named 或 numbered")
    named = {"preset": Text(), "preset:plain": Text()}
    return replace(made, spelling={**made.spelling, **named}) if options.get("presets") == "named" else made


def _meaning(driver: Driver, old: Point, new: Point, word: str, digits: Collection[str]) -> Driver:
    """The driver with a plain yes or no in place of a model's own digits."""
    less = driver.without(old.key)
    yes = {digit: True for digit in digits}
    no = {digit: False for digit in DIGITS.table if digit not in yes}
    return replace(
        less,
        points=(*less.points, new),
        spelling={**less.spelling, new.key: Words({**yes, **no})},
        talk=(detected(word, new.key), *less.talk),
    )


def _digits(option: str, given: Any) -> list[str]:
    digits = [str(each) for each in given] if isinstance(given, list) else []
    if not digits or any(digit not in DIGITS.table for digit in digits):
        raise OptionError((option,), "a list of digits is wanted, as [7]", "应为数字列表，如 [7]")
    return digits


LW2 = Driver(
    name="lightware_lw2",
    standing="read",
    title="Lightware matrix, LW2",
    source='Lightware MX2 user manual, "LW2 protocol"',
    port=10001,
    transports=("tcp", "serial"),
    framing=Framing(says=SAYS, hears=HEARS),
    fold=True,
    silent=True,
    patience=2,
    axes={"input": (), "output": ()},
    points=(
        std.VIDEO_TIE.over("output"), std.OUTPUT_MUTE.over("output"), LOCKED,
        DETECT_IN.over("input"), DETECT_OUT.over("output"),
        std.MODEL, std.SERIAL, std.FIRMWARE, PROTOCOL,
    ),
    spelling={
        **dict.fromkeys(("output", "video_tie", "audio_tie", "preset"), Whole(width=2, low=0)),
        ":plain": Whole(low=0),
        "protocol": Either(Text(), Words({"1": "1"})),
        "state": Marked(MARKS, "video_tie", Whole(width=2, low=0)),
        "output_mute": ONE_ZERO,
        "output_mute:key": Words({"#": True, "+": False}),
        "lock": ONE_ZERO,
        "lock:key": Words({"#>": True, "+<": False}),
        **dict.fromkeys(("detect_in", "detect_out"), DIGITS),
    },
    talk=(*TIES, detected("ISD", "detect_in"), detected("OSD", "detect_out"), *PRESETS, *IDENTITY, *NO),
    fit=fit,
    about={
        "detect_in": Remark(
            "各位数字的含义因型号而异：用选项 present 与 displays 说明。",
            "What the digits mean differs by model: the options present and displays say it.",
        ),
        "lock": Remark(
            "已锁定的输出不会切换；尝试时会回答已锁定。",
            "A locked output is not switched; the answer to the attempt is that it is locked.",
        ),
        "input": Remark(
            "输入数量由其状态得知，或在礼堂文件中给出。",
            "How many inputs there are is learned from their states, or given in the hall's file.",
        ),
    },
)  # fmt: skip
LW2_FR = replace(
    LW2,
    name="lightware_mxfr",
    standing="bench",
    title="Lightware MX-FR frame, LW2",
    source='Lightware MX-FR user manual, "LW2 protocol"',
    silent=False,
    talk=(*LW2.talk, ERRORS),
)
