"""Show mode: the hall is operated and nothing about it is changed. It begins by a tap or before an event.

It ends by a person only, so that an interval or an encore never opens the hall's file again. Whoever leaves
it during an event is not overruled: each event arms it once.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from controller.clock import Clock, Timer
from controller.hall.guards import Asking, Guard
from controller.hall.orders import Actor
from controller.hall.rig import Journal
from controller.hall.sentences import Sentence
from controller.record.agenda import Agenda, Line

MODE = "mode.set"
EDIT, SHOW = "edit", "show"
EARLY = timedelta(minutes=15)
LOOK = 5.0
"""Seconds between two looks at the clock on the wall: it may step, a timer to the event would not notice."""


class Show:
    """The mode of a hall. `told(mode)` is called at each change."""

    def __init__(
        self, hall: str, journal: Journal, clock: Clock, agenda: Agenda, told: Callable[[str], object]
    ) -> None:
        self._hall, self._journal, self._clock, self._agenda = hall, journal, clock, agenda
        self._told = told
        self._armed: set[str] = set()
        self._timer: Timer | None = None
        self.mode = EDIT
        self.stored: asyncio.Future[Any] | None = None  # done once the last change is on disk

    def hear(self, line: Line) -> None:
        """A line of the journal, now or from before a restart."""
        if line.kind == MODE:
            self.mode = line.data["mode"]
            self._armed.add(line.data.get("event", ""))
            self._told(self.mode)

    def start(self) -> None:
        """Look at the agenda from now on."""
        self._look()

    def stop(self) -> None:
        """Look no more."""
        if self._timer is not None:
            self._timer.cancel()

    def set(self, actor: Actor, mode: str) -> None:
        """A person enters or leaves show mode; nothing happens where it is so already."""
        if mode != self.mode:
            self._write(mode, actor.name)

    def _look(self) -> None:
        coming = self._agenda.running(self._clock.now(), EARLY)
        if coming is not None and coming.id not in self._armed:
            self._armed.add(coming.id)
            if self.mode == EDIT:
                self._write(SHOW, "schedule", {"event": coming.id})
        self._timer = self._clock.call_later(LOOK, self._look)

    def _write(self, mode: str, by: str, more: dict[str, Any] | None = None) -> None:
        self.stored = self._journal.append(MODE, self._hall, {"mode": mode, **(more or {})}, by).committed


def far_hands(show: Show) -> Guard:
    """In show mode nobody far away moves anything."""

    def guard(asking: Asking) -> Sentence | None:
        away = show.mode == SHOW and asking.actor.far
        return Sentence("guard.show_mode", name=asking.name) if away else None

    return guard
