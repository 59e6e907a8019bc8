"""Standing faults and tickets, folded from the journal: the same after a restart as before it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from controller.record.folds import Faults, Tickets
from controller.record.lines import Line
from controller.record.states import State
from controller.record.words import STATES
from tests.record.desk import at


def said(*lines: tuple[str, str, dict[str, object]]) -> list[Line]:
    return [
        Line(n, at(n), kind, subject, "system", data)
        for n, (kind, subject, data) in enumerate(lines, start=1)
    ]


def test_a_fault_stands_with_all_its_flags_until_it_clears() -> None:
    lines = said(
        ("fault.raised", "pj/lamp", {"severity": "minor", "phase": "active"}),
        ("order.asked", "pj/power", {}),
        ("fault.flag", "pj/lamp", {"acked_by": "chen"}),
        ("fault.flag", "pj/lamp", {"severity": "major"}),
        ("fault.flag", "matrix/link", {"acked_by": "chen"}),
    )
    fault = Faults(lines).standing["pj/lamp"]
    assert (fault.since, fault.seq, fault.changed) == (at(1), 1, at(4))
    assert fault.facts == {"severity": "major", "phase": "active", "acked_by": "chen"}
    assert list(Faults(lines).standing) == ["pj/lamp"]


def test_a_fault_that_cleared_is_remembered_for_its_recurrence() -> None:
    faults = Faults(said(("fault.raised", "a", {"n": 1}), ("fault.cleared", "a", {"why": "mended"})))
    assert faults.standing == {}
    assert (faults.cleared["a"].facts, faults.cleared["a"].changed) == ({"n": 1, "why": "mended"}, at(2))


def test_a_second_raising_and_a_second_clearing_change_nothing() -> None:
    twice = said(("fault.raised", "a", {"n": 1}), ("fault.raised", "a", {"n": 2}))
    assert Faults(twice).standing["a"].facts == {"n": 1}
    assert Faults(said(("fault.cleared", "a", {}))).cleared == {}


def test_tickets_are_found_by_number_and_by_their_open_cause() -> None:
    tickets = Tickets(
        said(
            ("ticket.opened", "1", {"cause": "a"}),
            ("ticket.opened", "2", {"title": "by hand"}),
            ("ticket.entry", "1", {"entry": "restored"}),
            ("ticket.entry", "1", {"entry": "state", "to": "resolved"}),
            ("ticket.entry", "9", {"entry": "note", "text": "of a ticket that nobody opened"}),
        )
    )
    assert tickets.open_for("a") is None
    assert [ticket.no for ticket in tickets.open()] == [2]
    assert (last := tickets.last_for("a")) is not None
    assert last.no == 1
    assert tickets.last_for("b") is None
    assert tickets.next_number() == 3
    tickets.hear(
        said(*[("x", "", {})] * 5, ("ticket.entry", "1", {"entry": "reopened", "reason": "again"}))[5]
    )
    assert (again := tickets.open_for("a")) is not None
    assert (again.no, again.cycle) == (1, 2)


def test_a_ticket_resolved_after_its_cause_got_another_one_does_not_hide_that() -> None:
    tickets = Tickets(
        said(
            ("ticket.opened", "1", {"cause": "a"}),
            ("ticket.entry", "1", {"entry": "merged", "into": 5}),
            ("ticket.opened", "2", {"cause": "a"}),
            ("ticket.entry", "1", {"entry": "note", "text": "x"}),
        )
    )
    assert (found := tickets.open_for("a")) is not None
    assert found.no == 2


def test_every_state_has_words_in_both_languages() -> None:
    assert set(STATES) == {str(state) for state in State}
    assert all(zh and en for zh, en in STATES.values())


KINDS = st.sampled_from(["fault.raised", "fault.flag", "fault.cleared"])


@settings(max_examples=200)
@given(
    st.lists(st.tuples(KINDS, st.sampled_from("abc"), st.dictionaries(st.sampled_from("xy"), st.integers())))
)
def test_a_fold_told_line_by_line_equals_one_told_at_once(
    lines: list[tuple[str, str, dict[str, object]]],
) -> None:
    live = Faults()
    for line in said(*lines):
        live.hear(line)
    again = Faults(said(*lines))
    assert (live.standing, live.cleared) == (again.standing, again.cleared)
