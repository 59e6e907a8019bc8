"""A running service for a story."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.web.house import House, open_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """The small hall, every device read, an account in every role."""
    house = await open_house(tmp_path)
    yield house
    await house.close()
