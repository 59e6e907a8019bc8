"""Five hundred random days: nothing lawful is a fault, everything planted is found, and the test can tell."""

import pytest

from controller.hall.knowledge import Knowledge
from controller.hall.rules_link import LOST
from controller.hall.settings import Settings
from controller.hall.watch import Watch

from .storm import Storm


def storms(seeds, acts):
    """The seeds of the days that went wrong, and how."""
    days = ((seed, Storm(seed, acts).run()) for seed in seeds)
    return {seed: (day.false[:2], day.missed[:2]) for seed, day in days if day.false or day.missed}


def test_five_hundred_days():
    assert storms(range(500), acts=2) == {}


@pytest.mark.slow
def test_a_thousand_long_days():
    assert storms(range(1000, 2000), acts=12) == {}


def test_it_is_seen_when_what_was_ordered_excuses_nothing(monkeypatch):
    monkeypatch.setattr(Knowledge, "excused", lambda self, device: False)
    assert storms(range(20), acts=6) != {}


def test_it_is_seen_when_whoever_is_late_is_accused(monkeypatch):
    passing = "controller.hall.disobeyed.Disobeyed._not_confirmed"
    monkeypatch.setattr(passing, lambda self, ref, order, miss: self._missed.update({ref: miss}))
    assert storms(range(30), acts=6) != {}


def test_it_is_seen_when_the_engine_sleeps(monkeypatch):
    monkeypatch.setattr(Watch, "look", lambda self: None)
    assert storms(range(20), acts=6) != {}


def test_the_numbers_are_those_that_are_promised():
    promised = Settings()
    assert promised.hold == 20
    assert promised.rest == 30
    assert promised.good == 3
    assert promised.settling == 60
    assert LOST == "link_lost"
