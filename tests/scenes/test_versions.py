"""Every version of a scene is on record, is shown against the present one, and comes back when asked for."""

import json

import pytest

from controller.hall.venue import load as load_hall
from controller.record import failpoints
from scenes import library
from scenes.versions import VERSION, NoSuchVersion, Versions, difference
from tests.hall.room import Catalog

from .stage import Stage


async def test_a_change_is_a_new_version_and_the_same_again_is_none(tmp_path):
    stage = await Stage(tmp_path).start()
    versions = Versions(stage.journal)
    first = stage.engine.scenes["lecture"]
    versions.note([first], stage.clock.now())
    versions.note([first], stage.clock.now())
    changed = library.load(load_hall(other(stage, -5, -9), {}, Catalog()), Catalog())["lecture"]
    versions.note([changed], stage.clock.now(), "chen")
    assert [(one.version, one.by) for one in versions.of("lecture")] == [
        (changed.version, "chen"), (first.version, "system"),
    ]  # fmt: skip
    again = Versions(stage.journal)
    again.recall(stage.lines(VERSION))
    assert [one.version for one in again.of("lecture")] == [changed.version, first.version]
    assert again.find("lecture", first.version).text.startswith("name:")
    with pytest.raises(NoSuchVersion):
        again.find("lecture", "0" * 12)


async def test_what_two_versions_say_otherwise(tmp_path):
    stage = await Stage(tmp_path).start()
    first = stage.engine.scenes["lecture"]
    changed = library.load(load_hall(other(stage, -5, -9), {}, Catalog()), Catalog())["lecture"]
    found = difference(first, changed)
    assert [(str(one.ref), one.was, one.now) for one in found.changes] == [("desk/fader/1", -5, -9)]
    assert [line for line in found.lines if line[:1] in "+-" and line[:3] not in ("---", "+++")] == [
        "-  - {set: desk/fader/1, to: -5}", "+  - {set: desk/fader/1, to: -9}",
    ]  # fmt: skip


async def test_a_version_comes_back_as_it_was(tmp_path):
    stage = await Stage(tmp_path).start()
    first = stage.engine.scenes["lecture"]
    venue = load_hall(other(stage, -5, -9), {}, Catalog())
    assert library.read_again(venue, "lecture", first.said, Catalog()).version == first.version


def other(stage, was, now):
    """The hall's file with another wish in it."""
    path = stage.file.with_name("other.yaml")
    text = stage.file.read_text(encoding="utf-8")
    assert f"desk/fader/1, to: {was}" in text
    path.write_text(text.replace(f"desk/fader/1, to: {was}", f"desk/fader/1, to: {now}"), encoding="utf-8")
    return path


ASKS = """
asks:
  name: {en: Asks, zh: 选}
  steps:
    - {to: {param: loud, b: -5, a: -9}, set: desk/fader/1, within: 5s}
    - {to: {param: where, y: 1, x: 2}, set: matrix/video_tie/1}
    - {to: {param: unit, "1": 1, "2": 2}, set: matrix/video_tie/2}
    - {args: {preset: 1}, invoke: matrix/recall}
  params:
    where: {default: x, values: {y: {zh: 乙, en: Y}, x: {zh: 甲, en: X}}, name: Where}
    loud: {default: a, values: {b: {zh: 乙, en: B}, a: {zh: 甲, en: A}}, name: Loud}
    unit: {name: Unit, default: "1", values: {"2": Two, "1": One}}
"""


async def through_the_record(stage, scene):
    """The versions of a scene, noted by one service and recalled by the next: as the disk gives them back."""
    versions = Versions(stage.journal)
    versions.note([scene], stage.clock.now())
    (line,) = stage.lines(VERSION)
    line.data = json.loads(json.dumps(line.data, sort_keys=True))
    again = Versions(stage.journal)
    again.recall([line])
    return next(versions.of(scene.id)), next(again.of(scene.id))


async def test_a_version_read_back_equals_itself(tmp_path):
    stage = await Stage(tmp_path, ASKS).start()
    scene = stage.engine.scenes["asks"]
    was, now = await through_the_record(stage, scene)
    assert (was, was.text) == (now, now.text)
    venue = load_hall(stage.file, {}, Catalog())
    back = library.read_again(venue, "asks", now.said, Catalog())
    assert difference(back, scene).lines == difference(scene, back).lines == ()
    assert back.version == scene.version == now.version


async def test_a_planted_order_of_the_file_is_caught(tmp_path, monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({"versions_keep_the_order_of_their_file"}))
    with pytest.raises(AssertionError):
        await test_a_version_read_back_equals_itself(tmp_path)
