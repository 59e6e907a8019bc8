"""A projector that rests in several ways (standby, ready, eco) and passes over what it cannot do now."""

from collections.abc import Mapping
from typing import ClassVar

from drivers.points import Place, Value
from drivers.vocabulary import COOLING, OFF, ON, WARMING
from simulators.models.base import Model
from simulators.models.projector import POWER, Projector
from simulators.models.traits import Kind

LIGHT, RESTING, SHUTTER = Place("light"), Place("resting"), Place("shutter")


class Resting(Projector):
    """Orders about power are never refused: on the way, and where they change nothing, they are ignored."""

    knows_traits: ClassVar[Mapping[str, Kind]] = Projector.knows_traits

    def permit(self, place: Place, value: Value) -> None:
        """As any projector, but for the power."""
        if place not in (POWER, LIGHT):
            super().permit(place, value)

    def move(self, place: Place, value: Value) -> None:
        """From eco it does not start; on the way it takes no notice."""
        if place == POWER:
            resting = self.values.get(RESTING)
            if self.values[POWER] in (WARMING, COOLING) or (
                value == ON and resting not in ("standby", "ready")
            ):
                return
        super().move(place, value)

    def put(self, place: Place, value: Value) -> None:
        """Make it so; the light follows the power."""
        super().put(place, value)
        if place == POWER and LIGHT in self.values:
            Model.put(self, LIGHT, self.lit)

    def act(self, name: str, args: Mapping[str, Value], sets: Mapping[str, Value]) -> None:
        """Toggle the shutter; rest otherwise, if it rests at all."""
        if name == "toggle_shutter":
            self.put(SHUTTER, not self.values[SHUTTER])
        elif self.values[POWER] == OFF:
            super().act(name, args, sets)
