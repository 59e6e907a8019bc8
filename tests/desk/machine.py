"""A desk to which anything happens, and what must be true of it after every step.

Tickets open, change their class, wait, come back, are merged and taken apart, called, reopened and closed;
people try what no law allows; time passes; another calendar and another contract come into force; the service
dies and starts again. After each step: net is at most gross; what is stored as an index is what a fresh
computation says; every entry moved its ticket as the law book has it, which is written from the requirements
alone; every threshold that has passed by the oracle's count is on record, once, and none that has not; no
ticket is closed over a customer's No; what was closed reads as it did when it closed.
"""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from controller.clock import ManualClock
from controller.desk.board import Board
from controller.desk.callbacks import THRESHOLD
from controller.events import Bus
from controller.record.calendar import Hours
from controller.record.calendars import ADOPTED
from controller.record.contract import OFFICE, STRICT, Contract
from controller.record.contracts import AGREED
from controller.record.dayfiles import Day, merged
from controller.record.lawful import NotLawful
from controller.record.lines import TICKETS, Line, written
from controller.record.shipped import begun
from controller.record.states import ENTRIES, LAWFUL_PAUSES, State
from controller.record.tickets import Ticket, fold
from tests.desk.post import MONDAY, Sheet
from tests.faults.paper import now_of
from tests.record.lawbook import Told, held, over, walk
from tests.record.oracle import Oracle
from tests.record.oracle import Told as Clock

CN = begun("Asia/Shanghai")
CONTRACTS = (
    STRICT,
    OFFICE,
    replace(STRICT, call_back=60.0, repair={1: 1800.0, 2: 3600.0, 3: 86400.0, 4: 86400.0}, plan={3: 7200.0}),
    replace(
        OFFICE, call_back=1800.0, on_site=7200.0, survey=3600.0, progress=dict.fromkeys((1, 2, 3, 4), 600.0)
    ),
)
ROLES = ("operator", "engineer", "helpdesk", "lead", "system", "viewer")
GAPS = st.sampled_from([1.0, 30.0, 299.0, 600.0, 3600.0, 7200.0, 5 * 3600.0, 86400.0, 3 * 86400.0])
NOS = st.integers(1, 4)
REASONS = [*sorted(LAWFUL_PAUSES), "parts"]
DAYS = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from(["holiday", "workday", "half"])), min_size=1, max_size=9
)
CLOCKS = ("C1", "C2", "C3", "C4", "C5", "C6")
OVER = ("closed", "cancelled", "merged")
SWEPT = timedelta(seconds=5.001)
PERCENTS = (50, 80, 100, 150)
CLOSING = {"resolution": "repaired", "cause_code": "lamp", "parts": "none", "evidence": "x", "device": "none"}
WAY = (
    {"entry": "contact_made", "person": "Ms Li", "number": "1", "outcome": "visit", "text": "x"},
    {"entry": "restored"},
    {"entry": "state", "to": "resolved"},
    {"entry": "state", "to": "callback_due"},
)
"""The lawful way of most tickets: without it hardly one would ever be closed."""


class DeskMachine(RuleBasedStateMachine):
    """See above."""

    @initialize(contract=st.sampled_from(CONTRACTS))
    def begin(self, contract: Contract) -> None:
        self.contract, self.clock = contract, ManualClock(MONDAY)
        self.journal = Sheet(self.clock)
        self.editions = 0
        self.closed: dict[tuple[int, int], Any] = {}
        self.looked: datetime | None = None
        self.start()

    def start(self) -> None:
        self.board = Board(self.journal, self.clock, Bus(), self.contract, CN)  # type: ignore[arg-type]
        now_of(self.board.load())
        self.board.start()

    # ------------------------------------------------------------ what happens

    @rule(
        grade=st.integers(1, 4), via=st.sampled_from(["phone", "auto", "email"]), late=st.integers(0, 20000)
    )
    def open(self, grade: int, via: str, late: int) -> None:
        received = self.clock.now() - timedelta(seconds=late)
        if len(self.board.tickets()) < 4:
            self.board.open_by_hand("guest", via, "x", grade=grade, received=received)

    @rule(no=NOS, to=st.sampled_from(sorted(State)), reason=st.sampled_from(REASONS),
          role=st.sampled_from(ROLES), until=GAPS, other=st.booleans())  # fmt: skip
    def move(self, no: int, to: State, reason: str, role: str, until: float, other: bool) -> None:
        end = written(self.clock.now() + timedelta(seconds=until))
        said = {
            "reason": reason,
            "asked_by": "Ms Li",
            "until": end,
            "approved_by": "wang" if other else "chen",
            "evidence": "a note",
        }
        self.try_to(no, {"entry": "state", "to": str(to), **said, **CLOSING}, role)

    @rule(no=NOS, steps=st.integers(1, len(WAY)))
    def go_on(self, no: int, steps: int) -> None:
        for data in WAY[:steps]:
            self.try_to(no, {**data, **self.spoken()}, "lead")

    @rule(no=NOS, solved=st.sampled_from([True, False, None]), close=st.booleans())
    def call(self, no: int, solved: bool | None, close: bool) -> None:
        said = {} if solved is None else {"solved": solved}
        self.try_to(no, {"entry": "survey", "overall": 3, **said}, "helpdesk", "clerk")
        if close:
            self.try_to(no, {"entry": "state", "to": "closed", **CLOSING}, "lead", "clerk")

    @rule(no=NOS, kind=st.sampled_from(sorted(ENTRIES)), role=st.sampled_from(ROLES), grade=st.integers(0, 4),
          back=st.integers(0, 9000), into=NOS)  # fmt: skip
    def say(self, no: int, kind: str, role: str, grade: int, back: int, into: int) -> None:
        if kind in ("absorbed", "released", "unmerged", "merged"):
            return  # the desk says both sides of these, or neither
        at = written(self.clock.now() - timedelta(seconds=back))
        until = written(self.clock.now() + timedelta(seconds=back))
        said = {
            "text": "x",
            "person": "Ms Li",
            "what": "spare",
            "accepted_by": "Ms Li",
            "reason": "x",
            "at": at,
        }
        more = {"into": into, "from": into, "received": at, "fault": "f", "until": until, "class": grade}
        self.try_to(no, {"entry": kind, **said, **more, **self.spoken()}, role)

    @rule(no=NOS, into=NOS)
    def merge(self, no: int, into: int) -> None:
        self.attempt(lambda: self.board.merge(no, into, "chen", "lead"))

    @rule(no=NOS)
    def take_apart(self, no: int) -> None:
        self.attempt(lambda: self.board.unmerge(no, "two things", "chen", "lead"))

    @rule(no=NOS, into=NOS, gap=st.sampled_from([6.0, 30.0, 600.0]))
    def merge_by_mistake(self, no: int, into: int, gap: float) -> None:
        if self.attempt(lambda: self.board.merge(no, into, "chen", "lead")):
            self.clock.advance(gap)
            self.take_apart(no)

    @rule(gap=GAPS)
    def pass_time(self, gap: float) -> None:
        self.clock.advance(gap)

    @precondition(lambda self: self.editions < 5)
    @rule(days=DAYS, first=st.integers(-12, 8))
    def adopt(self, days: list[tuple[int, str]], first: int) -> None:
        self.editions += 1
        day = self.clock.now().date() + timedelta(days=first)
        found = {day + timedelta(days=n): kind for n, kind in days}
        now = self.board.calendars.now
        assert isinstance(now, Hours)
        new = merged(now, [Day(at, kind) for at, kind in found.items()], f"v{self.editions}")
        self.board.adopt(new, "lead")

    @rule(contract=st.sampled_from(CONTRACTS))
    def agree(self, contract: Contract) -> None:
        self.contract = contract
        self.board.renew(contract, CN)

    @rule(down=GAPS, contract=st.none() | st.sampled_from(CONTRACTS))
    def die_and_start_again(self, down: float, contract: Contract | None) -> None:
        self.board.stop()
        self.clock.advance(down)
        self.contract = contract or self.contract
        self.start()

    def spoken(self) -> dict[str, Any]:
        """When a talk began and ended."""
        now = self.clock.now()
        return {"began": written(now - timedelta(seconds=60)), "ended": written(now)}

    def try_to(self, no: int, data: dict[str, Any], role: str, actor: str = "chen") -> None:
        if self.attempt(lambda: self.board.add_entry(no, data, actor, role)):
            assert self.board.said(no).entries[-1].lawful, data  # type: ignore[union-attr]

    def attempt(self, act: Any) -> bool:
        """Whether the desk let it be done; what it does not allow leaves nothing behind."""
        before = len(self.journal.lines)
        try:
            act()
        except (NotLawful, KeyError):
            assert len(self.journal.lines) == before, "half of it was done"
            return False
        return True

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

    def teardown(self) -> None:
        if hasattr(self, "board"):
            self.board.stop()


MOVES = (*TICKETS, ADOPTED, AGREED)
Mark = tuple[str, int, int, bool, int]


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
