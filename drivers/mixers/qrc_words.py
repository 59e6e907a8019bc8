"""How Q-SYS spells the values of controls: numbers, switches that are numbers or bools, texts for displays.

Source: QSC QRC commands, "Control.Get" and "Component.Get".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from drivers.points import Value
from drivers.wire.spelling import number

FALSE, TRUE = ("false", "off", "unmuted", "0"), ("true", "on", "muted", "mute", "1")


@dataclass(frozen=True)
class Switch:
    """A switch: 0 and 1, or a bool, or a word, as the control has it; we say numbers."""

    nodes = True
    pattern = ".*"

    def read(self, node: Any) -> bool:
        """On or off."""
        if isinstance(node, bool | int | float) and node in (0, 1):
            return bool(node)
        word = str(node).casefold()
        if word not in FALSE + TRUE:
            raise ValueError(node)
        return word in TRUE

    def write(self, value: Value) -> Any:
        """0 or 1."""
        if not isinstance(value, bool):
            raise ValueError(f"{value!r} is neither on nor off")
        return int(value)

    def samples(self) -> tuple[Value, ...]:
        """Both."""
        return (False, True)


@dataclass(frozen=True)
class Number:
    """A JSON number, within its bounds."""

    low: float = -1e9
    high: float = 1e9

    nodes = True
    pattern = ".*"

    def read(self, node: Any) -> float:
        """The number; a text that is one will do."""
        value = round(float(node), 6) if isinstance(node, str) else number(node)
        if not self.low <= value <= self.high:
            raise ValueError(node)
        return float(value)

    def write(self, value: Value) -> Any:
        """The number."""
        if not self.low <= number(value) <= self.high:
            raise ValueError(f"{value} is out of range")
        return value

    def samples(self) -> tuple[Value, ...]:
        """The middle and both ends."""
        low, high = max(self.low, -100.0), min(self.high, 20.0)
        return (round((low + high) / 2, 1), low, high)


@dataclass(frozen=True)
class Shown:
    """What the device writes on its own displays; heard, it tells nothing."""

    point: str
    pattern = ".*"

    @property
    def fields(self) -> tuple[str, ...]:
        """The point it shows."""
        return (self.point,)

    def read_all(self, text: str) -> Mapping[str, Value]:
        """Nothing that is not said better beside it."""
        return {}

    def write_all(self, values: Mapping[str, Value]) -> tuple[str, tuple[str, ...]]:
        """The text, as the device would show it."""
        return shown(self.point, values[self.point]), ()


def shown(point: str, value: Value) -> str:
    """How the device shows a value on its displays."""
    if isinstance(value, bool):
        on, off = ("muted", "unmuted") if point.startswith("mute") else ("true", "false")
        return on if value else off
    level = point.startswith(("fader", "meter"))
    return f"{value:.1f}dB" if level and isinstance(value, int | float) else str(value)
