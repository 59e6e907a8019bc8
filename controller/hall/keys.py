"""The memory of orders: by id for those who ask later, by key so that the same press is the same order."""

from collections import OrderedDict

from controller.clock import Clock
from controller.hall.orders import Actor, Order
from controller.hall.sentences import Sentence
from drivers.errors import NotAllowed

TEN_MINUTES = 600.0
MANY = 10_000
LATEST = 2_000


class Keys:
    """Idempotency keys of the last ten minutes, 10,000 at most, and the last 2,000 orders."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._given: OrderedDict[tuple[str, str], tuple[float, Order]] = OrderedDict()
        self._orders: OrderedDict[str, Order] = OrderedDict()

    def before(self, actor: Actor, key: str | None, wanted: tuple[object, ...]) -> Order | None:
        """The order that this actor gave under this key less than ten minutes ago.

        NotAllowed where it was another order: its sender would take that one's end for this one's.
        """
        if key is None:
            return None
        found = self._given.get((actor.name, key))
        if found is None or self._clock.monotonic() - found[0] >= TEN_MINUTES:
            return None
        if wanted != _wanted(found[1]):
            raise NotAllowed(Sentence("reason.key_used"))
        return found[1]

    def keep(self, order: Order, key: str | None) -> None:
        """Remember an order that was just given."""
        self._orders[order.id] = order
        if len(self._orders) > LATEST:
            self._orders.popitem(last=False)
        if key is not None:
            self._given[order.actor.name, key] = (self._clock.monotonic(), order)
            self._given.move_to_end((order.actor.name, key))
            self._tidy()

    def order(self, id: str) -> Order | None:
        """The order called `id`, if it is one of the latest."""
        return self._orders.get(id)

    def _tidy(self) -> None:
        oldest = self._clock.monotonic() - TEN_MINUTES
        while self._given and (len(self._given) > MANY or next(iter(self._given.values()))[0] <= oldest):
            self._given.popitem(last=False)


def _wanted(order: Order) -> tuple[object, ...]:
    """What an order is about, to be compared."""
    return (order.ref, order.value) if order.ref else (order.device, order.action, dict(order.args))
