"""Ties carry signals, presets and scenes really keep what was stored, faders stand on steps."""

import pytest

from drivers.errors import Reason, Refused
from simulators.models.mixer import decibels, travel
from tests.simulators.hall import at, matrix, mixer


def test_an_output_shows_what_its_tied_input_has():
    model = matrix()
    model.receives("input/3", True)
    assert not model.sends("output/1")
    model.obey({at("video_tie/1"): 3})
    assert model.sends("output/1")
    assert not model.sends("output/2")
    model.obey({at("output_mute/1"): True})
    assert not model.sends("output/1")


def test_a_tie_to_an_input_that_does_not_exist_changes_nothing():
    model = matrix()
    with pytest.raises(Refused) as no:
        model.obey({at("video_tie/1"): 2, at("video_tie/2"): 9})
    assert (no.value.reason, no.value.said) == (Reason.OUT_OF_RANGE, "video_tie")
    assert model.look("video_tie", (1,)) == 0


def test_zero_unties():
    model = matrix({"video_tie/1": 2})
    model.obey({at("video_tie/1"): 0})
    assert model.look("video_tie", (1,)) == 0


def test_a_preset_brings_back_ties_and_mutes():
    model = matrix()
    model.obey({at("video_tie/1"): 2, at("audio_tie/1"): 3, at("output_mute/2"): True})
    model.act("save", {"preset": 7}, {})
    model.act("reset", {}, {})
    model.obey({at("output_mute/2"): False})
    assert model.look("video_tie", (1,)) == 0
    model.take_changes()
    model.act("recall", {"preset": 7}, {})
    assert (model.look("video_tie", (1,)), model.look("audio_tie", (1,))) == (2, 3)
    assert set(model.take_changes()) == {at("video_tie/1"), at("audio_tie/1"), at("output_mute/2")}


def test_a_preset_never_stored_is_refused_and_a_room_has_its_own():
    model = matrix(presets={1: {"video_tie/1": 4}})
    model.act("recall", {"preset": 1}, {})
    assert model.look("video_tie", (1,)) == 4
    model.act("save_room", {"room": 2, "preset": 3}, {})
    for name, args in (("recall", {"preset": 3}), ("recall_room", {"room": 1, "preset": 3})):
        with pytest.raises(Refused):
            model.act(name, args, {})
    model.act("recall_room", {"room": 2, "preset": 3}, {})


def test_the_fader_law_and_its_inverse():
    for position, expected in ((1.0, 10), (0.75, 0), (0.5, -10), (0.25, -30), (0.0625, -60), (0.0, -90)):
        assert decibels(position) == expected
        assert travel(expected) == position
    assert travel(99) == 1.0
    assert travel(-200) == 0.0


def test_a_fader_stands_on_the_nearest_of_its_steps():
    model = mixer()
    model.obey({at("fader/1"): 0.0})
    assert model.look("fader", (1,)) == pytest.approx(decibels(767 / 1023), abs=1e-4)


def test_a_scene_brings_back_the_faders():
    model = mixer(scenes={2: {"fader/1": -10.0, "mute/2": True}})
    model.obey({at("fader/2"): 5.0})
    model.act("save", {"scene": 1}, {})
    model.act("recall", {"scene": 2}, {})
    assert model.look("mute", (2,)) is True
    model.act("recall", {"scene": 1}, {})
    assert (model.look("mute", (2,)), model.look("fader", (1,))) == (False, -90.0)
    model.take_changes()
    model.act("recall", {"scene": 55}, {})
    assert not model.changed


def test_levels_follow_fader_and_mute():
    model = mixer({"fader/1": 0.0})
    model.pass_time(3)
    loud = model.after_fader(1)
    assert loud > 0
    model.obey({at("fader/1"): -20.0})
    assert 0 < model.after_fader(1) < loud
    model.obey({at("mute/1"): True})
    assert model.after_fader(1) == 0
    assert model.after_fader(2) == 0
