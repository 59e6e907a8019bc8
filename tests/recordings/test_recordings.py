"""Our SNMP drivers read recordings of real power devices, served by somebody else's agent.

The recordings are not part of the project; AUDITORIUM_SNMPREC names the folder they are in. What must be seen
is taken from their text, by other code than that of the drivers.
"""

import asyncio
import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers import catalog
from drivers.points import Place, Value
from drivers.transport import ber
from drivers.transport.ber import Message
from drivers.transport.snmp_text import Varbind
from tests.recordings.cases import CASES, NOT_COVERED, Case, Sees
from tests.recordings.recorded import FOLDER, HERE, STARTS, read, recording, responder, served
from tests.recordings.table import DOCUMENT, written

if not FOLDER or responder() is None:
    why = "AUDITORIUM_SNMPREC names no folder of recordings, or snmpsim is not installed"
    pytest.skip(why, allow_module_level=True)
NAMES = [f"{case.recording} {case.driver}" for case in CASES]


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The agent with all the recordings, answering."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((HERE, 0))
        number = probe.getsockname()[1]
    with asyncio.Runner() as runner:
        agent = served(FOLDER, tmp_path_factory.mktemp("snmpsim"), number)
        runner.run(agent.__aenter__())
        wait_for_an_answer(number)
        try:
            yield number
        finally:
            runner.run(agent.__aexit__(None, None, None))


def wait_for_an_answer(port: int) -> None:
    """Ask until it answers."""
    varbinds: tuple[Varbind, ...] = (("1.3.6.1.2.1.1.1.0", "n", None),)
    question = ber.encode(Message(1, b"sentry3_3phase", "get", 1, varbinds))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.settimeout(1)
        for _ in range(STARTS):
            probe.sendto(question, (HERE, port))
            with contextlib.suppress(TimeoutError):
                probe.recvfrom(65535)
                return
    pytest.fail("snmpsim does not answer")


def meant(sees: Sees, text: str) -> Value | object:
    """What the recorded text means at this point."""
    if sees.means:
        return sees.means[text]
    return text if sees.step is None else float(text) * sees.step


def expected(case: Case, recorded: dict[str, str]) -> dict[Place, object]:
    """Every point that must be seen, with its value."""
    found = {sees.place: meant(sees, recorded[sees.oid]) for sees in case.sees}
    for sees in case.every:
        rows = {
            oid.rpartition(".")[2]: text
            for oid, text in recorded.items()
            if oid.rpartition(".")[0] == sees.oid
        }
        assert rows, sees.oid
        found |= {Place(sees.key, (int(row),)): meant(sees, text) for row, text in rows.items()}
    return found


@pytest.fixture(scope="module")
def readings(port: int) -> dict[str, dict[Place, Value]]:
    """Everything each driver learned of its recording."""

    async def all_of_them() -> dict[str, dict[Place, Value]]:
        return {
            f"{case.recording} {case.driver}": await read(catalog.get(case.driver), port, case.recording)
            for case in CASES
        }

    with asyncio.Runner() as runner:
        return runner.run(all_of_them())


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_what_stands_in_the_recording_is_what_the_driver_says(
    case: Case, readings: dict[str, dict[Place, Value]]
) -> None:
    known = readings[f"{case.recording} {case.driver}"]
    driver = catalog.get(case.driver)
    wanted = expected(case, dict(recording(case.recording)))
    seen = {place: known.get(place) for place in wanted}
    numbers = {place: value for place, value in wanted.items() if isinstance(value, float)}
    assert {place: seen[place] for place in numbers} == pytest.approx(numbers, abs=1e-6)
    assert {place: seen[place] for place in wanted if place not in numbers} == {
        place: value for place, value in wanted.items() if place not in numbers
    }
    for place in numbers:
        assert driver.point(place.key).unit or driver.point(place.key).step, place


def test_every_recording_is_read_or_said_to_be_not_covered() -> None:
    there = {path.stem for path in Path(FOLDER).glob("*.snmprec")}
    read_ones = {case.recording for case in CASES}
    assert read_ones & NOT_COVERED.keys() == set()
    assert there <= read_ones | NOT_COVERED.keys()


async def test_version_1_reads_the_same_though_one_missing_object_spoils_a_message(port: int) -> None:
    """Given an agent of version 1, when it lacks objects, then all others are read all the same."""
    for case in (case for case in CASES if case.recording in ("sentry3_3phase", "apc_masterswitch2")):
        driver = catalog.get(case.driver)
        assert await read(driver, port, case.recording, "1") == await read(driver, port, case.recording)


def test_the_page_about_the_recordings_is_up_to_date(readings: dict[str, dict[Place, Value]]) -> None:
    """Write it anew with AUDITORIUM_WRITE_RECORDINGS=1."""
    page = written(readings)
    if os.environ.get("AUDITORIUM_WRITE_RECORDINGS"):
        DOCUMENT.write_text(page, encoding="utf-8")
    assert DOCUMENT.read_text(encoding="utf-8") == page
