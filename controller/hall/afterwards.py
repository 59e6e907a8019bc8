"""After a fault that had a ticket is over: ten minutes of quiet, then a test that only reads.

A device that came back by itself is not believed at once. When its fault has stayed away for long enough it
is asked once more; answering, it is *verified*, and the record says so. One that does not answer is asked
again a minute later; if it is really gone, its fault is there before that. One that is taken out of the
hall's file meanwhile is verified by nobody: its ticket says so, and waits for a person.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from controller.hall.cases import Now
from controller.hall.departures import why_away
from controller.hall.faults import Fault
from controller.hall.ledger import Journal
from controller.hall.neighbours import COMMON
from controller.hall.sentences import Sentence
from controller.hall.settings import Settings
from controller.hall.sight import Sight
from controller.hall.words_kept import kept
from controller.record import failpoints
from controller.record.lines import LEFT, VERIFIED, Line
from drivers.points import Ref
from drivers.vocabulary import LinkState

AGAIN = 60.0


@dataclass(slots=True)
class Waiting:
    """A fault that is over: since when, which devices answer for it, and when they were last asked."""

    since: float
    devices: tuple[str, ...]
    asked: float | None = None


class Afterwards:
    """The faults that are over and not yet verified."""

    def __init__(self, sight: Sight, journal: Journal, settings: Settings) -> None:
        self._sight, self._journal, self._settings = sight, journal, settings
        self._waiting: dict[str, Waiting] = {}

    def recall(self, line: Line, now: Now, fault: Fault | None) -> None:
        """A line of before a restart, in order; `fault` as it was when it cleared."""
        if line.kind == "fault.cleared" and fault is not None and line.data.get("verify"):
            self._waiting[line.subject] = Waiting(now.when(line.at), _devices(fault))
        elif line.kind in ("fault.raised", VERIFIED, LEFT):
            self._waiting.pop(line.subject, None)

    def began(self, key: str) -> None:
        """It is there again: nothing to verify."""
        self._waiting.pop(key, None)

    def ended(self, fault: Fault, now: Now) -> None:
        """It is over, and had a ticket."""
        self._waiting[fault.key] = Waiting(now.mono, _devices(fault))

    def look(self, now: Now) -> None:
        """Ask those that have been quiet for long enough, and write down who answered."""
        for key, one in list(self._waiting.items()):
            if now.mono - one.since < self._settings.verify:
                continue
            there = list(self._there(one))
            if not there and not failpoints.planted("who_left_is_well"):
                self._left(key, one)
            elif one.asked is None or now.mono - one.asked >= AGAIN:
                one.asked = now.mono
                for device in there:
                    self._sight.probe(device)
            elif all(self._sight.heard_at(device) >= one.asked for device in there):
                failpoints.hit("fault.verified")
                del self._waiting[key]
                quiet = round(now.mono - one.since)
                text = kept(Sentence("fault.verified", minutes=quiet // 60))
                self._journal.append(VERIFIED, key, {"quiet_s": quiet, "asked": there, "text": text})

    def _left(self, key: str, one: Waiting) -> None:
        """Nobody is there to be asked any more: it is never verified, and a person has to know."""
        del self._waiting[key]
        self._journal.append(LEFT, key, {"left": why_away(self._sight, next(iter(one.devices), ""))})

    def _there(self, one: Waiting) -> Iterator[str]:
        """Who can answer for it; of several, whoever is silent has another trouble by now."""
        there = [device for device in one.devices if device in self._sight.devices()]
        links = {device: self._sight.state.get(Ref(device, "link")).reported for device in there}
        up = [device for device in there if links[device] == LinkState.UP]
        yield from there if failpoints.planted("all_it_took_must_answer") else up or there


def _devices(fault: Fault) -> tuple[str, ...]:
    return tuple(fault.evidence.get("devices", ())) if fault.rule == COMMON else (fault.device,)
