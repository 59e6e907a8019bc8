"""What other people's controllers ask a Yamaha console: modes, the list of parameters, scenes by number.

Source: Yamaha remote control protocol ("RCP", "SCP"), commands; parameter dumps of the families.
"""

from collections.abc import Iterator, Mapping

from drivers.wire.serving import Serves
from drivers.wire.talk import Look

MODES = ("scpmode", "mtrstart", "mtrstop")
"""Commands that are taken as they are."""

ANSWERED = (*MODES, "prmnum", "prminfo", "ssnum_ex", "ssinfo_ex", "mtrnum", "devinfo")
BANK = 100
"""So many scenes has each bank."""

LEVEL = '-32768 1000 -32768 "dB" integer any rw 100'
SWITCH = '0 1 1 "" integer any rw 1'
NAME = '0 0 "" "" string any rw 1'


class Desk:
    """The parameters of one family, in the order of its list."""

    def __init__(self, strips: Mapping[str, int], mixes: int, dcas: int, mutes: tuple[str, int]) -> None:
        """How many there are of each."""
        self._lines = tuple(_lines(strips, mixes, dcas, mutes))

    def serves(self) -> Serves:
        """As a row's question; it comes last, for what nothing else has understood."""
        return Serves(lambda frame: frame.split(" ")[0].lower() in ANSWERED, self.answer)

    def answer(self, frame: str, look: Look) -> str | None:
        """The reply to one line."""
        word, *rest = frame.split(" ")
        match word.lower(), rest:
            case (("scpmode" | "mtrstart" | "mtrstop"), [_, *_]):
                return f"OK {frame}"
            case "prmnum", []:
                return f"OK prmnum {len(self._lines)}"
            case "prminfo", [number] if number.isdecimal() and int(number) < len(self._lines):
                return f"OK prminfo {number} {self._lines[int(number)]}"
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


def _lines(strips: Mapping[str, int], mixes: int, dcas: int, mutes: tuple[str, int]) -> Iterator[str]:
    for kind, count in {**strips, **({"DCA": dcas} if dcas else {})}.items():
        yield f'"MIXER:Current/{kind}/Fader/Level" {count} 1 {LEVEL}'
        yield f'"MIXER:Current/{kind}/Fader/On" {count} 1 {SWITCH}'
        yield f'"MIXER:Current/{kind}/Label/Name" {count} 1 {NAME}'
    yield f'"MIXER:Current/InCh/ToMix/Level" {strips["InCh"]} {mixes} {LEVEL}'
    yield f'"MIXER:Current/InCh/ToMix/On" {strips["InCh"]} {mixes} {SWITCH}'
    yield f'"MIXER:Current/{mutes[0]}/On" {mutes[1]} 1 0 1 0 "" integer any rw 1'
