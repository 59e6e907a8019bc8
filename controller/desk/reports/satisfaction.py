"""What the customers said (REQ-85, in the calls of REQ-63): calls due to answered, scores, words, actions.

It is about the repairs that were resolved in the period, as they were known at its end.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from controller.desk.reports.sheet import Counted, Ref, Section, Sheet, Word, count, share
from controller.desk.reports.sla import Period
from controller.record.cycles import Cycle, cycles
from controller.record.service.complaints import ANSWERED, is_poor
from controller.record.states import State
from controller.record.tickets import Entry, Ticket

QUESTIONS = ("attitude", "speed", "result", "score")
"""What is asked beside whether it is solved; `score` is the whole."""


@dataclass(frozen=True, slots=True)
class _Call:
    """A repair that was resolved, and what its call brought."""

    ticket: Ticket
    cycle: Cycle
    resolved: Entry

    @property
    def tries(self) -> list[Entry]:
        return [one for one in self.cycle.entries if one.lawful and one.kind == "survey_attempt"]

    @property
    def answer(self) -> Entry | None:
        found = (one for one in self.cycle.entries if one.lawful and one.kind == "survey")
        return next(found, None)

    def ref(self, entry: Entry) -> Ref:
        return self.ticket.no, entry.seq


def satisfaction(period: Period, tickets: Iterable[Ticket]) -> Sheet:
    """The report; `tickets` are as they were known at the end of the period."""
    calls = [call for one in sorted(tickets, key=lambda one: one.no) for call in _calls(one, period)]
    facts = (
        *(("period", period.name), ("since", period.since), ("until", period.until)),
        ("standing", Word("report.final" if period.final else "report.running")),
    )
    return Sheet("satisfaction", facts, (_figures(calls), _scores(calls), _words(calls), _actions(calls)))


def _calls(ticket: Ticket, period: Period) -> list[_Call]:
    found = []
    for cycle in cycles(ticket):
        resolved = next((one for one in cycle.entries if one.state == State.RESOLVED), None)
        if resolved is not None and period.since <= resolved.at < period.until and _is_repair(ticket):
            found.append(_Call(ticket, cycle, resolved))
    return found


def _is_repair(ticket: Ticket) -> bool:
    """Not a question that was answered."""
    converted = any(one.kind == "converted" and one.lawful for one in ticket.entries)
    return converted or ticket.entries[0].data.get("type", "fault") == "fault"


def _figures(calls: Sequence[_Call]) -> Section:
    answered = [one for one in calls if one.answer is not None]
    made = [one for one in calls if one.answer is not None or one.tries]
    rows: list[tuple[object, object, object]] = [
        (_name("due"), count(one.ref(one.resolved) for one in calls), None),
        (_name("made"), count(one.ref(_first(one)) for one in made), share(len(made), len(calls))),
        (_name("answered"), _answers(answered), share(len(answered), len(calls))),
    ]
    for name, so in (("solved", True), ("not_solved", False)):
        some = [one for one in answered if _said(one, "solved") is so]
        rows.append((_name(name), _answers(some), share(len(some), len(answered))))
    poor = [one for one in answered if _is_poor(one)]
    rows.append((_name("poor"), _answers(poor), share(len(poor), len(answered))))
    return Section("calls", ("figure", "count", "percent"), tuple(rows))


def _scores(calls: Sequence[_Call]) -> Section:
    rows: list[tuple[object, ...]] = []
    for question in QUESTIONS:
        given = [value for one in calls if isinstance(value := _said(one, question), int)]
        often = Counter(given)
        mean = f"{sum(given) / len(given):.2f}" if given else None
        rows.append((_name(question), len(given), mean, *(often[n] for n in range(5, 0, -1))))
    return Section("scores", ("question", "count", "mean", "n5", "n4", "n3", "n2", "n1"), tuple(rows))


def _words(calls: Sequence[_Call]) -> Section:
    rows = []
    for one in calls:
        answer = one.answer
        said = None if answer is None else answer.data.get("text") or answer.data.get("further")
        if answer is not None and said:
            which = Counted(one.ticket.no, (one.ref(answer),))
            texts = (answer.data.get("text"), answer.data.get("further"))
            rows.append((which, one.ticket.title, answer.data.get("score"), *texts, answer.actor))
    return Section("words", ("no", "title", "score", "text", "further", "by"), tuple(rows))


def _actions(calls: Sequence[_Call]) -> Section:
    """What came of each call that was not good: was it opened again, what was done, where does it stand?"""
    rows = []
    for one in calls:
        if one.answer is not None and (_is_poor(one) or _said(one, "solved") is False):
            again = next((e for e in one.ticket.entries if e.cycle == one.cycle.number + 1), None)
            reopened = None if again is None else Counted(again.at, (one.ref(again),))
            which = Counted(one.ticket.no, (one.ref(one.answer),))
            done = next((e for e in one.cycle.entries if e.lawful and e.kind == ANSWERED), None)
            answer = None if done is None else Counted(done.data["text"], (one.ref(done),))
            state = Word(f"ui.ticket.state.{one.ticket.state}")
            rows.append((which, one.ticket.title, _said(one, "score"), reopened, answer, state))
    return Section("actions", ("no", "title", "score", "reopened_at", "action", "state"), tuple(rows))


def _answers(calls: Iterable[_Call]) -> Counted:
    return count(one.ref(one.answer) for one in calls if one.answer is not None)


def _first(call: _Call) -> Entry:
    return next(one for one in call.cycle.entries if one.lawful and one.kind in ("survey", "survey_attempt"))


def _said(call: _Call, name: str) -> object:
    return None if call.answer is None else call.answer.data.get(name)


def _is_poor(call: _Call) -> bool:
    return is_poor(_said(call, "score"))


def _name(name: str) -> Word:
    return Word(f"report.satisfaction.{name}")
