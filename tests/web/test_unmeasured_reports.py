"""REQ 80, 81 and 87 of a real record: what a month says of time in which the service did not run, or the
record had not begun.

The record began on 28 November and ended, killed or in good order, at noon of 30 December; the house that is
opened on it starts on 1 January. Months are those of Shanghai.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from controller.clock import ManualClock
from controller.record import alive, failpoints
from controller.record.contract import Contract
from controller.record.contracts import said
from controller.record.journal import Journal
from controller.record.lines import moment, written
from controller.record.place import Place, last_alive
from tests.web.house import House, open_house

PATH = "/api/v1/reports"
BEGAN = datetime(2025, 11, 28, 1, tzinfo=UTC)
LAST = datetime(2025, 12, 30, 12, tzinfo=UTC)
NEW_YEAR = datetime(2025, 12, 31, 16, tzinfo=UTC)
"""In Shanghai."""
HOUR = 3600.0
MONTH = 31 * 24 * HOUR


async def life(folder: Path, *, clean: bool = True, sign: datetime | None = None, sealed: str = "") -> None:
    """A life that was there before."""
    clock = ManualClock(BEGAN)
    journal = Journal(str(folder / "record"), clock)
    await journal.open()
    await journal.ready()
    line = journal.append("service.started", "grand", {"version": "1.0", "file": "x"})
    opened = {"title": "lost", "class": 2, "via": "phone", "device": "lamp", "received": written(BEGAN)}
    journal.append("ticket.opened", "1", opened, "admin")
    clock.advance((LAST - BEGAN).total_seconds())
    line = journal.append("ticket.entry", "1", {"entry": "note", "text": "x", "role": "admin"}, "admin")
    if sealed:
        more = {"devices": ["lamp"]} if sealed == "availability" else {"whole": True, "full": True}
        data = {"upto": line.seq, "contract": said(Contract("strict-24x7")), "more": more}
        line = journal.append("report.sealed", f"{sealed}/2025-12", data)
    if clean:
        line = journal.append("service.stopped", "grand", {})
    await line.committed
    if sign:
        await journal.write(lambda connection: alive.put(connection, written(sign)))
    await journal.close()


async def facts(house: House, report: str, month: str) -> dict[str, Any]:
    status, answer, _ = await house.ask("GET", f"{PATH}/{report}?month={month}")
    assert status == 200, answer
    return dict(answer["facts"])


async def lamp(house: House, month: str) -> dict[str, Any]:
    _, answer, _ = await house.ask("GET", f"{PATH}/availability?month={month}")
    devices = next(one for one in answer["sections"] if one["id"] == "devices")
    found = [dict(zip(devices["columns"], row, strict=True)) for row in devices["rows"]]
    return next(one for one in found if one["device"] == "lamp")


async def over_the_end(folder: Path) -> None:
    """Off from 30 December to 1 January."""
    await life(folder)
    house = await open_house(folder)
    try:
        away = (NEW_YEAR - LAST).total_seconds()
        for _ in range(2):
            assert (await facts(house, "sla", "2025-12"))["down"] == away
            assert (await facts(house, "availability", "2025-12"))["unmeasured"] == away
            assert (await lamp(house, "2025-12"))["in_service"] == MONTH - away
            house.service.reports = type(house.service.reports)()  # as after a restart
        rest = (house.clock.now() - NEW_YEAR).total_seconds()
        assert 0 < (await facts(house, "sla", "2026-01"))["down"] <= rest
        assert (await lamp(house, "2026-01"))["in_service"] < 60
    finally:
        await house.close()


async def test_req_80_a_stop_over_the_months_end_counts_in_the_month_it_fell_in(tmp_path: Path) -> None:
    await over_the_end(tmp_path)


async def test_the_bug_that_loses_it_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"a_gap_over_months_end_is_lost"}))
    with pytest.raises(AssertionError):
        await over_the_end(tmp_path)


async def test_req_81_and_87_before_the_record_nothing_was_in_service(tmp_path: Path) -> None:
    await life(tmp_path)
    house = await open_house(tmp_path)
    try:
        early = (BEGAN - datetime(2025, 10, 31, 16, tzinfo=UTC)).total_seconds()
        assert (await house.ask("GET", PATH))[1]["months"] == ["2026-01", "2025-12", "2025-11"]
        for report in ("availability", "alarms"):
            said = await facts(house, report, "2025-11")
            assert (said["unmeasured"], said["standing"]) == (early, "report.final")
            assert datetime.fromisoformat(said["record_since"]) == BEGAN
        november = await facts(house, "sla", "2025-11")
        assert (november["down"], "record_since" in november) == (0, True)
        assert (await lamp(house, "2025-11"))["in_service"] == 30 * 24 * HOUR - early
        october = await lamp(house, "2025-10")
        assert (october["in_service"], october["availability"]) == (0, None)
        text = (await house.ask("GET", f"{PATH}/availability?month=2025-10&form=html&lang=en"))[1]
        assert "100.0 %" not in text
        assert "no message" not in text
    finally:
        await house.close()


async def test_req_80_a_quiet_hall_that_was_killed_is_down_from_its_last_sign(tmp_path: Path) -> None:
    sign = NEW_YEAR - timedelta(seconds=40)
    await life(tmp_path, clean=False, sign=sign)
    house = await open_house(tmp_path)
    try:
        assert (await facts(house, "sla", "2025-12"))["down"] == 40
        (line,) = await house.journal.recall(["service.started"], after=1)
        assert line.data["alive"] == written(sign)
    finally:
        await house.close()


async def signs(folder: Path) -> None:
    """The service renews its row as time passes, and writes no line for it."""
    house = await open_house(folder)
    file = Place.at(folder / "record").file
    assert file
    try:
        lines, seen = len(await house.journal.recall()), last_alive(file)
        for _ in range(3):
            house.clock.advance(alive.EVERY)
            assert house.service.alive.saying
            await house.service.alive.saying
            before, seen = seen, last_alive(file)
            assert seen != before
            assert seen
            assert house.clock.now() - moment(seen) < timedelta(seconds=alive.EVERY)
        kinds = [line.kind for line in (await house.journal.recall())[lines:]]
        assert not [kind for kind in kinds if kind.startswith("service.")]
        assert await house.journal.read(alive.last) == seen
    finally:
        await house.close()


async def test_req_80_a_running_service_gives_a_sign_once_a_minute_in_one_row(tmp_path: Path) -> None:
    await signs(tmp_path)


async def test_the_bug_that_gives_none_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"no_sign_of_life"}))
    with pytest.raises(AssertionError):
        await signs(tmp_path)


@pytest.mark.parametrize(("report", "fact"), [("sla", "down"), ("availability", "not_measured")])
async def test_req_80_a_month_that_was_sealed_before_keeps_its_form(
    tmp_path: Path, report: str, fact: str
) -> None:
    await life(tmp_path, sealed=report)
    house = await open_house(tmp_path)
    try:
        said = await facts(house, report, "2025-12")
        assert said[fact] == 0
        assert not {"record_since", "unmeasured"} & set(said)
    finally:
        await house.close()
