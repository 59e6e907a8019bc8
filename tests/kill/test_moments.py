"""REQ-11, R1, R2: the service dies at random moments, and at every named point after it came there some
times; the same judge as at the first time.

`AUDITORIUM_DEATHS` says how many deaths at random moments; a release wants a thousand.
"""

import os
import random
from pathlib import Path

import pytest

from tests.kill.lives.outside import Nursery, Outside
from tests.kill.lives.world import World
from tests.kill.test_points import CHAINS, chain

pytestmark = pytest.mark.slow

DEATHS = int(os.environ.get("AUDITORIUM_DEATHS", "60"))
ON_ONE_RECORD = 10
LONGEST = 6.0
"""Seconds that all the work of a life may take."""
TURNS = max(1, DEATHS // 60)


@pytest.mark.parametrize("turn", range(-(-DEATHS // ON_ONE_RECORD)))
def test_r1_whoever_is_killed_at_any_moment_loses_and_doubles_nothing(
    tmp_path: Path, nursery: Nursery, turn: int
) -> None:
    dice = random.Random()
    with Outside() as outside:
        world = World(tmp_path, nursery, outside)
        for _ in range(ON_ONE_RECORD):
            after = dice.uniform(0.05, LONGEST)
            assert world.is_killed(after) == [], after
        assert world.lives_on() == []


@pytest.mark.parametrize("turn", range(TURNS))
@pytest.mark.parametrize("families", CHAINS, ids="-".join)
def test_r2_whoever_dies_at_a_point_that_was_passed_before_loses_and_doubles_nothing(
    tmp_path: Path, nursery: Nursery, families: tuple[str, ...], turn: int
) -> None:
    dice = random.Random()
    with Outside() as outside:
        world = World(tmp_path, nursery, outside)
        assert world.lives_on() == []
        times = world.passed()
        for point in chain(families):
            count = dice.randint(1, times.get(point, 1))
            assert world.may_die_at(point, count) == [], (point, count)
        assert world.lives_on() == []
