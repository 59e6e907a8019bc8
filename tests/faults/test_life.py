"""The life of a fault: seen, believed, resting, gone; what people say of it; what survives a restart."""

import pytest

from controller.hall.faults import FaultBook, Phase, as_data, from_data
from controller.hall.settings import Settings
from drivers.points import Ref

from .paper import now_of
from .stage import CHEN, Stage, Thing, pdu, projector

ALL = ("soft", "active", "clearing")
LOST = "lamp/link_lost"


@pytest.fixture
def hall():
    """A projector on a PDU."""
    return Stage("pdu/outlet/1 > lamp", things=[pdu("pdu"), projector("lamp")]).start().pass_(3)


def ill(hall, seconds):
    hall.things["lamp"].ill = True
    return hall.pass_(seconds)


def well(hall, seconds):
    hall.things["lamp"].ill = False
    return hall.pass_(seconds)


def phase(hall):
    return str(hall.watch.fault(LOST).phase)


# ------------------------------------------------------------ its times


def test_seen_within_ten_seconds_and_a_ticket_within_forty(hall):
    ill(hall, 4)
    assert phase(hall) == "soft"
    hall.pass_(6)
    assert phase(hall) == "active"
    hall.pass_(30)
    assert hall.board.for_fault(LOST) == 1


def test_what_left_three_questions_unanswered_is_believed_at_once(hall):
    hall.code["lamp"] = "silent"
    ill(hall, 5)
    assert phase(hall) == "active"


def test_the_ticket_waits_until_the_parent_was_heard_but_not_for_ever(hall):
    ill(hall, 4)
    hall._heard["pdu"] = float("-inf")
    hall.heard_at = lambda device: -1.0  # nothing is heard of the PDU, and its link stands
    hall.pass_(26)
    assert hall.tickets() == []
    hall.pass_(16)
    assert len(hall.tickets()) == 1


def test_it_rests_for_thirty_seconds_and_three_good_reads(hall):
    ill(hall, 15)
    well(hall, 5)
    assert phase(hall) == "clearing"
    hall.pass_(24)
    assert phase(hall) == "clearing"
    hall.pass_(6)
    assert hall.watch.fault(LOST) is None


def test_a_point_that_is_read_once_rests_longer(hall):
    hall.things["lamp"].says["health", ("fan",)] = "failed"
    hall.pass_(6)
    assert hall.standing() == ["lamp/health/fan/device_error"]
    del hall.things["lamp"].says["health", ("fan",)]
    hall.state.report(Ref("lamp", "health", ("fan",)), "good")
    hall.pass_(200)
    assert hall.standing(ALL) == ["lamp/health/fan/device_error"]
    hall.pass_(110)
    assert hall.standing(ALL) == []


def test_a_device_that_leaves_the_hall_takes_its_faults_along(hall):
    ill(hall, 15)
    del hall.things["lamp"]
    hall.pass_(2)
    assert hall.standing(ALL) == []


# ------------------------------------------------------------ flapping


@pytest.mark.parametrize("period", [1, 5, 10, 20, 40, 60, 90, 120])
def test_a_flapping_link_is_at_most_one_ticket_an_hour(hall, period):
    for _ in range(3600 // (2 * period)):
        ill(hall, period)
        well(hall, period)
    assert len(hall.tickets()) <= 1
    assert sum(line.kind == "ticket.opened" for line in hall.journal.lines) <= 1
    well(hall, 960)
    assert hall.standing(ALL) == []


def test_it_is_called_unstable_and_calms_down(hall):
    for _ in range(5):
        ill(hall, 12)
        well(hall, 8)
    assert hall.watch.fault(LOST).flapping
    hall.pass_(600)
    assert phase(hall) == "clearing"
    hall.pass_(320)
    assert hall.watch.fault(LOST) is None


def test_down_for_good_is_no_longer_unstable(hall):
    for _ in range(5):
        ill(hall, 12)
        well(hall, 8)
    ill(hall, 930)
    assert not hall.watch.fault(LOST).flapping


# ------------------------------------------------------------ what people say


def test_seen_for_eight_hours_at_most(hall):
    ill(hall, 15)
    hall.watch.ack(LOST, CHEN, hours=100)
    assert hall.watch.fault(LOST).acked_by == "chen"
    hall.pass_(60)
    assert len(hall.tickets()) == 1  # seen is not silenced
    hall.clock.jump(8 * 3600)
    hall.pass_(2)
    assert hall.watch.fault(LOST).acked_by is None
    with pytest.raises(KeyError):
        hall.watch.ack("lamp/nothing", CHEN)


def test_silenced_it_has_no_ticket_until_that_ends(hall):
    ill(hall, 15)
    hall.watch.silence(LOST, CHEN, 600, "rehearsal")
    hall.pass_(300)
    assert hall.tickets() == []
    hall.pass_(310)
    assert len(hall.tickets()) == 1
    assert hall.probed == ["lamp"]


def test_a_silenced_device_and_the_end_of_it_by_hand(hall):
    hall.watch.silence("lamp", CHEN, 3600, "lamp is being changed")
    ill(hall, 60).restart(away=1).pass_(30)
    assert hall.tickets() == []
    assert hall.standing() == [LOST]
    hall.watch.unsilence("lamp", CHEN)
    hall.pass_(2)
    assert len(hall.tickets()) == 1
    with pytest.raises(KeyError):
        hall.watch.silence("nobody", CHEN, 60, "?")


def test_silencing_what_had_a_ticket_and_ending_it_again(hall):
    ill(hall, 60)
    hall.watch.silence(LOST, CHEN, 60, "known")
    assert not hall.watch.fault(LOST).due
    hall.watch.unsilence(LOST, CHEN)
    hall.pass_(2)
    assert hall.watch.fault(LOST).due
    assert len(hall.tickets()) == 1


def test_a_device_silence_runs_out_by_itself(hall):
    hall.watch.silence("lamp", CHEN, 30, "short")
    ill(hall, 60)
    assert len(hall.tickets()) == 1


def test_an_ended_silence_stays_ended_across_a_restart(hall):
    hall.watch.silence("lamp", CHEN, 3600, "x")
    hall.watch.unsilence("lamp", CHEN)
    hall.restart()
    ill(hall, 60)
    assert len(hall.tickets()) == 1


# ------------------------------------------------------------ after a restart


def test_nothing_is_judged_until_every_device_was_asked_but_not_for_ever(hall):
    hall.ready = False
    hall.restart()
    ill(hall, 40)
    assert hall.standing(ALL) == []
    hall.pass_(30)
    assert hall.standing() == [LOST]


@pytest.mark.parametrize("at", [4, 6, 12, 20, 30, 60])
def test_a_restart_at_any_moment_changes_nothing_of_its_times(hall, at):
    ill(hall, at).restart(away=2)
    hall.pass_(max(1, 44 - at))
    assert [cause for cause, _, _ in hall.tickets()] == [LOST]
    since = hall.watch.fault(LOST).since
    well(hall, 10).restart(away=2).pass_(40)
    assert hall.watch.fault(LOST) is None
    assert hall.board.ticket(1).restored is not None
    assert (since - hall.board.ticket(1).opened).total_seconds() > -60


def test_lawful_silence_is_still_lawful_after_a_restart(hall):
    hall.set("pdu/outlet/1", False)
    hall.pass_(20).restart(away=30).pass_(100)
    assert hall.standing(ALL) == []
    hall.set("pdu/outlet/1", True)
    hall.pass_(4).restart(away=1).pass_(60)
    assert hall.standing(ALL) == []


def test_an_outlet_that_became_live_while_we_were_away_is_excused_no_more(hall):
    hall.set("pdu/outlet/1", False)
    hall.pass_(20)
    hall.flip("pdu/outlet/1", True)
    hall.restart().pass_(30)
    assert hall.journal.lines[-1].data == {"off": False, "until": None}
    hall.flip("pdu/outlet/1", False)
    hall.pass_(40)
    assert "pdu/outlet/1/outlet_lost" in hall.standing()


def test_the_book_folds_what_the_engine_wrote(hall):
    ill(hall, 60)
    book = FaultBook()
    for line in hall.journal.lines:
        book.hear(line)
    assert book.standing == {fault.key: fault for fault in hall.watch.standing()}
    assert book.behind(LOST) == ()
    fault = book.standing[LOST]
    assert from_data({**as_data(fault), "of_a_newer_edition": 1}) == fault
    well(hall, 60)
    book = FaultBook()
    for line in hall.journal.lines:
        book.hear(line)
    assert book.standing == {}
    assert book.past[LOST].phase is Phase.CLEARED


# ------------------------------------------------------------ who is told, and when


def test_the_outside_hears_once_it_is_on_disk(hall):
    hall.journal.slow = True
    ill(hall, 15)
    assert hall.told == []
    hall.journal.catch_up()
    assert [fault.phase for fault in hall.told] == ["soft", "active"]


def test_a_disk_in_trouble_hides_no_fault(hall):
    hall.journal.slow = True
    ill(hall, 5)
    hall.journal.fall_ill({"zh": "盘满", "en": "full"})
    assert [fault.phase for fault in hall.told] == ["soft"]
    hall.pass_(10)
    assert [fault.phase for fault in hall.told] == ["soft", "active"]
    hall.journal.catch_up()
    hall.journal.fall_ill(None)
    assert [fault.phase for fault in hall.told] == ["soft", "active"]


def test_the_frames_before_it_are_attached_of_each_device_concerned(hall):
    hall.flip("pdu/outlet/1", False)
    hall.pass_(60)
    frames = now_of(hall.board.trace(1))
    assert {frame["device"] for frame in frames} == {"pdu", "lamp"}
    assert frames[0].keys() == {"at", "dir", "text", "device"}


# ------------------------------------------------------------ the numbers


def test_a_hall_may_have_its_own_numbers():
    assert Settings.of({"hold": "1m", "rest": 5, "common": 4, "margin": 0.1}) == Settings(
        hold=60.0, rest=5, common=4, margin=0.1
    )


@pytest.mark.parametrize(
    "said", [{"holt": "20s"}, {"hold": True}, {"hold": -1}, {"common": 2.5}, {"common": "3"}, {"hold": [1]}]
)
def test_a_number_that_is_none_is_named(said):
    with pytest.raises(ValueError, match="faults: "):
        Settings.of(said)


def test_a_stopped_engine_looks_no_more(hall):
    hall.watch.stop()
    ill(hall, 60)
    hall.watch.look()
    assert hall.watch.standing() == []
    assert Thing("x").name == "x"


@pytest.mark.parametrize("jump", [-86400, -3600, -300, -5, 5, 300, 3600, 86400, 315_360_000])
@pytest.mark.parametrize("at", ["before", "while", "after"])
def test_a_clock_that_is_set_makes_no_fault_and_hides_none(hall, jump, at):
    if at == "before":
        hall.clock.jump(jump)
    hall.cycle("pdu", 1, seconds=8)
    hall.pass_(6)
    if at == "while":
        hall.clock.jump(jump)
    hall.pass_(80)
    if at == "after":
        hall.clock.jump(jump)
    assert hall.standing(ALL) == []
    assert hall.tickets() == []
    ill(hall, 45)
    assert hall.standing() == [LOST]
    assert len(hall.tickets()) == 1
    assert [line.data for line in hall.journal.kinds("clock.")] == [{"seconds": float(jump)}]


def test_what_was_expected_before_the_clock_went_back_excuses_nothing_after_a_restart(hall):
    hall.cycle("pdu", 1, seconds=8)
    hall.pass_(100)
    hall.clock.jump(-95)
    hall.restart(away=1).pass_(2)
    ill(hall, 45)
    assert hall.standing() == [LOST]
