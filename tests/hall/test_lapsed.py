"""A subscription that could not be renewed in time: what it kept fresh is old until it is asked for again."""

from random import Random

from controller.clock import ManualClock
from controller.hall.lanes import Lanes
from controller.hall.plan import Plan
from controller.hall.scheduler import Scheduler
from drivers.mixers.x32 import X32
from drivers.points import Place
from drivers.wire.controller import ControllerSide


class Host:
    """The device whose plan it is: it writes down what is old."""

    def __init__(self):
        self.old = []

    def safely(self, callback, *args):
        return callback(*args)

    def polite(self, when):
        return True

    def grew_old(self, places):
        self.old += places

    def answered(self): ...

    def unanswered(self): ...

    def read_through(self): ...


class Link:
    """It takes everything and answers at once, unless it is `stuck`."""

    def __init__(self):
        self.frames, self.stuck = [], False

    def takes(self, request):
        return not self.stuck

    def request(self, request, done):
        self.frames.append(request.frames[0])
        done(None)


def begun():
    clock, host, lanes, link = ManualClock(), Host(), Lanes(), Link()
    plan = Plan(host, lanes, clock, Scheduler(clock), Random(1), None)
    plan.make(ControllerSide(X32))
    lanes.open(link)
    plan.begin()
    return clock, host, lanes, link


def test_while_it_is_renewed_in_time_nothing_is_old():
    clock, host, _, _ = begun()
    clock.advance(100)
    assert host.old == []


def test_what_it_kept_fresh_is_old_once_it_has_lapsed_and_is_asked_for_when_it_is_said_again():
    clock, host, lanes, link = begun()
    link.stuck = True
    clock.advance(25)
    assert {Place("fader", (1,)), Place("label", (1,)), Place("console_scene")} <= set(host.old)
    link.stuck, link.frames = False, []
    lanes.pump()
    assert link.frames.index("/xremote") < link.frames.index("/ch/01/config/name")
    host.old.clear()
    clock.advance(100)
    assert host.old == []
