"""REQ 81 and 85 over HTTP and from a shell, of a real hall: what was down, and what customers said."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from controller.desk.reports import sealed
from tests.web.house import House
from tests.web.test_faults_api import lose_the_matrix
from web.__main__ import main

PATH = "/api/v1/reports"
DAY = 86400


async def section(house: House, report: str, name: str) -> list[dict[str, Any]]:
    status, said, _ = await house.ask("GET", f"{PATH}/{report}?month=2026-01", role="helpdesk")
    assert status == 200, said
    found = next(one for one in said["sections"] if one["id"] == name)
    return [dict(zip(found["columns"], row, strict=True)) for row in found["rows"]]


async def test_req_81_a_device_that_went_silent_is_down_until_it_answers(house: House) -> None:
    await lose_the_matrix(house)
    await house.pass_time(60)
    rows = {row["device"]: row for row in await section(house, "availability", "devices")}
    assert set(rows) == {"lamp", "matrix", "pdu", "screen"}
    matrix, lamp = rows["matrix"], rows["lamp"]
    assert 50 < matrix["out_of_order"] < 130
    assert (matrix["failures"]["value"], lamp["out_of_order"], lamp["availability"]) == (1, 0, 100)
    assert matrix["mttr"] == matrix["out_of_order"]
    (cause,) = await section(house, "availability", "causes")
    assert (cause["device"], cause["trouble"]) == ("matrix", "link_lost")


async def test_req_81_and_85_a_past_month_reads_the_same_for_good(house: House) -> None:
    body = {"title": "no sound", "device": "lamp", "began": "2026-01-01T11:00:00Z", "received": None}
    assert (await house.ask("POST", "/api/v1/tickets", body, role="operator"))[0] == 201
    house.clock.jump(32 * DAY)
    asked = [
        f"{PATH}/{name}?month=2026-01&form={form}&lang={lang}"
        for name in ("availability", "satisfaction")
        for form in ("json", "html", "csv")
        for lang in ("zh", "en")
    ]
    first = [(await house.ask("GET", one))[1] for one in asked]
    await house.ask("POST", "/api/v1/tickets/1/entries", {"kind": "restored"}, role="helpdesk")
    house.hall.venue.devices.pop("screen")  # type: ignore[attr-defined]
    house.service.reports = type(house.service.reports)()  # as after a restart
    assert [(await house.ask("GET", one))[1] for one in asked] == first
    assert "no message" not in str(first)
    assert (await house.ask("GET", asked[0], role="viewer"))[0] == 403


async def test_req_85_what_the_customer_answers_is_in_the_report(house: House) -> None:
    await house.ask("POST", "/api/v1/tickets", {"title": "x", "device": "lamp"}, role="operator")
    steps = (
        {"kind": "contact", "person": "Li"},
        {"kind": "restored"},
        {"kind": "state", "to": "resolved"},
        {"kind": "state", "to": "callback_due"},
        {
            "kind": "survey",
            "solved": True,
            "score": 4,
            "attitude": 5,
            "speed": 3,
            "result": 4,
            "further": "tea",
        },
    )
    for step in steps:
        role = {"contact": "operator", "survey": "clerk"}.get(str(step["kind"]), "admin")
        status, said, _ = await house.ask("POST", "/api/v1/tickets/1/entries", step, role=role)
        assert status == 201, said
    house.clock.advance(60)
    scores = {row["question"]: row["mean"] for row in await section(house, "satisfaction", "scores")}
    assert scores["report.satisfaction.attitude"] == "5.00"
    assert scores["report.satisfaction.speed"] == "3.00"
    (words,) = await section(house, "satisfaction", "words")
    assert words["further"] == "tea"


async def test_req_85_a_month_that_was_sealed_before_reads_as_it_was_sealed(house: House) -> None:
    """And what is sealed now tells of the last word."""
    await house.ask("POST", "/api/v1/tickets", {"title": "x", "device": "lamp"}, role="operator")
    steps: tuple[dict[str, Any], ...] = (
        {"kind": "restored"},
        {"kind": "state", "to": "resolved"},
        {"kind": "survey", "solved": True, "score": 5},
        {"kind": "survey", "solved": True, "score": 1},
    )
    for step in steps:
        role = "clerk" if step["kind"] == "survey" else "admin"
        status, said, _ = await house.ask("POST", "/api/v1/tickets/1/entries", step, role=role)
        assert status == 201, said
    house.clock.jump(32 * DAY)
    contract = sealed.said(house.service.desk.board.contract)
    data = {"upto": 10**6, "contract": contract, "more": {"gaps": True}}
    await house.service.journal.append("report.sealed", "satisfaction/2026-01", data).committed
    scores = {row["question"]: row["mean"] for row in await section(house, "satisfaction", "scores")}
    assert scores["report.satisfaction.score"] == "5.00"


async def test_from_a_shell(house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--url", house.url, "--token", house.tokens["helpdesk"], "--month", "2026-01"]
    for name in ("availability", "satisfaction"):
        assert await asyncio.to_thread(main, ["report", name, "--json", *where]) == 0
        assert json.loads(capsys.readouterr().out)["report"] == name
