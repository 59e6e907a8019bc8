"""What the harnesses of this folder share."""

from collections.abc import Iterator

import pytest

from tests.kill.lives.outside import Nursery


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    """The program, read once; every life is a copy of it."""
    nursery = Nursery()
    yield nursery
    nursery.close()
