"""A device that dies: how long until its fault stands on the tablet, and until its ticket is open."""

import json
import random
from collections.abc import Iterable, Iterator

from bench.measure import Figure, Measure, Values, share
from bench.stage import Stage
from bench.tablets import Frame

DYING, SPREAD, WAIT = 24, 12.0, 45.0


def died(stage: Stage) -> Values:
    """Each of two dozen devices, polled as usual when nothing happens, says nothing more, for good."""
    stage.start()
    stage.settle()
    stage.open()
    plan = sorted((random.uniform(0, SPREAD), "die", n, 0, 0) for n in range(DYING))
    deaths = {plan[n][2]: moment for n, moment in enumerate(stage.matrices.play(plan))}
    stage.matrices.play([(WAIT, "nothing", 0, 0, 0)])
    seen: dict[int, float] = {}
    opened: dict[int, float] = {}
    for at, fault, now in _faults(stage.tablets.frames()):
        number = int(fault.partition("/")[0].removeprefix("m"))
        if now.get("phase") == "active":
            seen.setdefault(number, at - deaths[number])
        if now.get("ticket"):
            opened.setdefault(number, at - deaths[number])
    return {
        "fault, median": share(seen.values(), 0.5),
        "fault, p95": share(seen.values(), 0.95),
        "ticket, median": share(opened.values(), 0.5),
        "ticket, p95": share(opened.values(), 0.95),
        "tickets": float(len(opened)),
    }


def _faults(frames: Iterable[Frame]) -> Iterator[tuple[float, str, dict[str, object]]]:
    for at, _, body in frames:
        told = json.loads(body).get("faults") if b'"faults"' in body else None
        for fault, now in (told or {}).items():
            if now is not None:
                yield at, fault, now


DEATH = Measure(
    "death",
    f"{DYING} devices die, idle polls",
    (
        Figure("fault, median", "s"),
        Figure("fault, p95", "s", 10),
        Figure("ticket, median", "s"),
        Figure("ticket, p95", "s", 40),
        Figure("tickets", f"of {DYING}", DYING, least=True),
    ),
    lambda name: Stage(name, DYING, plain=True),
    died,
    floor=False,
    repeat=1,
)
