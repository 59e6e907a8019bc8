"""The sound level meter NTi XL2 with its remote option, by a virtual serial port (USB).

Source: NTi Audio, XL2 remote measurement manual: INIT, MEAS:INIT, MEAS:SLM, MEAS:DTTI, SYST:ERRO. A reading
is of the snapshot that was taken last, so one is taken before each question.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from drivers.instruments.scpi import REASONS, SCPI
from drivers.instruments.scpi_items import Silent
from drivers.instruments.scpi_words import Number, Scpi
from drivers.points import Point
from drivers.wire.forms import NOTHING, Bound, Reading, Saying
from drivers.wire.framing import Framing
from drivers.wire.grammar import Grammar
from drivers.wire.remark import Remark
from drivers.wire.sentences import Spoken
from drivers.wire.sizes import Sizes
from drivers.wire.spelling import Words
from drivers.wire.talk import Action, Line, Look, Query, Refusal, Row, Session

KINDS = {each.upper(): each for each in ("las", "laf", "laeq", "lafmax", "lcpkmax")}
LEVEL = Point("sound_level", "sound level in this weighting", range=(-50, 250), unit="dB")
THIRD = Point("third_octave", "sound level in this third of an octave", range=(-50, 250), unit="dB")
RUNNING_TIME = Point("running_time", "how long it has been measuring", range=(0, 1e9), unit="s")
IDENTITY = "{maker},{model},{serial},{firmware}"
ASK = "MEAS:SLM:123?"


@dataclass(frozen=True)
class Snapshots(Scpi):
    """A snapshot is taken in front of each reading."""

    def wrap(self, text: str, tag: str = "") -> bytes:
        before = b"MEAS:INIT\n" if text.startswith("MEAS:") and "?" in text else b""
        return before + super().wrap(text, tag)


class Several(Silent):
    """Several levels in one question, as others ask it: a line for each comes back."""

    texts: tuple[str, ...] = ()
    begins = ASK

    def bind(self, grammar: Grammar) -> Spoken:
        """It tells no point to us."""
        return Spoken(self, (self,))

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """Which levels, in order."""
        ask, *kinds = frame.upper().split()
        if ask != ASK or len(kinds) < 2 or not all(kind in KINDS for kind in kinds):
            return None
        return Reading(self, {"kinds": " ".join(kinds)}, ())

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """A line for each."""
        kinds = str(bound.get("kinds", "")).split()
        if not kinds:
            return None
        levels = [_level(look("sound_level", (KINDS[kind],))) for kind in kinds]
        text = "\n".join(f"{level} dB, OK" for level in levels)
        return Saying(text, text, ())


def _level(value: Any) -> str:
    return "---" if value is None else f"{value:.1f}"


TALK: tuple[Row, ...] = (
    Session("INIT START", alters=True),
    Session("MEAS:INIT", alters=True),
    Query("*IDN?", Line("{maker},{model},SNo. {serial},{firmware}", heard=(IDENTITY,)), every=0),
    Query(Line("SYST:ERRO?", heard=("SYST:ERR?",)), '{error_code},"{error}"', every=30),
    Query(f"{ASK} {{weighting}}", "{sound_level} dB, {_:OK}", every=2),
    Query(Several(), Several(), every=0),
    Query(
        "MEAS:SLM:RTA? LIVE", Line("", each="{third_octave}", sep=",", along="third"), every=5, optional=True
    ),
    Query("MEAS:DTTI?", "{running_time}", every=10, optional=True),
    Action("start_measuring", "INIT START", None, stales=("running_time",)),
    Action("stop_measuring", "INIT STOP", None, stales=("running_time",)),
    Action("reset", "*RST", None, risk="c", stales=("*",)),
    Refusal('{reason},"{_:Undefined header}"', dict(REASONS), kept=True),
)
SPELLING: Mapping[str, Any] = {
    "weighting": Words(dict(KINDS)),
    **dict.fromkeys(("sound_level", "third_octave"), Number(1, low=-50, high=250)),
    "running_time": Number(0),
}

NTI_XL2 = replace(
    SCPI,
    name="nti_xl2",
    title="NTi XL2 sound level meter",
    source="NTi Audio XL2 remote measurement manual",
    transports=("serial", "visa"),
    framing=Framing(says=Snapshots(), hears=SCPI.framing.hears),
    axes={"weighting": tuple(KINDS.values()), "third": tuple(range(1, 37))},
    points=(*SCPI.points, LEVEL.over("weighting"), THIRD.over("third"), RUNNING_TIME),
    spelling={**SCPI.spelling, **SPELLING},
    talk=TALK,
    about={
        "option": Remark(
            "仪器须有远程测量选件。",
            "Needs the remote measurement option of the instrument.",
        ),
        "sound_level": Remark(
            "LAeq 为整个测量期间的值；其限值写在礼堂的规则中。",
            "LAeq is over the whole measurement; a limit on it stands in the hall's rules.",
        ),
    },
)
