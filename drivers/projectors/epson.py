"""Epson projectors that speak ESC/VP21, over TCP 3629 behind the handshake of ESC/VP.net, or over RS-232.

Source: Epson, ESC/VP21 Command User's Guide for Business Projectors; manuals of EB-L735U and EB-Z10005U. A
set is acknowledged by the prompt alone. Switching on is acknowledged when the lamp burns, and until then the
projector hears nothing else. `ERR` is its only word for no.
"""

from dataclasses import replace

from drivers import vocabulary as std
from drivers.errors import Reason
from drivers.points import Point
from drivers.projectors.epson_words import INPUTS, PARTS, Error, SourceList, greet, welcome
from drivers.projectors.own_inputs import codes, spelled
from drivers.vocabulary import COOLING, OFF, ON, WARMING
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends
from drivers.wire.framings_prompt import Knock, Prompt
from drivers.wire.options import Options
from drivers.wire.remark import Remark
from drivers.wire.spelling import Text, Whole, Words
from drivers.wire.talk import Action, Command, Line, Notice, Query, Refusal, Session, When

STATES = {"04": OFF, "01": ON, "02": WARMING, "03": COOLING}
MORE_STATES = {"00": OFF, "05": OFF, "09": OFF}
"""Standby with a dead network, after a fault, and of sound and picture only."""
EVENTS = Words(
    {"01": OFF, "02": WARMING, "03": ON, "04": COOLING}, heard={"1": OFF, "2": WARMING, "3": ON, "4": COOLING}
)
ON_OFF = Words({"ON": True, "OFF": False})
HEX = "[0-9A-Fa-f]{2}"

VOLUME = Point(
    "volume",
    "loudness of the built-in speaker, 0 to 255",
    range=(0, 255),
    step=1,
    settable=True,
    tolerance=13,
)
MUTE_SCREEN = Point("mute_screen", "what shows while muted", ("black", "blue", "logo"), settable=True)
OPERATING_HOURS = Point("operating_hours", "hours the device has run", range=(0, 999_999), step=1, unit="h")
PICTURE_MODE = Point("picture_mode", "the code of the colour mode in use", settable=True)
ASPECT = Point("aspect", "the code of how the picture fills the panel", settable=True)
INPUTS_THERE = Point("inputs", "the codes and names of the inputs the device has")
RUNNING: When = {"power": (ON,)}

TALK = (
    Session("", "", every=50),
    Query("PWR?", "PWR={power}", every=5),
    Command(Line("PWR ON", means={"power": ON}), "", patience=130, late=True),
    Command(Line("PWR OFF", means={"power": OFF}), "", patience=50, late=True, settle=10),
    Query("SOURCE?", "SOURCE={input}", every=10, when=RUNNING),
    Command("SOURCE {input:order}", "", patience=10),
    Query("MUTE?", "MUTE={video_mute}", every=10, when=RUNNING),
    Command("MUTE {video_mute}", ""),
    Query("MSEL?", "MSEL={mute_screen}", every=60, when=RUNNING, optional=True),
    Command("MSEL {mute_screen}", ""),
    Query("FREEZE?", "FREEZE={freeze}", every=10, when=RUNNING, optional=True),
    Command("FREEZE {freeze}", ""),
    Query("VOL?", "VOL={volume}", every=30, when=RUNNING, optional=True),
    Command("VOL {volume}", ""),
    Query("ERR?", "ERR={error}", every=10),
    Query("LAMP?", Line("LAMP=", each="{lamp_hours}", sep=" ", along="light"), every=60, optional=True),
    Query("ONTIME?", "ONTIME={operating_hours}", every=60, optional=True),
    Query("SIGNAL?", "SIGNAL={signal}", every=10, when=RUNNING, optional=True),
    Query("CMODE?", "CMODE={picture_mode}", every=60, when=RUNNING, optional=True),
    Command("CMODE {picture_mode}", ""),
    Query("ASPECT?", "ASPECT={aspect}", every=60, when=RUNNING, optional=True),
    Command("ASPECT {aspect}", ""),
    Query("SNO?", "SNO={serial}", every=0, optional=True),
    Query("SOURCELIST?", "SOURCELIST={inputs}", every=0, when=RUNNING, optional=True),
    Action(
        "speaker_volume",
        "VOL {step}",
        "",
        args={"step": Words({"INC": "up", "DEC": "down"})},
        stales=("volume",),
        risk="a",
    ),
    Action("key", "KEY {key}", "", args={"key": Text(longest=2)}, risk="a"),
    Action("lens_memory", "POPLP {memory}", "", args={"memory": Whole(width=2, low=0, high=99)}),
    Action(
        "picture_memory",
        "POPMEM {kind} {memory}",
        "",
        args={"kind": Whole(width=2, low=0, high=99), "memory": Whole(width=2, low=0, high=99)},
        stales=("picture_mode", "aspect"),
    ),
    Notice("IMEVENT={_:0001} {power:event} {_:00000002 00000000 T1 F1}", to="all", when={"events": (1,)}),
    Refusal("ERR", {"": Reason.BUSY}, of="PWR O{_}"),
    Refusal("ERR", {"": Reason.BUSY}, of="SOURCE {_}"),
    Refusal("ERR", {"": Reason.FAILED}),
)


def fit(driver: Driver, options: Options) -> Driver:
    """With the inputs of one hall: `options: {inputs: {lectern: "30", camera: "A0"}}`."""
    return codes(driver, options, HEX, "30")


EPSON = Driver(
    name="epson",
    standing="read",
    title="Epson projector (ESC/VP.net)",
    source="Epson ESC/VP21 Command User's Guide for Business Projectors",
    port=3629,
    framing=Framing(Ends("\r", also=("\r\n", "\n"), blank=True), Prompt(), login=Knock()),
    fold=True,
    patience=3,
    greet=greet,
    welcome=welcome,
    session={"events": 0},
    axes={"part": PARTS, "light": (1,)},
    points=(
        std.POWER, std.INPUT, std.VIDEO_MUTE, std.FREEZE, MUTE_SCREEN, VOLUME, std.HEALTH.over("part"),
        std.LAMP_HOURS.over("light"), OPERATING_HOURS, std.SIGNAL, PICTURE_MODE, ASPECT, std.SERIAL,
        INPUTS_THERE,
    ),
    spelling={
        "power": Words(STATES, heard=MORE_STATES),
        "power:event": EVENTS,
        **spelled(INPUTS),
        "video_mute": ON_OFF,
        "freeze": ON_OFF,
        "mute_screen": Words({"00": "black", "01": "blue", "02": "logo"}),
        "volume": Whole(low=0, high=255),
        "error": Error(),
        "light": Whole(),
        "lamp_hours": Whole(low=0, high=999_999),
        "signal": Words({"01": True, "00": False}),
        "picture_mode": Text(longest=4),
        "aspect": Text(longest=4),
        "inputs": SourceList(),
    },
    talk=TALK,
    fit=fit,
    about={
        "mute": Remark(
            "静音同时关闭画面与声音；有机械快门的型号会关闭快门。",
            "The mute takes picture and sound together, and closes the shutter of models that " "have one.",
        ),
        "network": Remark(
            "待机时须保持网络开启，否则只能经 RS-232 发送 PWR ON 唤醒。",
            "Standby must keep the network on, else only PWR ON over RS-232 wakes it.",
        ),
        "unverified": Remark(
            "双灯机型按两个数分别读取；不支持 1.0 以后的握手协议。",
            "Two lamps are read from two numbers; handshakes newer than 1.0 are not spoken.",
        ),
    },
)  # fmt: skip
EPSON_SERIAL = replace(
    EPSON,
    name="epson_serial",
    title="Epson projector (ESC/VP21, RS-232)",
    port=None,
    transports=("serial", "tcp"),
    framing=replace(EPSON.framing, login=None),
    greet=None,
    welcome=None,
)
