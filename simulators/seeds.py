"""What a simulated device holds before anybody touched it: sensible, and the same at every start."""

from collections.abc import Mapping

from drivers.points import Place, Point, Value
from drivers.vocabulary import GOOD, OFF, LoadState, LockState
from drivers.wire.driver import Driver

USUAL: Mapping[str, Value] = {
    "audio_tie": 0,
    "battery": 100,
    "best_resolution": "1920x1080",
    "breaker": GOOD,
    "build": "1.00.0001",
    "current": 0.0,
    "description": "Simulated device",
    "energy": 0.0,
    "fader": -90.0,
    "filter_hours": 120,
    "firmware": "1.00",
    "frequency": 50.0,
    "health": GOOD,
    "humidity": 45,
    "input": "hdmi 1",
    "lamp_hours": 350,
    "load": 0.0,
    "load_state": LoadState.NORMAL,
    "lock": LockState.FREE,
    "mac": "00-00-5E-00-53-01",
    "maker": "Auditorium",
    "mute": False,
    "outlet": True,
    "pan": 0,
    "part_number": "60-1000-01",
    "power": OFF,
    "power_w": 0,
    "resolution": "-",
    "send": -90.0,
    "signal": True,
    "temperature": 24.0,
    "total_power": 0,
    "trim": 0.0,
    "uptime": 0,
    "video_tie": 0,
    "voltage": 230,
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
LABELS = ("label", "label_in", "label_out", "preset_name", "input_name")
Names = Mapping[str, Mapping[int | str, str]]
"""axis -> place -> what the hall calls it."""


def grown(driver: Driver, sizes: Mapping[str, int]) -> Driver:
    """The driver with every axis given places: as the hall's file says, else a usual number."""
    wanted = {axis: size for axis, size in sizes.items() if axis in driver.axes}
    learned = {
        axis: SIZES.get(axis, 1) for axis, places in driver.axes.items() if not places and axis not in wanted
    }
    return driver.sized(**wanted, **learned) if wanted or learned else driver


def first_values(driver: Driver, name: str, names: Names | None = None) -> dict[Place, Value]:
    """A value for every place; `name` becomes part of the serial number, `names` become labels."""
    found: dict[Place, Value] = {}
    for point in driver.points:
        value = _first(driver, point, name)
        for place in point.places(driver.axes):
            found[place] = _label(driver, point, place, names or {}) if point.key in LABELS else value
    if Place("inputs") in found and (spelling := driver.spelling.get("terminal")):
        found[Place("inputs")] = " ".join(spelling.write(name) for name in driver.axes.get("terminal", ()))
    return found


def _first(driver: Driver, point: Point, name: str) -> Value:
    own: dict[str, Value] = {"model": driver.title, "serial": f"SIM-{name}", "name": name}
    if point.key == "pjlink_class":  # the highest whose points the driver has
        own["pjlink_class"] = 2 if any(other.key == "freeze" for other in driver.points) else 1
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


def _label(driver: Driver, point: Point, place: Place, names: Names) -> str:
    if not place.index:
        return ""
    axis, at = point.axes[0], place.index[0]
    said = names.get(axis, {}).get(at) or (at.upper() if isinstance(at, str) else f"{axis.capitalize()} {at}")
    longest = getattr(driver.spelling.get(point.key), "longest", 12)
    return said[: longest if isinstance(longest, int) else 12]
