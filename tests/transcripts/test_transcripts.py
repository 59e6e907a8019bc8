"""Every transcript, told to both ends: ours must speak and understand as written, the device's likewise."""

import json
from pathlib import Path

import pytest

from drivers import catalog
from drivers.points import Value, part
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framing_osc import Osc
from drivers.wire.framings import Datagram
from tests.transcripts import script
from tests.transcripts.ours import Ours
from tests.transcripts.theirs import Theirs

STORIES = script.stories()
NAMES = [f"{path.parent.name}/{path.stem}" for path in STORIES]


def opening(path: Path) -> tuple[Driver, dict[str, str], dict[str, str], dict[str, Value]]:
    """The driver, sized; what both know, what the device alone knows besides; the device's memory."""
    driver = catalog.get(path.parent.name)
    known, own, session = dict[str, str](), dict[str, str](), dict[str, Value]()
    for step in script.steps(path):
        match step.word:
            case "driver":
                driver = catalog.get(step.rest)
            case "options":
                driver = driver.fitted(json.loads(step.rest), {})
            case "sized":
                name, _, places = step.rest.partition("=")
                driver = driver.sized(
                    **{name: int(places) if places.isdigit() else tuple(map(part, places.split("|")))}
                )
            case "with":
                known |= dict([step.rest.split("=", 1)])
            case "device":
                own |= dict([step.rest.split("=", 1)])
            case "session":
                session |= script.words(step.rest)
    return driver, known, known | own, session


def streams(framing: Framing) -> bool:
    """Whether bytes may come in any pieces."""
    return not isinstance(framing.hears, Datagram | Osc)


@pytest.mark.parametrize("pieces", [False, True], ids=["whole", "byte by byte"])
@pytest.mark.parametrize("path", STORIES, ids=NAMES)
def test_our_side_says_and_understands_what_is_written(path, pieces):
    driver, known, _, _ = opening(path)
    if pieces and not streams(driver.framing):
        pytest.skip("datagrams do not come in pieces")
    Ours(driver, known, pieces).play(script.steps(path))


@pytest.mark.parametrize("path", STORIES, ids=NAMES)
def test_the_device_answers_what_is_written(path):
    driver, _, known, session = opening(path)
    Theirs(driver, known, session).play(script.steps(path))


@pytest.mark.parametrize("path", STORIES, ids=NAMES)
def test_it_says_where_it_comes_from(path):
    assert path.read_text(encoding="utf-8").splitlines()[1].startswith("# source: ")
