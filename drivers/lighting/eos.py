"""ETC Eos lighting desks over OSC: TCP 3032 (length before each packet, or SLIP), or UDP 8000 and 8001.

Source: ETC Eos family, OSC (commands and implicit output). The desk tells of cues by itself; what a submaster
or a channel stands at it does not tell, so these are as we left them. No login: the network is the lock.
"""

import re
from dataclasses import dataclass, replace

from drivers.lighting.lights import LEVEL
from drivers.points import Point, Value
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framing_osc import Osc
from drivers.wire.framings_osc_stream import OscStream
from drivers.wire.options import OptionError, Options, only
from drivers.wire.remark import Remark
from drivers.wire.spelling import Real, Text, Whole, Words
from drivers.wire.talk import Action, Command, Line, Notice, Query, Session

CUE = Point("cue", "the active cue: its list and number", settable=True, risk="b")
CUE_TEXT = Point("cue_text", "what the desk shows of the active cue")
PROGRESS = Point("cue_progress", "how far the active cue has come", range=(0, 100), unit="%")
PENDING = Point("pending_cue", "the cue that the next Go fires")
PENDING_TEXT = Point("pending_cue_text", "what the desk shows of the next cue")
PREVIOUS = Point("previous_cue", "the cue before the active one")
PREVIOUS_TEXT = Point("previous_cue_text", "what the desk shows of the cue before")
COMMAND_LINE = Point("command_line", "what stands in the command line")
SHOW = Point("show_name", "the name of the show that is loaded")
USER = Point("console_user", "the user whose command line this is", range=(-1, 999), step=1)
SUBMASTER = Point("submaster", "level of this submaster", range=(0, 100), step=1, unit="%", settable=True)


@dataclass(frozen=True)
class CueNumber:
    """A cue by its list and number: "1/5.5"."""

    pattern = r"[0-9]{1,5}/[0-9]{1,5}(?:\.[0-9]{1,4})?"

    def read(self, text: str) -> Value:
        return text

    def write(self, value: Value) -> str:
        if not isinstance(value, str) or not re.fullmatch(self.pattern, value):
            raise ValueError(f'{value!r} is no cue; write its list and number: "1/5.5"')
        return value

    def samples(self) -> tuple[Value, ...]:
        return ("1/1", "1/5.5")


def told(path: str, *heard: str) -> Line:
    """A line of the desk's output."""
    return Line(f"/eos/out/{path}", heard=tuple(f"/eos/out/{other}" for other in heard))


BUMP = "/eos/sub/{sub}/fire"
AT = "/eos/chan/{channel}/at"
QUOTED = Text(longest=200, quote='"')
MACRO = Whole(low=1, high=99999)
OUTPUT = (
    told("active/cue/{cue} ,f {cue_progress}"),
    told("active/cue/text ,s {cue_text}"),
    told("pending/cue/{pending_cue}", "pending/cue/{pending_cue} ,f {_}"),
    told("pending/cue/text ,s {pending_cue_text}"),
    told("previous/cue/{previous_cue}", "previous/cue/{previous_cue} ,f {_}"),
    told("previous/cue/text ,s {previous_cue_text}"),
    told("cmd ,s {command_line}"),
    told("user ,i {console_user}"),
    told("show/name ,s {show_name}"),
)


def tapped(path: str) -> Line:
    """Something fired or a key pressed: said as a tap; others say 1, and 0 when they let it go, which is
    nothing.
    """
    return Line(path, heard=(f"{path} ,f 1.0000", f"{path} ,i 1"))


EOS = Driver(
    name="eos",
    title="ETC Eos lighting desk, OSC over TCP",
    source="ETC Eos family, OSC",
    port=3032,
    framing=Framing.both(OscStream()),
    silent=True,
    assumed=True,
    patience=1.0,
    gap=0.01,
    axes={"sub": tuple(range(1, 21)), "channel": ()},
    points=(
        CUE, CUE_TEXT, PROGRESS, PENDING, PENDING_TEXT, PREVIOUS, PREVIOUS_TEXT, COMMAND_LINE, USER, SHOW,
        SUBMASTER.over("sub"), LEVEL.over("channel"),
    ),
    spelling={
        **dict.fromkeys(("cue", "pending_cue", "previous_cue"), CueNumber()),
        **dict.fromkeys(
            ("cue_text", "pending_cue_text", "previous_cue_text", "command_line", "show_name", "text"),
            QUOTED,
        ),
        "cue_progress": Real(4, scale=100, low=0, high=100),
        "submaster": Real(4, scale=100, low=0, high=100),
        "submaster:whole": Words({"0": 0, "1": 100}),
        "level": Real(4, low=0, high=100),
        "level:whole": Real(0, low=0, high=100),
        "console_user": Whole(low=-1, high=999),
        "sub": Whole(low=1), "channel": Whole(low=1), 
    },
    talk=(
        Session(Line("/eos/ping", heard=("/eos/ping {_}",)), told("ping", "ping {_}"), every=10),
        Query("/eos/subscribe ,i 1", *OUTPUT, every=0, gathers=True, optional=True),
        *(Notice(line, to="all") for line in OUTPUT),
        Command(tapped("/eos/cue/{cue}/fire"), None),
        Command("/eos/sub/{sub} ,f {submaster}", None, prefer=1),
        Command("/eos/sub/{sub} ,i {submaster:whole}", None),
        Command(Line(AT + " ,f {level}", heard=(AT + " ,i {level:whole}",)), None),
        Command(Line("/eos/chan/{channel}/out", means={"level": 0}), None, prefer=-1),
        Action("go", tapped("/eos/key/go_0"), None),
        Action("stop", tapped("/eos/key/stop"), None),
        Action(
            "blackout", tapped("/eos/key/blackout"), None, risk="c",
            about="the desk's blackout key: on, and off again",
        ),
        Action("fire_sub", Line(BUMP + " ,f 1.0000", heard=(BUMP, BUMP + " ,i 1")), None),
        Action("fire_macro", tapped("/eos/macro/{macro}/fire"), None, args={"macro": MACRO}),
        Action("command", "/eos/newcmd ,s {text}", None, args={"text": QUOTED}, risk="c"),
    ),
    about={
        "submaster": Remark(
            "灯控台不回报此值：显示的是我们最后设定的值",
            "the desk does not tell it: it is as we left it",
        ),
        "channel": Remark(
            "礼堂文件写明数量后才有：options: {channels: 24}",
            "there are none unless the hall's file says how many: options: {channels: 24}",
        ),
        "enable": Remark(
            "须在灯控台设置中打开 OSC 接收与发送",
            "OSC RX and TX have to be switched on in the desk's setup",
        ),
    },
)  # fmt: skip


def fit(driver: Driver, options: Options) -> Driver:
    """`slip`: packets stand between SLIP's end bytes, as the desk's OSC 1.1 setting wants it."""
    only(driver.name, options, ("slip",))
    slip = options.get("slip", False)
    if not isinstance(slip, bool):
        raise OptionError(("slip",), "slip is true or false", "slip 只能是 true 或 false")
    return replace(driver, framing=Framing.both(OscStream(slip=slip)))


EOS = replace(EOS, fit=fit)
EOS_UDP = replace(
    EOS,
    name="eos_udp",
    title="ETC Eos lighting desk, OSC over UDP",
    port=8000,
    transports=("udp",),
    framing=Framing.both(Osc()),
    fit=None,
    about={
        **EOS.about,
        "address": Remark(
            "灯控台向固定端口发送时：udp://desk:8000?local_port=8001",
            "udp://desk:8000?local_port=8001, where the desk sends to a fixed port",
        ),
    },
)
