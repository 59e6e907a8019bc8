"""How Server Technology names its outlets and cords, and which rows both generations have alike."""

from dataclasses import dataclass, replace

from drivers import vocabulary as std
from drivers.points import Point, Value
from drivers.wire.objects import Objects
from drivers.wire.talk import ECHO, Action, Command, Row

OUTLET_POWER = replace(std.POWER_W, key="outlet_power", about="real power drawn at this outlet")
OUTLET_STATE = replace(std.LOAD_STATE, key="outlet_state", about="the load of this outlet against its limits")
OUTLET_HEALTH = replace(std.HEALTH, key="outlet_health", about="what the device says of this outlet")
LOCATION = Point("location", "where the device is said to be")


@dataclass(frozen=True)
class Lettered:
    """Places of several arcs, as they are printed on the device: AB5 is 1.2.5, and AA5 is simply 5.

    `last`: the last arc is a letter, too (an infeed AB is 1.2, and AA is 1).
    """

    arcs: int = 3
    last: bool = False

    @property
    def pattern(self) -> str:
        """So many numbers."""
        return r"[1-9][0-9]?" + r"\.[1-9][0-9]{0,2}" * (self.arcs - 1)

    def read(self, text: str) -> Value:
        """The place an OID ends in."""
        *above, own = map(int, text.split("."))
        if above == [1] * len(above):
            return own
        if max(above) > 26 or (self.last and own > 26):
            raise ValueError(text)
        return "".join(chr(64 + one) for one in above) + (chr(64 + own) if self.last else str(own))

    def write(self, value: Value) -> str:
        """What the OID of a place ends in."""
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return "1." * (self.arcs - 1) + str(value)
        letters = self.arcs - 1
        text = str(value)
        above, own = text[:letters], text[letters:]
        if len(above) < letters or not all("A" <= sign <= "Z" for sign in above):
            raise ValueError(f"{value!r} is no place")
        if self.last and len(own) == 1 and "A" <= own <= "Z":
            own = str(ord(own) - 64)
        if not (own.isascii() and own.isdecimal() and int(own) > 0) or self.read("1." * letters + own) != int(
            own
        ):
            raise ValueError(f"{value!r} is no place")
        return ".".join([*(str(ord(sign) - 64) for sign in above), own])

    def samples(self) -> tuple[Value, ...]:
        """The first one."""
        return (1,)


@dataclass(frozen=True)
class Printed(Lettered):
    """The same place as the device prints it, AA5 in full: what it says of itself."""

    @property
    def pattern(self) -> str:
        """Letters, and mostly a number."""
        return "[A-Z]{1,4}[0-9]{0,3}"

    def read(self, text: str) -> Value:
        """The place that is called so."""
        return Lettered(self.arcs, self.last).read(Lettered(self.arcs, self.last).write(text))

    def write(self, value: Value) -> str:
        """Its name."""
        *above, own = map(int, Lettered(self.arcs, self.last).write(value).split("."))
        return "".join(chr(64 + one) for one in above) + (chr(64 + own) if self.last else str(own))


def switching(column: str) -> tuple[Row, ...]:
    """The orders of an outlet's action column; the same numbers in both generations."""
    return (
        Command(
            Objects(f"{column}.{{socket}} = i {{outlet:command}}", reads=f"{column}.{{socket}} = i {{_:0}}"),
            ECHO,
            settle=0.5,
        ),
        Action("cycle", Objects(f"{column}.{{socket}} = i 3"), ECHO, stales=("outlet",), risk="c"),
    )
