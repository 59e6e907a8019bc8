"""Scenes over HTTP: learned from the room, every version kept, compared, brought back and in force."""

from drivers.points import Place
from scenes.model import Set, flat
from tests.web.house import HALL, House, open_house


async def test_a_scene_is_learned_from_the_room(house: House) -> None:
    house.far["matrix"].front_panel(Place("video_tie", (1,)), 4)
    body = {"id": "lecture", "name": {"zh": "讲座", "en": "Lecture"}, "refs": ["matrix/video_tie/1"]}
    status, said, _ = await house.ask("POST", "/api/v1/scenes", body, role="lead")
    assert status == 201
    assert said["diff"][0] == {"ref": "matrix/video_tie/1", "was": 1, "now": 4}
    assert "matrix/video_tie/1" in said["yaml"]
    assert len(house.service.scenes.engine.scenes["lecture"].steps) == 2  # shown, not kept
    body |= {"id": "fresh", "keep": True}
    assert (await house.ask("POST", "/api/v1/scenes", body, role="lead"))[0] == 201
    assert "fresh" in house.service.scenes.engine.scenes
    for wrong, status in (
        ({"refs": ["lamp/shutter"]}, 404),
        ({"refs": ["nobody/power"]}, 404),
        ({"refs": ["lamp/health/fan"]}, 422),
        ({"refs": ["screen/label"]}, 422),
        ({"id": "../x"}, 422),
    ):
        assert (await house.ask("POST", "/api/v1/scenes", body | wrong, role="lead"))[0] == status, wrong


async def test_every_version_is_kept_compared_and_brought_back(house: House) -> None:
    _, first, _ = await house.ask("GET", "/api/v1/scenes/lecture/versions", role="viewer")
    (only,) = first["versions"]
    assert only["current"] is True
    lesson = {
        "id": "lecture",
        "name": {"zh": "讲座", "en": "Lecture"},
        "refs": ["matrix/video_tie/2"],
        "keep": True,
    }
    assert (await house.ask("POST", "/api/v1/scenes", body=lesson, role="lead"))[0] == 201
    _, said, _ = await house.ask("GET", f"/api/v1/scenes/lecture/versions/{only['version']}", role="viewer")
    assert {one["ref"] for one in said["changes"]} == {
        "matrix/video_tie/1",
        "matrix/video_tie/2",
        "lamp/power",
    }
    back = {"version": only["version"]}
    assert (await house.ask("POST", "/api/v1/scenes/lecture/restore", body=back, role="operator"))[0] == 403
    status, scene, _ = await house.ask("POST", "/api/v1/scenes/lecture/restore", body=back, role="lead")
    assert (status, scene["version"]) == (200, only["version"])
    again = await house.ask("POST", "/api/v1/scenes/lecture/restore", body=back, role="lead")
    assert (again[0], again[1]["version"]) == (200, only["version"]), "it is in force: nothing is added"
    _, said, _ = await house.ask("GET", "/api/v1/scenes/lecture/versions", role="viewer")
    assert [one["version"] for one in said["versions"]].count(only["version"]) == 2
    assert [one["current"] for one in said["versions"]] == [True, False, False]
    _, said, _ = await house.ask("GET", f"/api/v1/scenes/lecture/versions/{only['version']}", role="viewer")
    assert (said["changes"], said["lines"]) == ([], [])
    assert (await house.ask("GET", "/api/v1/scenes/lecture/versions/000000000000"))[0] == 404


async def test_what_was_restored_or_learned_is_in_force_after_a_restart_until_the_file_says_otherwise(
    house: House,
    tmp_path,  # type: ignore[no-untyped-def]
) -> None:
    lesson = {
        "id": "lecture",
        "name": {"zh": "讲座", "en": "Lecture"},
        "refs": ["matrix/video_tie/2"],
        "keep": True,
    }
    assert (await house.ask("POST", "/api/v1/scenes", body=lesson, role="lead"))[0] == 201
    assert (await house.ask("POST", "/api/v1/scenes", body=lesson | {"id": "fresh"}, role="lead"))[0] == 201
    learned = house.service.scenes.engine.scenes["lecture"]
    await house.close()
    again = await open_house(tmp_path, tokens=house.tokens)
    try:
        scenes = again.service.scenes.engine.scenes
        assert scenes["lecture"].version == learned.version
        assert [str(step.ref) for _, step in flat(scenes["fresh"].steps) if isinstance(step, Set)] == [
            "matrix/video_tie/2"
        ]
        _, said, _ = await again.ask("GET", "/api/v1/scenes/lecture/versions", role="viewer")
        assert [(one["by"], one["current"]) for one in said["versions"]] == [
            ("lead-token", True),
            ("system", False),
        ]
    finally:
        await again.close()
    other = HALL.replace("video_tie/1, to: 1}", "video_tie/1, to: 2}")
    third = await open_house(tmp_path, hall=other, tokens=house.tokens)
    try:
        assert third.service.scenes.engine.scenes["lecture"].version not in (learned.version,)
        assert "fresh" in third.service.scenes.engine.scenes
    finally:
        await third.close()


async def test_a_scene_of_the_halls_own_file_is_not_written_a_second_time(house: House) -> None:
    lesson = {
        "id": "lecture",
        "name": {"zh": "讲座", "en": "Lecture"},
        "refs": ["matrix/video_tie/2"],
        "save": True,
    }
    status, said, _ = await house.ask("POST", "/api/v1/scenes", body=lesson, role="lead")
    assert (status, said["code"]) == (409, "learn_over_file")
    assert (await house.ask("POST", "/api/v1/scenes", body=lesson | {"id": "fresh"}, role="lead"))[0] == 201
    assert (await house.ask("POST", "/api/v1/scenes", body=lesson | {"id": "fresh"}, role="lead"))[0] == 201
