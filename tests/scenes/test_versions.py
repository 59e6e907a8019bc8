"""Every version of a scene is on record, is shown against the present one, and comes back when asked for."""

import pytest

from controller.hall.venue import load as load_hall
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
