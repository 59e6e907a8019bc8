"""A lighting desk: a cue list that runs, fades that take their time, submasters and single lights."""

from collections.abc import Mapping
from typing import ClassVar

from drivers.points import Place, Point, Value
from simulators.models.base import Model
from simulators.models.traits import Kind, Traits

CUES: Mapping[str, str] = {"1/1": "House open", "1/2": "Lecture", "1/3": "Film", "1/5.5": "Applause"}


class Desk(Model):
    """Cues by list and number, in the order they are played."""

    knows_traits: ClassVar[Mapping[str, Kind]] = {
        "cues": Kind.TABLE,
        "fade": Kind.SECONDS,
        "draws": Kind.NUMBER,
    }

    def __init__(
        self, points: tuple[Point, ...], values: Mapping[Place, Value], traits: Traits | None = None
    ) -> None:
        """Begin in the first cue, its fade over; `cues: {1/1: House open}` is another list."""
        super().__init__(points, values, traits)
        self._cues = {str(cue): str(text) for cue, text in (self.traits.table("cues") or CUES).items()}
        self._running = False
        self._show(next(iter(self._cues)), "")
        self._tell("cue_progress", 100.0)
        self.take_changes()

    def move(self, place: Place, value: Value) -> None:
        """Fire a cue; anything else stands where it is put."""
        if place.key == "cue":
            self._fire(str(value))
        else:
            self.put(place, value)

    def act(self, name: str, args: Mapping[str, Value], sets: Mapping[str, Value]) -> None:
        """Go, stop, a submaster at full, a text in the command line."""
        match name:
            case "go":
                self._fire(str(self.values[Place("pending_cue")]))
            case "stop":
                self._running = False
            case "fire_sub":
                self.put(Place("submaster", (int(args["sub"] or 0),)), 100.0)
            case "command":
                self._tell("command_line", args["text"])
            case _:
                super().act(name, args, sets)

    def pass_time(self, seconds: float) -> None:
        """The fade goes on."""
        if not self._running:
            return
        part = 100 * seconds / max(0.01, self.traits.seconds("fade", 3.0))
        done = min(100.0, float(self.values[Place("cue_progress")] or 0.0) + part)
        self._tell("cue_progress", round(done, 2))
        self._running = done < 100.0

    def _fire(self, cue: str) -> None:
        """A cue that is not in the list is not fired."""
        if cue not in self._cues:
            return
        self._show(cue, str(self.values[Place("cue")]))
        self._tell("cue_progress", 0.0)
        self._running = True

    def _show(self, cue: str, before: str) -> None:
        order = list(self._cues)
        following = order[(order.index(cue) + 1) % len(order)]
        before = before or order[-1]
        for key, number in (("cue", cue), ("pending_cue", following), ("previous_cue", before)):
            self._tell(key, number)
            self._tell(f"{key}_text", f"{number} {self._cues.get(number, '')}".strip())

    def _tell(self, key: str, value: Value) -> None:
        if Place(key) in self.values:
            self.put(Place(key), value)
