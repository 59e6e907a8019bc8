"""Cables, noise and passwords: what a page shows of a device that is ill, and that it comes right again.

A silent device is noticed within ten seconds, whatever it is spoken to with; what is noticed first is that
nothing vouches for its values any more. The limits here are the promise itself.
"""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.stories.hall import Hall, opened
from tests.stories.person import Tablet

NOTICED = 10.0
"""Seconds until a silent device is shown as such."""
BACK = 16.0
"""Seconds until one that is well again is right again."""

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hall(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hall]:
    """One hall for the file: each story leaves its device well and back."""
    async with opened(tmp_path_factory.mktemp("links")) as hall:
        yield hall


@pytest_asyncio.fixture(loop_scope="module")
async def tablet(hall: Hall) -> AsyncIterator[Tablet]:
    """A page, all devices up."""
    person = await hall.person("engineer")
    tablet = await person.tablet()
    for device in DEVICES:
        await tablet.link(device, "up")
    yield tablet
    for device in DEVICES:
        await hall.devices.ail(device)
    await person.close()


DEVICES = ("main-projector", "side-projector", "matrix", "matrix-2", "mixer", "pdu-a", "pdu-b")
PANEL = {
    "main-projector": ("lamp_hours/1", 1301),
    "side-projector": ("lamp_hours/1", 2401),
    "matrix": ("video_tie/3", 5),
    "matrix-2": ("video_tie/2", 3),
    "mixer": ("mute/3", True),
    "pdu-a": ("outlet/8", False),
    "pdu-b": ("outlet/8", False),
}


@pytest.mark.parametrize("how", ["silent", "half_open"])
@pytest.mark.parametrize("device", DEVICES)
async def test_a_silent_device_is_noticed_within_ten_seconds(
    hall: Hall, tablet: Tablet, device: str, how: str
) -> None:
    await hall.devices.ail(device, **{how: True})
    await tablet.until(lambda: tablet.qualities(device) == {"stale"}, NOTICED)
    await tablet.link(device, "lost", NOTICED)

    ref, value = PANEL[device]
    await hall.devices.panel(device, **{ref: value})
    await hall.devices.ail(device)
    await tablet.link(device, "up", BACK)
    await tablet.shows(f"{device}/{ref}", value, BACK)
