"""Every driver of the catalogue, and devices typed into a hall's file, one after the other."""

import pytest

from drivers import catalog
from drivers.wire.driver import Driver
from tests.generic.examples import TYPED

OWN = {f"typed {name}": one for name, one in TYPED.items()}
NAMES = [*(name for name in catalog.names() if catalog.get(name).talk), *OWN]
"""A generic device has no lines before somebody types them in."""


def named(name: str) -> Driver:
    """One of them."""
    return OWN[name] if name in OWN else catalog.get(name)


@pytest.fixture(params=NAMES, ids=str)
def driver(request) -> Driver:
    """One driver, as the catalogue has it."""
    return named(request.param)
