"""When what is to be told is told: waiting for company, not too often, not at night, and not too fast.

As in Alertmanager: the first news of a group waits `wait` for others to come along, later news of the group
wait until `interval` has passed since its last letter, and what still stands is told again after `repeat`.
What is urgent waits for nothing but its channel, and behind nobody: where a letter does not hold all of a
group, what is urgent leaves first, in a letter of its own. A pure function of the outbox and the time.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from controller.record import failpoints
from controller.record.outbox import Intent, Letter, Outbox

QuietUntil = Callable[[str, datetime], datetime | None]
MOST = 40
"""So many intents in one letter."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Seconds."""

    wait: float = 30.0
    interval: float = 300.0
    repeat: float = 14400.0


@dataclass(frozen=True, slots=True)
class Step:
    """A letter to be sent: an old one by its key, or a new one of these intents."""

    at: datetime
    channel: str
    key: str = ""
    intents: tuple[Intent, ...] = ()
    again: bool = False
    tries: int = 0

    @property
    def id(self) -> str:
        """The same as long as it is the same step."""
        return f"{self.key}/{self.tries}" if self.key else str(self.intents[0].id)


def due(intents: Sequence[Intent], begun: datetime | None, rhythm: Rhythm, now: datetime) -> datetime:
    """When a group's waiting intents are told."""
    if any(one.urgent for one in intents):
        return now
    at = min(one.at for one in intents) + timedelta(seconds=rhythm.wait)
    if begun is not None:
        at = max(at, begun + timedelta(seconds=rhythm.interval))
    return at


def vain(intents: Sequence[Intent]) -> tuple[Intent, ...]:
    """Those about tickets that began and were over before anybody was told: nobody needs to hear of them."""
    if any(one.urgent for one in intents):
        return ()
    began = {one.ticket for one in intents if one.news["what"] == "opened"}
    over = {one.ticket for one in intents if one.news["what"] == "restored" and one.news.get("by_itself")}
    return tuple(one for one in intents if one.ticket in began & over)


def steps(outbox: Outbox, channel: str, rhythm: Rhythm, quiet: QuietUntil, now: datetime) -> Iterator[Step]:
    """All that is to be sent by a channel on which nothing is under way, its limits aside: first what was
    tried before, then what is new, the oldest first.
    """
    for letter in list(outbox.active.get(channel, {}).values()):
        yield _anew(letter, now)
    for intents in list(outbox.groups.get(channel, {}).values()):
        told = _first(intents.values())
        at = due(told, outbox.begun.get(told[0].group), rhythm, now)
        if not any(one.urgent for one in told):
            at = quiet(told[0].who, max(at, now)) or at
        yield Step(at, told[0].channel, intents=tuple(told))


def _first(waiting: Collection[Intent]) -> list[Intent]:
    """The intents of the next letter."""
    if len(waiting) > MOST and not failpoints.planted("the_urgent_wait_in_line"):
        urgent = list(islice((one for one in waiting if one.urgent), MOST))
        if urgent:
            return urgent
    return list(islice(waiting, MOST))


def _anew(letter: Letter, now: datetime) -> Step:
    if letter.state == "sending":  # its end was never noted: the service died in the middle
        return Step(now, letter.first.channel, letter.key, again=True, tries=letter.tries)
    again = letter.perhaps and not failpoints.planted("lost_answers_are_no_repeats")
    return Step(letter.next or now, letter.first.channel, letter.key, again=again, tries=letter.tries)
