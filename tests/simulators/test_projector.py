"""A projector behaves in time as its manual says."""

import pytest

from drivers.errors import Reason, Refused
from drivers.vocabulary import COOLING, FAILED, OFF, ON, WARMING, WARNING
from tests.simulators.hall import at, projector


def told(model, ref, value):
    model.obey({at(ref): value})


def running(**behaviour):
    model = projector({"power": ON}, **behaviour)
    model.receives("hdmi 1", True)
    return model


def test_it_warms_before_it_runs_and_cools_before_it_is_off():
    model = projector(warm_up="8s", cool_down="5s")
    told(model, "power", ON)
    assert model.look("power") == WARMING
    model.pass_time(7.9)
    assert model.look("power") == WARMING
    model.pass_time(0.2)
    assert model.look("power") == ON
    told(model, "power", OFF)
    assert model.look("power") == COOLING
    model.pass_time(5)
    assert model.look("power") == OFF


@pytest.mark.parametrize("state", [WARMING, COOLING])
def test_on_the_way_it_takes_no_power_order(state):
    model = projector({"power": state})
    with pytest.raises(Refused) as no:
        told(model, "power", ON)
    assert no.value.reason is Reason.BUSY


def test_told_what_is_already_so_it_says_yes():
    model = running()
    told(model, "power", ON)
    assert model.look("power") == ON


@pytest.mark.parametrize("ref", ["input", "video_mute", "freeze"])
def test_dark_it_neither_takes_nor_tells_picture_settings(ref):
    model = projector()
    with pytest.raises(Refused):
        model.look(ref)
    with pytest.raises(Refused):
        told(model, ref, True)


def test_a_place_it_does_not_have_is_no_secret_even_while_dark():
    with pytest.raises(KeyError):
        projector().look("input", (9,))


def test_an_input_it_does_not_have_is_out_of_range():
    model = running(inputs=["hdmi 1", "hdmi 2"])
    told(model, "input", "hdmi 2")
    with pytest.raises(Refused) as no:
        told(model, "input", "vga 1")
    assert no.value.reason is Reason.OUT_OF_RANGE


def test_switching_off_forgets_mutes_and_freeze():
    model = running(cool_down="1s")
    told(model, "video_mute", True)
    told(model, "power", OFF)
    model.pass_time(2)
    told(model, "power", ON)
    model.pass_time(60)
    assert model.look("video_mute") is False


def test_its_lamps_and_filter_age_only_while_lit():
    model = projector()
    model.pass_time(7200)
    assert model.look("lamp_hours", (1,)) == 100
    model = running()
    for _ in range(4):
        model.pass_time(1800)
    assert model.look("lamp_hours", (2,)) == 102
    assert model.look("filter_hours") == 2


def test_hours_written_down_by_somebody_are_believed_and_a_worn_lamp_says_so():
    model = running(lamp_life=3000)
    model.put(at("lamp_hours/1"), 2999)
    model.pass_time(3600)
    assert model.look("lamp_hours", (1,)) == 3000
    assert model.look("health", ("lamp",)) == WARNING


def test_lamps_are_lit_exactly_while_it_warms_or_runs():
    model = projector(warm_up="1s", cool_down="1s")
    seen = []
    for _ in range(4):
        seen.append((model.look("power"), model.look("lamp", (1,))))
        if model.look("power") in (OFF, ON):
            told(model, "power", ON if model.look("power") == OFF else OFF)
        else:
            model.pass_time(1)
    assert seen == [(OFF, False), (WARMING, True), (ON, True), (COOLING, False)]


def test_it_shows_what_arrives_at_the_chosen_input():
    model = running()
    assert model.look("resolution") == "1920x1080"
    model.receives("hdmi 1", False)
    assert model.look("resolution") == "-"
    model.receives("hdmi 2", True)
    told(model, "input", "hdmi 2")
    assert model.look("resolution") == "1920x1080"


def test_it_gets_warm_and_a_forced_temperature_stays():
    model = running()
    model.pass_time(600)
    assert model.look("temperature") == 46
    model.put(at("temperature"), 80)
    model.pass_time(600)
    assert model.look("temperature") == 80


def test_without_mains_it_is_dark_at_once_and_does_not_come_back_by_itself():
    model = running()
    model.put(at("health/fan"), FAILED)
    model.power_cut()
    model.power_back()
    model.pass_time(600)
    assert model.look("power") == OFF
    assert model.look("health", ("fan",)) == FAILED
    assert model.draws() < 0.1
