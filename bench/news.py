"""What a device says unasked, until the tablets have it: one tablet, and fifty at 200 changes a second."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from bench.frames import Seen, points
from bench.matrices import Act
from bench.measure import Figure, Measure, Values, milliseconds
from bench.stage import Stage

LINES, EVERY = 300, 0.015
TABLETS, RATE, SECONDS, MATRICES = 50, 200, 8, 10


def news(stage: Stage) -> Values:
    """One tie after the other, made at the front panel."""
    _ready(stage, 1)
    plan = [(n * EVERY, "tie", 0, 2 + n % 7, 1) for n in range(LINES)]
    said = stage.matrices.play(plan)
    return milliseconds(_delays(plan, said, points(stage.tablets.frames()), 1))


def tablets(stage: Stage) -> Values:
    """Ten switchers' eighty outputs in turn, for fifty tablets."""
    _ready(stage, TABLETS)
    count = RATE * SECONDS
    plan = [(n / RATE, "tie", n % MATRICES, 2 + n // 80 % 7, 1 + n // MATRICES % 8) for n in range(count)]
    before = stage.cpu()
    said = stage.matrices.play(plan)
    used = stage.cpu() - before
    late = list(_delays(plan, said, points(stage.tablets.frames()), TABLETS))
    seconds = said[-1] - said[0]
    return {"CPU": used / seconds, **milliseconds(late), "delivered": 100 * len(late) / (count * TABLETS)}


def _delays(
    plan: Sequence[Act], said: Sequence[float], seen: Iterable[Seen], tablets: int
) -> Iterator[float]:
    """From each line to each tablet that had it; one that never came is not in it."""
    came: dict[tuple[str, int, int], list[float]] = defaultdict(list)
    for moment, tablet, ref, state in seen:
        if state is not None and state.get("reported") is not None:
            came[ref, state["reported"], tablet].append(moment)
    for (_, _, device, source, output), moment in zip(plan, said, strict=True):
        for tablet in range(tablets):
            arrived = came[f"m{device}/video_tie/{output}", source, tablet]
            if first := next((at for at in arrived if moment <= at < moment + 1.0), None):
                yield first - moment


def _ready(stage: Stage, tablets: int) -> None:
    stage.start()
    stage.settle()
    stage.open(tablets)
    stage.tablets.frames()


NEWS = Measure(
    "news",
    "news to tablet",
    (Figure("p50", "ms", 1.5, ratio=True), Figure("p99", "ms", 2, ratio=True)),
    lambda name: Stage(name, 1),
    news,
)
TABLETS_50 = Measure(
    "tablets",
    "50 tablets x 200 changes/s",
    (
        Figure("CPU", "core", 0.2),
        Figure("p50", "ms"),
        Figure("p99", "ms", 2, ratio=True),
        Figure("delivered", "%", 100, least=True),
    ),
    lambda name: Stage(name, MATRICES),
    tablets,
)
