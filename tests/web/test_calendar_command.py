"""Holidays from a shell: shown, looked at, taken; a mistake is told as file:line."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.web.house import House
from tests.web.test_shell import shell

GOOD = "日期,类型,名称\n2027-01-01,休,元旦\n2027-01-31,班,补班\n"


@pytest.fixture
def days(tmp_path: Path) -> Path:
    file = tmp_path / "days.csv"
    file.write_text(GOOD, encoding="gb18030")
    return file


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    file = tmp_path / "wrong.csv"
    file.write_text(GOOD + "soon,休,x\n", encoding="utf-8")
    return file


async def test_a_file_is_looked_at_and_taken(
    house: House, days: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await shell(house, "calendar", "show") == 0
    assert "official until 2026-12-31" in capsys.readouterr().out
    assert await shell(house, "calendar", "check", str(days)) == 0
    told = capsys.readouterr().out
    assert "2027-01-31  - -> 09:00-12:00 13:00-18:00  补班" in told
    assert "Nothing was changed." in told
    assert "Of 2027 the file has only some days" in told
    assert await shell(house, "calendar", "import", str(days), "--dry-run") == 0
    assert house.service.desk.board.calendars.now.version == "CN-2026"
    assert await shell(house, "calendar", "import", str(days), "--version-name", "CN-2027") == 0
    assert "Calendar CN-2027 is in force." in capsys.readouterr().out
    assert house.service.desk.board.calendars.now.version == "CN-2027"


async def test_a_mistake_is_told_with_its_line(
    house: House, wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await shell(house, "calendar", "import", str(wrong)) == 1
    assert f"{wrong}:4:1: not a date: 'soon'" in capsys.readouterr().err
    assert await shell(house, "calendar", "import") == 2
    assert await shell(house, "calendar", "import", str(wrong) + "x") == 1


async def test_req_0_4_the_call_about_what_is_resolved_is_shown_before_and_after(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    board = house.service.desk.board
    no, _ = board.open_by_hand("guest", "phone", "x")
    for data in ({"entry": "restored"}, {"entry": "state", "to": "resolved"}):
        await board.add_entry(no, data, "chen", "lead").committed
    due = next(one.due for one in board.readings(board.ticket(no)) if one.name == "C5")
    file = tmp_path / "day.csv"
    file.write_text(
        f"date,kind,name\n{due.astimezone(ZoneInfo('Asia/Shanghai')).date()},holiday,x\n", encoding="utf-8"
    )
    for act in ("check", "import"):
        assert await shell(house, "calendar", act, str(file)) == 0
        told = capsys.readouterr().out
        assert "1 days change, 1 open tickets get other deadlines." in told
        assert f"#{no}  satisfaction call  {due.astimezone():%Y-%m-%d %H:%M %z} -> " in told
    last = board.said(no).entries[-1]
    assert (last.kind, set(last.data["clocks"])) == ("recomputed", {"C5"})
