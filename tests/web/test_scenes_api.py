"""Scenes over HTTP and the WebSocket: previewed, run step by step, stopped, undone, learned."""

import asyncio

from drivers.points import Place
from tests.web.house import House, Tablet, open_house


async def ended(tablet: Tablet, run: str) -> dict[str, object]:
    """The run as the tablet sees it at its end."""
    seen: dict[str, object] = {}
    while seen.get("state", "running") in ("running", "stopping", "undoing"):
        frame = await tablet.hear("d")
        seen.update(frame.get("runs", {}).get(run, {}))
    return seen


async def stored(house: House, run: str) -> None:
    """Wait until the disk has all that was said of a run: nothing is told before."""
    found = house.service.scenes.engine.runs[run]
    while found.stored is not None and not found.stored.done():
        await asyncio.wait([found.stored], timeout=60)
    await asyncio.sleep(0)


async def test_a_scene_is_listed_with_its_steps(house: House) -> None:
    _, said, _ = await house.ask("GET", "/api/v1/scenes", role="viewer")
    (lecture,) = said["scenes"]
    assert lecture["name"] == {"zh": "讲座", "en": "Lecture"}
    assert lecture["risk"] == "b"
    assert lecture["holds"] is False
    assert [(one["path"], one["ref"], one["to"]) for one in lecture["steps"]] == [
        ("0", "matrix/video_tie/1", 1),
        ("1", "lamp/power", "on"),
    ]


async def test_a_preview_says_what_a_run_would_do_and_sends_nothing(house: House) -> None:
    before = len(house.far["lamp"].heard)
    _, said, _ = await house.ask("GET", "/api/v1/scenes/lecture/preview", role="viewer")
    assert said["blocked"] is False
    assert [(one["now"], one["then"], one["already"]) for one in said["steps"]] == [
        (1, 1, True),
        ("off", "on", False),
    ]
    assert len(house.far["lamp"].heard) == before
    assert (await house.ask("GET", "/api/v1/scenes/opera/preview"))[0] == 404


async def test_a_run_is_told_step_by_step_and_the_hall_stands_in_it(house: House) -> None:
    tablet = await house.tablet()
    await tablet.hear("snap")
    await tablet.say(t="run", id="r", scene="lecture")
    await tablet.hear("ack", id="r")
    run = (await tablet.hear("done", id="r"))["run"]
    frames = [frame["runs"][run] for frame in tablet.heard if run in frame.get("runs", {})]
    last: dict[str, object] = {}
    for frame in frames:
        last.update(frame)
    if last.get("state") != "done":
        last.update(await ended(tablet, run))
    assert last["state"] == "done"
    assert [one["state"] for one in last["steps"]] == ["already", "ok"]  # type: ignore[attr-defined]
    _, said, _ = await house.ask("GET", f"/api/v1/runs/{run}")
    assert said["state"] == "done"
    assert said["can_undo"] is False
    assert said["undo_lists"] == ["lamp/power"]
    _, scenes, _ = await house.ask("GET", "/api/v1/scenes")
    assert scenes["scenes"][0]["holds"] is True
    assert scenes["scenes"][0]["last"]["run"] == run
    assert (
        'auditorium_scene_runs_total{result="done",scene="lecture"} 1.0'
        in (await house.ask("GET", "/metrics", role=None))[1]
    )


async def test_a_deaf_device_makes_it_fail_and_say_so(house: House) -> None:
    house.far["lamp"].deaf = True
    house.far["matrix"].front_panel(Place("video_tie", (1,)), 3)
    _, run, _ = await house.ask("POST", "/api/v1/scenes/lecture/run", {}, role="operator")
    assert run["state"] == "running"
    await house.pass_time(100)
    await stored(house, run["id"])
    _, said, _ = await house.ask("GET", f"/api/v1/runs/{run['id']}")
    assert said["state"] == "failed"
    assert "主投影" in said["reason"]["zh"]
    assert said["put_back"][0]["ref"] == "matrix/video_tie/1"
    assert house.far["matrix"].holds[Place("video_tie", (1,))] == 3


async def test_one_at_a_time_and_stopped_when_told(house: House) -> None:
    house.far["lamp"].deaf = True
    _, run, _ = await house.ask("POST", "/api/v1/scenes/lecture/run", {}, role="operator")
    status, said, _ = await house.ask("POST", "/api/v1/scenes/lecture/run", {}, role="operator")
    assert status == 409
    assert "讲座" in said["sentence"]["zh"]
    status, said, _ = await house.ask("POST", f"/api/v1/runs/{run['id']}/stop", {}, role="operator")
    assert (status, said["state"]) == (202, "stopping")
    assert (await house.ask("POST", "/api/v1/runs/none/stop", {}))[0] == 404
    assert (await house.ask("POST", f"/api/v1/runs/{run['id']}/undo", {}))[0] == 409


async def test_a_stopped_run_goes_on_where_it_stood_when_somebody_says_so(house: House) -> None:
    house.far["lamp"].deaf = True
    _, run, _ = await house.ask("POST", "/api/v1/scenes/lecture/run", {}, role="operator")
    path = f"/api/v1/runs/{run['id']}"
    assert (await house.ask("POST", f"{path}/resume", {}, role="operator"))[0] == 409
    await house.ask("POST", f"{path}/stop", {}, role="operator")
    await house.pass_time(3)
    await stored(house, run["id"])
    _, said, _ = await house.ask("GET", path)
    assert (said["state"], said["can_resume"], said["resumed"]) == ("stopped", True, None)
    assert (await house.ask("POST", f"{path}/resume", {}, role="viewer"))[0] == 403
    house.far["lamp"].deaf = False
    status, said, _ = await house.ask("POST", f"{path}/resume", {}, role="operator")
    assert status == 202
    await house.pass_time(20)
    await stored(house, run["id"])
    _, said, _ = await house.ask("GET", path)
    assert (said["state"], said["can_resume"]) == ("done", False)


async def test_another_scene_is_waited_for_or_made_to_stop(house: House) -> None:
    house.far["lamp"].deaf = True
    _, first, _ = await house.ask("POST", "/api/v1/scenes/lecture/run", {}, role="operator")
    body = {"queue": True}
    status, second, _ = await house.ask("POST", "/api/v1/scenes/lecture/run", body, role="operator")
    assert (status, second["state"]) == (202, "queued")
    tablet = await house.tablet()
    await tablet.say(t="run", id="r", scene="lecture", replace=True)
    third = (await tablet.hear("done", id="r"))["run"]
    for run, state in ((first["id"], "stopped"), (second["id"], "stopped"), (third, "running")):
        assert (await house.ask("GET", f"/api/v1/runs/{run}"))[1]["state"] == state


async def test_a_preview_names_whoever_is_at_a_device_it_would_move(house: House) -> None:
    await house.ask("PUT", "/api/v1/points/lamp/input", {"value": "hdmi 2"}, role="operator")
    _, said, _ = await house.ask("GET", "/api/v1/scenes/lecture/preview", role="viewer")
    assert said["people"] == [{"device": "lamp", "who": "operator-token"}]


async def test_whoever_may_not_run_is_told_so_on_the_socket_too(house: House) -> None:
    tablet = await house.tablet("helpdesk")
    await tablet.say(t="run", id="r", scene="lecture")
    assert (await tablet.hear("err", id="r"))["problem"]["status"] == 403
    tablet = await house.tablet()
    await tablet.say(t="run", id="r", scene="opera")
    assert (await tablet.hear("err", id="r"))["problem"]["code"] == "no_scene"


async def test_a_restart_remembers_the_run(house: House, tmp_path) -> None:  # type: ignore[no-untyped-def]
    _, run, _ = await house.ask("POST", "/api/v1/scenes/lecture/run", {}, role="operator")
    await house.until(lambda: house.service.scenes.engine.runs[run["id"]].state == "done")
    await house.close()
    again = await open_house(tmp_path, tokens=house.tokens)
    try:
        _, said, _ = await again.ask("GET", f"/api/v1/runs/{run['id']}")
        assert (said["state"], said["scene"]) == ("done", "lecture")
        tablet = await again.tablet()
        assert run["id"] in (await tablet.hear("snap"))["runs"]
    finally:
        await again.close()


async def test_r22_a_landing_is_told_when_it_is_on_disk_and_the_device_is_told_before(house: House) -> None:
    tablet = await house.tablet()
    await tablet.hear("snap")
    house.far["lamp"].held = []  # its answers come later
    _, run, _ = await house.ask("POST", "/api/v1/scenes/lecture/run", {}, role="operator")
    writer = house.journal._writer
    assert writer is not None
    with writer._keeper.store.write():  # a disk that takes its time
        house.far["lamp"].let_go()
        found = house.service.scenes.engine.runs[run["id"]]
        await house.pass_time(2)
        assert found.state == "done"
        assert (await house.ask("GET", f"/api/v1/runs/{run['id']}"))[1]["state"] == "running"
        told = [frame["runs"][run["id"]] for frame in tablet.heard if run["id"] in frame.get("runs", {})]
        assert all(one.get("state", "running") == "running" for one in told)
    assert (await ended(tablet, run["id"]))["state"] == "done"


async def test_what_a_person_did_by_hand_is_told_with_his_name_and_the_run_goes_on_around_it(
    house: House,
) -> None:
    house.far["lamp"].deaf = True
    _, run, _ = await house.ask("POST", "/api/v1/scenes/lecture/run", {}, role="operator")
    path = f"/api/v1/runs/{run['id']}"
    body = {"path": "1", "choice": "by_hand"}
    assert (await house.ask("POST", f"{path}/answer", body, role="operator"))[0] == 409  # it is under way
    await house.ask("POST", f"{path}/stop", {}, role="operator")
    await house.pass_time(3)
    await stored(house, run["id"])
    assert (await house.ask("GET", path))[1]["by_hand"] == ["1"]
    assert (await house.ask("POST", f"{path}/answer", body, role="viewer"))[0] == 403
    status, said, _ = await house.ask("POST", f"{path}/answer", body, role="operator")
    assert (status, said["steps"][1]["state"]) == (202, "by_hand")
    assert said["steps"][1]["hand"]["by"] == "operator-token"
    assert (await house.ask("POST", f"{path}/resume", {}, role="operator"))[0] == 202
    await house.pass_time(3)
    await stored(house, run["id"])
    _, said, _ = await house.ask("GET", path)
    assert said["state"] == "done"
    assert "手动" in said["reason"]["zh"]
