"""Christie projectors that speak the ASCII serial protocol, over TCP 3002 or RS-232 (usually 115200 8N1).

Source: Christie serial protocol: GS series, Crimson, D4K40, TruLife (020-103316), CineLife+. An order has no
answer of its own: a no that follows it at once is heard, silence is a yes, and the state is read back. Which
codes there are differs from family to family; a code that a model does not have is refused by it.
"""

from dataclasses import replace

from drivers import vocabulary as std
from drivers.errors import Reason
from drivers.points import Point
from drivers.projectors.christie_words import ERRORS, Code, Coded, Level, Measured, Version
from drivers.projectors.own_inputs import OTHER, named
from drivers.vocabulary import COOLING, GOOD, OFF, ON, WARMING, YES_NO
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings_parens import Parens
from drivers.wire.options import OptionError, Options, only
from drivers.wire.remark import Remark
from drivers.wire.spelling import Text, Whole, Words
from drivers.wire.spelling_more import Joint
from drivers.wire.talk import Action, Command, Line, Query, Refusal, Row, When

INPUTS = {str(n): f"input {n}" for n in range(1, 21)}
STATES = {"0": OFF, "1": ON, "10": COOLING, "11": WARMING}
MORE_STATES = {"20": COOLING, "21": COOLING, "22": COOLING, "23": OFF}
"""Automatic shutdowns on their way, and an emergency one."""
STATE_TEXTS = {"Standby": OFF, "On": ON, "Cool Down": COOLING, "Warm Up": WARMING}
ESCAPES = {"(": r"\(", ")": r"\)", "\n": r"\n"}
QUOTED = Text(longest=80, quote='"', escape=ESCAPES)
NUMBERS = Whole(width=3, low=-99_999, high=99_999)
LISTENS = 0.3
"""Seconds in which a no follows an order, if it comes."""

TEST_PATTERN = Point("test_pattern", "the number of the test pattern; 0 is none", settable=True)
LIGHT_OUTPUT = Point("light_output", "power of the lamp or laser, in the device's own steps", settable=True)
LAMP_MODE = Point("lamp_mode", "the number of the lamp's mode", settable=True)
BRIGHTNESS = Point("brightness", "brightness of the picture", settable=True)
CONTRAST = Point("contrast", "contrast of the picture", settable=True)
ORIENTATION = Point("orientation", "the number of the mounting position", settable=True, risk="b")
FADED = Point("fade_to_black", "picture and sound faded out", YES_NO, settable=True)
FADE_TIME = Point("fade_time", "how long fading takes, in the device's own steps", settable=True)
LENS = {"LHO": "lens_horizontal", "LVO": "lens_vertical", "ZOM": "zoom", "FCS": "focus"}
LENS_POINTS = (
    Point("lens_horizontal", "position of the lens, left and right", settable=True, risk="b"),
    Point("lens_vertical", "position of the lens, up and down", settable=True, risk="b"),
    Point("zoom", "position of the zoom", settable=True, risk="b"),
    Point("focus", "position of the focus", settable=True, risk="b"),
)
ACCESS = Point("access_level", "what this connection may do: 0, 1 or 2")
ITEM_NAME = Point("item_name", "what this item of the health report is").over("item")
ALARM = Point("alarm", "how bad this alarm is", tuple(std.Health)).over("alarm_item")
ALARM_NAME = Point("alarm_name", "what this alarm is about").over("alarm_item")
SENSOR_NAME = Point("sensor_name", "where this temperature is measured").over("sensor")
SWITCHES = ("shutter", "freeze", "fade_to_black")
RUNNING: When = {"power": (ON,)}


def asks(code: str, field: str, every: float, when: When | None = None, optional: bool = True) -> Query:
    """A question for one number: the text that may follow it is not believed, it differs per model."""
    answer = Line(f"({code}!{{{field}}})", heard=(f"({code}!{{{field}}} {{_}})",))
    return Query(
        Line(f"({code}?)", heard=(f"({code} ?)",)), answer, every=every, when=when, optional=optional
    )


def tells(code: str, point: str) -> tuple[Row, ...]:
    """An order: plain, with the blank left out, and with the two kinds of acknowledgement others may want."""
    field = f"{{{point}:order}}"
    bare = () if "+" in code else (f"({code}{field})",)
    return (
        Command(Line(f"({code} {field})", heard=bare), listens=LISTENS, prefer=1),
        Command(f"(${code} {field})", "$"),
        Command(f"(#{code} {field})", f"({code} {field})"),
    )


def dial(code: str, point: str, when: When | None = RUNNING) -> tuple[Row, ...]:
    """Question and order of a number."""
    return asks(code, point, 30, when), *tells(code, point)


def reported(
    group: str, axis: str, level: str, value: str, name: str, *others: Line, every: float = 60
) -> Query:
    """A status group: a message for each item, with its number, how bad it is, its value and its name."""
    line = f'(SST+{group}!{{{axis}}} {level} {value} "{{{name}}}")'
    return Query(f"(SST+{group}?)", line, *others, every=every, optional=True, gathers=True)


def item(group: str, number: str, point: str, name: str, *others: str) -> Line:
    """One item of a status group, known by its name."""
    said = f'(SST+{group}!{number} 000 "{{{point}}}" "Projector {name}")'
    heard = (f'(SST+{group}!{{_}} {{_}} "{{{point}}}" "{{_}}{part}{{_}}")' for part in (name, *others))
    return Line(said, heard=tuple(heard))


def source(code: str) -> tuple[Row, ...]:
    """Question and order of the input; some models want the channel named (SIN+MAIN)."""
    other = "SIN" if code != "SIN" else "SIN+MAIN"
    answer = Line(
        f'({code}!{{input}} "{{input:text}}")',
        heard=(f"({code}!{{input}})", f"({code}!{{input}} {{_}})"),
    )
    return (
        Query(Line(f"({code}?)", heard=(f"({other}?)",)), answer, every=10, when=RUNNING),
        *tells(code, "input"),
        *(replace(row, prefer=-1) for row in tells(other, "input") if isinstance(row, Command)),
    )


def power(field: str) -> Query:
    """The question for the power state."""
    said = f'(PWR!{field} "{{power:text}}")'
    line = Line(said, heard=(f"(PWR!{field})", f"(PWR!{field} {{_}})"))
    return Query(Line("(PWR?)", heard=("(PWR ?)",)), line, every=5)


NO_ALARM = Line(
    '(65535 00000 ERR00009 "{_:No status items}")',
    all="alarm_item",
    means={"alarm": GOOD, "alarm_name": "-"},
)
"""A group without items is answered like a mistake; of alarms, that is good news."""
COMMON: tuple[Row, ...] = (
    Query(
        Line("(SHU?)", heard=("(SHU ?)",)),
        Line('(SHU!{shutter} "{shutter:text}")', heard=("(SHU!{shutter})", "(SHU!{shutter} {_})")),
        every=10,
        optional=True,
    ),
    *tells("SHU", "shutter"),
    asks("FRZ", "freeze", 10, RUNNING),
    *tells("FRZ", "freeze"),
    *dial("ITP", "test_pattern"),
    asks("LPH", "lamp_hours", 60),
    *dial("LPI", "light_output"),
    *dial("LPM", "lamp_mode"),
    *dial("BRT", "brightness"),
    *dial("CON", "contrast"),
    *dial("SOR", "orientation", None),
    asks("FTB+SLCT", "fade_to_black", 30, RUNNING),
    *tells("FTB+SLCT", "fade_to_black"),
    *dial("FTB+TIME", "fade_time"),
    *(row for code, point in LENS.items() for row in dial(code, point)),
    reported("HLTH", "item", "{health}", '"{_:0}"', "item_name"),
    reported("ALRM", "alarm_item", "{alarm}", '"{_:0}"', "alarm_name", NO_ALARM, every=20),
    reported("TEMP", "sensor", "{_:000}", '"{temperature}"', "sensor_name"),
    Query(
        "(SST+CONF?)",
        item("CONF", "000", "model", "Model"),
        item("CONF", "001", "serial", "S/N", "Serial"),
        every=0,
        optional=True,
        gathers=True,
    ),
    Query("(PNG?)", "(PNG!{_:71} {firmware})", every=0, optional=True),
    asks("RAL", "access_level", 60),
    Refusal('(65535 00000 ERR00005 "{code}: Too Few Parameters")', {"": Reason.OUT_OF_RANGE}, of="({code})"),
    Refusal('(65535 00000 ERR{reason} "{_:Refused}")', ERRORS),
)
POINTS = (
    std.POWER, std.INPUT, std.SHUTTER, std.FREEZE, TEST_PATTERN, std.LAMP_HOURS, LIGHT_OUTPUT, LAMP_MODE,
    BRIGHTNESS, CONTRAST, ORIENTATION, FADED, FADE_TIME, *LENS_POINTS,
    std.HEALTH.over("item"), ITEM_NAME, ALARM, ALARM_NAME, std.TEMPERATURE.over("sensor"), SENSOR_NAME,
    std.MODEL, std.SERIAL, std.FIRMWARE, ACCESS,
)  # fmt: skip
ORDINARY = (power("{power}"), *tells("PWR", "power"), *COMMON)


def fit(driver: Driver, options: Options) -> Driver:
    """With the inputs of one hall, and `input_code: SIN+MAIN` where the model wants the channel named."""
    only(driver.name, options, ("inputs", "input_code"))
    table = named(options, "[0-9]{1,3}", "5")
    code = options.get("input_code", "SIN")
    if code not in ("SIN", "SIN+MAIN"):
        raise OptionError(("input_code",), "input_code is SIN or SIN+MAIN", "input_code 是 SIN 或 SIN+MAIN")
    spelling = {
        **driver.spelling,
        **(inputs({str(int(at)): name for at, name in table.items()}) if table else {}),
    }
    return replace(driver, spelling=spelling, talk=(*driver.talk[: -len(SIN)], *source(code)))


def inputs(table: dict[str, str]) -> dict[str, Coded]:
    """How an input is heard, whatever its number, and how it is ordered."""
    return {"input": Coded(table, other=OTHER, width=3), "input:order": Coded(table)}


SIN = source("SIN")
CHRISTIE = Driver(
    name="christie",
    standing="read",
    title="Christie projector (serial protocol)",
    source="Christie serial protocol, GS series and TruLife serial command guide",
    port=3002,
    transports=("tcp", "serial"),
    framing=Framing(Parens(), Parens(alone="$")),
    fold=True,
    patience=2,
    axes={"item": tuple(range(1, 9)), "alarm_item": tuple(range(1, 5)), "sensor": tuple(range(1, 5))},
    points=POINTS,
    spelling={
        "power": Coded(STATES, heard=MORE_STATES, width=3),
        "power:order": Coded({"1": ON, "0": OFF}),
        "power:text": Words(STATE_TEXTS),
        **inputs(INPUTS),
        "input:text": Text(escape=ESCAPES),
        ":order": Whole(low=-99_999, high=99_999),
        **{f"{key}:order": Coded({"1": True, "0": False}) for key in SWITCHES},
        **{key: Coded({"1": True, "0": False}, width=3) for key in SWITCHES},
        "shutter:text": Words({"Closed": True, "Open": False}),
        **dict.fromkeys(("test_pattern", "light_output", "lamp_mode", "brightness", "contrast"), NUMBERS),
        **dict.fromkeys(("orientation", "fade_time", *LENS.values()), NUMBERS),
        "lamp_hours": Whole(width=5, low=0, high=999_999),
        "access_level": Whole(width=3, low=0, high=9),
        "health": Level(),
        "alarm": Level(),
        "temperature": Measured(),
        "item": Whole(width=3, first=0),
        "alarm_item": Whole(width=3, first=0),
        "sensor": Whole(width=3, first=0),
        "firmware": Version(),
        "code": Code(),
        **dict.fromkeys(("item_name", "alarm_name", "sensor_name", "model", "serial"), Text(escape=ESCAPES)),
    },
    talk=(*ORDINARY, *SIN),
    fit=fit,
    about={
        "serial": Remark(
            "现行型号为 115200 8N1、软件流控：?baud=115200&xonxoff=1。",
            "115200 8N1 with software flow control on current models: ?baud=115200&xonxoff=1.",
        ),
        "inputs": Remark(
            "输入编号因型号而异：请在 options.inputs 中命名。",
            "The numbers of the inputs differ from model to model: name them in options.inputs.",
        ),
        "unverified": Remark(
            "状态组等级大于 0 时，1 读作警告，更高读作故障。",
            "Levels of a status group above 0 are read as warning (1) and failure.",
        ),
    },
)  # fmt: skip

CINEMA_STATES = Joint({
    "001": {"power": ON, "lamp": True},
    "000": {"power": ON, "lamp": False},
    "003": {"power": OFF, "lamp": False},
    "010": {"power": COOLING, "lamp": False},
    "011": {"power": WARMING, "lamp": True},
}, heard={
    "1": {"power": ON, "lamp": True},
    "0": {"power": ON, "lamp": False},
    "3": {"power": OFF, "lamp": False},
    "10": {"power": COOLING, "lamp": False},
    "11": {"power": WARMING, "lamp": True},
})  # fmt: skip
CHRISTIE_CINEMA = replace(
    CHRISTIE,
    name="christie_cinema",
    standing="bench",
    title="Christie cinema projector (serial protocol)",
    points=(*POINTS, std.LAMP),
    spelling={
        **CHRISTIE.spelling,
        "state": CINEMA_STATES,
        "power:order": Coded({"1": ON, "3": OFF}),
    },
    talk=(
        Query(
            Line("(PWR?)", heard=("(PWR ?)",)), Line("(PWR!{state})", heard=("(PWR!{state} {_})",)), every=5
        ),
        *tells("PWR", "power"),
        Action("lamp_off", "(PWR 0)", sets={"lamp": False}, stales=("power", "lamp")),
        *COMMON,
        *SIN,
    ),
)
