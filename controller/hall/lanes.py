"""A device's queue: people before scenes before read-backs before polls, and none too late.

The newest wish for a point takes the place of an older one that still waits, so a dragged fader sends its
first and last values and not ninety. Actions are never merged. When the link is idle an order goes out in the
call stack that gave it. When the link is lost, whatever waits is closed at once and told so: no byte leaves
after its sender was told that the order failed.
"""

from collections.abc import Iterator
from enum import IntEnum
from typing import Protocol

from controller.hall.unheard import Unheard
from drivers.errors import DeviceError
from drivers.link import Link
from drivers.points import Place
from drivers.wire.events import Request


class Lane(IntEnum):
    """Who waits where; the lower goes first. SESSION is for what must be said before anything else."""

    SESSION = 0
    PEOPLE = 1
    SCENES = 2
    LOOKS = 3
    POLLS = 4


class Job(Protocol):
    """One exchange that wants to go out. `place` is the point a wish is for, None for all else."""

    place: Place | None
    request: Request

    def leave(self) -> Request | None:
        """It is its turn: what to send; None if it is not wanted now, and then nothing more is told."""

    def left(self) -> object:
        """Its bytes have left."""

    def ended(self, error: DeviceError | None) -> object:
        """The exchange is over, or (Unreachable) will not take place."""


class Lanes:
    """What waits for one device."""

    __slots__ = ("_lanes", "_link", "_pumping", "_wishes", "unheard")

    def __init__(self) -> None:
        self._lanes: tuple[list[Job], ...] = ([], [], [], [], [])  # short: a deque is 700 bytes a device
        self._wishes: dict[Place, Job] = {}
        self.unheard = Unheard()
        self._link: Link | None = None
        self._pumping = False

    def open(self, link: Link) -> None:
        """The link is ready: let go what waits."""
        self._link = link
        self.pump()

    def close(self, error: DeviceError) -> None:
        """The link is gone or not to be trusted: everything that waits ends with `error`."""
        self._link = None
        self.unheard.hung_up()
        waiting = [job for lane in self._lanes for job in lane]
        for lane in self._lanes:
            lane.clear()
        self._wishes.clear()
        for job in waiting:
            job.ended(error)

    def put(self, job: Job, lane: Lane, first: bool = False) -> None:
        """Let `job` wait its turn in `lane`, `first` of it if so said; it may be sent before this returns."""
        if job.place is not None:
            self._replace(job, lane)
        elif first:
            self._lanes[lane].insert(0, job)
        else:
            self._lanes[lane].append(job)
        self.pump()

    def _replace(self, job: Job, lane: Lane) -> None:
        """Take the place of the older wish for this point, or a more urgent one if the lane is."""
        older = self._wishes.get(job.place) if job.place is not None else None
        for waiting in self._lanes[: lane + 1] if older is not None else ():
            if older in waiting:
                waiting[waiting.index(older)] = job
                break
        else:
            if older is not None:
                self.drop(older)
            self._lanes[lane].append(job)
        if job.place is not None:
            self._wishes[job.place] = job

    def drop(self, job: Job) -> None:
        """Take a job out again, if it still waits; nobody is told."""
        for waiting in self._lanes:
            if job in waiting:
                waiting.remove(job)
        if job.place is not None and self._wishes.get(job.place) is job:
            del self._wishes[job.place]

    def pump(self) -> None:
        """Send what may be sent now. A loop, so that a thousand unanswered lines are no deep stack."""
        if self._pumping:
            return
        self._pumping = True
        try:
            while self._link is not None and (job := self._next(self._link)) is not None:
                request = job.leave()
                if request is not None:
                    self.unheard.leaves(request)
                    self._link.request(request, job.ended)
                    job.left()
        finally:
            self._pumping = False

    def _next(self, link: Link) -> Job | None:
        for waiting in self._lanes:
            if waiting:
                if not link.takes(waiting[0].request):
                    return None
                job = waiting.pop(0)
                if job.place is not None and self._wishes.get(job.place) is job:
                    del self._wishes[job.place]
                return job
        return None

    def __len__(self) -> int:
        return sum(map(len, self._lanes))

    def __iter__(self) -> Iterator[Job]:
        for waiting in self._lanes:
            yield from waiting
