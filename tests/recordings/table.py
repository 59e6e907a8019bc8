"""The page docs/recordings.md: which recording of a real device gave what to which driver."""

from collections.abc import Mapping
from pathlib import Path

from drivers import catalog
from drivers.points import Place, Value
from tests.recordings.cases import CASES, NOT_COVERED

DOCUMENT = Path(__file__).parents[2] / "docs" / "recordings.md"
ABOUT = """# Recordings of real power devices

Our SNMP drivers read walks of real devices, recorded by other people and served by snmpsim
(`tests/recordings`). The recordings are not part of the project: most are under the GPL. The tests find them
by `AUDITORIUM_SNMPREC` and are skipped without. What a driver says is compared with the recording's own text,
taken apart by other code.

Most recordings hold only what another program asked for, so a point that is missing here may be there on the
device. *Values*: places that the driver gave a value. *Compared*: points whose value is checked against the
text. *With a unit*: what is measured, and at how many places. This page is written by the tests.

| recording | driver | values | compared | with a unit |
|---|---|---|---|---|
"""
REST = """
## Not covered

No driver reads these; their objects stand in none of the documents the drivers were written from.

| recording | what it would take |
|---|---|
"""


def written(readings: Mapping[str, Mapping[Place, Value]]) -> str:
    """The page, from what each driver learned of its recording ("recording driver")."""
    rows = [_row(name, known) for name, known in sorted(readings.items())]
    rest = [f"| {name} | {why} |" for name, why in sorted(NOT_COVERED.items())]
    return ABOUT + "\n".join(rows) + "\n" + REST + "\n".join(rest) + "\n"


def _row(name: str, known: Mapping[Place, Value]) -> str:
    recording, driver = name.split(" ")
    case = next(case for case in CASES if (case.recording, case.driver) == (recording, driver))
    compared = sorted({sees.key for sees in (*case.sees, *case.every)})
    return f"| {recording} | {driver} | {len(known)} | {', '.join(compared)} | {_telling(driver, known)} |"


def _telling(name: str, known: Mapping[Place, Value]) -> str:
    driver = catalog.get(name)
    counts: dict[str, int] = {}
    for place in known:
        point = driver.point(place.key)
        if point.unit and not point.settable and place.key != "uptime":
            said = f"{place.key} [{point.unit}]"
            counts[said] = counts.get(said, 0) + 1
    return ", ".join(said if count == 1 else f"{count} × {said}" for said, count in counts.items())
