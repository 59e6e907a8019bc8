"""Any uninterruptible supply with a standard network card, over SNMP.

Source: RFC 1628, UPS-MIB (1.3.6.1.2.1.33). Cards say -1 or 0 for what they do not know, and some give whole
hertz. What stands in the alarm table is read with it: a worn battery, an overload, a bad fan.
"""

from drivers import vocabulary as std
from drivers.points import Point
from drivers.power.snmp_parts import AGENT, DESCRIPTION, NO, PLACE, STARTED, UPTIME
from drivers.power.ups_parts import (
    ALARMS,
    BATTERY_TEMPERATURE,
    BATTERY_VOLTAGE,
    INPUT_CURRENT,
    INPUT_VOLTAGE,
    OUTPUT_CURRENT,
    OUTPUT_FREQUENCY,
    OUTPUT_VOLTAGE,
    SECONDS,
    SUPPLY,
    TEST_RESULT,
    Hertz,
)
from drivers.vocabulary import FAILED, GOOD, WARNING
from drivers.wire.driver import Driver
from drivers.wire.objects import Objects
from drivers.wire.spelling import Real, Text, Whole, Words
from drivers.wire.spelling_more import Joint
from drivers.wire.talk import ALL, ECHO, Action, Command, Notice, Query
from drivers.wire.walks import Listed

U = "1.3.6.1.2.1.33"
OUT = f"{U}.1.4.4.1"
SOURCES = {
    "3": ("mains", False), "5": ("battery", True), "4": ("bypass", False), "6": ("booster", False),
    "7": ("reducer", False), "2": ("none", False), "1": ("other", False),
}  # fmt: skip
OUTPUT = Joint({text: {"supply": supply, "on_battery": on} for text, (supply, on) in SOURCES.items()})
BUZZER = Point("buzzer", "whether alarms are heard", ("disabled", "enabled", "muted"), settable=True)
RESTARTS = Point("auto_restart", "whether it starts again when mains return", std.YES_NO, settable=True)
RATED = Point("rated_power", "the power the device is built for", range=(0, 1e6), unit="W")
LOCK = Point("test_lock", "the number a test has to be ordered with", range=(0, 2**31 - 1), step=1)
TESTS = {
    f"{U}.1.7.7.{number}": name for number, name in ((2, "abort"), (3, "general"), (4, "quick"), (5, "deep"))
}
PARTS = {
    "temperature": 5, "input": 6, "output": 7, "load": 8, "bypass": 10, "charger": 13, "fan": 16, "fuse": 17,
    "device": 18, "test": 19, "communication": 20,
}  # fmt: skip
"""Parts by the number of the alarm that means them."""
STANDING = Listed(
    f"{U}.1.6",
    f"{U}.1.6.2.1.2",
    {
        "battery_replace": (1, f"{U}.1.6.3.1", True, False),
        "shutdown_pending": (22, f"{U}.1.6.3.22", True, False),
        **{f"health[{part}]": (n, f"{U}.1.6.3.{n}", FAILED, GOOD) for part, n in PARTS.items()},
    },
)
PENDING = Point("shutdown_pending", "whether it is about to shut down", std.YES_NO)
MINUS = ("-1",)
DELAY = Whole(low=0, high=2**31 - 1)


def number(scale: float = 1, high: float | None = None) -> Real:
    """A number of this scale; -1 where the card does not know it."""
    return Real(places=0, scale=scale, low=0, high=high, absent=MINUS)


UPS_RFC1628 = Driver(
    name="ups_rfc1628",
    title="UPS with a standard network card (RFC 1628)",
    source="RFC 1628, UPS-MIB",
    standing="read",
    **AGENT,
    axes={"line": (1,), "out": (1,), "part": ("battery", *PARTS)},
    points=(
        DESCRIPTION, std.UPTIME, std.NAME, std.MAKER, std.MODEL, std.FIRMWARE, std.ON_BATTERY, SUPPLY,
        std.MINUTES_LEFT, std.BATTERY, std.BATTERY_REPLACE, std.HEALTH.over("part"), SECONDS,
        BATTERY_VOLTAGE, BATTERY_TEMPERATURE, INPUT_VOLTAGE.over("line"), INPUT_CURRENT.over("line"),
        std.FREQUENCY.over("line"), OUTPUT_FREQUENCY, OUTPUT_VOLTAGE.over("out"), OUTPUT_CURRENT.over("out"),
        std.POWER_W.over("out"), std.LOAD_PERCENT.over("out"), ALARMS, PENDING, TEST_RESULT, LOCK, BUZZER,
        RESTARTS, RATED,
    ),
    spelling={
        "uptime": UPTIME, "output": OUTPUT,
        "name": Text(longest=63),
        "minutes_left": number(), "battery": number(high=100), "seconds_on_battery": number(),
        "battery_voltage": number(0.1),
        "battery_temperature": Real(places=0, low=-60, high=250, absent=("0", *MINUS)),
        "input_voltage": number(), "input_current": number(0.1), "frequency": Hertz(),
        "output_frequency": Hertz(), "output_voltage": number(), "output_current": number(0.1),
        "power_w": number(), "load_percent": number(high=1000), "alarms": number(), "rated_power": number(),
        "health:battery": Words({"2": GOOD, "3": WARNING, "4": FAILED}, heard={"1": None}),
        "buzzer": Words({"1": "disabled", "2": "enabled", "3": "muted"}),
        "auto_restart": Words({"1": True, "2": False}),
        "test_result": Words(
            {"1": "passed", "2": "warning", "3": "failed", "4": "aborted", "5": "running", "6": "none"}
        ),
        "test_lock": Whole(low=0), "line": PLACE, "out": PLACE,
    },
    talk=(
        Query(
            Objects(
                "1.3.6.1.2.1.1.1.0 = s {description}", "1.3.6.1.2.1.1.3.0 = t {uptime}",
                reads=f"1.3.6.1.2.1.1.2.0 = o {{_:{U}}}",
            ),
            every=30,
        ),
        Query(
            Objects(
                f"{U}.1.1.1.0 = s {{maker}}", f"{U}.1.1.2.0 = s {{model}}", f"{U}.1.1.3.0 = s {{firmware}}",
                f"{U}.1.1.5.0 = s {{name}}", f"{U}.1.3.2.0 = i {{#line}}", f"{U}.1.4.3.0 = i {{#out}}",
                f"{U}.1.9.6.0 = i {{rated_power}}",
            ),
            every=0,
        ),
        Query(
            Objects(
                f"{U}.1.4.1.0 = i {{output}}", f"{U}.1.2.1.0 = i {{health[battery]:battery}}",
                f"{U}.1.2.2.0 = i {{seconds_on_battery}}", f"{U}.1.2.3.0 = i {{minutes_left}}",
                f"{U}.1.2.4.0 = i {{battery}}", f"{U}.1.6.1.0 = g {{alarms}}",
            ),
            every=5,
        ),
        Query(STANDING, every=15),
        Query(
            Objects(
                f"{U}.1.2.5.0 = i {{battery_voltage}}", f"{U}.1.2.7.0 = i {{battery_temperature}}",
                f"{U}.1.3.3.1.2.{{line}} = i {{frequency}}", f"{U}.1.3.3.1.3.{{line}} = i {{input_voltage}}",
                f"{U}.1.3.3.1.4.{{line}} = i {{input_current}}", f"{U}.1.4.2.0 = i {{output_frequency}}",
                f"{OUT}.2.{{out}} = i {{output_voltage}}", f"{OUT}.3.{{out}} = i {{output_current}}",
                f"{OUT}.4.{{out}} = i {{power_w}}", f"{OUT}.5.{{out}} = i {{load_percent}}",
            ),
            every=10,
        ),
        Query(
            Objects(
                f"{U}.1.7.2.0 = i {{test_lock}}", f"{U}.1.7.3.0 = i {{test_result}}",
                f"{U}.1.8.5.0 = i {{auto_restart}}", f"{U}.1.9.8.0 = i {{buzzer}}",
            ),
            every=60,
            optional=True,
        ),
        Command(Objects(f"{U}.1.8.5.0 = i {{auto_restart}}"), ECHO),
        Command(Objects(f"{U}.1.9.8.0 = i {{buzzer}}"), ECHO),
        Action(
            "self_test", Objects(f"{U}.1.7.2.0 = i {{lock}}", f"{U}.1.7.1.0 = o {{test}}"), ECHO,
            args={"lock": Whole(low=0), "test": Words(TESTS)}, stales=("test_lock", "test_result"), risk="c",
        ),
        Action("shutdown", Objects(f"{U}.1.8.2.0 = i {{delay}}"), ECHO, args={"delay": DELAY}, risk="c"),
        Action("startup", Objects(f"{U}.1.8.3.0 = i {{delay}}"), ECHO, args={"delay": DELAY}, risk="c"),
        Action(
            "reboot", Objects(f"{U}.1.8.4.0 = i {{duration}}"), ECHO,
            args={"duration": Whole(low=0, high=300)}, risk="c",
        ),
        Action("cancel_shutdown", Objects(f"{U}.1.8.2.0 = i -1"), ECHO),
        Action("cancel_startup", Objects(f"{U}.1.8.3.0 = i -1"), ECHO),
        Action("cancel_reboot", Objects(f"{U}.1.8.4.0 = i -1"), ECHO),
        Notice(f"trap {U}.2.{{_}}", stales=(ALL,)),
        Notice(f"trap {U}.2.0.{{_}}", stales=(ALL,)),
        STARTED,
        NO,
    ),
)  # fmt: skip
