"""REQ 52 and 54: all tickets are found by words and filters, paged, printed, taken into a spreadsheet."""

import asyncio
import csv
import io
from urllib.parse import quote

import pytest

from tests.web.house import House
from web.__main__ import main
from web.csvs import cell, table
from web.texts import folded

PATH = "/api/v1/tickets"


async def some(house: House) -> None:
    for body in (
        {"title": "主投影无画面", "device": "lamp", "class": 2, "via": "phone"},
        {"title": "话筒无声", "text": "灯泡换过", "class": 1},
        {"title": "=cmd|' /C calc'!A0", "device": "matrix", "class": 3, "via": "fax"},
        {"title": "No sound at all", "reporter": "ＷＡＮＧ"},
    ):
        assert (await house.ask("POST", PATH, body, role="helpdesk"))[0] == 201


async def found(house: House, **query: object) -> list[int]:
    asked = "&".join(f"{name}={quote(str(value))}" for name, value in query.items())
    status, said, _ = await house.ask("GET", f"{PATH}?{asked}", role="viewer")
    assert status == 200, said
    assert said["total"] >= len(said["tickets"])
    return [one["no"] for one in said["tickets"]]


async def test_req_52_two_characters_find_their_ticket(house: House) -> None:
    await some(house)
    assert await found(house, q="投影") == [1]
    assert await found(house, q="画面") == [1]
    assert await found(house, q="灯泡") == [2]
    assert await found(house, q="无声") == [2]
    assert await found(house, q="无") == [2, 1]
    assert await found(house, q="主投 画面") == [1]
    assert await found(house, q="主投 灯泡") == []
    assert await found(house, q="wang") == [4]
    assert await found(house, q="SOUND") == [4]
    assert await found(house, q="矩阵") == [3]
    assert await found(house, q="#2") == [2]
    body = {"kind": "progress", "text": "墙面渗水"}
    await house.ask("POST", f"{PATH}/4/entries", body, role="helpdesk")
    assert await found(house, q="渗水") == [4]


async def test_req_52_filters_and_pages(house: House) -> None:
    await some(house)
    assert await found(house, device="lamp") == [1]
    assert await found(house, **{"class": 3}) == [3]
    assert await found(house, via="phone") == [1]
    assert await found(house, stands="new", state="open") == [4, 3, 2, 1]
    day = house.clock.now().date()
    assert await found(house, since=day, until=day) == [4, 3, 2, 1]
    assert await found(house, until="2020-01-01") == []
    _, page, _ = await house.ask("GET", f"{PATH}?limit=3")
    assert ([one["no"] for one in page["tickets"]], page["next"], page["total"]) == ([4, 3, 2], 2, 4)
    _, page, _ = await house.ask("GET", f"{PATH}?limit=3&before={page['next']}")
    assert ([one["no"] for one in page["tickets"]], page["next"]) == ([1], None)
    for wrong in ("limit=0", "class=9", "since=soon", "via=smoke", "q=" + "x" * 200, "colour=red"):
        assert (await house.ask("GET", f"{PATH}?{wrong}"))[0] == 422, wrong


async def test_req_52_a_spreadsheet_runs_nothing(house: House) -> None:
    await some(house)
    status, text, headers = await house.ask("GET", f"{PATH}.csv?lang=en", role="viewer")
    assert (status, headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert "attachment" in headers["Content-Disposition"]
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    assert [row[0] for row in rows] == ["No.", "4", "3", "2", "1"]
    assert rows[2][1] == "'=cmd|' /C calc'!A0"
    assert len({len(row) for row in rows}) == 1
    assert len((await house.ask("GET", f"{PATH}.csv?via=fax"))[1].splitlines()) == 2


async def test_req_52_on_paper(house: House) -> None:
    await some(house)
    body = {"kind": "note", "text": "<script>alert(1)</script>"}
    await house.ask("POST", f"{PATH}/1/entries", body, role="helpdesk")
    for path in (f"{PATH}.html?lang=zh", f"{PATH}/1/print?lang=en"):
        status, text, headers = await house.ask("GET", path, role="viewer")
        assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        assert "主投影无画面" in text
        assert "<script" not in text
        assert 'href="/print.css"' in text
    assert "10:00" in text or "2026-01-01 20:00" in text
    assert (await house.ask("GET", f"{PATH}/99/print"))[0] == 404


async def test_from_a_shell(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    await some(house)
    where = ["--url", house.url, "--token", house.tokens["viewer"]]
    assert await asyncio.to_thread(main, ["ticket", "list", "--all", "--find", "灯泡", *where]) == 0
    assert capsys.readouterr().out.count("\n") == 1


@pytest.mark.parametrize("odd", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "  =1", "\n=1", "＝1", "|x", "%x"])
def test_a_cell_that_would_be_run_is_text(odd: str) -> None:
    assert str(cell(odd)).startswith("'")


def test_cells_that_are_no_formula_stay_as_they_are() -> None:
    assert [cell(one) for one in ("a=b", "3 - 1", -5, 2.5, None, True)] == ["a=b", "3 - 1", -5, 2.5, "", True]
    assert table(["a", "b"], [['x"y', "1,2"]]) == b'\xef\xbb\xbfa,b\r\n"x""y","1,2"\r\n'
    assert folded("ＡＢＣ １２") == "abc 12"
