"""Time that is handed in: a clock moved by hand, and the machine's own."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from controller.clock import Clock, ManualClock, SystemClock

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def test_time_stands_still_until_it_is_moved() -> None:
    clock = ManualClock(NOON)
    assert (clock.now(), clock.monotonic()) == (NOON, 0.0)
    clock.advance(1.5)
    assert (clock.now(), clock.monotonic()) == (NOON + timedelta(seconds=1.5), 1.5)


def test_timers_are_called_in_order_each_at_its_own_moment() -> None:
    clock, heard = ManualClock(NOON), list[tuple[str, float]]()

    def hear(what: str) -> None:
        heard.append((what, clock.monotonic()))

    clock.call_later(3, hear, "third")
    clock.call_later(1, hear, "first")
    clock.call_later(1, hear, "first's twin")
    clock.advance(2)
    assert heard == [("first", 1.0), ("first's twin", 1.0)]
    clock.advance(1)
    assert heard[-1] == ("third", 3.0)


def test_a_timer_set_on_the_way_is_called_on_the_way() -> None:
    clock, beats = ManualClock(NOON), list[float]()

    def beat() -> None:
        beats.append(clock.monotonic())
        clock.call_later(0.1, beat)

    clock.call_later(0.1, beat)
    clock.advance(1)
    assert beats == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
    assert clock.waiting() == 1


def test_a_cancelled_timer_never_comes() -> None:
    clock, heard = ManualClock(NOON), list[str]()
    timer = clock.call_later(1, heard.append, "never")
    timer.cancel()
    timer.cancel()
    clock.advance(2)
    assert heard == []
    assert clock.waiting() == 0


def test_ten_tenths_are_one_second() -> None:
    clock, heard = ManualClock(NOON), list[str]()
    clock.call_later(1, heard.append, "due")
    for _ in range(10):
        clock.advance(0.1)
    assert heard == ["due"]


def test_a_time_server_moves_the_wall_clock_and_no_timer() -> None:
    clock, heard = ManualClock(NOON), list[str]()
    clock.call_later(1, heard.append, "due")
    clock.jump(-3600)
    assert (clock.now(), clock.monotonic(), heard) == (NOON - timedelta(hours=1), 0.0, [])
    with pytest.raises(ValueError, match="jump"):
        clock.advance(-1)
    with pytest.raises(ValueError, match="aware"):
        ManualClock(NOON.replace(tzinfo=None))


async def test_a_sleeper_wakes_when_its_moment_is_reached() -> None:
    clock = ManualClock(NOON)
    sleeper = asyncio.ensure_future(clock.sleep(600))
    await asyncio.sleep(0)
    clock.advance(599)
    await asyncio.sleep(0)
    assert not sleeper.done()
    clock.advance(1)
    await sleeper


async def test_a_sleeper_that_is_cancelled_leaves_no_timer() -> None:
    clock = ManualClock(NOON)
    sleeper = asyncio.ensure_future(clock.sleep(600))
    await asyncio.sleep(0)
    sleeper.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sleeper
    assert clock.waiting() == 0


async def test_a_sleeper_cancelled_in_the_very_moment_it_is_due_takes_no_harm() -> None:
    clock = ManualClock(NOON)
    sleeper = asyncio.ensure_future(clock.sleep(1))
    await asyncio.sleep(0)
    clock.call_later(0.5, sleeper.cancel)
    clock.advance(1)
    with pytest.raises(asyncio.CancelledError):
        await sleeper


async def test_the_machines_clock_keeps_the_loops_time() -> None:
    clock: Clock = SystemClock()
    called = asyncio.Event()
    began = clock.monotonic()
    clock.call_later(0.01, called.set)
    clock.call_later(0, pytest.fail, "this one was cancelled").cancel()
    await called.wait()
    await clock.sleep(0)
    assert clock.monotonic() > began
    assert clock.now().tzinfo is UTC


def test_the_machines_clock_tells_the_same_time_outside_a_loop() -> None:
    clock = SystemClock()
    before = clock.monotonic()

    async def inside() -> float:
        return clock.monotonic()

    assert before <= asyncio.run(inside()) <= clock.monotonic()
