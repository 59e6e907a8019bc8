"""Lives of tickets, lawful and not, as lines: what a record may hold after three bad years."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from controller.record.lines import written
from controller.record.states import ENTRIES, State
from tests.record.desk import NOON

Told = tuple[str, str, dict[str, Any]]
REASONS = ("waiting_customer_access", "force_majeure", "parts")


def told(dice: random.Random, count: int) -> Iterator[Told]:
    """So many lines: kind, subject, data. Numbers are used that no ticket has, too."""
    top = 0
    for turn in range(count):
        if not top or dice.random() < 0.12:
            top += 1
            yield "ticket.opened", str(top), opened(dice, turn)
        elif dice.random() < 0.02:
            yield "clock.jumped", "hall", {"seconds": dice.choice((-7200, 3.5, 86400))}
        elif dice.random() < 0.05:
            yield "order.asked", "lamp/power", {"turn": turn}
        else:
            yield "ticket.entry", str(dice.randint(1, top + 1)), entry(dice, top, turn)


def opened(dice: random.Random, turn: int) -> dict[str, Any]:
    said: dict[str, Any] = {
        "title": dice.choice(["无画面", {"zh": "灯", "en": "Lamp"}]),
        "class": dice.randint(1, 4),
    }
    said |= {"device": dice.choice(["lamp", "matrix", None]), "via": dice.choice(["auto", "phone"])}
    said |= {"faults": [f"lamp/{turn % 3}"], "received": written(NOON + timedelta(minutes=turn - 30))}
    said |= {"key": f"k{turn}"} if dice.random() < 0.2 else {}
    return said | ({"recurrence_of": 1} if dice.random() < 0.2 else {})


def entry(dice: random.Random, top: int, turn: int) -> dict[str, Any]:
    kind = dice.choice([*ENTRIES, "state", "state", "state", "nonsense"])
    said: dict[str, Any] = {"entry": kind, "text": f"第 {turn} 行", "reason": dice.choice(REASONS)}
    said |= {"to": str(dice.choice(list(State))), "class": dice.randint(1, 4), "fault": f"lamp/{turn % 5}"}
    said |= {"into": 1, "from": dice.randint(1, top), "received": written(NOON), "what": "B", "solved": True}
    said |= {"until": written(NOON + timedelta(hours=turn)), "accepted_by": "Li", "cause_code": "灯泡"}
    for name in dice.sample(sorted(said), dice.randint(0, 3)):
        if name != "entry":
            del said[name]
    return said
