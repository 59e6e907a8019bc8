"""The faults that stand, and the one pen that writes them: a change is a line of the journal, then news."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Protocol

from controller.events import Bus, FaultChanged
from controller.hall.cases import Case, Now
from controller.hall.faults import Fault, FaultBook, as_data, changes, shifted
from controller.hall.telling import Telling
from controller.record import failpoints
from controller.record.lines import Appended, Attachment, Line, Sentence


class Journal(Protocol):
    """The part of the journal that the fault engine needs."""

    @property
    def trouble(self) -> Sentence | None:
        """Why nothing can be saved now."""

    def append(
        self,
        kind: str,
        subject: str,
        data: dict[str, Any],
        actor: str = "system",
        attachment: Attachment | None = None,
    ) -> Appended:
        """Say that something happened."""

    def on_trouble(self, callback: Callable[[Sentence | None], object]) -> None:
        """Hear of trouble."""

    async def recall(self, kinds: Iterable[str] = ()) -> list[Line]:
        """The lines on record."""


class Ledger:
    """`cases` by key; `past` remembers each fault as it last cleared."""

    def __init__(self, bus: Bus, journal: Journal) -> None:
        self._journal, self._telling = journal, Telling(bus)
        self.cases: dict[str, Case] = {}
        self.past: dict[str, Fault] = {}
        journal.on_trouble(self._telling.troubled)

    def recall(self, book: FaultBook, now: Now) -> None:
        """What stood when the service ended still stands."""
        self.cases = {key: Case.recall(fault, now) for key, fault in book.standing.items()}
        self.past = dict(book.past)

    def shift(self, by: timedelta) -> None:
        """The wall clock was set. No line says so of each fault: whoever folds them finds the clock's own."""
        if failpoints.planted("faults_by_wall_clock"):
            return
        for case in self.cases.values():
            case.fault = shifted(case.fault, by)
        self.past = {key: shifted(fault, by) for key, fault in self.past.items()}

    def faults(self) -> dict[str, Fault]:
        """All that stand."""
        return {key: case.fault for key, case in self.cases.items()}

    def behind(self, key: str) -> tuple[str, ...]:
        """The faults that this one explains."""
        return tuple(other for other, case in self.cases.items() if case.fault.cause == key)

    def open(self, case: Case) -> Appended:
        """A fault is raised."""
        key = case.fault.key
        self.cases[key] = case
        line = self._write("fault.raised", None, case.fault, as_data(case.fault))
        failpoints.hit("fault.raised")
        return line

    def move(
        self,
        fault: Fault,
        actor: str = "system",
        extra: Mapping[str, Any] | None = None,
        attachment: Attachment | None = None,
    ) -> Appended | None:
        """It is another one than it was; `extra` goes on record beside what changed."""
        case = self.cases[fault.key]
        was, case.fault = case.fault, fault
        if fault == was and not extra:
            return None
        moved = changes(was, fault)
        return self._write("fault.flag", was, fault, moved | dict(extra or {}), actor, attachment)

    def close(self, key: str, now: Now, left: str = "") -> Appended:
        """It is over; `left`: not because it is mended, but because what it is about is gone, and how."""
        case = self.cases.pop(key)
        over = replace(case.gone(now), turns=case.fault.turns) if left else case.gone(now)
        moved = changes(case.fault, over)
        self.past[key] = over
        if left and not failpoints.planted("who_left_is_well"):
            moved["left"] = left
        elif case.told:
            moved["verify"] = True
        line = self._write("fault.cleared", case.fault, over, moved)
        failpoints.hit("fault.cleared")
        return line

    def _write(
        self,
        kind: str,
        was: Fault | None,
        fault: Fault,
        data: dict[str, Any],
        actor: str = "system",
        attachment: Attachment | None = None,
    ) -> Appended:
        line = self._journal.append(kind, fault.key, data, actor, attachment)
        self._telling.tell(FaultChanged(fault, was), line.committed, self._journal.trouble)
        return line
