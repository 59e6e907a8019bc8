"""A device that goes: its link is cut, or it falls silent; until the tablet shows it."""

import random
from collections.abc import Callable, Iterator

from bench.frames import Seen, points
from bench.measure import Figure, Measure, Values, share
from bench.stage import Stage

KILLED, SILENT = 40, 24


def killed(stage: Stage) -> Values:
    """Each of forty devices hangs up once."""
    late = list(_gone(stage, "hang_up", KILLED, 0.05, lambda ref, state: ref.endswith("/link")))
    return {"p50": 1000 * share(late, 0.5), "most": 1000 * max(late), "seen": len(late)}


def silent(stage: Stage) -> Values:
    """Each of two dozen devices says nothing more."""
    late = list(_gone(stage, "fall_silent", SILENT, 0.13, lambda ref, state: state["quality"] == "stale"))
    return {"p50": share(late, 0.5), "most": max(late), "seen": len(late)}


def _gone(
    stage: Stage, how: str, count: int, every: float, shows: Callable[[str, dict[str, object]], bool]
) -> Iterator[float]:
    stage.start()
    stage.settle()
    stage.open()
    plan = [(n * every + random.uniform(0, every), how, n, 0, 0) for n in range(count)]
    moments = stage.matrices.play(plan)
    stage.matrices.play([(2.0, "nothing", 0, 0, 0)])
    seen: list[Seen] = [one for one in points(stage.tablets.frames()) if shows(one[2], one[3])]
    for number, moment in enumerate(moments):
        came = (at for at, _, ref, _ in seen if at > moment and ref.startswith(f"m{number}/"))
        if first := next(came, None):
            yield first - moment


KILL = Measure(
    "kill",
    "link killed to tablet",
    (Figure("p50", "ms", 3), Figure("most", "ms"), Figure("seen", f"of {KILLED}", KILLED, least=True)),
    lambda name: Stage(name, KILLED),
    killed,
)
SILENCE = Measure(
    "silent",
    "silent device, polled each second, to tablet",
    (Figure("p50", "s"), Figure("most", "s", 1.2), Figure("seen", f"of {SILENT}", SILENT, least=True)),
    lambda name: Stage(name, SILENT, plain=True, poll="1s"),
    silent,
    floor=False,
)
