"""Typed edges: each need, power, network or control, may have feeds that back each other up."""

import pytest

from controller.hall.topology import End, Kind
from controller.hall.venue import load
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
