"""Scenes in a hall's file: what is understood, and where every mistake stands."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.hall.fitting import knowledge
from controller.hall.signal import Signals
from controller.hall.venue import load as load_hall
from drivers.points import Ref
from drivers.rigfile.document import Document
from drivers.rigfile.problems import RigFileError
from scenes import library
from scenes.model import InTurn, Invoke, Set, Together, Wait, as_data, flat, from_data, spelled
from scenes.reading import Around, Reader
from scenes.ways import Ways
from tests.hall.room import Catalog
from web.__main__ import main

DEMO = Path(__file__).parents[2] / "web" / "demo" / "grand-hall.yaml"
HEAD = """version: 1
hall: {id: a, name: A}
devices:
  lamp: {driver: lamp, address: 'tcp://h:1'}
  matrix: {driver: matrix, address: 'tcp://h:2', inputs: {1: {zh: 讲台, en: Lectern}, 2: Camera}}
scenes:
"""


def read(tmp_path, text):
    file = tmp_path / "hall.yaml"
    file.write_text(HEAD + text, encoding="utf-8")
    return library.load(load_hall(file, {}, Catalog()), Catalog())


def around(scenes):
    """A hall in which there is nothing but scenes."""
    nothing = SimpleNamespace(devices={}, nodes={}, signals=Signals())
    known = knowledge({}, Catalog())
    return Around(known, Ways(nothing, known), scenes)


def problems(tmp_path, text):
    with pytest.raises(RigFileError) as wrong:
        read(tmp_path, text)
    lines = [problem.line("en") for problem in wrong.value.problems]
    return [re.sub(r"^.*hall\.yaml:", "", line) for line in lines]


def test_every_kind_of_step(tmp_path):
    scene = read(
        tmp_path,
        """
  show:
    name: {zh: 演出, en: Show}
    about: with everything
    icon: star
    holds: false
    steps:
      - {set: lamp/power, to: "on", within: 1m30s}
      - vital: false
        together:
          - {set: matrix/video_tie/1, to: camera}
          - in_turn:
              - {wait: lamp/power, to: "on", within: 30s}
              - {invoke: matrix/recall, args: {preset: 3}, vital: false}
              - {invoke: matrix, action: recall, args: {preset: 4}}
""",
    )["show"]
    assert (scene.name["zh"], scene.about["en"], scene.icon, scene.holds) == (
        "演出",
        "with everything",
        "star",
        False,
    )
    tie = Set(Ref("matrix", "video_tie", (1,)), 2)
    assert scene.steps == (
        Set(Ref("lamp", "power"), "on", 90.0),
        Together(
            (
                tie,
                InTurn(
                    (
                        Wait(Ref("lamp", "power"), "on", 30.0),
                        Invoke("matrix", "recall", {"preset": 3}, vital=False),
                        Invoke("matrix", "recall", {"preset": 4}),
                    )
                ),
            ),
            vital=False,
        ),
    )
    assert [spelled(path) for path, _ in flat(scene.steps)] == [
        "0",
        "1",
        "1.0",
        "1.1",
        "1.1.0",
        "1.1.1",
        "1.1.2",
    ]
    assert tuple(from_data(as_data(step)) for step in scene.steps) == scene.steps


ONE_OF = "a step is exactly one of set, invoke, wait, show, scene, together or in_turn"


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ("[#{sett: lamp/power, to: 'on'}]", f"scenes.x.steps.0: {ONE_OF}; did you mean set?"),
        ("[#{set: lamp/power, wait: lamp/power, to: 'on'}]", f"scenes.x.steps.0: {ONE_OF}"),
        ("[#on]", f"scenes.x.steps.0: {ONE_OF}"),
        (
            "[{set: lamp/power, #too: 'on'}]",
            "scenes.x.steps.0.too: too is not a key known here; did you mean to?",
        ),
        ("[#{set: lamp/power}]", "scenes.x.steps.0: to is missing"),
        ("[{set: lamp/power, to: #~}]", "scenes.x.steps.0.to: must be a word, a number, true or false"),
        (
            "[{set: lamp/power, to: 'on', within: #soon}]",
            "scenes.x.steps.0.within: a duration is written like",
        ),
        ("[{set: lamp/power, to: 'on', vital: #'no'}]", "scenes.x.steps.0.vital: must be true or false"),
        ("[{set: lamp/power, to: #warming}]", "scenes.x.steps.0.to: lamp/power is warming only on its way"),
        ("[{set: lamp/power, to: #warmin}]", "scenes.x.steps.0.to: lamp/power cannot be warmin"),
        ("[{together: #[]}]", "scenes.x.steps.0.together: at least 1 must stand here"),
        ("[{invoke: #matrix}]", "scenes.x.steps.0.invoke: matrix has no action"),
        ("[{together: #{set: lamp/power, to: 'on'}}]", "scenes.x.steps.0.together: must be a list"),
        ("#[]", "scenes.x.steps: at least 1 must stand here"),
        ("[{together: [{in_turn: [#{sett: 1}]}]}]", f"scenes.x.steps.0.together.0.in_turn.0: {ONE_OF}"),
        (
            "[{together: [{set: lamp/power, to: 'on'}, #{in_turn: [{set: lamp/power, to: 'off'}]}]}]",
            "scenes.x.steps.0.together.1: another branch of this together sets lamp/power too",
        ),
    ],
)
def test_every_mistake_has_its_place(tmp_path, steps, said):
    line = f"    steps: {steps}"
    found = problems(tmp_path, f"  x:\n    name: X\n{line.replace('#', '', 1)}\n")
    assert any(one.startswith(f"9:{line.index('#') + 1}: {said}") for one in found), found


def test_an_action_needs_its_name():
    part = Document("f", {"name": "X", "steps": [{"invoke": "matrix"}]}, {}, {})
    reader = Reader("x", around({"x": part}))
    reader.scene()
    assert [problem.code for problem in reader.problems] == ["deed"]


def test_an_unknown_key_of_the_scene_itself_and_what_is_wrong_inside_in_one_go(tmp_path):
    found = problems(tmp_path, "  x: {nam: X, steps: [{set: lamp/power, to: 'on', wihtin: 3s}]}\n")
    assert [line.split(": ")[1] for line in found] == ["scenes.x", "scenes.x.nam", "scenes.x.steps.0.wihtin"]


def test_the_version_follows_the_content(tmp_path):
    first = read(tmp_path, "  x: {name: X, steps: [{set: lamp/power, to: 'on'}]}\n")["x"]
    same = read(tmp_path, "  x:\n    steps:\n      - set: lamp/power\n        to: 'on'\n    name: X\n")["x"]
    other = read(tmp_path, "  x: {name: X, steps: [{set: lamp/power, to: 'off'}]}\n")["x"]
    assert first.version == same.version != other.version
    assert re.fullmatch("[0-9a-f]{12}", first.version)


def test_check_tells_of_scenes_too(tmp_path, capsys):
    text = DEMO.read_text(encoding="utf-8").replace(
        "{set: main-projector/power, to", "{set: main-projector/power, two", 1
    )
    (tmp_path / "hall.yaml").write_text(text, encoding="utf-8")
    assert main(["--lang", "en", "check", str(tmp_path / "hall.yaml")]) == 1
    out = capsys.readouterr().out
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "two:" in row)
    assert f"hall.yaml:{line}:" in out
    assert "two is not a key known here; did you mean to?" in out


def test_the_sample_hall(tmp_path):
    scenes = library.load(load_hall(DEMO, {}))
    assert list(scenes) == ["lecture", "film", "ceremony", "overflow", "all-off"]
    ties = [
        step
        for _, step in flat(scenes["ceremony"].steps)
        if isinstance(step, Set) and step.ref.key == "video_tie"
    ]
    assert {step.value for step in ties} == {3}  # the camera


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.text(max_size=8)
        | st.sampled_from(["lamp/power", "on", "3s", "ask"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "set",
                        "to",
                        "wait",
                        "invoke",
                        "args",
                        "together",
                        "in_turn",
                        "vital",
                        "within",
                        "x",
                        "show",
                        "on",
                        "scene",
                        "param",
                        "retries",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_stands_there_is_read_or_refused(said):
    document = Document("f", {"name": "X", "steps": said}, {}, {})
    reader = Reader("x", around({"x": document}))
    scene = reader.scene()
    assert reader.problems or scene is not None


@pytest.mark.parametrize(
    ("steps", "said"),
    [("[]", "1 problem found"), ("[{together: []}, {sett: 1}]", "2 problems found")],
)
def test_check_counts_as_people_do(tmp_path, capsys, steps, said):
    text = DEMO.read_text(encoding="utf-8").replace(
        "scenes:\n", f"scenes:\n  x: {{name: X, steps: {steps}}}\n", 1
    )
    (tmp_path / "hall.yaml").write_text(text, encoding="utf-8")
    assert main(["--lang", "en", "check", str(tmp_path / "hall.yaml")]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == said
