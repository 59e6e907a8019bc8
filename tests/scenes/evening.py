"""An evening in a hall with schedules, by a clock that is moved by hand."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from controller.clock import ManualClock
from controller.hall.sentences import Sentence
from controller.record.agenda import ADDED, Agenda, Booking
from scenes.known import KNOWN
from scenes.plans import Plan, Ran
from scenes.schedule import Schedules

SHANGHAI = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 11, 25, 21, tzinfo=SHANGHAI).astimezone(UTC)
"""A Wednesday, nine in the evening."""


OFF = Plan("off", "all-off", "30 22 * * *")
ASKS = Plan("off", "all-off", "30 22 * * *", ask=300)
BUSY = Sentence("schedule.busy", scene={"zh": "讲座", "en": "Lecture"}, who="chen")


def written_down(*plans, at=START - timedelta(minutes=10)):
    """What says that a hall has had these for a while."""
    return [
        SimpleNamespace(kind=KNOWN, subject=one.id, data={"mark": one.mark}, actor="system", at=at)
        for one in plans
    ]


class Evening:
    """A hall with schedules; `busy`, in hours from its start, is when a scene is under way already."""

    def __init__(self, *plans, lines=None, events=(), start=START, since=None, busy=()):
        self.clock, self.ran, self.told = ManualClock(start), [], 0
        self.lines = list(written_down(*plans) if lines is None else lines)
        self.busy = [(start + timedelta(hours=a), start + timedelta(hours=b)) for a, b in busy]
        self.begun = {}
        agenda = Agenda()
        for begin, end in events:
            one = Booking(start + timedelta(hours=begin), start + timedelta(hours=end), str(begin), "E")
            agenda.hear(SimpleNamespace(kind=ADDED, subject=one.id, data=one.data()))
        self.schedules = Schedules(
            self.clock, SHANGHAI, self, agenda, self.run, lambda day: day.weekday() < 5, self.tell
        )
        self.schedules.take(plans)
        self.schedules.recall(self.lines, since)
        self.schedules.start()

    def append(self, kind, subject, data, actor="system", attachment=None):
        at = self.clock.now()
        line = SimpleNamespace(kind=kind, subject=subject, data=data, actor=actor, at=at, committed=None)
        self.lines.append(line)
        return line

    def run(self, plan):
        if any(begin <= self.clock.now() < end for begin, end in self.busy):
            return Ran("busy", BUSY, busy=True)
        self.ran.append(self.clock.now().astimezone(SHANGHAI))
        self.begun.setdefault(plan.id, []).append(self.ran[-1].strftime("%d %H:%M"))
        return Ran(f"run-{len(self.ran)}")

    def tell(self):
        self.told += 1

    def passes(self, hours):
        self.clock.advance(hours * 3600)

    @property
    def outcomes(self):
        return [line.data["outcome"] for line in self.lines if line.kind == "schedule.taken"]


def again(evening, *plans, hours, events=()):
    """The service dies, and starts again so many hours later."""
    evening.schedules.stop()
    died = evening.clock.now()
    start = died + timedelta(hours=hours)
    past = (start - START) / timedelta(hours=1)
    events = [(begin - past, end - past) for begin, end in events]
    return Evening(*plans, lines=evening.lines, start=start, since=died, events=events)
