"""Events and show mode over HTTP: booked, imported, told to every tablet, kept by the record."""

from datetime import timedelta

import pytest

from controller.record import failpoints
from tests.scenes.demo import planting
from tests.web.house import House
from web.words import words

ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//town//halls//
BEGIN:VEVENT
UID:{uid}
DTSTART:{day}T190000
DTEND:{day}T210000
SUMMARY:音乐会
END:VEVENT
END:VCALENDAR
"""


def event(house: House, hours: float) -> dict[str, object]:
    start = house.clock.now() + timedelta(hours=hours)
    return {"title": "Concert", "start": start.isoformat(), "end": (start + timedelta(hours=2)).isoformat()}


async def test_an_event_is_booked_shown_and_cancelled(house: House) -> None:
    said = event(house, 5) | {"scene": "lecture", "notes": "two guests"}
    assert (await house.ask("POST", "/api/v1/events", body=said, role="operator"))[0] == 403
    status, made, _ = await house.ask("POST", "/api/v1/events", body=said, role="lead")
    assert (status, made["scene"]) == (201, "lecture")
    _, found, _ = await house.ask("GET", "/api/v1/events", role="viewer")
    assert (found["running"], found["next"], len(found["events"])) == (None, made["id"], 1)
    assert (await house.ask("DELETE", f"/api/v1/events/{made['id']}", role="lead"))[0] == 204
    assert (await house.ask("DELETE", f"/api/v1/events/{made['id']}", role="lead"))[0] == 404
    assert (await house.ask("GET", "/api/v1/events"))[1]["events"] == []


async def test_what_cannot_be_booked_is_refused(house: House) -> None:
    for wrong in ({"scene": "opera"}, {"end": event(house, 1)["start"]}, {"start": "soon"}, {"title": ""}):
        said = event(house, 5) | wrong
        assert (await house.ask("POST", "/api/v1/events", body=said, role="lead"))[0] == 422, wrong


async def test_a_calendar_takes_the_place_of_the_one_before(house: House) -> None:
    day = (house.clock.now() + timedelta(days=100)).strftime("%Y%m%d")
    for uid, expected in (("a", (1, 0)), ("a", (0, 0)), ("b", (1, 1))):
        body = {"source": "town", "text": ICS.format(uid=uid, day=day)}
        status, said, _ = await house.ask("POST", "/api/v1/events/import", body=body, role="lead")
        assert (status, (said["booked"], said["gone"])) == (200, expected)
    assert len((await house.ask("GET", "/api/v1/events"))[1]["events"]) == 1
    body = {"source": "town", "text": "hello"}
    assert (await house.ask("POST", "/api/v1/events/import", body=body, role="lead"))[0] == 422


async def test_what_had_to_be_guessed_about_a_calendar_is_told(house: House) -> None:
    day = (house.clock.now() + timedelta(days=100)).strftime("%Y%m%d")
    text = ICS.format(uid="a", day=day).replace("DTSTART:", "DTSTART;TZID=Mars/Phobos:").replace("00Z", "00")
    body = {"source": "town", "text": "\ufeff" + text}
    status, said, _ = await house.ask("POST", "/api/v1/events/import", body=body, role="lead")
    assert (status, said["booked"]) == (200, 1)
    assert [one["en"] for one in said["remarks"]] == [
        "The time zone Mars/Phobos is unknown; its times are taken as the hall's own (events: 1)"
    ]
    assert "Mars/Phobos" in said["remarks"][0]["zh"]


async def test_in_show_mode_nothing_about_the_hall_is_changed(house: House) -> None:
    tablet = await house.tablet()
    await tablet.hear("snap")
    assert (await house.ask("POST", "/api/v1/mode", body={"mode": "show"}, role="viewer"))[0] == 403
    assert (await house.ask("POST", "/api/v1/mode", body={"mode": "show"}, role="operator"))[0] == 200
    while (await tablet.hear("d")).get("mode") != "show":
        pass
    assert (await house.ask("GET", "/api/v1/hall"))[1]["mode"] == "show"
    lesson = {"id": "x", "name": {"zh": "x", "en": "x"}, "refs": ["matrix/video_tie/1"], "keep": True}
    status, said, _ = await house.ask("POST", "/api/v1/scenes", body=lesson, role="lead")
    assert (status, said["code"]) == (409, "show_mode")
    assert (await house.ask("POST", "/api/v1/config/reload", body={}, role="admin"))[0] == 409
    assert (await house.ask("POST", "/api/v1/mode", body={"mode": "edit"}, role="operator"))[0] == 403
    assert (await house.ask("POST", "/api/v1/mode", body={"mode": "edit"}, role="lead"))[0] == 200
    assert (await house.ask("POST", "/api/v1/scenes", body=lesson, role="lead"))[0] == 201


async def prove_that_nothing_is_tried_in_show_mode_nor_before_an_event(house: House) -> None:
    """An encore after the booked end, and the last quarter of an hour before doors."""
    healer = house.service.troubles.watch.healer
    assert healer is not None

    def said() -> str | None:
        why = healer.busy()
        return None if why is None else words(why)["en"]

    await house.ask("POST", "/api/v1/mode", body={"mode": "show"}, role="operator")
    assert said() == "The hall is in show mode; nothing is tried"
    await house.ask("POST", "/api/v1/mode", body={"mode": "edit"}, role="lead")
    assert said() is None
    await house.ask("POST", "/api/v1/events", body=event(house, 0.3), role="lead")
    assert said() is None
    await house.ask("POST", "/api/v1/events", body=event(house, 0.2), role="lead")
    assert said() == "An event is about to begin; nothing is tried"
    await house.ask("POST", "/api/v1/events", body=event(house, 0), role="lead")
    assert said() == "An event is running; nothing is tried"


async def test_nothing_is_repaired_in_show_mode_nor_just_before_an_event(house: House) -> None:
    await prove_that_nothing_is_tried_in_show_mode_nor_before_an_event(house)


async def test_the_test_of_show_mode_would_tell(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"heals_in_show_mode"}))
    with pytest.raises(AssertionError):
        await prove_that_nothing_is_tried_in_show_mode_nor_before_an_event(house)


async def test_r22_show_mode_is_on_disk_before_it_is_acknowledged_to_whoever_asked_for_it(
    house: House,
) -> None:
    with planting("slow_disk"):
        for mode in ("show", "edit", "edit"):
            status, said, _ = await house.ask("POST", "/api/v1/mode", body={"mode": mode}, role="lead")
            stored = house.service.occasions.show.stored
            assert (status, said) == (200, {"mode": mode})
            assert stored is not None
            assert stored.done()
