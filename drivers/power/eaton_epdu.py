"""Eaton ePDU G3 and G4 over SNMP.

Source: EATON-EPDU-MIB, enterprise 534.6.6.7. Switching is a countdown: the seconds until it happens are
written (0 is now, -1 takes it back), and read back while they run. `options: {unit: 1}` is the first unit
daisy-chained behind the master (0), `{input: 2}` the second input of a unit with two.
"""

from collections.abc import Iterable
from dataclasses import replace

from drivers import vocabulary as std
from drivers.points import Point
from drivers.power.snmp_parts import (
    ABSENT,
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
    Degrees,
    Probed,
    chosen,
    system,
)
from drivers.vocabulary import FAILED, GOOD
from drivers.wire.driver import Driver
from drivers.wire.objects import Objects
from drivers.wire.options import Options, only
from drivers.wire.spelling import Real, Text, Whole, Words
from drivers.wire.spelling_more import Joint
from drivers.wire.talk import ALL, ECHO, Action, Command, Notice, Query, Row
from drivers.wire.walks import Walk

E = "1.3.6.1.4.1.534.6.6.7"
BANK_LOAD = replace(std.LOAD, key="bank_load", about="current of this section")
BANK_STATE = replace(std.LOAD_STATE, key="bank_state", about="the load of this section against its limits")
BANK_POWER = replace(std.POWER_W, key="bank_power", about="real power drawn at this section")
BANK_LABEL = replace(std.LABEL, key="bank_label", about="the name given to this section on the device")
PHASE_STATE = replace(std.LOAD_STATE, key="phase_state", about="the load of this phase against its limits")
OUTLET_STATE = replace(std.LOAD_STATE, key="outlet_state", about="the load of this outlet against its limits")
OUTLET_POWER = replace(std.POWER_W, key="outlet_power", about="real power drawn at this outlet")
OUTLET_ENERGY = replace(std.ENERGY, key="outlet_energy", about="energy drawn at this outlet")
CONTACT = Point("contact_closed", "whether this contact is closed", std.YES_NO)
WAITS = "seconds until this outlet is switched %s; nothing where none is planned"
ON_IN = Point("on_in", WAITS % "on", range=(0, 99_999), unit="s")
OFF_IN = Point("off_in", WAITS % "off", range=(0, 99_999), unit="s")

STATES = Joint(
    {
        "0": {"outlet": False, "pending": False},
        "1": {"outlet": True, "pending": False},
        "2": {"outlet": True, "pending": True},
        "3": {"outlet": False, "pending": True},
    }
)
LOADS = Words({"0": NORMAL, "1": LOW, "3": NEAR, "4": OVER}, heard={"2": LOW})
MINUS = tuple(f"-{number}" for number in range(1, 10))
"""Any negative number is none; these are the ones that have been seen."""
WATTS = Real(places=0, low=0, absent=MINUS)
SECONDS = Whole(low=1, high=99_999)


def thousandths(high: float | None = None) -> Real:
    """Milliamperes, millivolts, watt-hours."""
    return Real(places=0, scale=0.001, low=0, high=high, absent=MINUS)


def delayed(name: str, column: str, place: str) -> tuple[Row, ...]:
    """Switching after so many seconds, and taking it back."""
    told = f"{column}.{{{place}}} = i "
    stales = ("outlet", "pending", "on_in", "off_in")
    later = Action(
        f"{name}_delayed", Objects(told + "{delay}"), ECHO, args={"delay": SECONDS}, stales=stales, risk="c"
    )
    return (later, Action(f"cancel_{name}", Objects(told + "-1"), ECHO, stales=stales))


def actions(unit: int) -> Iterable[Row]:
    """Everything that is done once; each name is an order of its own column."""
    outlet, bank, whole = f"{E}.6.6.1", f"{E}.5.6.1", f"{E}.1.3.1"
    yield Action(
        "cycle", Objects(f"{outlet}.5.{unit}.{{socket}} = i 0"), ECHO, stales=("outlet", "pending"), risk="c"
    )
    yield from delayed("on", f"{outlet}.4.{unit}", "socket")
    yield from delayed("off", f"{outlet}.3.{unit}", "socket")
    for name, column in (("bank_off", 3), ("bank_on", 4), ("bank_cycle", 5)):
        done = Objects(f"{bank}.{column}.{unit}.{{bank}} = i 0")
        yield Action(name, done, ECHO, stales=("outlet", "pending"), risk="c")
    for name, column in (("all_off", 2), ("all_on", 3)):
        done = Objects(f"{whole}.{column}.{unit} = i 0")
        yield Action(name, done, ECHO, stales=("outlet", "pending"), risk="c")


def identity(unit: int, feed: int) -> tuple[Row, ...]:
    """Who it is, how much it has, and whether it is well."""
    return (
        Query(
            Objects(
                f"{E}.1.2.1.2.{unit} = s {{model}}",
                f"{E}.1.2.1.3.{unit} = s {{part_number}}",
                f"{E}.1.2.1.4.{unit} = s {{serial}}",
                f"{E}.1.2.1.5.{unit} = s {{firmware}}",
                f"{E}.1.2.1.21.{unit} = i {{#bank}}",
                f"{E}.1.2.1.22.{unit} = i {{#socket}}",
                f"{E}.1.2.1.23.{unit} = i {{#thermometer}}",
                f"{E}.1.2.1.24.{unit} = i {{#hygrometer}}",
                f"{E}.1.2.1.25.{unit} = i {{#contact}}",
            ),
            every=0,
        ),
        Query(Walk(f"{E}.3.3.1.4.{unit}.{feed}.{{phase}}"), every=0),
        Query(
            Objects(
                f"{E}.1.2.1.30.{unit} = i {{health[communication]}}",
                f"{E}.1.2.1.31.{unit} = i {{health[internal]}}",
                f"{E}.1.2.1.32.{unit} = i {{health[chain]}}",
            ),
            every=30,
        ),
    )


def outlets(at: str) -> tuple[Row, ...]:
    """Outlets: switched, measured and named."""
    return (
        Query(Objects(f"{E}.6.6.1.2.{at} = i {{states}}"), every=5),
        Query(Objects(f"{E}.6.6.1.3.{at} = i {{off_in}}", f"{E}.6.6.1.4.{at} = i {{on_in}}"), every=30),
        Query(
            Objects(
                f"{E}.6.4.1.3.{at} = i {{load}}",
                f"{E}.6.4.1.4.{at} = i {{outlet_state}}",
                f"{E}.6.5.1.3.{at} = i {{outlet_power}}",
                f"{E}.6.5.1.4.{at} = g {{outlet_energy}}",
            ),
            every=10,
        ),
        Query(Objects(f"{E}.6.1.1.3.{at} = s {{label}}"), every=300),
        Command(Objects(f"{E}.6.6.1.4.{at} = i {{outlet:on}}"), ECHO, settle=0.5),
        Command(Objects(f"{E}.6.6.1.3.{at} = i {{outlet:off}}"), ECHO, settle=0.5),
        Command(Objects(f"{E}.6.1.1.3.{at} = s {{label}}"), ECHO),
    )


def feeds(at: str, bank: str) -> tuple[Row, ...]:
    """One input, by phase and in all, and the sections behind it."""
    return (
        Query(
            Objects(
                f"{E}.3.2.1.3.{at}.{{phase}} = i {{voltage}}",
                f"{E}.3.3.1.4.{at}.{{phase}} = i {{current}}",
                f"{E}.3.3.1.5.{at}.{{phase}} = i {{phase_state}}",
                f"{E}.3.1.1.3.{at} = i {{frequency}}",
                f"{E}.3.5.1.3.{at} = i {{apparent_power}}",
                f"{E}.3.5.1.4.{at} = i {{power_w}}",
                f"{E}.3.5.1.5.{at} = g {{energy}}",
            ),
            every=10,
        ),
        Query(
            Objects(
                f"{E}.5.1.1.5.{bank} = i {{breaker}}",
                f"{E}.5.4.1.3.{bank} = i {{bank_load}}",
                f"{E}.5.4.1.4.{bank} = i {{bank_state}}",
                f"{E}.5.5.1.3.{bank} = i {{bank_power}}",
            ),
            every=10,
        ),
        Query(Objects(f"{E}.5.1.1.3.{bank} = s {{bank_label}}"), every=300),
        Command(Objects(f"{E}.5.1.1.3.{bank} = s {{bank_label}}"), ECHO),
    )


def rows(unit: int, feed: int) -> tuple[Row, ...]:
    """Every row, for one unit of a chain and one of its inputs."""
    warm = f"{unit}.{{thermometer}}"
    return (
        system(E),
        *identity(unit, feed),
        *outlets(f"{unit}.{{socket}}"),
        *feeds(f"{unit}.{feed}", f"{unit}.{{bank}}"),
        Query(
            Objects(
                f"{E}.7.1.1.4.{warm} & {E}.1.2.1.9.{unit} & {E}.7.1.1.3.{warm} = i {{temperature}}",
                f"{E}.7.2.1.4.{unit}.{{hygrometer}} & {E}.7.2.1.3.{unit}.{{hygrometer}} = i {{humidity}}",
                f"{E}.7.3.1.4.{unit}.{{contact}} = i {{contact_closed}}",
            ),
            every=30,
            optional=True,
        ),
        *actions(unit),
        Notice(f"trap {E}.0.4", stales=(ALL,), restart=True),
        Notice(f"trap {E}.0.{{_}}", stales=(ALL,)),
        STARTED,
        NO,
    )


def fit(driver: Driver, options: Options) -> Driver:
    """One unit of a chain, and one of its inputs."""
    only(driver.name, options, ("unit", "input"))
    return replace(driver, talk=rows(chosen(options, "unit", 0, 23), chosen(options, "input", 1, 2)))


EATON_EPDU = Driver(
    name="eaton_epdu",
    title="Eaton ePDU G3 / G4",
    source="EATON-EPDU-MIB",
    **AGENT,
    fit=fit,
    axes={
        "socket": (), "bank": (), "phase": (1,), "thermometer": (), "hygrometer": (), "contact": (),
        "part": ("communication", "internal", "chain"),
    },
    points=(
        *IDENTITY, std.MODEL, std.SERIAL, std.FIRMWARE, Point("part_number", "the maker's order number"),
        std.OUTLET.over("socket"), std.PENDING.over("socket"), ON_IN.over("socket"), OFF_IN.over("socket"),
        std.LABEL.over("socket"), std.LOAD.over("socket"), OUTLET_STATE.over("socket"),
        OUTLET_POWER.over("socket"), OUTLET_ENERGY.over("socket"),
        std.VOLTAGE.over("phase"), std.CURRENT.over("phase"), PHASE_STATE.over("phase"),
        std.FREQUENCY, std.POWER_W, std.APPARENT_POWER, std.ENERGY,
        std.BREAKER.over("bank"), BANK_LOAD.over("bank"), BANK_STATE.over("bank"), BANK_POWER.over("bank"),
        BANK_LABEL.over("bank"), std.HEALTH.over("part"),
        std.TEMPERATURE.over("thermometer"), std.HUMIDITY.over("hygrometer"), CONTACT.over("contact"),
    ),
    spelling={
        "uptime": UPTIME,
        "states": STATES,
        "outlet:on": Words({"0": True}), "outlet:off": Words({"0": False}),
        "on_in": Real(places=0, low=0, high=99_999, absent=ABSENT),
        "off_in": Real(places=0, low=0, high=99_999, absent=ABSENT),
        "label": Text(longest=31), "bank_label": Text(longest=31),
        "load": thousandths(), "current": thousandths(), "voltage": thousandths(), "bank_load": thousandths(),
        "energy": thousandths(), "outlet_energy": thousandths(),
        "power_w": WATTS, "apparent_power": WATTS,
        "outlet_power": WATTS, "bank_power": WATTS,
        "frequency": Real(places=0, scale=0.1, low=0, high=1000, absent=MINUS),
        "outlet_state": LOADS, "phase_state": LOADS, "bank_state": LOADS,
        "breaker": Words({"1": GOOD, "2": FAILED}, heard={"0": None}),
        "health": Words({"0": GOOD, "1": FAILED}),
        "temperature": Degrees(there="1", gone="0"),
        "humidity": Probed(),
        "contact_closed": Words({"1": True, "0": False}, heard={"-1": None}),
        "socket": PLACE, "bank": PLACE, "phase": PLACE,
        "thermometer": PLACE, "hygrometer": PLACE, "contact": PLACE,
    },
    talk=rows(0, 1),
)  # fmt: skip
