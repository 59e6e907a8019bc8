"""How long a rack PDU waits before it switches an outlet, and how long a cycled one stays off."""

from drivers.points import Point
from drivers.wire.objects import Objects
from drivers.wire.spelling import Whole
from drivers.wire.talk import ECHO, Command, Query, Row

NEVER = "; -1: never, when all are switched in turn"
ON_DELAY = Point(
    "on_delay", "seconds before a delayed on" + NEVER, range=(-1, 7200), step=1, unit="s", settable=True
)
OFF_DELAY = Point(
    "off_delay", "seconds before a delayed off" + NEVER, range=(-1, 7200), step=1, unit="s", settable=True
)
REBOOT_TIME = Point(
    "reboot_time", "seconds a cycled outlet stays off", range=(5, 60), step=1, unit="s", settable=True
)
POINTS = tuple(point.over("socket") for point in (ON_DELAY, OFF_DELAY, REBOOT_TIME))
SPELLING = {
    "on_delay": Whole(low=-1, high=7200),
    "off_delay": Whole(low=-1, high=7200),
    "reboot_time": Whole(low=5, high=60),
}


def rows(on: str, off: str, reboot: str, most: int = 40) -> tuple[Row, ...]:
    """Read and written in the three columns of the outlets' settings."""
    told = [f"{on}.{{socket}} = i {{on_delay}}", f"{off}.{{socket}} = i {{off_delay}}"]
    told.append(f"{reboot}.{{socket}} = i {{reboot_time}}")
    return (
        Query(Objects(*told, most=most), every=300, optional=True),
        *(Command(Objects(row), ECHO) for row in told),
    )
