"""Sony projectors that speak ADCP, over TCP 53595 or RS-232 (38400 8E1).

Source: Sony, ADCP protocol manual (common) rev. 2, and the list of supported commands. Answers do not
repeat the question, so an unanswered one ends the connection. Which names inputs, counters and errors have
differs from model to model: the inputs of one hall's projector can be given as `options`.
"""

from dataclasses import replace

from drivers import vocabulary as std
from drivers.errors import Reason
from drivers.points import Point
from drivers.projectors.own_inputs import codes, spelled
from drivers.projectors.sony_login import greet, welcome
from drivers.projectors.sony_words import NO_PICTURE, PARTS, Degrees, Errors, Hours, Loose, Signal, Warnings
from drivers.vocabulary import COOLING, OFF, ON, WARMING
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends
from drivers.wire.options import Options
from drivers.wire.remark import Remark
from drivers.wire.spelling import Text, Whole, Words
from drivers.wire.talk import Action, Command, Line, Query, Refusal, When

NUMBERED = {"video": "video", "svideo": "s-video", "rgb": "rgb", "dvi": "dvi", "hdmi": "hdmi",
            "hdbaset": "hdbaset", "option": "option"}  # fmt: skip
INPUTS = {
    **{f"{code}{n}": f"{name} {n}" for code, name in NUMBERED.items() for n in (1, 2)},
    "network": "network",
    "usb_a": "usb a",
    "usb_b": "usb b",
    **{f"input_{letter}": f"input {letter}" for letter in "abcde"},
}
ON_OFF = Words({"on": True, "off": False})
STATES = {"standby": OFF, "startup": WARMING, "on": ON, "cooling1": COOLING}
MORE_STATES = {
    "cooling2": COOLING,
    "saving_cooling1": COOLING,
    "saving_cooling2": COOLING,
    "saving_standby": OFF,
    "update": COOLING,  # busy with itself, and in standby when it is done
    "off": OFF,
}
KEYS = ("menu", "up", "down", "left", "right", "enter", "return", "reset", "apa", "input", "pattern")

VOLUME = Point("volume", "loudness of the built-in speaker", range=(0, 100), step=1, settable=True)
OPERATING_HOURS = Point("operating_hours", "hours the device has run", range=(0, 999_999), step=1, unit="h")
PICTURE_MODE = Point("picture_mode", "the picture preset in use", settable=True)
ASPECT = Point("aspect", "how the picture fills the panel", settable=True)
BRIGHTNESS = Point("brightness", "brightness of the picture", range=(0, 100), step=1, settable=True)
CONTRAST = Point("contrast", "contrast of the picture", range=(0, 100), step=1, settable=True)
FILTER_STATE = Point("filter_state", "what the device says of its air filter")
MAC = Point("mac", "the address of the network card")
IP_ADDRESS = Point("ip_address", "the network address the device has")
GATEWAY = Point("gateway", "the router the device uses")
DNS = Point("dns", "a name server the device uses").over("server")

RUNNING: When = {"power": (ON,)}


def asks(
    name: str, answer: str | Line, every: float, when: When | None = None, optional: bool = True
) -> Query:
    """A question: a blank before the mark is said, and need not be heard."""
    return Query(Line(f"{name} ?", heard=(f"{name}?",)), answer, every=every, when=when, optional=optional)


def quoted(field: str) -> Line:
    """A word in quotes, understood without them, too."""
    return Line(f'"{field}"', heard=(field,))


def tells(name: str, field: str) -> Command:
    """An order with a word in quotes."""
    return Command(Line(f'{name} "{{{field}}}"', heard=(f"{name} {{{field}}}",)), "ok")


def switch(name: str, point: str, when: When = RUNNING) -> tuple[Query, Command]:
    """Question and order of something that is on or off."""
    return asks(name, quoted(f"{{{point}}}"), 10, when), tells(name, point)


def dial(name: str) -> tuple[Query, Command]:
    """Question and order of a number."""
    return asks(name, f"{{{name}}}", 30, RUNNING), Command(f"{name} {{{name}}}", "ok")


def text(name: str, point: str, every: float, when: When | None = None) -> Query:
    """A question whose answer is text in quotes, or JSON of another shape."""
    return asks(name, f"{{{point}}}", every, when)


NO_SIGNAL = Line("ok", means={"resolution": NO_PICTURE})
"""Seen instead of an answer where nothing arrives."""

TALK = (
    asks("power_status", quoted("{power}"), 5, optional=False),
    tells("power", "power:order"),
    asks("input", '"{input}"', 10, RUNNING, optional=False),
    tells("input", "input:order"),
    *switch("blank", "video_mute"),
    *switch("muting", "audio_mute"),
    *switch("freeze", "freeze"),
    *dial("volume"),
    asks("error", "{errors}", 10, optional=False),
    asks("warning", "{health[warning]:warnings}", 20),
    asks("timer", "{hours}", 60),
    asks("temperature", "{temperature}", 30),
    Query(
        Line("signal ?", heard=("signal?",)), "{resolution}", NO_SIGNAL, every=10, when=RUNNING, optional=True
    ),
    text("filter_status", "filter_state", 60),
    asks("picture_mode", "{picture_mode}", 30, RUNNING),
    Command("picture_mode {picture_mode}", "ok"),
    asks("aspect", "{aspect}", 30, RUNNING),
    Command("aspect {aspect}", "ok"),
    *dial("brightness"),
    *dial("contrast"),
    text("modelname", "model", 0),
    text("serialnum", "serial", 0),
    text("version", "firmware", 0),
    text("mac_address", "mac", 0),
    text("ipv4_ip_address", "ip_address", 0),
    text("ipv4_default_gateway", "gateway", 0),
    text("ipv4_dns_server{server}", "dns", 0),
    Action("key", 'key "{key}"', "ok", args={"key": KEYS}, risk="a"),
    Action(
        "adjust",
        "{setting} --rel {step}",
        "ok",
        args={"setting": ("brightness", "contrast", "volume"), "step": Whole(low=-100, high=100)},
        stales=("brightness", "contrast", "volume"),
        risk="a",
    ),
    Refusal(
        "err_{reason}",
        {
            "cmd": Reason.NOT_SUPPORTED,
            "val": Reason.OUT_OF_RANGE,
            "option": Reason.OUT_OF_RANGE,
            "inactive": Reason.BUSY,
            "internal1": Reason.FAILED,
            "internal2": Reason.FAILED,
            "auth": Reason.NOT_AUTHORISED,
            "*": Reason.FAILED,
        },
    ),
)  # fmt: skip


def fit(driver: Driver, options: Options) -> Driver:
    """With the inputs of one hall: `options: {inputs: {lectern: hdmi1, camera: input_b}}`."""
    return codes(driver, options, "[a-z][a-z0-9_]{0,30}", "hdmi1")


SONY_ADCP = Driver(
    name="sony_adcp",
    title="Sony projector (ADCP)",
    source="Sony ADCP protocol manual (common), rev. 2",
    port=53595,
    framing=Framing.both(Ends("\r\n", also=("\n", "\r"), limit=4096)),
    fold=True,
    patience=5,
    gap=0.4,
    calm=5,
    idle=30,
    greet=greet,
    welcome=welcome,
    axes={"part": (*PARTS, "warning"), "server": (1, 2)},
    points=(
        std.POWER, std.INPUT, std.VIDEO_MUTE, std.AUDIO_MUTE, std.FREEZE, VOLUME,
        std.HEALTH.over("part"), std.LAMP_HOURS, OPERATING_HOURS, std.TEMPERATURE, std.RESOLUTION,
        FILTER_STATE, PICTURE_MODE, ASPECT, BRIGHTNESS, CONTRAST,
        std.MODEL, std.SERIAL, std.FIRMWARE, MAC, IP_ADDRESS, GATEWAY, DNS,
    ),
    spelling={
        "power": Words(STATES, heard=MORE_STATES),
        "power:order": Words({"on": ON, "off": OFF}),
        **spelled(INPUTS),
        "video_mute": ON_OFF,
        "audio_mute": ON_OFF,
        "freeze": ON_OFF,
        "volume": Whole(low=0, high=100),
        "brightness": Whole(low=0, high=100),
        "contrast": Whole(low=0, high=100),
        "errors": Errors(),
        "health:warnings": Warnings(),
        "hours": Hours(),
        "temperature": Degrees(),
        "resolution": Signal(),
        "filter_state": Loose(),
        "picture_mode": Text(longest=40, quote='"'),
        "aspect": Text(longest=40, quote='"'),
        "model": Loose(),
        "serial": Loose(),
        "firmware": Loose(listed=True),
        "mac": Loose(),
        "ip_address": Loose(),
        "gateway": Loose(),
        "dns": Loose(),
        "server": Whole(),
    },
    talk=TALK,
    fit=fit,
    about={
        "network": Remark(
            "待机模式须为 Standard，否则待机时端口无应答；ADCP 可能处于关闭状态。",
            "Standby Mode must be Standard, else the port is dead in standby; ADCP may be off.",
        ),
        "password": Remark(
            "出厂时启用认证，密码为 Projector。",
            "Authentication is on when new, with the password Projector.",
        ),
        "unverified": Remark(
            "timer、error、warning、temperature 中的名称由设备自己的应答给出。",
            "The names in timer, error, warning and temperature are told by what is in them.",
        ),
    },
)  # fmt: skip
SONY_ADCP_SERIAL = replace(
    SONY_ADCP,
    name="sony_adcp_serial",
    title="Sony projector (ADCP, RS-232)",
    port=None,
    transports=("serial",),
    idle=None,
    greet=None,
    welcome=None,
)
