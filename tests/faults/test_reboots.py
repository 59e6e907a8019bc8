"""REQ-11: a reboot that was ordered excuses what it silences, for as long as that takes; no other does."""

from itertools import count

import pytest

from controller.hall.orders import Order, OrderState
from controller.record import failpoints

from .stage import CHEN, Stage
from .things import Thing

BOOT = 60
NUMBERS = count()


def hall():
    cams = [Thing("cam0", boot=BOOT), Thing("cam1", boot=BOOT)]
    return Stage("switch ~ cam0 cam1", things=[Thing("switch", boot=BOOT), *cams]).start().pass_(5)


def reboots(stage, name="switch", sent=True, end=None):
    order = Order(f"b{next(NUMBERS)}", CHEN, name, "invoke", 5, action="reboot")
    stage._begin(order, sent=sent)
    if end is not None:
        order.move(end, stage.clock.now(), "")
        stage.consequences.ended(order)
    return stage


def opened(stage):
    return [line.data["cause"] for line in stage.journal.lines if line.kind == "ticket.opened"]


def lost(stage):
    return {key for key in stage.standing(("soft", "active")) if key.endswith("link_lost")}


@pytest.mark.parametrize("killed", [False, True])
def test_req11_what_is_reached_through_it_is_away_too(killed):
    stage = reboots(hall(), end=OrderState.UNVERIFIABLE)
    stage.things["switch"].ill = True
    stage.pass_(30)
    if killed:
        stage.restart(away=5)
    stage.pass_(20)
    assert lost(stage) == set()
    stage.things["switch"].ill = False
    stage.pass_(120)
    assert opened(stage) == []


def test_req11_who_does_not_come_back_is_found():
    stage = reboots(hall(), end=OrderState.UNVERIFIABLE)
    stage.things["switch"].ill = stage.things["cam0"].ill = True
    stage.pass_(50)
    stage.things["switch"].ill = False
    assert "cam0/link_lost" in lost(stage.pass_(2 * BOOT))
    stage.pass_(60)
    assert "cam0/link_lost" in opened(stage)


@pytest.mark.parametrize("sent", [False, True])
def test_req11_what_never_left_or_was_refused_excuses_nothing(sent):
    stage = hall()
    stage.things["cam0"].ill = True
    reboots(stage.pass_(1), "cam0", sent, OrderState.REFUSED if sent else OrderState.UNREACHABLE)
    assert opened(stage.pass_(40)) == ["cam0/link_lost"]


@pytest.mark.parametrize("sent", [False, True])
@pytest.mark.parametrize("killed", [False, True])
def test_req11_told_again_and_again_it_is_dead_all_the_same(sent, killed):
    """Also where the bytes may have left, and nobody can say."""
    stage = hall()
    stage.things["cam0"].ill = True
    stage.pass_(1)
    for _ in range(6):
        reboots(stage, "cam0", sent, OrderState.UNREACHABLE).pass_(20)
    if killed:
        stage.restart(away=2)
    stage.pass_(40)
    assert opened(stage) == ["cam0/link_lost"]


def test_req11_a_second_reboot_that_is_refused_leaves_the_first_its_time():
    stage = reboots(hall(), end=OrderState.UNVERIFIABLE)
    reboots(stage.pass_(1), end=OrderState.REFUSED)  # it is not yet seen to be away
    stage.things["switch"].ill = True
    reboots(stage.pass_(20), sent=False, end=OrderState.UNREACHABLE)
    stage.pass_(30)
    assert lost(stage) == set()
    stage.things["switch"].ill = False
    assert opened(stage.pass_(120)) == []


def test_req11_one_that_came_up_may_be_told_again():
    stage = hall()
    for _ in range(5):
        reboots(stage, end=OrderState.UNVERIFIABLE)
        stage.things["switch"].ill = True
        stage.pass_(50)
        stage.things["switch"].ill = False
        stage.pass_(10)
    assert opened(stage.pass_(60)) == []


@pytest.mark.parametrize(
    ("bug", "story"),
    [
        ("a_reboot_excuses_itself_alone", lambda: test_req11_what_is_reached_through_it_is_away_too(False)),
        ("what_never_left_excuses", lambda: test_req11_what_never_left_or_was_refused_excuses_nothing(False)),
        (
            "each_reboot_excuses_anew",
            lambda: test_req11_told_again_and_again_it_is_dead_all_the_same(True, False),
        ),
    ],
)
def test_a_known_bug_is_seen(bug, story, monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({bug}))
    with pytest.raises(AssertionError):
        story()
