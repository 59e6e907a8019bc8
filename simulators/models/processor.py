"""A sound processor with a design: while it stands by, or has no design, it tells only how it runs."""

from drivers.errors import Reason, Refused
from drivers.points import Index, Place, Value
from simulators.models.mixer import Mixer

ITSELF = frozenset(
    {"engine", "design", "design_code", "redundant", "emulator", "status", "status_code", "model"}
)


class Processor(Mixer):
    """Controls that are there while the engine is active."""

    def look(self, key: str, index: Index = ()) -> Value:
        """What is true; Refused where only the active one of a pair would tell."""
        if not self._active and key not in ITSELF:
            raise Refused(Reason.BUSY)
        return super().look(key, index)

    def permit(self, place: Place, value: Value) -> None:
        """Only the active one of a pair obeys."""
        if not self._active:
            raise Refused(Reason.BUSY)

    @property
    def _active(self) -> bool:
        return self.values[Place("engine")] == "Active"
