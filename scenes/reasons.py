"""Why a step did not go as wished, in sentences that name the device first; and as the journal has them."""

from collections.abc import Mapping
from typing import Any

from controller.hall import offline
from controller.hall.hall import Hall
from controller.hall.orders import Order, OrderState
from controller.hall.sentences import Sentence, exactly, numbered
from controller.hall.state import UNKNOWN
from drivers.points import Ref, Value
from scenes.gates import Gate

REFUSALS = frozenset({"busy", "not_supported", "out_of_range", "failed", "not_authorised"})


class Reasons:
    """Speaks of the devices of one hall."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def of(self, order: Order, who: str | None = None) -> Sentence:
        """Why an order did not end as wished; `who` wanted it otherwise, if that is known."""
        name = self._hall.title(order.device)
        match order.state:
            case OrderState.REFUSED:
                reason = order.reason if order.reason in REFUSALS else "failed"
                return Sentence(f"reason.{reason}", name=name)
            case OrderState.NOT_CONFIRMED:
                return self._disobeyed(order, name)
            case OrderState.UNREACHABLE:
                return offline.sentence(order.reason, name)
            case OrderState.SUPERSEDED if who:
                return self.overruled(order.device, who)
            case OrderState.SUPERSEDED:
                return Sentence("reason.superseded", name=name)
            case OrderState.FAILED if order.reason == "no_reply":
                return Sentence("reason.no_reply", name=name)
        return Sentence("reason.too_late", name=name, seconds=numbered(order.within))

    def _disobeyed(self, order: Order, name: object) -> Sentence:
        """It says otherwise; or nobody could hear in time what it says."""
        now = self._hall.state.get(order.ref) if order.ref is not None else UNKNOWN
        heard = now.quality == "live" and order.ref is not None and not self._hall.rig.unsure(order.ref)
        if order.ref is None or not heard or self._hall.point(order.ref).agrees(order.value, now.reported):
            return Sentence("reason.not_seen", name=name)
        return Sentence("reason.not_confirmed", name=name, now=self._now(order.ref))

    def overruled(self, device: str, who: str) -> Sentence:
        """A person wanted it otherwise."""
        return Sentence("reason.superseded_by", name=self._hall.title(device), who=who)

    def unread(self, order: Order) -> Sentence:
        """Why a point could not be read before it was to be touched."""
        return Sentence("reason.unread", name=self._hall.title(order.device), why=self.of(order))

    def waited(self, ref: Ref, value: Value, seconds: float) -> Sentence:
        """A value was waited for in vain."""
        wanted, now = self.word(ref, value), self._now(ref)
        return Sentence(
            "reason.waited",
            name=self._hall.title(ref.device),
            wanted=wanted,
            now=now,
            seconds=exactly(seconds),
        )

    def offline(self, device: str) -> Sentence | None:
        """Why nothing can be said to a device now; None while there is hope."""
        state = self._hall.state.get(Ref(device, "link")).reported
        if state not in ("lost", "locked_out", "disabled"):
            return None
        found = self._hall.devices.get(device)
        loss = found.supervisor.loss if found else None
        return offline.sentence(loss.code if loss else str(state), self._hall.title(device))

    def shut(self, ref: Ref, gate: Gate) -> Sentence:
        """What the point can be told and asked depends on another one, which is not so."""
        said = {"point": Sentence(f"point.{ref.key}"), "gate": Sentence(f"point.{gate.ref.key}")}
        now = self.word(gate.ref, gate.now)
        return Sentence("reason.shut", name=self._hall.title(ref.device), now=now, **said)

    def impossible(self, device: str) -> Sentence:
        """The hall or the device has changed since the scene was written."""
        return Sentence("reason.impossible", name=self._hall.title(device))

    def word(self, ref: Ref, value: Value) -> object:
        """A value as people know it: the name of an input, "warming up", or the number itself."""
        return self._hall.word(ref, value)

    def _now(self, ref: Ref | None) -> object:
        return "" if ref is None else self.word(ref, self._hall.state.get(ref).reported)


def kept(sentence: Sentence | None) -> dict[str, Any] | None:
    """A sentence as plain JSON."""
    return (
        None
        if sentence is None
        else {"id": sentence.id, "params": dict(map(_param, sentence.params.items()))}
    )


def _param(item: tuple[str, object]) -> tuple[str, object]:
    name, value = item
    return name, {"say": kept(value)} if isinstance(value, Sentence) else value


def told(data: Mapping[str, Any] | None) -> Sentence | None:
    """The inverse of `kept`."""
    if data is None:
        return None
    params = data["params"].items()
    return Sentence(
        data["id"],
        **{name: told(one["say"]) if isinstance(one, dict) and "say" in one else one for name, one in params},
    )
