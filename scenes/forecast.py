"""The hall as it will stand: its state, and over it what earlier steps of a scene will have done."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from controller.hall.state import Deed, PointState, View
from controller.record.failpoints import planted
from drivers.points import Ref, Value


class Forecast:
    """A view of the state in which steps have come true. Branches that run together do not see what the
    others will have done, but what they wish.
    """

    def __init__(self, under: View, at: datetime) -> None:
        self._under, self._at = under, at
        self._then: dict[Ref, PointState] = {}
        self._wished: dict[Ref, Value] = {}
        self._beside: dict[Ref, PointState] = {}
        self._doubted: set[str] = set()
        self._doing: list[Deed] = []
        self._going: list[Deed] = []

    def get(self, ref: Ref) -> PointState:
        """How the point will stand."""
        then = self._then.get(ref) or self._beside.get(ref)
        return then if then is not None else self._aged(ref, self._under.get(ref))

    def foresees(self, ref: Ref) -> bool:
        """Whether a step will have moved it, or moves it at the same time."""
        here = ref in self._then or ref in self._beside
        return here or (isinstance(self._under, Forecast) and self._under.foresees(ref))

    def deeds(self) -> Iterator[Deed]:
        """The actions under way in what runs at the same time."""
        yield from self._going
        if isinstance(self._under, Forecast):
            yield from self._under.deeds()

    def points(self, device: str | None = None) -> Iterator[tuple[Ref, PointState]]:
        """Every point of a device, or of the hall."""
        for ref, now in self._under.points(device):
            yield ref, self._then.get(ref) or self._beside.get(ref) or self._aged(ref, now)

    def becomes(self, ref: Ref, value: Value, told: bool = True) -> None:
        """A step will have made it so; `told`: the device says so itself."""
        if planted("previews_forget_their_steps"):
            return
        self._wished[ref] = value
        self._then[ref] = PointState(value, None, "live" if told else "assumed", self._at)

    def shows(self, ref: Ref, value: Value) -> None:
        """A step will have waited for it."""
        self._then[ref] = PointState(value, None, "live", self._at)

    def cuts(self, outlets: Iterable[Ref]) -> None:
        """An action will take their power away, and nobody knows when."""
        for ref in outlets:
            self._wished[ref] = False
            self._then[ref] = replace(self.get(ref), desired=False, deadline=self._at)

    def does(self, deed: Deed) -> None:
        """An action will have been done, which may change anything there."""
        self._doing.append(deed)
        self.doubt(deed.device)

    def doubt(self, device: str) -> None:
        """Nobody can say how anything stands there."""
        self._doubted.add(device)
        for ref, then in self._then.items():
            if ref.device == device:
                self._then[ref] = replace(then, quality="stale")

    def branch(self, beside: Iterable["Forecast"] = ()) -> "Forecast":
        """The same view, to go on from by itself; `beside` it others are under way."""
        branch = Forecast(self, self._at)
        for other in beside:
            branch._going += other._doing
            for ref, wish in other._wished.items():
                branch._beside[ref] = replace(self.get(ref), desired=wish, deadline=self._at)
        return branch

    def join(self, branch: "Forecast") -> None:
        """A branch has come true as well."""
        for device in branch._doubted:
            self.doubt(device)
        self._then |= branch._then
        self._wished |= branch._wished
        self._doing += branch._doing

    def _aged(self, ref: Ref, now: PointState) -> PointState:
        if ref.device in self._doubted and ref.key != "link" and now.quality in ("live", "assumed"):
            return replace(now, quality="stale")
        return now
