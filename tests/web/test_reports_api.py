"""Reports over HTTP and from a shell: a month that is over reads the same for good, byte for byte."""

import asyncio
import json
import re
from pathlib import Path

import pytest

from controller.record.contract import Contract
from controller.record.shipped import begun
from tests.web.house import House
from web import sheets
from web.__main__ import main

PATH = "/api/v1/reports"
DAY = 86400


async def month_of_tickets(house: House) -> None:
    """January: one closed, one late, one cancelled; then it is February."""
    for number in range(3):
        body = {"title": f"<b>no {number}</b>", "class": 1 + number, "device": "lamp"}
        assert (await house.ask("POST", "/api/v1/tickets", body, role="helpdesk"))[0] == 201
    say = "/api/v1/tickets/{}/entries".format
    await house.ask("POST", say(1), {"kind": "contact", "person": "Li"}, role="operator")
    await house.cancel(2)
    house.clock.jump(32 * DAY)


async def test_req_80_a_past_month_is_the_same_bytes_whatever_came_later(house: House) -> None:
    await month_of_tickets(house)
    forms = ("json", "html&lang=zh", "html&lang=en", "csv&lang=zh")

    async def whole() -> list[str]:
        return [(await house.ask("GET", f"{PATH}/sla?month=2026-01&form={form}"))[1] for form in forms]

    first = await whole()
    assert first[0]["facts"]["standing"] == "report.final"
    said = {"kind": "class", "class": 4, "reason": "worse than we thought"}
    await house.ask("POST", "/api/v1/tickets/1/entries", said, role="lead")
    house.service.desk.board.renew(Contract("strict-24x7", call_back=1.0), begun("Asia/Shanghai"))
    house.clock.jump(DAY)
    assert await whole() == first
    status, running, _ = await house.ask("GET", f"{PATH}/sla?month=2026-02")
    assert (status, running["facts"]["standing"]) == (200, "report.running")
    house.service.reports = type(house.service.reports)()  # as after a restart
    assert await whole() == first


async def test_req_80_every_number_on_the_page_leads_to_its_events(house: House) -> None:
    await month_of_tickets(house)
    sheet = await house.service.reports.sla(house.service, "2026-01")
    text = sheets.html(sheet, "en", house.service.desk.zone)
    leads, named = set(re.findall(r'href="#(f\d+)"', text)), set(re.findall(r'id="(f\d+)"', text))
    assert leads == named
    assert len(leads) == sum(1 for one in sheets.figures(sheet) if one.refs)
    assert "<b>" not in text
    lines = {line.seq for line in await house.journal.recall(["ticket.opened", "ticket.entry"])}
    assert {seq for one in sheets.figures(sheet) for _, seq in one.refs} <= lines
    for no in re.findall(r'href="(/api/v1/tickets/\d+/print\?lang=en)"', text)[:2]:
        assert (await house.ask("GET", no))[0] == 200


async def test_req_87_and_53_the_others_in_every_form(house: House) -> None:
    await month_of_tickets(house)
    for path, role in ((f"{PATH}/alarms?month=2026-01", "helpdesk"), (f"{PATH}/handover?", "lead")):
        for form, media in (("json", "application/json"), ("html", "text/html"), ("csv", "text/csv")):
            status, said, headers = await house.ask("GET", f"{path}&form={form}&lang=en", role=role)
            assert (status, headers["Content-Type"].partition(";")[0]) == (200, media), said
    _, said, _ = await house.ask("GET", f"{PATH}/handover", role="lead")
    names = {one["id"]: one["rows"] for one in said["sections"]}
    assert {row[0] for row in names["devices"]} == {"lamp", "matrix", "pdu", "screen"}
    assert any(row[:3] == ["lead-token", "report.token", "ui.role.lead"] for row in names["accounts"])
    assert names["scenes"][0][0] == "lecture"
    assert len(names["history"]) == 3
    assert (await house.ask("GET", f"{PATH}/handover", role="operator"))[0] == 403


async def test_req_82_the_hand_over_says_who_changed_what_and_what_is_not_measured(house: House) -> None:
    _, said, _ = await house.ask("GET", f"{PATH}/handover", role="lead")
    names = {one["id"]: one["rows"] for one in said["sections"]}
    assert {row[1] for row in names["scene_changes"]} == {"lecture"}
    assert len(names["gaps"]) == 6
    assert {row[1] for row in names["gaps"]} == {"report.not_measured"}
    assert {"contacts", "roster", "takeovers", "workarounds", "recurring", "accounts"} <= set(names)


async def test_months_that_are_none(house: House) -> None:
    assert (await house.ask("GET", PATH))[1]["months"] == ["2026-01"]
    assert (await house.ask("GET", f"{PATH}/sla?month=2026-13"))[0] == 422
    assert (await house.ask("GET", f"{PATH}/sla?month=2030-01"))[1]["code"] == "no_month"
    assert (await house.ask("GET", f"{PATH}/sla"))[0] == 422


async def test_from_a_shell(house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    await month_of_tickets(house)
    where = ["--url", house.url, "--token", house.tokens["lead"]]

    async def run(*words: str) -> int:
        return await asyncio.to_thread(main, ["--lang", "en", "report", *words, *where])

    assert await run("sla", "--month", "2026-01") == 0
    assert "Monthly service report" in capsys.readouterr().out
    assert await run("alarms", "--month", "2026-01", "--json") == 0
    assert json.loads(capsys.readouterr().out)["report"] == "alarms"
    assert await run("handover", "--out", str(tmp_path / "x.html")) == 0
    assert (tmp_path / "x.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    capsys.readouterr()
    assert await run("alarms") == 2
    assert "--month 2026-10" in capsys.readouterr().err
    assert await run("handover", "--out", "x.pdf") == 2
    assert ".csv" in capsys.readouterr().err
