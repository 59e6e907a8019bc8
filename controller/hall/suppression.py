"""Faults behind a cause: kept out of sight while it stands, and remembered for when it is over.

When a cause goes, what it took with it may boot for a while and is asked at once. What is still ill after
that has a trouble of its own, and comes out from behind with a ticket of its own. Forgetting it, as one is
tempted to, is how alarm systems lose real faults. So is starting its time anew at every blip of something
above it: what was a mere suspicion, or came when the other was silent already, took nothing and gives no
time.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from controller.hall.cases import Case, Now
from controller.hall.conditions import Condition
from controller.hall.correlate import Picture, causes, fell_with, seen, starved
from controller.hall.deadnodes import dead_nets, dead_nodes
from controller.hall.faults import Phase
from controller.hall.knowledge import Knowledge
from controller.hall.neighbours import subnet
from controller.hall.rules_link import LOST
from controller.record import failpoints
from drivers.points import Ref
from drivers.vocabulary import LinkState


class Explaining:
    """One look at who took whom along; who answers is asked once for all of it."""

    def __init__(self, know: Knowledge) -> None:
        self._know = know
        self._answering: set[str] = set()
        self._excused: set[str] = set()
        if any(case.fault.rule == LOST for case in know.ledger.cases.values()):
            links = {id: know.sight.state.get(Ref(id, "link")).reported for id in know.sight.devices()}
            self._answering = {id for id, link in links.items() if link == LinkState.UP}
            lost = {id for id, link in links.items() if link == LinkState.LOST}
            self._excused = {id for id in lost if know.excused(id)}

    def nodes(self) -> dict[str, Condition]:
        """The nodes that look dead, as conditions by key."""
        settings, standing = self._know.settings, self._know.ledger.faults()
        if failpoints.planted("no_common_cause"):
            return {}
        picture = self._picture()
        found = dead_nodes(picture, settings.common, settings.window, standing)
        nodes = {condition.key: condition for condition in found}
        known = {key: one for key, one in standing.items() if "net" in one.evidence}
        nets = dead_nets(picture, settings.common, settings.window, nodes, known)
        return nodes | {condition.key: condition for condition in nets}

    def explain(self, now: Now) -> None:
        """Put every fault behind its cause, and let out those whose cause is over."""
        found = causes(self._picture()) if not failpoints.planted("no_cause_explains") else {}
        for case in list(self._know.ledger.cases.values()):
            if case.fault.phase is not Phase.CLEARING:
                _place(self._know, case, found, now)

    def robs(self, device: str) -> bool:
        """Whether something keeps a device down that sleeps, and could not say so."""
        return starved(self._picture(), device) and not failpoints.planted("nothing_keeps_a_sleeper_dark")

    def _picture(self) -> Picture:
        know, faults = self._know, seen(self._know.ledger.faults())
        answering, excused = self._answering, self._excused
        return Picture(know.sight.topology, faults, know.dark(), answering, excused, self._net)

    def _net(self, device: str) -> str:
        return subnet(self._know.sight.host(device)) if device in self._know.sight.devices() else ""


def _place(know: Knowledge, case: Case, found: Mapping[str, str], now: Now) -> None:
    fault, cause = case.fault, found.get(case.fault.key)
    if cause is not None:
        root = know.ledger.cases.get(cause)
        case.robbed = root is not None and fell_with(fault, root.fault)
        if case.robbed or failpoints.planted("a_blip_takes_all"):
            case.grace = None
        grace = fault.grace if case.grace is not None else None
        know.ledger.move(replace(fault, cause=cause, grace=grace, due=False))
    elif fault.cause is not None and not failpoints.planted("no_suppression_memory"):
        _release(know, case, now)


def _release(know: Knowledge, case: Case, now: Now) -> None:
    device, cause = case.fault.device, case.fault.cause or ""
    robbed = case.robbed or failpoints.planted("a_blip_takes_all")
    if robbed:
        know.asleep.powered(device, cause.rpartition("/")[0])
    if case.grace is None and not robbed:
        root = know.standing(cause)
        back = root is not None and root.phase is Phase.CLEARING
        know.ledger.move(replace(case.fault, cause=None, grace=None, alone=case.fault.alone or back))
        know.sight.probe(device)
    elif case.grace is None:
        boot = know.sight.boot(device)
        case.grace = now.mono + boot
        know.ledger.move(replace(case.fault, grace=now.at + timedelta(seconds=boot)))
        know.sight.probe(device)
    elif now.mono >= case.grace:
        case.grace = None
        know.ledger.move(replace(case.fault, cause=None, grace=None, alone=True))
