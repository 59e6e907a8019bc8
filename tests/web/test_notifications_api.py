"""Messages, contacts and the calendar as the outside sees them; telling by a real webhook (REQ-12)."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.desk.vendors import Receiver, listening
from tests.record.hours import NEXT_YEAR
from tests.web.house import HALL, House, open_house

PATIENT = 100_000
"""Turns of the loop: the disk of a busy machine takes its time."""
SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZg=="
TOLD = """
contacts:
  chen: {name: {zh: 陈工, en: Chen}, phones: ["13800000000"], reach: [{channel: hook}]}
  lead: {name: Lead, role: lead, language: en, reach: [{channel: hook}]}
roster:
  - {days: mon-sun, from: "00:00", until: "23:59", who: [chen]}
notify:
  url: https://hall.example
  channels:
    hook: {kind: webhook, url: "URL", secret: SECRET, private: true}
    robot: {kind: wecom, url: "http://127.0.0.1:9/send?key=the-key", private: true}
"""


@pytest_asyncio.fixture
async def far() -> AsyncIterator[Receiver]:
    from controller.clock import ManualClock

    async with listening(Receiver(ManualClock().now), "/hook") as receiver:
        assert isinstance(receiver, Receiver)
        yield receiver


@pytest_asyncio.fixture
async def told(tmp_path: Path, far: Receiver) -> AsyncIterator[House]:
    house = await open_house(tmp_path, HALL + TOLD.replace("URL", far.url).replace("SECRET", SECRET))
    far.now = house.clock.now
    yield house
    await house.close()


async def test_a_ticket_pages_whoever_is_on_call_in_the_hands_of_a_real_receiver(
    told: House, far: Receiver
) -> None:
    body = {"title": "no picture", "device": "lamp", "class": 3}
    _, ticket, _ = await told.ask("POST", "/api/v1/tickets", body, role="helpdesk")
    await told.until(lambda: far.took, PATIENT)
    assert (far.took[0]["ticket"], far.took[0]["urgent"], far.refused) == (ticket["no"], True, [])
    assert far.took[0]["url"] == f"https://hall.example/#/tickets/{ticket['no']}"
    await told.until(lambda: told.service.post.counts()["sent"], PATIENT)
    _, found, _ = await told.ask("GET", f"/api/v1/notifications?ticket={ticket['no']}", role="helpdesk")
    (letter,) = found["letters"]
    assert (letter["state"], letter["key"], letter["who"]["zh"]) == ("sent", far.took[0]["id"], "陈工")
    assert "新工单" in letter["lines"][0]
    assert found["counts"]["repeats"] == 0
    assert [one["kind"] for one in found["channels"]] == ["webhook", "wecom"]
    assert (await told.ask("GET", "/api/v1/notifications", role="viewer"))[0] == 403
    assert 'auditorium_letters{state="sent"} 1.0' in (await told.ask("GET", "/metrics", role=None))[1]


async def test_a_dead_letter_is_tried_again_by_hand(told: House, far: Receiver) -> None:
    far.status = 400
    await told.ask("POST", "/api/v1/tickets", {"title": "x", "class": 4}, role="helpdesk")
    await told.until(lambda: told.service.post.counts()["dead"], PATIENT)
    _, found, _ = await told.ask("GET", "/api/v1/notifications?state=dead", role="helpdesk")
    (dead,) = found["letters"]
    assert "HTTP 400" in dead["answer"]
    far.status = 0
    status, again, _ = await told.ask(
        "POST", f"/api/v1/notifications/{dead['key']}/retry", {}, role="helpdesk"
    )
    assert (status, again["tries"] >= 1) == (200, True)
    await told.until(lambda: far.took, PATIENT)
    assert far.took[0]["id"] == dead["key"]
    await told.until(lambda: told.service.post.counts()["sent"], PATIENT)
    assert (await told.ask("POST", f"/api/v1/notifications/{dead['key']}/retry", {}))[0] == 409
    assert (await told.ask("POST", "/api/v1/notifications/none/retry", {}))[0] == 404


async def test_a_test_by_a_channel(told: House, far: Receiver) -> None:
    status, _, _ = await told.ask("POST", "/api/v1/notifications/test", {"channel": "hook"}, role="lead")
    assert status == 202
    await told.until(lambda: far.took, PATIENT)
    assert far.took[0]["lines"] == ["测试消息：此通道可用。", "A test: this channel works."]
    assert (await told.ask("POST", "/api/v1/notifications/test", {"channel": "none"}))[0] == 404
    assert (await told.ask("POST", "/api/v1/notifications/test", {"channel": "hook"}, role="operator"))[
        0
    ] == 403


async def test_the_contact_sheet_is_for_everybody(told: House) -> None:
    _, sheet, _ = await told.ask("GET", "/api/v1/contacts", role="viewer")
    assert (sheet["on_call"], sheet["hotline"]) == (["chen"], "8000")
    assert sheet["contacts"][0]["phones"] == ["13800000000"]
    assert "hook" not in json.dumps(sheet)


def rewrite(file: Path) -> None:
    text = file.read_text().replace("hook: {", "hook2: {").replace("channel: hook}", "channel: hook2}")
    file.write_text(text)


async def test_another_file_takes_another_channel(told: House, far: Receiver) -> None:
    rewrite(Path(told.hall.venue.file))
    assert (await told.ask("POST", "/api/v1/config/reload", {}))[0] == 200
    await told.ask("POST", "/api/v1/tickets", {"title": "x", "class": 4}, role="helpdesk")
    await told.until(lambda: told.service.post.counts()["sent"], PATIENT)
    assert [one["channel"] for one in told.service.post.letters("sent")] == ["hook2"]


async def test_thresholds_are_on_the_ticket(told: House) -> None:
    _, ticket, _ = await told.ask("POST", "/api/v1/tickets", {"title": "x"}, role="helpdesk")
    await told.pass_time(310, 5)
    _, whole, _ = await told.ask("GET", f"/api/v1/tickets/{ticket['no']}")
    assert whole["thresholds"] == [{"clock": "C1", "cycle": 1, "percent": 50, "late_s": 0, "target_s": 600,
                                    "started": whole["thresholds"][0]["started"]}]  # fmt: skip
    assert whole["clocks"][0]["provisional"] is False


# ------------------------------------------------------------ the calendar

DAYS = "date,kind,name\n2027-01-01,holiday,元旦\n2027-01-31,workday,补班\n"


async def test_holidays_are_looked_at_before_they_hold(house: House) -> None:
    _, before, _ = await house.ask("GET", "/api/v1/calendars", role="viewer")
    assert (before["version"], before["published"], before["missing"]) == ("CN-2026", "2026-12-31", "")
    assert before["names"]["2026-10-01"] == "国庆节"
    status, told, _ = await house.ask("POST", "/api/v1/calendars/preview", {"text": DAYS}, role="helpdesk")
    assert (status, [one["date"] for one in told["days"]]) == (200, ["2027-01-01", "2027-01-31"])
    assert (await house.ask("GET", "/api/v1/calendars"))[1]["version"] == "CN-2026"
    assert (await house.ask("POST", "/api/v1/calendars", {"text": DAYS}, role="helpdesk"))[0] == 403
    assert (await house.ask("POST", "/api/v1/calendars", {"text": DAYS}, role="lead"))[0] == 201
    _, after, _ = await house.ask("GET", "/api/v1/calendars", role="viewer")
    assert (after["published"], after["days"]["2027-01-01"]) == ("2026-12-31", [])
    assert told["part"] == [2027], "some days of a year are no year"
    rows = [f"{day.date},{day.kind},{day.name}" for day in NEXT_YEAR]
    body = {"text": "\n".join(["date,kind,name", "2026-12-31,holiday,元旦", *rows])}
    _, told, _ = await house.ask("POST", "/api/v1/calendars/preview", body, role="helpdesk")
    assert (told["published"], told["part"]) == ("2027-12-31", [2026])
    assert [one["date"] for one in told["days"] if one["date"] < "2027"] == ["2026-12-31"]
    assert [one["by"] for one in after["editions"]] == ["", "lead-token"]
    first, second = after["editions"]
    assert (first["at"], second["at"][:4], second["source"][:4]) == (
        None,
        str(house.clock.now().year),
        "file",
    )
    assert {one["year"]: one["state"] for one in before["years"]} == {
        2025: "official", 2026: "official", 2027: "expected",
    }  # fmt: skip
    assert {one["year"]: one["state"] for one in after["years"]}[2027] == "part"


async def test_a_file_with_a_mistake_is_told_by_its_line(house: House) -> None:
    status, problem, _ = await house.ask("POST", "/api/v1/calendars", {"text": DAYS + "soon,holiday,\n"})
    assert (status, problem["code"]) == (422, "day_file")
    assert (problem["errors"][0]["line"], problem["errors"][0]["column"]) == (4, 1)
    assert set(problem["errors"][0]["message"]) == {"zh", "en"}
