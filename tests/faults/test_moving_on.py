"""REQ-11: a ticket moves on when *its* cause is gone; what is still down goes on in the ticket of its own."""

from datetime import timedelta

import pytest

from controller.record import failpoints

from .stage import CHEN, Stage
from .things import pdu, projector

SWITCH, PDU = "switch/common_cause", "pdu/link_lost"
LAMPS = tuple(f"lamp-{n}" for n in range(1, 5))
DARK = "pdu/outlet/1/outlet_lost"


def hall():
    """Four projectors that hang on one switch, and on one PDU each has an outlet of."""
    feeds = [f"pdu/outlet/{n} > {name}" for n, name in enumerate(LAMPS, 1)]
    things = [pdu("pdu"), *(projector(name) for name in LAMPS)]
    return Stage(*feeds, "switch ~ " + " ".join(LAMPS), things=things).start().pass_(3)


def both(first="switch"):
    """The switch dies, and an outlet behind its back: what hangs on both is down behind two causes."""
    stage = hall()
    for one in (first, "outlet" if first == "switch" else "switch"):
        stage.flip("pdu/outlet/1", False) if one == "outlet" else stage.dead.add("switch")
        stage.pass_(60)
    return stage


def states(stage):
    return {cause: state for cause, state, _ in stage.tickets()}


def said(stage, cause):
    """What the ticket of a cause says of where faults came from, and went."""
    ticket = next(one for one in stage.board.tickets() if one.cause == cause)
    kinds = ("joined", "left", "restored")
    return [
        (one.kind, one.data.get("fault"), one.data.get("into")) for one in ticket.entries if one.kind in kinds
    ]


@pytest.mark.parametrize("first", ["switch", "outlet"])
@pytest.mark.parametrize("killed", [False, True])
def test_req11_the_ticket_of_a_switch_ends_with_the_switch(first, killed):
    stage = both(first)
    assert states(stage) == {SWITCH: "new", DARK: "new"}
    stage.dead.clear()
    stage.pass_(90)
    if killed:
        stage.restart(away=3)
    stage.pass_(70)
    assert states(stage) == {SWITCH: "restored_verifying", DARK: "new"}
    assert "lamp-1/link_lost" in stage.board.ticket(number(stage, DARK)).faults
    assert "lamp-1/link_lost" not in stage.board.ticket(number(stage, SWITCH)).faults
    stage.pass_(800)
    assert states(stage) == {SWITCH: "resolved", DARK: "new"}
    stage.flip("pdu/outlet/1", True)
    stage.pass_(800)
    assert states(stage) == {SWITCH: "resolved", DARK: "resolved"}


@pytest.mark.parametrize("first", ["switch", "outlet"])
def test_req11_the_ticket_of_an_outlet_ends_with_the_outlet(first):
    stage = both(first)
    stage.flip("pdu/outlet/1", True)
    stage.pass_(160)
    assert states(stage) == {SWITCH: "new", DARK: "restored_verifying"}
    assert "lamp-1/link_lost" in stage.board.ticket(number(stage, SWITCH)).faults


def number(stage, cause):
    return next(one.no for one in stage.board.tickets() if one.cause == cause)


def test_req11_both_tickets_have_a_line_of_it():
    stage = both()
    stage.dead.clear()
    stage.pass_(160)
    assert ("left", "lamp-1/link_lost", number(stage, DARK)) in said(stage, SWITCH)
    assert "lamp-1/link_lost" in [key for kind, key, _ in said(stage, DARK) if kind == "joined"] or (
        "lamp-1/link_lost" in stage.board.ticket(number(stage, DARK)).entries[0].data["faults"]
    )


def test_req11_who_is_worked_on_does_not_keep_the_ticket_of_what_is_mended():
    """Behind the switch it was really ill, and a window over it lasts longer: no ticket now, one after it."""
    stage = hall()
    stage.dead.add("switch")
    stage.things["lamp-2"].ill = True
    stage.pass_(60)
    now = stage.clock.now().isoformat()
    lasts = {"start": now, "end": (stage.clock.now() + timedelta(hours=1)).isoformat(), "lasts": 3600.0}
    stage.watch.maintain(CHEN, {"what": "lamp-2", "kind": "fixed", **lasts})
    stage.dead.clear()
    stage.pass_(300)
    assert states(stage) == {SWITCH: "restored_verifying"}
    stage.pass_(3600)
    assert states(stage) == {SWITCH: "resolved", "lamp-2/link_lost": "new"}


def test_req11_who_is_silenced_does_not_either():
    stage = hall()
    stage.dead.add("switch")
    stage.things["lamp-2"].ill = True
    stage.pass_(60)
    stage.watch.silence("lamp-2", CHEN, 3600, "painting")
    stage.dead.clear()
    stage.pass_(300)
    assert states(stage) == {SWITCH: "restored_verifying"}
    stage.pass_(3600)
    assert states(stage) == {SWITCH: "resolved", "lamp-2/link_lost": "new"}


def test_req11_a_cause_that_comes_again_takes_what_it_has_again():
    stage = both()
    stage.dead.clear()
    stage.pass_(160)
    stage.dead.add("switch")
    stage.pass_(60)
    assert states(stage) == {SWITCH: "new", DARK: "new"}
    stage.dead.clear()
    stage.flip("pdu/outlet/1", True)
    stage.pass_(1700)  # a switch that dies twice in ten minutes is unstable for a while
    assert set(states(stage).values()) == {"resolved"}


def old():
    """One is ill by itself for an hour, and has its ticket, when the switch dies."""
    stage = hall()
    stage.things["lamp-2"].ill = True
    stage.pass_(3600)
    stage.dead.add("switch")
    return stage.pass_(90)


@pytest.mark.parametrize("killed", [False, True])
def test_req11_who_was_ill_long_before_keeps_the_ticket_it_has(killed):
    stage = old()
    assert states(stage) == {"lamp-2/link_lost": "new", SWITCH: "new"}
    stage.dead.clear()
    if killed:
        stage.restart(away=3)
    stage.pass_(800)
    assert states(stage) == {"lamp-2/link_lost": "new", SWITCH: "resolved"}
    stage.things["lamp-2"].ill = False
    stage.pass_(60)
    assert states(stage)["lamp-2/link_lost"] == "restored_verifying"


def test_req11_mended_behind_a_dead_switch_it_is_over_when_it_is_heard():
    stage = old()
    stage.things["lamp-2"].ill = False
    stage.pass_(60)
    assert states(stage)["lamp-2/link_lost"] == "new"
    stage.dead.clear()
    stage.pass_(800)
    assert set(states(stage).values()) == {"resolved"}


def test_req11_behind_one_cause_for_long_and_then_behind_another():
    """That it was silent before the second began is the first one's doing."""
    stage = both()
    stage.pass_(3600)
    stage.dead.clear()
    stage.pass_(160)
    assert states(stage) == {SWITCH: "restored_verifying", DARK: "new"}


@pytest.mark.parametrize(
    ("bug", "story"),
    [
        (
            "what_is_down_holds_every_ticket",
            lambda: test_req11_the_ticket_of_a_switch_ends_with_the_switch("switch", killed=False),
        ),
        (
            "all_it_took_must_answer",
            lambda: test_req11_the_ticket_of_a_switch_ends_with_the_switch("switch", killed=False),
        ),
        ("whoever_is_ill_clears_a_node", test_req11_a_cause_that_comes_again_takes_what_it_has_again),
        (
            "the_newest_cause_takes_all",
            lambda: test_req11_who_was_ill_long_before_keeps_the_ticket_it_has(False),
        ),
    ],
)
def test_a_known_bug_is_seen(bug, story, monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({bug}))
    with pytest.raises(AssertionError):
        story()
