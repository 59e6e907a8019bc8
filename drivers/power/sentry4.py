"""Server Technology PRO1 and PRO2 PDUs over SNMP, firmware 8 and later.

Source: Sentry4-MIB, enterprise 1718.4. An on outlet is 1 and an off one 2; each thing has a state, and a
status that says what is wrong with it. Queued orders wait until all of them are committed together.
"""

from dataclasses import replace

from drivers import vocabulary as std
from drivers.power.sentry_parts import (
    LOCATION,
    OUTLET_HEALTH,
    OUTLET_POWER,
    OUTLET_STATE,
    Lettered,
    switching,
)
from drivers.power.snmp_parts import (
    AGENT,
    IDENTITY,
    LOW,
    NEAR,
    NO,
    NORMAL,
    OVER,
    STARTED,
    UPTIME,
    Degrees,
    system,
    tenths,
    whole,
)
from drivers.vocabulary import FAILED, GOOD, WARNING
from drivers.wire.driver import Driver
from drivers.wire.objects import Objects
from drivers.wire.spelling import Text, Words
from drivers.wire.spelling_more import Joint
from drivers.wire.talk import ALL, ECHO, Action, Command, Notice, Query, Row
from drivers.wire.walks import Walk

S = "1.3.6.1.4.1.1718.4.1"
CORD_STATE = replace(std.HEALTH, key="cord_state", about="what the device says of this input cord")
CORD_POWER = replace(std.POWER_W, key="cord_power", about="real power drawn at this input cord")
LINE_LOAD = replace(std.LOAD, key="line_load", about="current of this line")
LINE_STATE = replace(std.LOAD_STATE, key="line_state", about="the load of this line against its limits")
PHASE_POWER = replace(std.POWER_W, key="phase_power", about="real power drawn at this phase")

BAD, DOUBTFUL = (
    ("7", "8", "9", "10", "11", "12", "13", "17", "18", "21", "22", "23"),
    ("14", "15", "16", "19", "20"),
)
STATUS = Joint(
    {
        "0": {"outlet_health": GOOD, "pending": False},
        "6": {"outlet_health": GOOD, "pending": True},
        "16": {"outlet_health": WARNING, "pending": False},
        "11": {"outlet_health": FAILED, "pending": False},
    },
    heard={
        "5": {"outlet_health": GOOD, "pending": True},
        **{text: {"outlet_health": GOOD, "pending": False} for text in ("1", "2")},
        **{text: {"outlet_health": FAILED, "pending": False} for text in BAD},
        **{text: {"outlet_health": WARNING, "pending": False} for text in DOUBTFUL},
    },
)
HEALTHS = Words(
    {"0": GOOD, "16": WARNING, "17": FAILED},
    heard={
        **dict.fromkeys(("1", "2", "5", "6"), GOOD), **dict.fromkeys(BAD, FAILED),
        **dict.fromkeys(DOUBTFUL, WARNING),
    },
)  # fmt: skip
LOADS = Words(
    {"0": NORMAL, "14": LOW, "16": NEAR, "17": OVER},
    heard={
        "15": LOW, "19": LOW, "20": OVER, "18": OVER, "12": OVER, "13": OVER,
        **dict.fromkeys(("1", "2", "5", "6", "7", "8", "9", "10", "11", "21", "22", "23"), None),
    },
)  # fmt: skip


def queued(name: str, number: int) -> Row:
    """An order that waits for `commit`."""
    return Action(name, Objects(f"{S}.8.5.1.2.{{socket}} = i {number}"), ECHO, risk="c")


SENTRY4 = Driver(
    name="sentry4",
    title="Server Technology PRO1 / PRO2 PDU (Sentry 4)",
    source="Sentry4-MIB",
    standing="read",
    **AGENT,
    axes={"socket": (), "cord": (1,), "line": (), "phase": (), "thermometer": (), "hygrometer": ()},
    points=(
        *IDENTITY, LOCATION, std.FIRMWARE, std.MODEL, std.SERIAL,
        std.OUTLET.over("socket"), std.PENDING.over("socket"), OUTLET_HEALTH.over("socket"),
        std.LABEL.over("socket"), std.LOAD.over("socket"), OUTLET_STATE.over("socket"),
        OUTLET_POWER.over("socket"),
        CORD_STATE.over("cord"), CORD_POWER.over("cord"), std.APPARENT_POWER.over("cord"),
        std.ENERGY.over("cord"), std.FREQUENCY.over("cord"),
        LINE_LOAD.over("line"), LINE_STATE.over("line"),
        std.VOLTAGE.over("phase"), std.CURRENT.over("phase"), PHASE_POWER.over("phase"),
        std.TEMPERATURE.over("thermometer"), std.HUMIDITY.over("hygrometer"),
    ),
    spelling={
        "uptime": UPTIME,
        "outlet": Words({"1": True, "2": False}, heard={"0": None}),
        "outlet:command": Words({"1": True, "2": False}),
        "status": STATUS,
        "label": Text(longest=32), "location": Text(longest=32),
        "load": whole(0.01), "line_load": whole(0.01), "current": whole(0.01),
        "voltage": tenths(), "frequency": tenths(1000), "energy": tenths(),
        "outlet_power": whole(), "cord_power": whole(), "phase_power": whole(), "apparent_power": whole(),
        "outlet_state": LOADS, "line_state": LOADS, "cord_state": HEALTHS,
        "temperature": Degrees(there="0", gone="7"),
        "humidity": whole(high=100),
        "socket": Lettered(3), "cord": Lettered(2, last=True), "line": Lettered(3), "phase": Lettered(3),
        "thermometer": Lettered(2), "hygrometer": Lettered(2),
    },
    talk=(
        system("1.3.6.1.4.1.1718.4"),
        Query(Walk(f"{S}.8.3.1.1.{{socket}}"), every=0),
        Query(Walk(f"{S}.3.3.1.3.{{cord}}"), every=0),
        Query(Walk(f"{S}.4.3.1.3.{{line}}"), every=0),
        Query(Walk(f"{S}.5.3.1.3.{{phase}}"), every=0),
        Query(Walk(f"{S}.9.3.1.1.{{thermometer}}"), every=0),
        Query(Walk(f"{S}.10.3.1.1.{{hygrometer}}"), every=0),
        Query(
            Objects(
                f"{S}.1.1.2.0 = s {{location}}",
                f"{S}.1.1.3.0 = s {{firmware}}",
                f"{S}.2.2.1.4.1 = s {{serial}}",
                f"{S}.2.2.1.5.1 = s {{model}}",
            ),
            every=0,
        ),
        Query(
            Objects(f"{S}.8.3.1.1.{{socket}} = i {{outlet}}", f"{S}.8.3.1.2.{{socket}} = i {{status}}"),
            every=5,
        ),
        Query(
            Objects(
                f"{S}.8.3.1.3.{{socket}} = i {{load}}",
                f"{S}.8.3.1.4.{{socket}} = i {{outlet_state}}",
                f"{S}.8.3.1.7.{{socket}} = i {{outlet_power}}",
            ),
            every=10,
        ),
        Query(
            Objects(
                f"{S}.3.3.1.2.{{cord}} = i {{cord_state}}",
                f"{S}.3.3.1.3.{{cord}} = i {{cord_power}}",
                f"{S}.3.3.1.5.{{cord}} = i {{apparent_power}}",
                f"{S}.3.3.1.10.{{cord}} = i {{energy}}",
                f"{S}.3.3.1.11.{{cord}} = i {{frequency}}",
                f"{S}.4.3.1.3.{{line}} = i {{line_load}}",
                f"{S}.4.3.1.4.{{line}} = i {{line_state}}",
                f"{S}.5.3.1.3.{{phase}} = i {{voltage}}",
                f"{S}.5.3.1.6.{{phase}} = i {{current}}",
                f"{S}.5.3.1.8.{{phase}} = i {{phase_power}}",
            ),
            every=10,
        ),
        Query(
            Objects(
                f"{S}.9.3.1.1.{{thermometer}} & {S}.9.1.10.0 & {S}.9.3.1.2.{{thermometer}}"
                " = i {temperature}",
                f"{S}.10.3.1.1.{{hygrometer}} = i {{humidity}}",
            ),
            every=30,
            optional=True,
        ),
        Query(Objects(f"{S}.8.2.1.3.{{socket}} = s {{label}}"), every=300),
        *switching(f"{S}.8.5.1.2"),
        queued("queue_on", 4),
        queued("queue_off", 5),
        queued("queue_cycle", 6),
        Action("commit", Objects(f"{S}.8.6.1.0 = i 1"), ECHO, stales=("outlet",), risk="c"),
        Action("clear_queue", Objects(f"{S}.8.6.1.0 = i 0"), ECHO),
        Command(Objects(f"{S}.8.2.1.3.{{socket}} = s {{label}}"), ECHO),
        Notice("trap 1.3.6.1.4.1.1718.4.100.0.{_}", stales=(ALL,)),
        STARTED,
        NO,
    ),
)  # fmt: skip
