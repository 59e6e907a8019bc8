"""Whom to tell: the contact directory of the contract, and who is on call at a moment (REQ-12)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

ON_CALL = "on-call"
ESCALATION: Mapping[int, tuple[str, ...]] = {
    50: (ON_CALL,),
    80: ("lead",),
    100: ("project", "head"),
    150: ("management",),
}
"""Which roles hear of a clock that has passed so many percent of its promise."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours, by the wall of the hall, in which only what is urgent is told; `until` may be next morning."""

    start: time
    until: time

    def ends(self, at: datetime, zone: ZoneInfo) -> datetime | None:
        """When the quiet that holds at this moment is over; None if none holds."""
        local = at.astimezone(zone)
        wall, over = local.time(), self.start > self.until
        holds = (wall >= self.start or wall < self.until) if over else self.start <= wall < self.until
        if not holds:
            return None
        day = local.date() + timedelta(days=1 if over and wall >= self.start else 0)
        return datetime.combine(day, self.until, zone)


@dataclass(frozen=True, slots=True)
class Reach:
    """A way to somebody: a channel of the hall's file, and the address there (empty for a group's robot)."""

    channel: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody in the directory; `lang` is `zh`, `en` or `both`. `level` is 1, or more for an expert;
    `skills` are what he knows: drivers, devices or areas of the hall.
    """

    id: str
    name: object
    role: str = "engineer"
    order: int = 0
    phones: tuple[str, ...] = ()
    lang: str = "zh"
    reach: tuple[Reach, ...] = ()
    quiet: Quiet | None = None
    level: int = 1
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weekly:
    """A duty that comes every week: on these days (0 is Monday), between these times, these people in this
    order; the later ones are substitutes. A duty past midnight belongs to the day on which it begins.
    """

    days: frozenset[int]
    start: time
    until: time
    who: tuple[str, ...]

    def holds(self, local: datetime) -> bool:
        """Whether it is the duty of this moment, on the wall of the hall."""
        wall, day = local.time(), local.weekday()
        if self.start < self.until:
            return day in self.days and self.start <= wall < self.until
        return (day in self.days and wall >= self.start) or ((day - 1) % 7 in self.days and wall < self.until)


@dataclass(frozen=True, slots=True)
class Dated:
    """A duty between two moments: it goes before the weekly ones (a holiday, a substitution)."""

    start: datetime
    until: datetime
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """All contacts, the roster, and who hears of which threshold."""

    contacts: Mapping[str, Contact] = field(default_factory=dict)
    weekly: tuple[Weekly, ...] = ()
    dated: tuple[Dated, ...] = ()
    escalation: Mapping[int, tuple[str, ...]] = field(default_factory=lambda: dict(ESCALATION))
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))

    def on_call(self, at: datetime) -> list[Contact]:
        """Who is on call, in the order in which they are paged. Nobody on the roster: all engineers."""
        local = at.astimezone(self.zone)
        for duty in self.dated:
            if duty.start <= at < duty.until:
                return self._named(duty.who)
        for week in self.weekly:
            if week.holds(local):
                return self._named(week.who)
        return self.role("engineer")

    def role(self, role: str) -> list[Contact]:
        """The contacts of a role, in their order."""
        found = [one for one in self.contacts.values() if one.role == role]
        return sorted(found, key=lambda one: (one.order, one.id))

    def quiet_until(self, who: str, at: datetime) -> datetime | None:
        """Until when this contact is left in peace."""
        contact = self.contacts.get(who)
        return None if contact is None or contact.quiet is None else contact.quiet.ends(at, self.zone)

    def _named(self, who: tuple[str, ...]) -> list[Contact]:
        return [self.contacts[id] for id in who if id in self.contacts]
