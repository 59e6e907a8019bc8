"""From a device to a recording: as many connections as it takes to know its sizes and its silences."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from drivers.errors import Unreachable
from drivers.patience import Clock
from drivers.points import Place, Value
from drivers.transport import Transport
from drivers.wire.driver import Driver
from web.recording.conversation import Conversation, Enough, Tell
from web.recording.witness import Turn

ATTEMPTS = 6
"""So many connections at most: one that learns the sizes, one that is kept, and some for lost lines."""


class Seconds:
    """Enough after so many seconds, or once somebody says so."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock, self._seconds = clock, seconds
        self._over = asyncio.Event()

    def stop(self) -> None:
        """It is enough now."""
        self._over.set()

    async def wait(self) -> None:
        """Until it is."""
        self._clock.call_later(self._seconds, self._over.set)
        await self._over.wait()


@dataclass(frozen=True)
class Recording:
    """What was kept of one connection; `driver` is sized as the device is. `cut` says why it ended early."""

    driver: Driver
    turns: tuple[Turn, ...]
    known: Mapping[Place, Value]
    counts: Mapping[str, int]
    cut: str = ""


async def record(
    driver: Driver,
    dial: Callable[[], Transport],
    credentials: Mapping[str, str],
    clock: Clock,
    enough: Enough,
    tell: Tell = lambda _: None,
) -> Recording:
    """Ask everything, then listen until it is `enough`. Nothing that changes the device is sent.

    Raises Unreachable or NotAuthorised where no conversation came about.
    """
    without: set[tuple[str, ...]] = set()
    talk = Conversation(driver, credentials, dial(), clock, tell)
    for attempt in range(ATTEMPTS):
        await talk.link.open()
        await talk.ask_everything(attempt == 0, without)
        if not _again(talk, without):
            break
        talk.link.close()
        driver = driver.sized(**talk.learned) if talk.learned else driver
        talk = Conversation(driver, credentials, dial(), clock, tell)
    else:
        raise Unreachable(talk.loss or "the device tells another size each time it is asked")
    if talk.link.is_open:
        await talk.listen(enough)
    talk.link.close()
    if not talk.counts["answered"] and not talk.known:
        raise Unreachable(talk.loss or "the device answered nothing that this driver asks")
    return Recording(driver, tuple(talk.side.turns), talk.known, talk.counts, talk.loss or "")


def _again(talk: Conversation, without: set[tuple[str, ...]]) -> bool:
    """Whether another connection would tell more; `without` gets what cost this one."""
    ended = not talk.link.is_open and bool(talk.unanswered) and talk.unanswered[-1] not in without
    if ended:
        without.add(talk.unanswered[-1])
    return ended or bool(talk.learned) or talk.sizing
