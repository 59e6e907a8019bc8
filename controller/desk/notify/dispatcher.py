"""Sends what the outbox holds: one letter at a time on each channel, on record before and after.

Theory of operation: a letter's first try is committed before a byte leaves, and names its key and its
intents. What came of it is noted after. A service that dies between the two finds a try without an end and
sends the letter once more with the same key, saying so; so it does where only the answer was lost. A failed
try is made again with growing pauses; past the last one, or where trying again cannot help, the letter is
dead and waits for a person.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from math import inf
from typing import Any, Protocol

from controller.clock import Clock, Timer
from controller.desk.notify.bucket import ready
from controller.desk.notify.grouping import QuietUntil, Rhythm, Step, steps, vain
from controller.desk.notify.message import Answer, Channel, Delivered, Failed, Message
from controller.record import failpoints
from controller.record.lines import Appended, NotKept, Refused, written
from controller.record.outbox import DROPPED, FAILED, SENT, TRY, Letter, Outbox

PAUSES = (10.0, 30.0, 60.0, 300.0, 900.0, 1800.0, 3600.0, 3600.0, 3600.0, 3600.0)
"""Seconds between tries; after the last the letter is dead."""
LONGEST_NAP = 60.0
PATIENCE = 45.0
"""Seconds that one try may take, whatever the channel does."""

_log = logging.getLogger(__name__)


class Journal(Protocol):
    """The part of the journal that is needed here."""

    def append(self, kind: str, subject: str, data: dict[str, Any], actor: str = "system") -> Appended:
        """Say that something happened."""


class Dispatcher:
    """`render` makes a letter's message; `new_key` gives a key that was never used. The outbox hears each
    line before `wake` is called for it.
    """

    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        outbox: Outbox,
        channels: Mapping[str, Channel],
        render: Callable[[Letter], Message],
        rhythm: Rhythm,
        quiet: QuietUntil,
        new_key: Callable[[], str] = lambda: secrets.token_hex(12),
    ) -> None:
        self._journal, self._clock, self._outbox, self._render = journal, clock, outbox, render
        self.rhythm, self.quiet, self._new_key = rhythm, quiet, new_key
        self.channels = channels
        self._under_way: dict[str, tuple[str, asyncio.Task[None]]] = {}
        self._timer: Timer | None = None
        self._deadlines: dict[str, float] = {}
        self._alone: dict[str, float] = {}  # channel -> until when its maker wants to be left alone
        self._awake = self._woken = False

    def start(self) -> None:
        """Send what is due, from now on."""
        self._awake = True
        self.wake()

    def wake(self) -> None:
        """Something changed, or a moment came: at the end of this turn, send what is due."""
        if self._awake and not self._woken:
            self._woken = True
            asyncio.get_running_loop().call_soon(self._pump)

    @property
    def under_way(self) -> bool:
        """Whether anything is being sent now."""
        return bool(self._under_way)

    async def close(self, patience: float = 5.0) -> None:
        """Begin nothing more; what is under way has `patience` seconds to end and be noted."""
        self._awake = False
        if self._timer is not None:
            self._timer.cancel()
        tasks = [task for _, task in self._under_way.values()]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=patience)
            for task in late:
                task.cancel()

    # ------------------------------------------------------------ choosing

    def _pump(self) -> None:
        """Every channel that is free gets what is due for it; the rest is a matter of time."""
        self._woken = False
        if not self._awake:
            return
        now = self._clock.now()
        free = [name for name in {*self._outbox.active, *self._outbox.groups} if name not in self._under_way]
        moments = [moment for name in sorted(free) if (moment := self._serve(name, now)) is not None]
        self._sleep(min(moments, default=now + timedelta(seconds=LONGEST_NAP)), now)

    def _serve(self, channel: str, now: datetime) -> datetime | None:
        """Begin the first letter that is due; else when there may be one."""
        way = self.channels.get(channel)
        free = now if way is None else ready(self._outbox.tried[channel], way.limit, now)
        free = max(free, now + timedelta(seconds=self._alone.get(channel, 0.0) - self._clock.monotonic()))
        first: datetime | None = None
        for step in steps(self._outbox, channel, self.rhythm, self.quiet, now):
            at = max(free, self._steadied(step, now))
            if at <= now and (lost := vain(step.intents)):
                self._drop(lost)
            elif at <= now:
                self._begin(step)
                return None
            else:
                first = at if first is None else min(first, at)
        return first

    def _steadied(self, step: Step, now: datetime) -> datetime:
        """When it is due: no later than was said when it was first seen, so that a wall clock that is put
        back makes nobody wait.
        """
        mono = self._clock.monotonic()
        left = min((step.at - now).total_seconds(), self._deadlines.get(step.id, inf) - mono)
        self._deadlines[step.id] = mono + left
        return now + timedelta(seconds=left)

    def _sleep(self, until: datetime, now: datetime) -> None:
        if self._timer is not None:
            self._timer.cancel()
        nap = min(LONGEST_NAP, max(0.0, (until - now).total_seconds()))
        self._timer = self._clock.call_later(nap, self.wake)

    def _drop(self, intents: tuple[Any, ...]) -> None:
        data = {"intents": [one.id for one in intents], "why": "over before anybody was told"}
        self._journal.append(DROPPED, str(intents[0].news.get("ticket", "")), data)
        failpoints.hit("outbox.dropped")

    # ------------------------------------------------------------ one letter

    def _begin(self, step: Step) -> None:
        key = step.key or self._new_key()
        data: dict[str, Any] = {"again": True} if step.again else {}
        data |= (
            {"intents": [one.id for one in self._intents(step)]} if key not in self._outbox.letters else {}
        )
        self._deadlines.pop(step.id, None)
        line = self._journal.append(TRY, key, data)
        task = asyncio.get_running_loop().create_task(self._deliver(key, step.channel, line))
        self._under_way[step.channel] = (key, task)
        task.add_done_callback(lambda done: self._ended(step.channel, key, done))

    def _intents(self, step: Step) -> tuple[Any, ...]:
        return step.intents or self._outbox.letters[step.key].intents

    async def _deliver(self, key: str, channel: str, line: Appended) -> None:
        if failpoints.planted("outbox_note_before_send"):
            await self._journal.append(SENT, key, {}).committed
        await line.committed
        failpoints.hit("outbox.after_try")
        answer = await self._send(key, channel)
        if isinstance(answer, Failed) and answer.again and answer.after:
            self._alone[channel] = self._clock.monotonic() + answer.after
        failpoints.hit("outbox.after_send")
        await self._note(key, answer).committed
        failpoints.hit("outbox.after_note")

    async def _send(self, key: str, channel: str) -> Answer:
        way = self.channels.get(channel)
        if way is None:
            return Failed(f"there is no channel {channel!r} any more", again=False)
        letter = self._outbox.letters[key]
        message = self._render(letter)
        if failpoints.planted("outbox_new_key_each_try") and letter.tries > 1:
            message = replace(message, key=f"{key}-{letter.tries}")
        sending = asyncio.ensure_future(way.send(message))
        timer = self._clock.call_later(PATIENCE, sending.cancel)
        try:
            return await sending
        except asyncio.CancelledError:
            if not sending.cancelled() or not self._awake:
                raise
            return Failed(f"no answer within {PATIENCE:.0f} s", perhaps=True)
        finally:
            timer.cancel()

    def _note(self, key: str, answer: Answer) -> Appended:
        if isinstance(answer, Delivered):
            return self._journal.append(SENT, key, {"answer": answer.answer[:200]})
        letter = self._outbox.letters[key]
        pause = PAUSES[letter.round - 1] if letter.round <= len(PAUSES) else None
        data: dict[str, Any] = {"why": answer.why[:300], "next": None}
        data |= {"perhaps": True} if answer.perhaps else {}
        if answer.again and pause is not None:
            wait = max(pause, answer.after or 0.0)
            data["next"] = written(self._clock.now() + timedelta(seconds=wait))
        failpoints.hit("outbox.again" if data["next"] else "outbox.dead")
        return self._journal.append(FAILED, key, data)

    def _ended(self, channel: str, key: str, done: "asyncio.Task[None]") -> None:
        del self._under_way[channel]
        if done.cancelled():
            return
        error = done.exception()
        if isinstance(error, NotKept | Refused):
            return  # the record is closed: nothing may leave that could not be noted
        if error is not None:
            _log.error("letter %s by %s: a bug of ours", key, channel, exc_info=error)
            self._note(key, Failed(f"{type(error).__name__}: {error}", perhaps=True))
        self.wake()
