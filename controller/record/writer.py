"""The one thread that writes: it takes all that waits, commits it as one group, and only then lets the
outside hear.

While a commit is on its way to the disk the next lines gather, so that groups grow with the load and a lone
line waits for nobody. When the disk does not take a group, the group is kept and tried again, for ever,
with growing pauses; nothing in it is acknowledged, and what comes after it waits behind it.
"""

import logging
import queue
import threading
from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING, Protocol

from controller.record import failpoints
from controller.record.items import Outcome, Said
from controller.record.lines import NotKept, Sentence
from controller.record.trouble import DiskTrouble

if TYPE_CHECKING:
    from controller.record.keeper import Keeper

GROUP = 500
SLOW = 0.3
"""Seconds that a slow disk takes longer for each group, where a test asks for one."""
PAUSES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)

_log = logging.getLogger(__name__)


class Ears(Protocol):
    """Who is told, in the writer's thread, what became of things."""

    def settled(self, outcomes: Sequence[Outcome]) -> None:
        """These are on disk (or, with an error, never will be)."""

    def troubled(self, sentence: Sentence | None) -> None:
        """The disk does not take them, and why; None: it does again."""

    def ended(self) -> None:
        """The thread is gone: it was told to, or died of a bug."""


class Writer(threading.Thread):
    """Started with an open `Keeper`; ended by `end`."""

    def __init__(
        self, keeper: "Keeper", waiting: "queue.SimpleQueue[Sequence[Said] | None]", ears: Ears
    ) -> None:
        super().__init__(name="journal", daemon=True)
        self._keeper, self._waiting, self._ears = keeper, waiting, ears
        self._hurry = threading.Event()
        self._last = self._given_up = False
        self.pauses: Sequence[float] = PAUSES

    def run(self) -> None:
        """Commit group after group until told to end."""
        try:
            while group := self._gather():
                self._keep(group)
        finally:
            failpoints.hit("journal.closing")
            self._keeper.store.close()
            self._ears.ended()

    def end(self) -> None:
        """Commit what waits, then stop; `hurry` ends the patience with a disk in trouble."""
        self._waiting.put(None)

    def hurry(self) -> None:
        """Try once more at once, and give up what the disk does not take."""
        self._hurry.set()

    def _gather(self) -> list[Said]:
        group: list[Said] = []
        while not self._last and len(group) < GROUP and (self._waiting.qsize() or not group):
            items = self._waiting.get()
            if items is None:
                self._last = True
            else:
                group.extend(items)
        return group

    def _keep(self, group: Sequence[Said]) -> None:
        if self._given_up:  # what follows a line that is not on record must not be on record either
            self._ears.settled([Outcome(item, error=NotKept("the service has ended")) for item in group])
            return
        if failpoints.planted("slow_disk"):  # no bug: an ill, for whoever tells before the disk has it
            self._hurry.wait(SLOW)
        if failpoints.planted("ack_before_commit"):
            self._ears.settled([Outcome(item) for item in group])
        failpoints.hit("journal.taken")
        try:
            outcomes = self._keeper.keep(group)
        except DiskTrouble as trouble:
            outcomes = self._insist(group, trouble)
        self._ears.settled(outcomes)

    def _insist(self, group: Sequence[Said], trouble: DiskTrouble) -> list[Outcome]:
        _log.error("the journal cannot be written, and goes on trying: %s", trouble)
        for _ in self._pause():
            self._ears.troubled(trouble.sentence)
            failpoints.hit("journal.insisting")
            try:
                landed = self._keeper.recover()
                failpoints.hit("journal.renewed")
                outcomes = self._keeper.keep(group) if landed is None else landed
            except DiskTrouble as again:
                trouble = again
                continue
            self._ears.troubled(None)
            return outcomes
        self._given_up = True
        _log.critical("%d lines are given up: %s", len(group), trouble)
        return [Outcome(item, error=NotKept(str(trouble))) for item in group]

    def _pause(self) -> Iterator[None]:
        """A try after each pause; one last try when in a hurry."""
        for pause in chain(self.pauses, repeat(self.pauses[-1])):
            hurried = self._hurry.wait(pause)
            yield
            if hurried:
                return
