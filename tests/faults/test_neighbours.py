"""A common cause that no model knows: one subnet, one burst, one ticket."""

import pytest

from controller.hall.neighbours import named, subnet
from controller.record import failpoints

from .stage import Stage
from .things import Thing, pdu, projector

ALL = ("soft", "active", "clearing")
NAMES = [f"d{n}" for n in range(8)]


def hall(names=NAMES, net="10.1.4"):
    """Devices of one subnet; nobody noted what they hang on."""
    stage = Stage(things=[Thing(name) for name in names])
    stage.hosts = {name: f"{net}.{n + 10}" for n, name in enumerate(names)}
    return stage.start().pass_(3)


def ill(stage, *names):
    for name in names:
        stage.things[name].ill = True
    return stage


def well(stage, *names):
    for name in names:
        stage.things[name].ill = False
    return stage


def causes(stage):
    return [cause for cause, _, _ in stage.tickets()]


def test_three_within_ten_seconds_are_one_ticket():
    stage = hall()
    ill(stage, "d0").pass_(4)
    ill(stage, "d1", "d2").pass_(60)
    assert causes(stage) == ["10.1.4.0-24/common_cause"]
    assert stage.board.ticket(1).faults[1:] == ("d0/link_lost", "d1/link_lost", "d2/link_lost")
    assert stage.watch.fault("10.1.4.0-24/common_cause").evidence["net"] == "10.1.4.0/24"


def test_two_or_three_far_apart_are_their_own():
    stage = hall()
    ill(stage, "d0", "d1").pass_(30)
    ill(stage, "d2").pass_(60)
    assert causes(stage) == ["d0/link_lost", "d1/link_lost", "d2/link_lost"]


def test_one_that_is_ill_a_minute_later_is_not_of_it():
    stage = hall()
    ill(stage, "d0", "d1", "d2").pass_(60)
    ill(stage, "d3").pass_(60)
    assert causes(stage) == ["10.1.4.0-24/common_cause", "d3/link_lost"]


def test_when_most_are_back_the_rest_has_troubles_of_its_own_and_is_not_counted_in_again():
    stage = hall()
    ill(stage, *NAMES).pass_(60)
    well(stage, *NAMES[3:]).pass_(120)
    tickets = stage.tickets()
    assert causes(stage) == ["10.1.4.0-24/common_cause", "d0/link_lost", "d1/link_lost", "d2/link_lost"]
    assert tickets[0][1] == "restored_verifying"


def test_a_restart_changes_nothing_of_it():
    stage = hall()
    ill(stage, *NAMES).pass_(30).restart(away=3).pass_(40)
    assert causes(stage) == ["10.1.4.0-24/common_cause"]
    well(stage, *NAMES[1:]).pass_(10).restart(away=3).pass_(110)
    assert causes(stage) == ["10.1.4.0-24/common_cause", "d0/link_lost"]


def test_the_model_explains_before_the_subnet_does():
    lamps = NAMES[:4]
    feeds = [f"pdu/outlet/{n + 1} > {name}" for n, name in enumerate(lamps)]
    stage = Stage(*feeds, things=[pdu("pdu"), *(projector(name) for name in lamps)])
    stage.hosts = {name: "10.1.4.9" for name in ("pdu", *lamps)}
    ill(stage.start().pass_(3), "pdu", *lamps).pass_(60)
    assert causes(stage) == ["pdu/link_lost"]


def test_a_dead_switch_that_is_drawn_is_named_and_not_its_subnet():
    stage = Stage("switch ~ d0 d1 d2 d3", things=[Thing(name) for name in NAMES[:4]])
    stage.hosts = {name: "10.1.4.9" for name in NAMES[:4]}
    stage.start().pass_(3).dead.add("switch")
    stage.pass_(60)
    assert causes(stage) == ["switch/common_cause"]


def test_without_common_causes_it_is_a_flood(monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({"no_common_cause"}))
    with pytest.raises(AssertionError):
        test_three_within_ten_seconds_are_one_ticket()


@pytest.mark.parametrize(
    ("host", "net"),
    [
        ("10.1.4.20", "10.1.4.0/24"),
        ("fd00::1:2", "fd00::/64"),
        ("[fd00::1:2]", "fd00::/64"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("projector.local", ""),
        ("", ""),
    ],
)
def test_the_subnet_of_an_address(host, net):
    assert subnet(host) == net
    assert "/" not in named(net)
