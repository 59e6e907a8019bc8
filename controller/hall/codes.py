"""Every code of a fault, with what its card says beside the words: how soon to act, and how grave it is.

A code without a card is not a fault but an event at best; a test holds the rules and this table together. The
words (cause, consequence, what to do) are in the catalogue under `fault.<card>`.
"""

from collections.abc import Mapping
from typing import NamedTuple

MINUTE, HOUR, DAY = 60, 3600, 86400


class Card(NamedTuple):
    """`act`: seconds until somebody should act (None: nobody has to); `grade`: the class it proposes."""

    act: int | None
    grade: int


CARDS: Mapping[str, Card] = {
    "link_lost": Card(15 * MINUTE, 2),
    "no_reply": Card(15 * MINUTE, 2),
    "locked_out": Card(30 * MINUTE, 2),
    "driver_failed": Card(30 * MINUTE, 2),
    "outlet_lost": Card(10 * MINUTE, 2),
    "outlet_mismatch": Card(7 * DAY, 1),
    "breaker_tripped": Card(10 * MINUTE, 3),
    "overload": Card(10 * MINUTE, 2),
    "load_near": Card(DAY, 1),
    "device_error": Card(4 * HOUR, 2),
    "beyond_limit": Card(HOUR, 1),
    "lamp_hours": Card(7 * DAY, 1),
    "filter_hours": Card(7 * DAY, 1),
    "over_temperature": Card(15 * MINUTE, 2),
    "did_not_reach_state": Card(5 * MINUTE, 2),
    "did_not_wake": Card(5 * MINUTE, 2),
    "changed_outside": Card(None, 1),
    "common_cause": Card(10 * MINUTE, 3),
    "common_subnet": Card(10 * MINUTE, 3),
}
WORDS = ("title", "impact", "cause", "group", "advice1", "advice2", "advice3")
"""What the catalogue says of every card."""
