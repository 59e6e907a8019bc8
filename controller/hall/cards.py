"""What people are told of a fault: its name, its probable cause, what it does to the hall, what to do now.

Every rule has a card in the catalogue, by the words of `codes.WORDS`; a rule without one may not raise a
fault. Whose picture or sound is gone comes from the topology. Inputs and outputs go by the names that the
hall's file gives them.
"""

from collections.abc import Iterable
from typing import Any

from controller.hall.codes import ACT
from controller.hall.conditions import watched
from controller.hall.device import Device
from controller.hall.faults import Fault, Phase
from controller.hall.hall import Hall
from controller.hall.impacts import Impacts
from controller.hall.naming import joined, name_of, subjects
from controller.hall.offline import sentence
from controller.hall.reaching import address_of, cable_of, connected, restart
from controller.hall.rules_link import LOST
from controller.hall.rules_parts import BEYOND, PART
from controller.hall.rules_wishes import MISSED, OUTSIDE
from controller.hall.sentences import Sentence, exactly, spoken_part, spoken_value
from drivers.points import Ref
from drivers.vocabulary import WARNING

ADVICE = 3
SPOKEN = ("wanted", "held", "is", "said")
"""The evidence that is a value of the point it is about."""
SILENT = frozenset({"silent", "no_greeting", "out_of_step"})
"""Losses of a device that does not answer, though nothing else is known to be wrong."""


class Cards:
    """The words for the faults of one hall."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._impacts = Impacts(hall)

    def card(self, fault: Fault) -> str:
        """Which card of the catalogue is about it."""
        if fault.rule == LOST and fault.evidence.get("code") in SILENT:
            return "no_reply" if connected(address_of(self._hall, fault.device)) else "no_answer"
        if fault.rule == PART and fault.evidence.get("said") == WARNING:
            return "device_warning"
        if fault.rule == MISSED and fault.evidence.get("unheard"):
            return "did_not_wake"
        return "common_subnet" if "net" in fault.evidence else fault.rule

    def act(self, fault: Fault) -> int | None:
        """Seconds until somebody should act; None: nobody has to."""
        return ACT[self.card(fault)]

    def title(self, fault: Fault) -> Sentence:
        """What is wrong, in one line; one of many places is named."""
        placed = fault.rule in (MISSED, OUTSIDE) and watched(fault.subject).index
        return Sentence(f"fault.{self.card(fault)}.title{'_at' if placed else ''}", **self._params(fault))

    def cause(self, fault: Fault) -> Sentence:
        """What probably brought it about."""
        return Sentence(f"fault.{self.card(fault)}.cause", **self._params(fault))

    def group(self, fault: Fault) -> Sentence:
        """What all of its kind are called together."""
        return Sentence(f"fault.{self.card(fault)}.group")

    def evidence(self, fault: Fault) -> dict[str, object]:
        """What proves it, inputs by their names."""
        ref = watched(fault.subject)
        return {
            name: self._spoken(ref, value) if name in SPOKEN and type(value) is int else value
            for name, value in fault.evidence.items()
        }

    def related(self, fault: Fault, standing: Iterable[Fault]) -> list[str]:
        """The faults upstream on the way of its signal: they may explain a dark picture, and hide nothing."""
        sources = self._sources(fault.device)
        return [one.key for one in standing if one.device in sources and one.phase is not Phase.SOFT]

    def impact(self, fault: Fault) -> Sentence:
        """What it does to the hall: which screen loses its picture, or may."""
        said = self._impacts
        return said.bare(fault) or Sentence(
            f"fault.{self.card(fault)}.impact",
            what=said.gone(fault),
            also=said.also(fault),
            fallen=said.fallen(fault),
            may=said.may_go(fault),
            **self._params(fault),
        )

    def advice(self, fault: Fault) -> list[Sentence]:
        """What to do now, in order."""
        params = self._params(fault)
        return [Sentence(f"fault.{self.card(fault)}.advice{n}", **params) for n in range(1, ADVICE + 1)]

    def _params(self, fault: Fault) -> dict[str, object]:
        said: dict[str, object] = {
            name: self._spoken(watched(fault.subject), value) if name in SPOKEN else _number(value)
            for name, value in fault.evidence.items()
            if not isinstance(value, list)
        }
        if fault.rule == PART:
            said["said"] = Sentence(f"hurt.{fault.evidence.get('said')}")
        said["part"] = spoken_part(str(fault.evidence.get("part", "")))
        net = fault.evidence.get("net")
        said["name"] = Sentence("node.subnet", net=net) if net else self._joined(subjects(fault))
        said["at"] = self._at(fault)
        said["fed"] = self._joined(fault.evidence.get("feeds", ()))
        said["why"] = sentence(str(fault.evidence.get("code", "")), said["name"])
        cable = cable_of(address_of(self._hall, fault.device))
        said |= {"cable": Sentence(f"cable.{cable}"), "port": Sentence(f"cable.{cable}.port")}
        said["restart"] = restart(self._hall, fault.device)
        return said

    def _spoken(self, ref: Ref, value: Any) -> object:
        """The word for a value; where it is an input, what this hall calls it."""
        entry, device = self._hall.venue.devices.get(ref.device), self._hall.devices.get(ref.device)
        among = device.point(ref.key).among if device is not None and device.places.has(ref.key) else ""
        if not among or isinstance(value, bool):
            return spoken_value(ref.key, value) if self._is_word(device, ref, value) else value
        named = entry.places.get(among, {}).get(value) if entry is not None else None
        if named is not None:
            return {"zh": named.zh, "en": named.en}
        return Sentence("value.none") if value == 0 else value

    def _is_word(self, device: Device | None, ref: Ref, value: Any) -> bool:
        """Whether it is one of the words that such a point may say, and no text that somebody wrote."""
        if device is None or not isinstance(value, str) or not device.places.has(ref.key):
            return True
        return value in (device.point(ref.key).values or ())

    def _sources(self, device: str) -> set[str]:
        """Everything upstream of a device by signal cables."""
        waiting, seen = [device], set[str]()
        while waiting:
            here = waiting.pop()
            for line in self._hall.venue.signals.lines:
                if line.sink.device == here and line.source.device not in seen:
                    seen.add(line.source.device)
                    waiting.append(line.source.device)
        return seen - {device}

    def _joined(self, ids: Iterable[str]) -> object:
        return joined(name_of(self._hall, id) for id in ids)

    def _place(self, ref: Ref) -> object:
        """What this hall calls a place: an output by its name, an outlet with its number; else the number."""
        number = _index(ref)
        entry = self._hall.venue.devices.get(ref.device)
        device = self._hall.devices.get(ref.device)
        if entry is None or device is None or not ref.index or not device.places.has(ref.key):
            return number or Sentence(f"point.{ref.key}")
        axis = device.point(ref.key).axes[-1]
        name = entry.places.get(axis, {}).get(ref.index[-1])
        if name is None:
            return number
        if axis in ("input", "output"):
            return {"zh": name.zh, "en": name.en}
        return {"zh": f"{number}（{name.zh}）", "en": f"{number} ({name.en})"}

    def _at(self, fault: Fault) -> object:
        """Where it is; a wish and a limit are for something of a place: mute 32, not 32 alone."""
        ref = watched(fault.subject)
        place, number = self._place(ref), _index(ref)
        if not number or place != number or fault.rule not in (MISSED, OUTSIDE, BEYOND):
            return place
        point = Sentence(f"point.{ref.key}")
        if ref.device not in self._hall.devices and fault.rule == BEYOND:
            return number
        named = number if number.isdecimal() or "." in number else Sentence(f"part.{number}")
        return Sentence("place.numbered", point=point, number=named)


def _index(ref: Ref) -> str:
    return "/".join(map(str, ref.index))


def _number(value: Any) -> Any:
    """A limit as somebody wrote it: 2850, not 2850.0."""
    return exactly(value) if isinstance(value, float) else value
