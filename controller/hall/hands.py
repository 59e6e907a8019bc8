"""The remedies of self-healing as orders of a running hall, through the one door like everybody's."""

from collections.abc import Iterator, Mapping

from controller.hall.entries import critical_outlets
from controller.hall.guards import Asking, first
from controller.hall.hall import Hall
from controller.hall.healing import Fails
from controller.hall.hot import end_of
from controller.hall.orders import Actor, NoSuchPoint, NotAValue, Order
from controller.hall.reach import taken
from controller.hall.sentences import Sentence
from controller.hall.topology import Kind
from drivers.errors import NotAllowed
from drivers.points import Ref, Value
from drivers.rigfile.healing import Healing
from drivers.vocabulary import CYCLE, LinkState

HEALER = Actor("healing", "scene", "system")
"""As much as a scene may: it cuts no outlet that is marked critical, and none of which nobody knows."""


class HallHands:
    """What heals in a hall."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def plan(self, device: str) -> Healing | None:
        """What the hall's file allows."""
        entry = self._hall.venue.devices.get(device)
        return entry.healing if entry is not None else None

    def reconnect(self, device: str) -> Sentence | None:
        """Dial anew."""
        self._hall.reconnect(device)
        return None

    def reset(self, device: str, plan: Healing, fails: Fails) -> Sentence | None:
        """The device's own action, where it can still be reached, and is not a lamp that burns."""
        if not self._up(device):
            return Sentence("healing.unreachable")
        if self._hall.hot(device):
            return Sentence("healing.hot")
        return self._invoke(device, plan.reset, plan.args, fails)

    def title(self, name: str) -> object:
        """What people call a device."""
        return self._hall.title(name)

    def outlets(self, device: str) -> list[Ref]:
        """The outlets that feed it, of PDUs that can cycle."""
        return list(self._outlets(device))

    def power(self, device: str, fails: Fails) -> Sentence | None:
        """Its outlets, off and on again; only where nothing that is well goes dark with it, and the hall's
        interlocks let all of them go together.
        """
        outlets = self.outlets(device)
        why = self._in_the_way(device, outlets)
        for ref in outlets if why is None else ():
            why = why or self._invoke(ref.device, CYCLE, {"socket": ref.index[0]}, fails)
        return why

    def _in_the_way(self, device: str, outlets: list[Ref]) -> Sentence | None:
        if not outlets or not all(self._up(ref.device) for ref in outlets):
            return Sentence("healing.no_outlet")
        if set(outlets) & set(critical_outlets(self._hall.venue.devices)):
            return Sentence("healing.critical")
        dark = taken(self._hall.venue.topology, {end_of(ref) for ref in outlets})
        if well := [one for one in sorted(dark - {device}) if one in self._hall.devices and self._up(one)]:
            return Sentence("healing.others", name=self._hall.title(well[0]))
        together = Asking(HEALER, outlets[0].device, "c", action=CYCLE, cuts=tuple(outlets))
        return first(self._hall.rig.guards, together)

    def _outlets(self, device: str) -> Iterator[Ref]:
        for feed in self._hall.venue.topology.above(device):
            worker = self._hall.devices.get(feed.source.device)
            if feed.kind is Kind.POWER and worker is not None and CYCLE in worker.actions:
                yield Ref.parse(str(feed.source))

    def _up(self, device: str) -> bool:
        return self._hall.state.get(Ref(device, "link")).reported == LinkState.UP

    def _invoke(self, device: str, action: str, args: Mapping[str, Value], fails: Fails) -> Sentence | None:
        def ended(order: Order) -> None:
            if not order.ok:
                fails(Sentence(f"healing.{order.state}", name=self._hall.title(device)))

        try:
            self._hall.rig.invoke(HEALER, device, action, args).settled.add_done_callback(ended)
        except NotAllowed as error:
            return error.why if isinstance(error.why, Sentence) else Sentence("healing.not_allowed")
        except (NoSuchPoint, NotAValue):
            return Sentence("healing.no_action")
        return None
