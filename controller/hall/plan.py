"""All standing exchanges of one device: the first reading of a connection, then each at its own interval.

Every interval has a jitter of a tenth, so that a hall's devices do not fall into step; one that the hall's
file gives is kept to the point, and only its phase is drawn by lot. After a (re)connection the session lines
are said first, then everything is read anew before anything is called live.
"""

from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import Protocol

from controller.clock import Clock
from controller.hall.lanes import Lane, Lanes
from controller.hall.scheduler import Scheduler
from controller.hall.standing import QUICK, Standing
from drivers.errors import DeviceError, NoReply, Unreachable
from drivers.points import Place
from drivers.wire.controller import ControllerSide
from drivers.wire.events import Poll
from drivers.wire.talk import ALL, Notice, Row, Session, When

JITTER = 0.1


class Host(Protocol):
    """Whose plan it is."""

    def safely(self, callback: Callable[..., object], *args: object) -> object: ...
    def polite(self, when: When) -> bool: ...
    def grew_old(self, places: Iterable[Place]) -> object: ...
    def answered(self) -> object: ...
    def unanswered(self) -> object: ...
    def read_through(self) -> object: ...


class Plan:
    """What one device is asked again and again. `every` overrides the interval of every repeated question."""

    def __init__(
        self,
        host: Host,
        lanes: Lanes,
        clock: Clock,
        scheduler: Scheduler,
        chance: Random,
        every: float | None,
    ) -> None:
        self.now = clock.monotonic
        self.safely, self.polite = host.safely, host.polite
        self._host, self._lanes, self._scheduler, self._chance = host, lanes, scheduler, chance
        self._every = every
        self._standing: list[Standing] = []
        self._unheard: set[tuple[str, ...]] = set()  # optional questions that cost a connection
        self._left = 0  # of the first reading
        self._side: ControllerSide | None = None
        self._gates: frozenset[str] = frozenset()  # keys of the points that forbid or allow a question
        self.running = False

    # ------------------------------------------------------------ beginning and ending

    def make(self, side: ControllerSide) -> None:
        """Take the questions and keep-alives of this side; those there were are forgotten."""
        self.stop()
        self._side = side
        self._standing = [Standing(self, request, every, session=True) for request, every in side.sessions()]
        self._standing += [
            self._asked_again(poll) for poll in side.polls() if poll.request.frames not in self._unheard
        ]
        self._gates = frozenset(key for one in self._standing for key in one.when or ())

    def _asked_again(self, poll: Poll) -> Standing:
        exact = self._every is not None and poll.every > 0
        every = self._every if exact and self._every is not None else poll.every
        return Standing(self, poll.request, every, poll.when or None, poll.row.optional, exact)

    def begin(self) -> None:
        """A connection is ready: say what it needs, and read everything."""
        self.running = True
        self._left = len(self._standing) + 1
        for one in self._standing:
            one.begin()
        for one in self._standing:
            one.ask()
            if one.every:
                self._scheduler.at(one, self.now() + one.every * self._chance.uniform(0.2, 1.0))
        self.asked()

    def stop(self) -> None:
        """The connection is gone, or the questions are others now: ask nothing of this any more."""
        self.running = False
        for one in self._standing:
            self._scheduler.cancel(one)
            one.first = False  # one that is under way counts for no later reading
            if one.queued:
                self._lanes.drop(one)

    # ------------------------------------------------------------ on special grounds

    def refresh(self, keys: Iterable[str]) -> None:
        """Something changed that was not spelled out: read these point keys (ALL: everything) anew."""
        wanted = set(keys)
        for one in list(self._standing):
            if not one.session and (ALL in wanted or any(p.key in wanted for p in one.request.covers)):
                one.ask()

    def quicken(self, place: Place, quick: bool) -> None:
        """A value is passing (or no longer is): ask for it every half second."""
        for one in self._standing:
            if one.quick is not quick and place in one.request.covers and not one.session:
                one.quick = quick
                if quick:
                    self.sooner(one, QUICK)

    def opened(self, place: Place) -> None:
        """This place has changed: what it forbade to ask, and allows now, is asked at once."""
        if place.key not in self._gates or not self.running:
            return
        for one in list(self._standing):
            if one.when and place.key in one.when and self.polite(one.when):
                one.ask()

    def every(self, place: Place) -> float:
        """Seconds between two questions for a point; 0 where it is asked once a connection."""
        repeated = (one.every for one in self._standing if one.every and place in one.request.covers)
        return min(repeated, default=0.0)

    def probe(self, patience: float | None = None) -> None:
        """Ask something cheap, before other questions: does it still answer (within `patience` seconds)?"""
        cheapest = min((one for one in self._standing if self._probes(one)), key=_cost, default=None)
        if cheapest is None:
            return
        if cheapest.every and not cheapest.exact and self.running:
            self.next(cheapest, self.now())  # it counts as the question that was due later
        cheapest.patience = patience
        cheapest.ask(first=True)

    @property
    def can_probe(self) -> bool:
        """Whether there is anything that the device must answer."""
        return any(map(self._probes, self._standing))

    def _probes(self, one: Standing) -> bool:
        return one.request.waits and not one.optional and (not one.when or self.polite(one.when))

    # ------------------------------------------------------------ for its standing exchanges

    def queue(self, one: Standing, first: bool) -> None:
        """Let it wait for its turn; the session lines of a new connection go before everybody."""
        lane = Lane.SESSION if one.session and one.first else Lane.POLLS
        self._lanes.put(one, lane, first and lane is Lane.POLLS)

    def next(self, one: Standing, moment: float) -> None:
        """Let it fall due again."""
        every = min(one.every or QUICK, QUICK) if one.quick else one.every
        if not one.exact:
            every *= 1.0 + JITTER * (2.0 * self._chance.random() - 1.0)
        self._scheduler.at(one, max(moment + every, self.now() + every / 2))

    def sooner(self, one: Standing, seconds: float) -> None:
        """Let it fall due in so many seconds, if it would later."""
        moment = self.now() + seconds
        if self.running and one in self._standing and (one.due is None or one.due > moment):
            self._scheduler.at(one, moment)

    def drop(self, one: Standing) -> None:
        """The device does not support it: ask no more of it, and instead what else tells the same."""
        self._scheduler.cancel(one)
        self._standing = [other for other in self._standing if other is not one]
        if one.session or self._side is None:
            return
        self._side.forgo(one.request)
        asked = {id(other.request) for other in self._standing}
        for poll in self._side.polls():
            if id(poll.request) not in asked and poll.request.frames not in self._unheard:
                self._take_up(self._asked_again(poll))

    def _take_up(self, one: Standing) -> None:
        """Ask this, too, from now on; it is no part of the first reading."""
        self._standing.append(one)
        one.first = False
        if self.running:
            one.ask()
            if one.every:
                self.next(one, self.now())

    def grew_old(self, one: Standing) -> None:
        """Its values are old; of a subscription, all that the device would have told of its own accord."""
        self._host.grew_old(one.request.covers or self._told_under(one.request.row))

    def _told_under(self, row: Row) -> Iterator[Place]:
        """The places of what a device tells only while this subscription holds."""
        if self._side is None or not isinstance(row, Session):
            return
        table, driver = self._side.driver.table, self._side.driver
        keys = {
            key for bound in table.notices for key in bound.replies[0].said.keys
            if isinstance(bound.row, Notice) and not bound.row.when.keys().isdisjoint(row.sets)
        }  # fmt: skip
        yield from (place for place in driver.places() if place.key in keys)

    def asked(self) -> None:
        """One exchange of the first reading is over."""
        self._left -= 1
        if self._left == 0:
            self._host.read_through()

    def ended(self, one: Standing, error: DeviceError | None) -> None:
        """What the end of an exchange says about the device."""
        if isinstance(error, Unreachable):
            return
        if not isinstance(error, NoReply):
            if one.request.waits:
                self._host.answered()
        elif not one.optional:
            self._host.unanswered()
        elif one.request.bare:
            self._unheard.add(one.request.frames)  # unanswered it ends the connection: not twice
        elif one.missed > 1:
            self.drop(one)


def _cost(one: Standing) -> tuple[bool, int]:
    return bool(one.when), len(one.request.covers)
