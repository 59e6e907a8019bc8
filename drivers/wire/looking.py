"""How the device's side looks at its model while it answers."""

from drivers.errors import Reason, Refused
from drivers.points import Value
from drivers.wire.forms import Bound
from drivers.wire.sentences import Spoken
from drivers.wire.talk import Look

MOST = 1024
"""More places than this nobody counts."""


def checked(look: Look, reasons: list[Reason]) -> Look:
    """`look`, noting why it did not tell."""

    def seen(key: str, index: tuple[int | str, ...]) -> Value:
        try:
            return look(key, index)
        except Refused as no:
            reasons.append(no.reason)
            raise KeyError(key) from None
        except KeyError:
            reasons.append(Reason.OUT_OF_RANGE)
            raise

    return seen


def echoed(fields: Bound, spoken: Spoken, frame: str) -> Bound:
    """`fields` with every {echo} of the line."""
    echoes = [name for name in spoken.said.names if name.startswith("echo")]
    return {**fields, **dict.fromkeys(echoes, frame)} if echoes else fields


def many(look: Look, key: str) -> int:
    """How many places a point has."""
    for at in range(1, MOST):
        try:
            look(key, (at,))
        except KeyError:
            return at - 1
        except Refused:
            continue
    return MOST
