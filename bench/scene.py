"""A scene that ties twenty switchers at once, each of which takes 20 ms for every answer.

The floor sends the ties and reads each back once, for that is what "confirmed" means; it does not look first,
writes no journal, and could not put anything back.
"""

import json
import time
from collections.abc import Iterable
from typing import Any

from bench.measure import Figure, Measure, Values
from bench.stage import Stage
from bench.tablets import Frame

DEVICES, ANSWER = 20, 0.02
SLOWEST = 2 * ANSWER
"""Seconds that no scene can go below: a device says yes, and is read back."""
RUNS = 14


def scene(stage: Stage) -> Values:
    """One run after the other, to another input each time."""
    stage.start(verify=True)
    stage.settle()
    stage.open()
    stage.matrices.delay(ANSWER)
    out, seen = [], []
    for run in range(RUNS):
        stage.tablets.frames()
        stage.matrices.orders()
        began = stage.tablets.send(f'{{"t":"run","id":"r{run}","scene":"to-{2 + run % 6}"}}'.encode())
        frames: list[Frame] = []
        while (over := _over(frames)) is None:
            if time.monotonic() > began + 5:
                raise RuntimeError(f"the scene was not confirmed: {stage.log()}")
            time.sleep(0.3)
            frames += stage.tablets.frames()
        seen.append(over - began)
        out.append(max(at for at, _, _ in stage.matrices.orders()) - began)
    confirmed = 1000 * _middle(seen[2:])
    over = confirmed - 1000 * SLOWEST
    return {
        "last byte out": 1000 * _middle(out[2:]),
        "all confirmed": confirmed,
        "over the slowest device": over,
    }


def _over(frames: Iterable[Frame]) -> float | None:
    """When the tablet had the last step confirmed: the run done, or (the floor) the twentieth "done"."""
    done = 0
    for moment, _, body in frames:
        said: dict[str, Any] = json.loads(body)
        done += said["t"] == "done" and "run" not in said
        runs = (said.get("runs") or {}).values()
        if done == DEVICES or any(run and run.get("state") == "done" for run in runs):
            return moment
    return None


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _scenes() -> str:
    lines = ["scenes:"]
    for source in range(2, 8):
        lines += [f"  to-{source}:", "    name: Bench", "    steps:", "      - together:"]
        lines += [f"          - {{set: m{number}/video_tie/1, to: {source}}}" for number in range(DEVICES)]
    return "\n".join(lines)


SCENE = Measure(
    "scene",
    f"scene of {DEVICES} devices that answer after 20 ms",
    (
        Figure("last byte out", "ms", 3),
        Figure("all confirmed", "ms", 1.1, ratio=True),
        Figure("over the slowest device", "ms"),
    ),
    lambda name: Stage(name, DEVICES, scenes=_scenes()),
    scene,
)
