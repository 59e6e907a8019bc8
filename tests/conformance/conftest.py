"""Every driver of the catalogue, and every sketch, one after the other."""

import pytest

from drivers import catalog
from drivers.wire.driver import Driver
from tests.wire.sketches import SKETCHES

NAMES = [*catalog.names(), *(f"sketch {name}" for name in SKETCHES)]


@pytest.fixture(params=NAMES, ids=str)
def driver(request) -> Driver:
    """One driver, as the catalogue has it."""
    sketch = request.param.removeprefix("sketch ")
    return SKETCHES[sketch] if sketch != request.param else catalog.get(sketch)
