"""Whatever a hall is wired like: who is silent has a ticket or is behind one, and no node that lives has."""

import pytest

from controller.record import failpoints

from .wirings import Wiring


@pytest.mark.parametrize("seed", [0, 4, 5, 7, 8, 9, 10])
def test_a_random_hall_is_understood(seed):
    assert Wiring(seed).run().bad == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(200))
def test_two_hundred_random_halls_are_understood(seed):
    assert Wiring(seed).run().bad == []


def test_what_is_forgotten_behind_a_cause_is_seen(monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({"no_suppression_memory"}))
    assert Wiring(10).run().bad != []
