"""Why self-healing leaves a device its power just now, whatever the interlocks say.

An outlet often feeds more than what is ill. Somebody may have his hands in one of the others, or in the PDU
itself; one may still be starting; and it may have been off and on a moment ago for the sake of another, which
was as good for this one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from controller.hall.hot import end_of
from controller.hall.knowledge import Knowledge
from controller.hall.quiet import Quiet
from controller.hall.reach import taken
from controller.hall.remedies import DAY, Try
from controller.hall.sentences import Sentence
from controller.hall.topology import Kind
from controller.hall.upkeep import Upkeep
from controller.record import failpoints
from drivers.points import Ref
from drivers.rigfile.healing import Healing


@dataclass(frozen=True, slots=True)
class Cuts:
    """What was tried of late, by device."""

    tries: Mapping[str, Sequence[Try]]

    def of(self, outlets: frozenset[str], since: float) -> Iterator[tuple[str, Try]]:
        """Those that cut one of these outlets, and for which device, the newest first."""
        found = [(device, one) for device, tries in self.tries.items() for one in tries if one.at > since]
        cut = [pair for pair in found if not outlets.isdisjoint(pair[1].outlets)]
        yield from sorted(cut, key=lambda pair: -pair[1].at)


class Sparing:
    """Judges the outlets of one hall."""

    def __init__(self, know: Knowledge, upkeep: Upkeep, quiet: Quiet, title: Callable[[str], object]) -> None:
        self._know, self._upkeep, self._quiet, self._title = know, upkeep, quiet, title

    def why(
        self, device: str, outlets: Sequence[Ref], plan: Healing, cuts: Cuts, now: float
    ) -> Sentence | None:
        """The first reason to leave these outlets alone though a device on them is ill, or None. `now` is
        monotonic.
        """
        dark = sorted(taken(self._know.sight.topology, {end_of(ref) for ref in outlets}) - {device})
        reasons = (
            *self._cut_before(device, frozenset(map(str, outlets)), plan, cuts, now),
            *self._worked_at([*self._mains(outlets), *dark]),
            *self._starting(outlets, dark),
        )
        return next(iter(reasons), None)

    def _cut_before(
        self, device: str, outlets: frozenset[str], plan: Healing, cuts: Cuts, now: float
    ) -> Iterator[Sentence]:
        """Once is enough for all that hang on it, and a day's cuts are counted for the outlet."""
        if failpoints.planted("an_outlet_is_cut_for_each"):
            return
        for other, _ in cuts.of(outlets, now - plan.cool_down):
            if other != device:
                yield Sentence("healing.cut_already", name=self._title(other))
        if len({(other, one.round) for other, one in cuts.of(outlets, now - DAY)}) >= plan.most:
            yield Sentence("healing.cut_enough", count=plan.most)

    def _worked_at(self, names: Iterable[str]) -> Iterator[Sentence]:
        if failpoints.planted("heals_what_is_worked_at"):
            return
        for name in names:
            if self._upkeep.holds(name):
                yield Sentence("healing.maintained", name=self._title(name))
            elif self._is_silenced(name):
                yield Sentence("healing.silenced", name=self._title(name))

    def _starting(self, outlets: Sequence[Ref], dark: Iterable[str]) -> Iterator[Sentence]:
        if failpoints.planted("an_outlet_is_cut_for_each"):
            return
        if ordered := [ref for ref in outlets if self._know.lawful(ref)]:
            yield Sentence("healing.ordered", name=self._title(ordered[0].device), outlet=ordered[0].index[0])
        for name in dark:
            if name not in self._know.sight.devices():
                continue
            if self._know.sleeps(name):
                yield Sentence("healing.others", name=self._title(name))
            elif self._know.excuse(name) not in (None, "outlet"):  # by another outlet it is dark already
                yield Sentence("healing.starting", name=self._title(name))

    def _mains(self, outlets: Sequence[Ref]) -> Iterator[str]:
        """The PDUs of the outlets, and whatever hands on the mains above them."""
        for device in dict.fromkeys(ref.device for ref in outlets):
            yield device
            for cause in self._know.sight.topology.upstream(device, (Kind.POWER,)):
                yield cause.feed.source.device

    def _is_silenced(self, name: str) -> bool:
        faults = self._know.ledger.faults().values()
        own_faults = (one for one in faults if one.device == name)
        return self._quiet.until(name) is not None or any(one.silenced_until for one in own_faults)
