"""Show mode: entered by hand or before an event, left by hand only, the same after a restart."""

from datetime import UTC, datetime, timedelta

from controller.clock import ManualClock
from controller.hall.guards import Asking
from controller.hall.orders import Actor
from controller.hall.show import Show, far_hands
from controller.record.agenda import ADDED, Agenda, Booking

LEAD, ENGINEER = Actor("li", "lead"), Actor("wang", "engineer")
NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)


class Line:
    def __init__(self, kind, subject, data):
        self.kind, self.subject, self.data, self.committed = kind, subject, data, None


class Paper:
    """A journal whose followers are the agenda and the mode."""

    def __init__(self):
        self.lines, self.followers = [], []

    def append(self, kind, subject, data, actor="system", attachment=None):
        line = Line(kind, subject, data)
        self.lines.append(line)
        for one in self.followers:
            one(line)
        return line


class Stage:
    def __init__(self, *lines):
        self.clock, self.paper, self.agenda, self.told = ManualClock(NOON), Paper(), Agenda(), []
        self.show = Show("grand", self.paper, self.clock, self.agenda, self.told.append)
        self.paper.followers = [self.agenda.hear, self.show.hear]
        for line in lines:
            self.agenda.hear(line)
            self.show.hear(line)
        self.show.start()

    def book(self, hours, id="a"):
        one = Booking(NOON + timedelta(hours=hours), NOON + timedelta(hours=hours + 2), id, "Concert")
        self.paper.append(ADDED, id, one.data())


def test_a_quarter_of_an_hour_before_an_event_the_hall_is_in_show_mode():
    stage = Stage()
    stage.book(1)
    stage.clock.advance(44 * 60)
    assert stage.show.mode == "edit"
    stage.clock.advance(65)
    assert (stage.show.mode, stage.told) == ("show", ["show"])
    stage.clock.advance(4 * 3600)
    assert stage.show.mode == "show"  # an encore is no reason to open the file


def test_who_leaves_it_during_an_event_is_not_overruled_and_the_next_event_arms_it_again():
    stage = Stage()
    stage.book(0.1)
    stage.book(5, "b")
    stage.clock.advance(10)
    stage.show.set(LEAD, "edit")
    stage.clock.advance(3600)
    assert stage.show.mode == "edit"
    stage.clock.advance(4 * 3600)
    assert stage.show.mode == "show"


def test_a_restart_knows_the_mode_and_what_armed_it():
    stage = Stage()
    stage.book(0.1)
    stage.clock.advance(10)
    stage.show.set(LEAD, "edit")
    again = Stage(*stage.paper.lines)
    again.clock.advance(60)
    assert again.show.mode == "edit"


def test_a_clock_that_steps_arms_once():
    stage = Stage()
    stage.book(10)
    stage.clock.jump(9.9 * 3600)
    stage.clock.advance(6)
    assert stage.show.mode == "show"
    stage.show.set(LEAD, "edit")
    stage.clock.jump(-9 * 3600)
    stage.clock.advance(6)
    stage.clock.jump(9 * 3600)
    stage.clock.advance(6)
    assert stage.show.mode == "edit"


def test_in_show_mode_nobody_far_away_moves_anything():
    stage = Stage()
    guard = far_hands(stage.show)
    asking = Asking(ENGINEER, "lamp", "a")
    assert guard(asking) is None
    stage.show.set(LEAD, "show")
    assert guard(asking).id == "guard.show_mode"
    assert guard(Asking(LEAD, "lamp", "a")) is None


def test_nor_do_they_by_a_scene():
    stage = Stage()
    stage.show.set(LEAD, "show")
    assert far_hands(stage.show)(Asking(ENGINEER.by_scene(), "lamp", "a")).id == "guard.show_mode"
    assert far_hands(stage.show)(Asking(LEAD.by_scene(), "lamp", "a")) is None
