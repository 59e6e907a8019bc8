"""Every code of a fault, with what its card says beside the words: how soon to act.

How grave it is, and so the class it proposes, follows from the fault's own severity (`opening.grade`): a
hall's file may set it. A code without a card is not a fault but an event at best; a test holds the rules and
this table together. The words (cause, consequence, what to do) are in the catalogue under `fault.<card>`.
"""

from collections.abc import Mapping

MINUTE, HOUR, DAY = 60, 3600, 86400

ACT: Mapping[str, int | None] = {
    "link_lost": 15 * MINUTE,
    "no_reply": 15 * MINUTE,
    "no_answer": 15 * MINUTE,
    "locked_out": 30 * MINUTE,
    "driver_failed": 30 * MINUTE,
    "outlet_lost": 10 * MINUTE,
    "outlet_mismatch": 7 * DAY,
    "breaker_tripped": 10 * MINUTE,
    "overload": 10 * MINUTE,
    "load_near": DAY,
    "device_error": 4 * HOUR,
    "device_warning": DAY,
    "beyond_limit": HOUR,
    "lamp_hours": 7 * DAY,
    "filter_hours": 7 * DAY,
    "over_temperature": 15 * MINUTE,
    "did_not_reach_state": 5 * MINUTE,
    "did_not_wake": 5 * MINUTE,
    "changed_outside": None,
    "common_cause": 10 * MINUTE,
    "common_subnet": 10 * MINUTE,
}
"""Seconds until somebody should act; None: nobody has to."""
WORDS = ("title", "impact", "cause", "group", "advice1", "advice2", "advice3")
"""What the catalogue says of every card."""
