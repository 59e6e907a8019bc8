"""Scenes that depend on a choice, that call one another, and that find their way through the cables."""

import re
from textwrap import dedent, indent

import pytest

from controller.hall.venue import load as load_hall
from drivers.points import Ref
from drivers.rigfile.problems import RigFileError
from scenes import library
from scenes.choices import BadChoice
from scenes.model import InTurn, Set, Together, flat
from tests.hall.room import Catalog
from tests.scenes.demo import planting

from .stage import CHEN, HALL, Stage, states

HEAD = """version: 1
hall: {id: a, name: A}
devices:
  lamp: {driver: lamp, name: {zh: 主投影, en: Main projector}, address: 'tcp://h:1'}
  spare: {driver: lamp, name: {zh: 侧投影, en: Side projector}, address: 'tcp://h:5'}
  desk: {driver: desk, address: 'tcp://h:3'}
  matrix:
    driver: matrix
    name: {zh: 主矩阵, en: Matrix}
    address: 'tcp://h:2'
    inputs: {1: {zh: 讲台, en: Lectern}, 2: Camera, 3: Guest}
    outputs: {1: {zh: 主屏, en: Main screen}, 2: Lobby}
  foyer: {driver: matrix, name: {zh: 外场, en: Foyer}, address: 'tcp://h:4'}
cables:
  - {from: matrix/output/1, to: lamp/hdmi 1}
  - {from: matrix/output/3, to: foyer/input/1}
  - {from: matrix/output/4, to: foyer/input/2}
  - {from: foyer/output/1, to: spare/hdmi 2}
  - {from: foyer/output/2, to: old/input/1}
  - {from: foyer/output/3, to: old/input/2}
  - {from: old/output/1, to: tv/hdmi}
nodes: {old: {name: {zh: 旧切换器, en: Old switcher}}, tv: {name: {zh: 电视, en: Wall screen}}}
"""


def file(tmp_path, scenes):
    path = tmp_path / "hall.yaml"
    path.write_text(HEAD + "scenes:\n" + indent(dedent(scenes), "  "), encoding="utf-8")
    return path


def read(tmp_path, scenes):
    return library.load(load_hall(file(tmp_path, scenes), {}, Catalog()), Catalog())


def problems(tmp_path, scenes):
    with pytest.raises(RigFileError) as wrong:
        read(tmp_path, scenes)
    return [re.sub(r"^.*hall\.yaml:\d+:\d+: scenes\.", "", one.line("en")) for one in wrong.value.problems]


def sets(scene):
    return {str(step.ref): step.value for _, step in flat(scene.steps) if isinstance(step, Set)}


TALK = """
talk:
  name: Talk
  params:
    language:
      {name: {zh: 语言, en: Language}, values: {zh: {zh: 中文, en: Chinese}, en: English}, default: zh}
    level: {name: Level, range: [-20, 0], unit: dB, default: -10}
  steps:
    - {set: matrix/video_tie/1, to: {param: language, zh: Lectern, en: Camera}}
    - {set: desk/fader/1, to: {param: level}}
    - {invoke: matrix/recall, args: {preset: {param: language, zh: 1, en: 2}}}
"""


def test_values_follow_what_is_chosen(tmp_path):
    talk = read(tmp_path, TALK)["talk"]
    assert sets(talk) == {"matrix/video_tie/1": 1, "desk/fader/1": -10}
    english = talk.chosen({"language": "en", "level": -3.5})
    assert sets(english) == {"matrix/video_tie/1": 2, "desk/fader/1": -3.5}
    assert dict(english.steps[2].args) == {"preset": 2}
    assert english.version == talk.version
    assert talk.params[0].shown()["values"][0] == {"id": "zh", "name": {"zh": "中文", "en": "Chinese"}}


@pytest.mark.parametrize("args", [{"language": "fr"}, {"level": 3}, {"level": True}, {"volume": 1}])
def test_what_cannot_be_chosen_is_refused(tmp_path, args):
    with pytest.raises(BadChoice):
        read(tmp_path, TALK)["talk"].chosen(args)


def test_a_scene_without_choices_takes_none(tmp_path):
    plain = read(tmp_path, "x: {name: X, steps: [{set: desk/fader/1, to: -5}]}")["x"]
    with pytest.raises(BadChoice):
        plain.chosen({"level": 1})


def test_the_version_follows_every_choice(tmp_path):
    assert read(tmp_path, TALK)["talk"].version != read(tmp_path, TALK.replace("Camera", "3"))["talk"].version


@pytest.mark.parametrize(
    ("scenes", "said"),
    [
        (TALK.replace("en: Camera", "en: Camra"),
         "talk.steps.0.to: matrix/video_tie/1 cannot be Camra; did you mean Camera?"),
        (TALK.replace("en: Camera", "fr: Camera"), "talk.steps.0.to: nothing stands by the choice en"),
        (TALK.replace("{param: level}", "{param: levl}"),
         "talk.steps.1.to: the scene has no parameter levl; did you mean level?"),
        (TALK.replace("zh: 1, en: 2", "zh: 1, en: loud"),
         "talk.steps.2.invoke: the action recall of matrix lacks an argument, or one is out of range"),
        (TALK.replace("default: zh", "default: fr"),
         "talk.params.language: the default is not among what may be chosen"),
        (TALK.replace("range: [-20, 0], ", ""),
         "talk.params.level: a parameter has either values or a range"),
        ("x: {name: X, steps: [{scene: y}]}", "x.steps.0.scene: there is no scene y"),
        ("x: {name: X, steps: [{scene: x}]}", "x.steps.0.scene: the scene x comes back to itself"),
        (TALK + "x: {name: X, steps: [{scene: talk, args: {levl: 1}}]}",
         "x.steps.0.args.levl: the scene has no parameter levl; did you mean level?"),
        (TALK + "x: {name: X, steps: [{scene: talk, args: {level: 1}}]}",
         "x.steps.0.args.level: level is chosen between -20 and 0 and cannot be 1"),
        (TALK + "x: {name: X, steps: [{scene: talk, args: {language: fr}}]}",
         "x.steps.0.args.language: language has no choice fr"),
        (TALK.replace("en: Camera", "en: Camera, fr: 3"), "talk.steps.0.to.fr: language has no choice fr"),
        (TALK.replace("{param: level}", "{param: level, 9: 0}"),
         "talk.steps.1.to.9: level is chosen between -20 and 0 and cannot be 9"),
        (TALK.replace("{param: level}", "-5"),
         "talk.params.level: the parameter level is asked for nothing: no step depends on it"),
        ("x: {name: X, steps: [{show: Camra, on: lamp}]}",
         "x.steps.0.show: no way through the cables leads from Camra to lamp; did you mean Camera?"),
        ("x: {name: X, steps: [{together: [{show: Camera, on: lamp}, {show: Lectern, on: lamp}]}]}",
         "x.steps.0.together.1: another branch of this together sets matrix/video_tie/1 too; "
         "nobody could say which of them wins"),
        ("x: {name: X, steps: [{set: desk/fader/1, to: -5, vital: false, on_fail: ask}]}",
         "x.steps.0: vital and this on_fail contradict each other; write one of them"),
        ("x: {name: X, steps: [{set: desk/fader/1, to: -5, vital: true, on_fail: go_on}]}",
         "x.steps.0: vital and this on_fail contradict each other; write one of them"),
        ("x: {name: X, steps: [{set: desk/fader/1, to: -5, within: 0s}]}",
         "x.steps.0.within: must be more than 0"),
    ],
)  # fmt: skip
def test_every_mistake_has_its_place(tmp_path, scenes, said):
    assert said in problems(tmp_path, scenes)


@pytest.mark.parametrize(
    ("schedule", "said"),
    [
        ("readiness: true, args: {level: 1}", "s.args: a readiness sweep has nothing to choose"),
        ("scene: talk, ask: 0s", "s.ask: must be more than 0"),
        ("scene: talk, args: {level: 9}", "s.args.level: level is chosen between -20 and 0 and cannot be 9"),
        ("scene: talk, args: {language: fr}", "s.args.language: language has no choice fr"),
    ],
)
def test_what_means_nothing_for_a_schedule_is_told(tmp_path, schedule, said):
    path = file(tmp_path, TALK)
    more = f"schedules: {{s: {{at: '0 1 * * *', {schedule}}}}}\n"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    with pytest.raises(RigFileError) as wrong:
        library.load(load_hall(path, {}, Catalog()), Catalog())
    (line,) = [problem.line("en") for problem in wrong.value.problems]
    assert re.fullmatch(r".*hall\.yaml:\d+:\d+: schedules\." + re.escape(said), line)


def test_a_choice_may_be_a_number(tmp_path):
    screens = "{name: Screens, values: {'1': One, '2': Two}, default: '1'}"
    steps = "[{set: desk/fader/1, to: {param: n, 1: -5, 2: -9}}]"
    scene = read(tmp_path, f"x: {{name: X, params: {{n: {screens}}}, steps: {steps}}}")["x"]
    assert sets(scene.chosen({"n": "2"})) == {"desk/fader/1": -9}


def test_a_scene_calls_another(tmp_path):
    scenes = read(
        tmp_path,
        TALK
        + dedent("""
        evening:
          name: Evening
          steps:
            - {scene: talk, args: {language: en}, on_fail: go_on}
            - {set: lamp/power, to: "on"}
        """),
    )
    called = scenes["evening"].steps[0]
    assert isinstance(called, InTurn)
    assert (called.title, called.vital) == ({"zh": "Talk", "en": "Talk"}, False)
    assert sets(scenes["evening"])["matrix/video_tie/1"] == 2


def test_a_source_finds_its_way_and_the_way_is_told(tmp_path):
    scene = read(tmp_path, "x: {name: X, steps: [{show: Lectern, on: spare}]}")["x"]
    assert sets(scene) == {"matrix/video_tie/3": 1, "foyer/video_tie/1": 1, "spare/input": "hdmi 2"}
    way = scene.steps[0]
    assert isinstance(way, Together)
    assert way.title == {
        "zh": "讲台 → 侧投影（主矩阵 1→3，外场 1→1，侧投影 hdmi 2）",
        "en": "Lectern → Side projector (Matrix 1→3, Foyer 1→1, Side projector hdmi 2)",
    }


def test_r22_the_lectern_on_the_main_screen_is_the_ties_and_the_projectors_input(tmp_path):
    for on in ("Main screen", "主屏", "Main projector", "lamp"):
        scene = read(tmp_path, f"x: {{name: X, steps: [{{show: Lectern, on: {on}}}]}}")["x"]
        assert sets(scene) == {"matrix/video_tie/1": 1, "lamp/input": "hdmi 1"}, on
        assert scene.steps[0].title["en"].endswith("(Matrix 1→1, Main projector hdmi 1)")
    scene = read(tmp_path, "x: {name: X, steps: [{show: Lectern, on: Lobby}]}")["x"]
    assert sets(scene) == {"matrix/video_tie/2": 1}


async def test_r22_a_run_is_not_done_while_the_projector_looks_at_another_input(tmp_path):
    devices = HALL.replace("Camera}", "Camera}\n  outputs: {1: Main screen}")
    scene = "x: {name: X, steps: [{show: Camera, on: Main screen, within: 4s}]}\n"
    cables = "cables: [{from: matrix/output/1, to: lamp/hdmi 1}]"
    stage = await Stage(tmp_path, scene, devices, cables).start()
    stage.far["lamp"].set(power="on", input="hdmi 2")
    await stage.pass_(10)
    run = stage.engine.run(CHEN, "x")
    await stage.pass_(6)
    assert (run.state, stage.holds("lamp", "input")) == ("done", "hdmi 1")
    stage.far["lamp"].set(input="hdmi 2")
    await stage.pass_(10)
    stage.far["lamp"].deaf = True
    again = stage.engine.run(CHEN, "x")
    await stage.pass_(9)
    assert again.state == "failed"


def test_r22_no_way_leads_through_what_cannot_switch_it_and_the_file_is_told_where(tmp_path):
    steps = (
        ("{show: Lectern, on: spare, carries: audio}", "the way from Lectern to spare leads through matrix, "
         "which cannot switch carries: audio"),
        ("{show: Lectern, on: Wall screen}", "the way from Lectern to Wall screen leads through old, which "
         "cannot switch carries: video"),
    )  # fmt: skip
    for step, told in steps:
        assert problems(tmp_path, f"x: {{name: X, steps: [{step}]}}") == [f"x.steps.0.show: {told}"]
    with planting("ways_skip_who_cannot_switch"):
        scene = read(tmp_path, f"x: {{name: X, steps: [{steps[0][0]}]}}")["x"]
        assert sets(scene) == {"spare/input": "hdmi 2"}


def test_a_step_that_shows_nothing_is_told(tmp_path):
    word = "must be a word, a number, true or false"
    assert problems(tmp_path, "x: {name: X, steps: [{show: null, on: spare}]}") == [f"x.steps.0.show: {word}"]


def test_where_every_cable_is_taken_that_is_what_is_said(tmp_path):
    steps = ", ".join(f"{{show: {source}, on: spare}}" for source in ("Lectern", "Camera", "Guest"))
    assert problems(tmp_path, f"x: {{name: X, steps: [{steps}]}}") == [
        "x.steps.2.show: every way through the cables from Guest to spare carries something else in this "
        "scene already"
    ]


def test_a_cable_carries_one_source(tmp_path):
    steps = "[{show: Lectern, on: spare}, {show: Camera, on: spare}, {show: Lectern, on: spare}]"
    scene = read(tmp_path, f"x: {{name: X, steps: {steps}}}")["x"]
    ties = [(str(step.ref), step.value) for _, step in flat(scene.steps) if isinstance(step, Set)]
    assert [tie for tie in ties if tie[0].startswith("matrix")] == [
        ("matrix/video_tie/3", 1), ("matrix/video_tie/4", 2), ("matrix/video_tie/3", 1),
    ]  # fmt: skip


async def test_a_run_takes_what_was_chosen_and_the_record_keeps_it(tmp_path):
    stage = await Stage(tmp_path, TALK).start()
    run = stage.engine.run(CHEN, "talk", args={"language": "en"})
    await stage.pass_(3)
    assert run.state == "done"
    assert stage.holds("matrix", "video_tie", 1) == 2
    engine = stage.new_engine()
    engine.recall(stage.lines())
    again = engine.find(run.id)
    assert (again.args, states(again)) == ({"language": "en"}, states(run))


async def test_preview_is_of_what_was_chosen(tmp_path):
    stage = await Stage(tmp_path, TALK).start()
    seen = stage.engine.preview(CHEN, "talk", {"level": -7})
    assert next(one.then for one in seen.steps if one.taken.path == (1,)) == -7
    assert stage.sent() == []
    assert Ref("desk", "fader", (1,)) == seen.steps[1].taken.step.ref
