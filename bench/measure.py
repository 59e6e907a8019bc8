"""What a measure is, and how it is taken: floor and ours in turn, several times."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median

from bench.stage import Stage

Values = Mapping[str, float]


@dataclass(frozen=True)
class Figure:
    """One number of a measure. `goal`: at most so much (at least: `least`), or so many times the floor's."""

    key: str
    unit: str
    goal: float | None = None
    ratio: bool = False
    least: bool = False


@dataclass(frozen=True)
class Measure:
    """A row of the table. `once(stage)` takes it on a fresh stage, made by `stage(subject)`."""

    name: str
    title: str
    figures: tuple[Figure, ...]
    stage: Callable[[str], Stage]
    once: Callable[[Stage], Values]
    floor: bool = True
    repeat: int = 5


@dataclass
class Taken:
    """What was measured: figure -> subject -> one value a round."""

    measure: Measure
    values: dict[str, dict[str, list[float]]] = field(default_factory=dict)

    def add(self, subject: str, values: Values) -> None:
        """One round."""
        for key, value in values.items():
            self.values.setdefault(key, {}).setdefault(subject, []).append(value)

    def median(self, key: str, subject: str) -> float | None:
        """The middle of all rounds; None where there is none."""
        values = self.values.get(key, {}).get(subject)
        return median(values) if values else None


def take(measure: Measure, repeat: int, subjects: Iterable[str], tell: Callable[[str], object]) -> Taken:
    """Floor and ours in turn, `repeat` times; `tell` hears how it goes."""
    taken = Taken(measure)
    for number in range(repeat):
        for subject in subjects:
            if subject == "ours" or measure.floor:
                with measure.stage(subject) as stage:
                    values = measure.once(stage)
                taken.add(subject, values)
                shown = "  ".join(f"{key} {value:.4g}" for key, value in values.items())
                tell(f"{measure.name} {number + 1}/{repeat} {subject:5}  {shown}")
    return taken


def share(values: Iterable[float], part: float) -> float:
    """The value below which that part of all lies (0.99: the 99th of a hundred)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def milliseconds(seconds: Iterable[float]) -> Values:
    """The middle and the tail."""
    all = [one * 1000 for one in seconds]
    return {"p50": share(all, 0.5), "p99": share(all, 0.99)}
