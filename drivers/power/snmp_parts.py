"""What SNMP agents have in common: who they are, how they say no, numbers that stand beside their unit."""

from dataclasses import dataclass
from typing import Any

from drivers import vocabulary as std
from drivers.errors import Reason
from drivers.points import Point, Value
from drivers.vocabulary import FAILED, GOOD, WARNING, LoadState
from drivers.wire.framing import Framing
from drivers.wire.framings import Datagram
from drivers.wire.objects import Objects
from drivers.wire.options import OptionError, Options
from drivers.wire.spelling import Real, Whole, between, number
from drivers.wire.talk import ALL, Notice, Query, Refusal

LOW, NORMAL, NEAR, OVER = LoadState
TROUBLE = {LOW: GOOD, NORMAL: GOOD, NEAR: WARNING, OVER: FAILED}
ABSENT = ("-1",)
"""What cards say of a number they do not have."""
DESCRIPTION = Point("description", "what the maker says the device is")
IDENTITY = (std.NAME, std.UPTIME, DESCRIPTION)


def system(kind: str) -> Query:
    """Who an agent is. `kind` is its sysObjectID: others ask for it to find out which tree to read."""
    return Query(
        Objects(
            "1.3.6.1.2.1.1.1.0 = s {description}",
            "1.3.6.1.2.1.1.3.0 = t {uptime}",
            "1.3.6.1.2.1.1.5.0 = s {name}",
            reads=f"1.3.6.1.2.1.1.2.0 = o {{_:{kind}}}",
        ),
        every=30,
    )


UPTIME = Real(places=0, scale=0.01, low=0)
STARTED = Notice("trap 1.3.6.1.6.3.1.1.5.{_}", stales=(ALL,))
"""Cold and warm starts, links, and a wrong community: everything is read again."""
NO = Refusal(
    "error {reason} {_:1}",
    {
        "noSuchName": Reason.NOT_SUPPORTED,
        "noAccess": Reason.NOT_AUTHORISED,
        "readOnly": Reason.NOT_AUTHORISED,
        "notWritable": Reason.NOT_AUTHORISED,
        "authorizationError": Reason.NOT_AUTHORISED,
        "badValue": Reason.OUT_OF_RANGE,
        "wrongValue": Reason.OUT_OF_RANGE,
        "wrongType": (Reason.OUT_OF_RANGE, "type"),
        "wrongLength": Reason.OUT_OF_RANGE,
        "noCreation": Reason.NOT_SUPPORTED,
        "inconsistentValue": Reason.BUSY,
        "resourceUnavailable": Reason.BUSY,
        "genErr": Reason.FAILED,
        "tooBig": Reason.FAILED,
        "*": Reason.FAILED,
    },
)
AGENT: dict[str, Any] = {
    "port": 161,
    "transports": ("snmp",),
    "framing": Framing.both(Datagram()),
    "patience": 5.0,
}
"""What a Driver says of any agent; a walk of a long table takes some of its patience."""
PLACE = Whole(low=0)


def tenths(high: float | None = None, low: float | None = 0) -> Real:
    """A number in tenths; -1 where there is none."""
    return Real(places=0, scale=0.1, low=low, high=high, absent=ABSENT)


def whole(scale: float = 1, high: float | None = None) -> Real:
    """A whole number of `scale`; -1 where there is none."""
    return Real(places=0, scale=scale, low=0, high=high, absent=ABSENT)


@dataclass(frozen=True)
class Decimals:
    """A number, how many of its digits are decimals, and whether it is available (1 yes, 2 no): "680 3 1"."""

    places: int = 0
    scale: float = 1
    low: float = 0
    high: float = 1e9

    pattern = r"(?:-?[0-9]{1,12}|!) (?:[0-9]{1,2}|!) (?:[0-9]|!)"

    def read(self, text: str) -> float | None:
        """None where it is not available, or nobody says its decimals."""
        raw, digits, there = text.split(" ")
        if raw == "!" or there == "2" or not digits.isdecimal():
            return None
        value = round(int(raw) * 10.0 ** -int(digits) * self.scale, 9)
        between(value, self.low, self.high)
        return value

    def write(self, value: Value) -> str:
        if value is None:
            return f"0 {self.places} 2"
        between(number(value), self.low, self.high)
        return f"{round(number(value) / self.scale * 10**self.places)} {self.places} 1"

    def samples(self) -> tuple[Value, ...]:
        return (12.0, self.low)


@dataclass(frozen=True)
class Degrees:
    """Tenths of a degree, the scale they are in (0 Celsius, 1 Fahrenheit), and whether the probe is there.

    `there` is what the third object says of a probe that works; "" where there are only two. `absent` is what
    the number itself is where there is none.
    """

    there: str = ""
    absent: tuple[str, ...] = ()
    gone: str = "0"

    pattern = r"(?:-?[0-9]{1,6}|!) (?:[01]|!)(?: (?:-?[0-9]{1,3}|!))?"

    def read(self, text: str) -> float | None:
        """In degrees Celsius."""
        raw, scale, *there = text.split(" ")
        if raw in ("!", *self.absent) or (self.there and there[0] not in (self.there, "!")):
            return None
        value = int(raw) / 10
        value = round((value - 32) / 1.8, 1) if scale == "1" else value
        between(value, -60, 250)
        return value

    def write(self, value: Value) -> str:
        tail = f" {self.there}" if self.there else ""
        if value is None:
            return f"{self.absent[0] if self.absent else 0} 0" + (f" {self.gone}" if self.there else "")
        between(number(value), -60, 250)
        return f"{round(number(value) * 10)} 0{tail}"

    def samples(self) -> tuple[Value, ...]:
        return (24.0, -5.5)


@dataclass(frozen=True)
class Probed:
    """Tenths, and whether the probe is there (1): "415 1"; without it the number means nothing."""

    low: float = 0
    high: float = 100

    pattern = r"(?:-?[0-9]{1,6}|!) (?:-?[0-9]{1,3}|!)"

    def read(self, text: str) -> float | None:
        """None without a probe, and of a negative number."""
        raw, there = text.split(" ")
        if raw == "!" or raw.startswith("-") or there not in ("1", "!"):
            return None
        value = int(raw) / 10
        between(value, self.low, self.high)
        return value

    def write(self, value: Value) -> str:
        if value is None:
            return "0 0"
        between(number(value), self.low, self.high)
        return f"{round(number(value) * 10)} 1"

    def samples(self) -> tuple[Value, ...]:
        return (41.5, self.low)


@dataclass(frozen=True)
class Finer:
    """The same number twice, in tenths and whole; a card has one of them, or both: "823 82"."""

    low: float = 0
    high: float = 1e6

    pattern = r"(?:-?[0-9]{1,9}|!) (?:-?[0-9]{1,9}|!)"

    def read(self, text: str) -> float | None:
        """The finer one, where there is one."""
        fine, coarse = text.split(" ")
        none = ("!", "-1")
        if fine in none and coarse in none:
            return None
        value = float(coarse) if fine in none else int(fine) / 10
        between(value, self.low, self.high)
        return value

    def write(self, value: Value) -> str:
        if value is None:
            return "! !"
        between(number(value), self.low, self.high)
        return f"{round(number(value) * 10)} {round(number(value))}"

    def samples(self) -> tuple[Value, ...]:
        return (12.5, self.low)


def chosen(options: Options, name: str, usual: int, most: int) -> int:
    """A whole number among the options of a device. OptionError where it is none from 0 to `most`."""
    value = options.get(name, usual)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        said = f"{name} is a whole number from 0 to {most}"
        raise OptionError((name,), said, f"{name} 是 0 到 {most} 的整数")
    return value
