"""Behringer X32 / Midas M32 consoles and the X-Air / M-Air mixers: OSC over UDP 10023 and 10024.

Source: X32/M32 OSC remote protocol (parameter tables), Behringer X-Air OSC document, firmware 1.11. The
console never acknowledges and never refuses: a set is believed when it has been read back. /xremote holds for
ten seconds and brings every change that somebody else makes.
"""

from dataclasses import replace

from drivers import vocabulary as std
from drivers.errors import Reason
from drivers.mixers.osc_meters import FloatMeter, ShortMeter
from drivers.mixers.x32_nodes import Nodes
from drivers.points import Point
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framing_osc import Osc
from drivers.wire.spelling import ONE_ZERO, ZERO_ONE, Real, Spelling, Text, Whole, Words
from drivers.wire.spelling_more import Law, Wide
from drivers.wire.talk import ALL, Action, Command, Line, Notice, Query, Refusal, Row, Session

BOTTOM = -90.0
"""What the console shows as -oo, in dB."""


def fader_db(wire: float) -> float:
    """The fader law, 0..1 to dB (parameter tables, "level"): four straight lines, -90 standing for -oo."""
    if wire >= 0.5:
        db = 40 * wire - 30
    elif wire >= 0.25:
        db = 80 * wire - 50
    elif wire >= 0.0625:
        db = 160 * wire - 70
    else:
        db = 480 * wire - 90
    return round(db, 1) + 0.0


def fader_wire(db: float) -> float:
    """The inverse of `fader_db`."""
    if db < -60:
        return max(0.0, (db + 90) / 480)
    if db < -30:
        return (db + 70) / 160
    if db < -10:
        return (db + 50) / 80
    return (db + 30) / 40


LEVEL = Law(fader_db, fader_wire, step=1 / 1023)
FADER = replace(std.FADER, range=(BOTTOM, 10.0), step=0.5, tolerance=0.3)
SEND = replace(std.SEND, range=(BOTTOM, 10.0), step=0.5, tolerance=1.6)
TRIM = replace(std.TRIM, range=(-12.0, 60.0), step=0.5, tolerance=0.3)
PAN = replace(std.PAN, tolerance=1.0)
DCA_FADER = replace(FADER, key="dca_fader", about="level of this control group")
DCA_MUTE = replace(std.MUTE, key="dca_mute", about="control group muted")
DCA_NAME = replace(std.LABEL, key="dca_name", about="the name given to this control group")
DCA_MASK = Point(
    "dca_mask", "the control groups this channel is in, a bit for each", range=(0, 255), settable=True
)
MUTE_MASK = Point(
    "mute_mask", "the mute groups this channel is in, a bit for each", range=(0, 63), settable=True
)
SCENE = Point("console_scene", "the scene number the console stands at", range=(-1, 99), step=1)


def numbered(path: str, name: str, count: int, width: int = 2) -> dict[str, int | str]:
    """Strips by their path: ch/01 is 1, bus/03 is "bus 3"."""
    places = range(1, count + 1)
    return {f"{path}/{n:0{width}d}": (f"{name} {n}" if name else n) for n in places}


STRIPS = {
    **numbered("ch", "", 32), **numbered("auxin", "aux", 8), **numbered("fxrtn", "fx", 8),
    **numbered("bus", "bus", 16), **numbered("mtx", "matrix", 6), "main/st": "main", "main/m": "mono",
}  # fmt: skip
GROUPED = {path: place for path, place in STRIPS.items() if not path.startswith("m")}
"""The strips that control groups and mute groups may hold."""

XAIR_STRIPS = {
    **numbered("ch", "", 16), "rtn/aux": "aux", **numbered("rtn", "fx", 4, 1),
    **numbered("bus", "bus", 6, 1), **numbered("fxsend", "fxsend", 4, 1), "lr": "main",
}  # fmt: skip


XAIR_GROUPED = {path: place for path, place in XAIR_STRIPS.items() if path != "lr"}


def parameter(path: str, kind: str, field: str, every: float = 60) -> tuple[Row, ...]:
    """One parameter of the console: asked, set (unacknowledged) and pushed in one and the same form."""
    said = f"{path} ,{kind} {{{field}}}"
    pushed = Notice(said, when={"xremote": ("on",)})
    return Query(f"{path}", said, every=every), Command(said, None), pushed


XREMOTE = Session("/xremote", None, every=8, sets={"xremote": "on"}, lasts=10)
ALIVE = Session("/status", "/status ,sss {_:active} {_:127.0.0.1} {name}", every=5)
WHERE = Query("/xinfo", "/xinfo ,ssss {_:127.0.0.1} {name} {model} {firmware}", every=0)


def identity(server: str) -> Query:
    """Who it is; `server` is the version of its OSC server."""
    return Query("/info", f"/info ,ssss {{_:{server}}} {{name}} {{model}} {{firmware}}", every=0)


STRIP = (
    *parameter("/{channel}/mix/fader", "f", "fader", every=30),
    *parameter("/{channel}/mix/on", "i", "mute", every=30),
    *parameter("/{channel}/mix/pan", "f", "pan", every=0),
    *parameter("/{channel}/config/name", "s", "label", every=0),
    *parameter("/{channel}/mix/{bus}/level", "f", "send", every=0),
    *parameter("/{grouped}/grp/dca", "i", "dca_mask", every=0),
    *parameter("/{grouped}/grp/mute", "i", "mute_mask", every=0),
    *parameter("/dca/{dca}/fader", "f", "dca_fader", every=30),
    *parameter("/dca/{dca}/on", "i", "dca_mute", every=30),
    *parameter("/dca/{dca}/config/name", "s", "dca_name", every=0),
    *parameter("/config/mute/{group}", "i", "mute_group", every=30),
    *parameter("/headamp/{headamp}/gain", "f", "trim", every=0),
    *parameter("/headamp/{headamp}/phantom", "i", "phantom", every=0),
)
METERS = (
    Session('/meters ,s "/meters/0"', None, every=9),
    Notice(Line("/meters/0 ,b 46000000", each="{meter}", sep="", along="channel")),
)
"""The levels of all strips but the mains, in their order, twenty times a second for ten seconds."""

XAIR_LEVELS = (
    *range(1, 17), "aux L", "aux R",
    *(f"fx {n} {side}" for n in range(1, 5) for side in "LR"),
    *(f"bus {n}" for n in range(1, 7)), *(f"fxsend {n}" for n in range(1, 5)),
    "main L", "main R", "monitor L", "monitor R",
)  # fmt: skip
XAIR_METERS = (
    Session('/meters ,s "/meters/1"', None, every=9),
    Notice(Line("/meters/1 ,b 28000000", each="{meter}", sep="", along="level")),
)
PRESET = {"preset": Whole(low=0, high=99)}


def recalled(path: str, name: str) -> Action:
    """A recall: done once, unacknowledged; clients have been seen to send the number as a string."""
    return Action(
        name,
        Line(f"{path} ,i {{preset}}", heard=(f'{path} ,s "{{preset}}"',)),
        None,
        stales=(ALL,),
        args=PRESET,
    )


SCENES = (
    recalled("/-action/goscene", "recall"),
    recalled("/-action/gocue", "recall_cue"),
    recalled("/-action/gosnippet", "recall_snippet"),
    Action("load", '/load ,si "scene" {preset}', '/load ,si "scene" 1', stales=(ALL,), args=PRESET),
    Refusal('/load ,si "scene" 0', {"": Reason.FAILED}, of='/load ,si "scene" {preset}'),
    Action("delete", '/delete ,si "scene" {preset}', '/delete ,si "scene" 1', args=PRESET, risk="c"),
    Refusal('/delete ,si "scene" 0', {"": Reason.FAILED}, of='/delete ,si "scene" {preset}'),
    *parameter("/-show/prepos/current", "i", "console_scene")[::2],  # setting it would only preselect
)

SPELLING: dict[str, Spelling | Wide] = {
    "fader": LEVEL,
    "send": LEVEL,
    "dca_fader": LEVEL,
    "mute": ZERO_ONE,
    "dca_mute": ZERO_ONE,
    "mute_group": ONE_ZERO,
    "phantom": ONE_ZERO,
    "pan": Law(lambda wire: round(wire * 200 - 100, 1), lambda pan: (pan + 100) / 200),
    "trim": Real(places=4, scale=72, offset=-12, low=-12, high=60),
    "label": Text(longest=12, quote='"'),
    "dca_name": Text(longest=12, quote='"'),
    "name": Text(quote='"'),
    "model": Text(quote='"'),
    "firmware": Text(quote='"'),
    "console_scene": Whole(low=-1, high=99),
    "dca_mask": Whole(low=0, high=255),
    "mute_mask": Whole(low=0, high=63),
    "dca": Whole(),
    "group": Whole(),
    "bus": Whole(width=2),
    "headamp": Whole(width=3, first=0, low=1, high=128),
}
POINTS = (
    FADER.over("channel"), std.MUTE.over("channel"), PAN.over("channel"), std.LABEL.over("channel"),
    SEND.over("channel", "bus"), DCA_FADER.over("dca"), DCA_MUTE.over("dca"), DCA_NAME.over("dca"),
    DCA_MASK.over("grouped"), MUTE_MASK.over("grouped"), std.MUTE_GROUP.over("group"),
    TRIM.over("headamp"), std.PHANTOM.over("headamp"), std.NAME, std.MODEL, std.FIRMWARE,
)  # fmt: skip

X32 = Driver(
    name="x32",
    title="Behringer X32 / Midas M32 console",
    source="X32/M32 OSC remote protocol, parameter tables",
    standing="read",
    port=10023,
    transports=("udp",),
    framing=Framing.both(Osc()),
    silent=True,
    quiet=("/meters/",),
    patience=1.0,
    gap=0.002,
    session={"xremote": "off"},
    axes={
        "channel": tuple(STRIPS.values()),
        "grouped": tuple(GROUPED.values()),
        "dca": tuple(range(1, 9)),
        "group": tuple(range(1, 7)),
        "bus": (),
        "headamp": (),
    },
    points=(*POINTS, SCENE, std.METER.over("channel")),
    spelling={**SPELLING, "channel": Words(STRIPS), "grouped": Words(GROUPED), "meter": FloatMeter()},
    talk=(
        XREMOTE,
        ALIVE,
        identity("V2.07"),
        WHERE,
        *METERS,
        *STRIP,
        *SCENES,
        Query(Nodes(STRIPS).serves(), every=0),
    ),
)

XAIR = replace(
    X32,
    name="xair",
    title="Behringer X-Air / Midas M-Air mixer",
    source="Behringer X-Air OSC remote control, firmware 1.11",
    port=10024,
    axes={
        "channel": tuple(XAIR_STRIPS.values()),
        "grouped": tuple(XAIR_GROUPED.values()),
        "dca": tuple(range(1, 5)),
        "group": tuple(range(1, 5)),
        "bus": (),
        "headamp": (),
        "level": XAIR_LEVELS,
    },
    points=(*POINTS, std.METER.over("level")),
    spelling={
        **SPELLING,
        "channel": Words(XAIR_STRIPS),
        "grouped": Words(XAIR_GROUPED),
        "headamp": Whole(width=2, low=1, high=24),
        "meter": ShortMeter(),
    },
    talk=(
        replace(XREMOTE, say=Line("/xremote", heard=("/xremotenfb",))),  # "no feedback" of one's own sets
        ALIVE,
        identity("V0.04"),
        WHERE,
        *XAIR_METERS,
        *STRIP,
        recalled("/-snap/load", "recall"),
    ),
)
