"""Server Technology CDUs and POPS over SNMP, firmware 5 to 7.

Source: Sentry3-MIB, enterprise 1718.3. An outlet that was ordered reads "wait" while its turn in the sequence
has not come. An off outlet is 0 here, and 2 in Sentry4.
"""

from dataclasses import replace

from drivers import vocabulary as std
from drivers.points import Value
from drivers.power.sentry_parts import (
    LOCATION,
    OUTLET_HEALTH,
    OUTLET_POWER,
    OUTLET_STATE,
    Lettered,
    Printed,
    switching,
)
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
    system,
    tenths,
    whole,
)
from drivers.vocabulary import FAILED, GOOD, WARNING
from drivers.wire.driver import Driver
from drivers.wire.objects import Objects
from drivers.wire.spelling import Text, Words
from drivers.wire.spelling_more import Joint
from drivers.wire.talk import ALL, ECHO, Command, Notice, Query
from drivers.wire.walks import Walk

S = "1.3.6.1.4.1.1718.3"
INFEED_LOAD = replace(std.LOAD, key="infeed_load", about="current of this infeed")
INFEED_STATE = replace(std.LOAD_STATE, key="infeed_state", about="the load of this infeed against its limits")
INFEED_POWER = replace(std.POWER_W, key="infeed_power", about="real power drawn at this infeed")
INFEED_ENERGY = replace(std.ENERGY, key="infeed_energy", about="energy drawn at this infeed")
INFEED_LABEL = replace(std.LABEL, key="infeed_label", about="the name given to this infeed on the device")
TOWER = replace(std.HEALTH, key="tower_state", about="what the device says of this tower")

GOES: dict[str, Value] = {"pending": False, "outlet_health": GOOD}
STATES = Joint(
    {
        "0": {"outlet": False, **GOES},
        "1": {"outlet": True, **GOES},
        "2": {"outlet": False, "pending": True, "outlet_health": GOOD},
        "3": {"outlet": True, "pending": True, "outlet_health": GOOD},
        "8": {"outlet": False, "pending": False, "outlet_health": FAILED},
    },
    heard={
        **{
            text: {"outlet": None, "pending": False, "outlet_health": FAILED} for text in ("4", "5", "6", "9")
        },
        "7": {"outlet": None, "pending": False, "outlet_health": GOOD},
    },
)
LOADS = Words(
    {"0": NORMAL, "3": LOW, "4": NEAR, "5": OVER},
    heard={"1": NORMAL, "2": None, "6": None, "7": None},
)

SENTRY3 = Driver(
    name="sentry3",
    title="Server Technology CDU (Sentry 3)",
    source="Sentry3-MIB",
    standing="read",
    **AGENT,
    axes={"socket": (), "infeed": (1,), "tower": (1,), "sensor": ()},
    points=(
        *IDENTITY, LOCATION, std.FIRMWARE, std.MODEL, std.SERIAL, std.POWER_W,
        std.OUTLET.over("socket"), std.PENDING.over("socket"), OUTLET_HEALTH.over("socket"),
        std.LABEL.over("socket"), std.LOAD.over("socket"), OUTLET_STATE.over("socket"),
        OUTLET_POWER.over("socket"),
        INFEED_LABEL.over("infeed"), INFEED_LOAD.over("infeed"), INFEED_STATE.over("infeed"),
        std.VOLTAGE.over("infeed"), INFEED_POWER.over("infeed"), INFEED_ENERGY.over("infeed"),
        TOWER.over("tower"), std.ENERGY.over("tower"), std.FREQUENCY.over("tower"),
        std.TEMPERATURE.over("sensor"), std.HUMIDITY.over("sensor"),
    ),
    spelling={
        "uptime": UPTIME,
        "states": STATES,
        "outlet:command": Words({"1": True, "2": False}),
        "label": Text(longest=24), "infeed_label": Text(longest=24), "location": Text(longest=24),
        "load": whole(0.01), "infeed_load": whole(0.01), "voltage": tenths(), "frequency": whole(high=1000),
        "outlet_power": whole(), "infeed_power": whole(), "power_w": whole(),
        "energy": whole(), "infeed_energy": tenths(),
        "outlet_state": LOADS, "infeed_state": LOADS,
        "tower_state": Words(
            {"0": GOOD, "5": WARNING, "1": FAILED}, heard={"2": FAILED, "3": FAILED, "4": FAILED}
        ),
        "temperature": Degrees(absent=ABSENT),
        "humidity": whole(high=100),
        "socket": Lettered(3), "infeed": Lettered(2, last=True), "sensor": Lettered(2), "tower": PLACE,
        "socket:id": Printed(3), "infeed:id": Printed(2, last=True), "sensor:id": Printed(2),
    },
    talk=(
        system("1.3.6.1.4.1.1718.3"),
        Query(Walk(f"{S}.2.3.1.2.{{socket}} = s {{socket:id}}"), every=0),
        Query(Walk(f"{S}.2.2.1.2.{{infeed}} = s {{infeed:id}}"), every=0),
        Query(Walk(f"{S}.2.5.1.2.{{sensor}} = s {{sensor:id}}"), every=0),
        Query(
            Objects(
                f"{S}.1.1.0 = s {{firmware}}",
                f"{S}.1.3.0 = s {{location}}",
                f"{S}.1.4.0 = i {{#tower}}",
                f"{S}.2.1.1.6.1 = s {{serial}}",
                f"{S}.2.1.1.7.1 = s {{model}}",
            ),
            every=0,
        ),
        Query(Objects(f"{S}.2.3.1.5.{{socket}} = i {{states}}"), every=5),
        Query(
            Objects(
                f"{S}.2.3.1.6.{{socket}} = i {{outlet_state}}",
                f"{S}.2.3.1.7.{{socket}} = i {{load}}",
                f"{S}.2.3.1.14.{{socket}} = i {{outlet_power}}",
            ),
            every=10,
        ),
        Query(
            Objects(
                f"{S}.2.2.1.6.{{infeed}} = i {{infeed_state}}",
                f"{S}.2.2.1.7.{{infeed}} = i {{infeed_load}}",
                f"{S}.2.2.1.11.{{infeed}} = i {{voltage}}",
                f"{S}.2.2.1.12.{{infeed}} = i {{infeed_power}}",
                f"{S}.2.2.1.16.{{infeed}} = i {{infeed_energy}}",
                f"{S}.1.6.0 = i {{power_w}}",
            ),
            every=10,
        ),
        Query(
            Objects(
                f"{S}.2.1.1.4.{{tower}} = i {{tower_state}}",
                f"{S}.2.1.1.14.{{tower}} = i {{energy}}",
                f"{S}.2.1.1.15.{{tower}} = i {{frequency}}",
            ),
            every=30,
        ),
        Query(
            Objects(
                f"{S}.2.5.1.6.{{sensor}} & {S}.2.5.1.13.{{sensor}} = i {{temperature}}",
                f"{S}.2.5.1.10.{{sensor}} = i {{humidity}}",
            ),
            every=30,
            optional=True,
        ),
        Query(
            Objects(f"{S}.2.3.1.3.{{socket}} = s {{label}}", f"{S}.2.2.1.3.{{infeed}} = s {{infeed_label}}"),
            every=300,
        ),
        *switching(f"{S}.2.3.1.11"),
        Command(Objects(f"{S}.2.3.1.3.{{socket}} = s {{label}}"), ECHO),
        Command(Objects(f"{S}.2.2.1.3.{{infeed}} = s {{infeed_label}}"), ECHO),
        Notice(f"trap {S}.100.0.{{_}}", stales=(ALL,)),
        STARTED,
        NO,
    ),
)  # fmt: skip
