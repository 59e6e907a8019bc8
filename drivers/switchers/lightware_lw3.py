"""Lightware matrix switchers by LW3, over TCP 6107 or RS-232 (57600 8N1): MMX, and MX2 by another tree.

Source: Lightware user manuals MMX4x2, MMX8x4-HT, MMX6x2-HT200 and MX2-HDMI20, chapter "LW3 protocol". Every
request is signed, because only a signed answer says where it ends; what was opened is told by CHG lines, the
same to all who opened it. Paths are case-sensitive.
"""

from collections.abc import Mapping
from dataclasses import replace

from drivers import vocabulary as std
from drivers.errors import Reason
from drivers.points import Point, Value
from drivers.switchers.lightware_tree import Tree
from drivers.switchers.lightware_words import ARRIVING, DESTINATION, LEAVING, NAMED, SOURCE
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings_text import Braced, Signed
from drivers.wire.options import OptionError, Options, only
from drivers.wire.remark import Remark
from drivers.wire.spelling import Text, Whole, Words
from drivers.wire.spelling_more import Either
from drivers.wire.talk import ALL, Action, Command, Line, Notice, Query, Refusal, Row, Session

OPENED = {"open": (True,)}
MMX, MX2 = "/MEDIA/VIDEO/XP", "/MEDIA/XP/VIDEO"
PORTS = "/MEDIA/VIDEO"
NAMES = "/MEDIA/NAMES/VIDEO"
PRESETS = "/PRESETS/AVC"

LOCKED = Point("lock", "whether this output is locked", std.YES_NO, settable=True).over("output")
INPUT_LOCK = Point("input_lock", "whether this input is locked", std.YES_NO, settable=True).over("input")
INPUT_MUTE = Point("input_mute", "picture of this input muted", std.YES_NO, settable=True).over("input")
CONNECTED = Point("connected", "whether something is plugged in at this input", std.YES_NO).over("input")
ENCRYPTED = Point("encrypted", "whether what arrives is encrypted (HDCP)", std.YES_NO).over("input")
EMBEDDED = Point("embedded_audio", "whether sound arrives with the picture", std.YES_NO).over("input")
DISPLAY = Point("display", "whether a display is plugged in at this output", std.YES_NO).over("output")
SIGNAL_OUT = Point("signal_out", "whether this output sends a picture", std.YES_NO).over("output")
ENCRYPTED_OUT = Point("encrypted_out", "whether what leaves is encrypted (HDCP)", std.YES_NO).over("output")
EMBEDDED_OUT = Point("embedded_out", "whether sound leaves with the picture", std.YES_NO).over("output")


def listed(kind: str, path: str, item: str, axis: str, *heard: str) -> Line:
    """A property that is a list, an item for each port in turn."""
    others = tuple(Line(f"{kind} {path}=", each=each, sep=";", along=axis) for each in heard)
    return Line(f"{kind} {path}=", each=item, sep=";", along=axis, heard=others)


def told(path: str, item: str, axis: str, every: float, *heard: str) -> tuple[Row, ...]:
    """A list that is read, and told when it changes."""
    return (
        Query(f"GET {path}", listed("pr", path, item, axis, *heard), every=every),
        Notice(listed("CHG", path, item, axis, *heard), when=OPENED, to="all"),
    )


def called(path: str, said: str = "") -> Line:
    """A method's yes: with what it returns, or without."""
    return Line(f"mO {path}{said}", heard=tuple({f"mO {path}", f"mO {path}={{_}}"} - {f"mO {path}{said}"}))


def pair(xp: str, word: str, port: str, point: str, value: bool, said: str) -> Command:
    """One of two opposite methods: mute and unmute, lock and unlock."""
    return Command(Line(f"CALL {xp}:{word}({port})", means={point: value}), called(f"{xp}:{word}", said))


def switching(xp: str, said: str = "", status: str = "00") -> tuple[Row, ...]:
    """Everything at a crosspoint. `said`: what methods return; `status`: digits before a port's status."""
    switches: list[tuple[str, str, str]] = [
        ("mute", "Destination(O{output})", "output_mute"),
        ("lock", "Destination(O{output})", "lock"),
        ("mute", "Source(I{input})", "input_mute"),
        ("lock", "Source(I{input})", "input_lock"),
    ]
    pairs = [
        pair(xp, f"{un}{verb}{what.partition('(')[0]}", what.partition("(")[2][:-1], point, not un, said)
        for verb, what, point in switches
        for un in ("", "un")
    ]
    other = "" if status else "00"
    return (
        Session(f"OPEN {xp}", f"o- {xp}", sets={"open": True}),
        Query("OPEN", Line(f"o- {xp}", when=OPENED), Line(""), others=True),
        Session(f"CLOSE {xp}", f"c- {xp}", sets={"open": None}, others=True),
        Query(f"GET {xp}.SourcePortCount", f"pr {xp}.SourcePortCount={{#input}}", every=0),
        Query(f"GET {xp}.DestinationPortCount", f"pr {xp}.DestinationPortCount={{#output}}", every=0),
        *told(f"{xp}.DestinationConnectionList", "{video_tie}", "output", 60),
        *told(f"{xp}.SourcePortStatus", f"{{source}}{status}{{arriving}}", "input", 20,
              f"{{source}}{other}{{arriving}}"),
        *told(f"{xp}.DestinationPortStatus", f"{{destination}}{status}{{leaving}}", "output", 20,
              f"{{destination}}{other}{{leaving}}"),
        Command(f"CALL {xp}:switch({{video_tie}}:O{{output}})", called(f"{xp}:switch", said), prefer=1),
        Command(Line(f"CALL {xp}:switchAll({{video_tie}})", all="output"), called(f"{xp}:switchAll", said)),
        *pairs,
    )  # fmt: skip


def label(path: str, point: str) -> tuple[Row, ...]:
    """A name: read and written alike."""
    return Query(f"GET {path}", f"pw {path}={point}", every=300), Command(
        f"SET {path}={point}", f"pw {path}={point}"
    )


ROOT = Line(
    "",
    each=(
        "pr /.ProductName={model}",
        "pr /.SerialNumber={serial}",
        "pr /.FirmwareVersion={firmware}",
        "pr /.PackageVersion={firmware}",
    ),
)
IDENTITY = (
    Query("GET /.*", ROOT, every=0, optional=True),
    Session("GET /.ProductName", "pr /.ProductName={model}", every=30),
    Query("GET /.ProductName", "pr /.ProductName={model}", every=0),
    Query("GET /.SerialNumber", "pr /.SerialNumber={serial}", every=0, optional=True),
    Query("GET /.FirmwareVersion", "pr /.FirmwareVersion={firmware}", every=0, optional=True),
    Query("GET /.PackageVersion", "pr /.PackageVersion={firmware}", every=0, optional=True),
    Action(std.REBOOT, "CALL /SYS:softReset()", called("/SYS:softReset"), stales=(ALL,), risk="c"),
)
LABELS = (
    Query(
        f"GET {PORTS}/*.Text",
        Line(
            "",
            each=(f"pw {PORTS}/I{{input}}.Text={{label_in}}", f"pw {PORTS}/O{{output}}.Text={{label_out}}"),
        ),
        every=120,
        optional=True,
    ),
    *label(f"{PORTS}/I{{input}}.Text", "{label_in}"),
    *label(f"{PORTS}/O{{output}}.Text", "{label_out}"),
)
LOADING = (
    Query(
        f"GET {PRESETS}/*.Name",
        Line("", each=f"pw {PRESETS}/{{preset}}.Name={{preset_name}}",
             heard=(Line("", each=f"pr {PRESETS}/{{preset}}.Name={{preset_name}}"),)),
        every=0,
        optional=True,
    ),
    Action(std.RECALL, f"CALL {PRESETS}:load({{preset}})", called(f"{PRESETS}:load"), stales=(ALL,)),
)  # fmt: skip

ERRORS: Mapping[str, tuple[str, Reason]] = {
    "002": ("Not found", Reason.NOT_SUPPORTED),
    "004": ("Invalid value", Reason.OUT_OF_RANGE),
    "007": ("Access denied", Reason.NOT_AUTHORISED),
    "008": ("Timeout", Reason.BUSY),
    "010": ("Internal error", Reason.FAILED),
    "012": ("Node disabled", Reason.BUSY),
    "001": ("Syntax error", Reason.NOT_SUPPORTED),
    "003": ("Already exists", Reason.FAILED),
    "005": ("Wrong parameter count", Reason.OUT_OF_RANGE),
    "006": ("Illegal operation", Reason.FAILED),
    "009": ("Too long", Reason.OUT_OF_RANGE),
    "011": ("Not implemented", Reason.NOT_SUPPORTED),
}
"""The number, its text, and what it means; of several with one meaning the first is said."""


def refused(line: str, of: str, *only_these: str) -> Refusal:
    """A no that names what was asked for."""
    words = {
        f"{number}: {text}": reason
        for number, (text, reason) in ERRORS.items()
        if not only_these or number in only_these
    }
    return Refusal(f"{line} %E{{reason}}", words, of=of)


NO = (
    refused("pE {node}.{property}", "GET {node}.{property}"),
    refused("pE {path}", "SET {path}={_}"),
    refused("mE {path}", "CALL {path}({_})"),
    refused("nE {path}", "GET {path}"),
    refused("nE {path}", "OPEN {path}"),
    refused("-E {text}", "{text}", "001"),
    Refusal(
        "{_:-}E {_:/} %E{reason}:{_: }",
        {**{number: reason for number, (_, reason) in ERRORS.items()}, "*": Reason.FAILED},
    ),
    Refusal("{_:m}F {_:/}", {"": Reason.FAILED}),
)


def fit(driver: Driver, options: Options) -> Driver:
    """`crosspoint`: the path of the crosspoint, where firmware has it elsewhere ("/V1/MEDIA/VIDEO/XP")."""
    only(driver.name, options, ("crosspoint",))
    path = options.get("crosspoint", MMX)
    if not (isinstance(path, str) and path.startswith("/") and path.replace("/", "").isalnum()):
        raise OptionError(
            ("crosspoint",),
            f"a path like {MMX} is wanted, not {path!r}",
            f"应为 {MMX} 这样的路径，而不是 {path!r}",
        )
    return replace(driver, talk=mmx(path))


def mmx(path: str) -> tuple[Row, ...]:
    """The lines of a matrix of the MMX family whose crosspoint is at `path`."""
    tree = Tree(path, f"{PORTS}/{{}}.Text", presets=PRESETS)
    return (*switching(path), *LABELS, *LOADING, *IDENTITY, Query(tree.serves()), *NO)


NOTHING: Mapping[str, Value] = {"0": 0}
LW3 = Driver(
    name="lightware_lw3",
    title="Lightware MMX matrix, LW3",
    source='Lightware MMX4x2 user manual, "LW3 protocol"',
    port=6107,
    transports=("tcp", "serial"),
    framing=Framing(says=Signed(), hears=Braced(), tags=True),
    patience=3,
    session={"open": None},
    axes={"input": (), "output": (), "preset": tuple(range(1, 9))},
    points=(
        std.VIDEO_TIE.over("output"), std.OUTPUT_MUTE.over("output"), LOCKED, INPUT_MUTE, INPUT_LOCK,
        std.SIGNAL.over("input"), CONNECTED, ENCRYPTED, EMBEDDED,
        DISPLAY, SIGNAL_OUT, ENCRYPTED_OUT, EMBEDDED_OUT,
        std.LABEL_IN.over("input"), std.LABEL_OUT.over("output"),
        Point("preset_name", "the name given to this preset on the device").over("preset"),
        std.MODEL, std.SERIAL, std.FIRMWARE,
    ),
    spelling={
        "video_tie": Either(Words(NOTHING), Whole(prefix="I")),
        "destination": DESTINATION,
        "source": SOURCE,
        "arriving": ARRIVING,
        "leaving": LEAVING,
        **dict.fromkeys(("label_in", "label_out", "preset_name"), NAMED),
    },
    talk=mmx(MMX),
    fit=fit,
    about={
        "firmware": Remark(
            "该属性有两种名称，都能识别。",
            "The property has one of two names; both are understood.",
        ),
        "lock": Remark(
            "已锁定的输出任何人都不能切换，须先解锁。",
            "A locked output is not switched by anybody; unlock it first.",
        ),
        "crosspoint": Remark(
            "固件把交叉点放在别处（如 /V1/MEDIA/VIDEO/XP）时，用此选项指定。",
            "An option for firmware that keeps the crosspoint elsewhere, as /V1/MEDIA/VIDEO/XP.",
        ),
    },
)  # fmt: skip
LW3_MX2 = replace(
    LW3.without("label_in", "label_out", "preset_name"),
    name="lightware_mx2",
    title="Lightware MX2 matrix, LW3",
    source='Lightware MX2-HDMI20 user manual, "LW3 protocol"',
    points=tuple(point for point in LW3.points if point.key != "preset_name"),
    talk=(
        *switching(MX2, "=OK", status=""),
        *label(f"{NAMES}.I{{input}}", "{input};{label_in}"),
        *label(f"{NAMES}.O{{output}}", "{output};{label_out}"),
        Action(
            std.RECALL,
            "CALL /MEDIA/PRESET/{name_of_preset}:load()",
            called("/MEDIA/PRESET/{name_of_preset}:load", "=OK"),
            stales=(ALL,),
            args={"name_of_preset": Text()},
        ),
        *IDENTITY,
        Query(Tree(MX2, f"{NAMES}.{{}}", status="", numbered=True).serves()),
        *NO,
    ),
    fit=None,
)
