"""CyberPower rack PDUs over SNMP: the older cards (ePDU) and the newer (ePDU2, with ATS).

Source: CPS-MIB, enterprise 3808, branches 1.1.3 and 1.1.6. A unit may answer both; then the newer says more.
Outlets are 1 on and 2 off in both, for state and command alike; a voltage is in tenths of a volt.
"""

from dataclasses import replace

from drivers import vocabulary as std
from drivers.points import Point
from drivers.power import outlet_times
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
    TROUBLE,
    UPTIME,
    system,
    tenths,
    whole,
)
from drivers.vocabulary import FAILED, GOOD
from drivers.wire.driver import Driver
from drivers.wire.objects import Objects
from drivers.wire.spelling import Real, Spelling, Text, Whole, Words
from drivers.wire.spelling_more import Joint, Wide
from drivers.wire.talk import ALL, ECHO, Action, Command, Notice, Query, Row
from drivers.wire.walks import Walk

CPS = "1.3.6.1.4.1.3808"
OLD, NEW = f"{CPS}.1.1.3", f"{CPS}.1.1.6"
BANK_LOAD = replace(std.LOAD, key="bank_load", about="current of this bank")
FEED_LOAD = replace(std.LOAD, key="feed_load", about="current of this phase or bank, in the device's order")
FEED_STATE = replace(
    std.LOAD_STATE, key="feed_state", about="the load of this phase or bank against its limits"
)
FEED_VOLTAGE = replace(std.VOLTAGE, key="feed_voltage", about="voltage of this phase or bank")
FEED_POWER = replace(std.POWER_W, key="feed_power", about="real power drawn at this phase or bank")
PHASE_STATE = replace(std.LOAD_STATE, key="phase_state", about="the load of this phase against its limits")
PHASE_POWER = replace(std.POWER_W, key="phase_power", about="real power drawn at this phase")
PHASE_OF = Point("feed_phase", "which phase this row is; 0: none", range=(0, 3), step=1)
BANK_OF = Point("feed_bank", "which bank this row is; 0: none", range=(0, 64), step=1)
OUTLET_POWER = replace(std.POWER_W, key="outlet_power", about="real power drawn at this outlet")
OUTLET_ENERGY = replace(std.ENERGY, key="outlet_energy", about="energy drawn at this outlet")
INPUT_VOLTAGE = replace(std.VOLTAGE, key="input_voltage", about="voltage at the input")
TOTAL_LOAD = replace(std.LOAD, key="total_load", about="current of the whole device")
SOURCES = ("a", "b", "none")
SOURCE = Point("source", "which of its two feeds a transfer switch uses", SOURCES)
SOURCE_A = replace(std.VOLTAGE, key="source_a_voltage", about="voltage of feed A")
SOURCE_B = replace(std.VOLTAGE, key="source_b_voltage", about="voltage of feed B")
REDUNDANT = Point("redundant", "whether both feeds could carry the load", std.YES_NO)

LOADS = {"1": NORMAL, "2": LOW, "3": NEAR, "4": OVER}
BANKS = Joint({text: {"load_state": load, "breaker": TROUBLE[load]} for text, load in LOADS.items()})
ON_OFF = Words({"1": True, "2": False})
SHARED: dict[str, Spelling | Wide] = {
    "uptime": UPTIME,
    "outlet": ON_OFF,
    "pending": Words({"1": True, "2": False}),
    "load": tenths(), "bank_load": tenths(), "banks": BANKS,
    "outlet_power": whole(), "power_w": whole(), "energy": tenths(),
    "label": Text(longest=31),
    "health": Words({"1": GOOD, "2": FAILED}),
    "socket": PLACE, "bank": PLACE, **outlet_times.SPELLING,
}  # fmt: skip
OUTLETS = (
    std.OUTLET.over("socket"), std.PENDING.over("socket"), std.LABEL.over("socket"),
    std.LOAD_STATE.over("bank"), std.BREAKER.over("bank"), std.ENERGY,
    *IDENTITY, std.MODEL, std.SERIAL, std.FIRMWARE, *outlet_times.POINTS,
)  # fmt: skip


def commands(column: str, every: str, numbers: dict[str, int]) -> tuple[Row, ...]:
    """The orders of an outlet's command column, and those of the whole device by their numbers."""
    told = f"{column}.{{socket}} = i "
    stales = ("outlet", "pending")
    single = {"cycle": 3, "on_delayed": 4, "off_delayed": 5, "cycle_delayed": 6, "cancel": 7}
    return (
        Command(Objects(told + "{outlet}"), ECHO, settle=0.5),
        *(Action(name, Objects(f"{told}{n}"), ECHO, stales=stales, risk="c") for name, n in single.items()),
        Action("identify", Objects(f"{told}8"), ECHO),
        *(
            Action(name, Objects(f"{every} = i {n}"), ECHO, stales=stales, risk="c")
            for name, n in numbers.items()
        ),
        Notice(f"trap {CPS}.0.{{_}}", stales=(ALL,)),
        STARTED,
        NO,
    )


EPDU = (
    system(f"{CPS}.1.1.3"),
    Query(
        Objects(
            f"{OLD}.1.3.0 = s {{firmware}}",
            f"{OLD}.1.5.0 = s {{model}}",
            f"{OLD}.1.6.0 = s {{serial}}",
            f"{OLD}.1.8.0 = i {{#socket}}",
            f"{OLD}.5.1.0 = i {{#bank}}",
        ),
        every=0,
    ),
    Query(
        Objects(
            f"{OLD}.3.5.1.1.4.{{socket}} = i {{outlet}}",
            f"{OLD}.3.5.1.1.5.{{socket}} = i {{pending}}",
            f"{OLD}.3.5.1.1.7.{{socket}} = g {{load}}",
            f"{OLD}.3.5.1.1.8.{{socket}} = g {{outlet_power}}",
            most=20,
        ),
        every=5,
    ),
    Query(
        Objects(
            f"{OLD}.2.3.1.1.2.{{feed}} = g {{feed_load}}",
            f"{OLD}.2.3.1.1.3.{{feed}} = i {{feed_state}}",
            f"{OLD}.2.3.1.1.4.{{feed}} = i {{feed_phase}}",
            f"{OLD}.2.3.1.1.5.{{feed}} = i {{feed_bank}}",
            f"{OLD}.2.3.1.1.6.{{feed}} = i {{feed_voltage}}",
            f"{OLD}.2.3.1.1.7.{{feed}} = i {{feed_power}}",
            most=20,
        ),
        every=10,
    ),
    Query(
        Objects(
            f"{OLD}.5.2.1.3.{{bank}} = i {{banks}}",
            f"{OLD}.2.3.1.1.10.1 = i {{energy}}",
            f"{OLD}.5.7.0 = i {{input_voltage}}",
            f"{OLD}.5.8.0 = i {{frequency}}",
            most=20,
        ),
        every=10,
    ),
    Query(Objects(f"{OLD}.3.4.1.1.2.{{socket}} = s {{label}}", most=20), every=300),
    Command(Objects(f"{OLD}.3.4.1.1.2.{{socket}} = s {{label}}"), ECHO),
    *outlet_times.rows(f"{OLD}.3.4.1.1.4", f"{OLD}.3.4.1.1.5", f"{OLD}.3.4.1.1.6", most=18),
    *commands(
        f"{OLD}.3.3.1.1.4",
        f"{OLD}.3.1.1.0",
        {
            "all_on": 2,
            "all_off": 3,
            "all_cycle": 4,
            "all_on_delayed": 5,
            "all_off_delayed": 6,
            "all_cancel": 8,
        },
    ),
)
EPDU2 = (
    system(f"{CPS}.1.1.6"),
    Query(
        Objects(
            f"{NEW}.2.2.1.7.1 = s {{firmware}}",
            f"{NEW}.2.2.1.9.1 = s {{model}}",
            f"{NEW}.2.2.1.10.1 = s {{serial}}",
            f"{NEW}.4.1.0 = i {{#phase}}",
            f"{NEW}.5.1.0 = i {{#bank}}",
            f"{NEW}.6.1.1.0 = i {{#socket}}",
            f"{NEW}.6.2.1.0 = i {{#metered}}",
        ),
        every=0,
    ),
    Query(Walk(f"{NEW}.6.1.4.1.5.{{socket}}"), every=0),
    Query(Walk(f"{NEW}.6.2.4.1.6.{{metered}}"), every=0),
    Query(
        Objects(
            f"{NEW}.6.1.4.1.5.{{socket}} = i {{outlet}}",
            f"{NEW}.6.1.4.1.6.{{socket}} = i {{pending}}",
            most=20,
        ),
        every=5,
    ),
    Query(
        Objects(
            f"{NEW}.6.2.4.1.6.{{metered}} = g {{load}}",
            f"{NEW}.6.2.4.1.7.{{metered}} = g {{outlet_power}}",
            f"{NEW}.6.2.4.1.11.{{metered}} = g {{outlet_energy}}",
            most=20,
        ),
        every=10,
    ),
    Query(
        Objects(
            f"{NEW}.4.4.1.4.{{phase}} = i {{phase_state}}",
            f"{NEW}.4.4.1.5.{{phase}} = g {{current}}",
            f"{NEW}.4.4.1.6.{{phase}} = g {{voltage}}",
            f"{NEW}.4.4.1.7.{{phase}} = g {{phase_power}}",
            f"{NEW}.5.4.1.4.{{bank}} = i {{banks}}",
            f"{NEW}.5.4.1.5.{{bank}} = g {{bank_load}}",
            most=20,
        ),
        every=10,
    ),
    Query(
        Objects(
            f"{NEW}.3.4.1.5.1 = g {{total_load}}",
            f"{NEW}.3.4.1.9.1 = g {{energy}}",
            f"{NEW}.3.4.1.13.1 = i {{health[supply 1]}}",
            f"{NEW}.3.4.1.14.1 = i {{health[supply 2]}}",
            f"{NEW}.3.4.1.15.1 = g {{apparent_power}}",
            f"{NEW}.3.4.1.18.1 = g {{power_w}}",
        ),
        every=10,
    ),
    Query(
        Objects(
            f"{NEW}.9.4.1.3.1 = i {{source}}",
            f"{NEW}.9.4.1.5.1 = i {{source_a_voltage}}",
            f"{NEW}.9.4.1.6.1 = i {{source_b_voltage}}",
            f"{NEW}.9.4.1.16.1 = i {{redundant}}",
        ),
        every=10,
        optional=True,
    ),
    Query(Objects(f"{NEW}.6.1.2.1.4.{{socket}} = s {{label}}", most=20), every=300),
    Command(Objects(f"{NEW}.6.1.2.1.4.{{socket}} = s {{label}}"), ECHO),
    *outlet_times.rows(f"{NEW}.6.1.2.1.5", f"{NEW}.6.1.2.1.6", f"{NEW}.6.1.2.1.7", most=18),
    *commands(
        f"{NEW}.6.1.5.1.5",
        f"{NEW}.3.5.1.4.1",
        {
            "all_on": 1,
            "all_off": 2,
            "all_cycle": 3,
            "all_on_delayed": 4,
            "all_off_delayed": 5,
            "all_cancel": 7,
        },
    ),
)

CYBERPOWER_EPDU = Driver(
    name="cyberpower_epdu",
    title="CyberPower rack PDU (ePDU)",
    source="CPS-MIB, ePDU",
    standing="read",
    **AGENT,
    axes={"socket": (), "bank": (), "feed": (1, 2, 3)},
    points=(
        *OUTLETS, std.LOAD.over("socket"), OUTLET_POWER.over("socket"),
        FEED_LOAD.over("feed"), FEED_STATE.over("feed"), PHASE_OF.over("feed"), BANK_OF.over("feed"),
        FEED_VOLTAGE.over("feed"), FEED_POWER.over("feed"), INPUT_VOLTAGE, std.FREQUENCY,
    ),
    spelling={
        **SHARED, "feed_load": tenths(), "feed_state": Words(LOADS), "feed_voltage": tenths(),
        "feed_power": whole(), "feed_phase": Whole(low=0), "feed_bank": Whole(low=0), "feed": PLACE,
        "input_voltage": tenths(), "frequency": Real(places=0, scale=0.1, low=0, high=1000, absent=ABSENT),
    },
    talk=EPDU,
)  # fmt: skip

CYBERPOWER_EPDU2 = Driver(
    name="cyberpower_epdu2",
    title="CyberPower rack PDU and ATS (ePDU2)",
    source="CPS-MIB, ePDU2",
    standing="read",
    **AGENT,
    axes={"socket": (), "metered": (), "phase": (), "bank": (), "part": ("supply 1", "supply 2")},
    points=(
        *OUTLETS, std.LOAD.over("metered"), OUTLET_POWER.over("metered"),
        OUTLET_ENERGY.over("metered"), BANK_LOAD.over("bank"),
        std.CURRENT.over("phase"), std.VOLTAGE.over("phase"), PHASE_POWER.over("phase"),
        PHASE_STATE.over("phase"), TOTAL_LOAD, std.POWER_W, std.APPARENT_POWER, std.HEALTH.over("part"),
        SOURCE, SOURCE_A, SOURCE_B, REDUNDANT,
    ),
    spelling={
        **SHARED, "current": tenths(), "voltage": tenths(), "phase_power": whole(), "total_load": tenths(),
        "phase_state": Words(LOADS), "apparent_power": whole(),
        "source": Words({"1": "a", "2": "b", "3": "none"}),
        "source_a_voltage": tenths(), "source_b_voltage": tenths(),
        "redundant": Words({"2": True, "1": False}),
        "metered": PLACE, "phase": PLACE, "outlet_energy": tenths(),
    },
    talk=EPDU2,
)  # fmt: skip
