"""Devices polled each second on one core: how many, how punctually, and what each costs.

A *plain* switcher knows nothing but video ties, so a round is one question; a *full* one is asked five.
"""

import time
from itertools import pairwise

from bench.measure import Figure, Measure, Values, share
from bench.stage import Stage

SIZES = (800, 1600, 2400, 3200)
LATE = 0.1
"""Seconds of the p99 error of an interval beyond which there are too many devices."""
WINDOW = 8.0
FEW, MANY = 100, 400


def capacity(stage: Stage) -> Values:
    """One size after the other, as long as the intervals hold."""
    found: dict[str, float] = {"devices": 0}
    for size in SIZES:
        with Stage("ours", size, plain=True, poll="1s") as crowd:
            late, used = _watch(crowd)
        found |= {f"p99 at {size}": late * 1000, f"CPU at {size}": used}
        if late > LATE:
            break
        found["devices"] = size
    return found


def cost(plain: bool, few: Stage) -> Values:
    """What hundred devices more cost, from a hall of a hundred to one of four hundred."""
    _, cpu = _watch(few)
    memory = few.memory()
    with Stage("ours", MANY, plain=plain, poll="1s") as many:
        _, more = _watch(many)
        more_memory = many.memory()
    hundreds = (MANY - FEW) / 100
    return {"CPU": (more - cpu) / hundreds, "memory": (more_memory - memory) / hundreds}


def _watch(stage: Stage) -> tuple[float, float]:
    """The p99 error of an interval in seconds, and the core-seconds used a second."""
    stage.start()
    stage.settle()
    time.sleep(3)
    stage.matrices.watch(True)
    before, begun = stage.cpu(), time.monotonic()
    time.sleep(WINDOW)
    used = (stage.cpu() - before) / (time.monotonic() - begun)
    moments = stage.matrices.watch(False)
    short = [one for one in moments if len(one) < WINDOW - 1.5]
    errors = [abs(b - a - 1.0) for one in moments for a, b in pairwise(one)]
    return (float("inf") if len(short) > len(moments) / 100 else share(errors, 0.99)), used


CAPACITY = Measure(
    "polls",
    "devices polled each second",
    (
        Figure("devices", "p99 error < 100 ms", 1600, least=True),
        *(Figure(f"p99 at {size}", "ms") for size in SIZES),
        *(Figure(f"CPU at {size}", "core") for size in SIZES),
    ),
    lambda name: Stage(name, 1, plain=True),
    capacity,
    floor=False,
    repeat=1,
)
COST_PLAIN = Measure(
    "cost",
    "100 polled devices, one question each",
    (Figure("CPU", "core-s/s", 0.015), Figure("memory", "MiB", 3)),
    lambda name: Stage(name, FEW, plain=True, poll="1s"),
    lambda stage: cost(True, stage),
    floor=False,
    repeat=3,
)
COST_FULL = Measure(
    "cost-full",
    "100 polled devices, five questions each",
    (Figure("CPU", "core-s/s"), Figure("memory", "MiB")),
    lambda name: Stage(name, FEW, poll="1s"),
    lambda stage: cost(False, stage),
    floor=False,
    repeat=3,
)
