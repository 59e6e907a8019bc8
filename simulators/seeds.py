"""What a simulated device holds before anybody touched it: sensible, and the same at every start."""

from collections.abc import Mapping

from drivers.points import Place, Point, Value
from drivers.vocabulary import GOOD, OFF, LoadState, LockState
from drivers.wire.driver import Driver

USUAL: Mapping[str, Value] = {
    "power": OFF,
    "health": GOOD,
    "breaker": GOOD,
    "load_state": LoadState.NORMAL,
    "lock": LockState.FREE,
    "outlet": True,
    "signal": True,
    "video_tie": 0,
    "audio_tie": 0,
    "fader": -90.0,
    "send": -90.0,
    "pan": 0,
    "trim": 0.0,
    "mute": False,
    "load": 0.0,
    "current": 0.0,
    "voltage": 230,
    "frequency": 50.0,
    "energy": 0.0,
    "power_w": 0,
    "total_power": 0,
    "temperature": 24.0,
    "humidity": 45,
    "lamp_hours": 350,
    "filter_hours": 120,
    "resolution": "-",
    "maker": "Auditorium",
    "firmware": "1.00",
    "battery": 100,
    "uptime": 0,
}
SIZES: Mapping[str, int] = {
    "lamp": 1,
    "input": 8,
    "output": 8,
    "channel": 32,
    "socket": 8,
    "bank": 1,
    "phase": 1,
}


def grown(driver: Driver, sizes: Mapping[str, int]) -> Driver:
    """The driver with every axis given places: as the hall's file says, else a usual number."""
    wanted = {axis: size for axis, size in sizes.items() if axis in driver.axes}
    learned = {
        axis: SIZES.get(axis, 1) for axis, places in driver.axes.items() if not places and axis not in wanted
    }
    return driver.sized(**wanted, **learned) if wanted or learned else driver


def first_values(driver: Driver, name: str) -> dict[Place, Value]:
    """A value for every place of the driver's points; `name` becomes part of the serial number."""
    found: dict[Place, Value] = {}
    for point in driver.points:
        value = _first(driver, point, name)
        found.update(dict.fromkeys(point.places(driver.axes), value))
    return found


def _first(driver: Driver, point: Point, name: str) -> Value:
    own: dict[str, Value] = {"model": driver.title, "serial": f"SIM-{name}", "name": name}
    for candidate in (own.get(point.key), USUAL.get(point.key), *_samples(driver, point)):
        if candidate is not None and point.knows(candidate):
            return candidate
    return point.range[0] if point.range else (point.values or ("",))[0]


def _samples(driver: Driver, point: Point) -> tuple[Value, ...]:
    if point.values:
        return (False, *point.values) if False in point.values else point.values
    spelling = driver.spelling.get(point.key)
    return (
        tuple(sample for sample in spelling.samples() if not isinstance(sample, Mapping)) if spelling else ()
    )
