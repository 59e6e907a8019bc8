"""What an answer waits for: the record, and no longer than a disk may take."""

import asyncio

import pytest

from web.api import waiting
from web.problems import Problem


async def test_a_line_the_disk_does_not_take_is_told_and_not_waited_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(waiting, "DISK", 0)
    line: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    with pytest.raises(Problem) as told:
        await waiting.recorded(line)
    assert told.value.status == 503
    assert not line.cancelled()


async def test_a_line_on_disk_is_fine() -> None:
    line: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    line.set_result(None)
    await waiting.recorded(line)
    await waiting.recorded(None)
