"""What other people's controllers ask a Yamaha console: modes, the list of parameters, scenes by number.

Source: Yamaha remote control protocol ("RCP", "SCP"), commands; parameter dumps of the families.
"""

import re
from collections.abc import Iterator, Mapping

from drivers.mixers.yamaha_words import Strip
from drivers.points import Value
from drivers.wire.serving import Serves
from drivers.wire.talk import Look

MODES = ("scpmode", "mtrstart", "mtrstop")
"""Commands that are taken as they are."""

ANSWERED = (
    *MODES,
    "prmnum",
    "prminfo",
    "ssnum_ex",
    "ssinfo_ex",
    "mtrnum",
    "mtrinfo",
    "devinfo",
    "gett",
    "getn",
)
BANK = 100
"""So many scenes has each bank."""

LEVEL = '-32768 1000 -32768 "dB" integer any rw 100'
SWITCH = '0 1 1 "" integer any rw 1'
QUOTED = re.compile('set ([^ ]+) [0-9]+ [0-9]+ ".*"|ssrecall_ex [^ ]+ ".*"', re.IGNORECASE)
"""Where a number belongs, a text."""
BOTTOM, TOP = -138.0, 10.0
POINTS = {"Fader/Level": "fader", "Fader/On": "mute", "Label/Name": "label"}
NAME = '0 0 "" "" string any rw 1'


class Desk:
    """The parameters of one family, in the order of its list."""

    def __init__(
        self,
        strips: Mapping[str, int],
        dcas: int,
        mutes: tuple[str, int],
        metered: str,
        kinds: Mapping[str, Strip],
    ) -> None:
        """How many there are of each, which kind has meters, and how the places of each are called."""
        self._lines = tuple(_lines(strips, strips["Mix"], dcas, mutes))
        self._meter = f'"MIXER:Current/Meter/{metered}" {strips[metered]} 1 "PreFader|PostOn"'
        self._points = {address.casefold(): found for address, found in _points(strips, dcas, mutes, kinds)}

    def serves(self) -> Serves:
        """As a row's question; it comes last, for what nothing else has understood."""
        return Serves(
            lambda frame: frame.split(" ")[0].lower() in ANSWERED or self._amiss(frame), self.answer
        )

    def _amiss(self, frame: str) -> bool:
        """Whether it has a text where a number belongs."""
        match = QUOTED.fullmatch(frame)
        if match is None or match[1] is None:
            return match is not None
        key, _ = self._points.get(match[1].casefold(), ("label", ()))
        return key not in ("label", "dca_name")

    def answer(self, frame: str, look: Look) -> str | None:
        """The reply to one line."""
        word, *rest = frame.split(" ")
        if self._amiss(frame):
            return f"ERROR {word} WrongFormat"
        match word.lower(), rest:
            case (("scpmode" | "mtrstart" | "mtrstop"), [_, *_]):
                return f"OK {frame}"
            case "prmnum", []:
                return f"OK prmnum {len(self._lines)}"
            case "prminfo", [number] if number.isdecimal() and int(number) < len(self._lines):
                return f"OK prminfo {number} {self._lines[int(number)]}"
            case (("gett" | "getn"), [address, x, y]) if x.isdecimal() and y.isdecimal():
                return self._got(word.lower(), address, (int(x), int(y)), look)
            case "mtrinfo", ["0"]:
                return f"OK mtrinfo 0 {self._meter}"
            case "mtrnum", []:
                return "OK mtrnum 1"
            case "ssnum_ex", ["scene_a" | "scene_b" as bank]:
                return f"OK ssnum_ex {bank} {BANK}"
            case "ssinfo_ex", ["scene_a" | "scene_b" as bank, number] if (
                number.isdecimal() and int(number) < BANK
            ):
                shown = f"{bank[-1].upper()}{int(number):02d}"
                return f'OK ssinfo_ex {bank} {number} "{shown}" "Scene {shown}" "" user'
            case "devinfo", ["protocolver"]:
                return 'OK devinfo protocolver "1.00"'
        return f"ERROR {word} InvalidArgument"

    def _got(self, word: str, address: str, at: tuple[int, int], look: Look) -> str | None:
        """A value as the console shows it, or between 0 and 1000."""
        key, axes = self._points.get(address.casefold(), ("", ()))
        if not key:
            return f"ERROR {word} UnknownAddress"
        try:
            value = look(key, tuple(axis[number] for axis, number in zip(axes, at, strict=False)))
        except (KeyError, IndexError):
            return f"ERROR {word} InvalidArgument"
        said = f'"{_shown(key, value)}"' if word == "gett" else _normal(key, value)
        return (
            f"ERROR {word} InvalidArgument" if said is None else f"OK {word} {address} {at[0]} {at[1]} {said}"
        )


Axes = tuple[tuple[int | str, ...], ...]


def _points(
    strips: Mapping[str, int], dcas: int, mutes: tuple[str, int], kinds: Mapping[str, Strip]
) -> Iterator[tuple[str, tuple[str, Axes]]]:
    """Each address, its point, and the places that its numbers mean."""
    for kind in strips:
        for end, key in POINTS.items():
            yield f"MIXER:Current/{kind}/{end}", (key, (kinds[kind].places(),))
    for end, key in zip(POINTS, ("dca_fader", "dca_mute", "dca_name"), strict=True):
        if dcas:
            yield f"MIXER:Current/DCA/{end}", (key, (_counted(dcas),))
    for end, key in (("Level", "send"), ("On", "send_mute")):
        both = (_counted(strips["InCh"]), _counted(strips["Mix"]))
        yield f"MIXER:Current/InCh/ToMix/{end}", (key, both)
    yield f"MIXER:Current/{mutes[0]}/On", ("mute_group", (_counted(mutes[1]),))


def _counted(many: int) -> tuple[int, ...]:
    return tuple(range(1, many + 1))


def _shown(key: str, value: Value) -> str:
    if isinstance(value, bool):
        return "ON" if value is (key == "mute_group") else "OFF"
    if isinstance(value, int | float):
        return "-∞" if value <= BOTTOM else f"{value:.2f}"
    return str(value or "")


def _normal(key: str, value: Value) -> str | None:
    """In proportion to its range; None for a text."""
    if isinstance(value, bool):
        return "1000" if value is (key == "mute_group") else "0"
    if not isinstance(value, int | float):
        return None
    return str(round(1000 * (max(value, BOTTOM) - BOTTOM) / (TOP - BOTTOM)))


def _lines(strips: Mapping[str, int], mixes: int, dcas: int, mutes: tuple[str, int]) -> Iterator[str]:
    for kind, count in {**strips, **({"DCA": dcas} if dcas else {})}.items():
        yield f'"MIXER:Current/{kind}/Fader/Level" {count} 1 {LEVEL}'
        yield f'"MIXER:Current/{kind}/Fader/On" {count} 1 {SWITCH}'
        yield f'"MIXER:Current/{kind}/Label/Name" {count} 1 {NAME}'
    yield f'"MIXER:Current/InCh/ToMix/Level" {strips["InCh"]} {mixes} {LEVEL}'
    yield f'"MIXER:Current/InCh/ToMix/On" {strips["InCh"]} {mixes} {SWITCH}'
    yield f'"MIXER:Current/{mutes[0]}/On" {mutes[1]} 1 0 1 0 "" integer any rw 1'
