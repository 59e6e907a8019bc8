"""The life of a fault: seen, believed, resting, gone; and who is told of it, when."""

import pytest

from controller.hall.settings import Settings
from drivers.points import Ref

from .paper import now_of
from .stage import Stage
from .things import pdu, projector

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
    assert set(hall.probed) == {"pdu"}  # it is asked, and not only waited for
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
