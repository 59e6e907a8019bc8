"""Cables and noise: what a page shows of devices that are ill, and that it comes right again.

A silent device is noticed within ten seconds, whatever it is spoken to with; what is noticed first is that
nothing vouches for its values any more. One that is well again is right again within a quarter of a minute.
The limits here are those promises, with what a busy machine may add.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.stories.hall import Hall, opened
from tests.stories.person import Tablet

BUSY = 3.0
STALE, LOST, BACK = 10.0, 10.0 + BUSY, 15.0 + BUSY
"""Seconds until values are shown as stale, the link as lost, and all of it as it is again."""
PANEL: dict[str, tuple[str, tuple[Any, Any]]] = {
    "main-projector": ("lamp_hours/1", (1301, 1302)),
    "side-projector": ("lamp_hours/1", (2401, 2402)),
    "matrix": ("video_tie/3", (5, 6)),
    "matrix-2": ("video_tie/2", (1, 3)),
    "mixer": ("mute/3", (True, False)),
    "pdu-a": ("outlet/8", (False, True)),
    "pdu-b": ("outlet/8", (False, True)),
}
"""Something to change at each device's own panel."""

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hall(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hall]:
    """One hall for the file."""
    async with opened(tmp_path_factory.mktemp("links")) as hall:
        yield hall


@pytest_asyncio.fixture(loop_scope="module")
async def tablet(hall: Hall) -> AsyncIterator[Tablet]:
    """A page, all devices up, and well again afterwards."""
    person = await hall.person("engineer")
    tablet = await person.tablet()
    await tablet.until(lambda: all(tablet.quality(f"{id}/{key}") == "live" for id, (key, _) in PANEL.items()))
    yield tablet
    for device in PANEL:
        await hall.devices.ail(device)
    await person.close()


async def heal(hall: Hall, tablet: Tablet, devices: list[str]) -> None:
    """Change something at every device while nobody can hear it; then all are well, and shown as they are."""
    wanted = {}
    for device in devices:
        key, values = PANEL[device]
        wanted[f"{device}/{key}"] = next(one for one in values if one != tablet.value(f"{device}/{key}"))
        await hall.devices.panel(device, **{key: wanted[f"{device}/{key}"]})
        await hall.devices.ail(device)
    await tablet.until(lambda: all(tablet.value(f"{device}/link") == "up" for device in devices), BACK)
    await tablet.until(lambda: all(right(tablet, ref, value) for ref, value in wanted.items()), BACK)


def right(tablet: Tablet, ref: str, value: Any) -> bool:
    """Whether the page shows what is so, and vouches for it."""
    return tablet.value(ref) == value and tablet.quality(ref) == "live"


@pytest.mark.parametrize("how", ["silent", "half_open"])
async def test_every_silent_device_is_noticed_within_ten_seconds_and_right_again_when_it_speaks(
    hall: Hall, tablet: Tablet, how: str
) -> None:
    for device in PANEL:
        await hall.devices.ail(device, **{how: True})
    await tablet.until(lambda: all(tablet.qualities(device) == {"stale"} for device in PANEL), STALE)
    await tablet.until(lambda: all(tablet.value(f"{device}/link") == "lost" for device in PANEL), LOST)
    for device in PANEL:
        assert tablet.qualities(device) == {"stale"}
    await heal(hall, tablet, list(PANEL))


async def test_a_pulled_serial_adapter_and_an_agent_that_is_gone_are_noticed_at_once(
    hall: Hall, tablet: Tablet
) -> None:
    devices = ["matrix", "mixer", "pdu-a", "pdu-b"]
    for device in devices:
        await hall.devices.ail(device, refuse_connect=True)
    await tablet.until(lambda: all(tablet.value(f"{device}/link") == "lost" for device in devices), LOST)
    assert tablet.value("main-projector/link") == "up"
    end = await tablet.set("matrix/video_tie/3", 1)
    assert end["t"] == "err", end
    assert end["problem"]["sentence"]["en"]
    await heal(hall, tablet, devices)


@pytest.mark.slow
@pytest.mark.parametrize(
    "how", [{"garble": 1.0}, {"wrong_checksum": 1.0}, {"hang_up": True}, {"off_by_one": True}, {"echo": True}]
)
async def test_after_any_illness_every_device_is_right_again_within_a_quarter_of_a_minute(
    hall: Hall, tablet: Tablet, how: dict[str, Any]
) -> None:
    devices = [device for device in PANEL if device != "mixer" or "hang_up" not in how]  # it is no connection
    for device in devices:
        await hall.devices.ail(device, **how)
    beats = sum(frame["t"] == "beat" for frame in tablet.frames)
    await tablet.until(lambda: sum(frame["t"] == "beat" for frame in tablet.frames) >= beats + 7)
    await heal(hall, tablet, devices)
