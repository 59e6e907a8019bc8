"""Network UPS Tools: whatever UPS a upsd knows, over TCP 3493.

Source: NUT network protocol (LIST, GET, INSTCMD, errors) and its names of variables and states. User and
password are those of upsd.users; reading needs none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from drivers import vocabulary as std
from drivers.errors import NotAuthorised, Reason
from drivers.points import Point, Value
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings_lists import Lists
from drivers.wire.greeting import Credentials, Greeting, Secret
from drivers.wire.options import OptionError, Options, only
from drivers.wire.remark import Remark
from drivers.wire.spelling import Real, Spelling, Text, Words
from drivers.wire.spelling_more import Wide
from drivers.wire.talk import Action, Command, Line, Query, Refusal, Row

R = Reason
YES_NO = std.YES_NO
ON_BATTERY = Point("on_battery", "whether it runs on its battery", YES_NO)
LOW = Point("battery_low", "whether the battery is about to be empty", YES_NO)
REPLACE = Point("battery_replace", "whether the battery has to be replaced", YES_NO)
OVERLOAD = Point("overload", "whether more hangs on it than it can carry", YES_NO)
BYPASS = Point("bypass", "whether the mains go past it, unprotected", YES_NO)
SHUTDOWN = Point("shutdown_pending", "whether it is about to shut down", YES_NO)
LEFT = Point("minutes_left", "minutes the battery will last", range=(0, 1e6), unit="min")
LOAD = Point("load_percent", "the load, of what it can carry", range=(0, 1000), unit="%")
BATTERY_VOLTAGE = Point("battery_voltage", "voltage of the battery", range=(0, 1e6), unit="V")
INPUT_VOLTAGE = Point("input_voltage", "voltage of the mains", range=(0, 1e6), unit="V")
OUTPUT_VOLTAGE = Point("output_voltage", "voltage at its output", range=(0, 1e6), unit="V")
BUZZER = Point(
    "buzzer", "whether it sounds when something is wrong", ("enabled", "disabled", "muted"), settable=True
)


@dataclass(frozen=True)
class Tokens:
    """Words in a line, each of which makes a point true; without any of them, `usual` is said."""

    table: Mapping[str, str]
    usual: str = ""

    pattern = r'[^"]*'

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.table.values())

    def read_all(self, text: str) -> Mapping[str, Value]:
        there = set(text.upper().split())
        return {field: word in there for word, field in self.table.items()}

    def write_all(self, values: Mapping[str, Value]) -> tuple[str, tuple[str, ...]]:
        said = [word for word, field in self.table.items() if values.get(field) is True]
        line = [] if values.get("on_battery") else [self.usual]
        return " ".join(line + said), self.fields


STATUS = Tokens(
    {
        "OB": "on_battery", "LB": "battery_low", "RB": "battery_replace", "OVER": "overload",
        "BYPASS": "bypass", "FSD": "shutdown_pending",
    },
    usual="OL",
)  # fmt: skip

VARIABLES = {
    "ups.status": '"{status}"', "battery.charge": '"{battery}"', "battery.runtime": '"{minutes_left}"',
    "ups.load": '"{load_percent}"', "battery.voltage": '"{battery_voltage}"',
    "input.voltage": '"{input_voltage}"', "output.voltage": '"{output_voltage}"',
    "input.frequency": '"{frequency}"', "ups.temperature": '"{temperature}"', "ups.realpower": '"{power_w}"',
    "ups.beeper.status": '"{buzzer}"', "ups.mfr": "{maker}", "ups.model": "{model}", "ups.serial": "{serial}",
    "ups.firmware": "{firmware}",
}  # fmt: skip
"""The variables a hall cares for; a list may hold any number of others."""

HEARD_AS_WELL = {"device.mfr": "{maker}", "device.model": "{model}", "device.serial": "{serial}"}
NUMBER = Real(1, low=0)
ERRORS = {
    "UNKNOWN-COMMAND": R.NOT_SUPPORTED,
    "ACCESS-DENIED": R.NOT_AUTHORISED, "USERNAME-REQUIRED": R.NOT_AUTHORISED,
    "PASSWORD-REQUIRED": R.NOT_AUTHORISED, "INVALID-USERNAME": R.NOT_AUTHORISED,
    "INVALID-PASSWORD": R.NOT_AUTHORISED, "VAR-NOT-SUPPORTED": R.NOT_SUPPORTED,
    "CMD-NOT-SUPPORTED": R.NOT_SUPPORTED, "READONLY": R.NOT_SUPPORTED,
    "UNKNOWN-UPS": R.NOT_SUPPORTED, "INVALID-ARGUMENT": R.OUT_OF_RANGE, "INVALID-VALUE": R.OUT_OF_RANGE,
    "TOO-LONG": R.OUT_OF_RANGE, "DATA-STALE": R.FAILED, "DRIVER-NOT-CONNECTED": R.FAILED,
    "INSTCMD-FAILED": R.FAILED, "SET-FAILED": R.FAILED,
}  # fmt: skip


def greet(login: Credentials) -> Greeting:
    """Our half: say who we are, where the hall's file does. upsd looks at it when something is ordered."""
    if not login.get("password"):
        return None
    for said in (
        f"USERNAME {login.get('user', '')}",
        Secret(f"PASSWORD {login['password']}", "PASSWORD ••••"),
    ):
        answer = yield said
        if not str(answer).startswith("OK"):
            raise NotAuthorised("password", "upsd did not accept user and password")
    return None


def unknown(word: str, line: str) -> Refusal:
    """Which no a upsd says where it does not know what such a line is about."""
    return Refusal(f"ERR {word}", {"": R.NOT_SUPPORTED}, of=line)


def variable(ups: str, name: str, value: str) -> Query:
    """One variable by itself."""
    return Query(f"GET VAR {ups} {name}", f"VAR {ups} {name} {value}", every=60)


ORDERS = (
    "beeper.disable", "beeper.enable", "beeper.mute", "load.off", "load.on", "shutdown.return",
    "test.battery.start.deep", "test.battery.start.quick",
)  # fmt: skip
"""What a UPS behind our own upsd can be told to do."""


def commands(ups: str) -> str:
    """The list of them, as upsd tells it."""
    lines = (f"CMD {ups} {order}" for order in ORDERS)
    return "\n".join((f"BEGIN LIST CMD {ups}", *lines, f"END LIST CMD {ups}"))


def rows(ups: str) -> tuple[Row, ...]:
    """The lines about the UPS of this name."""
    each = tuple(f"VAR {ups} {name} {value}" for name, value in {**VARIABLES, **HEARD_AS_WELL}.items())
    order, done = f"INSTCMD {ups}", Line("OK", heard=("OK {_}",))
    return (
        Query(
            f"LIST VAR {ups}",
            Line(f"BEGIN LIST VAR {ups}", each=each, tail=f"\nEND LIST VAR {ups}"),
            every=5,
        ),
        Query("LIST UPS", f"BEGIN LIST UPS\nUPS {ups} {{description}}\nEND LIST UPS", every=0),
        Query("VER", "Network UPS Tools upsd {protocol} - {_:https://www.networkupstools.org/}", every=0),
        *(variable(ups, name, value) for name, value in VARIABLES.items()),
        Command(f"{order} beeper.{{buzzer:order}}", done),
        Action("self_test", f"{order} test.battery.start.{{test}}", done, args={"test": ("quick", "deep")}),
        Action("load_off", f"{order} load.off", done, risk="c"),
        Action("load_on", f"{order} load.on", done, risk="c"),
        Action("shutdown_and_return", f"{order} shutdown.return", done, risk="c"),
        Query(f"LIST CMD {ups}", commands(ups), others=True),
        Query("HELP", "Commands: HELP VER GET LIST INSTCMD USERNAME PASSWORD LOGOUT", others=True),
        Query("LOGOUT", "OK Goodbye", others=True),
        Query("USERNAME {user_said}", "OK"),
        Query("PASSWORD {password_said}", "OK"),
        *(
            unknown(word, line)
            for word, line in (
                ("VAR-NOT-SUPPORTED", f"GET VAR {ups} {{_}}"),
                ("CMD-NOT-SUPPORTED", f"{order} {{_}}"),
                ("UNKNOWN-UPS", "GET VAR {_}"),
                ("UNKNOWN-UPS", "LIST VAR {_}"),
                ("UNKNOWN-UPS", "LIST CMD {_}"),
                ("UNKNOWN-UPS", "INSTCMD {_}"),
            )
        ),
        Refusal("ERR {reason}", ERRORS),
    )


SPELLING: dict[str, Spelling | Wide] = {
    "status": STATUS,
    **dict.fromkeys(
        ("battery", "load_percent", "battery_voltage", "input_voltage", "output_voltage", "frequency",
         "temperature", "power_w"),
        NUMBER,
    ),
    "minutes_left": Real(0, scale=1 / 60, low=0),
    "battery": Real(0, low=0),
    "buzzer:order": Words({"enable": "enabled", "disable": "disabled", "mute": "muted"}),
    **dict.fromkeys(("maker", "model", "serial", "firmware", "description"), Text(quote='"')),
}  # fmt: skip


def fit(driver: Driver, options: Options) -> Driver:
    """`ups`: the name that upsd knows it by."""
    only(driver.name, options, ("ups",))
    ups = options.get("ups", "ups")
    if not isinstance(ups, str) or not ups.replace("-", "").replace("_", "").replace(".", "").isalnum():
        raise OptionError(
            ("ups",), "ups is the name in ups.conf, such as rack", "ups 是 ups.conf 中的名称，例如 rack"
        )
    return replace(driver, talk=rows(ups))


NUT = Driver(
    name="nut",
    title="UPS behind Network UPS Tools (upsd)",
    source="NUT network protocol",
    standing="read",
    port=3493,
    framing=Framing(says=Lists(begins="\n"), hears=Lists()),
    patience=3.0,
    greet=greet,
    byes=("LOGOUT",),
    session={"user_said": None, "password_said": None},
    points=(
        ON_BATTERY, LOW, REPLACE, OVERLOAD, BYPASS, SHUTDOWN, std.BATTERY, LEFT, LOAD, BATTERY_VOLTAGE,
        INPUT_VOLTAGE, OUTPUT_VOLTAGE, std.FREQUENCY, std.TEMPERATURE, std.POWER_W, BUZZER, std.MAKER,
        std.MODEL, std.SERIAL, std.FIRMWARE, Point("description", "what upsd calls it"),
        Point("protocol", "the version of upsd"),
    ),
    spelling=SPELLING,
    talk=rows("ups"),
    fit=fit,
    about={"ups": Remark(
        "ups.conf 中的名称：options: {ups: rack}；不写则为 ups",
        "the name in ups.conf: options: {ups: rack}; without it, ups",
    )},
)  # fmt: skip
