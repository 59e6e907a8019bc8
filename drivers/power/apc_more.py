"""APC's other strips and switches over SNMP: MasterSwitch, Easy PDU, and the transfer switch AP44xx.

Source: PowerNet-MIB, enterprise 318, branches 1.1.4 (sPDU), 1.1.30 (ePDU) and 1.1.8 (ats). A MasterSwitch
says 4 of an outlet whose state it lost: that is a fault, and never "off". The Easy PDU does not say in what
its phases' volts and amperes are counted, so they are left out.
"""

from dataclasses import replace

from drivers import vocabulary as std
from drivers.points import Point, Value
from drivers.power import outlet_times
from drivers.power.snmp_parts import (
    ABSENT,
    AGENT,
    IDENTITY,
    NO,
    PLACE,
    STARTED,
    UPTIME,
    system,
    tenths,
    whole,
)
from drivers.vocabulary import FAILED, GOOD
from drivers.wire.driver import Driver
from drivers.wire.objects import Objects
from drivers.wire.spelling import Real, Spelling, Text, Words
from drivers.wire.spelling_more import Joint, Wide
from drivers.wire.talk import ALL, ECHO, Action, Command, Notice, Query, Row
from drivers.wire.walks import Walk

APC = "1.3.6.1.4.1.318"
M, E, A = f"{APC}.1.1.4", f"{APC}.1.1.30", f"{APC}.1.1.8"
OUTLET_HEALTH = replace(std.HEALTH, key="outlet_health", about="whether the device knows this outlet's state")
PHASE_POWER = replace(std.POWER_W, key="phase_power", about="real power drawn at this phase")
PHASE_ENERGY = replace(std.ENERGY, key="phase_energy", about="energy drawn at this phase")
SOURCES = ("a", "b")
SOURCE = Point("source", "which of its two feeds a transfer switch uses", SOURCES)
PREFERRED = Point("preferred_source", "the feed it prefers", (*SOURCES, "none"), settable=True, risk="c")
REDUNDANT = Point("redundant", "whether both feeds could carry the load", std.YES_NO)
IN_SYNC = Point("in_sync", "whether both feeds are in phase", std.YES_NO)
OVERLOADED = Point("overloaded", "whether more flows than it may carry", std.YES_NO)
OUTPUT_CURRENT = replace(std.CURRENT, key="output_current", about="current at the output")
SOURCE_VOLTAGE = replace(std.VOLTAGE, key="source_voltage", about="voltage of this feed")

TRAPS: tuple[Row, ...] = (Notice(f"trap {APC}.0.{{_}}", stales=(ALL,)), STARTED, NO)
UNKNOWN = {"outlet": None, "outlet_health": FAILED}
OUTLETS = Joint(
    {
        "1": {"outlet": True, "outlet_health": GOOD},
        "2": {"outlet": False, "outlet_health": GOOD},
        "4": UNKNOWN,
    }
)
SPELLING: dict[str, Spelling | Wide] = {"uptime": UPTIME, "socket": PLACE, "label": Text(longest=23)}
WHOLE = {
    "all_on": 1, "all_on_in_turn": 2, "all_off": 3, "all_cycle": 4, "all_cycle_in_turn": 5,
    "all_off_in_turn": 7,
}  # fmt: skip
SINGLE = {"cycle": 3, "on_delayed": 5, "off_delayed": 6, "cycle_delayed": 7}


def actions(told: str, numbers: dict[str, int]) -> tuple[Row, ...]:
    """Orders that are numbers of one object."""
    stales = ("outlet", "pending")
    return tuple(
        Action(name, Objects(f"{told} = i {number}"), ECHO, stales=stales, risk="c")
        for name, number in numbers.items()
    )


def good(bad: str, fine: str) -> Words:
    """A part that is one number when it failed and another while it works."""
    table: dict[str, Value] = {fine: GOOD, bad: FAILED}
    return Words(table)


APC_MASTERSWITCH = Driver(
    name="apc_masterswitch",
    title="APC MasterSwitch",
    source="PowerNet-MIB, sPDU",
    standing="read",
    **AGENT,
    axes={"socket": ()},
    points=(
        *IDENTITY, std.MODEL, std.SERIAL, std.FIRMWARE, std.OUTLET.over("socket"),
        OUTLET_HEALTH.over("socket"), std.PENDING.over("socket"),
        replace(std.LABEL, settable=False).over("socket"), *outlet_times.POINTS,
    ),
    spelling={
        **SPELLING, **outlet_times.SPELLING, "outlets": OUTLETS,
        "outlet:command": Words({"1": True, "2": False}),
        "pending": Words({"1": True, "2": False}, heard={"3": None}),
    },
    talk=(
        system(f"{APC}.1.3.4.2"),
        Query(Walk(f"{M}.4.2.1.3.{{socket}}"), every=0),
        Query(
            Objects(
                f"{M}.1.2.0 = s {{firmware}}", f"{M}.1.4.0 = s {{model}}", f"{M}.1.5.0 = s {{serial}}"
            ),
            every=0,
        ),
        Query(
            Objects(
                f"{M}.4.2.1.3.{{socket}} = i {{outlets}}", f"{M}.4.2.1.2.{{socket}} = i {{pending}}", most=20
            ),
            every=5,
        ),
        Query(Objects(f"{M}.4.2.1.4.{{socket}} = s {{label}}", most=20), every=300),
        Command(Objects(f"{M}.4.2.1.3.{{socket}} = i {{outlet:command}}"), ECHO, settle=0.5),
        *outlet_times.rows(f"{M}.5.2.1.2", f"{M}.5.2.1.4", f"{M}.5.2.1.5", most=18),
        *actions(f"{M}.4.2.1.3.{{socket}}", SINGLE),
        *actions(f"{M}.2.1.0", WHOLE),
        *TRAPS,
    ),
)  # fmt: skip

APC_EASY_PDU = Driver(
    name="apc_easy_pdu",
    title="APC Easy PDU (EPDU1xxx)",
    source="PowerNet-MIB, ePDU",
    standing="read",
    **AGENT,
    axes={"socket": (), "phase": (), "sensor": ()},
    points=(
        *IDENTITY, std.MODEL, std.SERIAL, std.FIRMWARE, std.OUTLET.over("socket"), std.POWER_W,
        std.APPARENT_POWER, std.ENERGY, std.FREQUENCY, PHASE_POWER.over("phase"), PHASE_ENERGY.over("phase"),
        std.TEMPERATURE.over("sensor"), std.HUMIDITY.over("sensor"),
    ),
    spelling={
        **SPELLING, "outlet": Words({"2": True, "1": False}),
        "outlet:command": Words({"1": True, "2": False}),
        "power_w": whole(), "apparent_power": whole(), "phase_power": whole(),
        "energy": whole(0.001), "phase_energy": whole(0.001), "frequency": whole(high=1000),
        "temperature": Real(places=0, scale=0.1, low=-60, high=250, absent=ABSENT),
        "humidity": whole(high=100), "phase": PLACE, "sensor": PLACE,
    },
    talk=(
        system(f"{APC}.1.3.4.9"),
        Query(
            Objects(
                f"{E}.2.1.1.3.1 = s {{firmware}}", f"{E}.2.1.1.4.1 = s {{model}}",
                f"{E}.2.1.1.5.1 = s {{serial}}", f"{E}.3.0 = i {{#phase}}", f"{E}.5.0 = i {{#socket}}",
                f"{E}.7.0 = i {{#sensor}}",
            ),
            every=0,
        ),
        Query(Walk(f"{E}.4.2.1.6.{{phase}}"), every=0),
        Query(Objects(f"{E}.6.1.1.4.{{socket}} = i {{outlet}}", most=20), every=5),
        Query(
            Objects(
                f"{E}.2.1.1.7.1 = i {{power_w}}", f"{E}.2.1.1.9.1 = i {{apparent_power}}",
                f"{E}.2.1.1.11.1 = i {{energy}}", f"{E}.2.1.1.12.1 = i {{frequency}}",
                f"{E}.4.2.1.6.{{phase}} = i {{phase_power}}", f"{E}.4.2.1.10.{{phase}} = i {{phase_energy}}",
                most=20,
            ),
            every=10,
        ),
        Query(
            Objects(
                f"{E}.8.2.1.3.{{sensor}} = i {{temperature}}", f"{E}.8.2.1.4.{{sensor}} = i {{humidity}}"
            ),
            every=30,
            optional=True,
        ),
        Command(Objects(f"{E}.6.2.1.4.{{socket}} = i {{outlet:command}}"), ECHO, settle=0.5),
        *TRAPS,
    ),
)  # fmt: skip

APC_ATS = Driver(
    name="apc_ats",
    title="APC rack transfer switch (AP44xx)",
    source="PowerNet-MIB, ats",
    standing="read",
    **AGENT,
    axes={"feed": ("a", "b"), "part": ("switch", "feed a", "feed b")},
    points=(
        *IDENTITY, std.MODEL, std.SERIAL, std.FIRMWARE, SOURCE, PREFERRED, REDUNDANT, IN_SYNC, OVERLOADED,
        std.HEALTH.over("part"), SOURCE_VOLTAGE.over("feed"), OUTPUT_CURRENT,
    ),
    spelling={
        **SPELLING, "source": Words({"1": "a", "2": "b"}),
        "preferred_source": Words({"1": "a", "2": "b", "3": "none"}),
        "redundant": Words({"2": True, "1": False}), "in_sync": Words({"1": True, "2": False}),
        "overloaded": Words({"1": True, "2": False}), "health": good("1", "2"),
        "source_voltage": whole(), "output_current": tenths(), "feed": Words({"1": "a", "2": "b"}),
    },
    talk=(
        system(f"{APC}.1.3.32"),
        Query(
            Objects(
                f"{A}.1.2.0 = s {{firmware}}", f"{A}.1.5.0 = s {{model}}", f"{A}.1.6.0 = s {{serial}}"
            ),
            every=0,
        ),
        Query(
            Objects(
                f"{A}.5.1.2.0 = i {{source}}", f"{A}.5.1.3.0 = i {{redundant}}",
                f"{A}.5.1.4.0 = i {{overloaded}}", f"{A}.5.1.10.0 = i {{health[switch]}}",
                f"{A}.5.1.12.0 = i {{health[feed a]}}", f"{A}.5.1.13.0 = i {{health[feed b]}}",
                f"{A}.5.1.14.0 = i {{in_sync}}",
            ),
            every=5,
        ),
        Query(
            Objects(
                f"{A}.5.3.3.1.3.{{feed}}.1.1 = i {{source_voltage}}",
                f"{A}.5.4.3.1.4.1.1.1 = i {{output_current}}",
                f"{A}.4.2.0 = i {{preferred_source}}",
            ),
            every=15,
            optional=True,
        ),
        Command(Objects(f"{A}.4.2.0 = i {{preferred_source}}"), ECHO),
        *TRAPS,
    ),
)  # fmt: skip
