"""The journal: an append-only, hash-chained list of what happened, on disk before anything outside hears of
it.

`append` numbers the line, tells the followers inside the process (folds, rules) and returns at once; the
one writer thread does the rest. `line.committed` is done when the disk has the line: acknowledgements,
pages and mails wait for it, a device's bytes do not.

While the disk is in trouble nothing is lost and nothing is acknowledged: `trouble` holds a sentence for the
banner, lines wait in memory. The bound is 50,000 lines, about 100 MB; past it orders and scene steps are no
longer kept (a line on record will say how many), while faults, tickets and accounts, which are few, always
are.
"""

import asyncio
import queue
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from controller.clock import Clock
from controller.events import Bus
from controller.record import failpoints
from controller.record.claim import Carrier, claim, keeper
from controller.record.items import Outcome, Said, Texts
from controller.record.lines import Appended, Attachment, Line, NotKept, Sentence
from controller.record.overflow import Overflow
from controller.record.place import Place, last_alive
from controller.record.trouble import ENDED
from controller.record.writer import PAUSES, Writer

if TYPE_CHECKING:  # SQLAlchemy: imported in a thread of its own, once the journal is opened
    from sqlalchemy import Connection

    from controller.record.chain import Verdict
    from controller.record.lock import Lock
    from controller.record.store import Store

T = TypeVar("T")
LIMIT = 50_000


class Journal:
    """The record of one hall, open for writing in this process; used from the loop's thread.

    `at` is a folder, or a database URL; `texts` is how its tickets read, for searches. `await open()` claims
    it (`AlreadyOpen` if another process has it): from then on lines can be appended. `await ready()` returns
    when the tables are there and the writer writes.
    """

    def __init__(
        self,
        at: str,
        clock: Clock,
        pauses: Sequence[float] = PAUSES,
        limit: int = LIMIT,
        texts: Texts | None = None,
    ) -> None:
        self._place, self._clock, self._pauses = Place.at(at), clock, pauses
        self._texts = texts
        self._bus = Bus()
        self._said: list[Said] = []
        self._waiting: queue.SimpleQueue[Sequence[Said] | None] = queue.SimpleQueue()
        self._overflow = Overflow(limit)
        self._seq = self._done = 0
        self._trouble: Sentence | None = None
        self._store: Store | None = None
        self._writer: Writer | None = None
        self._opening: asyncio.Task[None] | None = None
        self._closed = False
        self.alive: str | None = None
        """The last sign of the life before this one; None where there was none."""

    @property
    def trouble(self) -> Sentence | None:
        """Why nothing can be saved now, in both languages; None when all is well."""
        return self._trouble

    @property
    def loaded(self) -> bool:
        """Whether the record can be read."""
        return self._store is not None

    @property
    def backlog(self) -> int:
        """How many lines are not on disk yet."""
        return self._seq - self._done

    async def open(self, after: Awaitable[object] | None = None) -> None:
        """Claim the record and find the number of its last line; the rest is loaded beside the running
        loop, once `after` is done: something else may be more urgent than a library.
        """
        self._loop = asyncio.get_running_loop()
        lock, last = claim(self._place)
        self.alive = last_alive(self._place.file) if self._place.file else None
        self._opening = self._loop.create_task(self._load(lock, last, after))
        if last is None:
            await self.ready()
        else:
            self._seq = self._done = last

    async def ready(self) -> None:
        """Return once the writer writes; raises what kept it from it."""
        if self._opening is None:
            raise RuntimeError("the journal is opened first")
        await asyncio.shield(self._opening)

    def append(
        self,
        kind: str,
        subject: str,
        data: dict[str, Any],
        actor: str = "system",
        attachment: Attachment | None = None,
    ) -> Appended:
        """Say that something happened; `data` is given away and not changed afterwards.

        The followers have heard it on return (a follower that appends is heard after the present line).
        """
        if self._closed:
            raise NotKept("the journal is closed")
        self._seq += 1
        committed: asyncio.Future[Line] = self._loop.create_future()
        line = Appended(self._seq, self._clock.now(), kind, subject, actor, data, committed)
        if not self._said:
            self._loop.call_soon(self._hand_over)
        self._said.extend(self._overflow.admit(Said(line, attachment), self.backlog))
        self._bus.publish(line)
        failpoints.hit("journal.said")
        return line

    def follow(self, callback: Callable[[Line], object]) -> Callable[[], None]:
        """Call `callback` with every line from now on, at once and in order; the answer is a function that
        ends it.
        """
        return self._bus.subscribe(Appended, callback)

    def on_trouble(self, callback: Callable[[Sentence | None], object]) -> None:
        """Call `callback` when trouble comes, changes, or is over."""
        self._bus.subscribe(_Trouble, lambda moved: callback(moved.sentence))

    def replay(self, kinds: Iterable[str] = (), subject: str | None = None, after: int = 0) -> Iterator[Line]:
        """The lines on record, oldest first: all, or those of some kinds or of one subject. Ready journals
        only.
        """
        from controller.record import reading

        return reading.lines(self._opened(), tuple(kinds), subject, after)

    async def recall(
        self, kinds: Iterable[str] = (), subject: str | None = None, after: int = 0
    ) -> list[Line]:
        """The same, read in another thread."""
        return await asyncio.to_thread(lambda: list(self.replay(kinds, subject, after)))

    async def attachment(self, seq: int) -> bytes | None:
        """What is attached to a line."""
        from controller.record import reading

        return await self.read(lambda connection: reading.attachment(connection, seq))

    async def read(self, ask: "Callable[[Connection], T]") -> T:
        """Ask the database something, in another thread, on a connection that cannot write."""
        store = self._opened()

        def run() -> T:
            with store.read() as connection:
                return ask(connection)

        return await asyncio.to_thread(run)

    async def write(self, change: "Callable[[Connection], T]") -> T:
        """Change something beside the journal (an account) in one transaction, in another thread; on return
        it is on disk.

        Whatever `change` raises undoes all of it, and is raised here; so is the database's own trouble.
        """
        store = self._opened()

        def run() -> T:
            with store.write() as connection:
                return change(connection)

        return await asyncio.to_thread(run)

    async def verify(self) -> "Verdict":
        """Recompute the hash chain and every attachment's hash; names the first broken row."""
        from controller.record import reading

        return await self.read(reading.verify)

    async def close(self, patience: float = 5.0) -> None:
        """Commit what waits, and let go of the record. A disk in trouble is given `patience` seconds, then
        up.
        """
        self._closed = True
        if self._opening is None:
            return
        await asyncio.wait([self._opening])
        if (writer := self._writer) is None:
            self._forsake()
            return
        self._hand_over(last=True)
        writer.end()
        await asyncio.to_thread(writer.join, patience)
        writer.hurry()
        await asyncio.to_thread(writer.join)

    async def _load(self, lock: "Lock | None", last: int | None, after: Awaitable[object] | None) -> None:
        if after is not None and last is not None:
            await after
        opened = await asyncio.to_thread(keeper, self._place, lock, self._texts)
        if last is None:
            self._seq = self._done = opened.tail.seq
            self.alive = opened.alive()
        self._store = opened.store
        self._writer = Writer(
            opened, self._waiting, Carrier(self._loop, self._settled, self._troubled, self._ended)
        )
        self._writer.pauses = self._pauses
        self._writer.start()

    def _hand_over(self, last: bool = False) -> None:
        """Give the writer the lines of one turn, at its end: its thread is woken once, with the bytes out.

        `last`: also the line that stands for what was skipped.
        """
        said, self._said = [*self._said, *self._overflow.flush()] if last else self._said, []
        if said:
            self._waiting.put(said)

    def _forsake(self) -> None:
        """Nothing was ever written: tell those who wait."""
        self._hand_over()
        while not self._waiting.empty():
            for item in self._waiting.get() or ():
                Outcome(item, error=NotKept("the record could not be opened")).settle()

    def _opened(self) -> "Store":
        if self._store is None:
            raise RuntimeError("the journal is not ready yet")
        return self._store

    def _settled(self, outcomes: Sequence[Outcome]) -> None:
        for outcome in outcomes:
            self._done = outcome.said.line.seq
            outcome.settle()
        failpoints.hit("journal.told")
        self._hand_over(last=True)

    def _troubled(self, sentence: Sentence | None) -> None:
        if sentence != self._trouble:
            self._trouble = sentence
            self._bus.publish(_Trouble(sentence))

    def _ended(self) -> None:
        if not self._closed:  # the writer died of a bug: say so for as long as the process lives
            self._troubled(ENDED)


class _Trouble:
    """Told on the journal's own bus."""

    def __init__(self, sentence: Sentence | None) -> None:
        self.sentence = sentence
