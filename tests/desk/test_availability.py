"""REQ 81: how much was there to be used, by when things were really broken; against a count of minutes."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from controller.desk.reports.availability import availability
from controller.desk.reports.broken import spells_once
from controller.desk.reports.outages import Outages
from controller.desk.reports.sheet import Percent, Sheet, Span
from controller.desk.reports.sla import Period
from controller.desk.reports.stretches import Stretch, joined, seconds, within, without
from controller.desk.reports.unmeasured import Unmeasured
from controller.record import failpoints
from controller.record.lines import Line, written
from controller.record.lives import life_of
from controller.record.tickets import Ticket
from tests.record.desk import Story

START = datetime(2026, 3, 2, tzinfo=UTC)
DAY = Period("2026-03", START, START + timedelta(days=1))
NAMES = ("device", "served", "down", "behind", "excused", "percent", "failures", "mtbf", "mttr")


def at(minute: float) -> datetime:
    return START + timedelta(minutes=minute)


class Faults:
    """Lines of faults, said minute by minute."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def say(self, minute: float, what: str, key: str, **data: object) -> "Faults":
        line = Line(len(self.lines) + 1, at(minute), f"fault.{what}", key, "system", dict(data))
        self.lines.append(line)
        return self

    def fails(self, minute: float, key: str, **data: object) -> "Faults":
        facts = {"rule": key.rpartition("/")[2], "device": key.partition("/")[0], "severity": "major"}
        hard = {"phase": "active", "hard": written(at(minute))}
        return self.say(minute, "raised", key, **{**facts, **hard, **data})

    def over(self, minute: float, key: str, better: float | None = None) -> "Faults":
        good = written(at(minute if better is None else better))
        return self.say(minute, "cleared", key, phase="cleared", better=good)


def told(faults: Faults, tickets: Iterable[Ticket] = (), down: Sequence[Stretch] = ()) -> Sheet:
    found = Outages(faults.lines).found
    return availability(DAY, ("lamp", "pdu"), found, list(tickets), Unmeasured(down))


def rows(sheet: Sheet, section: str = "devices") -> dict[Any, dict[str, Any]]:
    found = next(one for one in sheet.sections if one.id == section)
    return {row[0]: dict(zip(NAMES, row, strict=False)) for row in found.rows}


def test_req_81_from_when_the_evidence_was_hard_until_it_went_away() -> None:
    faults = Faults().fails(60, "lamp/lamp_failed").over(200, "lamp/lamp_failed", better=180)
    lamp, pdu = rows(told(faults)).values()
    assert (lamp["down"], lamp["served"]) == (Span(7200), Span(86400))
    assert (lamp["failures"].refs, lamp["mttr"], lamp["mtbf"]) == (((0, 1),), Span(7200), Span(79200))
    assert lamp["percent"] == Percent(100 * 79200 / 86400)
    assert (pdu["percent"], pdu["mtbf"], pdu["failures"].value) == (Percent(100.0), None, 0)


def test_req_81_what_is_not_believed_or_does_not_matter_is_no_downtime() -> None:
    faults = Faults().fails(0, "lamp/filter", severity="minor").say(5, "raised", "lamp/x", phase="soft")
    assert rows(told(faults))["lamp"]["down"] == Span(0)


def excuses() -> None:
    faults = Faults().fails(0, "lamp/x").say(30, "flag", "lamp/x", maintenance="mw-1")
    faults.say(90, "flag", "lamp/x", maintenance=None).say(100, "flag", "lamp/x", expected_by="order-7")
    faults.over(130, "lamp/x")
    lamp = rows(told(faults))["lamp"]
    assert (lamp["down"], lamp["excused"]) == (Span(40 * 60), Span(90 * 60))
    assert lamp["served"] == Span(86400 - 90 * 60)
    assert lamp["failures"].value == 1, "the same failure under another flag is no other one"


def test_req_81_maintenance_and_switching_off_are_excused() -> None:
    excuses()


def test_a_report_that_excuses_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"nothing_excuses"}))
    with pytest.raises(AssertionError):
        excuses()


def test_req_81_behind_a_cause_it_is_lost_but_not_its_own_failure() -> None:
    faults = Faults().fails(0, "pdu/link_lost").fails(1, "lamp/link_lost", cause="pdu/link_lost")
    faults.over(61, "lamp/link_lost").over(61, "pdu/link_lost")
    found = rows(told(faults))
    assert (found["lamp"]["down"], found["lamp"]["behind"]) == (Span(0), Span(3600))
    assert (found["lamp"]["failures"].value, found["pdu"]["failures"].value) == (0, 1)
    assert found["lamp"]["percent"] == Percent(100 * (86400 - 3600) / 86400)


def test_req_81_while_the_service_did_not_run_nothing_is_measured() -> None:
    faults = Faults().fails(0, "lamp/x").over(120, "lamp/x")
    sheet = told(faults, down=[(at(-60), at(60))])
    assert dict(sheet.facts)["not_measured"] == Span(3600)
    lamp = rows(sheet)["lamp"]
    assert (lamp["down"], lamp["served"]) == (Span(3600), Span(86400 - 3600))


def test_req_81_what_a_person_reported_counts_from_when_it_began() -> None:
    noon = 12 * 60
    story = Story(0, device="lamp", began=written(at(noon - 30)), **{"class": 3}).then(60, "restored")
    gone = Story(0, device="lamp").state(5, "cancelled", reason="x", approved_by="y")
    light = Story(0, device="lamp", **{"class": 1})
    asked = Story(0, device="lamp", type="consultation")
    tickets = [one.ticket for one in (story, gone, light, asked)]
    sheet = told(Faults(), tickets)
    assert rows(sheet)["lamp"]["down"] == Span(90 * 60)
    (hall,) = rows(sheet, "hall").values()
    assert (hall["down"], hall["failures"].refs) == (Span(90 * 60), ((7, 1),))


def test_req_81_the_hall_counts_from_the_fault_and_not_from_the_receipt() -> None:
    noon = 12 * 60
    faults = Faults().fails(noon - 5, "matrix/link_lost").over(noon + 10, "matrix/link_lost")
    auto = Story(0, via="auto", device="matrix", faults=["matrix/link_lost"], **{"class": 3})
    (hall,) = rows(told(faults, [auto.then(10, "restored").ticket]), "hall").values()
    assert hall["down"] == Span(15 * 60)


def test_req_81_the_main_causes_first() -> None:
    faults = Faults()
    for minute in (0, 100, 200):
        faults.fails(minute, "lamp/link_lost").over(minute + 10, "lamp/link_lost")
    faults.fails(300, "pdu/x").over(360, "pdu/x")
    causes = next(one for one in told(faults).sections if one.id == "causes").rows
    assert [(row[0], row[1], getattr(row[2], "value", None), row[3]) for row in causes] == [
        ("pdu", "x", 1, Span(3600)), ("lamp", "link_lost", 3, Span(1800)),
    ]  # fmt: skip


def random_faults(chance: Random) -> Faults:
    standing: set[str] = set()
    faults, minute = Faults(), 0
    for _ in range(60):
        minute += chance.randint(0, 40)
        key = f"{chance.choice(('lamp', 'pdu'))}/{chance.choice('ab')}"
        flag = {chance.choice(("maintenance", "expected_by", "cause")): chance.choice(("x", None))}
        if key not in standing:
            faults.fails(minute, key, **flag)
            standing.add(key)
        elif chance.random() < 0.5:
            faults.over(minute, key)
            standing.discard(key)
        else:
            faults.say(minute, "flag", key, **flag)
    return faults


def counted(faults: Faults, device: str, blind: tuple[int, int]) -> dict[str, int]:
    """Minute by minute: what does each fault say of it now?"""
    found = {"down": 0, "behind": 0, "excused": 0}
    for minute in range(24 * 60):
        facts: dict[str, dict[str, Any]] = {}
        for line in faults.lines:
            if line.at <= at(minute) and line.subject.startswith(device):
                before = {} if line.kind == "fault.raised" else facts.get(line.subject, {})
                facts[line.subject] = {**before, **line.data}
        kinds = set()
        for one in facts.values():
            if one["phase"] == "active":
                lawful = one.get("maintenance") or one.get("expected_by")
                kinds.add("excused" if lawful else "behind" if one.get("cause") else "down")
        first = next((kind for kind in ("down", "excused", "behind") if kind in kinds), None)
        if first and not blind[0] <= minute < blind[1]:
            found[first] += 1
    return found


@pytest.mark.parametrize("seed", range(6))
def test_req_81_equals_a_count_of_every_minute(seed: int) -> None:
    faults = random_faults(Random(seed))
    found = rows(told(faults, down=[(at(100), at(160))]))
    for device in ("lamp", "pdu"):
        minutes = {name: found[device][name].seconds / 60 for name in ("down", "behind", "excused")}
        assert minutes == counted(faults, device, (100, 160)), device


def test_stretches_add_up() -> None:
    a, b = [(at(0), at(10)), (at(5), at(20)), (at(30), at(30))], [(at(8), at(12)), (at(15), at(40))]
    assert joined(a) == [(at(0), at(20))]
    assert without(a, b) == [(at(0), at(8)), (at(12), at(15))]
    assert seconds(without(a, b)) + seconds(within(b, at(0), at(20))) == 20 * 60


def broken_twice(device: str | None = "lamp", **data: Any) -> Story:
    """For an hour from noon, whole for three, and for half an hour again."""
    said = {"class": 3, "device": device, **data}
    story = Story(0, **said).then(60, "restored").state(70, "resolved")
    return story.then(240, "reopened", reason="x").then(270, "restored").state(280, "resolved")


def two_breakdowns_are_two() -> None:
    sheet = told(Faults(), [broken_twice().ticket])
    for found in (rows(sheet)["lamp"], *rows(sheet, "hall").values()):
        assert (found["down"], found["failures"].refs) == (Span(90 * 60), ((7, 1), (7, 4)))
        assert found["mttr"] == Span(45 * 60)
    assert life_of(broken_twice().ticket).took == 90 * 60


def test_req_81_what_is_opened_again_was_whole_in_between() -> None:
    two_breakdowns_are_two()


def test_a_report_of_one_long_breakdown_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"a_ticket_is_one_breakdown"}))
    with pytest.raises(AssertionError):
        two_breakdowns_are_two()


def test_req_81_a_second_time_that_was_none_leaves_the_first_as_it_was() -> None:
    story = Story(0, device="lamp").then(60, "restored").state(70, "resolved")
    story.then(240, "reopened", reason="x").then(250, "merged", into=3)
    assert rows(told(Faults(), [story.ticket]))["lamp"]["down"] == Span(3600)
    still = (
        Story(0, device="lamp").then(60, "restored").state(70, "resolved").then(719, "reopened", reason="x")
    )
    assert rows(told(Faults(), [still.ticket]))["lamp"]["down"] == Span(3660), "it is broken again"


def test_req_81_a_fault_that_comes_again_counts_from_the_fault() -> None:
    noon, keys = 12 * 60, ["matrix/link_lost"]
    faults = Faults().fails(noon - 5, "matrix/link_lost").over(noon + 60, "matrix/link_lost")
    faults.fails(noon + 238, "matrix/link_lost").over(noon + 270, "matrix/link_lost")
    auto = Story(0, via="auto", device="matrix", faults=keys, **{"class": 3}).then(60, "restored")
    auto.state(70, "resolved").then(240, "reopened", faults=keys).then(270, "restored")
    (hall,) = rows(told(faults, [auto.ticket]), "hall").values()
    assert (hall["down"], hall["failures"].value) == (Span((65 + 32) * 60), 2)


def test_req_81_a_question_that_is_found_to_be_a_fault_was_broken() -> None:
    story = Story(0, device="lamp", type="consultation", **{"class": 2})
    assert rows(told(Faults(), [story.ticket]))["lamp"]["down"] == Span(0)
    story.then(10, "converted", reason="x").then(60, "restored")
    assert rows(told(Faults(), [story.ticket]))["lamp"]["down"] == Span(3600)


def test_req_81_months_that_were_sealed_before_keep_what_they_said() -> None:
    asked = Story(0, device="pdu", type="consultation").then(10, "converted", reason="x")
    tickets = [broken_twice().ticket, asked.ticket]
    found = rows(availability(DAY, ("lamp", "pdu"), [], tickets, Unmeasured([]), spells_once))
    assert (found["lamp"]["down"], found["lamp"]["failures"].refs) == (Span(270 * 60), ((7, 1),))
    assert found["pdu"]["down"] == Span(0)


@pytest.mark.parametrize("seed", range(6))
def test_req_81_tickets_equal_a_count_of_every_minute(seed: int) -> None:
    chance, ill, story = Random(seed), set[int](), Story(0, device="lamp")
    minute = 0
    for _ in range(chance.randint(1, 4)):
        ends = minute + chance.randint(1, 60)
        ill |= set(range(minute, ends))
        story.then(ends + 5, "restored", at=written(at(12 * 60 + ends))).state(ends + 6, "resolved")
        minute = ends + chance.randint(10, 90)
        story.then(minute, "reopened", reason="x")
    ill |= set(range(minute, 12 * 60))
    assert rows(told(Faults(), [story.ticket]))["lamp"]["down"] == Span(60 * len(ill))
