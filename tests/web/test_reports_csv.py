"""REQ 80, 81, 85, 87, 53 as tables: a mark, RFC 4180, and nothing that a spreadsheet would run."""

import csv
import io
from datetime import timedelta

import pytest

from tests.web.house import House

EVIL = '=HYPERLINK("http://x","y")\r\n+cmd,"'


async def evil(house: House) -> None:
    """Everything that people may write is written by somebody who means ill."""
    body = {"title": EVIL, "device": "lamp", "class": 1}
    assert (await house.ask("POST", "/api/v1/tickets", body, role="operator"))[0] == 201
    path = "/api/v1/tickets/1/entries"
    until = (house.clock.now() + timedelta(hours=9)).isoformat()
    wait = {"kind": "state", "to": "waiting_customer", "reason": "waiting_customer_access", "until": until}
    steps = (
        ("helpdesk", wait | {"asked_by": "@SUM(1)", "evidence": EVIL}),
        ("helpdesk", {"kind": "explained", "reason": EVIL, "measure": "-2+3"}),
        ("engineer", {"kind": "restored"}),
        ("engineer", {"kind": "state", "to": "resolved"}),
        ("clerk", {"kind": "survey", "solved": True, "score": 1, "text": EVIL, "further": "=1"}),
    )
    for role, step in steps:
        house.clock.advance(4000)
        status, said, _ = await house.ask("POST", path, step, role=role)
        assert status == 201, said
    house.clock.advance(60)


@pytest.mark.parametrize("report", ["sla", "availability", "satisfaction", "alarms", "handover"])
async def test_req_80_81_85_87_every_report_is_a_sound_table(house: House, report: str) -> None:
    await evil(house)
    query = "form=csv&lang=zh" + ("" if report == "handover" else f"&month={house.clock.now():%Y-%m}")
    headers = {"Authorization": f"Bearer {house.tokens['admin']}"}
    async with house.http.get(f"{house.url}/api/v1/reports/{report}?{query}", headers=headers) as reply:
        raw = await reply.read()
        assert (reply.status, reply.content_type) == (200, "text/csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    text = raw.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert rows
    again = io.StringIO(newline="")
    csv.writer(again, lineterminator="\r\n").writerows(rows)
    assert again.getvalue() == text, "as RFC 4180 writes it"
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n")]
    if report == "sla":
        assert "'" + EVIL in cells
        assert "'@SUM(1)" in cells
        assert "'-2+3" in cells
    if report == "satisfaction":
        assert "'=1" in cells
