"""Lights on a universe: they stand where they were last told, and follow a fade when told of one."""

from collections.abc import Mapping
from typing import ClassVar

from drivers.points import Place, Value
from simulators.models.base import Model
from simulators.models.traits import Kind


class Lights(Model):
    """Dimmers."""

    knows_traits: ClassVar[Mapping[str, Kind]] = {"draws": Kind.NUMBER, "description": Kind.TEXT}

    def act(self, name: str, args: Mapping[str, Value], sets: Mapping[str, Value]) -> None:
        """A fade's end."""
        if name == "fade":
            self.put(Place("level", (args["light"],)), args["to"])  # type: ignore[arg-type]
        else:
            super().act(name, args, sets)

    def power_cut(self) -> None:
        """Without mains it is dark, and nobody remembers."""
        self.put_all("level", 0.0)
