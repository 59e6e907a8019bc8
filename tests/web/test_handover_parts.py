"""REQ 82: the parts of a hand-over that are not tickets, from a hall that was changed by several people."""

from datetime import UTC, datetime, time
from types import SimpleNamespace
from typing import Any

from controller.desk.notify.directory import Contact, Directory, Weekly
from web import handover_parts

OLD = {"version": "a1", "at": "2025-01-01T00:00:00Z", "by": "chen", "current": False}
NEW = {"version": "b2", "at": "2026-05-01T00:00:00Z", "by": "wang", "current": True}


def service(**more: Any) -> Any:
    scene = {"id": "lecture", "name": {"zh": "讲座", "en": "Lecture"}, "version": "b2"}
    scenes = SimpleNamespace(scenes=lambda: [scene], history=lambda id: [NEW, OLD])
    return SimpleNamespace(scenes=scenes, **more)


def test_req_82_a_scene_is_of_whoever_changed_it_last() -> None:
    _, ((id, _, version, by, at),) = handover_parts._scenes(service())
    assert (id, version, by, at) == ("lecture", "b2", "wang", NEW["at"])


def test_req_82_all_changes_since_then_the_newest_first() -> None:
    def changes(since: datetime) -> list[object]:
        return [row[3] for row in handover_parts._scene_changes(service(), since)[1]]

    assert changes(datetime(2024, 1, 1, tzinfo=UTC)) == ["wang", "chen"]
    assert changes(datetime(2026, 1, 1, tzinfo=UTC)) == ["wang"]


def test_req_82_the_roster_names_people() -> None:
    duty = Weekly(frozenset({0, 4}), time(8), time(20), ("chen", "nobody"))
    directory = Directory({"chen": Contact("chen", {"zh": "陈工", "en": "Chen"})}, weekly=(duty,))
    post = SimpleNamespace(office=SimpleNamespace(settings=SimpleNamespace(directory=directory)))
    assert list(handover_parts.roster(service(post=post))) == [
        ("1 5 · 08:00–20:00", [{"zh": "陈工", "en": "Chen"}])
    ]
