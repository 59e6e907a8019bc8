"""PJLink projectors, class 1 and class 2, over TCP 4352 with status notifications over UDP 4352.

Source: JBMIA, PJLink specification class 1 version 1.04 and class 2 version 2.10 (commands, authentication,
status notification). Class 2 rows are optional: a class 1 projector answers them with ERR1 or not at all.
"""

from dataclasses import replace

from drivers import vocabulary as std
from drivers.errors import Reason
from drivers.points import Point
from drivers.projectors.pjlink_login import greet, welcome
from drivers.vocabulary import COOLING, FAILED, GOOD, OFF, ON, WARMING, WARNING
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends
from drivers.wire.spelling import ONE_ZERO, Text, Whole, Words
from drivers.wire.spelling_more import Joint
from drivers.wire.talk import ALL, Action, Command, Line, Notice, Query, Refusal, Session, When

PARTS = ("fan", "lamp", "temperature", "cover", "filter", "other")
"""The six parts of ERST, in the order of its digits (class 1, 4.6)."""

KINDS = {"1": "rgb", "2": "video", "3": "hdmi", "4": "storage", "5": "network", "6": "internal"}
"""What the first character of an input code means; 3 is DIGITAL, which every projector labels HDMI today."""

INPUTS = {
    x + y: f"{kind} {y.lower()}" for x, kind in KINDS.items() for y in "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
}
INPUTS_1 = {code: name for code, name in INPUTS.items() if code[0] < "6" and code[1].isdigit()}
"""Class 1 ends at kind 5 and number 9; the others need %2INPT."""

PJLINK_CLASS = Point("pjlink_class", "the highest PJLink class the device speaks", (1, 2))
INFO = Point("info", "other information the maker gives")
INPUTS_THERE = Point("inputs", "the codes of the inputs the device has")
INPUT_NAME = Point("input_name", "the name printed beside this input").over("terminal")
BEST_RESOLUTION = Point("best_resolution", "the resolution the device recommends")
LAMP_MODEL = Point("lamp_model", "model names of replacement lamps")
FILTER_MODEL = Point("filter_model", "model names of replacement filters")

MUTED = Joint({
    "11": {"video_mute": True, "audio_mute": False},
    "21": {"video_mute": False, "audio_mute": True},
    "31": {"video_mute": True, "audio_mute": True},
    "30": {"video_mute": False, "audio_mute": False},
})  # fmt: skip
MUTE = Joint({
    "11": {"video_mute": True}, "10": {"video_mute": False},
    "21": {"audio_mute": True}, "20": {"audio_mute": False},
    "31": {"video_mute": True, "audio_mute": True}, "30": {"video_mute": False, "audio_mute": False},
})  # fmt: skip

RUNNING: When = {"power": (ON,)}
SECOND: When = {"pjlink_class": (2,)}
RUNNING_2: When = {**RUNNING, **SECOND}
PART_DIGITS = "".join(f"{{health[{part}]}}" for part in PARTS)
STEP = Words({"1": "up", "0": "down"})

CLASS_1 = (
    Session("%1CLSS ?", "%1CLSS={pjlink_class}", every=20),
    Query("%1POWR ?", "%1POWR={power}", every=5),
    Command("%1POWR {power}", "%1POWR=OK"),
    Query("%1INPT ?", "%1INPT={input}", every=10, when=RUNNING),
    Command("%1INPT {input:class1}", "%1INPT=OK", prefer=1),
    Query("%1AVMT ?", "%1AVMT={muted}", every=10, when=RUNNING),
    Command("%1AVMT {mute}", "%1AVMT=OK"),
    Query("%1ERST ?", f"%1ERST={PART_DIGITS}", every=10),
    Query(
        "%1LAMP ?",
        Line("%1LAMP=", each="{lamp_hours} {lamp}", sep=" ", along="light"),
        every=60,
        optional=True,
    ),
    Query("%1CLSS ?", "%1CLSS={pjlink_class}", every=0),
    Query("%1INST ?", "%1INST={inputs}", every=0),
    Query("%1NAME ?", "%1NAME={name}", every=0),
    Query("%1INF1 ?", "%1INF1={maker}", every=0),
    Query("%1INF2 ?", "%1INF2={model}", every=0),
    Query("%1INFO ?", "%1INFO={info}", every=0, optional=True),
)
CLASS_2 = (
    Query("%2INPT ?", "%2INPT={input}", every=0, when=RUNNING_2, optional=True),
    Command("%2INPT {input}", "%2INPT=OK"),
    Query("%2INST ?", "%2INST={inputs}", every=0, when=SECOND, optional=True),
    Query("%2INNM ?{terminal}", "%2INNM={input_name}", every=0, when=SECOND, optional=True),
    Query("%2FREZ ?", "%2FREZ={freeze}", every=10, when=RUNNING_2, optional=True),
    Command("%2FREZ {freeze}", "%2FREZ=OK"),
    Query("%2IRES ?", "%2IRES={resolution}", every=30, when=RUNNING_2, optional=True),
    Query("%2RRES ?", "%2RRES={best_resolution}", every=0, when=SECOND, optional=True),
    Query("%2FILT ?", "%2FILT={filter_hours}", every=60, when=SECOND, optional=True),
    Query("%2SNUM ?", "%2SNUM={serial}", every=0, when=SECOND, optional=True),
    Query("%2SVER ?", "%2SVER={firmware}", every=0, when=SECOND, optional=True),
    Query("%2RLMP ?", "%2RLMP={lamp_model}", every=0, when=SECOND, optional=True),
    Query("%2RFIL ?", "%2RFIL={filter_model}", every=0, when=SECOND, optional=True),
    Action("speaker_volume", "%2SVOL {step}", "%2SVOL=OK", args={"step": STEP}, risk="a"),
    Action("microphone_volume", "%2MVOL {step}", "%2MVOL=OK", args={"step": STEP}, risk="a"),
    Notice("%2POWR={power:notice}"),
    Notice("%2INPT={input}"),
    Notice(f"%2ERST={PART_DIGITS}"),
    Notice("%2LKUP={_:00:11:22:33:44:55}", stales=(ALL,)),
)
REFUSED = Refusal(
    "{echo:6}={reason}",
    {"ERR1": Reason.NOT_SUPPORTED, "ERR2": Reason.OUT_OF_RANGE, "ERR3": Reason.BUSY, "ERR4": Reason.FAILED},
)
BARRED = Refusal("PJLINK ERRA", {"": Reason.NOT_AUTHORISED})

POINTS_1 = (
    std.POWER, std.INPUT, std.VIDEO_MUTE, std.AUDIO_MUTE,
    std.LAMP_HOURS.over("light"), std.LAMP.over("light"),
    std.HEALTH.over("part"), std.NAME, std.MAKER, std.MODEL, INFO, INPUTS_THERE, PJLINK_CLASS,
)  # fmt: skip
POINTS_2 = (
    INPUT_NAME, std.FREEZE, std.RESOLUTION, BEST_RESOLUTION, std.FILTER_HOURS, std.SERIAL, std.FIRMWARE,
    LAMP_MODEL, FILTER_MODEL,
)  # fmt: skip

PJLINK_1 = Driver(
    name="pjlink_class1",
    title="PJLink class 1 projector",
    source="JBMIA PJLink class 1, version 1.04",
    standing="read",
    port=4352,
    framing=Framing.both(Ends("\r", also=("\n",), charset="utf-8", limit=1024)),
    fold=True,
    patience=5,
    idle=30,
    greet=greet,
    welcome=welcome,
    axes={"part": PARTS, "light": (1,), "terminal": ("rgb 1", "hdmi 1", "hdmi 2")},
    points=POINTS_1,
    spelling={
        "power": Words({"0": OFF, "1": ON, "2": COOLING, "3": WARMING}),
        "power:notice": Words({"0": OFF, "1": ON}, lossy=True),
        "input": Words(INPUTS),
        "input:class1": Words(INPUTS_1),
        "terminal": Words(INPUTS),
        "muted": MUTED,
        "mute": MUTE,
        "health": Words({"0": GOOD, "1": WARNING, "2": FAILED}),
        "lamp": ONE_ZERO,
        "freeze": ONE_ZERO,
        "lamp_hours": Whole(low=0, high=999_999),
        "filter_hours": Whole(low=0, high=999_999),
        "light": Whole(),
        "pjlink_class": Whole(low=1, high=2),
        "resolution": Text(longest=32),
        "name": Text(longest=128),
    },
    talk=(*CLASS_1, REFUSED, BARRED),
)
PJLINK = replace(
    PJLINK_1,
    name="pjlink",
    title="PJLink projector, class 1 or 2",
    source="JBMIA PJLink class 1, version 1.04; class 2, version 2.10",
    points=(*POINTS_1, *POINTS_2),
    talk=(*CLASS_1, *CLASS_2, REFUSED, BARRED),
)
