"""Middle Atlantic RackLink power sequencers and controllers, over TCP 60000 or RS-232 (9600 8N1).

Source: Middle Atlantic RackLink control protocol: envelope, login, ping, outlets, sequencing, sensors. An
envelope is 00, a command, 01 set / 02 get / 10 answer / 12 news, and data; the framing does the rest.
The device asks every few seconds whether we are there, and hangs up on who does not say so three times.
"""

import re
from dataclasses import dataclass

from drivers import vocabulary as std
from drivers.errors import Reason
from drivers.points import Point, Value
from drivers.power.racklink_login import greet, welcome
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings_escaped import BAD_CHECKSUM, BAD_LENGTH, Escaped
from drivers.wire.remark import Remark
from drivers.wire.spelling import Whole, Words, number, plain
from drivers.wire.spelling_more import Hex
from drivers.wire.talk import Action, Command, Line, Notice, Query, Refusal, Row, Session

R = Reason
OUTLET_KIND = Point("outlet_kind", "whether this outlet can be switched", ("switched", "fixed"))
PEAK_VOLTAGE = Point("peak_voltage", "highest voltage since the start", range=(0, 1000), unit="V")
PEAK_LOAD = Point("peak_load", "highest current since the start", range=(0, 1000), unit="A")
FACTOR = Point("power_factor", "real power in proportion to apparent power", range=(0, 1))
HEAT = Point("heat", "heat given off", range=(0, 1e6), unit="BTU/h")
RATING = Point("rated_current", "the current the device is built for", range=(0, 1000), unit="A")
SURGE = Point("surge_protection", "whether the surge protection still works", std.YES_NO)
OCCUPANCY = Point("occupancy", "whether somebody is in the room", std.YES_NO)
MAC = Point("mac", "the hardware address")
PART = Point("part_number", "the maker's part number")


@dataclass(frozen=True)
class Ascii:
    """A text as the hex words of its characters; trailing NULs and blanks are none of it."""

    longest: int = 32

    pattern = "(?:[0-9A-Fa-f]{2} ){0,63}[0-9A-Fa-f]{2}"

    def read(self, text: str) -> Value:
        return bytes.fromhex(text).decode("latin-1").rstrip("\0 ")

    def write(self, value: Value) -> str:
        said = plain(value) if isinstance(value, str) else ""
        if not said or len(said) > self.longest:
            raise ValueError(f"{value!r} is not a text of 1 to {self.longest} characters")
        return said.encode("latin-1", "strict").hex(" ").upper()

    def samples(self) -> tuple[Value, ...]:
        return ("Amplifiers", "B")


@dataclass(frozen=True)
class AsciiNumber(Ascii):
    """A number in characters; a unit behind it ("120.4V") is heard and not said."""

    places: int = 1

    def read(self, text: str) -> Value:
        match = re.match(r"\s*(-?[0-9]{1,9}(?:\.[0-9]{1,6})?)", str(super().read(text)))
        if match is None:
            raise ValueError(text)
        return float(match[1])

    def write(self, value: Value) -> str:
        return f"{number(value):.{self.places}f}".encode().hex(" ").upper()

    def samples(self) -> tuple[Value, ...]:
        return (1.5, 0.0)


@dataclass(frozen=True)
class AsciiWhole:
    """A whole number in `digits` characters."""

    digits: int = 4

    @property
    def pattern(self) -> str:
        return " ".join(["3[0-9]"] * self.digits)

    def read(self, text: str) -> Value:
        return int(bytes.fromhex(text))

    def write(self, value: Value) -> str:
        return Whole(self.digits, low=0, high=10**self.digits - 1).write(value).encode().hex(" ").upper()

    def samples(self) -> tuple[Value, ...]:
        return (10, 0)


AT_ONCE = "{_:30 30 30 30}"
FLAG = Words({"30": False, "31": True}, heard={"00": False, "01": True})


def sensor(code: str, point: str, every: float = 30) -> Row:
    """A measured value, which not every model has."""
    return Query(f"00 {code} 02", f"00 {code} 10 {{{point}}}", every=every, optional=True)


OUTLET = f"00 20 10 {{socket}} {{outlet}} {AT_ONCE}"
FOR_OUTLETS = (
    Query("00 20 02 {socket}", Line(OUTLET, heard=("00 20 10 {socket} {outlet}",)), every=10),
    Command("00 20 01 {socket} {outlet} 30 30 30 30", Line(OUTLET, heard=("00 20 10 {socket} {outlet}",))),
    Notice(
        Line(f"00 20 12 {{socket}} {{outlet}} {AT_ONCE}", heard=("00 20 12 {socket} {outlet}",)),
        when={"told": (True,)},
    ),
    Action(
        "cycle", "00 20 01 {socket} 02 {seconds}",
        Line("00 20 10 {socket} {_:02} {seconds}", heard=("00 20 10 {socket} {_:02}",)),
        stales=("outlet",), args={"seconds": AsciiWhole()}, risk="c",
    ),
    Query("00 21 02 {socket}", "00 21 10 {socket} {label}", every=0),
    Command("00 21 01 {socket} {label}", "00 21 10 {socket} {label}"),
    Query(
        "00 22 02",
        Line("00 22 10 ", each="{outlet_kind}", sep=" ", along="socket", page=16),
        every=0,
    ),
)  # fmt: skip


def sequencing(up: str, down: str) -> tuple[Row, ...]:
    """All outlets one after another, in the order and with the pauses that are set in the device."""
    return tuple(
        Action(
            name, f"00 36 01 {code} {{seconds}}", f"00 36 10 {code} {{seconds}}",
            stales=("outlet",), args={"seconds": AsciiWhole()}, risk="c",
        )
        for name, code in (("sequence_up", up), ("sequence_down", down))
    )  # fmt: skip


RACKLINK = Driver(
    name="racklink",
    title="Middle Atlantic RackLink power sequencer",
    source="Middle Atlantic RackLink control protocol",
    port=60000,
    transports=("tcp", "serial"),
    framing=Framing(Escaped(), Escaped(), answers={"00 01 01": "00 01 10"}),
    patience=2.0,
    greet=greet,
    welcome=welcome,
    session={"told": False, "login": None},
    axes={"socket": ()},
    points=(
        std.OUTLET.over("socket"), OUTLET_KIND.over("socket"),
        std.LABEL.over("socket"),
        std.ENERGY, PEAK_VOLTAGE, std.VOLTAGE, PEAK_LOAD, std.LOAD, std.TEMPERATURE, std.POWER_W, FACTOR,
        HEAT, SURGE, OCCUPANCY, PART, RATING, MAC,
    ),
    spelling={
        "socket": Hex(), "outlet": Words({"01": True, "00": False}),
        "outlet_kind": Words({"43": "switched", "4E": "fixed", "58": None}),
        "label": Ascii(), "part_number": Ascii(), "mac": Ascii(), "seconds": AsciiWhole(),
        **dict.fromkeys(
            ("energy", "peak_voltage", "voltage", "peak_load", "load", "temperature", "power_w", "heat",
             "rated_current"),
            AsciiNumber(),
        ),
        "power_factor": AsciiNumber(places=2),
        "surge_protection": FLAG, "occupancy": FLAG,
    },
    talk=(
        Session("00 41 01 FF FF FF FF FF FF", "00 41 10 {_:FF FF FF FF FF FF}", sets={"told": True}),
        *FOR_OUTLETS,
        *sequencing("01", "03"),
        *(sensor(*each) for each in (
            ("50", "energy", 60), ("51", "peak_voltage", 60), ("52", "voltage"), ("53", "peak_load", 60),
            ("54", "load"), ("55", "temperature"), ("56", "power_w"), ("57", "power_factor", 60),
            ("58", "heat", 60), ("59", "surge_protection", 60), ("61", "occupancy"),
            ("90", "part_number", 0), ("91", "rated_current", 0), ("95", "mac", 0),
        )),
        Query("00 02 01 {login}", "00 02 10 01"),
        Refusal("00 10 10 01", {"": R.NOT_SUPPORTED}, of=BAD_CHECKSUM),
        Refusal("00 10 10 06", {"": R.NOT_SUPPORTED}, of=BAD_LENGTH),
        Refusal(
            "00 10 10 {reason}",
            {
                "04": R.NOT_SUPPORTED, "06": R.FAILED, "07": R.OUT_OF_RANGE, "08": R.NOT_AUTHORISED,
                "01": R.BUSY,  # our frame was damaged on the way: once more
            },
        ),
    ),
    about={
        "sequence_up": Remark(
            "两个方向的代码出自同一份资料；我们尚未接触过真机",
            "the codes of both directions are those of one text; nobody here has heard a device",
        ),
        "contacts": Remark(
            "本驱动不包括干接点与紧急开关",
            "dry contacts and the emergency switch are not part of this driver",
        ),
    },
)  # fmt: skip
