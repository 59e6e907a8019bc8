"""REQ-11: five hundred random days. Nothing lawful is a fault, and all that is planted is found.

Power, scenes, outlets (off for good, refused, unreachable, unobeyed, on again by hand), strips in chains,
one that sleeps, maintenance, slow warm-up, hand remotes, aborts, restarts, clocks that are set; one act in
four is a real fault, or two of them at a time, with exactly the tickets that an oracle of its own counts. A
known bug is switched on by name, and the days must then go wrong.
"""

import os

import pytest

from controller.hall.rules_link import LOST
from controller.hall.settings import Settings
from controller.hall.watch import Watch
from controller.record import failpoints

from . import oracle
from .planted import PLANTED
from .storm import FEEDS, Storm
from .things import feeds

LONG = int(os.environ.get("AUDITORIUM_STORMS", "20000"))
BUGS = {
    "orders_excuse_nothing": "", "whoever_is_late_is_accused": "", "maintenance_forgets": "maintained",
    "no_suppression_memory": "pair", "no_cause_explains": "outlet", "tickets_without_hold": "outlet",
    "what_was_ordered_is_believed": "deaf_then_dead", "an_excuse_is_a_recovery": "ill_and_cut",
    "faults_by_wall_clock": "flicker", "no_common_cause": "switch", "windows_by_wall_clock": "maintained",
    "a_silent_switch_carries_nothing": "mute", "a_blip_takes_all": "blips",
    "nobody_wakes_a_sleeper": "unwoken", "nothing_keeps_a_sleeper_dark": "unwoken",
    "each_boots_alone": "", "a_blip_above_acquits": "unwoken",
}  # fmt: skip
"""Each known bug, and the kind of trouble that shows it ("": what is lawful does)."""


def storms(seeds, acts, planted=0.25):
    """The seeds of the days that went wrong, and how."""
    days = ((seed, Storm(seed, acts, planted).run()) for seed in seeds)
    return {seed: (day.false[:2], day.missed[:2]) for seed, day in days if day.false or day.missed}


def test_five_hundred_days():
    assert storms(range(500), acts=2) == {}


@pytest.mark.parametrize("name", PLANTED)
def test_each_kind_of_trouble_is_found(name, monkeypatch):
    monkeypatch.setattr("tests.faults.planted.PLANTED", {name: PLANTED[name]})
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
    if kind := BUGS[bug]:
        monkeypatch.setattr("tests.faults.planted.PLANTED", {kind: PLANTED[kind]})
    acts, planted = (1, 1.0) if kind else (6, 0.0)
    assert any(storms([seed], acts, planted) for seed in range(60))


def test_a_clock_that_is_set_within_a_common_cause_is_seen(monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({"faults_by_wall_clock"}))
    monkeypatch.setattr("tests.faults.planted.PLANTED", {"switch": PLANTED["switch"]})
    assert any(storms([seed], 1, 1.0) for seed in range(30))


def test_the_oracle_walks_a_wiring_of_its_own_that_is_the_same():
    told = {(str(one.source), one.sink) for text in FEEDS for one in feeds(text) if ">" in text}
    assert told == {(source, name) for name, sources in oracle.POWER.items() for source in sources}
    assert oracle.fed("pdu-b/outlet/2") == {"strip", "amp"}
    assert oracle.tickets({"switch", "main", "amp"}) == {"switch/common_cause", "amp/link_lost"}
    assert oracle.tickets({"pdu-b!", "amp"}) == {"pdu-b/link_lost"}
    assert oracle.tickets({"gate", "near"}) == {"gate/link_lost"}
    assert oracle.tickets({"gate~", "near"}) == {"gate/link_lost", "near/link_lost"}
    assert oracle.tickets({"doze?"}) == {"doze/power/did_not_reach_state"}
    assert oracle.tickets({"doze?", "switch"}) == {"switch/common_cause"}


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
