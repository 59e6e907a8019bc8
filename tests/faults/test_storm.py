"""REQ-11: five hundred random days. Nothing lawful is a fault, and all that is planted is found.

Power, scenes, outlets, maintenance, slow warm-up, hand remotes, aborts, restarts, clocks that are set; one
act in ten is a real fault. A known bug is switched on by name, and the days must then go wrong.
"""

import os

import pytest

from controller.hall.rules_link import LOST
from controller.hall.settings import Settings
from controller.hall.watch import Watch
from controller.record import failpoints

from .storm import PLANTED, Storm

LONG = int(os.environ.get("AUDITORIUM_STORMS", "20000"))
BUGS = ("orders_excuse_nothing", "whoever_is_late_is_accused", "maintenance_forgets", "no_suppression_memory")


def storms(seeds, acts, planted=0.1):
    """The seeds of the days that went wrong, and how."""
    days = ((seed, Storm(seed, acts, planted).run()) for seed in seeds)
    return {seed: (day.false[:2], day.missed[:2]) for seed, day in days if day.false or day.missed}


def test_five_hundred_days():
    assert storms(range(500), acts=2) == {}


@pytest.mark.parametrize("name", PLANTED)
def test_each_kind_of_trouble_is_found(name, monkeypatch):
    monkeypatch.setattr("tests.faults.storm.PLANTED", {name: PLANTED[name]})
    assert storms(range(3000, 3006), acts=1, planted=1.0) == {}


@pytest.mark.slow
def test_twenty_thousand_days():
    assert storms(range(10_000, 10_000 + LONG), acts=3) == {}


@pytest.mark.slow
def test_a_thousand_long_days():
    assert storms(range(1000, 2000), acts=12) == {}


@pytest.mark.parametrize("bug", BUGS)
def test_a_known_bug_is_seen(bug, monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({bug}))
    assert any(storms([seed], acts=6, planted=0.3) for seed in range(60))


def test_it_is_seen_when_the_engine_sleeps(monkeypatch):
    monkeypatch.setattr(Watch, "look", lambda self: None)
    assert storms(range(20), acts=6) != {}


def test_the_numbers_are_those_that_are_promised():
    promised = Settings()
    assert promised.hold == 20
    assert promised.window == 10
    assert promised.rest == 30
    assert promised.good == 3
    assert promised.settling == 60
    assert promised.verify == 600
    assert promised.flood == 10
    assert LOST == "link_lost"
