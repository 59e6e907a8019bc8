"""From the start of the process to the first order on the wire, and to a hall that is read and controlled."""

import time

from bench.frames import order, points
from bench.measure import Figure, Measure, Values
from bench.stage import Stage

FIRST, HALL = 20, 40
IDLE = 8.0
"""Seconds after the start at which a hall where nothing happens is weighed."""


def first(stage: Stage) -> Values:
    """A tablet knocks until it is let in, and orders at once."""
    begun = stage.start()
    opened = stage.open()
    stage.tablets.orders([(0.0, b"k", order("k", "m0/video_tie/1", 3))])
    came = stage.matrices.orders()[0][0]
    stage.settle()
    time.sleep(max(0.0, begun + IDLE - time.monotonic()))
    return {"first order": came - begun, "tablet open": opened - begun, "idle memory": stage.memory()}


def hall(stage: Stage) -> Values:
    """Until every device is up and its ties are read, and then each has done what it was told."""
    begun = stage.start()
    stage.open()
    waiting = {
        f"m{n}/{key}" for n in range(HALL) for key in ("link", *(f"video_tie/{o}" for o in range(1, 9)))
    }
    while waiting:
        for at, _, ref, state in points(stage.tablets.frames()):
            if state["reported"] == "up" or (state["quality"] == "live" and not ref.endswith("/link")):
                waiting.discard(ref)
                readable = at
        if time.monotonic() > begun + 30:
            raise TimeoutError(f"never read: {sorted(waiting)[:5]}")
        time.sleep(0.05)
    frames = {b"c%d" % n: order(f"c{n}", f"m{n}/video_tie/1", 4) for n in range(HALL)}
    done = [at for _, at in stage.tablets.burst(frames)]
    if not all(done):
        raise RuntimeError("an order was not confirmed")
    return {"readable": readable - begun, "controllable": max(done) - begun}


START = Measure(
    "start",
    f"process start, {FIRST} devices",
    (Figure("first order", "s", 1.0), Figure("tablet open", "s"), Figure("idle memory", "MiB", 60)),
    lambda name: Stage(name, FIRST),
    first,
    floor=False,
)
READY = Measure(
    "ready",
    f"{HALL} devices after start",
    (Figure("readable", "s"), Figure("controllable", "s", 3)),
    lambda name: Stage(name, HALL),
    hall,
    floor=False,
)
