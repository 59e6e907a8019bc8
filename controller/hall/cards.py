"""What people are told of a fault: its name, its probable cause, what it does to the hall, what to do now.

Every rule has a card in the catalogue, by the words of `codes.WORDS`; a rule without one may not raise a
fault. Whose picture or sound is gone comes from the topology. Inputs and outputs go by the names that the
hall's file gives them.
"""

from collections.abc import Iterable
from typing import Any

from controller.hall.codes import CARDS, Card
from controller.hall.conditions import watched
from controller.hall.device import Device
from controller.hall.faults import Fault, Phase
from controller.hall.hall import Hall
from controller.hall.neighbours import COMMON
from controller.hall.offline import sentence
from controller.hall.reach import taken
from controller.hall.rules_link import LOST
from controller.hall.rules_mains import OUTLET_LOST
from controller.hall.rules_parts import BEYOND
from controller.hall.rules_wishes import MISSED, OUTSIDE
from controller.hall.sentences import Sentence, exactly, spoken_part, spoken_value
from controller.hall.topology import End
from drivers.points import Ref
from drivers.vocabulary import FADER, POWER, LinkState
from drivers.vocabulary import INPUT as SOURCE

ADVICE = 3
SPOKEN = ("wanted", "held", "is", "said")
"""The evidence that is a value of the point it is about."""
SILENT = frozenset({"silent", "no_greeting", "out_of_step"})
"""Losses of a device that is there and does not answer."""


def card(fault: Fault) -> str:
    """Which card of the catalogue is about it."""
    if fault.rule == LOST and fault.evidence.get("code") in SILENT:
        return "no_reply"
    if fault.rule == MISSED and fault.evidence.get("unheard"):
        return "did_not_wake"
    return "common_subnet" if "net" in fault.evidence else fault.rule


def facts(fault: Fault) -> Card:
    """How soon to act, and the class it proposes."""
    return CARDS[card(fault)]


class Cards:
    """The words for the faults of one hall."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def title(self, fault: Fault) -> Sentence:
        """What is wrong, in one line; one of many places is named."""
        placed = fault.rule in (MISSED, OUTSIDE) and watched(fault.subject).index
        return Sentence(f"fault.{card(fault)}.title{'_at' if placed else ''}", **self._params(fault))

    def cause(self, fault: Fault) -> Sentence:
        """What probably brought it about."""
        return Sentence(f"fault.{card(fault)}.cause", **self._params(fault))

    def group(self, fault: Fault) -> Sentence:
        """What all of its kind are called together."""
        return Sentence(f"fault.{card(fault)}.group")

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
        """What it does to the hall: which screen loses its picture."""
        if fault.rule == OUTLET_LOST and not self._taken(fault):
            feeds = [self._name(device) for device in fault.evidence.get("feeds", ())]
            return Sentence("impact.spare", fed=joined(feeds)) if feeds else Sentence("impact.bare")
        return Sentence(f"fault.{card(fault)}.impact", what=self._what(fault), **self._params(fault))

    def advice(self, fault: Fault) -> list[Sentence]:
        """What to do now, in order."""
        params = self._params(fault)
        return [Sentence(f"fault.{card(fault)}.advice{n}", **params) for n in range(1, ADVICE + 1)]

    def _params(self, fault: Fault) -> dict[str, object]:
        said: dict[str, object] = {
            name: self._spoken(watched(fault.subject), value) if name in SPOKEN else _number(value)
            for name, value in fault.evidence.items()
            if not isinstance(value, list)
        }
        said["part"] = spoken_part(str(fault.evidence.get("part", "")))
        net = fault.evidence.get("net")
        said["name"] = Sentence("node.subnet", net=net) if net else joined(map(self._name, _of(fault)))
        said["at"] = self._at(fault)
        said["fed"] = joined(map(self._name, fault.evidence.get("feeds", ())))
        said["why"] = sentence(str(fault.evidence.get("code", "")), said["name"])
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

    def _name(self, id: str) -> object:
        node = self._hall.venue.nodes.get(id)
        if node is not None and node.name is not None:
            return {"zh": node.name.zh, "en": node.name.en}
        return self._hall.title(id)

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

    # ------------------------------------------------------------ whose picture, whose sound

    def _what(self, fault: Fault) -> Sentence:
        taken = self._taken(fault)
        lost = taken if fault.rule == OUTLET_LOST else [fault.device, *taken]
        if screens := self._screens(lost):
            return Sentence("impact.picture", screens=joined(screens))
        if any(self._sounds(device) for device in lost):
            return Sentence("impact.sound", name=self._name(fault.device))
        named = joined(map(self._name, lost)) if fault.rule == OUTLET_LOST else self._name(fault.device)
        return Sentence("impact.control", name=named)

    def _taken(self, fault: Fault) -> list[str]:
        end = End.parse(fault.subject)
        dead = end if fault.rule in (OUTLET_LOST, COMMON) else End(fault.device)
        gone = taken(self._hall.venue.topology, {dead, *map(End, _of(fault)[1:])})
        return sorted(one for one in gone if fault.rule == OUTLET_LOST or not self._answers(one))

    def _answers(self, device: str) -> bool:
        """Whoever does was not taken along: a switch may be silent and carry on."""
        link = self._hall.state.get(Ref(device, "link")) if device in self._hall.devices else None
        return link is not None and link.reported == LinkState.UP

    def _screens(self, devices: Iterable[str]) -> list[object]:
        """The screens that show nothing, or nothing new, without these devices."""
        found: dict[str, object] = {}
        for device in devices:
            for screen in self._fed_with_pictures(device):
                found.setdefault(screen, self._name(screen))
        return list(found.values())

    def _fed_with_pictures(self, device: str) -> Iterable[str]:
        waiting, seen = [device], {device}
        while waiting:
            here = waiting.pop()
            if self._shows(here):
                yield here
            for line in self._hall.venue.signals.lines:
                onward = line.sink.device
                if line.source.device == here and line.carries != "audio" and onward not in seen:
                    seen.add(onward)
                    waiting.append(onward)

    def _shows(self, id: str) -> bool:
        device = self._hall.devices.get(id)
        return device is not None and device.places.has(POWER.key) and device.places.has(SOURCE.key)

    def _sounds(self, id: str) -> bool:
        device = self._hall.devices.get(id)
        return device is not None and device.places.has(FADER.key)


def _of(fault: Fault) -> list[str]:
    """What it is the fault of: of one device or node, or of several that died together."""
    return [fault.device, *fault.evidence.get("beside", ())]


def _index(ref: Ref) -> str:
    return "/".join(map(str, ref.index))


def _number(value: Any) -> Any:
    """A limit as somebody wrote it: 2850, not 2850.0."""
    return exactly(value) if isinstance(value, float) else value


def joined(names: Iterable[object]) -> object:
    """Several names as one, in both languages."""
    pairs = [one if isinstance(one, dict) else {"zh": str(one), "en": str(one)} for one in names]
    return {"zh": "、".join(one["zh"] for one in pairs), "en": ", ".join(one["en"] for one in pairs)}
