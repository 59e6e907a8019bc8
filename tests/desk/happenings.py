"""What may happen to a desk: everything that people, time and files do to it, in any order."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from controller.clock import ManualClock
from controller.desk.board import Board
from controller.events import Bus
from controller.record.calendar import Hours
from controller.record.contract import OFFICE, STRICT, Contract
from controller.record.dayfiles import Day, merged
from controller.record.lawful import NotLawful
from controller.record.lines import written
from controller.record.shipped import begun
from controller.record.states import ENTRIES, LAWFUL_PAUSES, State
from tests.desk.post import MONDAY, Sheet
from tests.faults.paper import now_of

CN = begun("Asia/Shanghai")
CONTRACTS = (
    STRICT,
    OFFICE,
    replace(STRICT, call_back=60.0, repair={1: 1800.0, 2: 3600.0, 3: 86400.0, 4: 86400.0}, plan={3: 7200.0}),
    replace(
        OFFICE, call_back=1800.0, on_site=7200.0, survey=3600.0, progress=dict.fromkeys((1, 2, 3, 4), 600.0)
    ),
)
OFFICES = (CN, begun("Asia/Shanghai", dict.fromkeys(range(6), ((480, 720), (840, 1020)))))
"""The weeks that the hall's file may say; the hours lie on the grid of the oracle."""
ROLES = ("operator", "engineer", "helpdesk", "lead", "system", "viewer")
GAPS = st.sampled_from([1.0, 30.0, 299.0, 600.0, 3600.0, 7200.0, 5 * 3600.0, 86400.0, 3 * 86400.0])
NOS = st.integers(1, 4)
PAIR = ("chen", "wang")
REASONS = [*sorted(LAWFUL_PAUSES), "parts"]
DAYS = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from(["holiday", "workday", "half"])), min_size=1, max_size=9
)
CLOSING = {"resolution": "repaired", "cause_code": "lamp", "parts": "none", "evidence": "x", "device": "none"}
WAY = (
    {"entry": "contact_made", "person": "Ms Li", "phone": "1", "outcome": "remote", "text": "x"},
    {"entry": "restored"},
    {"entry": "state", "to": "resolved"},
    {"entry": "state", "to": "callback_due"},
)
"""The lawful way of most tickets: without it hardly one would ever be closed."""


class Happenings(RuleBasedStateMachine):
    """A desk to which things happen; what must be true of it is said elsewhere."""

    @initialize(contract=st.sampled_from(CONTRACTS))
    def begin(self, contract: Contract) -> None:
        self.contract, self.office, self.clock = contract, CN, ManualClock(MONDAY)
        self.journal = Sheet(self.clock)
        self.editions = 0
        self.closed: dict[tuple[int, int], Any] = {}
        self.heard = 0
        self.looked: datetime | None = None
        self.start()

    def start(self) -> None:
        self.board = Board(self.journal, self.clock, Bus(), self.contract, self.office)  # type: ignore[arg-type]
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

    @rule(no=NOS, force=st.booleans(), who=st.sampled_from(PAIR), role=st.sampled_from(ROLES), until=GAPS,
          then=st.sampled_from(["", *PAIR]))  # fmt: skip
    def ask_for_two(self, no: int, force: bool, who: str, role: str, until: float, then: str) -> None:
        said = {"entry": "approval_asked", "to": "cancelled", "reason": "false alarm"}
        if force:
            end = written(self.clock.now() + timedelta(seconds=until))
            said |= {"to": "waiting_customer", "reason": "force_majeure", "until": end}
            said |= {"asked_by": "Ms Li", "evidence": "the river is in the hall"}
        self.try_to(no, said, role, who)
        if then:
            self.answer_to(no, then, "lead", "approval_given")

    @rule(
        no=NOS, who=st.sampled_from(PAIR), role=st.sampled_from(["lead", "lead", *ROLES]), yes=st.booleans()
    )
    def answer(self, no: int, who: str, role: str, yes: bool) -> None:
        self.answer_to(no, who, role, "approval_given" if yes else "approval_refused")

    def answer_to(self, no: int, who: str, role: str, kind: str) -> None:
        asked = [one.seq for one in self.journal.lines if one.data.get("entry") == "approval_asked"
                 and one.subject == str(no)]  # fmt: skip
        self.try_to(no, {"entry": kind, "of": max(asked, default=1), "reason": "no"}, role, who)

    @rule(no=NOS, times=st.integers(1, 6), who=st.sampled_from(["clerk", *PAIR]))
    def call_in_vain(self, no: int, times: int, who: str) -> None:
        self.go_on(no, len(WAY))
        for _ in range(times):
            self.try_to(no, {"entry": "survey_attempt"}, "helpdesk", who)
            self.clock.advance(8 * 3600.0)
        self.try_to(no, {"entry": "state", "to": "closed", **CLOSING}, "lead", "clerk")

    @rule(no=NOS, steps=st.integers(1, len(WAY)))
    def go_on(self, no: int, steps: int) -> None:
        for data in WAY[:steps]:
            self.try_to(no, {**data, **self.spoken()}, "lead")

    @rule(no=NOS, solved=st.sampled_from([True, False, None]), score=st.integers(1, 5), answer=st.booleans(),
          close=st.booleans())  # fmt: skip
    def call(self, no: int, solved: bool | None, score: int, answer: bool, close: bool) -> None:
        said = {} if solved is None else {"solved": solved}
        self.try_to(no, {"entry": "survey", "score": score, **said}, "helpdesk", "clerk")
        if answer:
            self.try_to(no, {"entry": "complaint_answered", "text": "x"}, "lead", "clerk")
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
        more |= {"phone": "1", "outcome": "remote"}
        self.try_to(no, {"entry": kind, **said, **more, **self.spoken(60 + back)}, role)

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

    @rule(contract=st.sampled_from(CONTRACTS), office=st.sampled_from(OFFICES))
    def agree(self, contract: Contract, office: Hours) -> None:
        self.contract, self.office = contract, office
        self.board.renew(contract, office)

    @rule(down=GAPS, contract=st.none() | st.sampled_from(CONTRACTS))
    def die_and_start_again(self, down: float, contract: Contract | None) -> None:
        self.board.stop()
        self.clock.advance(down)
        self.contract = contract or self.contract
        self.start()

    def spoken(self, ago: float = 60) -> dict[str, Any]:
        """When a talk of a minute began and ended."""
        now = self.clock.now()
        began = now - timedelta(seconds=ago)
        return {"began": written(began), "ended": written(began + timedelta(seconds=60))}

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

    def teardown(self) -> None:
        if hasattr(self, "board"):
            self.board.stop()
