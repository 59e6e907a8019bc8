"""APC rack PDUs over SNMP: the second generation (rPDU2, AP8xxx) and the first (rPDU, AP7xxx).

Source: PowerNet-MIB 4.x, enterprise 318, branches 1.1.26 (rPDU2) and 1.1.12 (rPDU). Beware of the senses: a
status of rPDU2 says 1 for off and 2 for on, one of rPDU the opposite, and the command columns of both say 1
for on. A trap is a hint: what it is about is read again at once.
"""

from dataclasses import replace

from drivers import vocabulary as std
from drivers.points import Point
from drivers.power import outlet_times
from drivers.power.snmp_parts import DESCRIPTION, NO
from drivers.vocabulary import FAILED, GOOD, WARNING, LoadState
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings import Datagram
from drivers.wire.objects import Objects
from drivers.wire.spelling import Real, Spelling, Text, Whole, Words
from drivers.wire.spelling_more import Joint, Wide
from drivers.wire.talk import ALL, ECHO, Action, Command, Notice, Query, Row
from drivers.wire.walks import Walk

APC = "1.3.6.1.4.1.318"
T1 = f"{APC}.1.1.12"
T2 = f"{APC}.1.1.26"

FAMILIES = {f"{APC}.1.3.4.5": "rpdu", f"{APC}.1.3.4.6": "rpdu2", f"{APC}.1.3.4.8": "rpdu_b"}
FAMILY = Point("family", "which generation the device says it is", (*FAMILIES.values(), "other"))
BANK_LOAD = replace(std.LOAD, key="bank_load", about="current of this bank")
PHASE_STATE = replace(std.LOAD_STATE, key="phase_state", about="the load of this phase against its limits")
FEED_LOAD = replace(std.LOAD, key="feed_load", about="current of this phase or bank, in the device's order")
FEED_STATE = replace(
    std.LOAD_STATE, key="feed_state", about="the load of this phase or bank against its limits"
)
PHASE_OF = Point("feed_phase", "which phase this row is; 0: none", range=(0, 3), step=1)
BANK_OF = Point("feed_bank", "which bank this row is; 0: none", range=(0, 64), step=1)
RATED = Point("rated_power", "the power the device is built for", range=(0, 1e6), unit="W")

LOW, NORMAL, NEAR, OVER = LoadState
LOADS_2 = {"1": LOW, "2": NORMAL, "3": NEAR, "4": OVER}
LOADS_1 = {"1": NORMAL, "2": LOW, "3": NEAR, "4": OVER}
TROUBLE = {LOW: GOOD, NORMAL: GOOD, NEAR: WARNING, OVER: FAILED}
BANKS_2 = Joint({text: {"load_state": load, "breaker": TROUBLE[load]} for text, load in LOADS_2.items()})
BANKS_1 = Joint({text: {"load_state": load, "breaker": TROUBLE[load]} for text, load in LOADS_1.items()})

NOTHING = ("-1",)
ALL_OUTLETS = (
    "all_on", "all_off", "all_cycle", "all_on_delayed", "all_off_delayed", "all_cycle_delayed", "all_cancel",
)  # fmt: skip
ON_OFF = Words({"1": True, "2": False})
OFF_ON = Words({"1": False, "2": True})
AMPERES = Real(places=0, scale=0.1, low=0, absent=NOTHING)

SYSTEM = Query(
    Objects(
        "1.3.6.1.2.1.1.1.0 = s {description}",
        "1.3.6.1.2.1.1.2.0 = o {family}",
        "1.3.6.1.2.1.1.3.0 = t {uptime}",
        "1.3.6.1.2.1.1.5.0 = s {name}",
    ),
    every=30,
)
TRAPS = (Notice(f"trap {APC}.0.{{_}}", stales=(ALL,)), Notice("trap 1.3.6.1.6.3.1.1.5.{_}", stales=(ALL,)))


def commands(column: str, delayed: int) -> tuple[Row, ...]:
    """The orders of an outlet's command column; `delayed` is the number of its first delayed order."""
    told = f"{column}.{{socket}} = i "
    return (
        Command(Objects(told + "{outlet:command}"), ECHO, settle=0.5),
        Action("cycle", Objects(told + "3"), ECHO, stales=("outlet", "pending"), risk="c"),
        Action("on_delayed", Objects(f"{told}{delayed}"), ECHO, stales=("outlet", "pending"), risk="c"),
        Action("off_delayed", Objects(f"{told}{delayed + 1}"), ECHO, stales=("outlet", "pending"), risk="c"),
        Action(
            "cycle_delayed", Objects(f"{told}{delayed + 2}"), ECHO, stales=("outlet", "pending"), risk="c"
        ),
        Action("cancel", Objects(f"{told}{delayed + 3}"), ECHO, stales=("outlet", "pending"), risk="c"),
    )


def whole(told: str, numbers: tuple[int, ...]) -> tuple[Row, ...]:
    """The orders of the whole device, by their numbers in the order of ALL_OUTLETS."""
    stales = ("outlet", "pending")
    return tuple(
        Action(name, Objects(f"{told} = i {number}"), ECHO, stales=stales, risk="c")
        for name, number in zip(ALL_OUTLETS, numbers, strict=True)
    )


SECOND = (
    SYSTEM,
    Query(
        Objects(
            f"{T2}.4.2.1.4.1 = i {{#socket}}",
            f"{T2}.4.2.1.6.1 = i {{#metered}}",
            f"{T2}.4.2.1.7.1 = i {{#phase}}",
            f"{T2}.4.2.1.8.1 = i {{#bank}}",
            f"{T2}.4.2.1.13.1 = i {{rated_power}}",
        ),
        every=0,
    ),
    Query(
        Objects(
            f"{T2}.2.1.6.1 = s {{firmware}}",
            f"{T2}.2.1.8.1 = s {{model}}",
            f"{T2}.2.1.9.1 = s {{serial}}",
        ),
        every=0,
    ),
    Query(Walk(f"{T2}.9.2.3.1.5.{{socket}}"), every=0),
    Query(Walk(f"{T2}.9.4.3.1.6.{{metered}}"), every=0),
    Query(Walk(f"{T2}.6.3.1.5.{{phase}}"), every=0),
    Query(Walk(f"{T2}.8.3.1.5.{{bank}}"), every=0),
    Query(Walk(f"{T2}.10.2.2.1.5.{{sensor}} = i 2"), every=0),
    Query(
        Objects(f"{T2}.9.2.3.1.5.{{socket}} = i {{outlet}}", f"{T2}.9.2.3.1.6.{{socket}} = i {{pending}}"),
        every=5,
    ),
    Query(Objects(f"{T2}.9.2.3.1.3.{{socket}} = s {{label}}"), every=300),
    Query(
        Objects(
            f"{T2}.4.3.1.5.1 = i {{power_w}}",
            f"{T2}.4.3.1.9.1 = i {{energy}}",
            f"{T2}.4.3.1.12.1 = i {{health[supply]}}",
        ),
        every=10,
    ),
    Query(
        Objects(
            f"{T2}.6.3.1.4.{{phase}} = i {{phase_state}}",
            f"{T2}.6.3.1.5.{{phase}} = i {{current}}",
            f"{T2}.6.3.1.6.{{phase}} = i {{voltage}}",
        ),
        every=10,
    ),
    Query(
        Objects(f"{T2}.8.3.1.4.{{bank}} = i {{banks}}", f"{T2}.8.3.1.5.{{bank}} = i {{bank_load}}"), every=10
    ),
    Query(Objects(f"{T2}.9.4.3.1.6.{{metered}} = i {{load}}"), every=10),
    Query(
        Objects(
            f"{T2}.10.2.2.1.8.{{sensor}} = i {{temperature}}",
            f"{T2}.10.2.2.1.10.{{sensor}} = i {{humidity}}",
        ),
        every=30,
    ),
    *commands(f"{T2}.9.2.4.1.5", delayed=5),
    *whole(f"{T2}.4.4.1.4.1", (1, 3, 4, 2, 7, 5, 8)),
    *outlet_times.rows(f"{T2}.9.2.1.1.5", f"{T2}.9.2.1.1.6", f"{T2}.9.2.1.1.7"),
    Command(Objects(f"{T2}.9.2.1.1.3.{{socket}} = s {{label}}"), ECHO),
    *TRAPS,
    NO,
)
FIRST = (
    SYSTEM,
    Query(
        Objects(
            f"{T1}.1.8.0 = i {{#socket}}",
            f"{T1}.1.3.0 = s {{firmware}}",
            f"{T1}.1.5.0 = s {{model}}",
            f"{T1}.1.6.0 = s {{serial}}",
            f"{T1}.5.1.0 = i {{#bank}}",
        ),
        every=0,
    ),
    Query(
        Objects(
            f"{T1}.3.5.1.1.4.{{socket}} = i {{outlet}}",
            f"{T1}.3.5.1.1.5.{{socket}} = i {{pending}}",
            f"{T1}.3.5.1.1.7.{{socket}} = g {{load}}",
        ),
        every=5,
    ),
    Query(Objects(f"{T1}.3.5.1.1.2.{{socket}} = s {{label}}"), every=300),
    Query(
        Objects(
            f"{T1}.2.3.1.1.2.{{feed}} = g {{feed_load}}",
            f"{T1}.2.3.1.1.3.{{feed}} = i {{feed_state}}",
            f"{T1}.2.3.1.1.4.{{feed}} = i {{feed_phase}}",
            f"{T1}.2.3.1.1.5.{{feed}} = i {{feed_bank}}",
        ),
        every=10,
    ),
    Query(Objects(f"{T1}.5.2.1.3.{{bank}} = i {{banks}}"), every=10),
    Query(Objects(f"{T1}.4.1.1.0 = i {{health[supply]}}", f"{T1}.1.16.0 = i {{power_w}}"), every=10),
    *commands(f"{T1}.3.3.1.1.4", delayed=4),
    *whole(f"{T1}.3.1.1.0", (2, 3, 4, 5, 6, 7, 8)),
    *outlet_times.rows(f"{T1}.3.4.1.1.4", f"{T1}.3.4.1.1.5", f"{T1}.3.4.1.1.6"),
    Command(Objects(f"{T1}.3.4.1.1.2.{{socket}} = s {{label}}"), ECHO),
    *TRAPS,
    NO,
)

SPELLING: dict[str, Spelling | Wide] = {
    "family": Words(FAMILIES, other="other"),
    "uptime": Real(places=0, scale=0.01, low=0),
    "outlet:command": ON_OFF,
    "pending": Words({"1": True, "2": False}, heard={"3": None}),
    "load": AMPERES, "bank_load": AMPERES, "feed_load": AMPERES, "current": AMPERES,
    "voltage": Real(places=0, low=0, absent=NOTHING),
    "energy": Real(places=0, scale=0.1, low=0, absent=NOTHING),
    "rated_power": Real(places=0, scale=100, low=0, absent=NOTHING),
    "temperature": Real(places=0, scale=0.1, low=-60, high=250, absent=NOTHING),
    "humidity": Real(places=0, low=0, high=100, absent=NOTHING),
    "health": Words({"1": GOOD, "2": FAILED}, heard={"3": None}),
    "label": Text(longest=64),
    "feed_phase": Whole(low=0), "feed_bank": Whole(low=0),
    "socket": Whole(), "metered": Whole(), "phase": Whole(), "bank": Whole(),
    "feed": Whole(), "sensor": Whole(), **outlet_times.SPELLING,
}  # fmt: skip
COMMON = (
    std.OUTLET.over("socket"), std.PENDING.over("socket"), std.LABEL.over("socket"),
    std.LOAD_STATE.over("bank"), std.BREAKER.over("bank"), std.HEALTH.over("part"), std.POWER_W,
    std.NAME, std.MODEL, std.SERIAL, std.FIRMWARE, std.UPTIME, FAMILY, DESCRIPTION, *outlet_times.POINTS,
)  # fmt: skip

APC_RPDU2 = Driver(
    name="apc_rpdu2",
    title="APC rack PDU, second generation (AP8xxx, AP79xxB)",
    source="PowerNet-MIB, rPDU2",
    standing="read",
    port=161,
    transports=("snmp",),
    framing=Framing.both(Datagram()),
    patience=4.0,
    axes={"socket": (), "metered": (), "phase": (), "bank": (), "sensor": (), "part": ("supply",)},
    points=(
        *COMMON, std.LOAD.over("metered"), BANK_LOAD.over("bank"), PHASE_STATE.over("phase"),
        std.CURRENT.over("phase"), std.VOLTAGE.over("phase"), std.ENERGY, RATED,
        std.TEMPERATURE.over("sensor"), std.HUMIDITY.over("sensor"),
    ),
    spelling={
        **SPELLING, "outlet": OFF_ON, "banks": BANKS_2, "phase_state": Words(LOADS_2, heard={"5": None}),
        "power_w": Real(places=0, scale=10, low=0, absent=NOTHING),
    },
    talk=SECOND,
)  # fmt: skip

APC_RPDU = Driver(
    name="apc_rpdu",
    title="APC rack PDU, first generation (AP7xxx)",
    source="PowerNet-MIB, rPDU",
    standing="read",
    port=161,
    transports=("snmp",),
    framing=Framing.both(Datagram()),
    patience=4.0,
    axes={"socket": (), "bank": (), "feed": (1, 2, 3), "part": ("supply",)},
    points=(
        *COMMON, std.LOAD.over("socket"), FEED_LOAD.over("feed"), FEED_STATE.over("feed"),
        PHASE_OF.over("feed"), BANK_OF.over("feed"),
    ),
    spelling={
        **SPELLING, "outlet": ON_OFF, "banks": BANKS_1, "feed_state": Words(LOADS_1),
        "power_w": Real(places=0, low=0, absent=NOTHING),
    },
    talk=FIRST,
)  # fmt: skip
