"""Holidays from a shell: shown, looked at, taken; a mistake is told as file:line."""

from pathlib import Path

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
