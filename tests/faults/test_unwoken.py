"""REQ-11: somebody taps *on*, and a sleeper stays dark: that is a fault, unless something else is."""

import pytest

from controller.record import failpoints

from .stage import Stage
from .things import Thing, pdu, projector

DARK = "lamp/power/did_not_reach_state"
BOOT = 60


def hall():
    """A projector that cannot be reached while it is off, and sleeps."""
    lamp = projector("lamp", boot=BOOT)
    lamp.sleeps, lamp.says["power", ()] = True, "on"
    stage = Stage("pdu/outlet/1 > lamp", "switch ~ lamp", things=[pdu("pdu"), lamp]).start().pass_(3)
    stage.set("lamp/power", "off")
    return stage.pass_(60)


def tapped(stage=None, seconds=BOOT + 40):
    stage = stage or hall()
    stage.set("lamp/power", "on")
    return stage.pass_(seconds)


def tickets(stage):
    return [(cause, state) for cause, state, _ in stage.tickets()]


@pytest.mark.parametrize("killed", [False, True])
def test_req11_it_stays_dark(killed):
    stage = tapped(seconds=20)
    assert stage.standing() == []
    if killed:
        stage.restart(away=5)
    stage.pass_(BOOT)
    assert tickets(stage) == [(DARK, "new")]
    stage.flip("lamp/power", "on")  # by its own remote
    stage.pass_(60)
    assert tickets(stage) == [(DARK, "restored_verifying")]


def test_req11_it_is_believed_after_its_boot_and_no_earlier():
    stage = tapped(seconds=BOOT - 5)
    assert stage.standing(("soft",)) == [DARK]
    assert stage.standing() == []
    assert stage.pass_(10).standing() == [DARK]


def test_req11_a_lamp_that_is_known_to_warm_slowly_has_that_time_too():
    stage = hall()
    for _ in range(5):
        stage.boots.took.add("lamp", "warm", 100.0)
    assert tapped(stage, BOOT + 130).standing() == []
    assert stage.pass_(40).standing() == [DARK]


def test_req11_woken_in_time_by_whoever_it_was():
    stage = tapped(seconds=20)
    stage.flip("lamp/power", "on")
    assert stage.pass_(200).standing(("soft", "active", "clearing")) == []
    assert tickets(stage) == []


def test_req11_on_its_way_and_late():
    stage = tapped(seconds=20)
    stage.things["lamp"].warm = 10**6
    stage.flip("lamp/power", "on")
    assert stage.pass_(200).standing() == []
    assert stage.pass_(200).standing() == [DARK]


def test_req11_whoever_thinks_better_of_it_in_time_gets_no_ticket():
    stage = tapped(seconds=10)
    stage.set("lamp/power", "off")
    assert stage.pass_(300).standing(("soft", "active", "clearing")) == []


def test_req11_thinking_better_of_it_later_mends_nothing():
    stage = tapped()
    stage.set("lamp/power", "off")
    assert stage.pass_(300).standing() == [DARK]


def test_req11_its_outlet_is_off_by_order():
    stage = hall()
    stage.set("pdu/outlet/1", False)
    tapped(stage.pass_(10), 300)
    assert tickets(stage) == []
    stage.set("pdu/outlet/1", True)
    assert stage.pass_(300).standing(("soft", "active", "clearing")) == []


@pytest.mark.parametrize("when", [-30, 10])
def test_req11_its_outlet_lost_its_power(when):
    """One ticket, the outlet's; mended, it is waited for again, and it stays dark."""
    stage = hall()
    if when < 0:
        stage.flip("pdu/outlet/1", False)
        tapped(stage.pass_(-when))
    else:
        tapped(stage, when)
        stage.flip("pdu/outlet/1", False)
        stage.pass_(BOOT + 40)
    assert tickets(stage) == [("pdu/outlet/1/outlet_lost", "new")]
    stage.flip("pdu/outlet/1", True)
    stage.pass_(BOOT - 5)
    assert stage.standing() == []
    stage.pass_(60)
    assert tickets(stage) == [("pdu/outlet/1/outlet_lost", "restored_verifying"), (DARK, "new")]


def parented():
    """The same behind a switch that is a device."""
    lamp, others = projector("lamp", boot=BOOT), [Thing("sw"), Thing("b"), Thing("c")]
    lamp.sleeps, lamp.says["power", ()] = True, "on"
    stage = Stage("pdu/outlet/1 > lamp", "sw ~ lamp b c", things=[pdu("pdu"), lamp, *others]).start().pass_(3)
    stage.set("lamp/power", "off")
    return stage.pass_(60)


def blips(stage, seconds=4):
    stage.things["sw"].ill = True
    stage.pass_(seconds)
    stage.things["sw"].ill = False
    return stage


@pytest.mark.parametrize("code", ["closed", "timed_out"])
@pytest.mark.parametrize("when", [1, 5, BOOT - 8])
@pytest.mark.parametrize("killed", [False, True])
def test_req11_a_blip_of_its_switch_is_not_forgiveness(code, when, killed):
    stage = parented()
    stage.code["sw"] = code
    blips(tapped(stage, when))
    if killed:
        stage.restart(away=3)
    stage.pass_(BOOT - 15)
    assert stage.standing() == []
    stage.pass_(60)
    assert (DARK, "new") in tickets(stage)


@pytest.mark.parametrize("seconds", [120, 3600])
@pytest.mark.parametrize("killed", [False, True])
def test_req11_its_switch_was_away_for_long(seconds, killed):
    """While it is, only the switch is to blame; the sleeper is looked at again when that is over."""
    stage = tapped(parented(), 5)
    stage.things["sw"].ill = True
    stage.pass_(seconds - 60)
    if killed:
        stage.restart(away=10)
    stage.pass_(60)
    assert DARK not in stage.standing()
    stage.things["sw"].ill = False
    if killed:
        stage.restart(away=3)
    assert DARK not in stage.pass_(BOOT - 10).standing()
    assert DARK in stage.pass_(60).standing()


def test_req11_whoever_thinks_better_of_it_while_the_switch_is_away():
    stage = tapped(parented(), 5)
    stage.things["sw"].ill = True
    stage.pass_(100)
    stage.set("lamp/power", "off")
    stage.things["sw"].ill = False
    assert DARK not in stage.pass_(600).standing(("soft", "active"))


def test_req11_whoever_comes_on_when_the_switch_is_back():
    stage = tapped(parented(), 5)
    stage.things["sw"].ill = True
    stage.pass_(100)
    stage.flip("lamp/power", "on")
    stage.things["sw"].ill = False
    assert DARK not in stage.pass_(600).standing(("soft", "active"))


@pytest.mark.parametrize("apart", [24, 40, 56, 110])
def test_req11_what_blips_again_and_again_does_not_hide_it(apart):
    stage = tapped(parented(), 5)
    stage.code["sw"] = "closed"
    for _ in range(12):
        blips(stage).pass_(apart)
    assert DARK in stage.standing() or stage.watch.fault("sw/link_lost").flapping


def test_req11_it_lost_its_power_long_after_it_was_believed():
    stage = tapped()
    stage.flip("pdu/outlet/1", False)
    stage.pass_(60)
    assert dict(tickets(stage)) == {DARK: "new", "pdu/outlet/1/outlet_lost": "new"}


def test_req11_who_does_not_sleep_is_unreachable_and_has_that_fault_alone():
    stage = Stage(things=[projector("lamp")]).start().pass_(3)
    stage.things["lamp"].ill = True
    stage.pass_(30)
    tapped(stage, 300)
    assert tickets(stage) == [("lamp/link_lost", "new")]


def test_req11_tapped_again_and_again_it_is_one_fault():
    stage = tapped()
    for _ in range(3):
        tapped(stage)
    assert tickets(stage) == [(DARK, "new")]
    assert stage.watch.fault(DARK).evidence["unheard"] is True


@pytest.mark.parametrize(
    ("bug", "story"),
    [
        ("nobody_wakes_a_sleeper", lambda: test_req11_it_stays_dark(killed=False)),
        (
            "a_blip_above_acquits",
            lambda: test_req11_a_blip_of_its_switch_is_not_forgiveness("closed", 5, killed=False),
        ),
        ("nothing_keeps_a_sleeper_dark", lambda: test_req11_its_outlet_lost_its_power(-30)),
    ],
)
def test_a_known_bug_is_seen(bug, story, monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({bug}))
    with pytest.raises(AssertionError):
        story()
