"""The numbers of the fault engine: how long until something is believed, excused, or gone. In seconds.

A hall's file may say otherwise under `faults:`, by these names: `{hold: 20s, rest: 30s, common: 3}`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from controller.record.failpoints import planted
from drivers.points import Value
from drivers.rigfile.kinds import seconds


@dataclass(frozen=True, slots=True)
class Settings:
    """What is promised with these: a fault is seen within 10 s of its evidence, its ticket within 40 s.

    A value in between has to be read `reads` times, `apart` seconds apart, before it is believed.
    """

    comms: float = 4.0
    """A closed connection has this long to come back before it is a fault."""
    reads: int = 2
    apart: float = 1.0
    analogue: float = 30.0
    """A measured value beyond its limit for so long is a fault..."""
    margin: float = 0.05
    """...and stays one until it is better than the limit by this part of it..."""
    analogue_rest: float = 60.0
    """...for so long."""
    hold: float = 20.0
    """From a fault to its ticket: time for a common cause to show."""
    parents: float = 15.0
    """How much longer to wait for a parent that has not been heard since."""
    common: int = 3
    """So many silent devices behind one node..."""
    window: float = 10.0
    """...that fell silent within this time, are silent because of it."""
    rest: float = 30.0
    good: int = 3
    """A fault is over after this rest and so many good reads..."""
    patience: float = 300.0
    """...or this long without trouble, where nothing is read so often."""
    grace: float = 90.0
    """After its cause is over a device may boot for so long, where the file does not say."""
    late: float = 300.0
    """A value still on its way (warming) after its order's time is late, and no fault before this."""
    flaps: int = 4
    flap_window: float = 600.0
    flap_rest: float = 900.0
    """So many risings and clearings within the window are flapping; over after the rest in one state."""
    slot: float = 10.0
    """A check of the flapping ring: the usual poll."""
    flood: int = 10
    flood_window: float = 600.0
    """More new calls within the window are a flood: lists collapse to groups."""
    verify: float = 600.0
    """What is over has to stay so for this long before it is verified."""
    settling: float = 60.0
    """After a start nothing is judged until every device was asked once, but for no longer than this."""
    tick: float = 1.0

    @classmethod
    def of(cls, said: Mapping[str, Value]) -> Self:
        """What a hall's file says, over the defaults. ValueError names what cannot be read."""
        known = {one.name: one.type for one in fields(cls)}
        if unknown := sorted(said.keys() - known.keys()):
            raise ValueError(f"faults: no such number: {', '.join(unknown)}")
        numbers: dict[str, Any] = {name: _number(name, one, known[name] is int) for name, one in said.items()}
        return cls(**numbers)


BOUNDS: Mapping[str, tuple[float, float]] = {
    "comms": (0, 600), "reads": (1, 100), "apart": (0, 60), "analogue": (0, 3600), "margin": (0, 0.5),
    "analogue_rest": (0, 3600), "hold": (0, 3600), "parents": (0, 600), "common": (2, 1000),
    "window": (1, 600), "rest": (0, 3600), "good": (1, 100), "patience": (0, 86400), "grace": (1, 3600),
    "late": (0, 86400), "flaps": (2, 100), "flap_window": (10, 86400), "flap_rest": (1, 86400),
    "slot": (1, 600), "flood": (1, 1000), "flood_window": (1, 86400), "verify": (0, 86400),
    "settling": (1, 600), "tick": (0.1, 10),
}  # fmt: skip
"""What each may be: beyond that the engine would look without a pause, or too late, or believe nothing."""


class Beyond(ValueError):
    """A number that cannot be; the text says what it may be."""


def _number(name: str, value: Value, whole: bool) -> int | float:
    number = seconds(value) if isinstance(value, str) and not whole else value
    if isinstance(number, bool) or not isinstance(number, int | float) or number < 0:
        raise ValueError(f"faults: {name} is no number of {'times' if whole else 'seconds'}: {value!r}")
    if whole and not isinstance(number, int):
        raise ValueError(f"faults: {name} is a whole number, not {value!r}")
    least, most = BOUNDS[name]
    if not least <= number <= most and not planted("any_number_will_do"):
        unit = "" if whole or name == "margin" else "s"
        raise Beyond(f"{name} ({least:g}{unit} - {most:g}{unit})")
    return number
