"""Maintenance windows: fixed, flexible, recurring; nothing that begins inside is lost."""

from datetime import UTC, datetime, timedelta

import pytest

from controller.hall.maintenance import NotAWindow, Window, checked, upcoming
from controller.record import failpoints
from controller.record.lines import written

from .stage import CHEN, Stage
from .things import Thing, pdu, projector

ALL = ("soft", "active", "clearing")
LOST = "lamp/link_lost"
HOUR = 3600


@pytest.fixture
def hall():
    """A projector on a PDU."""
    return Stage("pdu/outlet/1 > lamp", things=[pdu("pdu"), projector("lamp")]).start().pass_(3)


def window(hall, what="lamp", kind="fixed", after=0, seconds=600, lasts=0, at=""):
    now = hall.clock.now()
    start = now + timedelta(seconds=after)
    end = None if kind == "recurring" else written(start + timedelta(seconds=seconds))
    said = {"what": what, "kind": kind, "start": written(start), "end": end, "lasts": lasts, "at": at}
    return hall.watch.upkeep.add(CHEN, {**said, "reason": "lamp change"}, now)[0]


def ill(hall, seconds):
    hall.things["lamp"].ill = True
    return hall.pass_(seconds)


def running(hall):
    now = hall.watch._now()
    return [one["id"] for one in hall.watch.upkeep.shown(now) if one["running"]]


@pytest.mark.parametrize("what", ["lamp", ""])
def test_what_begins_inside_is_remembered_and_gets_its_ticket_at_the_end(hall, what):
    one = window(hall, what)
    ill(hall, 300)
    assert hall.standing() == [LOST]
    assert hall.watch.fault(LOST).maintenance == one.id
    assert hall.tickets() == []
    hall.pass_(295)
    assert hall.tickets() == []
    hall.pass_(30)
    assert hall.probed == ["lamp"]
    assert len(hall.tickets()) == 1
    assert hall.watch.fault(LOST).maintenance is None


def test_what_heals_inside_is_nobodys_business(hall):
    window(hall)
    ill(hall, 100)
    hall.things["lamp"].ill = False
    hall.pass_(700)
    assert hall.standing(ALL) == []
    assert hall.tickets() == []


def tried_again_and_again(hall, dark, well, times):
    """Whoever works at it pulls its plug, again and again, and it is well when the window ends."""
    window(hall)
    for _ in range(times):
        ill(hall, dark)
        hall.things["lamp"].ill = False
        hall.pass_(well)
    hall.pass_(600 - times * (dark + well) + 120)
    assert hall.tickets() == []


AGAIN = [(20, 40, 5), (20, 10, 8), (60, 20, 6), (30, 60, 5), (8, 8, 20)]


@pytest.mark.parametrize(("dark", "well", "times"), AGAIN)
def test_what_comes_and_goes_while_somebody_works_at_it_is_not_unstable(hall, dark, well, times):
    tried_again_and_again(hall, dark, well, times)


def test_the_bug_that_calls_it_unstable_is_found(hall, monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({"victims_are_unstable"}))
    with pytest.raises(AssertionError):
        tried_again_and_again(hall, *AGAIN[0])


def test_the_memory_is_needed(hall, monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({"maintenance_forgets"}))
    with pytest.raises(AssertionError):
        test_what_begins_inside_is_remembered_and_gets_its_ticket_at_the_end(hall, "lamp")


def test_another_device_is_not_in_it(hall):
    window(hall, "pdu")
    ill(hall, 60)
    assert len(hall.tickets()) == 1


def test_behind_a_device_in_maintenance_nothing_is_told(hall):
    window(hall, "pdu", seconds=300)
    hall.things["pdu"].ill = True
    ill(hall, 120)
    assert hall.tickets() == []
    assert hall.watch.fault(LOST).cause == "pdu/link_lost"
    hall.things["pdu"].ill = False
    hall.pass_(400)
    assert [cause for cause, _, _ in hall.tickets()] == [LOST]


def test_a_flexible_one_begins_with_the_first_fault(hall):
    window(hall, kind="flexible", seconds=2 * HOUR, lasts=300)
    hall.pass_(600)
    assert running(hall) == []
    ill(hall, 60)
    assert len(running(hall)) == 1
    assert hall.tickets() == []
    hall.pass_(290)
    assert len(hall.tickets()) == 1


def test_a_flexible_one_in_which_nothing_happened_is_over(hall):
    window(hall, kind="flexible", seconds=120, lasts=300)
    hall.pass_(130)
    assert hall.watch.windows() == []
    hall.pass_(620)
    assert hall.watch.upkeep.windows == {}
    ill(hall, 60)
    assert len(hall.tickets()) == 1


def test_a_recurring_one_comes_again(hall):
    start = hall.clock.now().astimezone(hall.zone) + timedelta(minutes=10)
    window(hall, kind="recurring", lasts=600, at=f"{start.minute} {start.hour} * * *")
    hall.pass_(660)
    assert len(running(hall)) == 1
    ill(hall, 120)
    hall.things["lamp"].ill = False
    hall.pass_(900)
    assert running(hall) == []
    hall.clock.jump(86400 - 1500)  # the clock is set, and it comes for a second time all the same
    hall.pass_(700)
    assert len(running(hall)) == 1
    assert hall.tickets() == []


def test_called_off_it_is_over_at_once_but_what_is_in_it_is_asked_first(hall):
    one = window(hall, seconds=HOUR)
    ill(hall, 100)
    hall.watch.upkeep.end(one.id, CHEN, hall.watch._now())
    hall.pass_(5)
    assert hall.probed == ["lamp"]
    hall.pass_(30)
    assert len(hall.tickets()) == 1
    with pytest.raises(KeyError):
        hall.watch.upkeep.end(one.id, CHEN, hall.watch._now())


def test_what_stood_before_it_is_quiet_in_it_and_its_ticket_stays(hall):
    ill(hall, 60)
    window(hall, seconds=300)
    hall.pass_(60)
    assert not hall.watch.fault(LOST).due
    hall.pass_(300)
    assert hall.watch.fault(LOST).due
    assert len(hall.tickets()) == 1


@pytest.mark.parametrize("kind", ["fixed", "flexible"])
def test_a_restart_forgets_no_window(hall, kind):
    window(hall, kind=kind, seconds=600, lasts=580)
    ill(hall, 60).restart(away=20).pass_(300).restart(away=5).pass_(100)
    assert hall.tickets() == []
    hall.pass_(200)
    assert len(hall.tickets()) == 1
    hall.restart().pass_(5)
    assert hall.watch.upkeep.windows == {}


@pytest.mark.parametrize("jump", [-315_360_000, -86400, -60, 60, 86400, 315_360_000])
def test_a_clock_that_is_set_neither_ends_nor_stretches_it(hall, jump):
    window(hall)
    ill(hall, 100)
    hall.clock.jump(jump)
    hall.pass_(400)
    assert hall.tickets() == []
    hall.pass_(130)
    assert len(hall.tickets()) == 1


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"seconds": 73 * HOUR}, "lasts_72h"),
        ({"after": -900, "seconds": 600}, "ends_before"),
        ({"kind": "flexible", "lasts": 0}, "lasts_72h"),
        ({"kind": "recurring", "lasts": 600, "at": "every day"}, "cron"),
        ({"what": "nobody"}, "no_device"),
    ],
)
def test_what_is_no_window_is_said(hall, said, why):
    with pytest.raises(NotAWindow, match=why):
        window(hall, **said)


def test_a_node_may_be_in_maintenance():
    hall = Stage("switch ~ a b c", things=[projector(name) for name in "abc"]).start().pass_(3)
    window(hall, "switch", seconds=300)
    hall.dead.add("switch")
    hall.pass_(200)
    assert hall.tickets() == []
    hall.pass_(150)
    assert [cause for cause, _, _ in hall.tickets()] == ["switch/common_cause"]


def test_a_window_over_a_node_is_about_what_goes_down_with_it():
    things = [projector("lamp"), Thing("mixer"), Thing("other")]
    hall = Stage("board > lamp mixer", things=things).start().pass_(3)
    window(hall, "board", seconds=300)
    for name in ("lamp", "mixer", "other"):
        hall.things[name].ill = True
    hall.pass_(200)
    assert [cause for cause, *_ in hall.tickets()] == ["other/link_lost"]
    hall.pass_(140)
    assert len(hall.tickets()) == 3


@pytest.mark.parametrize(
    ("at", "fine"),
    [
        ("0 0 29 2 *", True), ("0 0 31 12 *", True), ("0 0 29 2 */7", True), ("0 0 1 1 1", True),
        ("0 0 31 2 *", False), ("0 0 30 2 *", False), ("0 0 31 4,6 *", False),
    ],
)  # fmt: skip
def test_one_that_hardly_ever_comes_is_a_window_and_one_that_never_comes_is_none(hall, at, fine):
    if not fine:
        with pytest.raises(NotAWindow, match="cron"):
            window(hall, kind="recurring", lasts=HOUR, at=at)
        return
    one = window(hall, kind="recurring", lasts=HOUR, at=at)
    shown = {each["id"]: each for each in hall.watch.upkeep.shown(hall.watch._now())}
    assert shown[one.id]["next"] is not None
    hall.pass_(5)
    assert running(hall) == []


@pytest.mark.parametrize("year", [8999, 9999])
def test_one_at_the_end_of_the_calendar_is_answered(hall, year):
    start = datetime(year, 12, 31, 20, tzinfo=UTC)
    one = Window("mw-1", "lamp", "recurring", start, None, timedelta(hours=1), "0 0 29 2 *")
    if year == 8999:
        assert upcoming(checked(one, hall.clock.now()), hall.clock.now(), hall.zone).year == 9004
        return
    with pytest.raises(NotAWindow, match="cron"):
        checked(one, hall.clock.now())
    assert upcoming(one, hall.clock.now(), hall.zone) is None


def test_a_yearly_one_that_hardly_ends_in_a_leap_year_is_too_long(hall):
    with pytest.raises(NotAWindow, match="lasts_72h"):
        window(hall, kind="recurring", lasts=25 * HOUR, at="0 0 1,28,29 2,3 *")


@pytest.mark.parametrize(
    ("at", "lasts", "fine"),
    [
        ("* * * * *", HOUR, False), ("0 */8 * * *", 8 * HOUR - 1, False), ("0 3 * * *", 24 * HOUR, False),
        ("0 3 * * *", 4 * HOUR, True), ("0 3 * * 6", 48 * HOUR, True), ("0 3 1 * *", 72 * HOUR, True),
    ],
)  # fmt: skip
def test_windows_that_follow_one_another_closely_are_one(hall, at, lasts, fine):
    if fine:
        window(hall, kind="recurring", lasts=lasts, at=at)
        return
    with pytest.raises(NotAWindow, match="lasts_72h"):
        window(hall, kind="recurring", lasts=lasts, at=at)


def test_a_calendar_without_an_end_is_seen(hall, monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({"the_calendar_has_no_end"}))
    with pytest.raises(OverflowError):
        test_one_at_the_end_of_the_calendar_is_answered(hall, 9999)
