"""What a fault does to the hall: whose picture and sound are gone with it, or may go; who is out of reach.

Only what is lost is said to be gone. A device that warns, or that is too hot, works for now: of it is said
what may happen. Whoever answers was not taken along.
"""

from collections.abc import Iterable

from controller.hall.faults import Fault
from controller.hall.hall import Hall
from controller.hall.naming import joined, listed, name_of, subjects
from controller.hall.neighbours import COMMON
from controller.hall.reach import taken
from controller.hall.rules_mains import OUTLET_LOST
from controller.hall.rules_wishes import MISSED
from controller.hall.sentences import Sentence
from controller.hall.topology import End, Kind
from drivers.points import Ref
from drivers.vocabulary import FADER, POWER, LinkState
from drivers.vocabulary import INPUT as SOURCE


class Impacts:
    """Looks them up in the topology of one hall."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def gone(self, fault: Fault) -> Sentence:
        """What is lost with it; of a device that carries neither picture nor sound, its control."""
        if lost := self._lost_signal(fault):
            return lost
        names = self._taken(fault) if fault.rule == OUTLET_LOST else [fault.device]
        return Sentence("impact.control", name=listed(self._names(names)))

    def also(self, fault: Fault) -> object:
        """What is lost beside the device itself, as the end of a sentence; "" where nothing is."""
        lost = self._lost_signal(fault)
        if lost is None and fault.rule not in (COMMON, MISSED) and (others := self._devices(fault)):
            lost = Sentence("impact.silent", name=listed(self._names(others)))
        return "" if lost is None else Sentence("impact.also", what=lost)

    def fallen(self, fault: Fault) -> object:
        """The devices that a common cause took along; all that hang on it while they come back."""
        named = [str(one) for one in fault.evidence.get("devices", ())]
        now = [one for one in dict.fromkeys([*named, *self._devices(fault)]) if not self._answers(one)]
        hang = [one for one in self._below(fault) if one in self._hall.devices]
        return listed(self._names(now or named or hang or subjects(fault)))

    def may_go(self, fault: Fault) -> Sentence:
        """What may be lost if nothing is done."""
        feeds = (feed for feed in self._hall.venue.topology.feeds if feed.source.device == fault.device)
        fed = [feed.sink for feed in feeds if feed.kind is Kind.POWER]
        if fed:
            return Sentence("impact.may.power", name=listed(self._names(dict.fromkeys(fed))))
        if screens := self._screens([fault.device]):
            return Sentence("impact.may.picture", screens=listed(screens))
        return Sentence("impact.may.sound" if self._sounds(fault.device) else "impact.may.stop")

    def bare(self, fault: Fault) -> Sentence | None:
        """Of an outlet that took nothing along: who goes on without it."""
        if fault.rule != OUTLET_LOST or self._taken(fault):
            return None
        feeds = self._names(fault.evidence.get("feeds", ()))
        return Sentence("impact.spare", fed=joined(feeds)) if feeds else Sentence("impact.bare")

    # ------------------------------------------------------------ whose picture, whose sound

    def _lost_signal(self, fault: Fault) -> Sentence | None:
        lost = [fault.device] if fault.rule == MISSED else [fault.device, *self._taken(fault)]
        if screens := self._screens(lost):
            return Sentence("impact.picture", screens=listed(screens))
        if any(self._sounds(device) for device in lost):
            return Sentence("impact.sound", name=name_of(self._hall, fault.device))
        return None

    def _devices(self, fault: Fault) -> list[str]:
        return [one for one in self._taken(fault) if one in self._hall.devices]

    def _taken(self, fault: Fault) -> list[str]:
        return [one for one in self._below(fault) if fault.rule == OUTLET_LOST or not self._answers(one)]

    def _below(self, fault: Fault) -> list[str]:
        end = End.parse(fault.subject)
        dead = end if fault.rule in (OUTLET_LOST, COMMON) else End(fault.device)
        return sorted(taken(self._hall.venue.topology, {dead, *map(End, subjects(fault)[1:])}))

    def _answers(self, device: str) -> bool:
        """Whoever does was not taken along: a switch may be silent and carry on."""
        link = self._hall.state.get(Ref(device, "link")) if device in self._hall.devices else None
        return link is not None and link.reported == LinkState.UP

    def _screens(self, devices: Iterable[str]) -> list[object]:
        """The screens that show nothing, or nothing new, without these devices."""
        found = dict.fromkeys(screen for device in devices for screen in self._fed_with_pictures(device))
        return self._names(found)

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

    def _names(self, ids: Iterable[str]) -> list[object]:
        return [name_of(self._hall, id) for id in ids]
