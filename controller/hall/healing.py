"""Guarded self-healing, where the hall's file asks for it: reconnect, reset, off and on again.

It begins once the fault has its ticket, and every try is on it. It waits while an event runs or the hall is
in show mode, while anything that the device hangs on is itself in trouble, and while a person silenced or
maintains it; every order goes through the one door, so no guard is passed by: a lamp that is hot, or of which
nobody knows, keeps its power.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, Protocol

from controller.hall.cases import Case, Now
from controller.hall.faults import Fault, Phase
from controller.hall.knowledge import Knowledge
from controller.hall.ledger import Journal
from controller.hall.remedies import DAY, Try, next_remedy
from controller.hall.sentences import Sentence
from controller.hall.sparing import Cuts, Sparing
from controller.hall.words_kept import kept
from controller.record import failpoints
from controller.record.lines import Line
from drivers.points import Ref
from drivers.rigfile.healing import Healing

TRIED, FAILED = "healing.tried", "healing.failed"
NOT_DONE = ("healing.refused", "healing.not_allowed")
MARGIN = 15.0
"""Seconds beyond the boot until a remedy has failed to help."""


Fails = Callable[[Sentence], object]


class Hands(Protocol):
    """What heals: each remedy answers None when it was begun, or the sentence that says why not. `fails` is
    called later, if an order that was given did not come off.
    """

    def plan(self, device: str) -> Healing | None:
        """What the hall's file allows."""

    def reconnect(self, device: str) -> Sentence | None:
        """Dial anew."""

    def reset(self, device: str, plan: Healing, fails: Fails) -> Sentence | None:
        """The device's own action."""

    def title(self, name: str) -> object:
        """What people call a device."""

    def outlets(self, device: str) -> list[Ref]:
        """The outlets that `power` cuts."""

    def power(self, device: str, fails: Fails) -> Sentence | None:
        """Its outlets, off and on again."""


class Healer:
    """Looks at the standing faults and tries what may be tried. `busy()`: why nothing is tried at all now."""

    def __init__(self, know: Knowledge, journal: Journal, hands: Hands, sparing: Sparing) -> None:
        self._know, self._journal, self._hands, self._sparing = know, journal, hands, sparing
        self.busy: Callable[[], Sentence | None] = lambda: None
        self._tries: dict[str, list[Try]] = defaultdict(list)
        self._told: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def recall(self, lines: Iterable[Line], now: Now) -> None:
        """The tries of before a restart, in order."""
        for line in lines:
            if line.kind == TRIED:
                self._note(line, now.when(line.at))
            elif line.kind == FAILED:
                self._note_failed(line)

    def look(self, now: Now) -> None:
        """Try the next remedy of every device whose time has come: one each."""
        for case in list(self._know.ledger.cases.values()):
            plan = self._hands.plan(case.fault.device)
            if plan is None or not self._curable(case, plan) or self.waits(case.fault) is not None:
                continue
            found = next_remedy(plan, self._recent(case.fault.device, now), *self._times(case, plan, now))
            if found is not None:
                self._try(case.fault, plan, *found)

    def waits(self, fault: Fault) -> Sentence | None:
        """Why nothing is tried now, if that is so."""
        if (busy := self.busy()) is not None:
            return busy
        if not failpoints.planted("heals_children_of_the_dead") and next(self._above(fault), None):
            return Sentence("healing.waits.upstream")
        return None

    def shown(self, fault: Fault) -> dict[str, Any] | None:
        """What may be tried, what was, and why nothing is tried now; None where nothing may."""
        plan = self._hands.plan(fault.device)
        if plan is None or fault.rule not in plan.faults:
            return None
        return {"steps": list(plan.steps), "tried": self._told[fault.key], "waits": self.waits(fault)}

    # ------------------------------------------------------------

    def _curable(self, case: Case, plan: Healing) -> bool:
        fault = case.fault
        return fault.due and fault.calls and fault.rule in plan.faults and not fault.flapping

    def _times(self, case: Case, plan: Healing, now: Now) -> tuple[float, float, float]:
        wait = plan.wait if plan.wait is not None else self._know.sight.boot(case.fault.device) + MARGIN
        return case.believed if case.believed is not None else now.mono, now.mono, wait

    def _recent(self, device: str, now: Now) -> list[Try]:
        self._tries[device] = [one for one in self._tries[device] if now.mono - one.at < DAY]
        return self._tries[device]

    def _above(self, fault: Fault) -> Iterator[str]:
        """The faults of what it hangs on: nobody heals the child of a dead parent."""
        above = {cause.feed.source.device for cause in self._know.sight.topology.upstream(fault.device)}
        for key, one in self._know.ledger.faults().items():
            if one.device in above and one.device != fault.device and one.phase in (Phase.SOFT, Phase.ACTIVE):
                yield key

    def _try(self, fault: Fault, plan: Healing, remedy: str, round: int) -> None:
        failpoints.hit("healing.before")
        why = self._do(fault, plan, remedy)
        failpoints.hit("healing.after")
        outcome = "done" if why is None else "refused"
        text = Sentence(f"healing.{remedy}.{outcome}", why=why or "")
        data: dict[str, Any] = {
            "device": fault.device,
            "remedy": remedy,
            "round": round,
            "outcome": outcome,
            "text": kept(text),
        }
        if remedy == "power" and why is None:
            data |= {"outlets": [str(ref) for ref in self._hands.outlets(fault.device)]}
        line = self._journal.append(TRIED, fault.key, data)
        self._note(line, self._know.sight.clock.monotonic())

    def _do(self, fault: Fault, plan: Healing, remedy: str) -> Sentence | None:
        def fails(why: Sentence) -> None:  # told after the try itself, however quickly it failed
            self._know.sight.clock.call_later(0.0, self._failed, fault, remedy, why)

        match remedy:
            case "reconnect":
                return self._hands.reconnect(fault.device)
            case "reset":
                return self._hands.reset(fault.device, plan, fails)
            case _:
                return self._spared(fault, plan) or self._hands.power(fault.device, fails)

    def _spared(self, fault: Fault, plan: Healing) -> Sentence | None:
        """Why its outlets are not cut, whatever the interlocks say."""
        outlets, cuts = self._hands.outlets(fault.device), Cuts(self._tries)
        return self._sparing.why(fault.device, outlets, plan, cuts, self._know.sight.clock.monotonic())

    def _failed(self, fault: Fault, remedy: str, why: Sentence) -> None:
        text = kept(Sentence(f"healing.{remedy}.failed", why=why))
        data = {"device": fault.device, "remedy": remedy, "text": text}
        self._note_failed(self._journal.append(FAILED, fault.key, data))

    def _note_failed(self, line: Line) -> None:
        """A PDU that refused has cut nothing; of what nobody confirmed that is not known."""
        tries = self._tries[line.data["device"]]
        said = line.data["text"].get("with", {}).get("why", {})
        if tries and said.get("say") in NOT_DONE:
            tries[-1] = replace(tries[-1], outlets=())
        self._tell(line)

    def _note(self, line: Line, at: float) -> None:
        said = line.data
        outlets = tuple(said.get("outlets", ()))
        one = Try(at, said["remedy"], said["round"], said["outcome"] == "done", outlets)
        self._tries[said["device"]].append(one)
        self._tell(line)

    def _tell(self, line: Line) -> None:
        told = self._told[line.subject]
        told.append({"at": line.at, **line.data})
        del told[:-10]
