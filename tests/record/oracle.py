"""A second opinion on every clock: it walks step by step through the history and counts, and knows no
arithmetic.

It is slow and dull on purpose. It stops at every whole step of its grid (hours of opening lie on it) and at
every moment that anybody named in between, so its count is exact to the second.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from controller.record.calendar import Hours
from controller.record.contract import Contract
from controller.record.lines import moment
from tests.record.minutes import BEGINNING, opens

LAWFUL = {
    "waiting_customer_access",
    "waiting_customer_authorisation",
    "waiting_customer_decision",
    "customer_appointment",
    "force_majeure",
}
SEEN = {
    *("opened", "progress", "contact_made", "state", "workaround", "restored", "relapsed", "reopened"),
    *("visit_planned", "visit_departed", "visit_arrived", "visit_left", "plan", "approval_given"),
}
SERVED = ("resolved", "callback_due", "closed")


@dataclass
class Told:
    """What the oracle says of one clock."""

    start: datetime
    stop: datetime | None
    net: float
    due: datetime
    state: str
    gross: float
    plan: float | None
    provisional: bool
    target: float


class Entry(Protocol):
    """An entry of whatever tells a ticket's story."""

    seq: int
    at: datetime
    actor: str
    kind: str
    data: Any
    state: str
    grade: int
    raised: int | None
    cycle: int
    lawful: bool


class Story(Protocol):
    """Whatever tells it: our ticket, or the law book's."""

    entries: Any
    received: datetime
    via: str


class Oracle:
    """Every clock of one cycle of a ticket."""

    def __init__(
        self, ticket: Story, cycle: int, now: datetime, contract: Contract, office: Hours, step: timedelta
    ) -> None:
        self.via, self.cycle = ticket.via, cycle
        self.entries = [entry for entry in ticket.entries if entry.cycle == cycle]
        later = [entry.at for entry in ticket.entries if entry.cycle > cycle]
        self.end = later[0] if later else None
        self.start = ticket.received if cycle == 1 else self.entries[0].at
        self.now, self.contract, self.office, self.step = now, contract, office, step
        self.last = self.entries[-1]
        said = [
            moment(entry.data[name])
            for entry in self.entries
            for name in ("at", "until", "began", "ended")
            if name in entry.data
        ]
        named = [*(entry.at for entry in self.entries), *said, self.start, now, *later]
        self.named = sorted(set(named))

    def after(self, t: datetime) -> datetime:
        """The next moment at which anything can be otherwise."""
        whole = t + self.step - (t - BEGINNING) % self.step
        place = bisect_right(self.named, t)
        return min(whole, self.named[place]) if place < len(self.named) else whole

    def paused(self, t: datetime, only: str | None = None) -> bool:
        """Whether the repair clocks stand still in the step that begins at `t`, as far as is known by now."""
        began: Entry | None = None
        for entry in self.entries:
            if entry.at > t:
                break
            if not entry.lawful:
                continue
            if entry.kind in ("state", "approval_given") and entry.state == "waiting_customer":
                began = entry
            elif entry.state != "waiting_customer":
                began = None
        if began is None or (self.end is not None and t >= self.end):
            return False
        reason = began.data["reason"]
        if reason not in LAWFUL or (only is not None and reason != only):
            return False
        named = began.data.get("approved_by") not in (None, began.actor)
        if reason == "force_majeure" and began.kind == "state" and not named:
            return False
        if "until" in began.data:
            return t < moment(began.data["until"])
        return t < self.now

    def put_off(self, t: datetime) -> bool:
        later = [entry for entry in self.entries if entry.lawful and entry.kind == "survey_later"]
        return any(entry.at <= t < moment(entry.data["until"]) for entry in later)

    def restored(self) -> datetime | None:
        if self.last.state not in ("restored_verifying", *SERVED):
            return None
        said = [entry for entry in self.entries if entry.lawful and entry.state == "restored_verifying"]
        said = [entry for entry in said if entry.kind in ("restored", "state")]
        back = moment(said[-1].data["at"]) if "at" in said[-1].data else said[-1].at
        return max(self.start, self.ill_again(), min(back, said[-1].at))

    def ill_again(self) -> datetime:
        """0.2: back-dated to the moment it was restored, and what was seen to be ill later was not yet. 0.7:
        what fails its verification goes back to work."""
        found, verifying = self.start, False
        for entry in self.entries:
            if verifying and entry.state not in ("restored_verifying", "merged", *SERVED):
                found = entry.at
            verifying = entry.state == "restored_verifying"
        return found

    def stands_in(self, *states: str) -> datetime | None:
        """Since when it stands in one of these states; one that was left again does not count."""
        found = None
        for entry in self.entries:
            found = (found or entry.at) if entry.state in states else None
        return found

    def when(self, hit: Callable[[Entry], bool]) -> datetime | None:
        return next((entry.at for entry in self.entries if entry.lawful and hit(entry)), None)

    def clock(self, name: str) -> Told | None:
        office = self.last.grade in self.contract.office_classes
        gone = self.stands_in("cancelled", "merged")
        served = gone or self.restored()
        kept = self.last.state in SERVED
        repair = self.contract.repair[self.last.grade]
        if self.last.raised:  # urgency alone never makes a promise later
            repair = min(repair, self.contract.repair[self.last.raised])
        plan = (
            self.contract.plan.get(self.last.grade)
            if repair == self.contract.repair[self.last.grade]
            else None
        )
        match name:
            case "C1":
                made = self.talked()
                left = self.stands_in("cancelled", "merged", "closed") or self.end
                start = self.called()
                return start and self.tell(start, self.contract.call_back, made, True, left, False)
            case "C2":
                here = self.when(lambda entry: entry.state == "onsite" or entry.kind == "visit_arrived")
                return self.tell(
                    self.start, self.contract.on_site, here, True, served, False, only="customer_appointment"
                )
            case "C3":
                around = self.when(lambda entry: entry.kind == "workaround")
                return self.tell(
                    self.start, repair, around, True, served, kept, pauses=True, office=office, plan=plan
                )
            case "C4":
                return self.tell(
                    self.start, repair, None, True, served, kept, pauses=True, office=office, plan=plan
                )
            case "C5":
                start = self.when(lambda entry: entry.state == "resolved")
                called = self.when(lambda entry: entry.kind in ("survey", "survey_attempt"))
                left = self.when(lambda entry: entry.state == "closed") or self.end
                if start is None:
                    return None
                return self.tell(
                    start, self.contract.survey, called, True, left, False, office=True, late=True
                )
            case "C6":
                return self.progress(office, kept)
        raise AssertionError(name)

    def talked(self) -> datetime | None:
        """REQ-13: when a talk began that was filed within the hour after its end; else when it was filed.
        0.2: the customer is called back after the receipt (of this cycle: its reopening). A talk that was
        already going on, by the minute in which people write it down, is none."""
        found = []
        for entry in [one for one in self.entries if one.lawful and one.kind == "contact_made"]:
            at = entry.at
            if "began" in entry.data and "ended" in entry.data:
                first, last = moment(entry.data["began"]), moment(entry.data["ended"])
                back = first - timedelta(seconds=first.second, microseconds=first.microsecond)
                again = self.start - timedelta(seconds=self.start.second, microseconds=self.start.microsecond)
                if first <= last and last + timedelta(hours=1) >= entry.at and back >= again:
                    at = first if first > self.start else self.start
                    at = entry.at if at > entry.at else at
            found.append(at)
        return min(found, default=None)

    def called(self) -> datetime | None:
        """When somebody has to be called back: D8, an automatic ticket of class 1 waits for a person, or for
        the device to come right by itself."""
        if self.via != "auto" or self.last.grade != 1 or self.cycle != 1:
            return self.start
        patience = self.start + timedelta(seconds=self.contract.grace)
        confirmed = self.when(lambda entry: entry.kind in ("confirmed", "contact_made"))
        if confirmed is not None and confirmed <= patience:
            return confirmed
        healed = next(
            (e.at for e in self.entries if e.state in ("restored_verifying", "cancelled", "merged")), None
        )
        if self.now < patience or (healed is not None and healed <= patience):
            return None
        return patience

    def progress(self, office: bool, kept: bool) -> Told:
        """Since the last word that the customer saw, as long as there is something to do."""
        over = self.last.state in ("resolved", "callback_due", "closed")
        solved = [entry.at for entry in self.entries if entry.state == "resolved"]
        end = solved[0] if over else self.stands_in("cancelled", "merged")
        told = [entry.at for entry in self.entries if entry.lawful and entry.kind in SEEN]
        start = max([at for at in told if end is None or at < end], default=self.start)
        target = self.contract.progress[self.last.grade]
        if self.last.raised:
            target = min(target, self.contract.progress[self.last.raised])
        return self.tell(start, target, None, True, end, kept, pauses=True, office=office)

    def tell(
        self,
        start: datetime,
        target: float,
        first: datetime | None,
        first_kept: bool,
        second: datetime | None,
        second_kept: bool,
        pauses: bool = False,
        only: str | None = None,
        office: bool = False,
        late: bool = False,
        plan: float | None = None,
    ) -> Told:
        stop, kept = (first, first_kept)
        if first is None or (second is not None and second < first):
            stop, kept = second, second_kept

        def counts(t: datetime) -> bool:
            if office and not opens(self.office, t):
                return False
            if stop is not None and t >= stop:  # a pause that came later is no excuse
                return True
            if (pauses or only) and self.paused(t, only):
                return False
            return not (late and self.put_off(t))

        net, t, due = 0.0, start, None
        end = max(start, stop or self.now)
        while t < end or due is None:
            then = self.after(t)
            if t < end < then:
                then = end
            if counts(t):
                piece = (then - t).total_seconds()
                if due is None and net + piece >= target:
                    due = t + timedelta(seconds=target - net)
                net += piece
            if then == end:
                at_end = net
            t = then
        net = at_end if end > start else 0.0
        unknown = office and self.office.published is not None
        local = due.astimezone(ZoneInfo(self.office.zone)).date()
        provisional = unknown and local > (self.office.published or local)
        state = "breached" if net > target else "running" if stop is None else "met" if kept else "stopped"
        return Told(start, stop, net, due, state, (end - start).total_seconds(), plan, provisional, target)
