"""A desk to which anything happens, and what must be true of it after every step.

Tickets open, change their class, wait, come back, are merged, reopened and closed; people try what no law
allows; time passes; another calendar comes into force; the service dies and starts again. After each step:
net is at most gross; what is stored as an index is what a fresh computation says; each threshold is on
record once, and every one that has passed is there; every entry moved its ticket as the law allows, and as
a fold of the lines from the beginning has it; what was closed reads as it did when it closed.
"""

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from controller.clock import ManualClock
from controller.desk.board import Board
from controller.desk.callbacks import OVER, PARTS, THRESHOLD, lap
from controller.events import Bus
from controller.record.calendar import Hours
from controller.record.clocks import marks, readings
from controller.record.contract import OFFICE, STRICT, Contract
from controller.record.dayfiles import Day, merged
from controller.record.lawful import NotLawful
from controller.record.lines import TICKETS, written
from controller.record.shipped import begun
from controller.record.states import ENTRIES, LAWFUL_PAUSES, MOVES, State
from controller.record.tickets import fold
from tests.desk.post import MONDAY, Sheet
from tests.faults.paper import now_of

CN = begun("Asia/Shanghai")
ROLES = ("operator", "engineer", "helpdesk", "lead", "system", "viewer")
GAPS = st.sampled_from([1.0, 30.0, 299.0, 600.0, 3600.0, 7200.0, 5 * 3600.0, 86400.0, 3 * 86400.0])
NOS = st.integers(1, 6)
REASONS = [*sorted(LAWFUL_PAUSES), "parts"]
DAYS = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from(["holiday", "workday", "half"])), min_size=1, max_size=9
)


class DeskMachine(RuleBasedStateMachine):
    """See above."""

    @initialize(contract=st.sampled_from([STRICT, OFFICE]))
    def begin(self, contract: Contract) -> None:
        self.contract, self.clock = contract, ManualClock(MONDAY)
        self.journal = Sheet(self.clock)
        self.editions = 0
        self.closed: dict[tuple[int, int], Any] = {}
        self.start()

    def start(self) -> None:
        self.board = Board(self.journal, self.clock, Bus(), self.contract, CN)  # type: ignore[arg-type]
        now_of(self.board.load())
        self.board.start()

    # ------------------------------------------------------------ what happens

    @rule(grade=st.integers(1, 4), via=st.sampled_from(["phone", "auto", "email"]), late=st.integers(0, 400))
    def open(self, grade: int, via: str, late: int) -> None:
        received = self.clock.now() - timedelta(seconds=late)
        if len(self.board.tickets()) < 6:
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
        }
        more = {
            "resolution": "repaired",
            "cause_code": "lamp",
            "parts": "none",
            "evidence": "x",
            "device": "none",
        }
        self.try_to(no, {"entry": "state", "to": str(to), **said, **more}, role)

    @rule(no=NOS, kind=st.sampled_from(sorted(ENTRIES)), role=st.sampled_from(ROLES), grade=st.integers(0, 4),
          back=st.integers(0, 9000), into=NOS)  # fmt: skip
    def say(self, no: int, kind: str, role: str, grade: int, back: int, into: int) -> None:
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
        self.try_to(no, {"entry": kind, **said, **more}, role)

    @rule(no=NOS, into=NOS)
    def merge(self, no: int, into: int) -> None:
        """As the desk does it: both entries, or none."""
        found = self.board.said(no)
        parent = self.board.said(into)
        if found is None or parent is None or no == into or State.MERGED not in MOVES[found.state]:
            return
        self.try_to(no, {"entry": "merged", "into": into}, "lead")
        said = {"from": no, "received": written(found.received), "class": found.grade}
        self.try_to(into, {"entry": "absorbed", **said}, "lead")

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

    @rule(down=GAPS)
    def die_and_start_again(self, down: float) -> None:
        self.board.stop()
        self.clock.advance(down)
        self.start()

    def try_to(self, no: int, data: dict[str, Any], role: str) -> None:
        try:
            self.board.add_entry(no, data, "chen", role)
        except (NotLawful, KeyError):
            return
        assert self.board.said(no).entries[-1].lawful, data  # type: ignore[union-attr]

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
            lines = [
                one for one in self.journal.lines if one.kind in TICKETS and one.subject == str(ticket.no)
            ]
            assert fold(lines) == ticket == self.board.said(ticket.no)

    @invariant()
    def only_lawful_moves(self) -> None:
        for ticket in self.board.tickets():
            before = State.NEW
            for entry in ticket.entries[1:]:
                assert entry.lawful
                assert entry.state == before or entry.state in MOVES[before], (before, entry)
                before = entry.state

    @invariant()
    def the_stored_deadline_is_the_recomputed_one(self) -> None:
        """What waits without an end moves on with time: then the stored one may only be too early, until
        the next look."""
        now, callbacks = self.clock.now(), self.board._callbacks
        for ticket in self.board.tickets():
            if ticket.no in callbacks._next:
                stored, fresh = callbacks._next[ticket.no], callbacks.next_look(ticket, now)
                early = stored and fresh and stored < fresh and stored > now - timedelta(seconds=5.001)
                assert stored == fresh or early, ticket.no

    @invariant()
    def each_threshold_once_and_none_is_missed(self) -> None:
        fired = Counter(
            self.mark(line.subject, line.data) for line in self.journal.lines if line.kind == THRESHOLD
        )
        assert max(fired.values(), default=1) == 1, fired.most_common(1)
        swept = self.clock.now() - timedelta(seconds=5.001)
        for ticket in self.board.tickets():
            recent = ticket.entries[-1].at > swept or any(
                one.kind == "calendar.adopted" and one.at > swept for one in self.journal.lines[-8:]
            )
            if ticket.state in OVER or recent:
                continue
            for one in marks(ticket, swept, PARTS, self.contract, self.board.calendars):
                said = {"clock": one.name, "cycle": one.cycle, "percent": one.percent, "plan": one.plan}
                known = self.mark(str(ticket.no), said | {"lap": lap(ticket, one.started)})
                assert not one.passed or known in fired, (known, one)

    @invariant()
    def what_is_closed_keeps_its_figures(self) -> None:
        for ticket in self.board.tickets():
            if ticket.state not in OVER:
                continue
            for one in readings(ticket, self.clock.now(), self.contract, self.board.calendars):
                shown = (one.started, one.stopped, one.net, one.due, one.state)
                key = (ticket.no, len(ticket.entries), one.cycle, one.name)
                assert self.closed.setdefault(key, shown) == shown, key  # type: ignore[arg-type]

    def mark(self, no: str, data: dict[str, Any]) -> tuple[str, str, int, int, int, bool]:
        begun = data["lap"] if data["clock"] == "C6" else 0
        return no, data["clock"], data["cycle"], data["percent"], begun, bool(data.get("plan"))

    def teardown(self) -> None:
        if hasattr(self, "board"):
            self.board.stop()
