"""A desk to which anything happens, and what must be true of it after every step.

Tickets open, change their class, wait, come back, are merged and taken apart, called, reopened and closed;
people try what no law allows; time passes; another calendar and another contract come into force; the service
dies and starts again. After each step: net is at most gross; what is stored as an index is what a fresh
computation says; every entry moved its ticket as the law book has it, which is written from the requirements
alone; every threshold that has passed by the oracle's count is on record, once, and none that has not; no
ticket is closed over a customer's No; what was closed reads as it did when it closed.
"""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis.stateful import invariant

from controller.desk.callbacks import THRESHOLD
from controller.record.calendars import ADOPTED
from controller.record.contracts import AGREED
from controller.record.lines import TICKETS, Line, moment, written
from controller.record.tickets import Ticket, fold
from controller.record.view import stamp
from tests.desk.happenings import Happenings
from tests.record.lawbook import Step, Told, held, over, walk
from tests.record.oracle import Oracle
from tests.record.oracle import Told as Clock

CLOCKS = ("C1", "C2", "C3", "C4", "C5", "C6")
OVER = ("closed", "cancelled", "merged")
SWEPT = timedelta(seconds=5.001)
PERCENTS = (50, 80, 100, 150)


class DeskMachine(Happenings):
    """See above."""

    # ------------------------------------------------------------ what must be true

    @invariant()
    def net_is_at_most_gross(self) -> None:
        for ticket in self.board.tickets():
            for one in self.board.readings(ticket):
                assert 0 <= one.net <= one.gross, one
                assert one.due >= one.started

    @invariant()
    def a_fold_from_the_beginning_has_the_same_tickets(self) -> None:
        for ticket in self.board.tickets():
            assert fold(self.lines(ticket.no)) == ticket == self.board.said(ticket.no)

    @invariant()
    def every_step_is_in_the_law_book(self) -> None:
        for ticket in self.board.tickets():
            story = walk(self.lines(ticket.no))
            assert story.received == ticket.received
            for ours, theirs in zip(ticket.entries, story.entries, strict=True):
                mine = (ours.state, ours.grade, ours.raised, ours.cycle)
                assert theirs.lawful, theirs
                assert mine == (theirs.state, theirs.grade, theirs.raised, theirs.cycle), (ours, theirs)

    @invariant()
    def no_ticket_is_closed_over_a_no(self) -> None:
        """REQ-63: a call is made about what is resolved, and "not solved" opens the ticket again."""
        for ticket in self.board.tickets():
            entries = walk(self.lines(ticket.no)).entries
            for before, one, after in zip(entries, entries[1:], [*entries[2:], None], strict=False):
                if one.kind == "survey":
                    assert before.state in ("resolved", "callback_due"), one
                    assert one.data.get("solved") is True or (after and after.kind == "reopened"), one

    @invariant()
    def nobody_stops_or_ends_it_alone(self) -> None:
        """0.5 and 0.7: two acts of two people; and a wait says why, who asked, what shows it, until when."""
        for ticket in self.board.tickets():
            entries = walk(self.lines(ticket.no)).entries
            for before, one in pairwise(entries):
                waits = one.state == "waiting_customer" and one.kind in ("state", "approval_given")
                if waits:
                    assert all(one.data.get(name) for name in ("reason", "asked_by", "evidence")), one
                    assert moment(one.data["until"]) > one.at, one
                alone = one.kind != "approval_given"
                assert not (waits and alone and one.data["reason"] == "force_majeure"), one
                assert not (one.state == "cancelled" != before.state and alone), one
                if not alone:
                    asked = next(step for step in entries if step.seq == one.data["of"])
                    assert asked.kind == "approval_asked", one
                    assert asked.actor != one.actor, one
                    assert one.data["role"] in ("lead", "admin"), one

    @invariant()
    def who_worked_on_it_does_not_ask_how_it_was(self) -> None:
        """REQ-63, REQ-55: whoever mended, visited, planned or moved it, in whatever role."""
        for ticket in self.board.tickets():
            entries = walk(self.lines(ticket.no)).entries
            for place, one in enumerate(entries):
                if one.kind in ("survey", "survey_attempt", "survey_later"):
                    others = {step.actor for step in entries[:place] if step.kind in MENDS or mends(step)}
                    assert one.actor not in others, one

    @invariant()
    def nothing_is_closed_uncalled(self) -> None:
        """REQ-63: an answer, or attempts on three days of the hall."""
        for ticket in self.board.tickets():
            entries = walk(self.lines(ticket.no)).entries
            for place, (before, one) in enumerate(pairwise(entries), 1):
                if not one.state == "closed" != before.state:
                    continue
                calls = [step for step in entries[:place] if step.cycle == one.cycle]
                days = {
                    (step.at + timedelta(hours=8)).date() for step in calls if step.kind == "survey_attempt"
                }
                assert len(days) >= 3 or any(step.kind == "survey" for step in calls), one

    @invariant()
    def nothing_is_closed_over_a_complaint(self) -> None:
        """REQ-63: whoever gave two of five or less was answered before, in whatever cycle that was."""
        for ticket in self.board.tickets():
            entries = walk(self.lines(ticket.no)).entries
            for place, (before, one) in enumerate(pairwise(entries), 1):
                if one.state == before.state or one.state not in ("closed", "cancelled"):
                    continue
                kinds = [
                    step.kind
                    for step in entries[:place]
                    if step.kind == "complaint_answered" or step.data.get("score", 5) < 3
                ]
                assert not kinds or kinds[-1] == "complaint_answered", one

    @invariant()
    def the_stored_deadline_is_the_recomputed_one(self) -> None:
        """What waits without an end moves on with time: then the stored one may only be too early, until
        the next look."""
        now, callbacks = self.clock.now(), self.board._callbacks
        for ticket in self.board.tickets():
            if ticket.no in callbacks._next:
                stored, fresh = callbacks._next[ticket.no], callbacks.next_look(ticket, now)
                early = stored and fresh and stored < fresh and stored > now - SWEPT
                assert stored == fresh or early, ticket.no

    @invariant()
    def each_threshold_once_and_none_is_missed(self) -> None:
        now, fired = self.clock.now(), [one for one in self.journal.lines if one.kind == THRESHOLD]
        apart = Counter(one.subject for one in self.journal.lines if one.data.get("entry") == "released")
        for (no, *mark), times in Counter((one.subject, *said(one)) for one in fired).items():
            assert times <= 1 + apart[no], (no, mark)
        started = Counter((one.subject, one.data["started"], *said(one)) for one in fired)
        assert max(started.values(), default=1) == 1, started.most_common(1)
        if self.looked == now or any(
            one.at > now - SWEPT and one.kind in MOVES for one in self.journal.lines
        ):
            return
        self.looked = now
        for ticket in self.board.tickets():
            if ticket.state not in OVER:
                self.look(ticket, now - SWEPT)

    def look(self, ticket: Ticket, now: datetime) -> None:
        """What has passed by the oracle's count, against what is on record."""
        lines = self.lines(ticket.no)
        story = walk(lines)
        parted = max((one.seq for one in lines if one.data.get("entry") == "released"), default=0)
        mine = [one for one in self.journal.lines if one.kind == THRESHOLD and one.subject == str(ticket.no)]
        for cycle in range(1, story.cycle + 1):
            oracle = self.oracle(story, cycle, now)
            for name in CLOCKS:
                clock = oracle.clock(name)
                for mark in () if clock is None else passed(name, cycle, clock, story):
                    known = [one for one in mine if said(one) == mark]
                    start = written(clock.start)  # type: ignore[union-attr]
                    told = any(one.seq > parted or one.data["started"] == start for one in known)
                    assert told, (ticket.no, mark, clock)

    @invariant()
    def nothing_fires_before_its_time(self) -> None:
        """The last of them, by the oracle's count at the moment it fired."""
        last = self.journal.lines[-1]
        if last.kind == THRESHOLD:
            story = walk([one for one in self.lines(int(last.subject)) if one.seq < last.seq])
            clock = self.oracle(story, last.data["cycle"], last.at, last.seq).clock(last.data["clock"])
            assert clock is not None
            assert said(last) in passed(last.data["clock"], last.data["cycle"], clock, story)

    @invariant()
    def what_is_closed_keeps_its_figures(self) -> None:
        for ticket in self.board.tickets():
            if ticket.state not in OVER:
                continue
            shown = [
                (one.started, one.stopped, one.net, one.due, one.state) for one in self.board.readings(ticket)
            ]
            listed = self.board.summary(ticket)["clocks"]
            key = (ticket.no, len(ticket.entries))
            assert self.closed.setdefault(key, (shown, listed)) == (shown, listed), key

    @invariant()
    def what_moved_was_told(self) -> None:
        """0.4 and B.2: whatever deadline another calendar or contract moves is told by its ticket, from when
        to when, by the oracle's count before and after; and nothing is told that did not move."""
        lines, self.heard = self.journal.lines[self.heard :], len(self.journal.lines)
        for place, line in enumerate(lines):
            if line.kind not in (ADOPTED, AGREED) or line.seq == self.first(line.kind):
                continue
            told = [one for one in lines[place + 1 :] if recomputed(one, line)]
            for ticket in self.board.tickets():
                mine = [
                    one.data["clocks"] for one in told if one.subject == str(ticket.no) and one.data["clocks"]
                ]
                moved = self.moved(ticket.no, line)
                assert mine == ([moved] if moved else []), (ticket.no, line.subject)

    def moved(self, no: int, line: Line) -> dict[str, dict[str, str | None]]:
        """Which clocks of a ticket that ran have another deadline since a line, by the oracle's count."""
        story = walk([one for one in self.lines(no) if one.seq < line.seq])
        if not story.entries or over(story, story.cycle) is not None:
            return {}
        before = self.oracle(story, story.cycle, line.at, line.seq)
        after = self.oracle(story, story.cycle, line.at, line.seq + 1)
        found = {}
        for name in CLOCKS:
            was, now = before.clock(name), after.clock(name)
            if was is not None and now is not None and was.stop is None and was.due != now.due:
                found[name] = {"was": stamp(was.due), "now": stamp(now.due)}
        return found

    def first(self, kind: str) -> int:
        return min(one.seq for one in self.journal.lines if one.kind == kind)  # type: ignore[no-any-return]

    # ------------------------------------------------------------ the second opinion

    def oracle(self, story: Told, cycle: int, now: datetime, upto: int = 2**62) -> Oracle:
        """Under what was in force for this cycle."""
        seq = over(story, cycle)
        adopted = [one for one in self.journal.lines if one.kind == ADOPTED and one.seq < upto]
        agreed = [one for one in self.journal.lines if one.kind == AGREED and one.seq < upto]
        editions = {one.seq: one.calendar for one in self.board.calendars.editions}
        terms = {one.seq: one.contract for one in self.board.contracts.agreements}
        office = held([(0, editions[0]), *((one.seq, editions[one.seq]) for one in adopted[1:])], seq)
        contract = held([(0, terms[0]), *((one.seq, terms[one.seq]) for one in agreed[1:])], seq)
        return Oracle(story, cycle, now, contract, office, timedelta(hours=1))  # type: ignore[arg-type]

    def lines(self, no: int) -> list[Line]:
        return [one for one in self.journal.lines if one.kind in TICKETS and one.subject == str(no)]


MOVES = (*TICKETS, ADOPTED, AGREED)
MENDS = ("work", "restored", "relapsed", "workaround", "visit_arrived", "visit_departed", "part_used")
Mark = tuple[str, int, int, bool, int]


def recomputed(line: Line, why: Line) -> bool:
    """Whether a ticket says by this line what another one moved."""
    name = line.data.get("calendar" if why.kind == ADOPTED else "contract")
    return line.data.get("entry") == "recomputed" and name == why.subject


def mends(step: Step) -> bool:
    """A move that is work on the thing itself."""
    return step.kind == "state" and step.data["to"] in ("diagnosing", "onsite", "restored_verifying")


def said(line: Line) -> Mark:
    """What a line of the record says has passed."""
    data = line.data
    return data["clock"], data["cycle"], data["percent"], bool(data.get("plan")), int(data.get("lap", 0))


def passed(name: str, cycle: int, clock: Clock, story: Told) -> list[Mark]:
    """What has passed of a clock, by its count."""
    lap = 0
    if name == "C6":
        lap = next((one.seq for one in reversed(story.entries) if one.at == clock.start), 0)
    found = [(name, cycle, part, False, lap) for part in PERCENTS if clock.net >= clock.target * part / 100]
    planned = clock.plan is not None and clock.net >= clock.plan
    return found + ([(name, cycle, 100, True, lap)] if planned else [])
