"""How a Videohub begins: nobody logs in; it tells everything first, and only then is worth asking."""

from drivers.wire.greeting import Credentials, Greeting, Pause

ENOUGH = frozenset({"INPUT LABELS:", "OUTPUT LABELS:", "VIDEO OUTPUT LOCKS:", "VIDEO OUTPUT ROUTING:"})
"""With these an older router has told what matters; only from 2.8 on does it say that it is done."""

QUIET, MUTE = 0.3, 2.0
"""Seconds without a word after which a router has said enough, and after which it will say nothing at all."""


def greet(credentials: Credentials) -> Greeting:
    """Hear the opening out, so that none of its blocks is taken for an answer."""
    missing = set(ENOUGH)
    while True:
        said = yield Pause(MUTE if missing else QUIET)
        if said is None or _over(said):
            return None
        missing.discard(said.partition("\n")[0].strip().upper())


def _over(said: str) -> bool:
    """Whether nothing more follows: it says so, or there is no hardware to speak of."""
    text = said.casefold()
    return text.startswith("end prelude:") or "\ndevice present: false" in text or "needs_update" in text
