"""Spectrum analysers by SCPI, for a scan of the radio bands before wireless microphones are switched on.

Source: Rigol DSA800 programming guide and Siglent SSA3000X programming guide: FREQuency, BANDwidth, SWEep,
INITiate, FORMat, TRACe. The bands of one hall: `options: {start: 470, stop: 694, width: 8, threshold: -85}`.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from drivers import vocabulary as std
from drivers.instruments.scpi import SCPI, begins, order
from drivers.instruments.scpi_trace import Plan, Trace
from drivers.instruments.scpi_words import Number
from drivers.points import Point
from drivers.wire.driver import Driver
from drivers.wire.hearing import Heard
from drivers.wire.options import OptionError, Options, only
from drivers.wire.remark import Remark
from drivers.wire.talk import Query, Row, Session

MHZ = 1e6


def _hertz(key: str, about: str, low: float = 0, high: float = 5e10) -> Point:
    return Point(key, about, range=(low, high), settable=True, unit="Hz", tolerance=1)


START = _hertz("start_frequency", "where the sweep begins")
STOP = _hertz("stop_frequency", "where the sweep ends")
RESOLUTION = _hertz("bandwidth", "resolution bandwidth of the sweep", 1, 1e8)
SWEEP_POINTS = Point("sweep_points", "points of one sweep", range=(101, 100_000), step=1)
OCCUPIED = Point("occupied", "something transmits in this band", std.YES_NO)
POINTS = (START, STOP, RESOLUTION, SWEEP_POINTS, std.RF.over("band"), OCCUPIED.over("band"))


def talk(plan: Plan) -> tuple[Row, ...]:
    """The rows for one plan of bands."""
    return (
        *begins(f"SENS:FREQ:STAR {plan.start * MHZ:.0f}", settable=True),
        *begins(f"SENS:FREQ:STOP {plan.stop * MHZ:.0f}", settable=True),
        *begins("SENS:BAND:RES 100000", settable=True),
        *begins("INIT:CONT 0"),
        *begins("FORM:TRAC:DATA ASC"),
        Query("SENS:FREQ:STAR?", "{start_frequency}", every=30),
        *order("SENS:FREQ:STAR {start_frequency}"),
        Query("SENS:FREQ:STOP?", "{stop_frequency}", every=30),
        *order("SENS:FREQ:STOP {stop_frequency}"),
        Query("SENS:BAND:RES?", "{bandwidth}", every=60),
        *order("SENS:BAND:RES {bandwidth}"),
        Query("SENS:SWE:POIN?", "{sweep_points}", every=60),
        Query("INIT:IMM;*OPC?", "{_:1}", every=5),
        Session(Heard("INIT:IMM")),
        Query("TRAC:DATA? TRACE1", Trace(plan), every=5),
    )


def fit(driver: Driver, options: Options) -> Driver:
    """With the bands of one hall."""
    only(driver.name, options, ("start", "stop", "width", "threshold"))
    plan = Plan(**{name: _number(name, value) for name, value in options.items()})
    if not plan.start < plan.stop or not plan.width > 0 or (plan.stop - plan.start) / plan.width > 512:
        en = "from start to stop are 1 to 512 bands of this width, in MHz"
        raise OptionError(("width",), en, "start 到 stop 之间须为 1 至 512 个该宽度的频段（MHz）")
    return _made(driver, plan)


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -300 <= value <= 50_000:
        raise OptionError((name,), f"{name} is a number: MHz, or dBm", f"{name} 应为数字：MHz 或 dBm")
    return float(value)


def _made(driver: Driver, plan: Plan) -> Driver:
    return replace(driver, axes={"band": plan.bands()}, talk=(*talk(plan), *SCPI.talk))


SPELLING: Mapping[str, Any] = {
    **dict.fromkeys(("start_frequency", "stop_frequency", "bandwidth"), Number(0, units=True, high=5e10)),
    "sweep_points": Number(0, low=101, high=100_000),
    "rf": Number(1, low=-200, high=60),
}
SCPI_SPECTRUM = _made(
    replace(
        SCPI,
        name="scpi_spectrum",
        title="Spectrum analyser (SCPI)",
        source="Rigol DSA800 programming guide; SCPI-99",
        points=(
            *SCPI.points,
            START,
            STOP,
            RESOLUTION,
            SWEEP_POINTS,
            std.RF.over("band"),
            OCCUPIED.over("band"),
        ),
        spelling={**SCPI.spelling, **SPELLING},
        patience=5,
        fit=fit,
        about={
            **SCPI.about,
            "port": Remark(
                "Rigol 监听端口 5555。",
                "Rigol listens on 5555.",
            ),
            "bands": Remark(
                "频段以其下限频率（MHz）命名；扫描按计划进行时电平才有效。",
                "A band is called by its lower edge in MHz. Levels hold while the sweep is as planned.",
            ),
        },
    ),
    Plan(),
)
