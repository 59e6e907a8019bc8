"""Relay boards over Modbus: TCP 502, RTU on RS-485 or RS-232, and RTU through a raw serial gateway.

Source: Modbus Application Protocol 1.1b3 (functions, exceptions); Waveshare's relay documentation (all
relays, toggle, pulse, version and address registers). Several relays are written in one order, so that a pair
that must never be closed together is switched in the same moment. A board does not notice a dead controller:
what must not stay closed is pulsed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from drivers import vocabulary as std
from drivers.errors import Reason
from drivers.points import Point, Value
from drivers.power.modbus_spans import READ_BITS, READ_WORDS, WRITE_BITS, WRITE_WORDS, Reads, Writes, Written
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings_modbus import Mbap, Rtu
from drivers.wire.options import OptionError, Options, only
from drivers.wire.remark import Remark
from drivers.wire.spelling import Words, number
from drivers.wire.spelling_more import Hex
from drivers.wire.talk import ECHO, Action, Command, Line, Query, Refusal, Row

R = Reason
RELAY = Point(
    "relay", "whether the contact of this relay is closed", std.YES_NO, settable=True, undo=False, risk="c"
)
CONTACT = Point("contact", "whether this input is closed", std.YES_NO)
REGISTER = Point(
    "register", "the number in this holding register", range=(0, 65535), step=1, settable=True, risk="b"
)


@dataclass(frozen=True)
class Address:
    """The address of a place: `first` is that of place 1."""

    first: int = 0

    pattern = "[0-9A-Fa-f]{2} [0-9A-Fa-f]{2}"
    size = 5

    def read(self, text: str) -> Value:
        return Hex(2).read(text) - self.first + 1

    def write(self, value: Value) -> str:
        return Hex(2).write(number(value) + self.first - 1)

    def samples(self) -> tuple[Value, ...]:
        return (1, 2)


@dataclass(frozen=True)
class Refusing:
    """The function of an exception: the one that was asked for, with its highest bit set."""

    pattern = "[89A-Fa-f][0-9A-Fa-f]"
    size = 2

    def read(self, text: str) -> Value:
        return int(text, 16) - 0x80

    def write(self, value: Value) -> str:
        return f"{int(number(value)) + 0x80:02X}"

    def samples(self) -> tuple[Value, ...]:
        return (1,)


@dataclass(frozen=True)
class Digits:
    """A register as the four hex digits it holds."""

    pattern = "[0-9A-Fa-f]{2} [0-9A-Fa-f]{2}"

    def read(self, text: str) -> Value:
        return text.replace(" ", "").upper()

    def write(self, value: Value) -> str:
        return bytes.fromhex(str(value)).hex(" ").upper()

    def samples(self) -> tuple[Value, ...]:
        return ("0100", "00C8")


def functions(*codes: int) -> Words:
    """The functions of one kind of place."""
    return Words({f"{code:02X}": code for code in codes})


def refusal(kind: str, axis: str) -> Refusal:
    """The exceptions of one kind of place; the second is about an address that is not there."""
    return Refusal(
        "{function:no} {reason}",
        {
            "01": R.NOT_SUPPORTED, "02": (R.OUT_OF_RANGE, axis), "03": R.OUT_OF_RANGE, "04": R.FAILED,
            "06": R.BUSY, "05": R.BUSY, "0B": R.FAILED,
        },
        of=f"{{function:{kind}}}{{_}}",
    )  # fmt: skip


def relays(first: int) -> tuple[Row, ...]:
    """Coils."""
    return (
        Query(Reads("01", "relay", READ_BITS, first), every=2),
        Command("05 {coil} {relay}", ECHO),
        Command(Writes("0F", "relay", WRITE_BITS, first), Written("0F")),
    )


OTHERS = (
    Query(Reads("02", "contact", READ_BITS), every=2),
    Query(Reads("03", "register", READ_WORDS), every=10),
    Command("06 {number} {register}", ECHO),
    Command(Writes("10", "register", WRITE_WORDS), Written("10")),
)
REFUSALS = (
    refusal("coils", "coil"), refusal("inputs", "input"), refusal("registers", "number"), refusal("any", ""),
)  # fmt: skip
TENTHS = {"seconds": Hex(2, scale=0.1)}
WAVESHARE = (
    Command(Line("05 00 FF FF 00", all="coil", means={"relay": True}), ECHO, prefer=-1),
    Command(Line("05 00 FF 00 00", all="coil", means={"relay": False}), ECHO, prefer=-1),
    Action("toggle", "05 {coil} 55 00", ECHO, stales=("relay",), risk="c"),
    Action("pulse", "05 {coil:pulse} {seconds}", ECHO, stales=("relay",), args=TENTHS, risk="c"),
    Action("pulse_off", "05 {coil:pulse_off} {seconds}", ECHO, stales=("relay",), args=TENTHS, risk="c"),
    Query("03 80 00 00 01", "03 02 {firmware}", every=0),
    Query("03 40 00 00 01", "03 02 {bus_address}", every=0),
    Query("06 40 00 {new_address}", "06 40 00 {new_address}"),
)
BUS_ADDRESS = Point("bus_address", "the address on the bus that is set in the device", range=(0, 255), step=1)


def fit(driver: Driver, options: Options) -> Driver:
    """`unit`: the address on the bus. `first_relay`: the address of relay 1. `on`: the word for closed."""
    only(driver.name, options, ("unit", "first_relay", "on"))
    unit, first = _whole(options, "unit", 1, 0, 255), _whole(options, "first_relay", 0, 0, 65_000)
    on = str(options.get("on", "FF00")).upper()
    if on not in ("FF00", "0100"):
        raise OptionError(("on",), "on is FF00 or 0100", "on 只能是 FF00 或 0100")
    spelling = {**driver.spelling, "coil": Address(first), "relay": _switched(f"{on[:2]} {on[2:]}")}
    talk = (*relays(first), *driver.talk[len(relays(0)) :])
    return replace(driver, framing=_at(driver.framing, unit), spelling=spelling, talk=talk)


def _whole(options: Mapping[str, Any], name: str, usual: int, low: int, high: int) -> int:
    value = options.get(name, usual)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        en, zh = f"{name} is a whole number from {low} to {high}", f"{name} 是 {low} 到 {high} 的整数"
        raise OptionError((name,), en, zh)
    return value


def _at(framing: Framing, unit: int) -> Framing:
    return replace(framing, says=replace(framing.says, unit=unit), hears=replace(framing.hears, unit=unit))  # type: ignore[type-var]


def _switched(on: str) -> Words:
    return Words({on: True, "00 00": False})


TCP = Driver(
    name="modbus_relays",
    title="Relay board, Modbus TCP",
    source="Modbus Application Protocol 1.1b3",
    port=502,
    framing=Framing(says=Mbap(requests=True), hears=Mbap(), tags=True),
    patience=1.0,
    standing="read",
    axes={"coil": tuple(range(1, 9)), "input": tuple(range(1, 9)), "number": ()},
    points=(RELAY.over("coil"), CONTACT.over("input"), REGISTER.over("number")),
    spelling={
        "coil": Address(), "number": Address(), "relay": _switched("FF 00"), "register": Hex(2),
        "function:no": Refusing(), "function:any": Hex(1),
        "function:coils": functions(1, 5, 15), "function:inputs": functions(2),
        "function:registers": functions(3, 6, 16),
    },
    talk=(*relays(0), *OTHERS, *REFUSALS),
    fit=fit,
    about={
        "register": Remark(
            "礼堂文件写明数量后才有：options: {registers: 4}",
            "there are none unless the hall's file says how many: options: {registers: 4}",
        ),
        "relay": Remark(
            "断电恢复后，多数继电器板上电时所有继电器断开",
            "after a mains failure most boards come up with all relays open",
        ),
    },
)  # fmt: skip
RTU = replace(
    TCP,
    name="modbus_relays_rtu",
    title="Relay board, Modbus RTU",
    port=4196,
    transports=("serial", "tcp"),
    framing=Framing(says=Rtu(requests=True), hears=Rtu()),
    gap=0.05,
)
WAVESHARE_RTU = replace(
    RTU,
    name="waveshare_relays",
    title="Waveshare relay board, Modbus RTU",
    source="Waveshare Modbus RTU relay, Modbus Application Protocol 1.1b3",
    framing=Framing(says=Rtu(requests=True), hears=Rtu(answers_all=True)),
    session={"new_address": None},
    points=(*TCP.points, std.FIRMWARE, BUS_ADDRESS),
    spelling={
        **TCP.spelling, "coil:pulse": Address(0x200), "coil:pulse_off": Address(0x400), "bus_address": Hex(2),
        "firmware": Digits(),
    },
    talk=(*relays(0), *WAVESHARE, *OTHERS, *REFUSALS),
)  # fmt: skip
