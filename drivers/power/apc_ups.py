"""APC Smart-UPS with a network management card, over SNMP; outlet groups where it has them.

Source: PowerNet-MIB, enterprise 318, branch 1.1.1. Times are hundredths of a second. Most numbers stand
there twice, whole and in tenths; the finer one counts where a card has both. Newer cards answer RFC
1628 as well, which says less.
"""

from dataclasses import replace

from drivers import vocabulary as std
from drivers.points import Point
from drivers.power.snmp_parts import ABSENT, AGENT, IDENTITY, NO, PLACE, STARTED, UPTIME, Finer, system
from drivers.power.ups_parts import (
    BATTERY_TEMPERATURE,
    BATTERY_VOLTAGE,
    INPUT_VOLTAGE,
    OUTPUT_CURRENT,
    OUTPUT_FREQUENCY,
    OUTPUT_VOLTAGE,
    SECONDS,
    SUPPLY,
    TEST_RESULT,
)
from drivers.vocabulary import FAILED, GOOD, WARNING
from drivers.wire.driver import Driver
from drivers.wire.objects import Objects
from drivers.wire.spelling import Real, Text, Words
from drivers.wire.spelling_more import Joint
from drivers.wire.talk import ALL, ECHO, Action, Command, Notice, Query, Row
from drivers.wire.walks import Walk

APC = "1.3.6.1.4.1.318"
P = f"{APC}.1.1.1"
GROUPS = f"{P}.12.1.2.1"
CAUSES = (
    "none", "high_voltage", "brownout", "blackout", "small_sag", "deep_sag", "small_spike", "large_spike",
    "self_test", "rate_of_change",
)  # fmt: skip
CAUSE = Point("transfer_cause", "why it last left the mains", CAUSES)
TESTED = Point("test_date", "when the battery was last tested, as the device says")
REPLACED = Point("battery_date", "when the battery was last replaced, as the device says")

SAID = {
    "2": "mains", "3": "battery", "6": "bypass", "4": "booster", "12": "reducer", "7": "none", "1": "other",
}  # fmt: skip
ALSO = {
    "5": "none", "8": "none", "9": "bypass", "10": "bypass", "11": "none", "13": "mains", "14": "mains",
    "15": "battery", "16": "bypass", "17": "bypass", "18": "mains", "19": "mains", "20": "mains",
    "21": "mains", "22": "mains", "23": "mains", "24": "battery", "25": "none", "26": "mains", "27": "other",
    "28": "mains",
}  # fmt: skip
STATUS = Joint(
    {text: {"supply": supply, "on_battery": supply == "battery"} for text, supply in SAID.items()},
    heard={text: {"supply": supply, "on_battery": supply == "battery"} for text, supply in ALSO.items()},
)


def gauge(scale: float = 1, high: float | None = None, low: float = 0) -> Real:
    """A number of this scale; -1 where there is none."""
    return Real(places=0, scale=scale, low=low, high=high, absent=ABSENT)


def control(name: str, column: str, number: int, risk: str = "c") -> Row:
    """Something the UPS does once."""
    stales = ("supply", "on_battery", "test_result")
    return Action(name, Objects(f"{P}.{column}.0 = i {number}"), ECHO, stales=stales, risk=risk)


def group(name: str, number: int) -> Row:
    """Something an outlet group does once."""
    told = Objects(f"{P}.12.3.2.1.3.{{socket}} = i {number}")
    return Action(name, told, ECHO, stales=("outlet", "pending"), risk="c")


APC_UPS = Driver(
    name="apc_ups",
    title="APC Smart-UPS with network management card",
    source="PowerNet-MIB, ups",
    standing="read",
    **AGENT,
    axes={"socket": (), "part": ("battery",)},
    points=(
        *IDENTITY, std.MODEL, std.SERIAL, std.FIRMWARE, std.ON_BATTERY, SUPPLY, std.MINUTES_LEFT,
        std.BATTERY, std.BATTERY_REPLACE, std.HEALTH.over("part"), SECONDS, BATTERY_VOLTAGE,
        BATTERY_TEMPERATURE, REPLACED, INPUT_VOLTAGE, std.FREQUENCY, CAUSE, OUTPUT_VOLTAGE,
        OUTPUT_FREQUENCY, OUTPUT_CURRENT, std.LOAD_PERCENT, std.POWER_W, TEST_RESULT, TESTED,
        replace(std.OUTLET, about="whether this outlet group is live").over("socket"),
        std.PENDING.over("socket"), replace(std.LABEL, settable=False).over("socket"),
    ),
    spelling={
        "uptime": UPTIME, "status": STATUS,
        "minutes_left": Real(places=0, scale=1 / 6000, low=0, absent=ABSENT),
        "seconds_on_battery": gauge(0.01), "battery": Finer(high=100),
        "battery_replace": Words({"1": False, "2": True}),
        "health": Words({"2": GOOD, "3": WARNING, "4": FAILED}, heard={"1": None, "5": None}),
        "battery_voltage": Finer(), "battery_temperature": Finer(low=-60, high=250),
        "input_voltage": Finer(), "frequency": Finer(high=1000), "output_voltage": Finer(),
        "output_frequency": Finer(high=1000), "output_current": Finer(), "load_percent": Finer(high=1000),
        "power_w": gauge(),
        "transfer_cause": Words({str(number): cause for number, cause in enumerate(CAUSES, 1)}),
        "test_result": Words({"1": "passed", "2": "failed", "3": "aborted", "4": "running"}),
        "outlet": Words({"1": True, "2": False}, heard={"3": None}),
        "pending": Words({"1": True, "2": False}),
        "label": Text(longest=32), "socket": PLACE,
    },
    talk=(
        system(f"{APC}.1.3.27"),
        Query(Walk(f"{GROUPS}.3.{{socket}}"), every=0),
        Query(
            Objects(
                f"{P}.1.1.1.0 = s {{model}}",
                f"{P}.1.2.1.0 = s {{firmware}}",
                f"{P}.1.2.3.0 = s {{serial}}",
                f"{P}.2.1.3.0 = s {{battery_date}}",
            ),
            every=0,
        ),
        Query(
            Objects(
                f"{P}.4.1.1.0 = i {{status}}",
                f"{P}.2.1.1.0 = i {{health[battery]}}",
                f"{P}.2.1.2.0 = t {{seconds_on_battery}}",
                f"{P}.2.3.1.0 & {P}.2.2.1.0 = g {{battery}}",
                f"{P}.2.2.3.0 = t {{minutes_left}}",
                f"{P}.2.2.4.0 = i {{battery_replace}}",
                f"{P}.4.3.3.0 & {P}.4.2.3.0 = g {{load_percent}}",
            ),
            every=5,
        ),
        Query(
            Objects(
                f"{P}.2.3.2.0 & {P}.2.2.2.0 = g {{battery_temperature}}",
                f"{P}.2.3.4.0 & {P}.2.2.8.0 = i {{battery_voltage}}",
                f"{P}.3.3.1.0 & {P}.3.2.1.0 = g {{input_voltage}}",
                f"{P}.3.3.4.0 & {P}.3.2.4.0 = g {{frequency}}",
                f"{P}.3.2.5.0 = i {{transfer_cause}}",
                f"{P}.4.3.1.0 & {P}.4.2.1.0 = g {{output_voltage}}",
                f"{P}.4.3.2.0 & {P}.4.2.2.0 = g {{output_frequency}}",
                f"{P}.4.3.4.0 & {P}.4.2.4.0 = g {{output_current}}",
                f"{P}.4.2.8.0 = i {{power_w}}",
                f"{P}.7.2.3.0 = i {{test_result}}",
                f"{P}.7.2.4.0 = s {{test_date}}",
            ),
            every=15,
        ),
        Query(
            Objects(f"{GROUPS}.3.{{socket}} = i {{outlet}}", f"{GROUPS}.4.{{socket}} = i {{pending}}"),
            every=5,
            optional=True,
        ),
        Query(Objects(f"{GROUPS}.2.{{socket}} = s {{label}}"), every=300, optional=True),
        Command(Objects(f"{P}.12.3.2.1.3.{{socket}} = i {{outlet}}"), ECHO, settle=0.5),
        group("cycle", 3),
        group("on_delayed", 4),
        group("off_delayed", 5),
        group("cycle_delayed", 6),
        group("cancel", 7),
        control("self_test", "7.2.2", 2),
        control("turn_off", "6.2.1", 2),
        control("turn_off_gracefully", "6.2.1", 3),
        control("turn_on", "6.2.6", 2),
        control("beep", "6.2.5", 2, risk="b"),
        control("simulate_power_fail", "6.2.4", 2),
        control("bypass_on", "6.2.7", 2),
        control("bypass_off", "6.2.7", 3),
        Notice(f"trap {APC}.0.{{_}}", stales=(ALL,)),
        STARTED,
        NO,
    ),
)  # fmt: skip
