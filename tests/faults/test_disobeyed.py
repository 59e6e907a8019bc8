"""What shows that a device obeyed: its state, never the words of its acknowledgement."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from controller.clock import ManualClock
from controller.events import Bus, OrderMoved, PointChanged
from controller.hall.disobeyed import Disobeyed
from controller.hall.orders import Actor, Order, OrderState
from controller.hall.state import PointState
from drivers.points import Ref

TIE = Ref("matrix", "video_tie", (1,))
NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)
WAS = PointState(1, None, "live", NOON)


class Room:
    """As much of a hall as the memory of disobedience looks at."""

    def __init__(self):
        self.bus, self.clock, self.now = Bus(), ManualClock(NOON), WAS
        self.state = self
        self.disobeyed = Disobeyed(self, self.bus, late=30)
        self.order = Order("1", Actor("chen", "operator"), "matrix", "set", ref=TIE, value=3, within=5.0)
        self.bus.publish(OrderMoved(self.order))

    def get(self, ref):
        return self.now

    def agrees(self, ref, asked, read):
        return asked == read

    def passing(self, ref):
        return ()

    def moves(self, to):
        self.order.move(to, self.clock.now())
        self.bus.publish(OrderMoved(self.order))

    def reports(self, value):
        was, self.now = self.now, replace(self.now, reported=value)
        self.bus.publish(PointChanged(TIE, self.now, was))


@pytest.mark.parametrize("gap", [0.0, 0.001])
def test_an_acknowledgement_that_spells_the_value_is_no_proof(gap):
    room = Room()
    room.moves(OrderState.SENT)
    room.reports(3)  # "Out1 In3 Vid", which is the acknowledgement
    room.clock.advance(gap)
    room.moves(OrderState.ACKNOWLEDGED)
    room.clock.advance(1)
    room.reports(1)  # asked, it says what it always said
    room.moves(OrderState.NOT_CONFIRMED)
    assert list(room.disobeyed.at("matrix")) == [TIE]


def test_a_value_that_was_seen_and_then_changed_by_somebody_was_obeyed():
    room = Room()
    room.moves(OrderState.SENT)
    room.moves(OrderState.ACKNOWLEDGED)
    room.clock.advance(1)
    room.reports(3)
    room.clock.advance(1)
    room.reports(1)
    room.moves(OrderState.NOT_CONFIRMED)
    assert not room.disobeyed.at("matrix")
