"""`?wait=5s`: how long an answer may wait for its order."""

import asyncio
from typing import Any

from pydantic import Field

from controller.clock import Clock
from controller.hall.orders import Order
from drivers.rigfile.kinds import DURATION, seconds
from web.problems import Problem
from web.routing import Call, Model

LONGEST = 60.0
DISK = 5.0
"""Seconds the record may take to store a line before its sender is told that it is not stored."""


class Wait(Model):
    """A duration such as 5s or 500ms, a minute at most; left out, nothing is waited for."""

    wait: str | None = Field(None, max_length=24, pattern=f"^({DURATION})$", examples=["5s"])


def wait_of(call: Call[Any, Wait]) -> float:
    """Seconds to wait."""
    try:
        return min(LONGEST, seconds(call.query.wait)) if call.query.wait else 0.0
    except ValueError:
        raise Problem(422, "invalid") from None


async def recorded(line: "asyncio.Future[Any] | None") -> None:
    """Return once the journal has it; nothing is acknowledged before. A full disk is told, not waited out."""
    if line is None:
        return
    await asyncio.wait([line], timeout=DISK)
    if not line.done() or line.cancelled() or line.exception() is not None:
        raise Problem(503, "not_recorded")


async def settled(clock: Clock, order: Order, wait: float) -> None:
    """Return once the order is on record and has ended, or `wait` seconds have passed."""
    await recorded(order.recorded)
    if not wait or order.ended:
        return
    told: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def tell(_: object = None) -> None:
        if not told.done():
            told.set_result(None)

    order.settled.add_done_callback(tell)
    timer = clock.call_later(wait, tell)
    try:
        await told
    finally:
        timer.cancel()
        order.settled.remove_done_callback(tell)
