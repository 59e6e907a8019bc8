"""Power meters by SCPI, to look at the mains before a show: voltage, frequency, load, harmonics.

Source: Yokogawa WT300 series communication manual, NUMeric group (GW Instek GPM-8310 takes the same).
One element or several: `sizes: {phase: 3}`.
"""

from dataclasses import replace

from drivers import vocabulary as std
from drivers.instruments.scpi import SCPI, begins, does
from drivers.instruments.scpi_items import Choose, Chosen, Readings
from drivers.points import Point
from drivers.wire.hearing import Heard
from drivers.wire.remark import Remark
from drivers.wire.spelling import Whole
from drivers.wire.talk import Query, Row, Session

REACTIVE_POWER = Point("reactive_power", "reactive power drawn", range=(-1e9, 1e9), unit="var")
POWER_FACTOR = Point("power_factor", "real power in proportion to apparent power", range=(-1, 1))
PHASE_ANGLE = Point("phase_angle", "how far the current is behind the voltage", range=(-180, 360), unit="°")
THD_VOLTAGE = Point(
    "thd_voltage", "harmonics of the voltage in proportion to all of it", range=(0, 1000), unit="%"
)
THD_CURRENT = Point(
    "thd_current", "harmonics of the current in proportion to all of it", range=(0, 1000), unit="%"
)

MEASURED = tuple(
    each.over("phase")
    for each in (
        std.VOLTAGE, std.CURRENT, replace(std.POWER_W, range=(-1e9, 1e9)), std.APPARENT_POWER, REACTIVE_POWER,
        POWER_FACTOR, PHASE_ANGLE, std.FREQUENCY, THD_VOLTAGE, THD_CURRENT, std.ENERGY,
    )
)  # fmt: skip

TALK: tuple[Row, ...] = (
    *begins("NUM:FORM ASC"),
    Session(Choose(), '{_:0},"{_:No error}"', alters=True),
    Session(Heard("NUM:NORM:NUMB {number}")),
    Session(Chosen()),
    Session(Heard("COMM:REM {_:ON}")),
    Session(Heard("RATE {_}")),
    Session(Heard("INP:VOLT:RANG {_}")),
    Query("NUM:NORM:VAL?", Readings(), every=5),
    *does("start_counting", "INTEG:STAR", stales=("energy",)),
    *does("stop_counting", "INTEG:STOP", stales=("energy",)),
    *does("reset_counting", "INTEG:RES", stales=("energy",), risk="c"),
)

SCPI_MAINS = replace(
    SCPI,
    name="scpi_mains",
    title="Power meter (SCPI)",
    source="Yokogawa WT300 series communication manual; SCPI-99",
    axes={"phase": (1,)},
    points=(*SCPI.points, *MEASURED),
    session={**SCPI.session, "number": None, **{f"item{at}": None for at in range(1, 256)}},
    spelling={**SCPI.spelling, "number": Whole(low=1, high=255)},
    talk=(*TALK, *SCPI.talk),
    about={
        **SCPI.about,
        "errors": Remark(
            "该厂部分仪表用另一条命令查询错误；这种情况下不监视错误。",
            "Some meters of this maker answer another question for errors; they are then not watched.",
        ),
        "energy": Remark(
            "仅在仪表积分期间计数。",
            "Counted only while the meter integrates.",
        ),
    },
)
