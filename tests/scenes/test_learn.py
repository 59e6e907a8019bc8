"""A scene is learned from the room, and says how it differs from the one there was."""

import pytest

from controller.hall.venue import load as load_hall
from drivers.points import Place, Ref
from scenes import library
from scenes.learn import Change, learn
from tests.hall.room import Catalog

from .stage import HALL, Stage

SCENE = """
lecture:
  name: {zh: 讲座, en: Lecture}
  icon: lectern
  steps: [{set: matrix/video_tie/1, to: 2}, {set: matrix/video_tie/2, to: 2}, {set: desk/fader/1, to: -5}]
"""
NAME = {"zh": "讲座", "en": "Lecture"}


@pytest.fixture
async def stage(tmp_path):
    return await Stage(tmp_path, SCENE).start()


def refs(*texts):
    return [Ref.parse(text) for text in texts]


async def test_the_room_as_it_stands_with_a_diff(stage):
    stage.far["matrix"].front_panel(Place("video_tie", (1,)), 3)
    before = stage.engine.scenes["lecture"]
    learned = learn(
        stage.hall, "lecture", NAME, refs("matrix/video_tie/1", "desk/fader/1", "lamp/power"), before
    )
    assert learned.diff == (
        Change(Ref.parse("matrix/video_tie/1"), 2, 3),
        Change(Ref.parse("matrix/video_tie/2"), 2, None),
        Change(Ref.parse("desk/fader/1"), -5, -90),
        Change(Ref.parse("lamp/power"), None, "off"),
    )
    assert learned.scene.icon == "lectern"
    assert stage.sent() == stage.asked() == []


async def test_what_was_learned_runs_and_finds_everything_so_already(stage):
    learned = learn(stage.hall, "now", NAME, refs("matrix/video_tie/1", "desk/fader/1"))
    stage.engine.scenes["now"] = learned.scene
    run = stage.run("now")
    assert [str(one.state) for one in run.steps] == ["ok", "already", "already"]


async def test_what_is_written_is_read_back_as_the_same_scene(stage, tmp_path):
    learned = learn(stage.hall, "evening", NAME, refs("matrix/video_tie/1", "lamp/power", "lamp/input"))
    learned.save(tmp_path / "scenes")
    found = library.load(load_hall(stage.file, {}, Catalog()), Catalog())["evening"]
    assert found == learned.scene
    assert found.version == learned.scene.version
    assert [file.name for file in (tmp_path / "scenes").iterdir()] == ["evening.yaml"]


async def test_what_nobody_vouches_for_is_left_out_and_named(stage):
    stage.state.doubt("desk")
    learned = learn(stage.hall, "now", NAME, refs("desk/fader/1", "screen/power", "matrix/video_tie/1"))
    assert learned.unknown == tuple(refs("desk/fader/1", "screen/power"))
    assert [change.ref for change in learned.diff] == refs("matrix/video_tie/1")


async def test_a_lamp_that_warms_is_learned_as_what_was_wished(stage):
    far = stage.far["lamp"]
    far.deaf = True
    stage.set("lamp/power", "on", within=90)
    far.set(power="warming")
    await stage.pass_(6)
    assert stage.value("lamp/power") == "warming"
    learned = learn(stage.hall, "now", NAME, refs("lamp/power"))
    assert [change.now for change in learned.diff] == ["on"]


async def test_what_cannot_be_set_cannot_be_learned(stage):
    with pytest.raises(ValueError, match="lamp/health/fan can be read but not set"):
        learn(stage.hall, "now", NAME, refs("lamp/health/fan"))
    with pytest.raises(KeyError):
        learn(stage.hall, "now", NAME, refs("nobody/power"))


def test_the_hall_of_these_stories_has_a_device_that_tells_nothing():
    assert "infrared" in HALL
