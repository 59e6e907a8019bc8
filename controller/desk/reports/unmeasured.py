"""Which time nobody watched: the service did not run, or its record had not begun. Pure, from its own lines.

A clean end says so itself. Of a life that was killed the last sign counts: its last line, or the row that it
renewed once a minute (`controller.record.alive`), which the next start puts on record.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from controller.desk.reports.sheet import Span
from controller.desk.reports.stretches import Stretch, joined, seconds, within
from controller.record import failpoints
from controller.record.lines import Line, moment

STARTED, STOPPED = "service.started", "service.stopped"
LIVES = (STARTED, STOPPED)


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """`down` is when the service did not run; `began` is when the record did. None: a report that was sealed
    before it was asked for that, and takes all time before the first gap as watched.
    """

    down: Sequence[Stretch] = ()
    began: datetime | None = None

    def within(self, since: datetime, until: datetime) -> list[Stretch]:
        """All time of a period in which nobody watched."""
        early = [] if self.late_for(since) is None else [(since, self.began or since)]
        return within([*self.down, *early], since, until)

    def facts(self, since: datetime, until: datetime) -> tuple[tuple[str, object], ...]:
        """What a report says of it at its head."""
        began = self.late_for(since)
        early = () if began is None else (("record_since", began),)
        return (*early, ("unmeasured", Span(seconds(self.within(since, until)))))

    def late_for(self, since: datetime) -> datetime | None:
        """When the record began, where that was after this moment."""
        if self.began is None or failpoints.planted("before_the_record_all_was_well"):
            return None
        return self.began if self.began > since else None


def gaps(lives: Iterable[Line], before: Mapping[int, datetime]) -> list[Stretch]:
    """When the service did not run: from the end of each life, or its last sign, to the next start. `before`
    has the moment of the line before each start, by the number of the start; the first of all has none.
    """
    found: list[Stretch] = []
    ended: datetime | None = None
    for line in lives:
        if line.kind == STOPPED:
            ended = line.at
        elif line.kind == STARTED:
            if line.seq in before:
                found.append((ended or _last(line, before[line.seq]), line.at))
            ended = None
    return joined(found)


def _last(start: Line, line: datetime) -> datetime:
    """The last sign of a life that did not say its end."""
    alive = start.data.get("alive")
    return line if alive is None else max(line, min(moment(alive), start.at))


def downtimes(lines: Iterable[Line], before: Mapping[int, datetime]) -> list[Stretch]:
    """As months were sealed once: from the last line before each start to that start."""
    starts = [line for line in lines if line.kind == STARTED]
    return [(before[one.seq], one.at) for one in starts if one.seq in before and before[one.seq] < one.at]
