"""A tap on the tablet until the bytes are at the device: one device, and fifty at once."""

import random
import time

from bench.frames import order
from bench.measure import Figure, Measure, Values, milliseconds
from bench.stage import Stage

TAPS, WARM = 300, 30
BURSTS, DEVICES = 16, 50
"""One tablet may give 400 orders at once and 100 a second in the long run; the pauses keep to that."""


def tap(stage: Stage) -> Values:
    """One tap after the other, each when the last is confirmed."""
    _ready(stage)
    script = [
        (random.uniform(0.008, 0.02), b"k%d" % n, order(f"k{n}", "m0/video_tie/1", 2 + n % 6))
        for n in range(WARM + TAPS)
    ]
    sent = stage.tablets.orders(script)[WARM:]
    came = stage.matrices.orders()[WARM:]
    found = dict(milliseconds(at[0] - moment for at, (moment, _) in zip(came, sent, strict=True)))
    return found | {"confirmed p50": milliseconds(done - moment for moment, done in sent)["p50"]}


def fan(stage: Stage) -> Values:
    """Fifty orders in one go, for fifty devices."""
    _ready(stage)
    late: list[float] = []
    for burst in range(BURSTS):
        frames = {
            b"b%d-%d" % (burst, n): order(f"b{burst}-{n}", f"m{n}/video_tie/1", 2 + burst % 6)
            for n in range(DEVICES)
        }
        sent = stage.tablets.burst(frames)
        came = stage.matrices.orders()
        if burst > 1:
            late += [at - sent[device][0] for at, device, _ in came]
        time.sleep(0.3)
    return milliseconds(late)


def _ready(stage: Stage) -> None:
    stage.start()
    stage.settle()
    stage.open()
    stage.matrices.orders()


TAP = Measure(
    "tap",
    "tap to wire",
    (Figure("p50", "ms", 1.4, ratio=True), Figure("p99", "ms", 2, ratio=True), Figure("confirmed p50", "ms")),
    lambda name: Stage(name, 1),
    tap,
)
FAN = Measure(
    "fan",
    "50 devices told at once",
    (Figure("p50", "ms", 2, ratio=True), Figure("p99", "ms", 3, ratio=True)),
    lambda name: Stage(name, DEVICES),
    fan,
)
