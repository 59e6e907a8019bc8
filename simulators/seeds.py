"""What a simulated device holds before anybody touched it: sensible, and the same at every start."""

from collections.abc import Mapping

from drivers.points import Place, Point, Value
from drivers.vocabulary import GOOD, OFF, LoadState, LockState
from drivers.wire.driver import Driver
from drivers.wire.spelling import Whole, Words

USUAL: Mapping[str, Value] = {
    "alarm_name": "-",
    "audio_tie": 0,
    "auto_restart": True,
    "battery": 100,
    "battery_bars": 5,
    "battery_model": "Rechargeable",
    "battery_health": 98,
    "battery_minutes": 480,
    "battery_temperature": 25,
    "battery_voltage": 54,
    "best_resolution": "1920x1080",
    "breaker": GOOD,
    "build": "1.00.0001",
    "buzzer": "enabled",
    "connected": True,
    "carrier": 606.25,
    "console_scene": 0,
    "current": 0.0,
    "dca_fader": 0.0,
    "dca_mute": False,
    "description": "Simulated device",
    "design": "Hall",
    "design_code": "qALFilm6IcAz",
    "detect_in": 7,
    "detect_out": 7,
    "display": True,
    "embedded_audio": True,
    "energy": 0.0,
    "fader": -90.0,
    "error": "No error",
    "error_code": 0,
    "feed_bank": 0,
    "feed_phase": 0,
    "filter_hours": 120,
    "firmware": "1.00",
    "frequency": 50.0,
    "health": GOOD,
    "humidity": 45,
    "in_sync": True,
    "infeed_energy": 0.0,
    "inlet_voltage": 230,
    "input": "hdmi 1",
    "input_voltage": 230,
    "lamp_hours": 350,
    "laser_max": 100,
    "laser_min": 30,
    "load": 0.0,
    "load_percent": 30,
    "load_state": LoadState.NORMAL,
    "lock": LockState.FREE,
    "mac": "00-00-5E-00-53-01",
    "maker": "Auditorium",
    "minutes_left": 20,
    "mute": False,
    "off_delay": 0,
    "off_time": 10,
    "on_delay": 0,
    "outlet": True,
    "outlet_energy": 0.0,
    "output_frequency": 50.0,
    "output_voltage": 230,
    "pan": 0,
    "part_number": "60-1000-01",
    "phase_energy": 0.0,
    "power": OFF,
    "power_w": 0,
    "rated_power": 3600,
    "reboot_time": 5,
    "redundant": True,
    "resolution": "-",
    "rf": -60.0,
    "rf_quality": 100,
    "seconds_on_battery": 0,
    "send": -90.0,
    "signal": True,
    "slot_battery_bars": 5,
    "slot_battery_minutes": 480,
    "source_voltage": 230,
    "status": "OK",
    "status_code": 0,
    "sweep_points": 601,
    "temperature": 24.0,
    "test_result": "none",
    "total_power": 0,
    "trim": 0.0,
    "uptime": 0,
    "video_tie": 0,
    "voltage": 230,
    "warnings": "",
}
SIZES: Mapping[str, int] = {
    "lamp": 1,
    "input": 8,
    "output": 8,
    "channel": 32,
    "socket": 8,
    "bank": 2,
    "bus": 16,
    "headamp": 128,
    "preset": 16,
    "monitor": 0,
    "serial_port": 0,
    "processing_unit": 0,
    "frame": 0,
}
FEEDS = {Place("feed_phase", (1,)): 1, Place("feed_bank", (2,)): 1, Place("feed_bank", (3,)): 2}
"""A first-generation PDU lists its phase first, then its banks."""
NOTHING_PLANNED = ("on_in", "off_in")
LABELS = ("label", "label_in", "label_out", "preset_name", "input_name")
Names = Mapping[str, Mapping[int | str, str]]
"""axis -> place -> what the hall calls it."""


def grown(driver: Driver, sizes: Mapping[str, int]) -> Driver:
    """The driver with every axis given places: as the hall's file says, else a usual number."""
    wanted = {axis: size for axis, size in sizes.items() if axis in driver.axes}
    usual = {**SIZES, "metered": wanted.get("socket", SIZES["socket"])}
    empty = [axis for axis, places in driver.axes.items() if not places and axis not in wanted]
    learned = {axis: usual.get(axis, 1) for axis in empty}
    return driver.sized(**wanted, **learned) if wanted or learned else driver


def first_values(driver: Driver, name: str, names: Names | None = None) -> dict[Place, Value]:
    """A value for every place; `name` becomes part of the serial number, `names` become labels."""
    found: dict[Place, Value] = {}
    for point in driver.points:
        value = _first(driver, point, name)
        for place in point.places(driver.axes):
            found[place] = _label(driver, point, place, names or {}) if point.key in LABELS else value
    for place, value in FEEDS.items():
        found |= {place: value} if place in found else {}
    if Place("inputs") in found and isinstance(spelling := driver.spelling.get("terminal"), Words):
        found[Place("inputs")] = " ".join(map(spelling.write, driver.axes.get("terminal", ())))
    return found


def _first(driver: Driver, point: Point, name: str) -> Value:
    own: dict[str, Value] = {"model": driver.title, "serial": f"SIM-{name}", "name": name}
    if point.values == tuple(LoadState):
        return LoadState.NORMAL
    if point.key in NOTHING_PLANNED:
        return None
    own["family"] = driver.name.rpartition("_")[2]
    if point.key == "pjlink_class":  # the highest whose points the driver has
        own["pjlink_class"] = 2 if any(other.key == "freeze" for other in driver.points) else 1
    for candidate in (own.get(point.key), USUAL.get(point.key), *_samples(driver, point)):
        if candidate is not None and point.knows(candidate) and _sayable(driver, point, candidate):
            return _short(driver, point, candidate)
    return point.range[0] if point.range else (point.values or ("",))[0]


def _short(driver: Driver, point: Point, value: Value) -> Value:
    """A name as long as the device can hold."""
    longest = getattr(driver.spelling.get(point.key), "longest", None)
    return value[:longest] if isinstance(value, str) and isinstance(longest, int) else value


def _sayable(driver: Driver, point: Point, value: Value) -> bool:
    """Whether the device could say this value: hdmi 1 is no input of every projector."""
    spelling = driver.spelling.get(point.key)
    if isinstance(spelling, Whole) and point.among and not spelling.first:
        return value != 0  # who counts inputs from 0 has no number for none
    if not isinstance(spelling, Words):
        return True
    try:
        spelling.write(value)
    except ValueError:
        return False
    return True


def _samples(driver: Driver, point: Point) -> tuple[Value, ...]:
    if point.values:
        return (False, *point.values) if False in point.values else point.values
    samples = getattr(driver.spelling.get(point.key), "samples", tuple)
    return tuple(samples())


def _label(driver: Driver, point: Point, place: Place, names: Names) -> str:
    if not place.index:
        return ""
    axis, at = point.axes[0], place.index[0]
    said = names.get(axis, {}).get(at) or (at.upper() if isinstance(at, str) else f"{axis.capitalize()} {at}")
    longest = getattr(driver.spelling.get(point.key), "longest", 12)
    return said[: longest if isinstance(longest, int) else 12]
