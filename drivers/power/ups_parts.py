"""What an uninterruptible supply has, whoever made it, beyond the standard points."""

from dataclasses import dataclass, replace

from drivers import vocabulary as std
from drivers.points import Point, Value
from drivers.wire.spelling import between, number

SUPPLIES = ("mains", "battery", "bypass", "booster", "reducer", "none", "other")
SUPPLY = Point("supply", "what feeds the output just now", SUPPLIES)
SECONDS = Point("seconds_on_battery", "how long it has been on its battery", range=(0, 1e9), unit="s")
BATTERY_VOLTAGE = replace(std.VOLTAGE, key="battery_voltage", about="voltage of the battery")
BATTERY_TEMPERATURE = replace(std.TEMPERATURE, key="battery_temperature", about="temperature of the battery")
INPUT_VOLTAGE = replace(std.VOLTAGE, key="input_voltage", about="voltage at the input")
INPUT_CURRENT = replace(std.CURRENT, key="input_current", about="current at the input")
OUTPUT_VOLTAGE = replace(std.VOLTAGE, key="output_voltage", about="voltage at the output")
OUTPUT_CURRENT = replace(std.CURRENT, key="output_current", about="current at the output")
OUTPUT_FREQUENCY = replace(std.FREQUENCY, key="output_frequency", about="frequency at the output")
TEST_RESULT = Point(
    "test_result",
    "how the last test of the battery ended",
    ("passed", "warning", "failed", "aborted", "running", "none"),
)
ALARMS = Point("alarms", "how many alarms stand", range=(0, 10_000), step=1)


@dataclass(frozen=True)
class Hertz:
    """Tenths of a hertz, as the standard says; some cards give whole ones. Neither is mains: none."""

    pattern = r"-?[0-9]{1,9}"

    def read(self, text: str) -> float | None:
        """In hertz."""
        raw = int(text)
        if 450 <= raw <= 660:
            return raw / 10
        return float(raw) if 45 <= raw <= 66 else None

    def write(self, value: Value) -> str:
        if value is None:
            return "0"
        between(number(value), 45, 66)
        return str(round(number(value) * 10))

    def samples(self) -> tuple[Value, ...]:
        return (50.0, 60.0)
