"""Typed edges: each need, power, network or control, may have feeds that back each other up."""

import pytest

from controller.hall.topology import End, Kind
from controller.hall.venue import load
from controller.record import failpoints
from drivers.rigfile.problems import RigFileError

from .stage import Stage
from .things import Thing

FILE = """
version: 1
hall: {id: h, name: H}
nodes: {switch-a: {}, switch-b: {}, hub-a: {}, hub-b: {}}
devices:
  lamp: {driver: pjlink, address: 'tcp://10.1.4.20:4352', network: [switch-a, switch-b]}
  side: {driver: pjlink, address: 'tcp://10.1.4.21:4352', network: {all: [switch-a, [switch-b, hub-a]]}}
  plain: {driver: pjlink, address: 'tcp://10.1.4.22:4352', network: switch-a, control: [hub-a, hub-b]}
"""


def read(tmp_path, text):
    file = tmp_path / "hall.yaml"
    file.write_text(text)
    return load(file, {})


def test_a_hall_says_which_paths_back_each_other_up(tmp_path):
    topology = read(tmp_path, FILE).topology
    assert [(feed.kind, str(feed.source), feed.group) for feed in topology.above("side")] == [
        (Kind.NETWORK, "switch-a", 0),
        (Kind.NETWORK, "switch-b", 1),
        (Kind.NETWORK, "hub-a", 1),
    ]
    assert topology.without({End("switch-a")}) == {"side", "plain"}
    assert topology.without({End("switch-a"), End("switch-b")}) >= {"lamp"}
    assert "plain" not in topology.without({End("hub-a")})


def test_one_that_is_not_there_is_named_where_it_stands(tmp_path):
    with pytest.raises(RigFileError) as wrong:
        read(tmp_path, FILE.replace("[switch-a, switch-b]", "[switch-a, switch-c]"))
    (problem,) = wrong.value.problems
    assert (problem.code, problem.path) == ("no_node", ("devices", "lamp", "network", 1))


def test_one_of_two_switches_takes_only_what_hangs_on_it_alone():
    names = ["a", "b", "c", "d", "e", "f"]
    things = [Thing(name) for name in names]
    stage = Stage("one|two ~ a b c", "one ~ d e f", things=things).start().pass_(3)
    stage.dead.add("one")
    stage.pass_(60)
    assert [cause for cause, _, _ in stage.tickets()] == ["one/common_cause"]
    assert stage.watch.behind("one/common_cause") == ("d/link_lost", "e/link_lost", "f/link_lost")


def test_two_switches_that_back_each_other_up_and_die_together_are_one_ticket():
    things = [Thing(name) for name in "abcde"]
    stage = Stage("one|two ~ a b c d", "one ~ e", things=things).start().pass_(3)
    stage.dead |= {"one", "two"}
    stage.pass_(60)
    assert [cause for cause, _, _ in stage.tickets()] == ["one/common_cause"]
    behind = stage.watch.behind("one/common_cause")
    assert behind == (*(f"{one}/link_lost" for one in "abcde"), "two/common_cause")
    stage.dead -= {"one", "two"}
    stage.pass_(300)
    assert stage.standing(("soft", "active", "clearing")) == []


def test_the_second_of_two_switches_to_die_has_a_ticket_of_its_own():
    things = [Thing(name) for name in "abcdef"]
    stage = Stage("one|two ~ a b c", "one ~ d e f", things=things).start().pass_(3)
    stage.dead.add("one")
    stage.pass_(600)
    stage.dead.add("two")
    stage.pass_(120)
    assert [cause for cause, _, _ in stage.tickets()] == ["one/common_cause", "two/common_cause"]
    assert set(stage.watch.behind("two/common_cause")) == {f"{one}/link_lost" for one in "abc"}


def test_of_two_that_died_together_the_one_that_stays_dead_comes_out_from_behind():
    things = [Thing(name) for name in "abcdef"]
    stage = Stage("one|two ~ a b c", "two ~ d e f", things=things).start().pass_(3)
    stage.dead |= {"one", "two"}
    stage.pass_(120)
    first = [cause for cause, _, _ in stage.tickets()]
    stage.dead.remove("one")
    stage.pass_(300)
    assert "two/common_cause" in [cause for cause, _, _ in stage.tickets()]
    assert len(first) <= 2
    stage.dead.clear()
    stage.pass_(300)
    assert stage.standing(("soft", "active", "clearing")) == []


def test_while_one_who_hangs_on_both_answers_neither_is_blamed():
    things = [Thing(name) for name in "abcd"]
    stage = Stage("one|two ~ a b c d", things=things).start().pass_(3)
    for name in "abc":
        stage.things[name].ill = True
    stage.pass_(120)
    assert sorted(cause for cause, _, _ in stage.tickets()) == [f"{one}/link_lost" for one in "abc"]


def test_nodes_that_can_only_die_alone_are_missed(monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({"nodes_die_alone"}))
    with pytest.raises(AssertionError):
        test_two_switches_that_back_each_other_up_and_die_together_are_one_ticket()
