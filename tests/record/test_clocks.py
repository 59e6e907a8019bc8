"""The clocks of a ticket, in stories told by hand."""

from datetime import UTC, datetime
from typing import Any

import pytest

from controller.record.clocks import readings
from controller.record.contract import OFFICE
from controller.record.stopwatch import Reading
from controller.record.tickets import Ticket, fold
from controller.record.view import detail
from tests.record.desk import Story, at, stamp
from tests.record.hours import SHANGHAI


def clock(story: Story | Ticket, name: str, minutes: float, cycle: int = 1, **promised: Any) -> Reading:
    ticket = story.ticket if isinstance(story, Story) else story
    found = readings(ticket, at(minutes), **promised)
    return next(one for one in found if (one.name, one.cycle) == (name, cycle))


def names(story: Story, minutes: float) -> set[str]:
    return {one.name for one in readings(story.ticket, at(minutes))}


# ---------------------------------------------------------------- C1


def test_req_13_the_call_back_is_due_in_ten_minutes_and_breached_a_second_later() -> None:
    story = Story()
    assert clock(story, "C1", 4).state == "running"
    assert clock(story, "C1", 4).due == at(10)
    assert clock(story, "C1", 10).state == "running"
    assert clock(story, "C1", 10 + 1 / 60).state == "breached"


def test_req_13_only_contact_stops_it_not_an_attempt_nor_a_pause() -> None:
    story = Story().then(2, "contact_attempt", person="Li").wait(3, "waiting_customer_access", until=60)
    assert clock(story, "C1", 9).net == 540
    met = clock(story.then(9.5, "contact_made", person="Li"), "C1", 300)
    assert (met.state, met.net, met.stopped) == ("met", 570, at(9.5))


def test_contact_too_late_is_a_breach_for_ever() -> None:
    story = Story().then(11, "contact_made", person="Li")
    assert clock(story, "C1", 5000).state == "breached"


def test_a_cancelled_ticket_stops_its_call_without_a_verdict() -> None:
    story = Story().state(5, "cancelled", reason="x", approved_by="y")
    assert (clock(story, "C1", 50).state, clock(story, "C4", 50).state) == ("stopped", "stopped")
    assert clock(story, "C6", 50).state == "stopped"


def test_d8_an_automatic_ticket_of_class_1_is_not_called_about_at_once() -> None:
    def slight() -> Story:
        return Story(via="auto", **{"class": 1})

    assert "C1" not in names(slight(), 14)
    assert clock(slight(), "C1", 16).started == at(15)
    assert clock(slight().then(3, "confirmed"), "C1", 16).started == at(3)
    assert clock(slight().then(20, "confirmed"), "C1", 30).started == at(15)
    assert "C1" not in names(slight().then(10, "restored"), 60)
    assert clock(slight().then(16, "restored"), "C1", 60).started == at(15)
    raised = slight().then(5, "class", **{"class": 2}, reason="x")
    assert clock(raised, "C1", 6).started == at(0)
    assert clock(Story(via="auto"), "C1", 1).started == at(0)


# ---------------------------------------------------------------- C2


def test_req_23_on_site_within_six_hours_of_receipt_whatever_the_hour() -> None:
    story = Story(received=stamp(-30)).then(1, "contact_made", person="Li").state(2, "diagnosing")
    assert clock(story, "C2", 60).due == at(330)
    story.state(60, "dispatched").state(300, "onsite")
    assert (clock(story, "C2", 900).state, clock(story, "C2", 900).net) == ("met", 330 * 60)


def test_only_the_customers_own_appointment_pauses_the_way_there() -> None:
    story = Story().wait(60, "waiting_customer_access", until=120)
    assert clock(story, "C2", 100).net == 100 * 60
    assert clock(story, "C2", 100).paused_by is None
    assert clock(story, "C4", 100).paused_by == "waiting_customer_access"
    story = Story().wait(60, "customer_appointment", until=120)
    assert (clock(story, "C2", 100).net, clock(story, "C2", 100).paused_by) == (3600, "customer_appointment")
    assert clock(story, "C2", 100).due == at(6 * 60 + 60)


def test_repaired_from_afar_needs_no_visit() -> None:
    story = Story().then(100, "restored").state(110, "resolved", actor="system")
    assert (clock(story, "C2", 900).state, clock(story, "C2", 900).stopped) == ("stopped", at(100))


# ---------------------------------------------------------------- C3, C4


def test_req_20_the_targets_of_the_classes() -> None:
    targets = [clock(Story(**{"class": grade}), "C4", 1).target / 3600 for grade in (1, 2, 3, 4)]
    assert targets == [1, 2, 72, 72]
    assert clock(Story(**{"class": 3}), "C4", 1).plan == 24 * 3600


def test_a_restoration_stops_the_repair_clock_and_verification_makes_it_met() -> None:
    story = Story().then(50, "restored", at=stamp(45))
    assert (clock(story, "C4", 55).state, clock(story, "C4", 55).net) == ("stopped", 45 * 60)
    story.state(60, "resolved", actor="system")
    assert (clock(story, "C4", 900).state, clock(story, "C4", 900).stopped) == ("met", at(45))


def test_a_failed_verification_lets_the_clock_go_on_as_if_it_had_never_stopped() -> None:
    story = Story().then(50, "restored").then(70, "relapsed")
    assert clock(story, "C4", 80).net == 80 * 60
    story.then(100, "restored").state(110, "resolved", actor="system")
    assert clock(story, "C4", 200).net == 100 * 60


def test_req_26_a_work_around_stops_c3_only() -> None:
    story = Story().then(1, "contact_made", person="Li").then(30, "workaround", what="B", accepted_by="Li")
    assert (clock(story, "C3", 60).state, clock(story, "C3", 60).net) == ("met", 1800)
    assert clock(story, "C4", 60).state == "running"
    story.then(40, "restored").state(50, "resolved", actor="system")
    assert clock(story, "C3", 60).stopped == at(30)
    late = Story().then(1, "contact_made", person="Li").then(20, "restored").then(25, "relapsed")
    assert clock(late.then(30, "workaround", what="B", accepted_by="Li"), "C3", 60).stopped == at(30)


def test_a_pause_counts_until_its_expected_end_and_no_longer() -> None:
    story = Story().wait(10, "waiting_customer_decision", until=40)
    assert (clock(story, "C4", 30).net, clock(story, "C4", 30).gross) == (600, 1800)
    assert clock(story, "C4", 30).due == at(150)
    assert (clock(story, "C4", 60).net, clock(story, "C4", 60).paused_by) == (30 * 60, None)
    story.state(50, "diagnosing")
    assert clock(story, "C4", 60).net == 30 * 60


def test_a_pause_without_an_end_lasts_until_the_customer_acts() -> None:
    story = Story().wait(10, "waiting_customer_access")
    assert (clock(story, "C4", 100).net, clock(story, "C4", 100).due) == (600, at(210))
    assert clock(story.state(100, "diagnosing"), "C4", 130).net == 40 * 60


def test_a_new_reason_to_wait_ends_the_old_pause() -> None:
    story = Story().wait(10, "customer_appointment", until=60).wait(20, "waiting_customer_access", until=30)
    assert (clock(story, "C4", 90).net, clock(story, "C2", 90).net) == (70 * 60, 80 * 60)


@pytest.mark.parametrize("reason", ["awaiting_parts", "force_majeure"])
def test_nothing_else_pauses(reason: str) -> None:
    assert clock(Story().wait(10, reason, until=60), "C4", 60).net == 3600


def test_force_majeure_pauses_once_another_person_approved_it() -> None:
    story = Story().wait(10, "force_majeure", until=60, approved_by="wang")
    assert clock(story, "C4", 60).net == 600


def test_waiting_for_parts_does_not_pause() -> None:
    story = Story().then(1, "contact_made", person="Li").state(10, "awaiting_parts")
    assert (clock(story, "C4", 60).net, clock(story, "C4", 60).paused_by) == (3600, None)


def test_a_change_of_class_recomputes_and_never_resets() -> None:
    story = Story().then(90, "class", **{"class": 1}, reason="x")
    assert (clock(story, "C4", 91).state, clock(story, "C4", 91).started) == ("breached", at(0))
    story.then(100, "class", **{"class": 3}, reason="y")
    assert (clock(story, "C4", 101).state, clock(story, "C4", 101).due) == ("running", at(72 * 60))


def test_profile_b_counts_office_hours_for_the_two_lower_classes_only() -> None:
    promised: dict[str, Any] = {"contract": OFFICE, "office": SHANGHAI}
    story = Story(-180, received=stamp(-180))  # Monday 2 March 2026, 17:00 in Shanghai
    assert clock(story, "C4", -100, **promised).net == 3600
    assert clock(story, "C4", -100, **promised).paused_by == "outside_hours"
    assert clock(story, "C4", -100, **promised).due == datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
    grave = Story(-180, received=stamp(-180), **{"class": 3})
    assert clock(grave, "C4", -100, **promised).net == 80 * 60
    assert clock(story, "C2", -100, **promised).net == 80 * 60


# ---------------------------------------------------------------- C5, C6, cycles


def test_req_63_the_satisfaction_call_is_due_one_working_day_after_it_is_resolved() -> None:
    story = (
        Story(**{"class": 1}).then(30, "restored").state(60, "resolved", actor="system")
    )  # 21:00 in Shanghai
    reading = clock(story, "C5", 100, office=SHANGHAI)
    assert (reading.net, reading.due) == (0, datetime(2026, 3, 3, 10, 0, tzinfo=UTC))
    assert clock(story.then(1000, "survey_attempt"), "C5", 9000, office=SHANGHAI).state == "met"


def test_a_customer_who_asks_for_another_time_pauses_the_call() -> None:
    story = Story().then(30, "restored").state(60, "resolved", actor="system")
    story.then(70, "survey_later", until=stamp(130)).then(100, "survey_later", until=stamp(120))
    assert clock(story, "C5", 200).net == 80 * 60


def test_a_ticket_reopened_before_its_call_withdraws_it() -> None:
    story = (
        Story().then(30, "restored").state(60, "resolved", actor="system").then(90, "reopened", reason="x")
    )
    assert (clock(story, "C5", 900).state, clock(story, "C5", 900).stopped) == ("stopped", at(90))
    assert clock(story, "C1", 900).stopped == at(90)


def test_a_reopened_ticket_has_a_second_set_of_clocks_and_keeps_the_first() -> None:
    story = (
        Story()
        .then(5, "contact_made", person="Li")
        .then(30, "restored")
        .state(60, "resolved", actor="system")
    )
    story.then(90, "reopened", reason="again")
    assert clock(story, "C4", 100).state == "met"
    assert (clock(story, "C4", 100, cycle=2).net, clock(story, "C1", 100, cycle=2).started) == (600, at(90))


def test_req_0_2_the_customer_hears_of_progress_every_hour() -> None:
    story = Story()
    assert clock(story, "C6", 61).state == "breached"
    story.then(50, "progress", text="on our way").then(55, "note", text="not for the customer")
    assert (clock(story, "C6", 61).started, clock(story, "C6", 61).state) == (at(50), "running")
    assert clock(Story(**{"class": 3}), "C6", 61).target == 24 * 3600
    story.then(70, "restored").state(80, "resolved", actor="system")
    assert (clock(story, "C6", 900).started, clock(story, "C6", 900).state) == (at(70), "met")


def test_a_merged_ticket_gives_its_receipt_to_its_parent() -> None:
    story = Story(30).then(40, "absorbed", **{"from": 3, "received": stamp(10), "class": 1})
    assert clock(story, "C4", 50).started == at(10)


def test_a_wall_clock_set_back_makes_no_negative_time() -> None:
    story = (
        Story().wait(10, "waiting_customer_access").state(5, "diagnosing").then(2, "contact_made", person="x")
    )
    for reading in readings(story.ticket, at(-30)):
        assert reading.gross >= reading.net >= 0


def test_what_a_page_shows() -> None:
    story = Story(title={"zh": "无信号", "en": "No signal"}).then(3, "contact_made", person="Ms Li")
    shown = detail(story.then(4, "note", text="说明").ticket, at(5.25))
    (call,) = (one for one in shown["clocks"] if one["name"] == "C1")
    assert call == {
        "name": "C1", "cycle": 1, "target_s": 600, "plan_s": None, "started": "2026-03-02T12:00:00.000Z",
        "due": "2026-03-02T12:10:00.000Z", "elapsed_gross_s": 180, "elapsed_net_s": 180, "paused_by": None,
        "state": "met", "stopped": "2026-03-02T12:03:00.000Z",
        "provisional": False,
    }  # fmt: skip
    assert [entry["text"] for entry in shown["entries"]] == [
        {"zh": "工单已建立", "en": "Ticket opened"},
        {"zh": "chen 已与 Ms Li 联系", "en": "chen spoke with Ms Li"},
        "说明",
    ]
    assert (shown["state"], shown["class"], shown["restored"]) == ("contacted", 2, None)


def test_a_ticket_read_from_shuffled_lines_has_the_same_clocks() -> None:
    story = Story().wait(10, "waiting_customer_access", until=20).then(30, "restored")
    assert readings(fold(story.lines[::-1]), at(40)) == readings(story.ticket, at(40))
