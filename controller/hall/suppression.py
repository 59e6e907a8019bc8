"""Faults behind a cause: kept out of sight while it stands, and remembered for when it is over.

When a cause goes, what it took with it may boot for a while and is asked at once. What is still ill after
that has a trouble of its own, and comes out from behind with a ticket of its own. Forgetting it, as one is
tempted to, is how alarm systems lose real faults.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from controller.hall.cases import Case, Now
from controller.hall.conditions import Condition
from controller.hall.correlate import Picture, causes, dead_nodes, seen
from controller.hall.faults import Phase
from controller.hall.knowledge import Knowledge
from controller.hall.rules_link import LOST
from controller.record import failpoints
from drivers.points import Ref
from drivers.vocabulary import LinkState


def picture(know: Knowledge) -> Picture:
    """What is known about who took whom along."""
    faults = seen(know.ledger.faults())
    if not any(fault.rule == LOST for fault in faults.values()):
        return Picture(know.sight.topology, faults)
    links = {id: know.sight.state.get(Ref(id, "link")).reported for id in know.sight.devices()}
    return Picture(
        know.sight.topology,
        faults,
        know.dark(),
        {id for id, link in links.items() if link == LinkState.UP},
        {id for id, link in links.items() if link == LinkState.LOST and know.excused(id)},
    )


def nodes(know: Knowledge) -> dict[str, Condition]:
    """The nodes that look dead, as conditions by key."""
    now, settings = picture(know), know.settings
    found = dead_nodes(now, settings.common, settings.window, know.ledger.cases.keys())
    return {condition.key: condition for condition in found}


def explain(know: Knowledge, now: Now) -> None:
    """Put every fault behind its cause, and let out those whose cause is over."""
    found = causes(picture(know))
    for case in list(know.ledger.cases.values()):
        if case.fault.phase is not Phase.CLEARING:
            _place(know, case, found, now)


def _place(know: Knowledge, case: Case, found: Mapping[str, str], now: Now) -> None:
    fault, cause = case.fault, found.get(case.fault.key)
    if cause is not None:
        case.grace = None
        know.ledger.move(replace(fault, cause=cause, grace=None, due=False))
    elif fault.cause is not None and not failpoints.planted("no_suppression_memory"):
        _release(know, case, now)


def _release(know: Knowledge, case: Case, now: Now) -> None:
    device = case.fault.device
    if case.grace is None:
        boot = know.sight.boot(device)
        case.grace = now.mono + boot
        know.ledger.move(replace(case.fault, grace=now.at + timedelta(seconds=boot)))
        know.sight.probe(device)
    elif now.mono >= case.grace:
        case.grace = None
        know.ledger.move(replace(case.fault, cause=None, grace=None))
