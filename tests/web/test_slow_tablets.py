"""A tablet that takes nothing in is let fall behind, then let go; nobody else notices."""

from typing import Any

import pytest

from controller.clock import ManualClock
from controller.events import Bus
from controller.hall.state import State
from drivers.points import Ref
from tests.web.test_frames import read
from web.live import Live
from web.peer import FROZEN, FULL, Peer
from web.ring import Ring
from web.roles import Identity

CHEN = Identity("chen", "operator", "tablet", "mark")


class Wire:
    """A transport whose far end takes in what the test lets it."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.waiting: list[bytes] = []
        self.stuck = self.aborted = self.closed = False

    def write(self, data: bytes) -> None:
        (self.waiting if self.stuck or self.waiting else self.taken).append(data)

    def get_write_buffer_size(self) -> int:
        return sum(map(len, self.waiting))

    def take(self) -> None:
        self.taken += self.waiting
        self.waiting.clear()

    def is_closing(self) -> bool:
        return self.aborted or self.closed

    def abort(self) -> None:
        self.aborted = True

    def close(self) -> None:
        self.closed = True

    def frames(self) -> list[Any]:
        return [read(data) for data in self.taken]


class Hub:
    """The hub of a hall of one point, with tablets at wires of the test."""

    def __init__(self) -> None:
        self.clock, bus = ManualClock(), Bus()
        self.state = State(bus, self.clock)
        self.live = Live(self.clock, bus, self.state, {})
        self.ref = Ref("console", "label")
        self.live.start()

    def join(self) -> tuple[Peer, Wire]:
        wire = Wire()
        peer = Peer(wire, CHEN)  # type: ignore[arg-type]
        self.live.join(peer, None)
        return peer, wire

    def change(self, value: str) -> None:
        self.state.report(self.ref, value)
        self.live._flush()


@pytest.fixture
async def hub() -> Hub:
    return Hub()


async def test_one_that_falls_behind_gets_a_snapshot_once_it_takes_in_again(hub: Hub) -> None:
    (slow, wire), (_, quick) = hub.join(), hub.join()
    wire.stuck = True
    for number in range(30):
        hub.change(f"{number} " + "x" * (FULL // 20))
    assert slow.behind
    assert wire.get_write_buffer_size() < 2 * FULL
    assert [frame["rev"] for frame in quick.frames() if frame["t"] == "d"] == list(
        range(hub.live.rev - 29, hub.live.rev + 1)
    )
    wire.stuck = False
    wire.take()
    hub.change("at last")
    last = wire.frames()[-1]
    assert last["t"] == "snap"
    assert last["points"]["console/label"]["reported"] == "at last"
    assert last["rev"] == hub.live.rev
    hub.change("and on")
    assert wire.frames()[-1]["rev"] == hub.live.rev


async def test_one_that_takes_in_again_is_seen_without_any_change(hub: Hub) -> None:
    _, wire = hub.join()
    wire.stuck = True
    hub.change("x" * (FULL + 1))
    wire.stuck = False
    wire.take()
    hub.clock.advance(2)
    assert [frame["t"] for frame in wire.frames()][-2:] == ["snap", "beat"]


async def test_one_that_takes_in_nothing_is_let_go(hub: Hub) -> None:
    _, wire = hub.join()
    wire.stuck = True
    hub.change("x" * (FULL + 1))
    hub.clock.advance(FROZEN + 4)
    assert wire.aborted


async def test_one_that_takes_in_slowly_is_kept(hub: Hub) -> None:
    _, wire = hub.join()
    wire.stuck = True
    hub.change("x" * FULL)
    hub.change("y" * FULL)
    for _ in range(10):
        wire.waiting[0] = wire.waiting[0][100:]
        hub.clock.advance(FROZEN - 3)
    assert not wire.aborted


async def test_a_session_that_ends_closes_what_came_in_by_it(hub: Hub) -> None:
    _, wire = hub.join()
    hub.live.end("another")
    assert not wire.closed
    hub.live.end("mark")
    assert wire.closed
    assert wire.taken[-1] == b"\x88\x09\x03\xe9session"


def test_the_ring_forgets_the_oldest_and_says_so() -> None:
    ring = Ring(1000, most=25)
    for _ in range(5):
        ring.next()
        ring.keep(b"0123456789")
    assert ring.after(1005) == []
    assert ring.after(1003) == [b"0123456789"] * 2
    assert ring.after(1002) is None
    assert ring.after(1006) is None
    ring.next()
    ring.clear()
    assert ring.after(1005) is None
    assert ring.after(1006) == []
