"""Which orders are heard of for the first time.

Events of an order are told in order, but an order that is given while others are told has moved on by the
time it is heard of: so its beginning is the first event of it, whatever its state is by then.
"""

from controller.hall.orders import Order


class Firsts:
    """Remembers the orders on their way."""

    def __init__(self) -> None:
        self._on_their_way: set[str] = set()

    def is_first(self, order: Order) -> bool:
        """Whether this is the first that is heard of it."""
        first = order.id not in self._on_their_way
        if order.ended:
            self._on_their_way.discard(order.id)
        else:
            self._on_their_way.add(order.id)
        return first
