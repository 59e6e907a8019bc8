"""A power sequencer: a PDU that switches its outlets one after another, and some of them not at all."""

from collections.abc import Mapping
from typing import ClassVar

from drivers.errors import Reason, Refused
from drivers.points import Place, Value
from simulators.models.pdu import Pdu
from simulators.models.traits import Kind


class Sequencer(Pdu):
    """Outlets in an order, with pauses."""

    knows_traits: ClassVar[Mapping[str, Kind]] = {**Pdu.knows_traits, "sequence_delay": Kind.SECONDS}

    def permit(self, place: Place, value: Value) -> None:
        """A fixed outlet is not switched."""
        if place.key == "outlet" and place not in self._switched():
            raise Refused(Reason.OUT_OF_RANGE)
        super().permit(place, value)

    def move(self, place: Place, value: Value) -> None:
        """Switch at once, so that the answer to an order tells the new state."""
        if place.key == "outlet" and not self.traits.seconds("relay", 0.0):
            self._plan(place, [])
            self.put(place, value)
        else:
            super().move(place, value)

    def act(self, name: str, args: Mapping[str, Value], sets: Mapping[str, Value]) -> None:
        """Up in order, down in the opposite one; a cycle as long as it was asked for."""
        seconds = float(args.get("seconds") or 0.0)
        if name in ("sequence_up", "sequence_down"):
            self._sequence(name == "sequence_up", seconds or self.traits.seconds("sequence_delay", 1.0))
        elif name == "cycle":
            place = Place("outlet", (args.get("socket"),))  # type: ignore[arg-type]
            self.permit(place, False)
            relay = self.traits.seconds("relay", 0.0)
            self._plan(place, [(relay, False), (seconds or self.traits.seconds("reboot_time", 5.0), True)])
        else:
            super().act(name, args, sets)

    def _sequence(self, up: bool, apart: float) -> None:
        outlets = self._switched() if up else self._switched()[::-1]
        for number, place in enumerate(outlets):
            self._plan(place, [(number * apart + self.traits.seconds("relay", 0.0), up)])

    def _switched(self) -> tuple[Place, ...]:
        kinds = {place.index: self.values[place] for place in self.places_of("outlet_kind")}
        return tuple(p for p in self.places_of("outlet") if kinds.get(p.index, "switched") == "switched")
