"""What the customers said (REQ-85, in the calls of REQ-63): calls due to answered, scores, words, actions.

A month tells of what became known in it: a call is in the month in which it was made, whenever the repair was
resolved, and so is what was done about a complaint. Of several calls about one repair the last one counts,
but each complaint is told, with the answer to it and to no other.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from controller.desk.reports.sheet import Counted, Ref, Section, Sheet, Word, count, share
from controller.desk.reports.sla import Period
from controller.record import failpoints
from controller.record.cycles import Cycle, cycles
from controller.record.service.complaints import complaints, is_poor, last_word
from controller.record.states import OVER, State
from controller.record.tickets import Entry, Ticket

QUESTIONS = ("attitude", "speed", "result", "score")
"""What is asked beside whether it is solved; `score` is the whole."""


@dataclass(frozen=True, slots=True)
class Call:
    """A repair that was resolved, and what its calls brought: `tries` and `surveys` are those that the month
    tells of, `answer` is what counts of them.
    """

    ticket: Ticket
    cycle: Cycle
    resolved: Entry
    tries: tuple[Entry, ...]
    surveys: tuple[Entry, ...]
    answer: Entry | None

    def ref(self, entry: Entry) -> Ref:
        """One of its lines."""
        return self.ticket.no, entry.seq


def satisfaction(period: Period, tickets: Iterable[Ticket], known: int = 2**62) -> Sheet:
    """The report; `tickets` are as they were known at the end of the period, `known` is the last line that
    the month before may have told of.
    """
    mine = sorted(tickets, key=lambda one: one.no)
    news = _news(period, known)
    calls = [call for one in mine for call in _calls(one, period, news)]
    return sheet(period, calls, actions(mine, news))


def sheet(period: Period, calls: Sequence[Call], done: Section) -> Sheet:
    """The report about these calls."""
    facts = (
        *(("period", period.name), ("since", period.since), ("until", period.until)),
        ("standing", Word("report.final" if period.final else "report.running")),
    )
    return Sheet("satisfaction", facts, (_figures(calls), _scores(calls), _words(calls), done))


def _news(period: Period, known: int) -> Callable[[Entry], bool]:
    """Which entries no month before has told of."""
    return lambda one: one.at >= period.since or one.seq > known


def _calls(ticket: Ticket, period: Period, news: Callable[[Entry], bool]) -> list[Call]:
    """What is called about, or still to be called about, in the month."""
    found = []
    for cycle in cycles(ticket):
        resolved = next((one for one in cycle.entries if one.state == State.RESOLVED), None)
        if resolved is None:
            continue
        tries, surveys = (
            tuple(one for one in made(cycle, kind) if news(one)) for kind in ("survey_attempt", "survey")
        )
        own = failpoints.planted("months_tell_of_their_own_only") and resolved.at < period.since
        owed = is_repair(ticket) and (news(resolved) or not _settled(ticket, cycle, news))
        if (tries or surveys or owed) and not own:
            found.append(Call(ticket, cycle, resolved, tries, surveys, last_word(surveys)))
    return found


def made(cycle: Cycle, kind: str) -> Iterable[Entry]:
    """The calls about a repair: tries (`survey_attempt`), or answers (`survey`)."""
    return (one for one in cycle.entries if one.lawful and one.kind == kind)


def _settled(ticket: Ticket, cycle: Cycle, news: Callable[[Entry], bool]) -> bool:
    """Whether nobody had to call any more when the month began: it was answered, closed, or opened again."""
    ends = (one for one in cycle.entries if (one.kind == "survey" and one.lawful) or one.state in OVER)
    again = (one for one in ticket.entries if one.seq == cycle.after)
    return any(not news(one) for one in (*ends, *again))


def is_repair(ticket: Ticket) -> bool:
    """Not a question that was answered."""
    converted = any(one.kind == "converted" and one.lawful for one in ticket.entries)
    return converted or ticket.entries[0].data.get("type", "fault") == "fault"


def _figures(calls: Sequence[Call]) -> Section:
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
    bad = [(one, [each for each in one.surveys if is_poor(each.data.get("score"))]) for one in answered]
    poor = [one.ref(each[-1]) for one, each in bad if each]
    rows.append((_name("poor"), count(poor), share(len(poor), len(answered))))
    return Section("calls", ("figure", "count", "percent"), tuple(rows))


def _scores(calls: Sequence[Call]) -> Section:
    rows: list[tuple[object, ...]] = []
    for question in QUESTIONS:
        given = [value for one in calls if isinstance(value := _said(one, question), int)]
        often = Counter(given)
        mean = f"{sum(given) / len(given):.2f}" if given else None
        rows.append((_name(question), len(given), mean, *(often[n] for n in range(5, 0, -1))))
    return Section("scores", ("question", "count", "mean", "n5", "n4", "n3", "n2", "n1"), tuple(rows))


def _words(calls: Sequence[Call]) -> Section:
    rows = []
    for one in calls:
        for said in one.surveys:
            texts = (said.data.get("text"), said.data.get("further"))
            if any(texts):
                which = Counted(one.ticket.no, (one.ref(said),))
                rows.append((which, one.ticket.title, said.data.get("score"), *texts, said.actor))
    return Section("words", ("no", "title", "score", "text", "further", "by"), tuple(rows))


ACTIONS = ("no", "title", "score", "reopened_at", "action", "state")


def actions(tickets: Iterable[Ticket], news: Callable[[Entry], bool]) -> Section:
    """What came of each call that was not good: was it opened again, what was done, where does it stand?"""
    rows = []
    for ticket in tickets:
        answers = {one.seq: one.by for one in complaints(ticket)}
        for said in ticket.entries:
            if said.lawful and said.kind == "survey" and _is_bad(said):
                again = next((e for e in ticket.entries if e.cycle == said.cycle + 1), None)
                done = next((e for e in ticket.entries if e.seq == answers.get(said.seq)), None)
                if any(one is not None and news(one) for one in (said, again, done)):
                    rows.append(row(ticket, said, again, done))
    return Section("actions", ACTIONS, tuple(rows))


def row(ticket: Ticket, said: Entry, again: Entry | None, done: Entry | None) -> tuple[object, ...]:
    """A call, its reopening, and the answer to it."""
    which = Counted(ticket.no, ((ticket.no, said.seq),))
    reopened = None if again is None else Counted(again.at, ((ticket.no, again.seq),))
    answer = None if done is None else Counted(done.data["text"], ((ticket.no, done.seq),))
    state = Word(f"ui.ticket.state.{ticket.state}")
    return which, ticket.title, said.data.get("score"), reopened, answer, state


def _is_bad(said: Entry) -> bool:
    return is_poor(said.data.get("score")) or said.data.get("solved") is False


def _answers(calls: Iterable[Call]) -> Counted:
    return count(one.ref(one.answer) for one in calls if one.answer is not None)


def _first(call: Call) -> Entry:
    return min((*call.tries, *call.surveys), key=lambda one: one.seq)


def _said(call: Call, name: str) -> object:
    return None if call.answer is None else call.answer.data.get(name)


def _name(name: str) -> Word:
    return Word(f"report.satisfaction.{name}")
