"""Each rule by a story: what it finds, what it does not, and how it knows that it is over."""

import pytest

from controller.record import failpoints
from drivers.points import Ref
from drivers.rigfile.limits import Limit

from .stage import SCENE, Stage
from .things import Thing, pdu, projector

ALL = ("soft", "active", "clearing")


@pytest.fixture
def hall():
    """A projector, a PDU that feeds it, and a matrix, with nothing else around."""
    matrix = Thing("matrix")
    matrix.says = {("video_tie", (1,)): 1, ("temperature", ("inside",)): 40.0, ("load", (1,)): True}
    lamp = projector("lamp")
    lamp.says |= {("lamp_hours", (1,)): 100, ("lamp_hours", (2,)): 100, ("audio_mute", ()): False}
    return Stage("pdu/outlet/1 > lamp", things=[pdu("pdu"), lamp, matrix]).start().pass_(3)


def says(hall, text, value):
    """The device says so from now on."""
    ref = Ref.parse(text)
    hall.things[ref.device].says[ref.key, ref.index] = value
    return hall


# ------------------------------------------------------------ the conversation


def test_a_refused_password_is_told_at_once_and_over_when_it_is_accepted(hall):
    hall.code["matrix"] = "locked_out"
    hall.things["matrix"].ill = True
    hall.pass_(4)
    assert hall.standing() == ["matrix/locked_out"]
    hall.pass_(300)
    hall._link("matrix", "connecting")
    hall.pass_(60)
    assert hall.standing() == ["matrix/locked_out"]
    hall.things["matrix"].ill = False
    hall.pass_(40)
    assert hall.standing(ALL) == []


def test_lost_first_and_barred_then_is_only_barred_in_the_end(hall):
    hall.things["matrix"].ill = True
    hall.pass_(30)
    hall.losses["matrix"] = "locked_out"
    hall._link("matrix", "locked_out")
    hall.pass_(60)
    assert hall.standing(ALL) == ["matrix/locked_out"] or "matrix/link_lost" not in hall.standing()


def test_a_fault_of_our_own_is_called_one(hall):
    hall.code["matrix"] = "driver_failed"
    hall.things["matrix"].ill = True
    hall.pass_(5)
    assert hall.standing() == ["matrix/driver_failed"]


def test_while_a_link_is_dialled_nobody_knows(hall):
    hall.things["matrix"].ill = True
    hall.pass_(20)
    hall._link("matrix", "connecting")
    hall.pass_(100)
    assert hall.standing() == ["matrix/link_lost"]
    hall._link("matrix", "disabled")
    hall.pass_(400)
    assert hall.standing(ALL) == []


# ------------------------------------------------------------ mains


def test_an_outlet_found_dark_at_the_start_is_lost_too():
    stage = Stage("pdu/outlet/1 > lamp", things=[pdu("pdu"), projector("lamp")])
    stage.flip("pdu/outlet/1", False)
    stage.start().pass_(40)
    assert [cause for cause, _, _ in stage.tickets()] == ["pdu/outlet/1/outlet_lost"]


def test_one_glimpse_of_a_dark_outlet_is_not_believed(hall):
    hall.state.report(Ref("pdu", "outlet", (1,)), False)
    hall.pass_(1)
    assert hall.standing() == []
    hall.pass_(10)
    assert hall.standing(ALL) == []


def test_an_outlet_that_feeds_nothing_may_be_dark(hall):
    hall.flip("pdu/outlet/7", False)
    hall.pass_(60)
    assert hall.standing(ALL) == []


def test_an_order_to_cut_that_failed_excuses_nothing(hall):
    hall.things["pdu"].deaf = True
    hall.set("pdu/outlet/1", False, within=5)
    hall.pass_(10)
    assert hall.standing() == ["pdu/outlet/1/did_not_reach_state"]
    hall.flip("pdu/outlet/1", False)  # and now it trips
    hall.pass_(30)
    assert "pdu/outlet/1/outlet_lost" in hall.standing()


def test_a_cycle_that_never_gives_the_power_back_is_a_lost_outlet(hall):
    hall.cycle("pdu", 1, seconds=100_000)
    hall.pass_(28)
    assert hall.standing() == []
    hall.pass_(60)
    assert "pdu/outlet/1/outlet_lost" in hall.standing()


def test_loads_near_over_and_tripped(hall):
    hall.things["pdu"].says |= {("load_state", (1,)): "normal", ("phase_state", (1,)): "normal"}
    says(hall, "pdu/load_state/1", "near").pass_(12)
    assert hall.standing() == ["pdu/load_state/1/load_near"]
    says(hall, "pdu/load_state/1", "over").pass_(12)
    assert hall.standing() == ["pdu/load_state/1/overload"]
    says(hall, "pdu/breaker/1", "failed").pass_(12)
    assert hall.standing() == ["pdu/breaker/1/breaker_tripped"]
    says(hall, "pdu/breaker/1", "warning")
    says(hall, "pdu/load_state/1", "normal").pass_(120)
    assert hall.standing(ALL) == []


def test_what_a_silent_pdu_said_last_stands_until_it_says_otherwise(hall):
    hall.things["pdu"].says["load_state", (1,)] = "over"
    hall.pass_(12)
    hall.things["pdu"].ill = True
    hall.pass_(100)
    assert "pdu/load_state/1/overload" in hall.standing()


# ------------------------------------------------------------ parts and limits


def test_a_part_that_warns_and_then_fails_is_one_fault_that_grows(hall):
    says(hall, "lamp/health/lamp", "warning").pass_(6)
    assert [str(one.severity) for one in hall.watch.standing()] == ["minor"]
    says(hall, "lamp/health/lamp", "failed").pass_(6)
    (fault,) = hall.watch.standing()
    assert (fault.key, str(fault.severity)) == ("lamp/health/lamp/device_error", "major")
    assert fault.evidence == {"part": "lamp", "said": "failed"}


def test_a_lamp_over_its_hours_is_a_minor_fault_of_that_lamp(hall):
    hall.things["lamp"].limits = {"lamp_hours": Limit(above=2850)}
    says(hall, "lamp/lamp_hours/2", 2851).pass_(4)
    assert hall.standing() == ["lamp/lamp_hours/2/lamp_hours"]
    hall.pass_(30)
    assert hall.board.ticket(1).grade == 1


def test_a_limit_may_be_about_one_place_only(hall):
    hall.things["lamp"].limits = {"lamp_hours/1": Limit(above=2850)}
    says(hall, "lamp/lamp_hours/1", 3000)
    says(hall, "lamp/lamp_hours/2", 3000).pass_(4)
    assert hall.standing() == ["lamp/lamp_hours/1/lamp_hours"]


def hot(hall):
    hall.things["matrix"].limits = {"temperature": Limit(above=50, severity="major")}
    says(hall, "matrix/temperature/inside", 51.0).pass_(20)
    assert hall.standing() == []
    hall.pass_(15)
    assert hall.standing() == ["matrix/temperature/inside/over_temperature"]


def test_heat_counts_after_a_while_and_is_over_only_when_it_is_clearly_better(hall):
    hot(hall)
    says(hall, "matrix/temperature/inside", 49.0).pass_(200)
    assert hall.standing() == ["matrix/temperature/inside/over_temperature"]
    says(hall, "matrix/temperature/inside", 47.0).pass_(40)
    assert hall.standing(ALL) == ["matrix/temperature/inside/over_temperature"]
    hall.pass_(30)
    assert hall.standing(ALL) == []


def test_without_hysteresis_it_would_come_and_go(hall, monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({"no_hysteresis"}))
    with pytest.raises(AssertionError):
        test_heat_counts_after_a_while_and_is_over_only_when_it_is_clearly_better(hall)


def test_too_low_too_high_and_held_as_the_file_says(hall):
    hall.things["matrix"].limits = {"temperature": Limit(above=50, below=10, hold="5s")}
    says(hall, "matrix/temperature/inside", 5).pass_(9)
    assert hall.standing() == ["matrix/temperature/inside/beyond_limit"]
    says(hall, "matrix/temperature/inside", 10.2).pass_(100)
    assert hall.standing() == ["matrix/temperature/inside/beyond_limit"]


def test_a_limit_on_what_is_no_number_finds_nothing(hall):
    hall.things["matrix"].limits = {"load": Limit(above=0)}
    says(hall, "matrix/load/1", False)
    hall.things["lamp"].limits = {"input": Limit(above=0)}
    hall.pass_(60)
    assert hall.standing(ALL) == []


# ------------------------------------------------------------ wishes


def test_late_is_not_deaf_and_late_for_good_is(hall):
    hall.things["lamp"].warm = 100
    hall.set("lamp/power", "on", within=10)
    hall.pass_(90)
    assert hall.standing(ALL) == []
    hall.pass_(30)
    hall.things["lamp"].cool = 1000
    hall.set("lamp/power", "off", within=10)
    hall.pass_(320)
    assert hall.standing() == ["lamp/power/did_not_reach_state"]


def test_whoever_switched_it_back_at_the_device_made_no_fault(hall):
    hall.set("lamp/power", "on", within=30)
    hall.pass_(3)
    hall.flip("lamp/power", "off")
    hall.pass_(100)
    assert hall.standing(ALL) == []


def test_a_device_that_said_failed_did_not_reach_its_state(hall):
    from controller.hall.orders import OrderState

    hall.things["lamp"].deaf = True
    hall.set("lamp/audio_mute", True)
    hall._end(hall.orders[0], OrderState.REFUSED, "failed")
    hall.pass_(2)
    assert hall.standing() == ["lamp/audio_mute/did_not_reach_state"]
    assert hall.watch.standing()[0].evidence["why"] == "failed"
    says(hall, "lamp/audio_mute", True).pass_(40)  # it shows the value after all
    assert hall.standing(ALL) == []


def test_busy_is_no_fault_and_neither_is_a_newer_wish(hall):
    from controller.hall.orders import OrderState

    hall.things["lamp"].deaf = True
    hall.set("lamp/audio_mute", True)
    hall._end(hall.orders[0], OrderState.REFUSED, "busy")
    hall.set("lamp/input", "hdmi 2", within=5)
    hall.set("lamp/input", "hdmi 1", within=5)
    hall.pass_(20)
    assert hall.standing(ALL) == []


def test_a_deaf_device_is_not_healed_by_an_order_it_has_obeyed_already(hall):
    hall.things["lamp"].deaf = True
    hall.set("lamp/input", "hdmi 2", within=5, actor=SCENE)
    hall.pass_(6)
    hall.set("lamp/input", "hdmi 1", within=5, actor=SCENE)  # the scene puts it back: it never moved
    hall.pass_(60)
    assert hall.standing() == ["lamp/input/did_not_reach_state"]


def test_it_is_remembered_across_a_restart_until_the_device_obeys(hall):
    hall.things["lamp"].deaf = True
    hall.set("lamp/input", "hdmi 2", within=5)
    hall.pass_(10).restart(away=5).pass_(60)
    assert hall.standing() == ["lamp/input/did_not_reach_state"]
    hall.things["lamp"].deaf = False
    hall.set("lamp/input", "hdmi 2")
    hall.pass_(60)
    assert hall.standing(ALL) == []


def test_a_held_point_that_is_changed_outside_is_news_and_no_ticket(hall):
    tie = Ref("matrix", "video_tie", (1,))
    hall.state.hold(tie, 1)
    hall.flip(str(tie), 3)
    hall.pass_(60)
    (fault,) = hall.watch.standing()
    assert (fault.key, str(fault.severity)) == ("matrix/video_tie/1/changed_outside", "info")
    assert fault.evidence == {"held": 1, "is": 3}
    assert hall.tickets() == []
    hall.state.release(tie)
    hall.pass_(3)
    assert hall.standing(ALL) == []


def test_back_at_what_the_scene_holds_is_over_at_once(hall):
    tie = Ref("matrix", "video_tie", (1,))
    hall.state.hold(tie, 1)
    hall.flip(str(tie), 3)
    hall.pass_(10)
    hall.flip(str(tie), 1)
    hall.pass_(4)
    assert hall.standing(ALL) == []
