"""Whatever people do in whatever order, what the service says stays true; the oracle only counts lines."""

from datetime import timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from controller.record import failpoints
from controller.record.contract import STRICT
from controller.record.lawful import NotLawful, check
from controller.record.lines import Line, written
from controller.record.service.team import team
from controller.record.service.view import demands, service
from controller.record.service.visits import visits
from controller.record.stopwatch import DAY_AND_NIGHT
from controller.record.tickets import Ticket, apply, fold
from controller.record.words import text
from tests.record.desk import NOON, at

ORDER = ("planned", "departed", "arrived", "left")
PEOPLE = st.sampled_from(["Chen", "Wang", ""])
SIGNS = st.sampled_from(["", "Ms Li", "Chen"])
VISIT = ("visit_arrived", "visit_left", "visit_left", "tested", "tested", "work")
KINDS = st.one_of(st.sampled_from(VISIT), st.sampled_from([
    "visit_planned", "visit_departed", "visit_called_off", "part_used", "part_returned", "team_opened",
    "team_member", "team_cause", "team_measure", "team_measure_done", "team_review", "plan", "expert",
    "restored", "relapsed", "state", "reopened", "contact_made", "workaround",
]))  # fmt: skip
STEPS = st.lists(
    st.fixed_dictionaries(
        {
            "kind": KINDS,
            "person": PEOPLE,
            "signed_by": SIGNS,
            "outcome": st.sampled_from(["done", "done", "workaround", "appointment", "advised"]),
            "passed": st.sampled_from([True, True, False, None]),
            "visit": st.sampled_from([*[None] * 9, 1, 2]),
            "to": st.sampled_from(["onsite", "resolved", "callback_due", "diagnosing", "dispatched"]),
            "ago": st.integers(0, 3),
            "duty": st.sampled_from(["leader", "member", "left"]),
        }
    ),
    min_size=8,
    max_size=40,
)


def lived(steps: list[dict[str, Any]], device: str | None) -> tuple[Ticket, list[Line]]:
    """A ticket that went through what of these steps was lawful."""
    lines = [Line(1, NOON, "ticket.opened", "7", "system", {"class": 4, "via": "phone", "device": device})]
    ticket = fold(lines)
    first = {**steps[0], "kind": "visit_arrived", "person": "Chen", "visit": None}
    for minutes, step in enumerate([first, *steps[1:]], 1):
        seq, now = lines[-1].seq + 2, at(minutes)
        said = {name: value for name, value in step.items() if value not in (None, "") or name == "passed"}
        kind, passed = said.pop("kind"), said.pop("passed")
        said |= {
            "entry": kind,
            "text": "x",
            "reason": "x",
            "what": "spare",
            "accepted_by": "Ms Li",
            "part": "x",
        }
        said |= {"until": written(now + timedelta(days=1)), "at": written(now), "number": 1, "rma": "R"}
        role, actor = ("system", "system") if kind == "tested" else ("lead", "lin")
        if kind == "tested":
            said |= {"passed": passed, "of": max(0, seq - 1 - 2 * step["ago"])}
        try:
            check(ticket, said, actor, role, now)
        except NotLawful:
            continue
        lines.append(Line(seq, now, "ticket.entry", "7", actor, said))
        ticket = apply(ticket, lines[-1])
    return ticket, lines


def honest(lines: list[Line], closed: Line, arrived: int, device: str | None) -> bool:
    """Whether whoever left as done might: by counting lines, and nothing else."""
    signed = bool(closed.data.get("signed_by"))
    if device is None:
        return signed
    before = [one for one in lines if one.seq < closed.seq]
    works = ("work", "part_used", "relapsed", "joined")
    last = max([arrived, *(one.seq for one in before if one.data.get("entry") in works)])
    tests = [one.data for one in before if one.data.get("entry") == "tested" and one.data["of"] > last]
    return bool(tests) and (tests[-1]["passed"] is True or (tests[-1]["passed"] is None and signed))


def prove(steps: list[dict[str, Any]], device: str | None) -> None:
    ticket, lines = lived(steps, device)
    assert fold(lines) == ticket
    said = {one.seq: one for one in lines}
    for visit in visits(ticket):
        if visit.stage != "called_off":
            reached = ORDER.index(visit.stage)
            times = [getattr(visit, name) for name in ORDER[1 : reached + 1] if name != "departed"]
            assert all(times), visit
            assert times == sorted(times)
        if visit.outcome == "done":
            closed = next(one for one in lines if one.at == visit.left)
            assert honest(lines, closed, visit.since, device), (visit, [one.data for one in lines])
            assert said[visit.since].data["entry"] == "visit_arrived"
        elif visit.left:
            assert visit.signed_by
        assert not visit.signed_by or visit.signed_by != visit.person
    found = team(ticket)
    assert found is None or found.review is None or (found.leader and found.cause and found.measures)
    assert service(ticket, STRICT, DAY_AND_NIGHT)["visits"] is not None
    assert [one["what"] for one in demands(ticket)].count("plan") <= 1
    assert all(text(one) for one in ticket.entries)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS, st.sampled_from(["lamp", None]))
def test_req_22_to_30_hold_in_any_order(steps: list[dict[str, Any]], device: str | None) -> None:
    prove(steps, device)


def test_the_proof_finds_a_test_that_is_older_than_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"a_test_before_the_work_will_do"}))

    @settings(max_examples=2000, deadline=None, database=None, phases=(Phase.generate,))
    @given(STEPS, st.just("lamp"))
    def again(steps: list[dict[str, Any]], device: str) -> None:
        prove(steps, device)

    with pytest.raises(AssertionError):
        again()
