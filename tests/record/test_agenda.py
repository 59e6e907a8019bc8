"""Events of the hall: kept by the journal, asked by the minute, read from other people's calendars."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.record import failpoints
from controller.record.agenda import ADDED, REMOVED, Agenda, Booking, booking
from controller.record.ics import NotACalendar, Remark, bookings, read

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


def added(one: Booking) -> SimpleNamespace:
    return SimpleNamespace(kind=ADDED, subject=one.id, data=one.data())


def at(hours: float, length: float = 1, id: str = "a") -> Booking:
    return Booking(NOON + hours * HOUR, NOON + (hours + length) * HOUR, id, "Concert")


def test_what_runs_what_comes_and_what_presses() -> None:
    agenda = Agenda(map(added, (at(3, 2, "b"), at(0, 1, "a"))))
    assert agenda.running(NOON) == at(0)
    assert agenda.running(NOON + HOUR) is None
    assert agenda.running(NOON + 2.8 * HOUR, timedelta(minutes=15)) == at(3, 2, "b")
    assert agenda.next(NOON) == at(3, 2, "b")
    assert [agenda.pressing(NOON + hours * HOUR) for hours in (-3, -1.9, 0.5, 1, 2, 5.1)] == [
        False, True, True, True, True, False,
    ]  # fmt: skip
    agenda.hear(SimpleNamespace(kind=REMOVED, subject="b", data={}))
    assert agenda.next(NOON) is None


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(1, 30)), max_size=6), st.integers(-60, 90))
def test_whether_an_event_runs_is_so_minute_by_minute(spans: list[tuple[int, int]], minute: int) -> None:
    made = [at(start / 60, length / 60, str(number)) for number, (start, length) in enumerate(spans)]
    busy = any(start <= minute < start + length for start, length in spans)
    agenda = Agenda(map(added, made))
    assert (agenda.running(NOON + timedelta(minutes=minute)) is not None) == busy


def test_an_event_is_kept_whole() -> None:
    one = Booking(NOON, NOON + HOUR, "a", "音乐会", "lecture", "no smoke", "town")
    assert booking(one.data()) == one


@pytest.mark.parametrize(
    "wrong", [{"start": "soon"}, {"start": "2026-11-25T12:00:00"}, {"end": NOON.isoformat()}]
)
def test_moments_that_are_none_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong with a moment
        booking(at(0).data() | wrong)


ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//town//halls//
BEGIN:VEVENT
UID:weekly@town
DTSTART;TZID=Asia/Shanghai:20261124T193000
DTEND;TZID=Asia/Shanghai:20261124T213000
RRULE:FREQ=WEEKLY;COUNT=3
EXDATE;TZID=Asia/Shanghai:20261201T193000
SUMMARY:周二音乐会
END:VEVENT
BEGIN:VEVENT
UID:floating
DTSTART:20261126T090000
DURATION:PT90M
SUMMARY:Lecture
DESCRIPTION:two microphones
END:VEVENT
BEGIN:VEVENT
UID:off
DTSTART:20261127T090000Z
DTEND:20261127T100000Z
STATUS:CANCELLED
SUMMARY:Gone
END:VEVENT
BEGIN:VEVENT
UID:day
DTSTART;VALUE=DATE:20261128
SUMMARY:Fair
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_of_bookings_is_read_with_its_repetitions() -> None:
    found = bookings(ICS, NOON - 48 * HOUR, SHANGHAI, "town")
    assert [(one.title, one.start.astimezone(SHANGHAI).strftime("%d %H:%M")) for one in found] == [
        ("周二音乐会", "24 19:30"), ("Lecture", "26 09:00"), ("Fair", "28 00:00"), ("周二音乐会", "08 19:30"),
    ]  # fmt: skip
    assert found[1].end - found[1].start == timedelta(minutes=90)
    assert found[2].end - found[2].start == timedelta(days=1)
    assert [one.id for one in bookings(ICS, NOON, SHANGHAI, "town")] == [one.id for one in found[1:]]


@pytest.mark.parametrize("text", ["", "hello", "BEGIN:VCALENDAR", ICS.replace("20261126T090000", "never")])
def test_what_is_no_calendar_is_refused(text: str) -> None:
    with pytest.raises(NotACalendar):
        bookings(text, NOON, SHANGHAI, "town")


def event(*lines: str) -> str:
    return "\n".join(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:x",
            "BEGIN:VEVENT",
            "UID:x",
            *lines,
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=7", "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3,4,5,6,7,8,9",
    ],
)  # fmt: skip
def test_what_repeats_without_end_in_a_moment_is_refused_at_once(rule: str) -> None:
    with pytest.raises(NotACalendar) as no:
        bookings(event("DTSTART:20261126T090000Z", f"RRULE:{rule}", "SUMMARY:tick"), NOON, SHANGHAI, "town")
    assert (no.value.why, no.value.said) == ("too_often", "tick")


def test_a_rule_since_the_year_one_and_too_many_events_are_refused() -> None:
    with pytest.raises(NotACalendar):
        bookings(event("DTSTART:00010101T090000Z", "RRULE:FREQ=DAILY"), NOON, SHANGHAI, "town")
    one = ["BEGIN:VEVENT", "DTSTART:20261126T090000Z", "DTEND:20261126T100000Z", "END:VEVENT"]
    text = "\n".join(["BEGIN:VCALENDAR", *(one * 2001), "END:VCALENDAR", ""])
    with pytest.raises(NotACalendar, match="too_many"):
        bookings(text, NOON, SHANGHAI, "town")


def test_an_event_of_which_only_the_beginning_is_known_takes_an_hour() -> None:
    (found,) = bookings(event("DTSTART:20261126T090000Z"), NOON, SHANGHAI, "town")
    assert found.end - found.start == HOUR


def test_what_leaves_its_time_free_is_no_event() -> None:
    free = event("DTSTART:20261126T090000Z", "DTEND:20261126T100000Z", "TRANSP:TRANSPARENT")
    assert bookings(free, NOON, SHANGHAI, "town") == []


def test_a_byte_order_mark_is_taken() -> None:
    assert bookings("\ufeff" + ICS, NOON, SHANGHAI, "town") == bookings(ICS, NOON, SHANGHAI, "town")


PHOBOS = event("DTSTART;TZID=Mars/Phobos:20261126T190000", "DTEND;TZID=Mars/Phobos:20261126T200000")
TURNED = event("DTSTART:20261126T190000Z", "DTEND:20261126T160000Z", "SUMMARY:Backwards")


def test_what_is_guessed_is_told() -> None:
    assert read(ICS, NOON, SHANGHAI, "town").remarks == []
    found, remarks = read(PHOBOS, NOON, SHANGHAI, "town")
    assert (found[0].start.astimezone(SHANGHAI).hour, remarks) == (19, [Remark("zone", "Mars/Phobos", 1)])
    found, remarks = read(TURNED, NOON, SHANGHAI, "town")
    assert (found[0].end - found[0].start, remarks) == (3 * HOUR, [Remark("reversed", "Backwards", 1)])
    assert read(TURNED, NOON + 48 * HOUR, SHANGHAI, "town") == ([], [])


def test_a_planted_silent_guess_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"calendars_are_guessed_silently"}))
    with pytest.raises(AssertionError):
        test_what_is_guessed_is_told()


@given(st.text(max_size=200))
def test_nothing_else_is_ever_raised(text: str) -> None:
    with suppress(NotACalendar):
        bookings("BEGIN:VCALENDAR\n" + text + "\nEND:VCALENDAR\n", NOON, SHANGHAI, "x")
