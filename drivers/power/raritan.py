"""Raritan and Legrand rack PDUs (PX2, PX3, PX4, Xerus) over SNMP.

Source: PDU2-MIB, enterprise 13742.6. Every reading is a number whose decimals stand in another table; both
are asked for together, with whether the reading is available at all. `options: {unit: 2}` is the second unit
behind one address.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from drivers import vocabulary as std
from drivers.points import Point, Value
from drivers.power.snmp_parts import (
    AGENT,
    IDENTITY,
    LOW,
    NEAR,
    NO,
    NORMAL,
    OVER,
    PLACE,
    STARTED,
    UPTIME,
    Decimals,
    chosen,
    system,
)
from drivers.vocabulary import FAILED, GOOD, WARNING
from drivers.wire.driver import Driver
from drivers.wire.objects import Objects
from drivers.wire.options import Options, only
from drivers.wire.spelling import Text, Words
from drivers.wire.talk import ALL, ECHO, Action, Command, Notice, Query, Row
from drivers.wire.walks import Walk

R = "1.3.6.1.4.1.13742.6"
CURRENT, VOLTAGE, POWER, APPARENT, ENERGY, TRIP, FREQUENCY = 1, 4, 5, 6, 8, 15, 23
OUTLET, INLET, POLE, FUSE = ("5.4.3", "3.5.4"), ("5.2.3", "3.3.4"), ("5.2.4", "3.3.6"), ("5.3.3", "3.4.4")
"""The table of each kind of reading, and the one that says its decimals."""

INLET_LOAD = replace(std.LOAD, key="inlet_load", about="current of this inlet")
INLET_VOLTAGE = replace(std.VOLTAGE, key="inlet_voltage", about="voltage of this inlet")
INLET_STATE = replace(std.LOAD_STATE, key="inlet_state", about="the load of this inlet against its limits")
PHASE_STATE = replace(std.LOAD_STATE, key="phase_state", about="the load of this phase against its limits")
OUTLET_STATE = replace(std.LOAD_STATE, key="outlet_state", about="the load of this outlet against its limits")
BANK_LOAD = replace(std.LOAD, key="bank_load", about="current of this bank")
OUTLET_POWER = replace(std.POWER_W, key="outlet_power", about="real power drawn at this outlet")
SENSOR_STATE = replace(std.HEALTH, key="sensor_state", about="what this sensor shows, against its limits")
RATED_CURRENT = Point("rated_current", "the current the device is built for, as its plate says")
OFF_TIME = Point(
    "off_time", "seconds a cycled outlet stays off", range=(1, 3600), step=1, unit="s", settable=True
)

LOADS = Words(
    {"4": NORMAL, "3": LOW, "5": NEAR, "6": OVER},
    heard={"2": LOW, "-1": None, "12": NORMAL, "0": OVER, "1": NORMAL},
)
SENSORS = Words(
    {"4": GOOD, "5": WARNING, "6": FAILED},
    heard={
        "-1": None, "2": FAILED, "3": WARNING, "0": GOOD, "1": GOOD, "7": GOOD, "8": GOOD, "9": WARNING,
        "10": GOOD, "11": FAILED, "12": GOOD, "14": FAILED, "15": WARNING, "16": GOOD, "17": GOOD,
        "26": FAILED, "27": WARNING, "28": FAILED, "29": GOOD, "30": WARNING,
    },
)  # fmt: skip


@dataclass(frozen=True)
class Climate:
    """A sensor's number, its decimals, its kind (10 temperature, 11 humidity), unit (14 Fahrenheit), and
    whether it is available (2 is not: then the number is 0 and means nothing).
    """

    pattern = r"(?:-?[0-9]{1,9}|!) (?:[0-9]{1,2}|!) (?:[0-9]{1,3}|!) (?:-?[0-9]{1,3}|!) (?:[0-9]|!)"
    fields = ("temperature", "humidity")

    def read_all(self, text: str) -> Mapping[str, Value]:
        raw, digits, kind, unit, available = text.split(" ")
        value = None if "!" in (raw, digits) or available == "2" else int(raw) / 10 ** int(digits)
        if value is not None and unit == "14":
            value = round((value - 32) / 1.8, 1)
        return {"temperature": value if kind == "10" else None, "humidity": value if kind == "11" else None}

    def write_all(self, values: Mapping[str, Value]) -> tuple[str, tuple[str, ...]]:
        for field, kind in (("temperature", "10 7"), ("humidity", "11 9")):
            value = values.get(field)
            if isinstance(value, int | float):
                return f"{round(value * 10)} 1 {kind} 1", (field,)
        raise ValueError("neither a temperature nor a humidity")


def reading(kind: tuple[str, str], at: str, field: str) -> str:
    """A measured value with its decimals, and whether it is available."""
    value, config = (f"{R}.{table}.1" for table in kind)
    return f"{value}.4.{at} & {config}.7.{at} & {value}.2.{at} = ggi {{{field}}}"


def state(kind: tuple[str, str], at: str, field: str) -> str:
    """Where a measured value stands between its limits."""
    return f"{R}.{kind[0]}.1.3.{at} = i {{{field}}}"


def identity(unit: int) -> tuple[Row, ...]:
    """What it has, and who it is."""
    return (
        Query(Walk(f"{R}.3.5.3.1.2.{unit}.{{socket}} = s {{socket}}"), every=0),
        Query(Walk(f"{R}.3.3.3.1.2.{unit}.{{inlet}} = s I{{inlet}}"), every=0),
        Query(Walk(f"{R}.5.2.4.1.4.{unit}.1.{{phase}}.{CURRENT}"), every=0),
        Query(Walk(f"{R}.5.3.3.1.4.{unit}.{{bank}}.{CURRENT}"), every=0),
        Query(Walk(f"{R}.3.6.3.1.2.{unit}.{{sensor}}"), every=0),
        Query(
            Objects(
                f"{R}.3.2.1.1.2.{unit} = s {{maker}}",
                f"{R}.3.2.1.1.3.{unit} = s {{model}}",
                f"{R}.3.2.1.1.4.{unit} = s {{serial}}",
                f"{R}.3.2.1.1.6.{unit} = s {{rated_current}}",
                f"{R}.3.2.3.1.6.{unit}.1.1 = s {{firmware}}",
            ),
            every=0,
        ),
    )


def outlets(unit: int) -> tuple[Row, ...]:
    """Outlets: switched, measured and named."""
    at, switch = f"{unit}.{{socket}}", f"{R}.4.1.2.1"
    return (
        Query(Objects(f"{switch}.3.{at} = i {{outlet}}"), every=5),
        Query(
            Objects(
                reading(OUTLET, f"{at}.{CURRENT}", "load"),
                reading(OUTLET, f"{at}.{POWER}", "outlet_power"),
                state(OUTLET, f"{at}.{CURRENT}", "outlet_state"),
            ),
            every=10,
        ),
        Query(Objects(f"{R}.3.5.3.1.3.{at} = s {{label}}"), every=300),
        Query(Objects(f"{R}.3.2.2.1.37.{unit} = g {{off_time}}"), every=300),
        Command(Objects(f"{switch}.2.{at} = i {{outlet:command}}"), ECHO, settle=0.5),
        Command(Objects(f"{R}.3.5.3.1.3.{at} = s {{label}}"), ECHO),
        Command(Objects(f"{R}.3.2.2.1.37.{unit} = g {{off_time}}"), ECHO),
        Action("cycle", Objects(f"{switch}.2.{at} = i 2"), ECHO, stales=("outlet",), risk="c"),
    )


def inlets(unit: int) -> tuple[Row, ...]:
    """What comes in, by inlet and by phase, and what is behind each breaker."""
    inlet, pole, fuse = f"{unit}.{{inlet}}", f"{unit}.1.{{phase}}", f"{unit}.{{bank}}"
    return (
        Query(
            Objects(
                reading(INLET, f"{inlet}.{CURRENT}", "inlet_load"),
                reading(INLET, f"{inlet}.{VOLTAGE}", "inlet_voltage"),
                reading(INLET, f"{inlet}.{POWER}", "power_w"),
                reading(INLET, f"{inlet}.{APPARENT}", "apparent_power"),
                reading(INLET, f"{inlet}.{ENERGY}", "energy"),
                reading(INLET, f"{inlet}.{FREQUENCY}", "frequency"),
                state(INLET, f"{inlet}.{CURRENT}", "inlet_state"),
            ),
            every=10,
        ),
        Query(
            Objects(
                reading(POLE, f"{pole}.{CURRENT}", "current"),
                reading(POLE, f"{pole}.{VOLTAGE}", "voltage"),
                state(POLE, f"{pole}.{CURRENT}", "phase_state"),
            ),
            every=10,
        ),
        Query(
            Objects(
                reading(FUSE, f"{fuse}.{CURRENT}", "bank_load"), state(FUSE, f"{fuse}.{TRIP}", "breaker")
            ),
            every=10,
        ),
    )


def rows(unit: int) -> tuple[Row, ...]:
    """Every row, for one unit behind the address."""
    sensor, config = f"{unit}.{{sensor}}", f"{R}.3.6.3.1"
    configured = (f"{config}.{column}.{sensor}" for column in (17, 2, 16))
    climate = (f"{R}.5.5.3.1.4.{sensor}", *configured, f"{R}.5.5.3.1.2.{sensor}")
    return (
        system(R),
        *identity(unit),
        *outlets(unit),
        *inlets(unit),
        Query(
            Objects(
                f"{' & '.join(climate)} = igiii {{climate}}",
                f"{R}.5.5.3.1.3.{sensor} = i {{sensor_state}}",
            ),
            every=30,
            optional=True,
        ),
        Notice(f"trap {R}.0.{{_}}", stales=(ALL,)),
        STARTED,
        NO,
    )


def fit(driver: Driver, options: Options) -> Driver:
    """One unit of several that are cascaded."""
    only(driver.name, options, ("unit",))
    return replace(driver, talk=rows(chosen(options, "unit", 1, 256)))


RARITAN_PDU2 = Driver(
    name="raritan_pdu2",
    title="Raritan / Legrand rack PDU (PX2, PX3, PX4, Xerus)",
    source="PDU2-MIB",
    standing="read",
    **AGENT,
    fit=fit,
    axes={"socket": (), "inlet": (1,), "phase": (), "bank": (), "sensor": ()},
    points=(
        *IDENTITY, std.MAKER, std.MODEL, std.SERIAL, std.FIRMWARE, RATED_CURRENT, OFF_TIME,
        std.OUTLET.over("socket"), std.LABEL.over("socket"), std.LOAD.over("socket"),
        OUTLET_POWER.over("socket"), OUTLET_STATE.over("socket"),
        INLET_LOAD.over("inlet"), INLET_VOLTAGE.over("inlet"), INLET_STATE.over("inlet"),
        std.POWER_W.over("inlet"), std.APPARENT_POWER.over("inlet"), std.ENERGY.over("inlet"),
        std.FREQUENCY.over("inlet"),
        std.CURRENT.over("phase"), std.VOLTAGE.over("phase"), PHASE_STATE.over("phase"),
        BANK_LOAD.over("bank"), std.BREAKER.over("bank"),
        std.TEMPERATURE.over("sensor"), std.HUMIDITY.over("sensor"), SENSOR_STATE.over("sensor"),
    ),
    spelling={
        "uptime": UPTIME,
        "outlet": Words({"7": True, "8": False}, heard={"-1": None}),
        "outlet:command": Words({"1": True, "0": False}),
        "label": Text(longest=64),
        "load": Decimals(3), "inlet_load": Decimals(3), "current": Decimals(3), "bank_load": Decimals(3),
        "inlet_voltage": Decimals(0), "voltage": Decimals(0), "frequency": Decimals(1, high=1000),
        "outlet_power": Decimals(0), "power_w": Decimals(0), "apparent_power": Decimals(0),
        "energy": Decimals(0, scale=0.001),
        "outlet_state": LOADS, "inlet_state": LOADS, "phase_state": LOADS,
        "breaker": Words({"1": GOOD, "0": FAILED}, heard={"-1": None}),
        "climate": Climate(),
        "humidity": Words({}),  # said by `climate` only, of a sensor that has no temperature
        "sensor_state": SENSORS,
        "off_time": PLACE,
        "socket": PLACE, "inlet": PLACE, "phase": PLACE, "bank": PLACE, "sensor": PLACE,
    },
    talk=rows(1),
)  # fmt: skip
