"""Scenes by the clock over HTTP: listed, held, and asked about on every tablet."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from controller.hall.sentences import Sentence
from scenes.plans import Plan
from tests.scenes.demo import planting
from tests.web.house import House


def soon(house: House, minutes: int, **more: object) -> Plan:
    at = (house.clock.now() + timedelta(minutes=minutes)).astimezone(ZoneInfo("Asia/Shanghai"))
    return Plan("evening", "lecture", f"{at.minute} {at.hour} * * *", **more)  # type: ignore[arg-type]


async def test_a_schedule_is_listed_and_held(house: House) -> None:
    house.service.timetable.schedules.take([soon(house, 2)])
    await house.pass_time(6)
    _, said, _ = await house.ask("GET", "/api/v1/schedules", role="viewer")
    (only,) = said["schedules"]
    assert (only["scene"], only["held"], only["asks_until"]) == ("lecture", False, None)
    path = "/api/v1/schedules/evening/hold"
    assert (await house.ask("POST", path, body={"held": True}, role="operator"))[0] == 403
    _, said, _ = await house.ask("POST", path, body={"held": True}, role="lead")
    assert said["schedules"][0]["held"] is True
    await house.pass_time(180)
    assert house.service.scenes.engine.runs == {}


async def test_what_is_answered_is_on_disk(house: House) -> None:
    house.service.timetable.schedules.take([soon(house, 2)])
    with planting("slow_disk"):
        await house.ask("POST", "/api/v1/schedules/evening/hold", body={"held": True}, role="lead")
        stored = house.service.timetable.schedules.stored
        assert stored is not None
        assert stored.done()


async def test_it_asks_on_every_tablet_and_takes_no_for_an_answer(house: House) -> None:
    tablet = await house.tablet()
    await tablet.hear("snap")
    house.service.timetable.schedules.take([soon(house, 2, ask=300)])
    await house.pass_time(130)
    while not (frame := await tablet.hear("d")).get("schedules"):
        pass
    assert frame["schedules"][0]["asks_until"]
    path = "/api/v1/schedules/evening/answer"
    assert (await house.ask("POST", path, body={"answer": "not"}, role="operator"))[0] == 200
    assert (await house.ask("POST", path, body={"answer": "not"}, role="operator"))[0] == 409
    assert (await house.ask("POST", path.replace("evening", "x"), body={"answer": "not"}, role="lead"))[
        0
    ] == 404
    await house.pass_time(400, step=1)
    assert house.service.scenes.engine.runs == {}


async def test_what_runs_by_the_clock_is_told_as_such(house: House) -> None:
    house.service.timetable.schedules.take([soon(house, 1)])
    await house.pass_time(70)
    (run,) = house.service.scenes.engine.runs.values()
    assert (run.actor.name, run.actor.via) == ("evening", "schedule")


async def test_what_comes_due_behind_a_scene_waits_for_its_turn_and_says_behind_what(house: House) -> None:
    house.far["lamp"].deaf = True
    house.service.timetable.schedules.take([soon(house, 1)])
    _, run, _ = await house.ask("POST", "/api/v1/scenes/lecture/run", {}, role="operator")
    await house.pass_time(70)
    _, said, _ = await house.ask("GET", "/api/v1/schedules", role="viewer")
    (only,) = said["schedules"]
    assert (only["waits"], only["why"]["en"]) == (
        True,
        "busy with “Lecture”, started by operator-token",
    )
    assert house.service.scenes.engine.find(run["id"]).active
    await house.pass_time(60)
    assert [one.actor.via for one in house.service.scenes.engine.runs.values()][1:] == ["schedule"]


async def test_what_may_not_run_by_the_clock_says_why(house: House) -> None:
    house.hall.add_guard(lambda asking: Sentence("guard.show_mode", name=asking.name))
    house.service.timetable.schedules.take([soon(house, 1)])
    await house.pass_time(70)
    _, said, _ = await house.ask("GET", "/api/v1/schedules", role="viewer")
    last = said["schedules"][0]["last"]
    assert (last["outcome"], "show mode" in last["why"]["en"].lower()) == ("not_allowed", True), last
